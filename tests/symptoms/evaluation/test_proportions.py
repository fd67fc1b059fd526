"""Shares with intervals, medians and percentiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symptoms.evaluation.proportions import Spread, proportion, spread


@pytest.mark.parametrize(
    ("count", "of", "share", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, Wilson's score interval.
        (81, 263, 0.3080, 0.2553, 0.3662),
        (15, 148, 0.1014, 0.0624, 0.1605),
        (0, 20, 0.0, 0.0, 0.1611),
        (1, 29, 0.0345, 0.0061, 0.1718),
        (29, 29, 1.0, 0.8830, 1.0),
    ],
)
def test_intervals_are_those_of_the_literature(count, of, share, low, high):
    found = proportion(count, of)
    assert (found.share, found.low, found.high) == pytest.approx((share, low, high), abs=5e-5)


def test_of_no_case_there_is_no_share():
    assert proportion(0, 0).share is proportion(0, 0).low is proportion(0, 0).high is None


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_in_its_interval_and_both_in_0_to_1(pair):
    found = proportion(*pair)
    assert 0 <= found.low <= found.share <= found.high <= 1


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([], Spread(0, None, None, None)),
        ([7], Spread(1, 7.0, 7, 7)),
        ([3, 1, 2, 4], Spread(4, 2.5, 4, 4)),
        (list(range(1, 11)), Spread(10, 5.5, 9, 10)),
        (list(range(1, 12)), Spread(11, 6.0, 10, 11)),
    ],
)
def test_nine_of_ten_counts_do_not_exceed_the_ninetieth_percentile(counts, found):
    assert spread(counts) == found
