"""Emergencies that one "I'm not sure", or one answer next to the true one, turns into less than today."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.answers import Answers, states_of_answers
from symptoms.engine.compiled import CompiledRelease, bits
from symptoms.engine.levels import Level
from symptoms.engine.simulated import SimulatedMan, all_answers, man_of
from symptoms.evaluation.cases import NamedCase
from symptoms.evaluation.danger import Neighbours, danger_signs, emergency_findings
from symptoms.evaluation.judging import judged_triage
from symptoms.evaluation.misses import Reason, reasons
from symptoms.evaluation.proportions import Proportion, proportion


class Change(StrEnum):
    """What is changed in the answers of a man with an emergency."""

    ONE_NOT_SURE = "one_not_sure"
    DANGER_NOT_SURE = "danger_not_sure"
    RULES_NOT_SURE = "rules_not_sure"
    KIND = "kind"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Lost:
    """An emergency that is lost: its level falls below same_day. `findings` are not sure, or replaced by `instead`."""

    change: Change
    case: str
    age: int
    story: str
    findings: tuple[str, ...]
    instead: tuple[str, ...]
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """How many changes of a kind were tried, and how many of them lost an emergency."""

    change: Change
    lost: Proportion


@dataclass(frozen=True, slots=True)
class LostEmergencies:
    """`cases` that expect an emergency; every change that was tried on them; and each that lost one."""

    cases: int
    changes: tuple[ChangeFigures, ...]
    lost: tuple[Lost, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    change: Change
    answers: Answers
    findings: tuple[str, ...]
    instead: tuple[str, ...]


def lost_emergencies(
    release: CompiledRelease, cases: Sequence[NamedCase], near: Neighbours, kinds: frozenset[str]
) -> LostEmergencies:
    """Tries every change on every finished case that expects an emergency.

    The man answers every page, and denies what the case does not name. The changes: each of his findings not
    sure, one at a time; all his danger signs not sure; all his findings that any emergency rule speaks of not
    sure; and on each single-choice page each option next to the true one. `kinds` are the pages about the
    kind of weakness.
    """
    tried = dict.fromkeys(Change, 0)
    lost = []
    emergencies = [named for named in cases if named.finished and named.case.at_least is Level.EMERGENCY_NOW]
    for named in emergencies:
        for trial in _trials(release, named, near, kinds):
            tried[trial.change] += 1
            found = _judged(release, named, trial)
            if found.level.rank < Level.SAME_DAY.rank:
                lost.append(found)
    counts = dict.fromkeys(Change, 0)
    for found in lost:
        counts[found.change] += 1
    changes = tuple(ChangeFigures(change, proportion(counts[change], tried[change])) for change in Change)
    return LostEmergencies(len(emergencies), changes, tuple(lost))


def _trials(release: CompiledRelease, named: NamedCase, near: Neighbours, kinds: frozenset[str]) -> Iterator[_Trial]:
    case = named.case
    man = man_of(release, case.age, case.present, case.absent, case.unsure)
    for index in bits(man.present):
        yield _not_sure(release, man, Change.ONE_NOT_SURE, 1 << index)
    for change, signs in (
        (Change.DANGER_NOT_SURE, danger_signs(release)),
        (Change.RULES_NOT_SURE, emergency_findings(release)),
    ):
        if signs & man.present:
            yield _not_sure(release, man, change, signs & man.present)
    answers = all_answers(release, man)
    for page, options in near.items():
        change = Change.KIND if page in kinds else Change.PATTERN
        present = {option.key: option.present for option in release.questions[release.question_index[page]].options}
        # Without a true answer on the page there is none beside it.
        for true in [key for key in answers[page] if key in options]:
            for other in options[true]:
                moved = {**answers, page: (other,)}
                yield _Trial(change, moved, release.keys(present[true]), release.keys(present[other]))


def _not_sure(release: CompiledRelease, man: SimulatedMan, change: Change, findings: int) -> _Trial:
    unsure = dataclasses.replace(man, present=man.present & ~findings, unsure=man.unsure | findings)
    return _Trial(change, all_answers(release, unsure), release.keys(findings), ())


def _judged(release: CompiledRelease, named: NamedCase, trial: _Trial) -> Lost:
    age = named.case.age
    result = judged_triage(release, states_of_answers(release, trial.answers, age).states, age)
    why = reasons(release, result.fired, result.level, result.facts)
    return Lost(trial.change, named.key, age, named.story, trial.findings, trial.instead, result.level, why)
