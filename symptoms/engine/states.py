"""The states of all findings at one moment, as masks, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.compiled import CompiledRelease, Mask, bits


class State(StrEnum):
    """What is known of one finding."""

    PRESENT = "present"
    ABSENT = "absent"
    UNTICKED = "unticked"
    NOT_SURE = "not_sure"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    NOT_ASKED = "not_asked"

    # That of an enumeration runs in Python, and states are keys.
    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class States:
    """Which findings are in which state. A finding in none of the masks was not asked."""

    present: Mask = 0
    absent: Mask = 0
    unticked: Mask = 0
    not_sure: Mask = 0
    declined: Mask = 0

    @property
    def asked(self) -> Mask:
        return self.present | self.absent | self.unticked | self.not_sure | self.declined

    @property
    def unsure(self) -> Mask:
        """Asked, and answered with "I'm not sure" or "prefer not to say"."""
        return self.not_sure | self.declined

    def merged(self, other: States) -> States:
        """Both together; the two must not speak of the same finding."""
        return States(
            self.present | other.present,
            self.absent | other.absent,
            self.unticked | other.unticked,
            self.not_sure | other.not_sure,
            self.declined | other.declined,
        )

    def of(self, index: int) -> State:
        """The state of the finding with this index."""
        bit = 1 << index
        if self.present & bit:
            return State.PRESENT
        if self.absent & bit:
            return State.ABSENT
        if self.unticked & bit:
            return State.UNTICKED
        if self.not_sure & bit:
            return State.NOT_SURE
        return State.PREFER_NOT_TO_SAY if self.declined & bit else State.NOT_ASKED


def with_siblings_denied(release: CompiledRelease, states: States) -> States:
    """On a single-choice page, a chosen option denies the others: they are absent, not open or unsure."""
    denied = 0
    for mask in release.exclusive:
        if mask & states.present:
            denied |= mask & ~states.present
    return States(
        states.present,
        states.absent | denied,
        states.unticked & ~denied,
        states.not_sure & ~denied,
        states.declined & ~denied,
    )


def conflicts(release: CompiledRelease, states: States) -> tuple[tuple[str, ...], ...]:
    """Groups of findings that cannot both be true: several options of one single-choice page."""
    return tuple(map(release.keys, _conflicts(release, states)))


def conflicting(release: CompiledRelease, states: States) -> Mask:
    """All findings that stand in a conflict."""
    return sum(_conflicts(release, states))


def _conflicts(release: CompiledRelease, states: States) -> list[Mask]:
    chosen = [mask & states.present for mask in release.exclusive]
    return [several for several in chosen if several & (several - 1)]


@dataclass(frozen=True, slots=True)
class UnaskedPage:
    """A page whose answer the outcome lacks."""

    question: int
    findings: tuple[int, ...]


def unasked_screening(release: CompiledRelease, states: States, facts: Mask) -> tuple[UnaskedPage, ...]:
    """Pages that leave the screening incomplete, with their findings that were never asked.

    These are emergency pages with a finding never asked, and clinical single-choice pages on which no
    option is present and one was never asked: a denied option alone does not tell which one is true.
    `facts` are the present findings with those of the age, for pages with a condition.
    """
    pages = []
    asked, present = states.asked, states.present
    for question in release.screening:
        missing = question.mask & ~asked
        if not missing or (question.single_choice and question.mask & present):
            continue
        if all(clause & facts for clause in question.ask_if):
            pages.append(UnaskedPage(question.index, tuple(bits(missing))))
    return tuple(pages)
