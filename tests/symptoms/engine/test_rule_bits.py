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


@settings(max_examples=200, deadline=None)
@given(st.lists(clauses, max_size=8), st.integers(0, 2**13 - 1))
def test_the_rules_that_lack_one_clause_are_found_with_it(rules, present):
    unmet = [[clause for clause in rule if not clause & present] for rule in rules]

    found = RuleBits(rules).lacking_one(present)

    assert found == [(place, lacking[0]) for place, lacking in enumerate(unmet) if len(lacking) == 1]


@settings(max_examples=200, deadline=None)
@given(st.lists(clauses, max_size=8), st.integers(0, 2**13 - 1), st.integers(0, 12))
def test_without_one_finding_the_clauses_it_alone_has_met_are_met_no_more(rules, present, lost):
    found = RuleBits(rules)
    alone = found.clauses_met(1 << lost) & ~found.clauses_met_twice(present | 1 << lost)

    assert found.clauses_met(present | 1 << lost) & ~alone == found.clauses_met(present & ~(1 << lost))


@given(st.lists(clauses, max_size=8), st.integers(0, 2**13 - 1), st.sets(st.integers(0, 7)))
def test_rules_are_told_by_their_fields(rules, present, some):
    found = RuleBits(rules)
    fields = found.fields_met(found.clauses_met(present)) & found.fields_of(some)

    assert found.rules_of(fields) == [place for place in found.met(present) if place in some]
