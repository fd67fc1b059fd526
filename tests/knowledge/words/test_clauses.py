"""Clauses are followed from one state of a condition to the next."""

import pytest

from knowledge.words.clauses import paired, same_order


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ([], [], ()),
        ([["a"], ["b"]], [["a"], ["b"]], ((0, 0), (1, 1))),
        ([["a"], ["b"]], [["b"], ["a"]], ((1, 0), (0, 1))),
        ([["a"], ["b"], ["c"]], [["a"], ["c"]], ((0, 0), (2, 1))),
        ([["a", "b"]], [["b", "c"]], ((0, 0),)),
        ([["a"]], [["b"]], ()),
        ([["a", "b"], ["a", "b", "c"]], [["a", "b", "c", "d"], ["a", "b"]], ((1, 0), (0, 1))),
        ([["a"], ["a"]], [["a"]], ((0, 0),)),
        ([[]], [[]], ((0, 0),)),
        ([["a"]], [[]], ()),
    ],
)
def test_clauses_are_paired_by_what_they_share(before, after, pairs):
    assert paired(before, after) == pairs


def test_order_is_that_of_the_clauses_that_stayed():
    assert same_order(((0, 0), (2, 1)))
    assert not same_order(((1, 0), (0, 1)))
