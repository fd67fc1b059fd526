"""Case files: a list of cases in YAML or JSON, with the fields of a vignette.

Reading is strict, and every fault is told at once, each with file, case, place and what to write.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from knowledge.strict_yaml import parse
from symptoms.engine.cases import Case
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.evaluation.cases import NamedCase, names_the_screening


class UnreadableCases(Exception):
    """A case file that cannot be used. `problems` are sentences, one for each fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _Expect(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    urgency_at_least: Level
    urgency_at_most: Level
    categories_top3: tuple[str, ...]
    causes_top5: tuple[str, ...]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    key: str
    age: int
    story: str = ""
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    finished: bool | None = None
    expect: _Expect


_ENTRY = TypeAdapter(_Entry)

#: What an outcome can be expected to be; could_not_assess is none that a case could aim at.
_LEVELS = tuple(level.value for level in Level if level is not Level.COULD_NOT_ASSESS)

#: What to write at each place.
_WANTED = {
    "key": "a short name of its own",
    "age": "his age as a whole number of years",
    "story": "his story as text",
    "present": "a list with the keys of the findings he has",
    "absent": "a list with the keys of the findings he does not have",
    "unsure": "a list with the keys of the findings he is not sure of",
    "finished": "true, or false when he stopped answering",
    "expect": "the outcome that should follow: urgency_at_least, urgency_at_most, categories_top3, causes_top5",
    "urgency_at_least": f"the lowest right level, one of {', '.join(_LEVELS)}",
    "urgency_at_most": f"the highest right level, one of {', '.join(_LEVELS)}",
    "categories_top3": "a list with the keys of the fitting categories",
    "causes_top5": "a list with the keys of the fitting causes",
}


def read_cases(release: CompiledRelease, name: str, text: str) -> tuple[NamedCase, ...]:
    """The cases of a file. `name` is told in faults; text that begins with [ is read as JSON, other text as YAML.

    Raises UnreadableCases when the text is not a list of cases that this release can be asked about.
    """
    raw = _list_in(name, text)
    problems: list[str] = []
    found = []
    for position, row in enumerate(raw, start=1):
        place = f"{name}: {_label(row, position)}"
        entry = _entry(row)
        faults = list(_faults(release, entry)) if isinstance(entry, _Entry) else entry
        problems += [f"{place}: {fault}" for fault in faults]
        if isinstance(entry, _Entry) and not faults:
            found.append(_named(release, entry))
    repeated = [key for key, count in Counter(_label(row, 0) for row in raw).items() if count > 1 and key]
    problems += [f"{name}: {key}: the key stands twice; write {_WANTED['key']}." for key in repeated]
    if problems:
        raise UnreadableCases(problems)
    return tuple(found)


def _list_in(name: str, text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        repeated: list[str] = []

        def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            repeated.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
            return dict(pairs)

        try:
            raw = json.loads(text, object_pairs_hook=once)
        except ValueError as error:
            raise UnreadableCases([f"{name}: the file is not JSON: {error}."]) from error
        twice = [f"“{key}” stands twice in one entry" for key in repeated]
    else:
        try:
            parsed = parse(text)
        except yaml.YAMLError as error:
            raise UnreadableCases([f"{name}: the file is not YAML: {' '.join(str(error).split())}."]) from error
        raw = parsed.raw
        twice = [f"line {line}: “{key}” stands twice in one entry" for line, key in parsed.repeated]
    if twice:
        raise UnreadableCases([f"{name}: {fault}; write it once." for fault in twice])
    if not isinstance(raw, list) or not raw:
        raise UnreadableCases([f"{name}: write a list of cases, each with {', '.join(_Entry.model_fields)}."])
    return raw


def _label(row: Any, position: int) -> str:
    """How a case is named in faults: by its key, else by its position; "" for neither."""
    if isinstance(row, dict) and isinstance(row.get("key"), str) and row["key"]:
        return str(row["key"])
    return f"case {position}" if position else ""


def _entry(row: Any) -> _Entry | list[str]:
    """The case, or what is wrong with its shape."""
    if not isinstance(row, dict):
        return [f"write a case with {', '.join(_Entry.model_fields)}."]
    try:
        text = json.dumps(row, allow_nan=False)
    except (TypeError, ValueError) as error:
        return [f"a value is neither text, number, true or false, nor a list: {error}."]
    try:
        return _ENTRY.validate_json(text)
    except ValidationError as error:
        return [_sentence(fault["type"], fault["loc"]) for fault in error.errors(include_url=False)]


def _sentence(kind: str, location: tuple[int | str, ...]) -> str:
    place = ""
    for step in location:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    fields = [step for step in location if isinstance(step, str)]
    if kind == "extra_forbidden":
        known = _Expect.model_fields if fields[0] == "expect" else _Entry.model_fields
        return f"{place} is no field of a case; write only {', '.join(known)}."
    wrong = "is missing" if kind == "missing" else "cannot be read"
    return f"{place} {wrong}; write {_WANTED[fields[-1]]}."


def _faults(release: CompiledRelease, entry: _Entry) -> Iterator[str]:
    """What is wrong with a case whose shape is right."""
    if not entry.key:
        yield f"key is empty; write {_WANTED['key']}."
    least, most = release.numbers.age_least, release.numbers.age_most
    if not least <= entry.age <= most:
        yield f"age is {entry.age}; the check is made for men aged {least} to {most}."
    asked = {row.key for row in release.findings if not release.worked_out >> row.index & 1}
    groups = {"present": entry.present, "absent": entry.absent, "unsure": entry.unsure}
    for field, keys in groups.items():
        yield from _unknown(field, "finding that a page asks about", keys, asked)
    times = Counter(key for keys in groups.values() for key in keys)
    for key in [key for key, count in times.items() if count > 1]:
        yield f"{key} stands twice in present, absent and unsure; write it once."
    expect = entry.expect
    yield from _unknown("expect.causes_top5", "cause", expect.causes_top5, {row.key for row in release.causes})
    categories = {row.key for row in release.categories}
    yield from _unknown("expect.categories_top3", "category", expect.categories_top3, categories)
    for field in ("causes_top5", "categories_top3"):
        if not getattr(expect, field):
            yield f"expect.{field} is empty; write {_WANTED[field]}."
    for field in ("urgency_at_least", "urgency_at_most"):
        if getattr(expect, field) is Level.COULD_NOT_ASSESS:
            yield f"expect.{field} cannot be could_not_assess; write {_WANTED[field]}."
    if expect.urgency_at_least.rank > expect.urgency_at_most.rank:
        yield (
            f"expect.urgency_at_least ({expect.urgency_at_least}) is above expect.urgency_at_most "
            f"({expect.urgency_at_most}); write the lower level first."
        )


def _unknown(field: str, what: str, keys: Sequence[str], known: set[str]) -> Iterator[str]:
    for key in keys:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1)
            hint = f"; did you mean {near[0]}?" if near else "."
            yield f"{field}: there is no {what} called “{key}”{hint}"


def _named(release: CompiledRelease, entry: _Entry) -> NamedCase:
    expect = entry.expect
    case = Case(
        age=entry.age,
        present=entry.present,
        absent=entry.absent,
        unsure=entry.unsure,
        at_least=expect.urgency_at_least,
        at_most=expect.urgency_at_most,
        categories=expect.categories_top3,
        causes=expect.causes_top5,
    )
    finished = names_the_screening(release, case) if entry.finished is None else entry.finished
    return NamedCase(entry.key, entry.story, case, finished)
