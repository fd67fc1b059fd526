"""Row checks of the settings: bounds within which the engine stays sensible.

Every bound is written as what must hold, so that a value that is not a number at all never passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields
from itertools import pairwise
from math import inf

from knowledge.checks.common import Flaw
from knowledge.content import (
    AGE_BANDS,
    FitThresholds,
    FrequencyShares,
    PriorWeights,
    Settings,
    StrengthThresholds,
)

FORMAT = 1
YOUNGEST, OLDEST = 18, 120


def settings_flaws(settings: Settings) -> Iterator[Flaw]:
    """Flaws of the settings by themselves."""
    if settings.format != FORMAT:
        yield Flaw("K080", "format", f"Only settings of format {FORMAT} can be used, not {settings.format}.")
    yield from _age_band_flaws(settings)
    yield from _falling_flaws("K082", "frequency", settings.frequency, at_most=1)
    yield from _falling_flaws("K083", "prior", settings.prior, at_most=1)
    yield from _share_flaws(settings)
    yield from _ratio_flaws(settings)
    yield from _falling_flaws("K086", "fit", settings.fit, at_most=1)
    yield from _falling_flaws("K087", "strength", settings.strength)
    yield from _interview_flaws(settings)
    limits = settings.time_limit_days
    if not 1 <= limits.within_days <= limits.routine:
        yield Flaw("K090", "time_limit_days", "Give at least 1 day, and no more days for within_days than for routine.")
    if not 1 <= settings.visit.answers_hours <= 168:
        yield Flaw("K091", "visit.answers_hours", "Keep answers for 1 to 168 hours.")
    if not 500 <= settings.visit.cookie_bytes_max <= 4000:
        yield Flaw("K091", "visit.cookie_bytes_max", "Browsers keep cookies of up to 4000 bytes: give 500 to 4000.")


def _age_band_flaws(settings: Settings) -> Iterator[Flaw]:
    bands = [getattr(settings.age_bands, band) for band in AGE_BANDS]
    if bands[0][0] != YOUNGEST or bands[-1][1] != OLDEST:
        yield Flaw("K081", "age_bands", f"The first band must start at {YOUNGEST}, the last must end at {OLDEST}.")
    for name, (first, last) in zip(AGE_BANDS, bands, strict=True):
        if first > last:
            yield Flaw("K081", f"age_bands.{name}", f"This band ends before it starts: {first} to {last}.")
    for name, (before, after) in zip(AGE_BANDS[1:], pairwise(bands), strict=True):
        if after[0] != before[1] + 1:
            yield Flaw(
                "K081", f"age_bands.{name}", f"This band must start at {before[1] + 1}, right after the last one."
            )


def _falling_flaws(
    code: str,
    path: str,
    numbers: FrequencyShares | PriorWeights | FitThresholds | StrengthThresholds,
    at_most: float = inf,
) -> Iterator[Flaw]:
    values: tuple[float, ...] = astuple(numbers)
    falling = all(higher > lower for higher, lower in pairwise(values))
    if not (falling and values[-1] > 0 and values[0] <= at_most and values[0] < inf):
        names = " > ".join(field.name for field in fields(numbers))
        limit = "" if at_most == inf else f", none above {at_most}"
        yield Flaw(code, path, f"Give numbers that fall: {names}, all above 0{limit}.")


def _share_flaws(settings: Settings) -> Iterator[Flaw]:
    shares = {
        "something_else_prior": settings.something_else_prior,
        "requires_missing": settings.requires_missing,
        "soft_veto.present": settings.soft_veto.present,
        "soft_veto.single_choice_floor": settings.soft_veto.single_choice_floor,
        "leak_of_background": settings.leak_of_background,
        "cluster_decay": settings.cluster_decay,
        "report_sensitivity.absent": settings.report_sensitivity.absent,
        "report_sensitivity.unticked": settings.report_sensitivity.unticked,
        "serious_apart.share_at_least": settings.serious_apart.share_at_least,
    }
    for path, share in shares.items():
        if not 0 < share <= 1:
            yield Flaw("K084", path, f"{share} does not fit: give a number above 0 and not above 1.")


def _ratio_flaws(settings: Settings) -> Iterator[Flaw]:
    ratio = settings.ratio
    if not 0 < ratio.min < 1 < ratio.max < inf:
        yield Flaw("K085", "ratio", "The smallest ratio must lie between 0 and 1 and the largest above 1.")
    if not 1 <= ratio.max_absent <= ratio.max:
        yield Flaw("K085", "ratio.max_absent", "Give a number from 1 up to the largest ratio.")
    if not 1 <= settings.risk_product_max < inf:
        yield Flaw("K085", "risk_product_max", "Give a number of at least 1.")


def _interview_flaws(settings: Settings) -> Iterator[Flaw]:
    interview = settings.interview
    counts = {
        "shown.causes": settings.shown.causes,
        "shown.categories": settings.shown.categories,
        "shown.serious_apart": settings.shown.serious_apart,
        "interview.max_pages": interview.max_pages,
    }
    for path, count in counts.items():
        if count < 1:
            yield Flaw("K088", path, f"{count} is too few: give at least 1.")
    gains = {
        "interview.min_gain_bits": interview.min_gain_bits,
        "interview.category_gain_weight": interview.category_gain_weight,
        "interview.serious_gain_weight": interview.serious_gain_weight,
    }
    for path, gain in gains.items():
        if not 0 <= gain < inf:
            yield Flaw("K089", path, f"{gain} does not fit: give 0 or more.")
