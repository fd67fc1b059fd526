"""The bars that the project sets itself on its own vignettes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symptoms.evaluation.figures import Figures, Order, Pages
from symptoms.evaluation.lost import Change, LostEmergencies
from symptoms.evaluation.running import Way
from symptoms.evaluation.words import gettext_noop

CAUSE_SHARE = 0.95
CATEGORY_SHARE = 0.97
MEDIAN_PAGES = 20
NINETIETH_PAGES = 24
GOAL_MEDIAN_PAGES = 16
GOAL_NINETIETH_PAGES = 22
TIMES_FEWEST = 1.15
EMERGENCY_PAGES = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure that must be at least or at most a limit. `goal` marks what is aimed at beyond the bar.

    `text` is in English; whoever shows it looks it up.

    `value` is a share from 0 to 1 if `is_share`, else a number; None when no case measures it, and then it is not met.
    """

    key: str
    text: str
    value: float | None
    at_least: float | None
    at_most: float | None
    met: bool
    goal: bool
    is_share: bool


def bars(ways: Sequence[Figures], lost: LostEmergencies) -> tuple[Bar, ...]:
    """All bars with what was measured.

    Causes and categories are those of men who go on after an emergency; pages are those of men who deny what
    their case does not name.
    """
    by_way = {row.way: row for row in ways}
    direct, denies, not_sure = by_way[Way.DIRECT], by_way[Way.DENIES], by_way[Way.NOT_SURE]
    return (
        _least(
            "direct_in_range", gettext_noop("Level in its range, findings given at once"), direct.in_range.share, 1.0
        ),
        _least(
            "denies_in_range",
            gettext_noop("Level in its range, interview, the rest denied"),
            denies.in_range.share,
            1.0,
        ),
        _most(
            "not_sure_under",
            gettext_noop("Levels below their range, interview, the rest not sure"),
            not_sure.under.count,
            0,
        ),
        *_order_bars(Way.DENIES, denies.continued),
        *_order_bars(Way.NOT_SURE, not_sure.continued),
        *_page_bars(denies.pages),
        *_lost_bars(lost),
    )


_CAUSES = {
    Way.DENIES: gettext_noop("A fitting cause in the first five, interview, the rest denied"),
    Way.NOT_SURE: gettext_noop("A fitting cause in the first five, interview, the rest not sure"),
}
_CATEGORIES = {
    Way.DENIES: gettext_noop("A fitting category in the first three, interview, the rest denied"),
    Way.NOT_SURE: gettext_noop("A fitting category in the first three, interview, the rest not sure"),
}
_PAGES = gettext_noop("Pages asked, median")
_PAGES_OF_MOST = gettext_noop("Pages asked, 90th percentile")
_LOST = {
    Change.ONE_NOT_SURE: gettext_noop("Emergencies lost below same day when one finding is not sure"),
    Change.DANGER_NOT_SURE: gettext_noop("Emergencies lost below same day when all danger signs are not sure"),
    Change.KIND: gettext_noop("Emergencies lost below same day by a neighbouring kind of weakness"),
}


def _order_bars(way: Way, order: Order | None) -> tuple[Bar, ...]:
    cause = order.causes[-1].right.share if order else None
    category = order.categories[-1].right.share if order else None
    return (
        _least(f"{way.value}_cause", _CAUSES[way], cause, CAUSE_SHARE),
        _least(f"{way.value}_category", _CATEGORIES[way], category, CATEGORY_SHARE),
    )


def _page_bars(pages: Pages | None) -> tuple[Bar, ...]:
    median = pages.to_the_end.median if pages else None
    ninetieth = pages.to_the_end.ninetieth if pages else None
    times = pages.times_fewest if pages else None
    # Without such an emergency there is none that took too long.
    longest = (pages.emergencies_at_once.most or 0) if pages else None
    return (
        _most("times_fewest", gettext_noop("Pages asked for each that was needed, median"), times, TIMES_FEWEST),
        _most("median_pages", _PAGES, median, MEDIAN_PAGES),
        _most("ninetieth_pages", _PAGES_OF_MOST, ninetieth, NINETIETH_PAGES),
        _most("goal_median_pages", _PAGES, median, GOAL_MEDIAN_PAGES, goal=True),
        _most("goal_ninetieth_pages", _PAGES_OF_MOST, ninetieth, GOAL_NINETIETH_PAGES, goal=True),
        _most(
            "emergency_pages",
            gettext_noop("Most pages before an emergency the danger pages tell of"),
            longest,
            EMERGENCY_PAGES,
        ),
    )


def _lost_bars(lost: LostEmergencies) -> tuple[Bar, ...]:
    return tuple(
        _most(f"lost_{row.change.value}", _LOST[row.change], row.lost.count, 0)
        for row in lost.changes
        if row.change in _LOST
    )


def _least(key: str, text: str, value: float | None, limit: float) -> Bar:
    return Bar(key, text, value, limit, None, value is not None and value >= limit, goal=False, is_share=True)


def _most(key: str, text: str, value: float | None, limit: float, *, goal: bool = False) -> Bar:
    return Bar(key, text, value, None, limit, value is not None and value <= limit, goal, is_share=False)
