"""A simulated man: he answers every page from what is known of him, and walks through the interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from knowledge.content import NONE, NOT_SURE, REST_NOT_SURE
from symptoms.engine.answers import Answers
from symptoms.engine.compiled import CompiledRelease, Mask, Question
from symptoms.engine.flow import Position, StepKind, Walk


class Unnamed(StrEnum):
    """How he answers about what is not known of him."""

    DENIES = "denies"
    NOT_SURE = "not_sure"


class Man(Protocol):
    """Who can be walked through the interview."""

    @property
    def age(self) -> int: ...

    def answer(self, question: Question) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class SimulatedMan:
    """What he has, has not, and is not sure of, as sets of findings; `unnamed` decides about all others.

    On a page with several choices he cannot deny one option and be unsure of another without a tick: where
    he is unsure of any, he says "I'm not sure", beside his ticks if there are some.
    """

    age: int
    present: Mask
    absent: Mask
    unsure: Mask
    unnamed: Unnamed = Unnamed.DENIES

    def answer(self, question: Question) -> tuple[str, ...]:
        """The options he chooses. On a scope page it is the first that lets him go on."""
        if question.is_scope:
            return (next(option.key for option in question.options if option.ends is None),)
        ticked = tuple(option.key for option in question.options if option.present & self.present)
        unsure = bool(question.mask & self._not_sure())
        if question.single_choice:
            return ticked[:1] or (NOT_SURE,)
        if question.kind == "yes_no":
            return ticked or ((NOT_SURE,) if unsure else _no(question))
        if unsure:
            return (*ticked, REST_NOT_SURE) if ticked else (NOT_SURE,)
        return ticked or (NONE,)

    def _not_sure(self) -> Mask:
        named = self.present | self.absent | self.unsure
        return self.unsure if self.unnamed is Unnamed.DENIES else self.unsure | ~named


def _no(question: Question) -> tuple[str, ...]:
    return tuple(option.key for option in question.options if option.absent)


@dataclass(frozen=True, slots=True)
class Interview:
    """A whole interview: where it stood before each of its steps, and at the end; and what he answered."""

    stops: tuple[Position, ...]
    answers: Answers

    @property
    def end(self) -> Position:
        return self.stops[-1]


def man_of(
    release: CompiledRelease,
    age: int,
    present: Iterable[str],
    absent: Iterable[str],
    unsure: Iterable[str],
    unnamed: Unnamed = Unnamed.DENIES,
) -> SimulatedMan:
    """A man from keys of findings. Raises KeyError for a finding the release does not have."""

    def mask(keys: Iterable[str]) -> Mask:
        return sum(1 << release.finding_index[key] for key in set(keys))

    return SimulatedMan(age, mask(present), mask(absent), mask(unsure), unnamed)


def interview(release: CompiledRelease, man: Man, *, continued: bool = False) -> Interview:
    """Walks him through the interview until its outcome."""
    answers: dict[str, tuple[str, ...]] = {}
    walk = Walk(release)
    stops = []
    while True:
        stop = walk.position(continued=continued)
        stops.append(stop)
        if stop.next.kind is StepKind.OUTCOME:
            return Interview(tuple(stops), in_page_order(release, answers))
        if stop.next.question is None:
            walk.answer_age(stop.next, man.age)
        else:
            question = release.questions[stop.next.question]
            answers[question.key] = man.answer(question)
            walk.answer(stop.next, question, answers[question.key])


def all_answers(release: CompiledRelease, man: SimulatedMan) -> Answers:
    """What he would answer on every page."""
    return {question.key: man.answer(question) for question in release.questions}


def in_page_order(release: CompiledRelease, answers: Mapping[str, tuple[str, ...]]) -> Answers:
    """The same answers in the order of the release's pages."""
    return {question.key: answers[question.key] for question in release.questions if question.key in answers}
