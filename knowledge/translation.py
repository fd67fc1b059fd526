"""The texts of a knowledge base by their place, and the same knowledge with the words of another language.

A place is made of keys, such as `questions/how_fast/options/months/label`. Texts of a list have no key; there a part
of the hash of the English text stands instead, so that a place stays the same when a list is put in another order.
Numbers, rules and keys are no texts: a translated knowledge base has the same ones.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from knowledge.checks.problem import KnowledgeProblems, Problem
from knowledge.content import (
    CONCEPTS,
    Advice,
    Category,
    Cause,
    CrisisLine,
    Finding,
    KnowledgeBase,
    Option,
    Question,
    Region,
    Rule,
    SelfCarePicture,
    Text,
    UrgentLine,
)
from knowledge.for_another import said_to_another
from knowledge.region_words import holds_number, urgent_line_words

#: The fields that hold what a man or his doctor reads, by the class of the row. Titles of sources keep their language,
#: as a book does; stories of test cases and notes are for who works on the knowledge.
FIELDS: Mapping[type, tuple[str, ...]] = {
    Category: ("name", "summary"),
    Finding: ("label",),
    Advice: ("title", "text", "cautions"),
    Cause: ("name", "clinical_name", "summary", "typical_course", "tests"),
    Option: ("label", "label_for_another", "explain", "explain_for_another"),
    Question: ("text", "text_for_another", "hint", "hint_for_another", "why", "why_for_another", "options"),
    Rule: ("title", "tell", "tell_for_another", "because", "because_for_another"),
    SelfCarePicture: ("title",),
    Text: ("text", "text_for_another"),
    CrisisLine: ("label",),
    UrgentLine: ("if_none", "if_none_for_another"),
    Region: ("name", "emergency_number", "emergency_also", "urgent_line", "crisis_line"),
}

#: What each code of a translation demands. Codes are stable, as those of `knowledge.checks.codes`.
CODES: Mapping[str, str] = {
    "T001": "Every text of the knowledge has words in the language.",
    "T002": "Every entry belongs to a text that the knowledge has.",
    "T003": "The words were made from the text as it is now.",
    "T004": "The same words in curly brackets stand in both, each as often.",
    "T005": "The urgent line of a region names its phone number where the region has one.",
    "T006": "No words are marked as fuzzy.",
}

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_LETTER = re.compile(r"[^\W\d_]")
_HASH_DIGITS = 8

#: Gives the words for a text, from its place and the text itself.
_Words = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A text and its words in the other language; they are empty where it is not translated.

    `unsure` words are not to be shown before somebody has read them again.
    """

    source: str
    words: str
    unsure: bool = False


def texts(knowledge: KnowledgeBase) -> dict[str, str]:
    """Every text of a knowledge base by its place, in the order of the files."""
    found: dict[str, str] = {}

    def note(place: str, text: str) -> str:
        found[place] = text
        return text

    _mapped(knowledge, note)
    return found


def with_words(knowledge: KnowledgeBase, words: Mapping[str, str]) -> KnowledgeBase:
    """The same knowledge with other words at these places; other places, and places that are not there, are no fault.

    `with_words(k, texts(k)) == k`.
    """
    return _mapped(knowledge, lambda place, text: words.get(place, text))


def translated(knowledge: KnowledgeBase, entries: Mapping[str, Entry], language: str) -> KnowledgeBase:
    """The knowledge in another language, whole or not at all. Raises KnowledgeProblems with every fault.

    `language` is what the knowledge then says of itself, a BCP 47 tag.
    """
    problems = translation_problems(knowledge, entries)
    if problems:
        raise KnowledgeProblems(problems)
    said = with_words(knowledge, {place: entry.words for place, entry in entries.items()})
    return replace(said, settings=replace(said.settings, language=language))


