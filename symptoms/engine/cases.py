"""A test case run through the engine: what it must give, and what it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symptoms.engine.answers import states_of_evidence
from symptoms.engine.assessment import assess_states
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import differential
from symptoms.engine.outcome import CoreAssessment

_CAUSES_LOOKED_AT = 5
_CATEGORIES_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Case:
    """Findings and the outcome that must follow: at least one of the causes among the first five of the
    whole ranking (also of those the outcome hides), one of the categories among the first three, and a
    level within the range. What it does not name was not asked.
    """

    age: int
    present: Sequence[str]
    absent: Sequence[str]
    unsure: Sequence[str]
    at_least: Level
    at_most: Level
    categories: Sequence[str]
    causes: Sequence[str]


def case_evidence(case: Case) -> list[tuple[str, str]]:
    """The case's findings as evidence that can be sent."""
    groups = (("present", case.present), ("absent", case.absent), ("not_sure", case.unsure))
    return [(finding, state) for state, findings in groups for finding in findings]


def objections(release: CompiledRelease, case: Case) -> tuple[str, ...]:
    """Sentences that say where the engine's outcome is not what the case expects; empty when all is well."""
    states = states_of_evidence(release, case_evidence(case))
    outcome = assess_states(release, case.age, states, continued=False)
    ranking = differential(release, states, case.age)
    first = [release.causes[score.cause].key for score in ranking.scores[:_CAUSES_LOOKED_AT]]
    return (*_level_objections(case, outcome), *_ranking_objections(case, outcome, first))


def _level_objections(case: Case, outcome: CoreAssessment) -> list[str]:
    level = outcome.urgency.level
    if case.at_least.rank <= level.rank <= case.at_most.rank:
        return []
    return [f"the level is {level}, not from {case.at_least} to {case.at_most}"]


def _ranking_objections(case: Case, outcome: CoreAssessment, first: list[str]) -> list[str]:
    found = []
    if not set(first) & set(case.causes):
        found.append(f"none of {', '.join(case.causes)} is among the first causes: {', '.join(first)}")
    categories = [category.key for category in outcome.categories[:_CATEGORIES_LOOKED_AT]]
    if not set(categories) & set(case.categories):
        found.append(f"none of {', '.join(case.categories)} is among the first categories: {', '.join(categories)}")
    return found
