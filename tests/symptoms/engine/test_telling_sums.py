"""The sums behind a gain are the same whichever way they are added up, and so is the page that is chosen."""

import dataclasses
import math
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.generated import Size, generated, men_of
from symptoms.engine import telling_sums
from symptoms.engine.gain import page_gains
from symptoms.engine.likelihood import differential
from symptoms.engine.states import States
from tests.symptoms.engine import strategies

#: Ages of all four bands.
AGES = (25, 50, 68, 90)


@pytest.fixture(scope="module")
def made_up(release):
    """Many causes with little evidence each, so that a few answers speak of few of them."""
    return generated(release, Size(causes=300, findings=120, links=1800, rules=20))


def by_definition(release, ranking, band, page):
    """The sums of each finding of a page, cause by cause."""
    leading = max(range(len(release.categories)), key=lambda index: ranking.category_shares[index])
    serious = ("emergency_now", "same_day")
    weights = [
        (release.numbers.category_gain_weight if cause.category == leading else 1)
        * (release.numbers.serious_gain_weight if cause.level.value in serious else 1)
        for cause in release.causes
    ]
    for telling in release.tellings[band][page]:
        rows = [
            (ranking.shares[cause], weights[cause], more, own_more)
            for cause, more, own_more in zip(telling.causes, telling.more, telling.own_more, strict=True)
        ]
        yield (
            math.fsum(share * more for share, _, more, _ in rows),
            math.fsum(share * weight * more for share, weight, more, _ in rows),
            math.fsum(share * weight * own_more for share, weight, _, own_more in rows),
        )


def agree(release, states, age, pages):
    """Checks the sums of the pages against their definition; whether they came from those before any answer."""
    ranking, band = differential(release, states, age), release.age_band(age)
    _, sums = telling_sums.page_sums(release, ranking, band, pages)
    for page, of_page in zip(pages, sums, strict=True):
        for found, wanted in zip(of_page, by_definition(release, ranking, band, page), strict=True):
            assert found == pytest.approx(wanted, abs=1e-12)
    now = telling_sums._weighed(release, ranking)
    return telling_sums._from_the_start(release, now, band, pages) is not None


@settings(max_examples=60, deadline=None)
@given(data=st.data(), age=st.sampled_from(AGES))
def test_the_sums_of_shipped_pages_are_those_of_the_definition(data, release, age):
    pages = data.draw(st.lists(st.integers(0, len(release.questions) - 1), unique=True))
    agree(release, data.draw(strategies.states(release)), age, pages)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), answered=st.integers(0, 12))
def test_the_sums_of_made_up_pages_are_those_of_the_definition(made_up, seed, answered):
    ((age, states),) = men_of(made_up, 1, answered, seed)
    agree(made_up, states, age, range(len(made_up.questions)))


def test_both_ways_of_adding_up_are_taken(release, made_up):
    every = range(len(made_up.questions))
    ((age, few),) = men_of(made_up, 1, 1, 0)
    ((other_age, many),) = men_of(made_up, 1, 12, 0)
    assert agree(made_up, few, age, every)
    assert not agree(made_up, many, other_age, every)
    assert agree(release, States(), 50, range(len(release.questions)))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), answered=st.integers(0, 12), first=st.integers(0, 14), second=st.integers(0, 14))
def test_either_way_the_same_page_is_chosen_and_equals_stay_equal(made_up, seed, answered, first, second):
    tied = same_on_both(made_up, first, second)
    ((age, states),) = men_of(tied, 1, answered, seed)
    ranking, band = differential(tied, states, age), tied.age_band(age)
    every = range(len(tied.questions))

    gains = page_gains(tied, ranking, band, every)
    # One page alone has few links, so these are added up the other way unless nothing was answered.
    one_by_one = {page: page_gains(tied, ranking, band, [page])[page] for page in every}

    assert gains == one_by_one
    assert gains[first] == gains[second]


def same_on_both(release, first, second):
    """The second page asks about the same as the first."""

    def with_both(pages):
        copies = tuple(dataclasses.replace(row, causes=array("L", row.causes)) for row in pages[first])
        return tuple(copies if page == second else old for page, old in enumerate(pages))

    return dataclasses.replace(release, tellings=tuple(map(with_both, release.tellings)))