def translation_problems(knowledge: KnowledgeBase, entries: Mapping[str, Entry]) -> list[Problem]:
    """What is wrong with a translation of this knowledge, by the order of its texts, and then what is left over."""
    numbers = {
        f"regions/{region.key}/urgent_line/{name}": region.urgent_line.number
        for region in knowledge.regions
        for name in ("label", "label_for_another")
    }
    wanted = texts(knowledge)
    problems = [
        _problem(place, code, message)
        for place, text in wanted.items()
        for code, message in _flaws(text, entries.get(place), numbers.get(place))
    ]
    left_over = [_problem(place, "T002", "The knowledge has no such text.") for place in entries if place not in wanted]
    return problems + left_over


def _flaws(text: str, entry: Entry | None, number: str | None) -> Iterator[tuple[str, str]]:
    if entry is None or not entry.words.strip():
        yield "T001", f"“{_start(text)}” is not translated."
        return
    if entry.unsure:
        yield "T006", f"The words of “{_start(text)}” are marked fuzzy: read them again and take the mark away."
    if entry.source != text:
        yield "T003", f"The text was changed and is now “{_start(text)}”: look whether the words still say the same."
    before, after = Counter(_PLACEHOLDER.findall(text)), Counter(_PLACEHOLDER.findall(entry.words))
    for part in sorted((before - after).keys() | (after - before).keys()):
        yield "T004", f"{part} stands {before[part]} times in the text and {after[part]} times in the words."
    if number is not None and not holds_number(entry.words, number):
        yield "T005", f"Write the number {number} into the words, as in “the NHS 111 helpline” or “... on {number}”."


def _start(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _problem(place: str, code: str, message: str) -> Problem:
    concept, _, rest = place.partition("/")
    key, _, path = rest.partition("/")
    return Problem(concept, key, code, message, path)


def _mapped(knowledge: KnowledgeBase, words: _Words) -> KnowledgeBase:
    changes: dict[str, Any] = {}
    for concept in CONCEPTS:
        rows = getattr(knowledge, concept)
        if isinstance(rows, tuple):
            changes[concept] = tuple(_row(row, f"{concept}/{row.key}", words) for row in rows)
    return replace(knowledge, **changes)


def _row(row: Any, place: str, words: _Words) -> Any:
    changes = {name: _value(getattr(row, name), f"{place}/{name}", words) for name in FIELDS.get(type(row), ())}
    if isinstance(row, Region):
        changes["urgent_line"] = _urgent_line(row, changes["urgent_line"], f"{place}/urgent_line", words)
    return replace(row, **changes) if changes else row


def _value(value: Any, place: str, words: _Words) -> Any:
    if isinstance(value, str):
        # A phone number is the same in every language; "112 or your local number" is not.
        return words(place, value) if _LETTER.search(value) else value
    if isinstance(value, tuple):
        return tuple(_value(part, f"{place}/{_name(part)}", words) for part in value)
    return value if value is None else _row(value, place, words)


def _name(part: Any) -> str:
    """The place of a part in its list: its key, or for a text a part of its hash."""
    if isinstance(part, str):
        return hashlib.sha256(part.encode()).hexdigest()[:_HASH_DIGITS]
    key: str = part.key
    return key


def _urgent_line(region: Region, line: UrgentLine, place: str, words: _Words) -> UrgentLine:
    """The line with its labels as they read in a sentence: how a number is joined to them differs by language.

    A label for another man has words of its own where it reads otherwise; once one is changed both are written out.
    """
    reads = urgent_line_words(region.urgent_line, region.spelling)
    of_another = urgent_line_words(said_to_another(region).urgent_line, region.spelling)
    said = _value(reads, f"{place}/label", words)
    if of_another == reads:
        return line if said == reads else replace(line, label=said)
    said_of_another = _value(of_another, f"{place}/label_for_another", words)
    if (said, said_of_another) == (reads, of_another):
        return line
    return replace(line, label=said, label_for_another=said_of_another)
