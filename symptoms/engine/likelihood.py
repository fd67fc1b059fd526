"""How well each cause fits the answers: prior, evidence by cluster, risk facts, shares.

All logarithms are whole nano-nats and each weighted contribution is rounded once, half to even, so
the sums are the same on every machine.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from symptoms.engine.compiled import CompiledRelease, Mask, Weight, bits
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
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Differential:
    """Every cause, best first (equal shares by key), and the share of something else."""

    scores: tuple[CauseScore, ...]
    something_else: float
    category_shares: tuple[float, ...]


def differential(release: CompiledRelease, states: States, age: int) -> Differential:
    """Shares of all causes for these states at `age` years. Findings in conflict weigh nothing."""
    band = release.age_band(age)
    evidence, risks = _gather(release, states, band)
    decay = release.numbers.cluster_decay
    totals = []
    for cause in release.causes:
        weighed = _weigh(release, evidence.get(cause.index, []), decay)
        risk = [
            Contribution(finding, state, weight.log_ratio, 1.0, weight.log_ratio, RISK)
            for finding, state, weight in risks.get(cause.index, [])
        ]
        log_prior = cause.log_priors[band]
        if cause.requires & ~states.present:
            log_prior += release.numbers.log_requires_missing
        sum_evidence = sum(contribution.weighted for contribution in weighed)
        sum_risk = min(sum(item.weighted for item in risk), release.numbers.log_risk_product_max)
        totals.append((cause.index, log_prior, sum_evidence, sum_risk, (*weighed, *risk)))

    scores = [prior + evidence_sum + risk_sum for _, prior, evidence_sum, risk_sum, _ in totals]
    best = max([*scores, release.numbers.log_something_else])
    powers = [math.exp((score - best) / _NANO) for score in scores]
    something_else = math.exp((release.numbers.log_something_else - best) / _NANO)
    whole = math.fsum([*powers, something_else])
    ranked = sorted(
        (
            CauseScore(index, prior, evidence_sum, risk_sum, power / whole, contributions)
            for (index, prior, evidence_sum, risk_sum, contributions), power in zip(totals, powers, strict=True)
        ),
        key=lambda score: (-score.share, release.causes[score.cause].key),
    )
    by_category: list[list[float]] = [[] for _ in release.categories]
    for score in ranked:
        by_category[release.causes[score.cause].category].append(score.share)
    return Differential(tuple(ranked), something_else / whole, tuple(math.fsum(shares) for shares in by_category))


_Gathered = dict[int, list[tuple[int, State, Weight]]]


def _gather(release: CompiledRelease, states: States, band: int) -> tuple[_Gathered, _Gathered]:
    """Per cause, the evidence and the risk facts that the answers bring, with finding and state."""
    weights = release.weights[band]
    evidence: _Gathered = defaultdict(list)
    risks: _Gathered = defaultdict(list)
    silent: Mask = conflicting(release, states)
    for finding in bits(states.present & ~silent):
        for weight in weights[finding].present:
            evidence[weight.cause].append((finding, State.PRESENT, weight))
        for weight in weights[finding].risk:
            risks[weight.cause].append((finding, State.PRESENT, weight))
    for finding in bits(states.absent):
        for weight in weights[finding].absent:
            evidence[weight.cause].append((finding, State.ABSENT, weight))
    for finding in bits(states.unticked):
        for weight in weights[finding].unticked:
            evidence[weight.cause].append((finding, State.UNTICKED, weight))
    return evidence, risks


def _weigh(release: CompiledRelease, rows: list[tuple[int, State, Weight]], decay: float) -> list[Contribution]:
    """Inside each cluster and direction: the strongest counts in full, the next one `decay` of it, and so on."""
    groups: dict[tuple[str, bool] | int, list[tuple[int, State, Weight]]] = defaultdict(list)
    for row in rows:
        finding, _, weight = row
        # A finding without a cluster stands alone.
        groups[finding if weight.cluster is None else (weight.cluster, weight.log_ratio > 0)].append(row)
    contributions = []
    for group in groups.values():
        group.sort(key=lambda row: (-abs(row[2].log_ratio), release.findings[row[0]].key))
        place = 1.0
        for finding, state, weight in group:
            weighted = round(weight.log_ratio * place)
            contributions.append(Contribution(finding, state, weight.log_ratio, place, weighted, weight.cluster))
            place *= decay
    return contributions
