"""Walks a drawn man through the interview, and looks at how he came out beside what was right for him."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from symptoms.engine.answers import states_of_answers
from symptoms.engine.compiled import CompiledRelease, Mask, Rule, holds
from symptoms.engine.flow import WhyNow
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import Differential, differential
from symptoms.engine.red_flags import triage
from symptoms.engine.selection import share_shown
from symptoms.engine.simulated import SimulatedMan, all_answers, interview
from symptoms.engine.states import States, unasked_screening
from symptoms.simulation.drawing import Man
from symptoms.simulation.shares import World


class Origin(IntEnum):
    """What a rule needed to fire on a man, from the nearest to his cause to the farthest from it."""

    OWN = 0
    """What the evidence of his cause brings, and his age."""
    PATTERN = 1
    """Beside this an answer on a single-choice page that the evidence of his cause does not bring."""
    FACTS = 2
    """Beside these an illness, medicine or habit that has nothing to do with his cause."""
    OTHER_TROUBLE = 3
    """A symptom or sign that has nothing to do with his cause."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that gave a man his level."""

    rule: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Walked:
    """A man after his interview.

    `right` is the urgency of his true cause, `given` what he was told, `full` what he would have been told with
    every page answered. `rules` are those of the level `given` that fire with every page answered, so that the
    end of an interview hides none. `cause_place` and `category_place` say where his true cause and its category
    stand in the ranking, from 1.
    """

    man: Man
    right: Level
    given: Level
    full: Level
    pages: int
    ending: WhyNow
    rules: tuple[Fired, ...]
    cause_place: int
    category_place: int


def walk(release: CompiledRelease, world: World, man: Man, *, every_page: bool) -> Walked:
    """Walks `man` to the end of his interview, or through every page instead of one.

    He ticks all he has and denies the rest.
    """
    simulated = SimulatedMan(age=man.age, present=man.present, absent=0, unsure=0)
    answers = all_answers(release, simulated)
    pages, ending = 1 + len(answers), WhyNow.FINISHED
    age_facts = release.age_mask(man.age)
    everything = states = states_of_answers(release, answers, man.age).states
    if not every_page:
        walked = interview(release, simulated)
        pages, ending = len(walked.end.done), walked.end.next.why_now
        states = states_of_answers(release, walked.answers, man.age).states
    given = _level(release, states, age_facts)
    cause = release.causes[man.cause]
    ranking = differential(release, states, man.age)
    present = everything.present
    own = present & man.own | age_facts
    pattern = own | present & world.pattern
    facts = pattern | present & world.facts
    return Walked(
        man=man,
        right=cause.level,
        given=given,
        full=_level(release, everything, age_facts),
        pages=pages,
        ending=ending,
        rules=tuple(
            Fired(rule.index, _origin(rule, (own, pattern, facts)))
            for rule in release.rules
            if rule.level is given and holds(rule.clauses, present | age_facts)
        ),
        cause_place=1 + next(place for place, score in enumerate(ranking.scores) if score.cause == man.cause),
        category_place=_category_place(release, ranking, cause.category),
    )


def _level(release: CompiledRelease, states: States, age_facts: Mask) -> Level:
    """The level of the outcome these states have."""
    complete = not unasked_screening(release, states, states.present | age_facts)
    return triage(release, states, age_facts, screening_complete=complete).level


def _origin(rule: Rule, growing: tuple[Mask, ...]) -> Origin:
    """The first of the origins up to which his findings make the rule fire; each set holds the one before it."""
    reached = (Origin(place) for place, findings in enumerate(growing) if holds(rule.clauses, findings))
    return next(reached, Origin.OTHER_TROUBLE)


def _category_place(release: CompiledRelease, ranking: Differential, category: int) -> int:
    """Place in the order of the outcome: by share as shown, then by key."""
    shares = [share_shown(share) for share in ranking.category_shares]
    order = sorted(release.categories, key=lambda row: (-shares[row.index], row.key))
    return 1 + next(place for place, row in enumerate(order) if row.index == category)
