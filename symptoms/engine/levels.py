"""The levels an outcome can have."""

from __future__ import annotations

from enum import StrEnum

_RANKS = {
    "emergency_now": 4,
    "same_day": 3,
    "could_not_assess": 3,
    "within_days": 2,
    "routine": 1,
    "self_care": 0,
}


class Level(StrEnum):
    """How soon to get help, most urgent first. `could_not_assess` is ordered with same_day.

    `rank` is higher the more urgent it is; same_day and could_not_assess share one.
    """

    EMERGENCY_NOW = "emergency_now"
    SAME_DAY = "same_day"
    COULD_NOT_ASSESS = "could_not_assess"
    WITHIN_DAYS = "within_days"
    ROUTINE = "routine"
    SELF_CARE = "self_care"

    # Kept with each level and not looked up: an assessment compares levels dozens of times.
    def __init__(self, word: str) -> None:
        self.rank = _RANKS[word]

    # That of an enumeration runs in Python, and levels are keys.
    __hash__ = str.__hash__


def is_mild(urgency: Level, serious: Level) -> bool:
    """Whether a cause that needs care this soon is no serious one, though a rule may suspect it: it can wait for weeks,
    and the settings, which call causes from the level `serious` on serious, do not count it among them.
    """
    return urgency.rank < min(Level.WITHIN_DAYS.rank, serious.rank)
