"""What answers add to the causes, worked out once for each way to answer.

Men answer most clusters in few ways: one finding present and the others denied, or all denied; and the few findings
that speak of one cause in few ways too. So most of what an assessment adds up has been worked out before, for another
man. Nothing here depends on what is remembered but the time it takes.

What a man told is one whole number: a bit for each finding that is present, above them one for each that is absent,
and above those one for each that was left unticked. A few clusters together, a batch, are cut out of it by one mask,
and what is left says all that matters for them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from symptoms.engine.compiled import CompiledRelease, Mask, bits
from symptoms.engine.lanes import Packed, joined, packed
from symptoms.engine.outcome import ContributionShown
from symptoms.engine.states import State

_NANO = 1_000_000_000

#: What a man told: see above.
Told = int

#: Cluster name of risk facts, which are multiplied undamped.
RISK = "risk"

#: How much is remembered for a release, and in each of two stores: sums, which take up to eight bytes a cause, and
#: reasons of a cause, each set of about a kilobyte; and reasons of single answers, of half a kilobyte.
_SUMS_OF_CAUSES, _SUMS_LEAST, _REASONS, _SINGLE, _SINGLE_LEAST = 500_000, 256, 8192, 65_536, 256

#: A batch has clusters with about so many findings: of more there is less to look up, and of less there are fewer ways
#: to answer them.
_FINDINGS_OF_BATCH = 28

#: The states of findings that add something, in the order in which they are told.
_STATES = (State.PRESENT, State.ABSENT, State.UNTICKED)


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


class Reason(NamedTuple):
    """A contribution: how it is shown, and its figures. By `order` the weightiest comes first, equal ones by key.

    `log_ratio` and `weighted` in nano-nats. A risk fact (`is_risk`) is multiplied undamped.
    """

    order: float
    shown: ContributionShown
    finding: int
    log_ratio: int
    weighted: int
    is_risk: bool

    @property
    def contribution(self) -> Contribution:
        """The figures alone."""
        shown = self.shown
        return Contribution(self.finding, shown.state, self.log_ratio, shown.weight, self.weighted, shown.cluster)


_by_order = itemgetter(Reason._fields.index("order"))


class Reasons(NamedTuple):
    """What the answers add to one cause, the weightiest first, equal ones by key; and the same as it is shown."""

    each: tuple[Reason, ...]
    shown: tuple[ContributionShown, ...]


class Clusters:
    """What is remembered of the clusters of one release.

    `batches` cut what a man told into what `sums` is asked for, and `about[cause]` cuts out what `reasons` is. `of_one`
    has what a single answer adds to each cause when nothing else is told of its cluster.
    """

    def __init__(self, release: CompiledRelease) -> None:
        self._findings = release.findings
        self._causes = release.causes
        self._weights = release.weights
        self._numbers = release.numbers
        self._by_key = [0] * len(release.findings)
        for place, row in enumerate(sorted(release.findings, key=lambda finding: finding.key)):
            self._by_key[row.index] = place
        clusters = _clusters(release)
        # One for each bit of what can be told.
        self._together: list[Told] = [0] * (len(_STATES) * len(release.findings))
        for cluster in clusters:
            together = self.told(cluster, cluster, cluster)
            for place in bits(together):
                self._together[place] = together
        self.batches = self._batches(clusters)
        self.about = [self.told(cause.evidence, cause.denied, cause.denied) for cause in release.causes]
        most = max(_SUMS_LEAST, _SUMS_OF_CAUSES // max(len(release.causes), 1))
        self.sums = lru_cache(maxsize=most)(self._sums)
        self._sums_of_cluster = lru_cache(maxsize=most)(self._added)
        self.reasons = lru_cache(maxsize=_REASONS)(self._reasons)
        self._of_several = lru_cache(maxsize=_REASONS)(self._reasons_of_cluster)
        links = sum(cause.evidence.bit_count() for cause in release.causes)
        most = max(_SINGLE_LEAST, _SINGLE * len(release.findings) // max(links, 1))
        self.of_one = lru_cache(maxsize=most)(self._reasons_of_one)

    def told(self, present: Mask, absent: Mask, unticked: Mask) -> Told:
        """What he told about all findings, as one number."""
        findings = len(self._findings)
        return present | absent << findings | unticked << 2 * findings

    def _batches(self, clusters: Iterable[Mask]) -> tuple[Told, ...]:
        """The clusters in order, joined until they have about so many findings as they should."""
        batches = []
        batch = 0
        for cluster in clusters:
            batch |= cluster
            if batch.bit_count() >= _FINDINGS_OF_BATCH:
                batches.append(batch)
                batch = 0
        weighed = self._weighed()
        return tuple(weighed & self.told(batch, batch, batch) for batch in (*batches, batch) if batch)

    def _weighed(self) -> Told:
        """All that can be told and adds something to a sum."""
        present = absent = unticked = 0
        for of_band in self._weights:
            for finding, weights in enumerate(of_band):
                present |= bool(weights.present) << finding
                absent |= bool(weights.absent) << finding
                unticked |= bool(weights.unticked) << finding
        return self.told(present, absent, unticked)

    def _each(self, told: Told) -> Iterator[Told]:
        """What was told about each cluster."""
        while told:
            of_one = told & self._together[(told & -told).bit_length() - 1]
            yield of_one
            told ^= of_one

    def _apart(self, told: Told) -> tuple[Mask, Mask, Mask]:
        """The findings in each state."""
        findings = len(self._findings)
        all_of_them = (1 << findings) - 1
        return told & all_of_them, told >> findings & all_of_them, told >> 2 * findings

    # Sums

    def _sums(self, band: int, told: Told) -> Packed:
        """What the answers about the clusters of one batch add to each cause, risk facts left out."""
        return joined(self._sums_of_cluster(band, of_one) for of_one in self._each(told))

    def _added(self, band: int, told: Told) -> Packed:
        """What the answers about one cluster add to each cause, risk facts left out."""
        weights = self._weights[band]
        present, absent, unticked = self._apart(told)
        columns = [weights[finding].present for finding in bits(present)]
        columns += [weights[finding].absent for finding in bits(absent)]
        columns += [weights[finding].unticked for finding in bits(unticked)]
        if len(columns) == 1:
            return packed(columns[0])
        sums: dict[int, int] = {}
        several: dict[int, list[int]] = {}
        for column in columns:
            for cause, log_ratio in column:
                if cause not in sums:
                    sums[cause] = log_ratio
                elif cause in several:
                    several[cause].append(log_ratio)
                else:
                    several[cause] = [sums[cause], log_ratio]
        for cause, found in several.items():
            found.sort(key=abs, reverse=True)
            sums[cause] = sum([weighted for _, weighted in _damped(found, self._numbers.cluster_decay)])
        return packed(sums.items())

    # Reasons

    def _reasons(self, cause: int, band: int, told: Told) -> Reasons:
        """What each answer about the findings of one cause adds to it."""
        found: list[Reason] = []
        for of_one in self._each(told):
            if of_one & (of_one - 1):
                found += self._of_several(cause, band, of_one)
            elif reason := self.of_one(band, of_one.bit_length() - 1).get(cause):
                found.append(reason)
        found.sort(key=_by_order)
        return Reasons(tuple(found), tuple([one.shown for one in found]))

    def _reasons_of_cluster(self, cause: int, band: int, told: Told) -> list[Reason]:
        """What several answers about one cluster add to one cause."""
        found = [reason for place in bits(told) if (reason := self.of_one(band, place).get(cause))]
        if len(found) < 2:
            return found
        found.sort(key=_by_order)
        evidence = [one for one in found if not one.is_risk]
        places = _damped([one.log_ratio for one in evidence], self._numbers.cluster_decay)
        damped = [
            one if place == 1 else self._reason(cause, one.finding, one.shown.state, one.log_ratio, place)
            for one, (place, _) in zip(evidence, places, strict=True)
        ]
        return damped + [one for one in found if one.is_risk]

    def _reasons_of_one(self, band: int, place: int) -> dict[int, Reason]:
        """What a single answer adds to each cause it speaks of when nothing else is told of its cluster.

        `place` is that of its bit in what was told.
        """
        number, index = divmod(place, len(self._findings))
        weights, state = self._weights[band][index], _STATES[number]
        rows = (weights.present, weights.absent, weights.unticked)[number]
        found = {cause: self._reason(cause, index, state, log_ratio, 1.0) for cause, log_ratio in rows}
        if state is State.PRESENT:
            for cause, log_ratio in weights.risk:
                found[cause] = self._reason(cause, index, state, log_ratio, 1.0, is_risk=True)
        return found

    def _reason(
        self, cause: int, index: int, state: State, log_ratio: int, place: float, *, is_risk: bool = False
    ) -> Reason:
        """What one finding adds to one cause at this place of its cluster."""
        finding = self._findings[index]
        weighted = round(log_ratio * place)
        shown = ContributionShown(
            finding=finding.key,
            label=finding.label,
            state=state,
            likelihood_ratio=round(math.exp(log_ratio / _NANO), 9),
            weight=place,
            cluster=RISK if is_risk else finding.cluster,
            strength=self._strength(log_ratio, weighted),
            sources=self._causes[cause].row_sources[index],
        )
        # One number holds both, exactly: a weight is below 1e11 nano-nats, and a float has room for 9e15.
        order = float(self._by_key[index] - abs(weighted) * len(self._by_key))
        return Reason(order, shown, index, log_ratio, weighted, is_risk)

    def _strength(self, log_ratio: int, weighted: int) -> str:
        size = abs(weighted) / _NANO
        numbers = self._numbers
        if size >= numbers.strength_strong:
            return "strong_for" if log_ratio > 0 else "strong_against"
        if size >= numbers.strength_moderate:
            return "moderate_for" if log_ratio > 0 else "moderate_against"
        return "slight_for" if log_ratio > 0 else "slight_against"


def _clusters(release: CompiledRelease) -> tuple[Mask, ...]:
    """The findings of each cluster, in the order of their first ones; alone without a cluster."""
    clusters: dict[str | int, Mask] = {}
    for finding in release.findings:
        name = finding.index if finding.cluster is None else finding.cluster
        clusters[name] = clusters.get(name, 0) | 1 << finding.index
    return tuple(clusters.values())


def _damped(log_ratios: Sequence[int], decay: float) -> Iterator[tuple[float, int]]:
    """Place and weighted log ratio of each finding of one cluster for one cause; the strongest must come first.

    In each direction, for and against, the first counts in full, the next one `decay` of it, and so on.
    """
    places = [1.0, 1.0]
    for log_ratio in log_ratios:
        direction = log_ratio > 0
        place = places[direction]
        yield place, round(log_ratio * place)
        places[direction] = place * decay
