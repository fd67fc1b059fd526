"""The knowledge in the words for somebody who answers for a man: the same in all but what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from knowledge.content import WORDS_FOR_ANOTHER, KnowledgeBase, Question, Region, Stage
from knowledge.region_words import no_line_for_another

_Said = TypeVar("_Said")

#: The option of a scope page that meant this before options could say so.
_OPTION_OF_BEFORE = "other_man"


def said_to_another(row: _Said) -> _Said:
    """A row whose words are those for another man, where it has such words; a page with its options.

    A region without an urgent line gets "his doctor" as its label: without a label it would name the reader's.
    """
    value: Any = row
    words: dict[str, Any] = {
        ordinary: instead
        for name, ordinary in WORDS_FOR_ANOTHER.get(type(value), {}).items()
        if (instead := getattr(value, name)) is not None
    }
    if isinstance(value, Question):
        words["options"] = tuple(map(said_to_another, value.options))
    if isinstance(value, Region):
        line = said_to_another(value.urgent_line)
        nobody = line.label is None and line.number is None
        words["urgent_line"] = replace(line, label=no_line_for_another(value.spelling)) if nobody else line
    said: _Said = replace(value, **words) if words else row
    return said


def knowledge_for_another(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The whole knowledge in these words. Causes and advice are written to the man himself and stay as they are."""
    return replace(
        knowledge,
        questions=tuple(map(said_to_another, knowledge.questions)),
        red_flags=tuple(map(said_to_another, knowledge.red_flags)),
        texts=tuple(map(said_to_another, knowledge.texts)),
        regions=tuple(map(said_to_another, knowledge.regions)),
    )


def with_marked_option(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The knowledge with a mark on the option for another man.

    Knowledge of before the mark has none: there the scope option `other_man` had this meaning.
    """
    if any(option.for_another_man for page in knowledge.questions for option in page.options):
        return knowledge
    return replace(
        knowledge,
        questions=tuple(
            replace(
                page,
                options=tuple(
                    replace(option, for_another_man=True) if option.key == _OPTION_OF_BEFORE else option
                    for option in page.options
                ),
            )
            if page.stage is Stage.SCOPE
            else page
            for page in knowledge.questions
        ),
    )


def has_words_for_another(knowledge: KnowledgeBase) -> bool:
    """Whether any page, rule or text has words for somebody who answers for a man."""
    rows = (*knowledge.questions, *knowledge.red_flags, *knowledge.texts)
    return any(said_to_another(row) != row for row in rows)
