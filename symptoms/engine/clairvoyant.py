"""The fewest pages that settle every emergency and same-day rule for a man whose answers are known beforehand.

No interview can know them, so this is the least any could ask; how near ours comes is measured against it.
The search is exact: it tries sets of pages in every way a rule can be settled, and leaves out only what
cannot become smaller than the best set found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from symptoms.engine.answers import Answers, states_of_answers
from symptoms.engine.compiled import CompiledRelease, Guard, Mask, Pages, bits
from symptoms.engine.red_flags import doubt_during_an_interview, facts_during_an_interview

#: Ways to settle one rule: any one of these sets of pages does it.
_Ways = tuple[Pages, ...]


def fewest_pages(release: CompiledRelease, age: int, answers: Answers) -> int:
    """Pages of the shortest interview, with scope and age, after which no emergency or same-day rule is open.

    `answers` are his answers to every page. The pages without which no outcome is complete always count:
    scope, age, the emergency pages and the clinical single-choice pages. Of the others it takes the fewest
    such that every rule has either fired or has a clause that is excluded. Conditions of pages are taken
    to hold, and what follows from being unsure is taken as known.
    """
    always = sum(1 << page.index for page in release.questions if page.is_scope or page.screens)
    chosen = _smallest([ways for ways in _all_ways(release, age, answers, always) if 0 not in ways])
    return 1 + (always | chosen).bit_count()


def _all_ways(release: CompiledRelease, age: int, answers: Answers, always: Pages) -> Iterable[_Ways]:
    states = states_of_answers(release, answers, age).states
    facts = facts_during_an_interview(release, states, release.age_mask(age))
    doubt = doubt_during_an_interview(release, states, release.age_mask(age))
    for guard in release.guards:
        # "Not sure" excludes no emergency.
        met = facts | doubt if guard.emergency else facts
        missing = [(mask, pages) for mask, pages in guard.clauses if not mask & met]
        ways = {pages for _, pages in missing} if missing else _ways_to_fire(release, guard, facts)
        yield _minimal(way & ~always for way in ways)


def _ways_to_fire(release: CompiledRelease, guard: Guard, facts: Mask) -> set[Pages]:
    """Sets of pages on which every clause of a rule that fires is met."""
    pages_of_clauses = []
    for mask, _ in guard.clauses:
        if not mask & facts & release.worked_out:
            pages_of_clauses.append([1 << page for page in bits(release.pages_asking(mask & facts))])
    return {_union(choice) for choice in product(*pages_of_clauses)}


def _union(sets: Iterable[Pages]) -> Pages:
    whole = 0
    for pages in sets:
        whole |= pages
    return whole


def _minimal(ways: Iterable[Pages]) -> _Ways:
    """The ways of which none contains another, smallest first."""
    kept: list[Pages] = []
    for way in sorted(set(ways), key=lambda pages: (pages.bit_count(), pages)):
        if not any(smaller & ~way == 0 for smaller in kept):
            kept.append(way)
    return tuple(kept)


def _smallest(rules: Sequence[_Ways]) -> Pages:
    """The smallest set of pages that holds one way of each rule; of equals the first that is found."""
    best = _union(ways[0] for ways in rules)
    seen: set[Pages] = set()

    def search(chosen: Pages, unsettled: list[_Ways]) -> None:
        nonlocal best
        left = []
        for ways in unsettled:
            rest = _minimal(way & ~chosen for way in ways)
            if rest[0]:
                left.append(rest)
        if not left:
            best = chosen
            return
        left.sort(key=lambda ways: (len(ways), ways))
        if chosen.bit_count() + _at_least(left) >= best.bit_count():
            return
        for way in left[0]:
            if chosen | way not in seen:
                seen.add(chosen | way)
                if (chosen | way).bit_count() < best.bit_count():
                    search(chosen | way, left[1:])

    search(0, list(dict.fromkeys(rules)))
    return best


def _at_least(unsettled: Sequence[_Ways]) -> int:
    """Pages that are still needed at the very least: rules that share no page need pages of their own."""
    used, count = 0, 0
    for ways in unsettled:
        touched = _union(ways)
        if not touched & used:
            used |= touched
            count += ways[0].bit_count()
    return count
