"""A knowledge base as YAML files and as canonical JSON.

Reading lists every problem of every file at once, each with file, key and check code. Canonical JSON
is what a release stores and what its SHA-256 is made of: sorted member names, no white space, UTF-8,
every field written out but those that came later and say nothing (`content.LEFT_OUT`), lists without a
meaning of their own order sorted (see `canonical`).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from knowledge import content as content_module
from knowledge.canonical import canonical
from knowledge.checks.problem import Problem
from knowledge.checks.rows import Row
from knowledge.content import CONCEPTS, LEFT_OUT, KnowledgeBase
from knowledge.strict_yaml import parse

#: The files that ship with the project.
SHIPPED_FOLDER = Path(__file__).parent / "data"

_KEY_LIKE = re.compile(r"^[A-Za-z0-9_]+$")
_FLOW_FIELDS = {"background", "codes", "prior", "evidence", "show_with"}
_CODE_BY_ERROR = {"missing": "K003", "unexpected_keyword_argument": "K002", "enum": "K004", "literal_error": "K004"}

# Unknown fields are errors everywhere, and no value is bent into another type.
for _class in vars(content_module).values():
    if dataclasses.is_dataclass(_class):
        _class.__pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[union-attr]

_ADAPTERS: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint) for name, hint in get_type_hints(KnowledgeBase).items()
}
_WHOLE: TypeAdapter[KnowledgeBase] = TypeAdapter(KnowledgeBase)
_ADAPTER_OF_ROW: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in get_args(Row)}


class Unreadable(Exception):
    """Files or bytes that are not a knowledge base. `problems` names every fault that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read_folder(folder: Path) -> KnowledgeBase:
    """The knowledge base in `folder`, one YAML file a concept, in canonical order.

    Raises Unreadable with every problem of every file: missing or broken files, repeated keys, missing,
    unknown or wrong fields. Whether the content makes sense is the matter of `knowledge.checks`.
    """
    problems: list[Problem] = []
    parts: dict[str, Any] = {}
    for concept in CONCEPTS:
        raw = _read_file(folder / f"{concept}.yaml", concept, problems)
        if raw is None:
            continue
        if concept == "advice":
            parts["for_causes"] = _take_derived(raw)
        parts[concept] = _decode(concept, raw, problems)
    if problems:
        raise Unreadable(problems)
    for_causes = parts.pop("for_causes")
    knowledge = KnowledgeBase(**parts)
    problems = list(_derived_problems(for_causes, knowledge))
    if problems:
        raise Unreadable(problems)
    return canonical(knowledge)


def _read_file(path: Path, concept: str, problems: list[Problem]) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(concept, "", "K006", f"the file cannot be read: {_first_line(error)}"))
        return None
    try:
        parsed = parse(text)
    except yaml.YAMLError as error:
        problems.append(Problem(concept, "", "K006", f"the file is not YAML: {_first_line(error)}"))
        return None
    problems.extend(
        Problem(
            concept, "", "K005", f"“{key}” stands twice in one entry; only one of the two can be meant", f"line {line}"
        )
        for line, key in parsed.repeated
    )
    if parsed.raw is None:
        problems.append(Problem(concept, "", "K006", "the file is empty"))
    return parsed.raw


def _first_line(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return " ".join(str(error).split())[:200]


def _take_derived(raw: Any) -> dict[str, set[str]]:
    """`for_causes` repeats the treatment lists of the causes: it may be written, and is checked, not kept."""
    if not isinstance(raw, list):
        return {}
    rows = [row for row in raw if isinstance(row, dict) and isinstance(row.get("for_causes"), list)]
    return {str(row.get("key")): {str(key) for key in row.pop("for_causes")} for row in rows}


def _derived_problems(for_causes: Mapping[str, set[str]], knowledge: KnowledgeBase) -> Iterator[Problem]:
    for key, written in for_causes.items():
        derived = {cause.key for cause in knowledge.causes if key in cause.treatment}
        if written != derived:
            odd = ", ".join(sorted(written ^ derived))
            yield Problem("advice", key, "K007", f"for_causes differs from the treatment lists of: {odd}", "for_causes")


def _decode(concept: str, raw: Any, problems: list[Problem]) -> Any:
    try:
        text = json.dumps(raw, allow_nan=False)
    except (TypeError, ValueError) as error:
        problems.append(Problem(concept, "", "K001", f"a value is neither text, number, yes/no nor list: {error}"))
        return None
    try:
        return _ADAPTERS[concept].validate_json(text)
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False, include_context=False):
            key, path = _place(fault["loc"], raw)
            code = _CODE_BY_ERROR.get(fault["type"], "K001")
            problems.append(Problem(concept, key, code, fault["msg"], path))
        return None


