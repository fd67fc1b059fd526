"""Sets of findings as whole numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from symptoms.engine.compiled import all_bits, bits


@given(st.sets(st.integers(0, 700)))
def test_a_set_of_findings_is_given_back_lowest_first(findings):
    mask = sum(1 << finding for finding in findings)
    assert all_bits(mask) == list(bits(mask)) == sorted(findings)
