"""Which page comes next. Nothing is stored: the answers are replayed from the first page.

Order: scope, age, emergency and pattern pages, then the detail pages that an open emergency or
same-day rule still needs, then the rest up to the limit. An emergency ends the interview unless the
man chose to go on. The result follows from the release, the age, the answers and `continued` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.answers import Answers, page_states, scope_end, states_of_answers
from symptoms.engine.compiled import CompiledRelease, Mask, Question, holds
from symptoms.engine.red_flags import emergency_fires, needed_findings
from symptoms.engine.states import States


class StepKind(StrEnum):
    AGE = "age"
    QUESTION = "question"
    OUTCOME = "outcome"


class WhyNow(StrEnum):
    """Why this page comes now."""

    SCOPE = "scope"
    AGE = "age"
    DANGER_SIGNS = "danger_signs"
    PATTERN = "pattern"
    OPEN_RULE = "open_rule"
    MORE_DETAIL = "more_detail"
    ENDED = "ended"
    EMERGENCY = "emergency"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the interview; `question` is the index of its page."""

    kind: StepKind
    why_now: WhyNow
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """Where the interview stands. `done` are the steps that are answered, in the order they were asked."""

    done: tuple[Step, ...]
    next: Step
    pages_left: int
    can_continue: bool


def replay(release: CompiledRelease, age: int | None, answers: Answers, *, continued: bool) -> Replay:
    """Replays the answers: the steps they answer, and the next one.

    `pages_left` counts the pages that would follow if no further answer opened or closed a rule.
    """
    everything = states_of_answers(release, answers, age)
    age_facts = release.age_mask(age) if age is not None else 0
    # A danger sign counts wherever it was given, also on a page the replay has not come to.
    emergency = emergency_fires(release, everything.states.present | age_facts)
    walk = _Walk(release, age_facts)
    while True:
        step = walk.next_step()
        options = answers.get(release.questions[step.question].key) if step.question is not None else None
        if step.kind is StepKind.AGE and age is not None:
            walk.take(step, States(), ends=False)
        elif step.question is not None and options is not None:
            question = release.questions[step.question]
            walk.take(step, page_states(question, options), ends=scope_end(question, options) is not None)
        else:
            break
    if emergency and not continued and step.why_now is not WhyNow.ENDED:
        can_continue = step.kind is not StepKind.OUTCOME
        return Replay(tuple(walk.done), Step(StepKind.OUTCOME, WhyNow.EMERGENCY), 0, can_continue)
    return Replay(tuple(walk.done), step, walk.pages_left(step), can_continue=False)


class _Walk:
    """The interview so far, on the pages the replay has passed."""

    def __init__(self, release: CompiledRelease, age_facts: Mask) -> None:
        self.release = release
        self.age_facts = age_facts
        self.states = States()
        self.passed: set[int] = set()
        self.done: list[Step] = []
        self.ended = False

    def take(self, step: Step, states: States, *, ends: bool) -> None:
        self.done.append(step)
        self.states = self.states.merged(states)
        self.ended = self.ended or ends
        if step.question is not None:
            self.passed.add(step.question)

    def next_step(self) -> Step:
        """The first step that is open."""
        if self.ended:
            return Step(StepKind.OUTCOME, WhyNow.ENDED)
        pages = self._open_pages()
        for question in pages:
            if question.is_scope:
                return Step(StepKind.QUESTION, WhyNow.SCOPE, question.index)
        if self._age_open():
            return Step(StepKind.AGE, WhyNow.AGE)
        for question in pages:
            if question.stage == "emergency":
                return Step(StepKind.QUESTION, WhyNow.DANGER_SIGNS, question.index)
        within_limit = len(self.done) < self.release.numbers.max_pages
        needed = needed_findings(self.release, self.states, self.age_facts)
        for question in pages:
            if question.stage == "pattern" and (within_limit or question.screens or question.mask & needed):
                return Step(StepKind.QUESTION, WhyNow.PATTERN, question.index)
        page = self._page_for_open_rules(pages, needed)
        if page is not None:
            return Step(StepKind.QUESTION, WhyNow.OPEN_RULE, page.index)
        page = self._page_for_the_ranking(pages)
        if page is not None and (within_limit or page.screens):
            return Step(StepKind.QUESTION, WhyNow.MORE_DETAIL, page.index)
        return Step(StepKind.OUTCOME, WhyNow.FINISHED)

    def _age_open(self) -> bool:
        return not any(step.kind is StepKind.AGE for step in self.done)

    def _page_for_open_rules(self, pages: list[Question], needed: Mask) -> Question | None:
        """The next page that an open emergency or same-day rule needs: the first in file order."""
        return next((question for question in pages if question.mask & needed), None)

    def _page_for_the_ranking(self, pages: list[Question]) -> Question | None:
        """The next page that tells causes apart: one the outcome cannot do without, then file order."""
        return min(pages, key=lambda question: (not question.screens, question.index), default=None)

    def _open_pages(self) -> list[Question]:
        facts = self.states.present | self.age_facts
        return [
            question
            for question in self.release.questions
            if question.index not in self.passed and holds(question.ask_if, facts)
        ]

    def pages_left(self, step: Step) -> int:
        """Pages from `step` on, should the rules stay as open as they are now."""
        if step.kind is StepKind.OUTCOME:
            return 0
        needed = needed_findings(self.release, self.states, self.age_facts)
        pages = self._open_pages()
        must_ask = sum(1 for question in pages if question.is_scope or question.screens or bool(question.mask & needed))
        room = self.release.numbers.max_pages - len(self.done)
        return max(min(len(pages) + self._age_open(), room), must_ask + self._age_open())
