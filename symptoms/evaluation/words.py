"""The words with which an evaluation is told, in plain text and on a page. All of them read its JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: JSON values of one object.
Plain = Mapping[str, Any]

LEVELS = {
    "emergency_now": "emergency now",
    "same_day": "same day",
    "could_not_assess": "could not assess",
    "within_days": "within days",
    "routine": "routine",
    "self_care": "self-care",
}

WAYS = {
    "direct": "Findings given at once",
    "denies": "Interview, the rest denied",
    "not_sure": "Interview, the rest not sure",
}

WAYS_EXPLAINED = {
    "direct": (
        "The findings of the case are given as they stand, after a finished screening: what the case does not "
        "name of the danger pages and of the pages with one answer was asked and denied."
    ),
    "denies": "A simulated man goes through the interview. He denies what the case does not name.",
    "not_sure": "A simulated man goes through the interview. He is not sure of what the case does not name.",
}

NOISE = {
    "one_tick": "One tick of a page is wrong",
    "every_tick": "A tick box is wrong, each on its own",
    "not_sure": "A page is answered not sure",
    "neighbour": "The answer next to the true one is chosen",
}

CHANGES = {
    "one_not_sure": "One of his findings is not sure",
    "danger_not_sure": "All his danger signs are not sure",
    "rules_not_sure": "All his findings that an emergency rule speaks of are not sure",
    "kind": "Another kind of weakness",
    "pattern": "The option next to the true one: onset, duration, course, side",
}

FITS = {"strong": "Strong fit", "possible": "Possible fit", "weak": "Weak fit"}

OWN_CASES = (
    "These cases are those of the project. They were written by the same authors from the same tables as the "
    "knowledge they test. Good figures show that the data hang together; they do not show that the tool is right "
    "about real men."
)

OTHER_CASES = "These cases were brought from outside. What the figures mean depends on who wrote them, and from what."


def percent(share: float | None) -> str:
    """A share as a percentage with one decimal, without a decimal that says nothing."""
    return "none" if share is None else f"{round(share * 100, 1):g} %"


def of_all(proportion: Plain) -> str:
    """A proportion as a share, a count and an interval."""
    if not proportion["of"]:
        return "no case"
    share, low, high = (percent(proportion[name]) for name in ("share", "low", "high"))
    return f"{share} ({proportion['count']} of {proportion['of']}; {low} to {high})"


def spread(values: Plain) -> str:
    """The middle and upper values of counts of pages."""
    if not values["of"]:
        return "none"
    return f"median {values['median']:g}, 90th percentile {values['ninetieth']}, most {values['most']}"


def within(places: int) -> str:
    """How far down an order something was looked for."""
    return "in first place" if places == 1 else f"in the first {places}"


def times(ratio: float | None) -> str:
    """How many pages were asked for each that was needed."""
    return "not measured" if ratio is None else f"{round(ratio, 2):g}"


def expected(row: Plain) -> str:
    """The range of levels that a case expects."""
    least, most = LEVELS[row["at_least"]], LEVELS[row["at_most"]]
    return least if least == most else f"{least} to {most}"


def why(miss: Plain) -> str:
    """Why a case did not come out as expected."""
    if miss["missed"] in ("level_under", "level_over"):
        return f"given {LEVELS[miss['level']]}, expected {expected(miss)}; {by_rules(miss['reasons'])}"
    what = "cause" if miss["missed"] == "cause" else "category"
    before = ", ".join(f"{row['name']} {percent(row['share'])}" for row in miss["first"])
    stopped = _stopped(miss)
    return f"expected {what}: {_standing(miss['right'])}; first are {before}{stopped}"


def by_rules(reasons: Sequence[Plain]) -> str:
    """The rules behind a level."""
    return f"by {', '.join(row['rule'] for row in reasons)}" if reasons else "no rule fired"


def _standing(right: Sequence[Plain]) -> str:
    return ", ".join(f"{row['name']} is number {row['place']} with {percent(row['share'])}" for row in right)


def _stopped(miss: Plain) -> str:
    if miss["continued"]:
        return " (after going on past the emergency)"
    ended = miss["level"] == "emergency_now" and miss["way"] != "direct"
    return " (the emergency ended the interview)" if ended else ""


def measured(bar: Plain) -> str:
    """What was measured for a bar, in the unit of its limit."""
    return _in_unit(bar, bar["value"])


def wanted(bar: Plain) -> str:
    """The limit of a bar."""
    if bar["at_least"] is not None:
        return f"at least {_in_unit(bar, bar['at_least'])}"
    return f"at most {_in_unit(bar, bar['at_most'])}"


def _in_unit(bar: Plain, value: float | None) -> str:
    if value is None:
        return "not measured"
    return percent(value) if bar["is_share"] else f"{round(value, 2):g}"
