"""The door for the pages: where a visit stands, what each page asks, and the outcome of a visit.

The pages see only what this module and `symptoms.assess` give them, so they and the API cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from symptoms.assess import guarded
from symptoms.catalogue import QuestionShown, question_shown
from symptoms.dates import with_dates
from symptoms.engine import answers as engine_answers
from symptoms.engine import assessment, flow
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.outcome import Assessment

StepKind = flow.StepKind
WhyNow = flow.WhyNow


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One page of the visit, answered or next. `question` is None for the age."""

    kind: flow.StepKind
    question: QuestionShown | None
    ends: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a visit stands after a replay of its answers.

    `done` are the answered pages in order; `open` is the page to ask now, None when there is an outcome,
    and then `ending` says why. `dropped` are answers the release does not know any more, `set_aside`
    those whose question no longer applies. `too_young` is an age the check is not made for.
    """

    release: int
    done: tuple[WalkStep, ...]
    open: WalkStep | None
    ending: flow.WhyNow | None
    can_continue: bool
    pages_left: int
    answers: Mapping[str, tuple[str, ...]]
    dropped: tuple[str, ...]
    set_aside: tuple[QuestionShown, ...]
    too_young: bool
    age_least: int
    age_most: int
    answers_hours: int

    def number_of(self, question: str | None) -> int:
        """Number of the page of a question (None for the age), from 1. Raises KeyError when it is not on the way."""
        for number, step in enumerate(self.steps, start=1):
            if (step.question.key if step.question else None) == question:
                return number
        raise KeyError(question)

    @property
    def steps(self) -> tuple[WalkStep, ...]:
        """All pages that can be opened: the answered ones and the open one."""
        return (*self.done, self.open) if self.open else self.done


def current_release(at_least: int = 0) -> int:
    """Number of the release that is served, looking again when a visit knows a newer one. Raises NoRelease."""
    return guarded(lambda release: release.identity.number, at_least=at_least)


def walk(*, age: int | None, answers: Mapping[str, Sequence[str]], continued: bool, release_number: int) -> Walk:
    """Replays a visit. `release_number` is the release the visit was last answered under.

    Raises NoRelease, or CouldNotAssess for any fault.
    """

    def work(release: CompiledRelease) -> Walk:
        usable, dropped = _usable(release, answers)
        too_young = age is not None and age < release.numbers.age_least
        known_age = None if too_young else age
        replay = flow.replay(release, known_age, usable, continued=continued)
        read = engine_answers.states_of_answers(release, usable, known_age)
        done = tuple(_step(release, step, usable) for step in replay.done)
        is_open = replay.next.kind is not flow.StepKind.OUTCOME
        return Walk(
            release=release.identity.number,
            done=done,
            open=_step(release, replay.next, usable) if is_open else None,
            ending=None if is_open else replay.next.why_now,
            can_continue=replay.can_continue,
            pages_left=replay.pages_left,
            answers=usable,
            dropped=dropped,
            set_aside=tuple(
                question_shown(release, release.questions[release.question_index[key]]) for key in read.set_aside
            ),
            too_young=too_young,
            age_least=release.numbers.age_least,
            age_most=release.numbers.age_most,
            answers_hours=release.numbers.answers_hours,
        )

    return guarded(work, at_least=release_number)


def outcome(*, age: int | None, answers: Mapping[str, Sequence[str]], continued: bool, today: date) -> Assessment:
    """The outcome of a visit whose walk has ended. Raises as `walk` does, and InvalidInput without a needed age."""

    def work(release: CompiledRelease) -> Assessment:
        usable, _ = _usable(release, answers)
        return with_dates(assessment.assess_answers(release, age, usable, continued=continued), today)

    return guarded(work)


def page_problem(question: str, options: Sequence[str]) -> str | None:
    """The code of what is wrong with the options chosen on a page, or None."""

    def work(release: CompiledRelease) -> str | None:
        if question not in release.question_index:
            return "unknown_question"
        problem = engine_answers.options_problem(release.questions[release.question_index[question]], options)
        return problem[0] if problem else None

    return guarded(work)


def _usable(
    release: CompiledRelease, answers: Mapping[str, Sequence[str]]
) -> tuple[engine_answers.Answers, tuple[str, ...]]:
    """The answers that the release understands, and the keys of those it does not: their pages are asked again."""
    fitting = {
        key: tuple(options)
        for key, options in answers.items()
        if key in release.question_index
        and engine_answers.options_problem(release.questions[release.question_index[key]], options) is None
    }
    dropped = tuple(key for key in answers if key not in fitting)
    order = release.question_index
    return {key: fitting[key] for key in sorted(fitting, key=lambda key: order[key])}, dropped


def _step(release: CompiledRelease, step: flow.Step, answers: engine_answers.Answers) -> WalkStep:
    if step.question is None:
        return WalkStep(step.kind, None, ends=False)
    question = release.questions[step.question]
    options = answers.get(question.key, ())
    return WalkStep(
        step.kind,
        question_shown(release, question),
        ends=engine_answers.scope_end(question, options) is not None,
    )
