"""Every case that did not come out as expected, with what was given instead and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.compiled import CompiledRelease, Rule
from symptoms.engine.levels import Level
from symptoms.evaluation.cases import NamedCase
from symptoms.evaluation.figures import CATEGORY_PLACES, CAUSE_PLACES
from symptoms.evaluation.judging import (
    Judgement,
    Ranked,
    Verdict,
    place,
    ranked_categories,
    ranked_causes,
    verdict,
)
from symptoms.evaluation.running import CaseRun, Way


class Missed(StrEnum):
    """What did not come out as expected."""

    LEVEL_UNDER = "level_under"
    LEVEL_OVER = "level_over"
    CAUSE = "cause"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that fired at the level that was given, with the findings that met it."""

    rule: str
    title: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """One miss. `continued` says that it is the order of the man who went on after an emergency.

    `reasons` are the rules behind the level, none when no rule fired. For a cause or category `right` says
    where the expected ones stand, and `first` which stand before them.
    """

    way: Way
    continued: bool
    missed: Missed
    case: str
    age: int
    story: str
    at_least: Level
    at_most: Level
    level: Level
    reasons: tuple[Reason, ...]
    right: tuple[Ranked, ...]
    first: tuple[Ranked, ...]


def misses(release: CompiledRelease, way: Way, runs: Sequence[CaseRun]) -> Iterator[Miss]:
    """The misses of all cases of one way: level first, then cause and category.

    Where an emergency ended an interview, the order is looked at after going on as well.
    """
    for run in runs:
        given = verdict(run.named.case, run.end.level)
        if given is not Verdict.IN_RANGE:
            missed = Missed.LEVEL_UNDER if given is Verdict.UNDER else Missed.LEVEL_OVER
            yield _miss(release, way, run.named, run.end, missed)
        yield from _order_misses(release, way, run.named, run.end, continued=False)
        if run.walk is not None and run.walk.by_emergency:
            yield from _order_misses(release, way, run.named, run.walk.whole, continued=True)


def _order_misses(
    release: CompiledRelease, way: Way, named: NamedCase, judgement: Judgement, *, continued: bool
) -> Iterator[Miss]:
    case = named.case
    cause = place(judgement.causes, case.causes)
    if cause is None or cause > CAUSE_PLACES[-1]:
        order = ranked_causes(release, judgement)
        right, first = _standing(order, case.causes), tuple(order[: CAUSE_PLACES[-1]])
        yield _miss(release, way, named, judgement, Missed.CAUSE, continued=continued, right=right, first=first)
    category = place(judgement.categories, case.categories)
    if category is None or category > CATEGORY_PLACES[-1]:
        order = ranked_categories(release, judgement)
        right, first = _standing(order, case.categories), tuple(order[: CATEGORY_PLACES[-1]])
        yield _miss(release, way, named, judgement, Missed.CATEGORY, continued=continued, right=right, first=first)


def _standing(order: Iterable[Ranked], wanted: Sequence[str]) -> tuple[Ranked, ...]:
    return tuple(row for row in order if row.key in wanted)


def _miss(
    release: CompiledRelease,
    way: Way,
    named: NamedCase,
    judgement: Judgement,
    missed: Missed,
    *,
    continued: bool = False,
    right: tuple[Ranked, ...] = (),
    first: tuple[Ranked, ...] = (),
) -> Miss:
    case = named.case
    return Miss(
        way=way,
        continued=continued,
        missed=missed,
        case=named.key,
        age=case.age,
        story=named.story,
        at_least=case.at_least,
        at_most=case.at_most,
        level=judgement.level,
        reasons=reasons(release, judgement.triage.fired, judgement.level, judgement.triage.facts),
        right=right,
        first=first,
    )


def reasons(release: CompiledRelease, fired: Iterable[Rule], level: Level, facts: int) -> tuple[Reason, ...]:
    """The rules of this level that fired on these facts."""
    return tuple(
        Reason(rule.key, rule.title, release.keys(sum(_each_once(rule.clauses)) & facts))
        for rule in fired
        if rule.level is level
    )


def _each_once(clauses: Sequence[int]) -> Iterator[int]:
    """The clauses without what an earlier one holds, so that they can be added up."""
    seen = 0
    for clause in clauses:
        yield clause & ~seen
        seen |= clause
