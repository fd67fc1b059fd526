"""What holds for rows of every kind: keys, texts, lists, sources."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import NamedTuple, TypeVar

from knowledge.checks.texts import PLACEHOLDERS, UNSHOWN_FIELDS
from knowledge.content import WORDS_FOR_ANOTHER, AllOf, ShowWith

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_REGION_KEY = re.compile(r"[A-Z]{2}")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
#: A word in brackets, or a bracket that stands alone (which is a placeholder mistyped).
_BRACKETS = re.compile(r"\{([^{}]*)\}|[{}]")

T = TypeVar("T", bound=Hashable)


class Flaw(NamedTuple):
    """What is wrong inside one row; the row itself is named by whoever asks."""

    code: str
    path: str
    message: str


def repeated(values: Iterable[T]) -> list[T]:
    """The values that come more than once, each named once, in order of their second coming."""
    seen: set[T] = set()
    twice: dict[T, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    return list(twice)


def walk(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value inside a row with the path to it, outermost first."""
    yield path, value
    if isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from walk(inner, f"{path}[{place}]")
    elif is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)


def key_flaws(key: str, path: str = "key") -> Iterator[Flaw]:
    if not _KEY.fullmatch(key):
        yield Flaw(
            "K010",
            path,
            f'"{key}" cannot be a key: use small letters, digits and underscores, start with a letter, '
            "and keep to 40 characters.",
        )


def region_key_flaws(key: str) -> Iterator[Flaw]:
    if not _REGION_KEY.fullmatch(key):
        yield Flaw("K010", "key", f'"{key}" cannot be a region: use the two capitals of the country, such as GB.')


def text_and_list_flaws(concept: str, row: object) -> Iterator[Flaw]:
    """Empty texts, words in brackets nobody fills in, and entries that stand twice in a list."""
    for path, value in walk(row):
        if isinstance(value, str):
            # A missing key is told once, by its form.
            if not value.strip() and path != "key" and not path.endswith("].key"):
                yield Flaw("K013", path, "This text is empty: write it, or leave it out where it is optional.")
            if path.rpartition(".")[2] not in UNSHOWN_FIELDS:
                yield from _bracket_flaws(concept, path, value)
        elif isinstance(value, tuple) and all(isinstance(entry, str | ShowWith) for entry in value):
            in_clause = path.startswith(("all_of[", "ask_if["))
            for entry in repeated(value):
                name = f"{entry.finding} with {entry.cause}" if isinstance(entry, ShowWith) else entry
                yield Flaw("K052" if in_clause else "K015", path, f'"{name}" stands here more than once: keep one.')


def _bracket_flaws(concept: str, path: str, text: str) -> Iterator[Flaw]:
    known = PLACEHOLDERS.get(concept)
    if known is None:
        return
    for match in _BRACKETS.finditer(text):
        if match[1] not in known:
            allowed = ", ".join(f"{{{word}}}" for word in sorted(known)) or "nothing in curly brackets"
            yield Flaw("K014", path, f'"{match[0]}" is not filled in here: use only {allowed}.')


def words_for_another_flaws(concept: str, row: object) -> Iterator[Flaw]:
    """Words for somebody who answers for a man that do not fit to those they stand in for, anywhere in a row."""
    known = PLACEHOLDERS.get(concept, frozenset())
    for path, value in walk(row):
        for name, ordinary in WORDS_FOR_ANOTHER.get(type(value), {}).items():
            words, instead_of = getattr(value, name), getattr(value, ordinary)
            if words is None:
                continue
            place = f"{path}.{name}" if path else name
            if instead_of is None:
                yield Flaw("K019", place, f"There is no {ordinary} that this stands in for: write it, or drop this.")
                continue
            used, wanted = _in_brackets(words), _in_brackets(instead_of)
            # Empty texts, and brackets that nobody fills in, are told as that.
            if used != wanted and words.strip() and instead_of.strip() and used | wanted <= known:
                told = ", ".join(f"{{{word}}}" for word in sorted(known & wanted)) or "nothing in curly brackets"
                yield Flaw("K018", place, f"Here stands what stands in {ordinary}: use {told}.")


def _in_brackets(text: str) -> set[str | None]:
    """The words in curly brackets; None for a bracket that stands alone."""
    return {match[1] for match in _BRACKETS.finditer(text)}


def source_flaws(sources: tuple[str, ...], path: str = "sources") -> Iterator[Flaw]:
    if not sources:
        yield Flaw("K016", path, "No source is named: name one, or say estimate or recall.")


def address_flaws(url: str | None, path: str) -> Iterator[Flaw]:
    # An empty address is told as an empty text.
    if url is not None and url.strip() and not _WEB_ADDRESS.fullmatch(url):
        yield Flaw("K017", path, f'"{url}" is not a web address: start it with https:// or http://, or leave it out.')


def clause_flaws(clauses: AllOf, path: str) -> Iterator[Flaw]:
    for place, clause in enumerate(clauses):
        if not clause:
            yield Flaw("K051", f"{path}[{place}]", "This list is empty and would never hold: add a finding or drop it.")
