"""All rules at once are met when each of them is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from symptoms.engine.compiled import holds
from symptoms.engine.rule_bits import RuleBits

clauses = st.lists(st.integers(1, 2**12 - 1), min_size=1, max_size=4).map(tuple)


@settings(max_examples=200, deadline=None)
@given(st.lists(clauses, max_size=8), st.integers(0, 2**13 - 1))
def test_the_rules_that_are_met_are_those_each_of_whose_clauses_is(rules, present):
    by_one = [place for place, rule in enumerate(rules) if holds(rule, present)]

    assert RuleBits(rules).met(present) == by_one
    assert RuleBits(rules).any_met(present) == bool(by_one)
