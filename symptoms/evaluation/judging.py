"""What the engine makes of one man, as far as an evaluation looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.cases import Case
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import Differential, differential
from symptoms.engine.red_flags import Triage, triage
from symptoms.engine.selection import share_shown
from symptoms.engine.states import States, unasked_screening


class Verdict(StrEnum):
    """The level beside the range that was expected."""

    IN_RANGE = "in_range"
    UNDER = "under"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cause or category with its place, from 1, and its share as it is shown."""

    key: str
    name: str
    place: int
    share: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """The level with what led to it, and every cause and category in their order."""

    triage: Triage
    ranking: Differential
    causes: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def level(self) -> Level:
        return self.triage.level


def judge(release: CompiledRelease, states: States, age: int) -> Judgement:
    """The outcome's level, and the order of all causes, also of those that an outcome hides."""
    ranking = differential(release, states, age)
    categories = sorted(
        zip((category.key for category in release.categories), ranking.category_shares, strict=True),
        key=lambda row: (-share_shown(row[1]), row[0]),
    )
    return Judgement(
        triage=judged_triage(release, states, age),
        ranking=ranking,
        causes=tuple(release.causes[score.cause].key for score in ranking.scores),
        categories=tuple(key for key, _ in categories),
    )


def judged_triage(release: CompiledRelease, states: States, age: int) -> Triage:
    """What the rules say at the end; an incomplete screening counts."""
    age_facts = release.age_mask(age)
    complete = not unasked_screening(release, states, states.present | age_facts)
    return triage(release, states, age_facts, screening_complete=complete)


def verdict(case: Case, level: Level) -> Verdict:
    """Whether a level lies in the range that a case expects, below or above."""
    if level.rank < case.at_least.rank:
        return Verdict.UNDER
    return Verdict.OVER if level.rank > case.at_most.rank else Verdict.IN_RANGE


def place(order: Sequence[str], wanted: Iterable[str]) -> int | None:
    """The place, from 1, of the first of `wanted` in an order; None when none is there."""
    sought = set(wanted)
    return next((number for number, key in enumerate(order, start=1) if key in sought), None)


def ranked_causes(release: CompiledRelease, judgement: Judgement) -> list[Ranked]:
    """All causes, best first."""
    return [
        Ranked(release.causes[score.cause].key, release.causes[score.cause].name, number, share_shown(score.share))
        for number, score in enumerate(judgement.ranking.scores, start=1)
    ]


def ranked_categories(release: CompiledRelease, judgement: Judgement) -> list[Ranked]:
    """All categories, best first."""
    rows = {row.key: row for row in release.categories}
    shares = judgement.ranking.category_shares
    return [
        Ranked(key, rows[key].name, number, share_shown(shares[rows[key].index]))
        for number, key in enumerate(judgement.categories, start=1)
    ]
