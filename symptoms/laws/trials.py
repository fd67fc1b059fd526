"""What a law is tried on: findings with states, or answers. Each can name smaller ones, and say itself in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeVar

from knowledge.content import NONE, NOT_SURE, Stage
from symptoms.engine.answers import Answers
from symptoms.engine.compiled import CompiledRelease, Question
from symptoms.engine.states import State, States, with_siblings_denied
from symptoms.reserved import RESERVED_LABELS


class Rest(StrEnum):
    """What holds for all that a trial does not name."""

    NOT_ASKED = "not_asked"
    DENIED = "denied"


class Trial(Protocol):
    """Something a law is tried on."""

    def smaller(self) -> Iterator[Trial]:
        """Trials that name less, those that leave out most first."""
        ...

    def words(self, release: CompiledRelease) -> str:
        """The trial for a clinician, in the labels of the release."""
        ...


@dataclass(frozen=True, slots=True)
class FindingsTrial:
    """Findings as a partner app may send them. `probe` is the finding that a law changes, or whose page it looks at."""

    age: int
    states: tuple[tuple[str, State], ...]
    rest: Rest
    probe: str

    def smaller(self) -> Iterator[FindingsTrial]:
        for states in shorter(self.states):
            yield replace(self, states=states)
            yield replace(self, states=states, rest=Rest.DENIED)
        if self.rest is Rest.DENIED:
            yield replace(self, rest=Rest.NOT_ASKED)

    def with_probe(self, state: State) -> FindingsTrial:
        """The same with the probed finding in another state."""
        others = tuple(row for row in self.states if row[0] != self.probe)
        return replace(self, states=(*others, (self.probe, state)))

    def masks(self, release: CompiledRelease) -> States:
        """The states as the engine reads evidence: on single-choice pages a yes denies the other options."""
        masks = dict.fromkeys(State, 0)
        named = 0
        for key, state in self.states:
            bit = 1 << release.finding_index[key]
            masks[state] |= bit
            named |= bit
        if self.rest is Rest.DENIED:
            askable = sum(question.mask for question in release.questions)
            masks[State.ABSENT] |= askable & ~named
        states = States(
            present=masks[State.PRESENT],
            absent=masks[State.ABSENT],
            unticked=masks[State.UNTICKED],
            not_sure=masks[State.NOT_SURE],
            declined=masks[State.PREFER_NOT_TO_SAY],
        )
        return with_siblings_denied(release, states)

    def words(self, release: CompiledRelease) -> str:
        labels = {finding.key: finding.label for finding in release.findings}
        said = [f'"{labels[key]}": {_STATE_WORDS[state]}' for key, state in self.states]
        return "; ".join((f"age {self.age}", *said, _REST_WORDS[self.rest]))


@dataclass(frozen=True, slots=True)
class AnswersTrial:
    """A man's answers by page. Pages that are not named were not answered, or get the calmest answer."""

    age: int
    said: tuple[tuple[str, tuple[str, ...]], ...]
    rest: Rest
    continued: bool

    def smaller(self) -> Iterator[AnswersTrial]:
        for said in shorter(self.said):
            yield replace(self, said=said)
            yield replace(self, said=said, rest=Rest.DENIED)
        if self.rest is Rest.DENIED:
            yield replace(self, rest=Rest.NOT_ASKED)
        for place, (page, options) in enumerate(self.said):
            for fewer in shorter(options):
                if fewer:
                    yield replace(self, said=(*self.said[:place], (page, fewer), *self.said[place + 1 :]))
        if self.continued:
            yield replace(self, continued=False)

    def answers(self, release: CompiledRelease) -> Answers:
        """The answers in page order."""
        said = dict(self.said)
        if self.rest is Rest.NOT_ASKED:
            return {page.key: said[page.key] for page in release.questions if page.key in said}
        return {page.key: said.get(page.key) or calm_answer(page) for page in release.questions}

    def words(self, release: CompiledRelease) -> str:
        parts = [f"age {self.age}"]
        for key, options in self.said:
            parts.append(f"{key}: {', '.join(option_words(release.questions[release.question_index[key]], options))}")
        if self.continued:
            parts.append("he goes on after an emergency")
        return "; ".join((*parts, _REST_WORDS[self.rest]))


def calm_answer(page: Question) -> tuple[str, ...]:
    """The answer that says least: no, none of these, not sure which; on a scope page the first that goes on."""
    if page.stage == Stage.SCOPE:
        going_on = [option.key for option in page.options if option.ends is None]
        return (going_on[0] if going_on else page.options[0].key,)
    if page.kind == "multiple":
        return (NONE,)
    if page.kind == "yes_no":
        return next((option.key,) for option in page.options if option.absent)
    return (NOT_SURE,)


def option_words(page: Question, options: Sequence[str]) -> list[str]:
    """The labels of the options, in quotation marks."""
    labels: Mapping[str, str] = RESERVED_LABELS | {option.key: option.label for option in page.options}
    return [f'"{labels[key]}"' for key in options]


_STATE_WORDS = {
    State.PRESENT: "yes",
    State.ABSENT: "no",
    State.UNTICKED: "left open beside a tick",
    State.NOT_SURE: "not sure",
    State.PREFER_NOT_TO_SAY: "prefers not to say",
    State.NOT_ASKED: "not asked",
}

_REST_WORDS = {Rest.NOT_ASKED: "nothing else answered", Rest.DENIED: "to all else the calmest answer"}

Row = TypeVar("Row")


def shorter(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    """The rows without some of them: without a half, a quarter, and so on down to without one."""
    size = len(rows)
    while size:
        for start in range(0, len(rows), size):
            yield rows[:start] + rows[start + size :]
        size //= 2
