"""The one door: the published release and the engine, for the pages and the API alike.

Whatever goes wrong inside ends in CouldNotAssess, whose callers show safe advice; nothing that was
answered reaches a log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from symptoms.catalogue import QuestionShown, question_shown
from symptoms.dates import with_dates
from symptoms.engine import answers as engine_answers
from symptoms.engine import flow, in_full
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.outcome import Assessment
from symptoms.engine.version import ENGINE_VERSION
from symptoms.faults import log_fault
from symptoms.serving import NoRelease, holder

#: Question key and option keys, in the order they were sent.
SentAnswers = Sequence[tuple[str, Sequence[str]]]
#: Finding key and state, in the order they were sent.
SentEvidence = Sequence[tuple[str, str]]

InvalidInput = engine_answers.InvalidInput

__all__ = ["CouldNotAssess", "InterviewStep", "InvalidInput", "NoRelease", "assess", "guarded", "next_step"]


class CouldNotAssess(Exception):
    """Something failed inside. No level was worked out, and none may be shown.

    `for_another` says that he who answers does so for another man, as far as that could still be told.
    """

    def __init__(self, *, for_another: bool = False) -> None:
        super().__init__()
        self.for_another = for_another


@dataclass(frozen=True, slots=True)
class AgeAsked:
    """The years the check is made for."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Steps answered so far, and pages that follow if no answer opens or closes a rule."""

    answered: int
    left: int


@dataclass(frozen=True, slots=True)
class InterviewStep:
    """The next step of an interview: exactly one of `age`, `question` and `outcome` is there.

    `set_aside` is as in an assessment; `can_continue` says that an emergency stopped the interview and that going
    on is possible.
    """

    kind: flow.StepKind
    why_now: flow.WhyNow
    age: AgeAsked | None
    question: QuestionShown | None
    outcome: Assessment | None
    progress: Progress
    can_continue: bool
    set_aside: tuple[str, ...]
    release: ReleaseIdentity
    engine: str


_Result = TypeVar("_Result")


def guarded(
    work: Callable[[CompiledRelease], _Result],
    *,
    at_least: int = 0,
    answers: Iterable[tuple[str, Sequence[str]]] = (),
) -> _Result:
    """Runs `work` on the served release; every fault but the sender's becomes CouldNotAssess.

    `at_least` is the number of a release that is known to exist: an older one here is looked up anew. `answers` tell
    to whom the advice after a fault is said.
    """
    try:
        return work(holder.current(at_least).release)
    except (InvalidInput, NoRelease):
        raise
    except Exception as error:
        log_fault(error)
        raise CouldNotAssess(for_another=_for_another_man(answers, at_least)) from None


def _for_another_man(answers: Iterable[tuple[str, Sequence[str]]], at_least: int) -> bool:
    """Whether these answers are given for another man; no, where what failed stands in the way of knowing."""
    try:
        given = {key: tuple(options) for key, options in answers}
        return engine_answers.for_another_man(holder.current(at_least).release, given)
    except Exception:
        return False


def assess(
    *,
    age: int,
    answers: SentAnswers | None,
    evidence: SentEvidence | None,
    continued: bool,
    today: date,
) -> Assessment:
    """The outcome for `answers` or, when they are None, for `evidence`.

    Raises InvalidInput for what the release does not know, NoRelease, or CouldNotAssess.
    """

    def work(release: CompiledRelease) -> Assessment:
        engine_answers.check_age(release, age)
        if answers is not None:
            read = engine_answers.read_answers(release, answers)
            outcome = in_full.assess_answers_in_full(release, age, read, continued=continued)
        else:
            states = engine_answers.states_of_evidence(release, evidence or ())
            outcome = in_full.assess_states_in_full(release, age, states, continued=continued)
        return with_dates(outcome, today)

    return guarded(work, answers=answers or ())


def next_step(*, age: int | None, answers: SentAnswers, continued: bool, today: date) -> InterviewStep:
    """What an interview asks next after these answers, or its outcome. Raises as `assess` does."""

    def work(release: CompiledRelease) -> InterviewStep:
        if age is not None:
            engine_answers.check_age(release, age)
        read = engine_answers.read_answers(release, answers)
        replay = flow.replay(release, age, read, continued=continued)
        step = replay.next
        spoken = engine_answers.speaking_to(release, read)
        outcome = None
        if step.kind is flow.StepKind.OUTCOME:
            outcome = with_dates(in_full.assess_answers_in_full(release, age, read, continued=continued), today)
        numbers = release.numbers
        return InterviewStep(
            kind=step.kind,
            why_now=step.why_now,
            age=AgeAsked(numbers.age_least, numbers.age_most) if step.kind is flow.StepKind.AGE else None,
            question=None if step.question is None else question_shown(spoken, spoken.questions[step.question]),
            outcome=outcome,
            progress=Progress(len(replay.done), replay.pages_left),
            can_continue=replay.can_continue,
            set_aside=engine_answers.states_of_answers(release, read, age).set_aside,
            release=release.identity,
            engine=ENGINE_VERSION,
        )

    return guarded(work, answers=answers)
