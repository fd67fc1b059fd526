"""Laws 1, 2, 3 and 6: what the level does when findings are as they are, or one of them changes.

The first three are tried on the release without causes, which law 6 shows to give the same level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symptoms.engine.assessment import assess_states
from symptoms.engine.compiled import CompiledRelease, Question
from symptoms.engine.levels import Level
from symptoms.engine.outcome import CoreAssessment
from symptoms.engine.states import State
from symptoms.laws.breach import Breach
from symptoms.laws.subject import Subject
from symptoms.laws.trials import FindingsTrial

_NO = (State.ABSENT, State.UNTICKED)
_NOT_SURE = (State.NOT_SURE, State.PREFER_NOT_TO_SAY)


def rules_set_a_floor(subject: Subject, trial: FindingsTrial) -> Breach | None:
    """Law 1, against the rules as they stand in the knowledge."""
    outcome = _outcome(subject.without_causes, trial)
    reading, release = subject.reading, subject.release
    states = trial.masks(release)
    present = set(release.keys(states.present))
    facts = present | reading.of_age(trial.age)
    worked_out = reading.unsure(facts, set(release.keys(states.unsure)))
    worked_out |= reading.incomplete(present, set(release.keys(states.asked)), facts)
    for rule in reading.fired(facts | worked_out):
        if Level(rule.urgency).rank > outcome.urgency.level.rank:
            message = f'The rule "{rule.title}" fires, which is {rule.urgency}; the outcome is {_said(outcome)}.'
            return Breach(1, message, "red_flags", rule.key)
    return None


def one_more_yes_never_lowers(subject: Subject, trial: FindingsTrial) -> Breach | None:
    """Law 2, for a finding of a page with several choices or yes and no."""
    page = _page(subject.release, trial.probe)
    if page.single_choice:
        return None
    after = _outcome(subject.without_causes, trial.with_probe(State.PRESENT))
    for state in _NO:
        before = _outcome(subject.without_causes, trial.with_probe(state))
        if _falls(before, after) and (page.stage == "emergency" or not _to_self_care(before, after)):
            message = f"One more yes, to {_label(subject, trial)}, lowers the outcome {_from_to(before, after)}."
            return Breach(2, message, "findings", trial.probe)
    return None


def not_sure_stands_between(subject: Subject, trial: FindingsTrial) -> Breach | None:
    """Law 3, for a finding of a page with several choices or yes and no."""
    if _page(subject.release, trial.probe).single_choice:
        return None
    yes = _outcome(subject.without_causes, trial.with_probe(State.PRESENT))
    no = _outcome(subject.without_causes, trial.with_probe(State.ABSENT))
    for state in _NOT_SURE:
        unsure = _outcome(subject.without_causes, trial.with_probe(state))
        words = None
        if _falls(no, unsure):
            words = f'"no" gives {_said(no)}, and "not sure" only {_said(unsure)}'
        elif _falls(unsure, yes) and not _to_self_care(unsure, yes):
            words = f'"not sure" gives {_said(unsure)}, and "yes" only {_said(yes)}'
        if words:
            return Breach(3, f"To {_label(subject, trial)} {words}.", "findings", trial.probe)
    return None


def not_sure_hides_no_emergency(subject: Subject, trial: FindingsTrial) -> Breach | None:
    """Law 3 on a single-choice page: where some option would be an emergency, not sure is at least within_days."""
    page = _page(subject.release, trial.probe)
    if not page.single_choice:
        return None
    keys = subject.release.keys(page.mask)
    others = tuple(row for row in trial.states if row[0] not in keys)
    unsure = _outcome(
        subject.without_causes, replace(trial, states=(*others, *((key, State.NOT_SURE) for key in keys)))
    )
    if unsure.urgency.level.rank >= Level.WITHIN_DAYS.rank:
        return None
    for option in page.options:
        chosen = tuple((key, State.PRESENT) for key in subject.release.keys(option.present))
        outcome = _outcome(subject.without_causes, replace(trial, states=(*others, *chosen)))
        if outcome.urgency.level is Level.EMERGENCY_NOW:
            message = (
                f'On the page {page.key} "{option.label}" would be an emergency, and "I\'m not sure" gives only '
                f"{_said(unsure)}."
            )
            return Breach(3, message, "questions", page.key)
    return None


def causes_never_move_the_urgency(subject: Subject, trial: FindingsTrial) -> Breach | None:
    """Law 6: the same urgency and rules with the causes as they are, with none, and with all beliefs turned round."""
    real = _outcome(subject.release, trial)
    for other, words in ((subject.without_causes, "Without causes"), (subject.with_other_causes, "With other causes")):
        outcome = _outcome(other, trial)
        if outcome.urgency != real.urgency or _rules(outcome) != _rules(real):
            return Breach(6, f"{words} the same findings give {_said(outcome)} rather than {_said(real)}.")
    return None


#: The laws that need no causes, and so take little time.
FAST: tuple[Callable[[Subject, FindingsTrial], Breach | None], ...] = (
    rules_set_a_floor,
    one_more_yes_never_lowers,
    not_sure_stands_between,
    not_sure_hides_no_emergency,
)
WHOLE = (causes_never_move_the_urgency,)


def _outcome(release: CompiledRelease, trial: FindingsTrial) -> CoreAssessment:
    return assess_states(release, trial.age, trial.masks(release), continued=False)


def _page(release: CompiledRelease, finding: str) -> Question:
    """The page that asks about a finding that can be asked."""
    return next(page for page in release.questions if page.mask >> release.finding_index[finding] & 1)


def _falls(before: CoreAssessment, after: CoreAssessment) -> bool:
    return before.urgency.level.rank > after.urgency.level.rank


def _to_self_care(before: CoreAssessment, after: CoreAssessment) -> bool:
    """The one fall that is allowed: a picture of passing weakness turns routine into self-care."""
    levels = (before.urgency.level, after.urgency.level)
    return levels == (Level.ROUTINE, Level.SELF_CARE) and bool(after.self_care)


def _rules(outcome: CoreAssessment) -> tuple[str, ...]:
    return tuple(flag.rule for flag in outcome.red_flags)


def _label(subject: Subject, trial: FindingsTrial) -> str:
    return f'"{subject.release.findings[subject.release.finding_index[trial.probe]].label}"'


def _said(outcome: CoreAssessment) -> str:
    return str(outcome.urgency.level)


def _from_to(before: CoreAssessment, after: CoreAssessment) -> str:
    return f"from {_said(before)} to {_said(after)}"