def _place(location: Sequence[int | str], raw: Any) -> tuple[str, str]:
    """The concept's key and the path inside it, for a fault's place in the parsed file."""
    key, rest = "", list(location)
    if isinstance(raw, list) and rest and isinstance(rest[0], int):
        position = rest[0]
        rest = rest[1:]
        row = raw[position]
        key = str(row["key"]) if isinstance(row, dict) and "key" in row else f"entry {position + 1}"
    path = ""
    for step in rest:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    return key, path


def to_plain(knowledge: KnowledgeBase) -> dict[str, Any]:
    """The knowledge base as JSON values: dicts, lists, text, numbers."""
    plain: dict[str, Any] = _WHOLE.dump_python(knowledge, mode="json")
    _leave_out(knowledge, plain)
    return plain


def row_to_plain(row: Row) -> dict[str, Any]:
    """One row, or the settings, as JSON values: what `to_plain` holds for it."""
    plain: dict[str, Any] = _ADAPTER_OF_ROW[type(row)].dump_python(row, mode="json")
    _leave_out(row, plain)
    return plain


def _leave_out(value: Any, plain: Any) -> None:
    """Takes out of `plain`, which is `value` as JSON values, the later fields that say nothing."""
    if isinstance(value, tuple):
        for inner, part in zip(value, plain, strict=True):
            _leave_out(inner, part)
        return
    for name, default, later in _LOOKED_AT.get(type(value), ()):
        inner = getattr(value, name)
        if later and inner == default:
            del plain[name]
        elif not later:
            _leave_out(inner, plain[name])


def _looked_at(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Name, default and whether it came later, of each field that did or whose value may hold such fields."""
    if not dataclasses.is_dataclass(kind):
        return ()
    hints = get_type_hints(kind)
    return tuple(
        (field.name, field.default, LEFT_OUT in field.metadata)
        for field in dataclasses.fields(kind)
        if LEFT_OUT in field.metadata or any(map(_looked_at, (hints[field.name], *get_args(hints[field.name]))))
    )


_LOOKED_AT = {kind: _looked_at(kind) for kind in vars(content_module).values() if dataclasses.is_dataclass(kind)}


def from_plain(plain: Any) -> KnowledgeBase:
    """The knowledge base of `to_plain`. Raises Unreadable when it is not one."""
    try:
        return _WHOLE.validate_json(json.dumps(plain, allow_nan=False))
    except (ValidationError, TypeError, ValueError) as error:
        raise Unreadable([Problem("release", "", "K001", _first_line(error))]) from error


def canonical_json(plain: Any) -> bytes:
    """JSON with sorted names, no white space, UTF-8, no NaN: one value has one form."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def sha256(data: bytes) -> str:
    """SHA-256 of `data` as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def content_hash(knowledge: KnowledgeBase) -> str:
    """SHA-256 of the canonical JSON of a knowledge base: equal content has an equal hash."""
    return sha256(canonical_json(to_plain(canonical(knowledge))))


def write_folder(knowledge: KnowledgeBase, folder: Path) -> None:
    """Writes one YAML file a concept. Reading them back gives the same canonical bytes.

    The comment at the head of a file is kept: that of the file being replaced, else that of the
    shipped file of the same name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    knowledge = canonical(knowledge)
    for concept in CONCEPTS:
        path = folder / f"{concept}.yaml"
        head = _head(path) or _head(SHIPPED_FOLDER / path.name)
        path.write_text(head + _yaml(getattr(knowledge, concept)), encoding="utf-8")


def _head(path: Path) -> str:
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:count])


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _FlowList(list[Any]):
    """A list written on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        # Lists stand two spaces inside their key, except at the top of the file.
        super().increase_indent(flow, indentless=False if self.indents else indentless)

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(_Flow, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v.items(), flow_style=True))
_Dumper.add_representer(_FlowList, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True))
_Dumper.add_representer(
    str,
    lambda d, v: d.represent_scalar("tag:yaml.org,2002:str", v, style="|" if "\n" in v else None),
)

_Row = TypeVar("_Row")


def _yaml(value: Any) -> str:
    styled: Any
    if isinstance(value, tuple):
        styled = [_styled(row, "") for row in value]
    else:
        styled = {name: _styled(part, "settings") for name, part in _fields(value)}
    text: str = yaml.dump(
        styled, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=140, default_flow_style=False
    )
    return text


def _fields(row: Any) -> Iterator[tuple[str, Any]]:
    """Name and value of each field that differs from its default."""
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if field.default is dataclasses.MISSING or value != field.default:
            yield field.name, value


def _styled(value: Any, name: str) -> Any:
    if dataclasses.is_dataclass(value):
        plain = {field: _styled(part, field) for field, part in _fields(value)}
        return _Flow(plain) if name in _FLOW_FIELDS or name == "settings" else plain
    if isinstance(value, tuple):
        items = [_styled(item, name) for item in value]
        short = all(not isinstance(item, str) or _KEY_LIKE.match(item) for item in items)
        leaf = not any(isinstance(item, dict | list) for item in items)
        return _FlowList(items) if short and leaf else items
    if isinstance(value, str):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
