"""Which page comes next. Nothing is stored: the answers are replayed from the first page.

Order: scope, age and emergency pages as they stand; the single-choice pages, without which no outcome is
complete; then, as long as an emergency or same-day rule is open, the page that settles most; then a page
that alone can turn routine into self-care; then the pages that tell the causes apart best, until none is
worth it or the limit is reached. An emergency ends the interview unless the man chose to go on. The result
follows from the release, the age, the answers and `continued` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.answers import Answers, page_states, scope_end, states_of_answers
from symptoms.engine.compiled import CompiledRelease, Mask, Pages, Question, bits, holds
from symptoms.engine.coverage import (
    OpenRule,
    open_rules,
    page_for_self_care,
    page_that_settles_most,
    pages_until_settled,
)
from symptoms.engine.expected import likely_of_those_that_may_come, worth_asking_still
from symptoms.engine.gain import gain_needed, page_gains, share_sure
from symptoms.engine.likelihood import differential
from symptoms.engine.red_flags import doubt_during_an_interview, emergency_fires, facts_during_an_interview, triage
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
    SELF_CARE = "self_care"
    MORE_DETAIL = "more_detail"
    ENDED = "ended"
    EMERGENCY = "emergency"
    FINISHED = "finished"


#: Steps that come only once no emergency or same-day rule is open.
_FOR_THE_CAUSES = (WhyNow.SELF_CARE, WhyNow.MORE_DETAIL)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the interview; `question` is the index of its page."""

    kind: StepKind
    why_now: WhyNow
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the interview stands. `done` are the steps that are answered, in the order they were asked."""

    done: tuple[Step, ...]
    next: Step
    can_continue: bool


@dataclass(frozen=True, slots=True)
class Replay(Position):
    """Where the interview stands, and about how many pages there are still, with the next one: 0 at the end and at
    least 1 before.
    """

    pages_left: int


def replay(release: CompiledRelease, age: int | None, answers: Answers, *, continued: bool) -> Replay:
    """Replays the answers: the steps they answer, the next one, and how many may follow."""
    walk, step = _walked(release, age, answers)
    position = walk.at(step, continued=continued)
    return Replay(position.done, position.next, position.can_continue, walk.pages_left(position.next))


def position(release: CompiledRelease, age: int | None, answers: Answers, *, continued: bool) -> Position:
    """Replays the answers, and does not ask how many pages may follow: several times as fast."""
    walk, step = _walked(release, age, answers)
    return walk.at(step, continued=continued)


def _walked(release: CompiledRelease, age: int | None, answers: Answers) -> tuple[Walk, Step]:
    """The walk through all that is answered, and its first step that is not."""
    read = states_of_answers(release, answers, age)
    given: Pages = sum(1 << release.question_index[key] for key in answers if key not in read.unmet)
    walk = Walk(release, age, read.states, given)
    while True:
        step = walk.next_step()
        options = answers.get(release.questions[step.question].key) if step.question is not None else None
        if step.kind is StepKind.AGE and age is not None:
            walk.answer_age(step, age)
        elif step.question is not None and options is not None:
            walk.answer(step, release.questions[step.question], options)
        else:
            return walk, step


class Walk:
    """An interview, step by step. Going on from here gives what replaying all answers would give.

    `everything` and `given` are all answers that count, also those on pages the walk has not come to.
    """

    def __init__(
        self, release: CompiledRelease, age: int | None = None, everything: States | None = None, given: Pages = 0
    ) -> None:
        self.release = release
        self.everything = everything or States()
        self.given = given
        self.states = States()
        self.passed: Pages = 0
        self.done: list[Step] = []
        self.ended = False
        self._know(age)

    def _know(self, age: int | None) -> None:
        #: What pages tell, as far as it was asked since the last answer.
        self._gains_now: dict[int, float] = {}
        self.age = age
        self.age_facts: Mask = self.release.age_mask(age) if age is not None else 0

    def answer_age(self, step: Step, age: int) -> None:
        """Takes the age as the answer to `step`."""
        self._know(age)
        self.done.append(step)

    def answer(self, step: Step, question: Question, options: Sequence[str]) -> None:
        """Takes the chosen options of a page as the answer to `step`."""
        states = page_states(question, options)
        self._gains_now = {}
        self.states = self.states.merged(states)
        self.everything = self.everything.merged(states)
        self.passed |= 1 << question.index
        self.given |= self.passed
        self.ended = self.ended or scope_end(question, options) is not None
        self.done.append(step)

    def position(self, *, continued: bool) -> Position:
        """Where it stands now."""
        return self.at(self.next_step(), continued=continued)

    def at(self, step: Step, *, continued: bool) -> Position:
        """Where it stands when `step` is its next one. Without `continued` an emergency is the end."""
        # A danger sign counts wherever it was given, also on a page the walk has not come to.
        emergency = emergency_fires(self.release, self.everything.present | self.age_facts)
        if emergency and not continued and step.why_now is not WhyNow.ENDED:
            can_continue = step.kind is not StepKind.OUTCOME
            return Position(tuple(self.done), Step(StepKind.OUTCOME, WhyNow.EMERGENCY), can_continue)
        return Position(tuple(self.done), step, can_continue=False)

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
        return self._adaptive_step(pages)

    def _adaptive_step(self, pages: list[Question]) -> Step:
        among: Pages = sum(1 << question.index for question in pages)
        rules = self._open_rules()
        single: Pages = sum(1 << question.index for question in pages if question.single_choice)
        if single:
            page = page_that_settles_most(rules, single)
            first = next(bits(single)) if page is None else page
            return Step(StepKind.QUESTION, WhyNow.PATTERN, first)
        page = page_that_settles_most(rules, among)
        if page is not None:
            return Step(StepKind.QUESTION, WhyNow.OPEN_RULE, page)
        step = self._step_without_open_rules(among)
        # Where he would be asked something new, or nothing more, what he said off the way comes first.
        if step.question is None or not self.given >> step.question & 1:
            open_to_all: Pages = sum(1 << question.index for question in self._open_pages(self.everything))
            page = page_that_settles_most(self._rules_open_off_the_way(), open_to_all & ~self.given)
            if page is not None:
                return Step(StepKind.QUESTION, WhyNow.OPEN_RULE, page)
        return step

    def _step_without_open_rules(self, among: Pages) -> Step:
        if len(self.done) >= self.release.numbers.max_pages:
            return Step(StepKind.OUTCOME, WhyNow.FINISHED)
        page = self._page_for_self_care(among)
        if page is not None:
            return Step(StepKind.QUESTION, WhyNow.SELF_CARE, page)
        page = self._page_for_the_ranking(among)
        if page is not None:
            return Step(StepKind.QUESTION, WhyNow.MORE_DETAIL, page)
        return Step(StepKind.OUTCOME, WhyNow.FINISHED)

    def _open_rules(self) -> list[OpenRule]:
        """Rules that the passed pages leave open."""
        return self._open_by(self.states, self.passed)

    def _rules_open_off_the_way(self) -> list[OpenRule]:
        """Rules that all answers leave open, where some were given on pages that have left the way."""
        if not self.given & ~self.passed:
            return []
        return self._open_by(self.everything, self.passed | self.given)

    def _open_by(self, states: States, answered: Pages) -> list[OpenRule]:
        facts = facts_during_an_interview(self.release, states, self.age_facts)
        doubt = doubt_during_an_interview(self.release, states, self.age_facts)
        return open_rules(self.release, facts, doubt, answered)

    def _page_for_self_care(self, among: Pages) -> int | None:
        """The page that can turn routine into self-care: no rule fires, and a picture lacks this page alone."""
        result = triage(self.release, self.states, self.age_facts, screening_complete=True)
        return None if result.fired else page_for_self_care(self.release, result.facts, self.passed, among)

    def _page_for_the_ranking(self, among: Pages) -> int | None:
        """The page that tells the causes apart best; None when none is worth asking."""
        if self.age is None or not among:
            return None
        gains = self._gains(self.age, among)
        best = max(gains, key=lambda page: (gains[page], -page))
        return best if gains[best] >= gain_needed(self.release, self.passed, self.states) else None

    def _gains(self, age: int, among: Pages) -> dict[int, float]:
        """What each page of `among` would tell about the causes now."""
        if any(page not in self._gains_now for page in bits(among)):
            ranking = differential(self.release, self.states, age)
            self._gains_now = page_gains(self.release, ranking, self.release.age_band(age), bits(among))
        return {page: self._gains_now[page] for page in bits(among)}

    def _age_open(self) -> bool:
        return not any(step.kind is StepKind.AGE for step in self.done)

    def _open_pages(self, states: States | None = None) -> list[Question]:
        """Pages not passed whose condition holds by `states`, or by those of the passed pages."""
        facts = (states or self.states).present | self.age_facts
        return [
            question
            for question in self.release.questions
            if not self.passed >> question.index & 1 and holds(question.ask_if, facts)
        ]

    def pages_left(self, step: Step) -> int:
        """About how many pages there are from `step` on. Those that were answered ahead are not asked again."""
        if step.kind is StepKind.OUTCOME:
            return 0
        pages = self._open_pages()
        may: Pages = sum(1 << question.index for question in pages) & ~self.given
        ahead = (self.given & ~self.passed).bit_count()
        room = max(0, self.release.numbers.max_pages - len(self.done) - ahead)
        if step.question is not None and self.age is not None and step.why_now in _FOR_THE_CAUSES:
            others = self._gains(self.age, may & ~(1 << step.question))
            return worth_asking_still(others.values(), gain_needed(self.release, self.passed, self.states), room)
        must: Pages = sum(1 << question.index for question in pages if question.is_scope or question.screens)
        must |= pages_until_settled(self._open_rules() or self._rules_open_off_the_way())
        age = self._age_open()
        sure = share_sure(self.release, self.passed, self.states)
        needed = (must & ~self.given).bit_count() + age
        return likely_of_those_that_may_come(needed, may.bit_count() + age, room, sure)
