"""The list of answers before the outcome: by theme, each told from the others, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from symptoms.catalogue import QuestionShown
from symptoms.forms import age_label
from symptoms.walk import Walk

#: Headings of the list by the stage of a page, for pages of a release without themes.
_THEMES = {
    "scope": gettext_noop("About the man"),
    "emergency": gettext_noop("Danger signs"),
    "pattern": gettext_noop("The weakness"),
    "detail": gettext_noop("More about it"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A page that was answered. `number` is where it can be changed, None for one that was set aside.

    `example` is the first answer the page offers, where another row has the same words as this one; else empty.
    """

    number: int | None
    asked: str
    chosen: tuple[str, ...]
    example: str = ""


@dataclass(frozen=True, slots=True)
class AnswersList:
    """Rows by the heading of their theme, in the order of asking, and those that do not count."""

    themes: tuple[tuple[str, tuple[Row, ...]], ...]
    set_aside: tuple[Row, ...]


def answers_list(walk: Walk, age: int | None) -> AnswersList:
    """All answers of a visit; `age` is the one it holds, in years."""
    pages = [step.question for step in walk.done]
    times = Counter(page.text for page in (*pages, *walk.set_aside) if page)
    # The age says something of the man, as the pages of the scope do.
    first = next((_heading(page) for page in pages if page and page.stage == "scope"), _of_stage("scope"))
    themes: dict[str, list[Row]] = {}
    for number, page in enumerate(pages, start=1):
        if page is None:
            row = Row(number, age_label(for_other=walk.for_other_man), (str(age),))
        else:
            row = _row(number, page, walk.answers[page.key], alike=times[page.text] > 1)
        themes.setdefault(_heading(page) if page else first, []).append(row)
    return AnswersList(
        themes=tuple((heading, tuple(rows)) for heading, rows in themes.items()),
        set_aside=tuple(
            _row(None, page, walk.answers[page.key], alike=times[page.text] > 1) for page in walk.set_aside
        ),
    )


def _heading(page: QuestionShown) -> str:
    return page.theme or _of_stage(page.stage)


def _of_stage(stage: str) -> str:
    return gettext(_THEMES[stage])


def _row(number: int | None, page: QuestionShown, chosen: Sequence[str], *, alike: bool) -> Row:
    labels = {option.key: option.label for option in page.options}
    return Row(number, page.text, tuple(labels[key] for key in chosen), page.options[0].label if alike else "")
