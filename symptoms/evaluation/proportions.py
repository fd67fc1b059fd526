"""Shares with their uncertainty, and middle and upper values of counts."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

#: Decimals of every share that is reported.
DECIMALS = 6

#: The standard normal quantile that leaves 2.5 % on either side.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Proportion:
    """`count` of `of`, as a share from 0 to 1 with its 95 % interval from `low` to `high`; None when `of` is 0."""

    count: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def proportion(count: int, of: int) -> Proportion:
    """A share with its 95 % score interval (Wilson 1927), which holds for small numbers and for 0 and 1 too."""
    if not of:
        return Proportion(count, of, None, None, None)
    share = count / of
    spread = _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    # Of none, or of all, the interval ends at the share itself; rounding must not move it past.
    low = 0.0 if not count else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Proportion(count, of, rounded(share), rounded(low), rounded(high))


def rounded(value: float) -> float:
    """A figure as it is reported."""
    return round(value, DECIMALS)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, the 90th percentile and the greatest of `of` counts; None when there are none."""

    of: int
    median: float | None
    ninetieth: int | None
    most: int | None


def spread(counts: Sequence[int]) -> Spread:
    """The median, and by nearest rank the 90th percentile: the least count that nine of ten do not exceed."""
    if not counts:
        return Spread(0, None, None, None)
    ordered = sorted(counts)
    return Spread(len(ordered), float(statistics.median(ordered)), ordered[-(-len(ordered) * 9 // 10) - 1], ordered[-1])
