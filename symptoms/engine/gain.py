"""How much a page would tell about the causes, in bits.

For one finding, with p(c) the share of cause c (and of "something else"), q(c) the share of men with c
who would say yes, and m = sum of p(c) q(c) the share of all who would:

    gain = sum over c of  w(c) p(c) [ q(c) log2(q(c)/m) + (1 - q(c)) log2((1 - q(c))/(1 - m)) ]

With all w(c) = 1 this is the expected fall of the entropy of the causes, that is, the information that
yes or no gives about them. w(c) weighs it: `category_gain_weight` for causes of the category that ranks
first now, `serious_gain_weight` for causes of the urgency `serious_apart.urgency_at_least` or above, both
multiplied for a cause that is both, 1 for all others.

q(c) follows from the release: the background for his age times the ratio of a yes. Causes that have no
evidence about the finding share the background b, so the sums run over the evidence alone:

    gain = N  -  y log2 m  -  (W - y) log2(1 - m),   W = sum of w(c) p(c)
    m = b + sum of p(c) (q(c) - b),   y = W b + sum of w(c) p(c) (q(c) - b)
    N = W n(b) + sum of w(c) p(c) (n(q(c)) - n(b)),   n(q) = q log2 q + (1 - q) log2(1 - q)

where the differences are worked out when the release is compiled. A page is chosen as a whole: its findings are taken
as independent given the cause, and its gain is the sum of theirs, those of one cluster weighed 1, then the
decay and so on, strongest first, as their evidence will be. Given the causes' shares only single-choice
pages hold answers that exclude each other, and those are always asked. "I'm not sure" tells nothing; its
chance is taken to be the same on every page, so that it changes no choice.

A gain is not all that an answer will do to the ranking:

The shares p(c) are those of the present answers. A cause that lacks a finding of its `requires` stands there
with the factor `requires_missing`, and the gain keeps it so: a yes to the finding that it lacks counts by its
evidence row alone, not by the lifting of that factor.

Every evidence row gives a q(c), also that of a risk fact, which has a `likelihood_ratio` in place of a
frequency, and the gain counts its no in full, by 1 - q(c). In the ranking a no weighs less, by
`report_sensitivity`, and the no of a risk fact or of a row that is `excluded` weighs nothing. Risk facts of
one cluster are damped here, while the ranking multiplies them undamped, up to `risk_product_max`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import itemgetter

from symptoms.engine.compiled import CompiledRelease, Pages, Telling, bits
from symptoms.engine.likelihood import Differential
from symptoms.engine.states import States
from symptoms.engine.telling_sums import Sums, page_sums

#: Gains are rounded to this many decimals, so that they are equal on every machine; ties go by page order.
_DECIMALS = 6

_by_gain = itemgetter(1)


def page_gains(release: CompiledRelease, ranking: Differential, band: int, pages: Iterable[int]) -> dict[int, float]:
    """The gain of each page in bits, for these shares at this age band."""
    decay = release.numbers.cluster_decay
    tellings = release.tellings[band]
    pages = tuple(pages)
    whole, sums = page_sums(release, ranking, band, pages)
    return {
        page: _page_gain(
            [
                (telling.cluster, _gain(telling, of_finding, whole))
                for telling, of_finding in zip(tellings[page], of_page, strict=True)
            ],
            decay,
        )
        for page, of_page in zip(pages, sums, strict=True)
    }


def gain_needed(release: CompiledRelease, passed: Pages, states: States) -> float:
    """The gain from which a page is worth asking now, in bits: `min_gain_bits` times the share of the `passed`
    pages of which he is sure. A page of which he is not sure could have told something and did not, so less is
    asked of the pages that follow: doubt does not end the interview early.
    """
    return release.numbers.min_gain_bits * share_sure(release, passed, states)


def share_sure(release: CompiledRelease, passed: Pages, states: States) -> float:
    """Of how many of the `passed` pages he is sure as a whole, from 0 to 1; 1 before the first page."""
    sure = sum(not release.questions[page].mask & states.unsure for page in bits(passed))
    return sure / passed.bit_count() if passed else 1.0


def _gain(telling: Telling, sums: Sums, whole: float) -> float:
    more, weighted_more, own_more = sums
    usual = telling.usual
    yes = usual + more
    if not 0.0 < yes < 1.0:
        return 0.0
    yes_weighted = whole * usual + weighted_more
    own = whole * telling.usual_own + own_more
    return own - yes_weighted * math.log2(yes) - (whole - yes_weighted) * math.log2(1.0 - yes)


def _page_gain(gains: list[tuple[str | None, float]], decay: float) -> float:
    place: dict[str, float] = {}
    total = 0.0
    for cluster, gain in sorted(gains, key=_by_gain, reverse=True):
        if cluster is None:
            total += gain
        else:
            weight = place.get(cluster, 1.0)
            place[cluster] = weight * decay
            total += gain * weight
    return round(total, _DECIMALS)
