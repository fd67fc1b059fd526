"""The words of an evaluation: in English as they are written, and in another language every one of them looked up."""

from __future__ import annotations

from typing import Any

import pytest

from symptoms.evaluation.bars import Bar
from symptoms.evaluation.words import CHANGES, ENGLISH, FITS, FITS_BY_WAY, LEVELS, NOISE, WAYS, WAYS_EXPLAINED, Words
from symptoms.plain import as_plain

#: A language in which each text stands in brackets, several are "all", and a number has a comma.
OTHER = Words(
    lambda text: f"[{text}]",
    lambda one, several, number: f"[{one}]" if number == 1 else f"[{several} all]",
    lambda value: f"{value:g}".replace(".", ","),
)

RULES = [{"rule": "sudden", "title": "Sudden", "findings": []}, {"rule": "slow", "title": "Slow", "findings": []}]
RANKED = [{"key": "a", "name": "Åñéḿíå", "place": 7, "share": 0.015}]


def miss(missed: str, **changes: Any) -> dict[str, Any]:
    """A miss of a man whose interview went to its end, but for the changes."""
    plain = {"missed": missed, "way": "denies", "continued": False, "level": "routine", "reasons": []}
    plain |= {"at_least": "same_day", "at_most": "same_day", "right": RANKED, "first": RANKED}
    return plain | changes


WHY = {
    "no rule fired": (
        miss("level_under"),
        "given routine, expected same day; no rule fired",
        "[given [routine], expected [same day]; no rule fired]",
    ),
    "rules fired": (
        miss("level_over", at_least="self_care", reasons=RULES),
        "given routine, expected self-care to same day; by sudden, slow",
        "[given [routine], expected [[self-care] to [same day]]; by sudden, slow]",
    ),
    "a cause": (
        miss("cause"),
        "expected cause: Åñéḿíå is number 7 with 1.5 %; first are Åñéḿíå 1.5 %",
        "[expected cause: [Åñéḿíå is number 7 with [1,5 %]]; first are Åñéḿíå [1,5 %]]",
    ),
    "a category after an emergency": (
        miss("category", continued=True, level="emergency_now"),
        "expected category: Åñéḿíå is number 7 with 1.5 %; first are Åñéḿíå 1.5 % (after going on past the emergency)",
        "[[expected category: [Åñéḿíå is number 7 with [1,5 %]]; first are Åñéḿíå [1,5 %]] "
        "(after going on past the emergency)]",
    ),
    "a cause at an emergency": (
        miss("cause", level="emergency_now"),
        "expected cause: Åñéḿíå is number 7 with 1.5 %; first are Åñéḿíå 1.5 % (the emergency ended the interview)",
        "[[expected cause: [Åñéḿíå is number 7 with [1,5 %]]; first are Åñéḿíå [1,5 %]] "
        "(the emergency ended the interview)]",
    ),
    "an emergency without an interview": (
        miss("cause", level="emergency_now", way="direct", right=[]),
        "expected cause: ; first are Åñéḿíå 1.5 %",
        "[expected cause: ; first are Åñéḿíå [1,5 %]]",
    ),
}


@pytest.mark.parametrize(("plain", "english", "other"), WHY.values(), ids=WHY)
def test_why_a_case_was_missed(plain, english, other):
    assert (ENGLISH.why(plain), OTHER.why(plain)) == (english, other)


def test_a_level_with_what_led_to_it():
    row = {"level": "within_days", "reasons": RULES}
    assert (ENGLISH.level_why(row), OTHER.level_why(row)) == (
        "within days, by sudden, slow",
        "[[within days], by sudden, slow]",
    )
    row = {"level": "within_days", "reasons": []}
    assert (ENGLISH.level_why(row), OTHER.level_why(row)) == (
        "within days, no rule fired",
        "[[within days], no rule fired]",
    )


def test_shares_and_counts():
    some = {"count": 1, "of": 8, "share": 0.125, "low": 0.02, "high": 0.5}
    none = {"count": 0, "of": 0, "share": None, "low": None, "high": None}
    assert ENGLISH.of_all(some) == "12.5 % (1 of 8; 2 % to 50 %)"
    assert OTHER.of_all(some) == "[[12,5 %] (1 of 8; [2 %] to [50 %])]"
    assert [words.of_all(none) for words in (ENGLISH, OTHER)] == ["no case", "[no case]"]
    assert [words.percent(None) for words in (ENGLISH, OTHER)] == ["none", "[none]"]
    assert [words.counted(some) for words in (ENGLISH, OTHER)] == ["1 of 8", "[1 of 8]"]


def test_counts_of_pages():
    pages = {"of": 2, "median": 18.5, "ninetieth": 21, "most": 24}
    assert ENGLISH.spread(pages) == "median 18.5, 90th percentile 21, most 24"
    assert OTHER.spread(pages) == "[median 18,5, 90th percentile 21, most 24]"
    assert [words.spread({"of": 0}) for words in (ENGLISH, OTHER)] == ["none", "[none]"]
    assert [words.times(1.146) for words in (ENGLISH, OTHER)] == ["1.15", "1,15"]
    assert [words.times(None) for words in (ENGLISH, OTHER)] == ["not measured", "[not measured]"]


@pytest.mark.parametrize(
    ("places", "english", "other"),
    [(1, "in first place", "{} in first place]"), (5, "in the first 5", "{} in the first 5 all]")],
)
def test_how_far_down_an_order_is_looked(places, english, other):
    assert ENGLISH.cause_within(places) == f"Cause {english}"
    assert ENGLISH.category_within(places) == f"Category {english}"
    assert OTHER.cause_within(places) == other.format("[Cause")
    assert OTHER.category_within(places) == other.format("[Category")


@pytest.mark.parametrize(
    ("bar", "measured", "wanted"),
    [
        (Bar("a", "A", 0.976, 0.95, None, met=True, goal=False, is_share=True), "[97,6 %]", "[at least [95 %]]"),
        (Bar("a", "A", 1.144, None, 1.15, met=True, goal=False, is_share=False), "1,14", "[at most 1,15]"),
        (Bar("a", "A", None, None, 20, met=False, goal=True, is_share=False), "[not measured]", "[at most 20]"),
    ],
)
def test_what_was_measured_for_a_bar_and_what_is_wanted(bar, measured, wanted):
    assert (OTHER.measured(as_plain(bar)), OTHER.wanted(as_plain(bar))) == (measured, wanted)


def test_every_way_has_its_words_for_every_fit():
    assert WAYS.keys() == WAYS_EXPLAINED.keys() == FITS_BY_WAY.keys()
    for way, names in FITS_BY_WAY.items():
        assert list(names.values()) == [f"{FITS[word]}, {WAYS[way].lower()}" for word in FITS]


@pytest.mark.parametrize("names", [LEVELS, WAYS, WAYS_EXPLAINED, NOISE, CHANGES, FITS])
def test_tables_are_looked_up_where_they_are_told(names):
    assert [OTHER.named(names, key) for key in names] == [f"[{text}]" for text in names.values()]
