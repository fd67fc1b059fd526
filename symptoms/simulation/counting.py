"""Counts walked men, and keeps none of them. Whole numbers only, so the order of counting changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

from symptoms.engine.compiled import Mask, bits
from symptoms.engine.flow import WhyNow
from symptoms.engine.levels import Level
from symptoms.simulation.walking import Origin, Walked

#: Places in a ranking beyond this one are counted as one.
LAST_PLACE = 6

#: More signs of other trouble than this are counted as this many.
MANY_SIGNS = 3


@dataclass
class Counts:
    """Men by what happened to them.

    men: by age band, true cause and given level. full: by right level, given level and
    the level with every page answered.
    pages: by right level, given level, ending and pages asked. places: by right level, ending, place of the cause
    and place of the category. too_high: men told more than is right, by right and given level and the nearest
    origin of the level, None where no rule gave it. rules: the rules that gave it, by right and given level, rule,
    whether it was the only one, and its origin. signs: danger signs by age band and finding. other_trouble: by right
    level and the number of danger signs the true cause does not bring.
    """

    men: Counter[tuple[int, int, Level]] = field(default_factory=Counter)
    full: Counter[tuple[Level, Level, Level]] = field(default_factory=Counter)
    pages: Counter[tuple[Level, Level, WhyNow, int]] = field(default_factory=Counter)
    places: Counter[tuple[Level, WhyNow, int, int]] = field(default_factory=Counter)
    too_high: Counter[tuple[Level, Level, Origin | None]] = field(default_factory=Counter)
    rules: Counter[tuple[Level, Level, int, bool, Origin]] = field(default_factory=Counter)
    signs: Counter[tuple[int, int]] = field(default_factory=Counter)
    other_trouble: Counter[tuple[Level, int]] = field(default_factory=Counter)

    def add(self, walked: Walked, danger: Mask) -> None:
        """Counts one man. `danger` are the danger signs."""
        man, right, given = walked.man, walked.right, walked.given
        self.men[man.band, man.cause, given] += 1
        self.full[right, given, walked.full] += 1
        self.pages[right, given, walked.ending, walked.pages] += 1
        self.places[
            right, walked.ending, min(walked.cause_place, LAST_PLACE), min(walked.category_place, LAST_PLACE)
        ] += 1
        if given.rank > right.rank:
            self.too_high[right, given, min((fired.origin for fired in walked.rules), default=None)] += 1
            for fired in walked.rules:
                self.rules[right, given, fired.rule, len(walked.rules) == 1, fired.origin] += 1
        for finding in bits(man.present & danger):
            self.signs[man.band, finding] += 1
        self.other_trouble[right, min((man.present & danger & ~man.own).bit_count(), MANY_SIGNS)] += 1

    def merge(self, other: Counts) -> None:
        """Adds what another one has counted."""
        for part in fields(self):
            getattr(self, part.name).update(getattr(other, part.name))
