"""Draws men: age, cause, and what they would say yes to.

The same seed and index give the same man on every machine and Python: each man has a generator of his own,
of which only `random()` is used, and shares are compared, never put through a function of the machine.

Findings that come together: each man has one severity for every cluster, a number from 0 to 1. A finding
follows the severity of its cluster with the chance `overlap`, and a number of its own otherwise; it is present
when that number is below its share. Either way the number is even over 0 to 1, so every share is kept exactly,
and two findings of a cluster share their number in `overlap` squared of the men. Danger signs that the cause
does not bring follow in the same way one severity of other trouble: few men have such trouble, and they have
several signs of it. The options of a single-choice page are taken in the order of the page, so two pages of one
cluster, such as how it began and how long it lasts, go together from their first options to their last ones.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass

from symptoms.engine.compiled import Mask
from symptoms.simulation.shares import Draw, World


@dataclass(frozen=True, slots=True)
class Man:
    """A man as drawn. `band` is the index of his age band, `cause` of his true cause; `own` are the findings
    that can come from this cause, whether he has them or not."""

    age: int
    band: int
    cause: int
    present: Mask
    own: Mask


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw, and how to walk. `overlap`, 0 to 1, is the chance that a finding follows a severity; it counts
    for the correlated draw alone. `every_page`: each man answers every page, no interview chooses among them."""

    seed: int
    draw: Draw
    overlap: float
    every_page: bool = False


def draw_man(world: World, plan: Plan, index: int) -> Man:
    """The man with this index. Every age band is drawn equally often, every year in it too."""
    chance = random.Random(f"{plan.seed}:{index}")  # noqa: S311 - made-up men are no secret
    band = int(chance.random() * len(world.ages))
    first, last = world.ages[band]
    age = first + int(chance.random() * (last - first + 1))
    priors = world.priors[band]
    overlap = plan.overlap if plan.draw is Draw.CORRELATED else 0.0
    while True:
        # A cause that needs a finding is drawn by its prior, and the man kept as seldom as the gate says
        # when he lacks it: what is left has the shares of prior times gate.
        cause = min(bisect_right(priors, chance.random() * priors[-1]), len(priors) - 1)
        present = _findings(world, band, cause, chance, overlap)
        if not world.requires[cause] & ~present or chance.random() < world.requires_missing:
            return Man(age, band, cause, present, world.portraits[band][cause].own)


def _findings(world: World, band: int, cause: int, chance: random.Random, overlap: float) -> Mask:
    portrait = world.portraits[band][cause]
    draw = chance.random
    severities = [draw() for _ in range(world.clusters)]
    other_trouble = draw()
    present: Mask = 0
    # Both numbers are drawn for every finding, so that the same man is comparable between draws.
    for lone, share in zip(world.lone, portrait.lone, strict=True):
        number, follows = draw(), draw() < overlap
        if follows and lone.danger and not lone.bit & portrait.own:
            number = other_trouble
        elif follows and lone.cluster is not None:
            number = severities[lone.cluster]
        if number < share:
            present |= lone.bit
    for choice, cumulated in zip(world.choices, portrait.choices, strict=True):
        number, follows = draw(), draw() < overlap
        if follows and choice.cluster is not None:
            number = severities[choice.cluster]
        option = bisect_right(cumulated, number)
        if option < len(choice.options):
            present |= choice.options[option]
    return present
