"""The bounds of the settings: that what they say in words is what the checks demand."""

from __future__ import annotations

import re
from dataclasses import replace
from math import inf, nan, nextafter
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.checks.bounds import ALONE, BOUNDS, RELATED, Bounds
from knowledge.checks.rows import row_problems
from knowledge.models.reference import SETTING_KEYS
from tests.knowledge.changes import changed, knowledge

SETTINGS = knowledge().settings

#: The settings without bounds: one number alone is allowed, and two are words.
WITHOUT_BOUNDS = {"format", "serious_apart.urgency_at_least", "language"}

#: Each way in which bounds are worded, as a reader understands it.
READINGS = (
    (r"([\d.]+) to ([\d.]+)", lambda number, least, most: least <= number <= most),
    (r"at least ([\d.]+)", lambda number, least: least <= number < inf),
    (r"above ([\d.]+)", lambda number, least: least < number < inf),
    (r"above ([\d.]+) and not above ([\d.]+)", lambda number, least, most: least < number <= most),
    (r"above ([\d.]+) and below ([\d.]+)", lambda number, least, most: least < number < most),
)


def reads_as_inside(words, number):
    """Whether a reader of the words takes the number to be allowed."""
    for pattern, holds in READINGS:
        if found := re.fullmatch(pattern, words):
            return holds(number, *map(float, found.groups()))
    raise AssertionError(f"nobody can read {words!r}")


def is_whole(key):
    return isinstance(attrgetter(key)(SETTINGS), int)


def faults(key, value):
    """Codes and paths of what the checks find when one setting is changed."""
    return {(fault.code, fault.path) for fault in row_problems("settings", changed(SETTINGS, key, value))}


def just_outside(key):
    """The numbers next to the bounds that lie outside."""
    bounds = BOUNDS[key]
    whole = is_whole(key) or key.startswith("age_bands.")
    below = bounds.least if bounds.open_least else bounds.least - 1 if whole else nextafter(bounds.least, -inf)
    above = bounds.most if bounds.open_most else bounds.most + 1 if whole else nextafter(bounds.most, inf)
    return (below, above)


def just_inside(key):
    """The numbers next to the bounds that lie inside."""
    bounds = BOUNDS[key]
    least = nextafter(bounds.least, inf) if bounds.open_least else bounds.least
    most = 10**9 if bounds.most == inf else nextafter(bounds.most, -inf) if bounds.open_most else bounds.most
    return (least, most)


def numbers_for(key):
    """Numbers of the setting's type, many of them at its bounds."""
    ends = st.sampled_from([*just_outside(key), *just_inside(key)])
    if is_whole(key):
        return st.integers() | ends.filter(lambda number: number < inf).map(int)
    return st.floats() | st.floats(min_value=-1, max_value=2) | ends


def test_every_number_of_the_settings_has_bounds():
    assert set(BOUNDS) == set(SETTING_KEYS) - WITHOUT_BOUNDS
    assert not set(ALONE) & set(RELATED)


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(1, 168), "1 to 168"),
        (Bounds(1), "at least 1"),
        (Bounds(1.0), "at least 1"),
        (Bounds(1, open_least=True), "above 1"),
        (Bounds(0, 1, open_least=True), "above 0 and not above 1"),
        (Bounds(0, 0.5, open_least=True, open_most=True), "above 0 and below 0.5"),
    ],
)
def test_bounds_read_like_a_sentence(bounds, words):
    assert bounds.words == words


@pytest.mark.parametrize("number", [nan, inf, -inf])
@pytest.mark.parametrize("key", BOUNDS)
def test_what_is_no_number_lies_in_no_bounds(key, number):
    assert not BOUNDS[key].hold(number)


@given(st.data())
def test_words_of_a_number_that_stands_alone_say_what_the_checks_demand(data):
    key = data.draw(st.sampled_from(sorted(ALONE)))
    number = data.draw(numbers_for(key))

    assert (faults(key, number) == set()) is reads_as_inside(BOUNDS[key].words, number)


@pytest.mark.parametrize("key", ALONE)
def test_a_number_that_stands_alone_may_lie_at_its_bounds_and_not_beyond(key):
    for number in just_inside(key):
        assert faults(key, number) == set(), number
    for number in just_outside(key):
        assert {path for _, path in faults(key, number)} == {key}, number


@pytest.mark.parametrize("key", [key for key in RELATED if not key.startswith("age_bands.")])
def test_a_number_beyond_its_bounds_is_refused_in_its_group(key):
    group = key.split(".")[0]
    for number in just_outside(key):
        assert {path.split(".")[0] for _, path in faults(key, number)} == {group}, number


@pytest.mark.parametrize("key", [key for key in RELATED if key.startswith("age_bands.")])
def test_a_year_beyond_its_bounds_is_refused_in_the_age_bands(key):
    first, last = attrgetter(key)(SETTINGS)
    below, above = just_outside(key)
    for years in ((below, last), (first, above)):
        assert {path.split(".")[0] for _, path in faults(key, years)} == {"age_bands"}, years


@pytest.mark.parametrize("key", [key for key in RELATED if not key.startswith("age_bands.")])
def test_words_of_a_related_number_refuse_what_is_just_outside_and_take_what_is_just_inside(key):
    assert not any(reads_as_inside(BOUNDS[key].words, number) for number in just_outside(key))
    assert all(reads_as_inside(BOUNDS[key].words, number) for number in just_inside(key))


@pytest.mark.parametrize("group", ["frequency", "prior", "fit", "strength"])
def test_falling_numbers_may_fill_their_bounds(group):
    names = [key.split(".")[1] for key in RELATED if key.startswith(f"{group}.")]
    most = BOUNDS[f"{group}.{names[0]}"].most
    start = 1.0 if most == inf else most
    numbers = {name: start / 10**place for place, name in enumerate(names)}
    settings = replace(SETTINGS, **{group: type(getattr(SETTINGS, group))(**numbers)})

    assert row_problems("settings", settings) == []


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("cluster_decay", 0, "0 does not fit: give a number above 0 and not above 1."),
        ("risk_product_max", 0.5, "Give a number of at least 1."),
        ("shown.causes", 0, "0 is too few: give at least 1."),
        ("interview.min_gain_bits", -0.5, "-0.5 does not fit: give 0 or more."),
        ("visit.answers_hours", 0, "Keep answers for 1 to 168 hours."),
        ("visit.cookie_bytes_max", 4001, "Browsers keep cookies of up to 4000 bytes: give 500 to 4000."),
        ("fit.strong", 1.5, "Give numbers that fall: strong > possible > weak, all above 0, none above 1."),
        ("strength.moderate", 9.0, "Give numbers that fall: strong > moderate, all above 0."),
    ],
)
def test_a_number_outside_is_told_with_its_bounds(key, value, message):
    assert [fault.message for fault in row_problems("settings", changed(SETTINGS, key, value))] == [message]
