"""How well each cause fits the answers: prior, evidence by cluster, risk facts, shares.

All logarithms are whole nano-nats and each weighted contribution is rounded once, half to even, so
the sums are the same on every machine. Every cause gets its share; the reasons behind a share are put
together for the causes that somebody looks at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from symptoms.engine.compiled import CompiledRelease, Mask, Weight, bits, damped
from symptoms.engine.states import State, States, conflicting

_NANO = 1_000_000_000

#: Cluster name of risk facts, which are multiplied undamped.
RISK = "risk"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one finding adds to one cause. `log_ratio` and `weighted` in nano-nats.

    `place` is the weight of its place in the cluster: 1, then the decay, its square and so on.
    """

    finding: int
    state: State
    log_ratio: int
    place: float
    weighted: int
    cluster: str | None


@dataclass(frozen=True, slots=True)
class CauseScore:
    """A cause's score and its share among all causes and something else; logarithms in nano-nats."""

    cause: int
    log_prior: int
    sum_evidence: int
    sum_risk: int
    share: float
    _reasons: Callable[[int], tuple[Contribution, ...]] = field(repr=False, compare=False)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each answer added: by cluster, the strongest first, and the risk facts at the end."""
        return self._reasons(self.cause)


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
    best = max([*scores, release.numbers.log_something_else])
    powers = [math.exp((score - best) / _NANO) for score in scores]
    something_else = math.exp((release.numbers.log_something_else - best) / _NANO)
    whole = math.fsum([*powers, something_else])
    shares = [power / whole for power in powers]
    by_category: list[list[float]] = [[] for _ in release.categories]
    for cause, share in zip(release.causes, shares, strict=True):
        by_category[cause.category].append(share)
    return Differential(shares, something_else / whole, tuple(map(math.fsum, by_category)), weighing)


class Weighing:
    """The answers of one man, and what they add to every cause. Sums in nano-nats, by the index of the cause."""

    def __init__(self, release: CompiledRelease, states: States, band: int) -> None:
        self.release = release
        self._band = band
        self._weights = release.weights[band]
        self._present: Mask = states.present & ~conflicting(release, states)
        self._absent = states.absent
        self._unticked = states.unticked
        missing = release.numbers.log_requires_missing
        self.log_priors = [
            cause.log_priors[band] + (missing if cause.requires & ~states.present else 0) for cause in release.causes
        ]
        self.evidence = self._evidence()
        self.risks = self._risks()

    def score(self, cause: int, share: float) -> CauseScore:
        """The figures of one cause, with the share that follows from them."""
        risk = self.risks.get(cause, 0)
        return CauseScore(cause, self.log_priors[cause], self.evidence[cause], risk, share, self.contributions)

    def scores(self) -> list[int]:
        """Prior, evidence and risk facts of every cause together."""
        scores = [prior + evidence for prior, evidence in zip(self.log_priors, self.evidence, strict=True)]
        for cause, risk in self.risks.items():
            scores[cause] += risk
        return scores

    def _evidence(self) -> list[int]:
        evidence = [0] * len(self.release.causes)
        present, absent, unticked = self._present, self._absent, self._unticked
        together, sums, band = self.release.together, self.release.cluster_sums.of, self._band
        rest = present | absent | unticked
        while rest:
            group = rest & together[(rest & -rest).bit_length() - 1]
            rest ^= group
            for cause, log_ratio in sums(band, present & group, absent & group, unticked & group):
                evidence[cause] += log_ratio
        return evidence

    def _risks(self) -> dict[int, int]:
        """For the causes that a risk fact speaks for: the sum, up to its limit."""
        weights = self._weights
        risks: dict[int, int] = {}
        for finding in bits(self._present):
            for cause, log_ratio in weights[finding].risk:
                risks[cause] = risks.get(cause, 0) + log_ratio
        most = self.release.numbers.log_risk_product_max
        return {cause: min(risk, most) for cause, risk in risks.items()}

    def contributions(self, cause: int) -> tuple[Contribution, ...]:
        """What each answer added to one cause: by cluster, the strongest first, and the risk facts at the end."""
        findings = self.release.findings
        clusters: dict[str | int, list[tuple[int, int]]] = {}
        risks = []
        for finding in bits(self.release.causes[cause].evidence & (self._present | self._absent | self._unticked)):
            rows = self._rows(finding)
            if log_ratio := _about(cause, rows):
                cluster = findings[finding].cluster
                clusters.setdefault(finding if cluster is None else cluster, []).append((log_ratio, finding))
            elif self._present >> finding & 1 and (log_ratio := _about(cause, self._weights[finding].risk)):
                risks.append(Contribution(finding, State.PRESENT, log_ratio, 1.0, log_ratio, RISK))
        weighed = []
        for found in clusters.values():
            found.sort(key=lambda row: (-abs(row[0]), findings[row[1]].key))
            places = damped([log_ratio for log_ratio, _ in found], self.release.numbers.cluster_decay)
            for (log_ratio, finding), (place, weighted) in zip(found, places, strict=True):
                cluster = findings[finding].cluster
                weighed.append(Contribution(finding, self._state(finding), log_ratio, place, weighted, cluster))
        return (*weighed, *risks)

    def _state(self, finding: int) -> State:
        if self._present >> finding & 1:
            return State.PRESENT
        return State.ABSENT if self._absent >> finding & 1 else State.UNTICKED

    def _rows(self, finding: int) -> tuple[Weight, ...]:
        weights = self._weights[finding]
        if self._present >> finding & 1:
            return weights.present
        return weights.absent if self._absent >> finding & 1 else weights.unticked


def _about(cause: int, rows: Iterable[Weight]) -> int:
    """What the rows hold for one cause; 0 where they say nothing of it."""
    for other, log_ratio in rows:
        if other == cause:
            return log_ratio
    return 0
