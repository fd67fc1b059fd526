"""The bounds of every number of the settings, as data: the checks test with them, pages tell them in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from knowledge.content import AGE_BANDS

YOUNGEST, OLDEST = 18, 120


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a number must lie. An end that is open is not part of it; endless numbers never lie inside."""

    least: float
    most: float = inf
    open_least: bool = False
    open_most: bool = False

    def hold(self, number: float) -> bool:
        """Whether the number lies inside. Written as what must be so: what is no number at all never does."""
        above = self.least < number if self.open_least else self.least <= number
        below = number < self.most if self.open_most or self.most == inf else number <= self.most
        return above and below

    @property
    def words(self) -> str:
        """The bounds as they read after "give a number": "above 0 and not above 1", "1 to 168", "at least 1"."""
        least, most = _figures(self.least), _figures(self.most)
        if self.most == inf:
            return f"above {least}" if self.open_least else f"at least {least}"
        if not self.open_least and not self.open_most:
            return f"{least} to {most}"
        first = f"above {least}" if self.open_least else f"at least {least}"
        return f"{first} and {'below' if self.open_most else 'not above'} {most}"


def _figures(number: float) -> str:
    return repr(number).removesuffix(".0")


_SHARE = Bounds(0, 1, open_least=True)
_COUNT = Bounds(1)
_GAIN = Bounds(0)
_DAYS = Bounds(1)

#: Numbers about which nothing more is demanded: inside its bounds each passes, whatever the others are.
ALONE: Mapping[str, Bounds] = {
    "something_else_prior": _SHARE,
    "requires_missing": _SHARE,
    "soft_veto.present": _SHARE,
    "soft_veto.single_choice_floor": _SHARE,
    "leak_of_background": _SHARE,
    "risk_product_max": Bounds(1),
    "cluster_decay": _SHARE,
    "report_sensitivity.absent": _SHARE,
    "report_sensitivity.unticked": _SHARE,
    "shown.causes": _COUNT,
    "shown.categories": _COUNT,
    "shown.serious_apart": _COUNT,
    "serious_apart.share_at_least": _SHARE,
    "interview.max_pages": _COUNT,
    "interview.min_gain_bits": _GAIN,
    "interview.category_gain_weight": _GAIN,
    "interview.serious_gain_weight": _GAIN,
    "visit.answers_hours": Bounds(1, 168),
    "visit.cookie_bytes_max": Bounds(500, 4000),
}

#: Numbers that must also fit to others of their group: they fall, adjoin, or limit each other.
RELATED: Mapping[str, Bounds] = {
    **{f"age_bands.{band}": Bounds(YOUNGEST, OLDEST) for band in AGE_BANDS},
    **{
        f"frequency.{word}": _SHARE
        for word in ("obligate", "very_frequent", "frequent", "occasional", "very_rare", "excluded")
    },
    **{f"prior.{word}": _SHARE for word in ("very_common", "common", "uncommon", "rare", "very_rare")},
    "ratio.min": Bounds(0, 1, open_least=True, open_most=True),
    "ratio.max": Bounds(1, open_least=True),
    "ratio.max_absent": Bounds(1),
    **{f"fit.{word}": _SHARE for word in ("strong", "possible", "weak")},
    **{f"strength.{word}": Bounds(0, open_least=True) for word in ("strong", "moderate")},
    "time_limit_days.within_days": _DAYS,
    "time_limit_days.routine": _DAYS,
}

#: By dotted key; for an age band the bounds of either year.
BOUNDS: Mapping[str, Bounds] = {**ALONE, **RELATED}
