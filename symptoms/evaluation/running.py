"""Cases run through the engine: directly, and through the interview with a simulated man."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.answers import Answers, page_states, states_of_answers, states_of_evidence
from symptoms.engine.cases import case_evidence
from symptoms.engine.clairvoyant import fewest_pages
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.flow import StepKind
from symptoms.engine.red_flags import emergency_fires
from symptoms.engine.simulated import Interview, Unnamed, all_answers, in_page_order, interview, man_of
from symptoms.engine.states import States, unasked_screening
from symptoms.evaluation.cases import NamedCase
from symptoms.evaluation.judging import Judgement, judge


class Way(StrEnum):
    """How a case is run: its findings given at once, or asked in an interview in which the man denies what the
    case does not name, or is not sure of it.
    """

    DIRECT = "direct"
    DENIES = "denies"
    NOT_SURE = "not_sure"


_UNNAMED = {Way.DENIES: Unnamed.DENIES, Way.NOT_SURE: Unnamed.NOT_SURE}


@dataclass(frozen=True, slots=True)
class Walk:
    """The interview of a case. `pages` counts what was asked when it ended, `by_emergency` says that a danger
    sign ended it, `at_once` that the emergency pages and the age alone tell of an emergency; `fewest` is the
    clairvoyant minimum, None where an emergency ended it.

    `whole` is the outcome, and `answers` are what he said, when he goes on after an emergency.
    """

    pages: int
    by_emergency: bool
    at_once: bool
    fewest: int | None
    whole: Judgement
    answers: Answers


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case after it was run one way. `end` is the outcome it came to; `walk` tells of the interview."""

    named: NamedCase
    end: Judgement
    walk: Walk | None


def run(release: CompiledRelease, named: NamedCase, way: Way) -> CaseRun:
    """Runs one case one way. Raises KeyError or InvalidInput for findings the release cannot take."""
    if way is Way.DIRECT:
        return CaseRun(named, judge(release, direct_states(release, named), named.case.age), None)
    return _interviewed(release, named, _UNNAMED[way])


def takes_part(named: NamedCase, way: Way) -> bool:
    """Whether a case can be run this way: a man who did not finish cannot be said to deny all the rest."""
    return named.finished or way is not Way.DENIES


def direct_states(release: CompiledRelease, named: NamedCase) -> States:
    """The findings of a case as evidence. A finished case denies what it does not name of the emergency pages
    and of single-choice pages without an answer; everything else it does not name was not asked.
    """
    states = states_of_evidence(release, case_evidence(named.case))
    if not named.finished:
        return states
    unasked = unasked_screening(release, states, states.present | release.age_mask(named.case.age))
    denied = sum(1 << index for page in unasked for index in page.findings)
    return dataclasses.replace(states, absent=states.absent | denied)


def _interviewed(release: CompiledRelease, named: NamedCase, unnamed: Unnamed) -> CaseRun:
    case = named.case
    man = man_of(release, case.age, case.present, case.absent, case.unsure, unnamed)
    # One walk tells both: until an emergency it is the same whether he would go on or not.
    walk = interview(release, man, continued=True)
    whole = judge(release, states_of_answers(release, walk.answers, case.age).states, case.age)
    until = _pages_until_an_emergency(release, walk, case.age)
    if until is None:
        pages, end = len(walk.end.done), whole
        fewest = fewest_pages(release, case.age, all_answers(release, man))
    else:
        pages, fewest = until, None
        asked = {step.question for step in walk.end.done[:until]}
        said = {key: options for key, options in walk.answers.items() if release.question_index[key] in asked}
        states = states_of_answers(release, in_page_order(release, said), case.age).states
        end = judge(release, states, case.age)
    asked_first = sum(page.mask for page in release.questions if page.stage == "emergency")
    at_once = emergency_fires(release, man.present & asked_first | release.age_mask(case.age))
    return CaseRun(named, end, Walk(pages, until is not None, at_once, fewest, whole, walk.answers))


def _pages_until_an_emergency(release: CompiledRelease, walk: Interview, age: int) -> int | None:
    """How many pages were answered when an emergency rule fired; None when none did."""
    present = 0
    for number, step in enumerate(walk.end.done, start=1):
        if step.kind is StepKind.AGE:
            present |= release.age_mask(age)
        elif step.question is not None:
            question = release.questions[step.question]
            present |= page_states(question, walk.answers[question.key]).present
        if emergency_fires(release, present):
            return number
    return None
