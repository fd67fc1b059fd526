"""The sums over all causes that the gain of a finding needs; `symptoms/engine/gain.py` has the formula.

They run over the causes that have evidence about the finding. Where the answers speak of few causes, most of these
still stand to each other as they did before any answer: cause c had the share p0(c) then, and has z p0(c) now, with
one z for all of them and for "something else". For any numbers x(c)

    sum of p(c) x(c) = z (sum of p0(c) x(c))  +  sum of (p(c) - z p0(c)) x(c)

where the first sum is known beforehand and the second runs over the few causes alone. Both ways are exact; the one
with fewer numbers to add up is taken.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from symptoms.engine.compiled import CompiledRelease, Telling
from symptoms.engine.likelihood import Differential, differential
from symptoms.engine.remembered import remembered
from symptoms.engine.states import States

#: Shares nearer to each other than this are the same: the rest is what rounding leaves, a cause at a time.
_SAME = 1e-15

#: For one finding the sums of p(c) (q(c) - b), of w(c) p(c) (q(c) - b) and of w(c) p(c) (n(q(c)) - n(b)).
Sums = tuple[float, float, float]


def page_sums(
    release: CompiledRelease, ranking: Differential, band: int, pages: Sequence[int]
) -> tuple[float, Iterator[Iterable[Sums]]]:
    """W, the sum of w(c) p(c) with something else, and for each page the sums of each of its findings."""
    now = _weighed(release, ranking)
    return now.whole, _from_the_start(release, now, band, pages) or _over_links(release, now, band, pages)


class _Weighed(NamedTuple):
    """Share and weighted share of every cause by its index; the sum of the latter with something else."""

    shares: Sequence[float]
    weighted: Sequence[float]
    something_else: float
    whole: float
    leading: int | None


def _weighed(release: CompiledRelease, ranking: Differential) -> _Weighed:
    by_share = {index: (share, -index) for index, share in enumerate(ranking.category_shares)}
    leading = max(by_share, key=lambda index: by_share[index], default=None)
    weighted = _weighted(release, ranking.shares, leading)
    whole = math.fsum(weighted) + ranking.something_else
    return _Weighed(ranking.shares, weighted, ranking.something_else, whole, leading)


def _weighted(release: CompiledRelease, shares: Sequence[float], leading: int | None) -> list[float]:
    numbers, serious = release.numbers, remembered(release).serious_weights
    weighted = [share * weight for share, weight in zip(shares, serious, strict=True)]
    for cause in remembered(release).in_category[leading] if leading is not None else ():
        weighted[cause] = shares[cause] * (numbers.category_gain_weight * serious[cause])
    return weighted


# Over all causes with evidence


def _over_links(release: CompiledRelease, now: _Weighed, band: int, pages: Sequence[int]) -> Iterator[Iterable[Sums]]:
    tellings, shares, weighted = release.tellings[band], now.shares, now.weighted
    for page in pages:
        yield [_sums(telling, shares, weighted) for telling in tellings[page]]


def _sums(telling: Telling, shares: Sequence[float], weighted: Sequence[float]) -> Sums:
    yes = yes_weighted = own = 0.0
    for cause, more, own_more in zip(telling.causes, telling.more, telling.own_more, strict=True):
        weight = weighted[cause]
        yes += shares[cause] * more
        yes_weighted += weight * more
        own += weight * own_more
    return yes, yes_weighted, own


# From the sums before any answer


@dataclass(frozen=True, slots=True)
class _Links:
    """The evidence of one age band by cause. Findings have their place in the order of pages.

    `by_cause` holds for each cause the places, and `more` and `own_more` of the tellings there; `firsts` the place
    at which each page begins, and where the last one ends; `on_page` how many links each page has.
    """

    by_cause: tuple[tuple[Sequence[int], Sequence[float], Sequence[float]], ...]
    firsts: Sequence[int]
    on_page: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Start:
    """Shares before any answer, weighted for one leading category, and the sums of all findings from them."""

    shares: Sequence[float]
    weighted: Sequence[float]
    something_else: float
    sums: tuple[Sequence[float], Sequence[float], Sequence[float]]


def _from_the_start(
    release: CompiledRelease, now: _Weighed, band: int, pages: Sequence[int]
) -> Iterator[Iterable[Sums]] | None:
    """None where the sums over the links are the shorter way."""
    parts = remembered(release)
    links = parts.once(("links", band), lambda: _links(release, band))
    shares = parts.once(("shares at the start", band), lambda: differential(release, States(), _age(release, band)))
    scale = now.something_else / shares.something_else
    moved = [
        cause
        for cause, (share, before) in enumerate(zip(now.shares, shares.shares, strict=True))
        if not -_SAME <= share - scale * before <= _SAME
    ]
    if sum(len(links.by_cause[cause][0]) for cause in moved) >= sum(links.on_page[page] for page in pages):
        return None
    start = parts.once(("sums at the start", band, now.leading), lambda: _start(release, shares, band, now.leading))
    yes, yes_weighted, own = ([scale * number for number in sums] for sums in start.sums)
    for cause in moved:
        share = now.shares[cause] - scale * start.shares[cause]
        weight = now.weighted[cause] - scale * start.weighted[cause]
        for place, more, own_more in zip(*links.by_cause[cause], strict=True):
            yes[place] += share * more
            yes_weighted[place] += weight * more
            own[place] += weight * own_more
    return (
        zip(*(sums[links.firsts[page] : links.firsts[page + 1]] for sums in (yes, yes_weighted, own)), strict=True)
        for page in pages
    )


def _age(release: CompiledRelease, band: int) -> int:
    return release.age_bands[band][0]


def _links(release: CompiledRelease, band: int) -> _Links:
    by_cause = tuple((array("L"), array("d"), array("d")) for _ in release.causes)
    tellings = [telling for page in release.tellings[band] for telling in page]
    for place, telling in enumerate(tellings):
        for cause, more, own_more in zip(telling.causes, telling.more, telling.own_more, strict=True):
            places, mores, own_mores = by_cause[cause]
            places.append(place)
            mores.append(more)
            own_mores.append(own_more)
    return _Links(
        by_cause,
        array("L", accumulate(map(len, release.tellings[band]), initial=0)),
        array("L", [sum(len(telling.causes) for telling in page) for page in release.tellings[band]]),
    )


def _start(release: CompiledRelease, before: Differential, band: int, leading: int | None) -> _Start:
    weighted = _weighted(release, before.shares, leading)
    sums = [_sums(telling, before.shares, weighted) for page in release.tellings[band] for telling in page]
    yes, yes_weighted, own = (array("d", [row[part] for row in sums]) for part in range(3))
    return _Start(before.shares, weighted, before.something_else, (yes, yes_weighted, own))
