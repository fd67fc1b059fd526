"""How well each cause fits the answers: prior, evidence by cluster, risk facts, shares.

All logarithms are whole nano-nats and each weighted contribution is rounded once, half to even, so
the sums are the same on every machine. Every cause gets its share; the reasons behind a share are put
together for the causes that somebody looks at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import add, attrgetter

from symptoms.engine.compiled import CompiledRelease, Mask, bits
from symptoms.engine.lanes import empty, unpacked
from symptoms.engine.remembered import Contribution, Reason, remembered
from symptoms.engine.states import States, conflicting

_NANO = 1_000_000_000

_by_order = attrgetter("order")


@dataclass(frozen=True, slots=True)
class CauseScore:
    """A cause's score and its share among all causes and something else; logarithms in nano-nats."""

    cause: int
    log_prior: int
    sum_evidence: int
    sum_risk: int
    share: float
    _weighing: Weighing = field(repr=False, compare=False)

    @property
    def reasons(self) -> list[Reason]:
        """What each answer added, cluster by cluster."""
        return self._weighing.reasons(self.cause)

    @property
    def weightiest_first(self) -> list[Reason]:
        """The same, equal ones by key."""
        return sorted(self.reasons, key=_by_order)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each answer added, in figures alone."""
        return tuple(reason.contribution for reason in self.reasons)


@dataclass(frozen=True)
class Differential:
    """The share of every cause, by its index, of something else and of each category."""

    shares: Sequence[float]
    something_else: float
    category_shares: tuple[float, ...]
    _weighing: Weighing = field(repr=False, compare=False)

    @cached_property
    def scores(self) -> tuple[CauseScore, ...]:
        """Every cause with its figures, best first, equal shares by key."""
        return self.scores_of(range(len(self.shares)))

    def scores_of(self, causes: Iterable[int]) -> tuple[CauseScore, ...]:
        """These causes with their figures, best first, equal shares by key."""
        shares, rows = self.shares, self._weighing.release.causes
        ranked = sorted(causes, key=lambda cause: (-shares[cause], rows[cause].key))
        return tuple(self._weighing.score(cause, shares[cause]) for cause in ranked)


def differential(release: CompiledRelease, states: States, age: int) -> Differential:
    """Shares of all causes for these states at `age` years. Findings in conflict weigh nothing."""
    weighing = Weighing(release, states, release.age_band(age))
    scores = weighing.scores()
    log_something_else = release.numbers.log_something_else
    best = max(scores, default=log_something_else)
    best = max(best, log_something_else)
    exp = math.exp
    powers = [exp((score - best) / _NANO) for score in scores]
    something_else = exp((log_something_else - best) / _NANO)
    whole = math.fsum([*powers, something_else])
    shares = [power / whole for power in powers]
    by_category = (math.fsum([shares[cause] for cause in causes]) for causes in remembered(release).in_category)
    return Differential(shares, something_else / whole, tuple(by_category), weighing)


class Weighing:
    """The answers of one man, and what they add to every cause. Sums in nano-nats, by the index of the cause."""

    def __init__(self, release: CompiledRelease, states: States, band: int) -> None:
        self.release = release
        self._band = band
        self._remembered = remembered(release)
        self._present: Mask = states.present & ~conflicting(release, states)
        self._absent = states.absent
        self._unticked = states.unticked
        self._with_required = states.present
        self._blocks = self._added_up()
        self.risks = self._risks()

    def score(self, cause: int, share: float) -> CauseScore:
        """The figures of one cause, with the share that follows from them."""
        row = self.release.causes[cause]
        log_prior = row.log_priors[self._band]
        if row.requires & ~self._with_required:
            log_prior += self.release.numbers.log_requires_missing
        return CauseScore(cause, log_prior, self.evidence[cause], self.risks.get(cause, 0), share, self)

    def scores(self) -> list[int]:
        """Prior, evidence and risk facts of every cause together."""
        priors = self._remembered.log_priors[self._band]
        scores = unpacked(map(add, self._blocks, priors), len(self.release.causes))
        for cause, required in self._remembered.requires:
            if required & ~self._with_required:
                scores[cause] += self.release.numbers.log_requires_missing
        for cause, risk in self.risks.items():
            scores[cause] += risk
        return scores

    @cached_property
    def evidence(self) -> list[int]:
        """The evidence for every cause."""
        return unpacked(self._blocks, len(self.release.causes))

    def _added_up(self) -> list[int]:
        present, absent, unticked = self._present, self._absent, self._unticked
        together, sums, band = self._remembered.together, self._remembered.sums, self._band
        blocks = empty(len(self.release.causes))
        rest = present | absent | unticked
        while rest:
            group = rest & together[(rest & -rest).bit_length() - 1]
            rest ^= group
            for block, numbers in sums(band, present & group, absent & group, unticked & group):
                blocks[block] += numbers
        return blocks

    def _risks(self) -> dict[int, int]:
        """For the causes that a risk fact speaks for: the sum, up to its limit."""
        weights = self.release.weights[self._band]
        risks: dict[int, int] = {}
        for finding in bits(self._present):
            for cause, log_ratio in weights[finding].risk:
                risks[cause] = risks.get(cause, 0) + log_ratio
        most = self.release.numbers.log_risk_product_max
        return {cause: min(risk, most) for cause, risk in risks.items()}

    def reasons(self, cause: int) -> list[Reason]:
        """What each answer adds to one cause, cluster by cluster."""
        present, absent, unticked = self._present, self._absent, self._unticked
        together, reasons, band = self._remembered.together, self._remembered.reasons, self._band
        found: list[Reason] = []
        rest = self.release.causes[cause].evidence & (present | absent | unticked)
        while rest:
            group = rest & together[(rest & -rest).bit_length() - 1]
            rest ^= group
            found += reasons(cause, band, present & group, absent & group, unticked & group)
        return found
