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
from operator import add

from symptoms.engine.clusters import Contribution, Reasons
from symptoms.engine.compiled import CompiledRelease, Mask, bits
from symptoms.engine.lanes import empty, unpacked
from symptoms.engine.outcome import ContributionShown
from symptoms.engine.remembered import remembered
from symptoms.engine.states import States, conflicting

_NANO = 1_000_000_000


# Nothing changes it, but too many are made for what `frozen` costs.
@dataclass(slots=True)
class CauseScore:
    """A cause's score and its share among all causes and something else; logarithms in nano-nats."""

    cause: int
    log_prior: int
    sum_evidence: int
    sum_risk: int
    share: float
    _weighing: Weighing = field(repr=False, compare=False)

    @property
    def reasons(self) -> Reasons:
        """What each answer added."""
        return self._weighing.reasons(self.cause)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """The same in figures alone."""
        return tuple(reason.contribution for reason in self.reasons.each)


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
    scores = weighing.scores
    log_something_else = release.numbers.log_something_else
    best = max(scores, default=log_something_else)
    best = max(best, log_something_else)
    exp, nano = math.exp, float(_NANO)
    powers = [exp((score - best) / nano) for score in scores]
    something_else = exp((log_something_else - best) / _NANO)
    whole = math.fsum([*powers, something_else])
    shares = [power / whole for power in powers]
    by_category = [math.fsum(map(shares.__getitem__, causes)) for causes in remembered(release).in_category]
    return Differential(shares, something_else / whole, tuple(by_category), weighing)


def if_present(release: CompiledRelease, cause: str, age: int) -> tuple[ContributionShown, ...]:
    """What each finding that speaks of a cause, given by its key, would add to it at `age` years if nothing else were
    told of its cluster; one that would add nothing is left out. In file order.
    """
    row = next(row for row in release.causes if row.key == cause)
    band, of_one = release.age_band(age), remembered(release).clusters.of_one
    found = [of_one(band, finding).get(row.index) for finding in bits(row.evidence)]
    return tuple(reason.shown for reason in found if reason)


class Weighing:
    """The answers of one man, and what they add to every cause. Sums in nano-nats, by the index of the cause."""

    def __init__(self, release: CompiledRelease, states: States, band: int) -> None:
        self.release = release
        self._band = band
        self._remembered = remembered(release)
        self._present: Mask = states.present & ~conflicting(release, states)
        self._told = self._remembered.clusters.told(self._present, states.absent, states.unticked)
        self._with_required = states.present
        self._blocks = self._added_up()
        self.risks = self._risks()

    def score(self, cause: int, share: float) -> CauseScore:
        """The figures of one cause, with the share that follows from them."""
        row = self.release.causes[cause]
        log_prior = row.log_priors[self._band]
        if row.requires & ~self._with_required:
            log_prior += self.release.numbers.log_requires_missing
        risk = self.risks.get(cause, 0)
        return CauseScore(cause, log_prior, self.scores[cause] - log_prior - risk, risk, share, self)

    @cached_property
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

    def _added_up(self) -> list[int]:
        clusters, told, band = self._remembered.clusters, self._told, self._band
        sums = clusters.sums
        blocks = empty(len(self.release.causes))
        for batch in clusters.batches:
            if of_batch := told & batch:
                for block, numbers in sums(band, of_batch):
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

    def reasons(self, cause: int) -> Reasons:
        """What each answer adds to one cause."""
        clusters = self._remembered.clusters
        return clusters.reasons(cause, self._band, self._told & clusters.about[cause])
