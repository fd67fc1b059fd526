"""The men whose answers are measured: the vignettes after their interview, each time with a few other answers.

No answers are measured twice, for the engine remembers what clusters weigh. But these men are much like those of the
rounds before; so the stories of one half are measured once more after men of the other half alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.content import KnowledgeBase
from symptoms.engine.answers import states_of_answers
from symptoms.engine.compiled import CompiledRelease, Mask, bits
from symptoms.engine.simulated import interview, man_of
from symptoms.engine.states import States

#: One in so many answers is turned round.
_TURNED = 60


@dataclass(frozen=True)
class Man:
    """What is known of a man at the end of his interview, and `halfway`."""

    age: int
    states: States
    halfway: States


def interviewed(knowledge: KnowledgeBase, release: CompiledRelease, step: int, first: int = 0) -> list[Man]:
    """Every `step`th vignette from the `first` on, who denies what his story does not name."""
    men = []
    for vignette in knowledge.vignettes[first::step]:
        walk = interview(release, man_of(release, vignette.age, vignette.present, vignette.absent, vignette.unsure))
        states = states_of_answers(release, walk.answers, vignette.age).states
        pages = [release.questions[step.question] for step in walk.end.done if step.question is not None]
        first_half = 0
        for page in pages[: len(pages) // 2]:
            first_half |= page.mask
        men.append(Man(vignette.age, states, _within(states, first_half)))
    return men


def others_like(men: Sequence[Man], release: CompiledRelease, seed: int) -> list[Man]:
    """The men with some of their answers turned round, other ones for every seed."""
    chance = random.Random(seed)  # noqa: S311 - the same men in every run, nothing is kept secret by it
    single = 0
    for page in release.questions:
        if page.single_choice:
            single |= page.mask
    found = []
    for man in men:
        asked = (man.states.present | man.states.absent | man.states.unticked) & ~single
        turned = sum(1 << finding for finding in bits(asked) if chance.randrange(_TURNED) == 0)
        found.append(replace(man, states=_turned(man.states, turned), halfway=_turned(man.halfway, turned)))
    return found


def _within(states: States, mask: Mask) -> States:
    return States(*(getattr(states, name) & mask for name in States.__slots__))


def _turned(states: States, mask: Mask) -> States:
    denied = states.absent | states.unticked
    return replace(
        states,
        present=states.present & ~mask | denied & mask,
        absent=states.absent & ~mask | states.present & mask,
        unticked=states.unticked & ~mask,
    )


def open_pages(release: CompiledRelease, states: States) -> Iterator[int]:
    """The pages of which nothing was asked yet and that can tell causes apart."""
    for page in release.questions:
        if page.mask and not page.mask & states.asked and not page.single_choice:
            yield page.index
