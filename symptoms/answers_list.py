"""The list of answers before the outcome: by theme, each told from the others, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext, gettext_noop

from symptoms.catalogue import QuestionShown
from symptoms.forms import age_label
from symptoms.walk import SetAside, Walk

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
    `needs` says what an answer that was set aside would count with, part by part.
    """

    number: int | None
    asked: str
    chosen: tuple[str, ...]
    example: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswersList:
    """Rows by the heading of their theme, in the order of asking, and those that do not count."""

    themes: tuple[tuple[str, tuple[Row, ...]], ...]
    set_aside: tuple[Row, ...]


def answers_list(walk: Walk, age: int | None) -> AnswersList:
    """All answers of a visit; `age` is the one it holds, in years."""
    pages = [step.question for step in walk.done]
    aside = [row.question for row in walk.set_aside]
    times = Counter(page.text for page in (*pages, *aside) if page)
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
        set_aside=(*_age_aside(walk, age), *(_row_aside(row, walk, times) for row in walk.set_aside)),
    )


def _heading(page: QuestionShown) -> str:
    return page.theme or _of_stage(page.stage)


def _of_stage(stage: str) -> str:
    return gettext(_THEMES[stage])


def _age_aside(walk: Walk, age: int | None) -> tuple[Row, ...]:
    """The age, where it was given before another page ended the check."""
    if age is None or any(step.question is None for step in walk.steps):
        return ()
    return (Row(None, age_label(for_other=walk.for_other_man), (str(age),)),)


def _row_aside(aside: SetAside, walk: Walk, times: Mapping[str, int]) -> Row:
    page = aside.question
    row = _row(None, page, walk.answers[page.key], alike=times[page.text] > 1)
    return replace(row, needs=tuple(gettext(" or ").join(part) for part in aside.needs))


def _row(number: int | None, page: QuestionShown, chosen: Sequence[str], *, alike: bool) -> Row:
    labels = {option.key: option.label for option in page.options}
    return Row(number, page.text, tuple(labels[key] for key in chosen), page.options[0].label if alike else "")
