"""Which rules fire, what that means for the urgency, and which rules are still open."""

from __future__ import annotations

from dataclasses import dataclass

from symptoms.engine.compiled import CompiledRelease, Mask, Picture, Rule, holds
from symptoms.engine.levels import Level
from symptoms.engine.remembered import remembered
from symptoms.engine.states import States


@dataclass(frozen=True, slots=True)
class Triage:
    """What the rules say. `facts` are all present findings, with those of the age and the derived ones."""

    facts: Mask
    fired: tuple[Rule, ...]
    pictures: tuple[Picture, ...]
    level: Level


def emergency_fires(release: CompiledRelease, present: Mask) -> bool:
    """True when an emergency rule fires on these findings."""
    return remembered(release).emergencies.any_met(present)


def unsure_about_an_emergency(release: CompiledRelease, states: States, age_facts: Mask) -> bool:
    """No emergency rule fires, but one would if everything answered "not sure" were true."""
    if not states.unsure:
        return False
    known = states.present | age_facts
    return not emergency_fires(release, known) and emergency_fires(release, known | states.unsure)


def triage(release: CompiledRelease, states: States, age_facts: Mask, *, screening_complete: bool) -> Triage:
    """The rules that fire, most urgent first, and the level that follows.

    The highest level of the rules wins. Without a rule it is self_care when a self-care picture
    holds, otherwise routine. Causes have no say.
    """
    facts = states.present | age_facts
    if unsure_about_an_emergency(release, states, age_facts):
        facts |= release.unsure_red_flag
    if not screening_complete:
        facts |= release.screening_incomplete
    parts = remembered(release)
    fired = [parts.most_urgent_first[place] for place in parts.by_urgency.met(facts)]
    if fired:
        return Triage(facts, tuple(fired), (), fired[0].level)
    pictures = tuple(picture for picture in release.pictures if holds(picture.clauses, facts))
    return Triage(facts, (), pictures, Level.SELF_CARE if pictures else Level.ROUTINE)


def facts_during_an_interview(release: CompiledRelease, states: States, age_facts: Mask) -> Mask:
    """What the rules see before the end: a finished interview is never incomplete, so that finding stays out."""
    unsure = unsure_about_an_emergency(release, states, age_facts)
    return states.present | age_facts | (release.unsure_red_flag if unsure else 0)


def doubt_during_an_interview(release: CompiledRelease, states: States, age_facts: Mask) -> Mask:
    """What he is not sure of, while it is open whether that is a doubt about an emergency: none has fired, and
    nothing he said so far makes one possible by itself. 0 once that is settled."""
    unsure = states.unsure
    possible = states.present | age_facts | unsure
    return 0 if not unsure or emergency_fires(release, possible) else unsure
