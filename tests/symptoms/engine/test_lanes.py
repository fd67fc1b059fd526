"""Adding up the numbers of many causes at once gives what adding them one by one gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symptoms.engine.lanes import empty, filled, packed, unpacked

#: More than any sum of an assessment, so that neighbours would be hit if a lane could overflow.
MOST = 10**15
# Few numbers of a block are packed in another way than many.
rows = st.lists(st.tuples(st.integers(0, 299), st.integers(-MOST, MOST)), max_size=90)


@settings(max_examples=100, deadline=None)
@given(st.lists(rows, max_size=8))
def test_sums_are_those_of_adding_one_by_one(columns):
    blocks, one_by_one = empty(300), [0] * 300
    for column in columns:
        for block, numbers in packed(column):
            blocks[block] += numbers
        for cause, number in column:
            one_by_one[cause] += number

    assert unpacked(blocks, 300) == one_by_one


@pytest.mark.parametrize("causes", [0, 1, 127, 128, 129])
def test_any_number_of_causes_fits(causes):
    numbers = [(-1) ** cause * (cause + 1) for cause in range(causes)]

    assert unpacked(filled(numbers), causes) == numbers
    assert unpacked(empty(causes), causes) == [0] * causes
