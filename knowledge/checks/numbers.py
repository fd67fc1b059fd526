"""Row checks of the settings: bounds within which the engine stays sensible, how the numbers fit, the language.

Every check is written as what must hold, so that a value that is not a number at all never passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from operator import attrgetter

from knowledge.checks.bounds import ALONE, BOUNDS, OLDEST, YOUNGEST
from knowledge.checks.common import Flaw
from knowledge.content import (
    AGE_BANDS,
    FitThresholds,
    FrequencyShares,
    PriorWeights,
    Settings,
    StrengthThresholds,
    TimeLimitDays,
)

__all__ = ["FORMAT", "OLDEST", "YOUNGEST", "settings_flaws"]

_Falling = FrequencyShares | PriorWeights | FitThresholds | StrengthThresholds

FORMAT = 1

#: A language, then perhaps a script and a country: what BCP 47 (RFC 5646) tags of translations are made of, and nothing
#: that would need the registry to be understood.
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")

_SHARES = (
    "something_else_prior",
    "requires_missing",
    "soft_veto.present",
    "soft_veto.single_choice_floor",
    "leak_of_background",
    "cluster_decay",
    "report_sensitivity.absent",
    "report_sensitivity.unticked",
    "serious_apart.share_at_least",
)
_COUNTS = ("shown.causes", "shown.categories", "shown.serious_apart", "interview.max_pages")
_GAINS = ("interview.min_gain_bits", "interview.category_gain_weight", "interview.serious_gain_weight")
#: Code and sentence for a number that stands alone and lies outside its bounds.
_SENTENCES = {
    **dict.fromkeys(_SHARES, ("K084", "{number} does not fit: give a number {bounds}.")),
    "risk_product_max": ("K085", "Give a number of {bounds}."),
    **dict.fromkeys(_COUNTS, ("K088", "{number} is too few: give {bounds}.")),
    **dict.fromkeys(_GAINS, ("K089", "{number} does not fit: give {least} or more.")),
    "visit.answers_hours": ("K091", "Keep answers for {bounds} hours."),
    "visit.cookie_bytes_max": ("K091", "Browsers keep cookies of up to {most} bytes: give {bounds}."),
}


def settings_flaws(settings: Settings) -> Iterator[Flaw]:
    """Flaws of the settings by themselves."""
    if settings.format != FORMAT:
        yield Flaw("K080", "format", f"Only settings of format {FORMAT} can be used, not {settings.format}.")
    yield from _age_band_flaws(settings)
    yield from _falling_flaws("K082", "frequency", settings.frequency, limit=", none above 1")
    yield from _falling_flaws("K083", "prior", settings.prior, limit=", none above 1")
    yield from _ratio_flaws(settings)
    yield from _falling_flaws("K086", "fit", settings.fit, limit=", none above 1")
    yield from _falling_flaws("K087", "strength", settings.strength)
    limits = settings.time_limit_days
    if not (_inside("time_limit_days", limits) and limits.within_days <= limits.routine):
        yield Flaw("K090", "time_limit_days", "Give at least 1 day, and no more days for within_days than for routine.")
    yield from _lone_flaws(settings)
    if not _LANGUAGE.fullmatch(settings.language):
        yield Flaw("K092", "language", f"“{settings.language}” is no tag of a language: write it like en, de or pt-BR.")


def _lone_flaws(settings: Settings) -> Iterator[Flaw]:
    for path, bounds in ALONE.items():
        number = attrgetter(path)(settings)
        if not bounds.hold(number):
            code, sentence = _SENTENCES[path]
            words = sentence.format(number=number, bounds=bounds.words, least=bounds.least, most=bounds.most)
            yield Flaw(code, path, words)


def _inside(path: str, numbers: _Falling | TimeLimitDays) -> bool:
    """Whether each number of a group lies inside its bounds."""
    return all(BOUNDS[f"{path}.{name}"].hold(number) for name, number in asdict(numbers).items())


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


def _falling_flaws(code: str, path: str, numbers: _Falling, limit: str = "") -> Iterator[Flaw]:
    values = asdict(numbers)
    falling = all(higher > lower for higher, lower in pairwise(values.values()))
    if not (falling and _inside(path, numbers)):
        yield Flaw(code, path, f"Give numbers that fall: {' > '.join(values)}, all above 0{limit}.")


def _ratio_flaws(settings: Settings) -> Iterator[Flaw]:
    ratio = settings.ratio
    if not (BOUNDS["ratio.min"].hold(ratio.min) and BOUNDS["ratio.max"].hold(ratio.max)):
        yield Flaw("K085", "ratio", "The smallest ratio must lie between 0 and 1 and the largest above 1.")
    if not (BOUNDS["ratio.max_absent"].hold(ratio.max_absent) and ratio.max_absent <= ratio.max):
        yield Flaw("K085", "ratio.max_absent", "Give a number from 1 up to the largest ratio.")
