"""The levels an outcome can have."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """How soon to get help, most urgent first. `could_not_assess` is ordered with same_day."""

    EMERGENCY_NOW = "emergency_now"
    SAME_DAY = "same_day"
    COULD_NOT_ASSESS = "could_not_assess"
    WITHIN_DAYS = "within_days"
    ROUTINE = "routine"
    SELF_CARE = "self_care"

    @property
    def rank(self) -> int:
        """Higher is more urgent; same_day and could_not_assess share a rank."""
        return _RANKS[self]


_RANKS = {
    Level.EMERGENCY_NOW: 4,
    Level.SAME_DAY: 3,
    Level.COULD_NOT_ASSESS: 3,
    Level.WITHIN_DAYS: 2,
    Level.ROUTINE: 1,
    Level.SELF_CARE: 0,
}
