"""About how many pages an interview still has.

How long it will be depends on answers that nobody knows yet, so no number is right: from the first page on
interviews differ by two pages either way. These two estimates were chosen by comparing several on interviews of
the vignettes, of drawn men and of random answers. They are about two pages off at the start and one at the end,
and never rose by more than two from one page to the next. While rules are open, gains are of little use: most
fall with the answers that come before, and an estimate from them jumps. Once no rule is open they tell most.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

#: The share of the other pages that a man is spared who is sure of all his answers: measured on the vignettes.
_SPARED = 0.48

#: A page counts as a whole from this many times the least gain on, and in part below: gains fall as answers come.
_WHOLE_FROM = 2.5


def likely_of_those_that_may_come(must: int, may: int, room: int, sure: float) -> int:
    """Pages left while rules are open: the `must` pages that come even if nothing more is ticked, and of the
    others about half to a man who is sure of all his answers, up to all to one who is sure of none. `sure` is the
    share of the pages so far of which he was sure.

    `may` counts all pages that can still be asked, `room` those up to the limit, which holds for the others alone.
    """
    others = max(0, min(may, room) - must)
    return max(1, must + math.floor(max(0, others - 1) * (1 - _SPARED * sure)))


def worth_asking_still(gains: Iterable[float], least: float, room: int) -> int:
    """Pages left once no rule is open: the one that is asked now, and of the others the more the more they tell.

    `gains` are those of the others in bits, `least` is the gain from which on a page is asked, `room` counts the
    pages up to the limit.
    """
    expected = math.fsum(_chance(gain, least) for gain in gains)
    return max(1, min(1 + round(expected), room))


def _chance(gain: float, least: float) -> float:
    """How likely a page that tells so much now will be asked, from 0 to 1."""
    whole = _WHOLE_FROM * least
    if gain >= whole:
        return 1.0
    return max(0.0, (gain - least) / (whole - least))
