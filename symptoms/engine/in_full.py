"""An assessment with what would change its urgency: what the page and the API give."""

from __future__ import annotations

from dataclasses import fields

from symptoms.engine import outcome as o
from symptoms.engine.answers import Answers, speaking_to, states_of_answers
from symptoms.engine.assessment import assess_answers, assess_states
from symptoms.engine.change import Change, what_would_change
from symptoms.engine.compiled import CompiledRelease, Picture, Rule
from symptoms.engine.red_flags import triage
from symptoms.engine.remembered import remembered
from symptoms.engine.rows import Rows
from symptoms.engine.states import States, unasked_screening

_FIELDS = tuple(field.name for field in fields(o.CoreAssessment))


def assess_answers_in_full(
    release: CompiledRelease, age: int | None, answers: Answers, *, continued: bool
) -> o.Assessment:
    """As `assess_answers`. At a scope stop no answer makes another level, and without the age none can be told, as
    rules may rest on it: then nothing would change it.
    """
    outcome = assess_answers(release, age, answers, continued=continued)
    if outcome.ended_by is not None or age is None:
        return _with(outcome, ())
    states = states_of_answers(release, answers, age).states
    return _with(outcome, changes(speaking_to(release, answers), age, states))


def assess_states_in_full(release: CompiledRelease, age: int, states: States, *, continued: bool) -> o.Assessment:
    """As `assess_states`."""
    return _with(assess_states(release, age, states, continued=continued), changes(release, age, states))


def changes(release: CompiledRelease, age: int, states: States) -> tuple[o.WouldChange, ...]:
    """What would raise or lower the urgency of a man of `age` years with these states, the most useful first."""
    age_facts = release.age_mask(age)
    unasked = unasked_screening(release, states, states.present | age_facts)
    result = triage(release, states, age_facts, screening_complete=not unasked)
    rows = remembered(release).rows
    found = what_would_change(release, states, age_facts, result, unasked)
    return tuple([_row(rows, states, change) for change in found])


def _row(rows: Rows, states: States, change: Change) -> o.WouldChange:
    return o.WouldChange(
        change.direction,
        change.basis,
        change.level,
        _level_makers(rows, change.makers),
        _level_makers(rows, change.no_longer),
        tuple([rows.changed(one.finding, states.of(one.finding), one.present) for one in change.findings]),
    )


def _level_makers(rows: Rows, makers: tuple[Rule | Picture, ...]) -> tuple[o.LevelMaker, ...]:
    return tuple(
        [
            rows.rule_makers[maker.index] if isinstance(maker, Rule) else rows.picture_makers[maker.index]
            for maker in makers
        ]
    )


def _with(outcome: o.CoreAssessment, changes: tuple[o.WouldChange, ...]) -> o.Assessment:
    return o.Assessment(**{name: getattr(outcome, name) for name in _FIELDS}, what_would_change=changes)
