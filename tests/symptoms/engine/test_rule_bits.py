"""All rules at once are met when each of them is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from symptoms.engine.compiled import bits, holds
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
def test_a_clause_that_alone_keeps_its_rule_from_being_met_is_found(rules, present):
    bits_of = RuleBits(rules)
    alone = []
    for place, rule in enumerate(rules):
        unmet = [clause for clause in rule if not clause & present]
        alone += [(place, finding) for finding in bits(unmet[0])] if len(unmet) == 1 else []

    lacking = bits_of.lacking_alone(present)

    found = {finding: bits_of.rules_of_clauses(bits_of.clauses_with.get(finding, 0) & lacking) for finding in range(12)}
    assert [(rule, finding) for finding, places in found.items() for rule in places] == sorted(
        set(alone), key=lambda row: (row[1], row[0])
    )


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
