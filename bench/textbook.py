"""The next page by the textbook: the entropy now, less the entropy to expect after the answer.

For one finding and each answer, yes and no: the posterior of every cause by Bayes' rule, and its entropy, weighed
by the chance of that answer. Causes count in the entropy with the weights of symptoms/engine/gain.py, and a page's
findings are added up as there; that module gets the same figures with less work.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from symptoms.engine.compiled import CompiledRelease, Telling
from symptoms.engine.likelihood import Differential

_DECIMALS = 6


class Textbook:
    """`says_yes` holds for a finding the share of men who would say yes, for every cause and for something else."""

    def __init__(self, release: CompiledRelease, band: int) -> None:
        self.release = release
        self.pages = [
            [(telling.cluster, self._says_yes(telling)) for telling in page] for page in release.tellings[band]
        ]

    def _says_yes(self, telling: Telling) -> list[float]:
        shares = [telling.usual] * (len(self.release.causes) + 1)
        for cause, more in zip(telling.causes, telling.more, strict=True):
            shares[cause] += more
        return shares

    def best_page(self, ranking: Differential, pages: Iterable[int]) -> int:
        """The page with the greatest fall of the entropy; of equals the first."""
        shares = [*ranking.shares, ranking.something_else]
        weights = self._weights(ranking)
        now = _entropy(shares, weights)
        gains = {page: self._gain_of_page(page, shares, weights, now) for page in pages}
        return max(gains, key=lambda page: (gains[page], -page))

    def _weights(self, ranking: Differential) -> list[float]:
        numbers = self.release.numbers
        sums = ranking.category_shares
        leading = max(range(len(sums)), key=lambda index: (sums[index], -index))
        weights = []
        for cause in self.release.causes:
            weight = numbers.category_gain_weight if cause.category == leading else 1.0
            weights.append(weight * (numbers.serious_gain_weight if self._serious(cause.index) else 1.0))
        return [*weights, 1.0]

    def _serious(self, cause: int) -> bool:
        return self.release.causes[cause].level.rank >= self.release.numbers.serious_level.rank

    def _gain_of_page(self, page: int, shares: Sequence[float], weights: Sequence[float], now: float) -> float:
        gains = []
        for cluster, says_yes in self.pages[page]:
            after = 0.0
            for says in (says_yes, [1 - yes for yes in says_yes]):
                joint = [share * likely for share, likely in zip(shares, says, strict=True)]
                chance = sum(joint)
                if chance > 0:
                    after += chance * _entropy([part / chance for part in joint], weights)
            gains.append((cluster, now - after))
        return self._added_up(gains)

    def _added_up(self, gains: list[tuple[str | None, float]]) -> float:
        place: dict[str, float] = {}
        total = 0.0
        for cluster, gain in sorted(gains, key=lambda row: -row[1]):
            weight = place.get(cluster, 1.0) if cluster else 1.0
            if cluster:
                place[cluster] = weight * self.release.numbers.cluster_decay
            total += gain * weight
        return round(total, _DECIMALS)


def _entropy(shares: Sequence[float], weights: Sequence[float]) -> float:
    """In bits, each cause with its weight."""
    log2 = math.log2
    return -sum(weight * share * log2(share) for share, weight in zip(shares, weights, strict=True) if share > 0)
