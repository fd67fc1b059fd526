"""The door for the pages: where a visit stands, what each page asks, and the outcome of a visit.

The pages see only what this module and `symptoms.assess` give them, so they and the API cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from symptoms.assess import guarded
from symptoms.catalogue import QuestionShown, question_shown
from symptoms.dates import with_dates
from symptoms.engine import answers as engine_answers
from symptoms.engine import flow, in_full
from symptoms.engine.compiled import CompiledRelease, bits
from symptoms.engine.outcome import Assessment
from symptoms.engine.red_flags import emergency_fires
from symptoms.engine.states import States
from symptoms.mappings import changed_pages
from symptoms.results import ResultPage, result_page
from symptoms.serving import holder
from symptoms.told import DangerSigns

WhyNow = flow.WhyNow


@dataclass(frozen=True, slots=True)
class WalkStep:
    """One page of the visit, answered or next, and why it came then. `question` is None for the age."""

    kind: flow.StepKind
    why_now: flow.WhyNow
    question: QuestionShown | None

    @property
    def key(self) -> str | None:
        """Key of the question; None for the age."""
        return self.question.key if self.question else None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A page whose answer does not count as things stand.

    `needs` are the parts of the page's condition that do not hold, each as labels of findings of which one is needed;
    none when a page before it ended the check.
    """

    question: QuestionShown
    needs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a visit stands after a replay of its answers.

    `done` are the answered pages in order; `open` is the page to ask now, None when there is an outcome,
    and then `ending` says why, and `ended_at` is the number of the page whose answer brought it.
    `asked_again` are pages whose answer the release reads differently than the one it was given under,
    `set_aside` those that no longer apply, or whose check was ended by another page. `known` are the findings that
    the answers say a clear yes or no to. `too_young` is an age the check is not made for. `for_other_man` says that
    he who answers said so for another man: all words then speak of him.
    """

    release: int
    done: tuple[WalkStep, ...]
    open: WalkStep | None
    ending: flow.WhyNow | None
    ended_at: int
    can_continue: bool
    pages_left: int
    answers: Mapping[str, tuple[str, ...]]
    asked_again: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    known: frozenset[str]
    age: int | None
    too_young: bool
    age_least: int
    age_most: int
    for_other_man: bool

    def number_of(self, question: str | None) -> int:
        """Number of the page of a question (None for the age), from 1. Raises KeyError when it is not on the way."""
        for number, step in enumerate(self.steps, start=1):
            if step.key == question:
                return number
        raise KeyError(question)

    @property
    def steps(self) -> tuple[WalkStep, ...]:
        """All pages that can be opened: the answered ones and the open one."""
        return (*self.done, self.open) if self.open else self.done


def current_release(at_least: int = 0) -> int:
    """Number of the release that is served, looking again when a visit knows a newer one. Raises NoRelease."""
    return guarded(lambda release: release.identity.number, at_least=at_least)


def answers_hours() -> int:
    """Hours for which the answers of a visit are kept. Raises NoRelease."""
    return guarded(lambda release: release.numbers.answers_hours)


def walk(*, age: int | None, answers: Mapping[str, Sequence[str]], continued: bool, release_number: int) -> Walk:
    """Replays a visit. `release_number` is the release the visit was last answered under.

    Raises NoRelease, or CouldNotAssess for any fault.
    """

    def work(release: CompiledRelease) -> Walk:
        usable = _usable(release, answers, release_number)
        too_young = age is not None and age < release.numbers.age_least
        known_age = None if too_young else age
        replay = flow.replay(release, known_age, usable, continued=continued)
        read = engine_answers.states_of_answers(release, usable, known_age)
        is_open = replay.next.kind is not flow.StepKind.OUTCOME
        ending = None if is_open else replay.next.why_now
        passed = replay.done
        if ending in (flow.WhyNow.FINISHED, flow.WhyNow.EMERGENCY):
            passed += _off_the_way(release, usable, passed, read.unmet)
        left_out = read.set_aside
        if too_young and is_open:
            on_the_way = {step.question for step in passed}
            left_out = tuple(key for key in usable if release.question_index[key] not in on_the_way)
        spoken = engine_answers.speaking_to(release, usable)
        done = tuple(_step(spoken, step) for step in passed)
        return Walk(
            release=release.identity.number,
            done=done,
            open=_step(spoken, replay.next) if is_open else None,
            ending=ending,
            ended_at=_ended_at(release, passed, usable, known_age),
            can_continue=replay.can_continue,
            pages_left=replay.pages_left,
            answers=usable,
            asked_again=tuple(key for key in answers if key not in usable and key in release.question_index),
            set_aside=tuple(_set_aside(spoken, key, read, known_age) for key in left_out),
            known=frozenset(release.keys(read.states.present | read.states.absent | read.states.unticked)),
            age=known_age,
            too_young=too_young,
            age_least=release.numbers.age_least,
            age_most=release.numbers.age_most,
            for_other_man=engine_answers.for_another_man(release, usable),
        )

    return guarded(work, at_least=release_number, answers=answers.items())


def outcome(
    *, age: int | None, answers: Mapping[str, Sequence[str]], continued: bool, release_number: int, today: date
) -> Assessment:
    """The outcome of a visit whose walk has ended. Raises as `walk` does, and InvalidInput without a needed age."""

    def work(release: CompiledRelease) -> Assessment:
        usable = _usable(release, answers, release_number)
        return with_dates(in_full.assess_answers_in_full(release, age, usable, continued=continued), today)

    return guarded(work, at_least=release_number, answers=answers.items())


def page_problem(question: str, options: Sequence[str], *, answers: Mapping[str, Sequence[str]]) -> str | None:
    """The code of what is wrong with the options chosen on a page of a visit with these answers, or None."""

    def work(release: CompiledRelease) -> str | None:
        if question not in release.question_index:
            return "unknown_question"
        problem = engine_answers.options_problem(release.questions[release.question_index[question]], options)
        return problem[0] if problem else None

    return guarded(work, answers=answers.items())


def _usable(release: CompiledRelease, answers: Mapping[str, Sequence[str]], given_under: int) -> engine_answers.Answers:
    """The answers that the release understands as the one they were given under did, in page order."""
    changed: frozenset[str] = frozenset()
    if answers and given_under != release.identity.number:
        changed = changed_pages(holder.page_meanings(given_under), release)
    fitting = {
        key: tuple(options)
        for key, options in answers.items()
        if key in release.question_index
        and key not in changed
        and engine_answers.options_problem(release.questions[release.question_index[key]], options) is None
    }
    order = release.question_index
    return {key: fitting[key] for key in sorted(fitting, key=lambda key: order[key])}


def _off_the_way(
    release: CompiledRelease,
    answers: engine_answers.Answers,
    passed: tuple[flow.Step, ...],
    unmet: tuple[str, ...],
) -> tuple[flow.Step, ...]:
    """Answered pages that the replay has not passed. Their answers count, so he must be able to see and change them."""
    on_the_way = {step.question for step in passed}
    return tuple(
        flow.Step(flow.StepKind.QUESTION, flow.WhyNow.MORE_DETAIL, release.question_index[key])
        for key in answers
        if release.question_index[key] not in on_the_way and key not in unmet
    )


def _set_aside(release: CompiledRelease, key: str, read: engine_answers.ReadAnswers, age: int | None) -> SetAside:
    question = release.questions[release.question_index[key]]
    facts = read.states.present | (release.age_mask(age) if age is not None else 0)
    lacking = (clause for clause in question.ask_if if not clause & facts) if key in read.unmet else ()
    return SetAside(
        question_shown(release, question),
        tuple(tuple(release.findings[index].label for index in bits(clause)) for clause in lacking),
    )


def _ended_at(
    release: CompiledRelease, passed: tuple[flow.Step, ...], answers: engine_answers.Answers, age: int | None
) -> int:
    """Number of the first page with whose answer an emergency fires or the check ends; else of the last one."""
    states = States(present=release.age_mask(age) if age is not None else 0)
    for number, step in enumerate(passed, start=1):
        if step.question is not None:
            question = release.questions[step.question]
            options = answers[question.key]
            states = states.merged(engine_answers.page_states(question, options))
            if engine_answers.scope_end(question, options) or emergency_fires(release, states.present):
                return number
    return len(passed)


def _step(release: CompiledRelease, step: flow.Step) -> WalkStep:
    question = None if step.question is None else question_shown(release, release.questions[step.question])
    return WalkStep(step.kind, step.why_now, question)


def page_of(assessed: Assessment, danger: DangerSigns, walk: Walk) -> ResultPage:
    """An outcome in the order and words of the page, with ways back into its visit. Raises as `walk` does.

    `danger` is what was said of the danger signs.
    """
    numbers = {step.question.key: number for number, step in enumerate(walk.done, start=1) if step.question}

    def work(release: CompiledRelease) -> ResultPage:
        spoken = replace(holder.current(), release=release.speaking(for_another=walk.for_other_man))
        return result_page(assessed, spoken, walk.age, danger, walk.known, numbers)

    return guarded(work, answers=walk.answers.items())
