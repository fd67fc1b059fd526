"""The safety laws of docs/safety.md as properties over generated answers, on the shipped knowledge."""

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.content import Frequency, PriorBand
from knowledge.documents import build_document, read_document
from symptoms.engine.answers import read_answers, states_of_answers, states_of_evidence
from symptoms.engine.assessment import assess_answers, assess_states
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity, bits
from symptoms.engine.in_full import assess_answers_in_full, assess_states_in_full
from symptoms.engine.levels import Level
from symptoms.engine.states import States
from symptoms.plain import as_plain
from tests.symptoms.engine import strategies

examples = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def level_of(release, age, states):
    return assess_states(release, age, states, continued=False).urgency.level


def naive_level(knowledge, present, age):
    """The highest level of the rules, read straight from the knowledge with sets; None when no rule fires."""
    facts = set(present) | {
        finding.key
        for finding in knowledge.findings
        if finding.age_at_least is not None and age >= finding.age_at_least
    }
    fired = [Level(rule.urgency) for rule in knowledge.red_flags if all(facts & set(clause) for clause in rule.all_of)]
    return max(fired, key=lambda level: level.rank, default=None)


@pytest.fixture(scope="session")
def rule_findings(knowledge):
    """Findings of the rules, so that generated answers often fire some."""
    return tuple(sorted({key for rule in knowledge.red_flags[:60] for clause in rule.all_of for key in clause}))


@examples
@given(data=st.data())
def test_law_1_a_rule_that_fires_sets_a_floor_whatever_else_is_answered(data, release, knowledge, rule_findings):
    age = data.draw(strategies.AGES)
    states = data.draw(strategies.states(release, likely=data.draw(st.sampled_from([(), rule_findings[::7]]))))
    floor = naive_level(knowledge, release.keys(states.present), age)
    level = level_of(release, age, states)
    assert floor is None or level.rank >= floor.rank


@examples
@given(data=st.data())
def test_law_1_holds_also_after_a_scope_answer_that_ends_the_check(data, release, knowledge):
    age = data.draw(strategies.AGES)
    answers = data.draw(strategies.answers(release)) | {"scope": ("someone_else",)}
    answers = read_answers(release, list(answers.items()))
    outcome = assess_answers(release, age, answers, continued=False)
    present = release.keys(states_of_answers(release, answers, age).states.present)
    floor = naive_level(knowledge, present, age)
    assert outcome.urgency.level.rank >= Level.COULD_NOT_ASSESS.rank
    assert floor is None or outcome.urgency.level.rank >= floor.rank


@examples
@given(data=st.data())
def test_law_2_one_more_yes_never_lowers_what_the_rules_give(data, release):
    age = data.draw(strategies.AGES)
    states = data.draw(strategies.states(release))
    index = data.draw(st.sampled_from(strategies.changeable(release)))
    word = data.draw(st.sampled_from(["absent", "unticked"]))
    before = level_of(release, age, strategies.in_state(states, index, word))
    after = level_of(release, age, strategies.in_state(states, index, "present"))
    fell_to_self_care = before is Level.ROUTINE and after is Level.SELF_CARE
    assert after.rank >= before.rank or fell_to_self_care
    if fell_to_self_care:
        page = release.questions[release.findings[index].question]
        assert page.stage != "emergency"


@examples
@given(data=st.data())
def test_law_3_no_is_at_most_not_sure_is_at_most_yes(data, release):
    age = data.draw(strategies.AGES)
    states = data.draw(strategies.states(release))
    index = data.draw(st.sampled_from(strategies.changeable(release)))
    no, not_sure, declined, yes = (
        level_of(release, age, strategies.in_state(states, index, word))
        for word in ("absent", "not_sure", "declined", "present")
    )
    assert no.rank <= not_sure.rank
    assert not_sure is declined
    assert not_sure.rank <= yes.rank or (not_sure is Level.ROUTINE and yes is Level.SELF_CARE)


@examples
@given(data=st.data())
def test_law_3_not_sure_on_a_single_choice_page_that_hides_an_emergency_is_at_least_within_days(data, release):
    age = data.draw(strategies.AGES)
    states = data.draw(strategies.states(release))
    page = data.draw(st.sampled_from([question for question in release.questions if question.single_choice]))
    rest = {
        name: getattr(states, name) & ~page.mask for name in ("present", "absent", "unticked", "not_sure", "declined")
    }
    levels = [
        level_of(release, age, States(**rest | {"present": rest["present"] | 1 << index, "absent": rest["absent"]}))
        for index in bits(page.mask)
    ]
    if Level.EMERGENCY_NOW in levels:
        unsure = States(**rest | {"not_sure": rest["not_sure"] | page.mask})
        assert level_of(release, age, unsure).rank >= Level.WITHIN_DAYS.rank


@examples
@given(data=st.data())
def test_law_4_the_order_of_the_evidence_does_not_matter(data, release):
    age = data.draw(strategies.AGES)
    sent = data.draw(strategies.evidence(release))
    shuffled = data.draw(st.permutations(sent)) if len(sent) < 40 else sent[::-1]
    first = assess_states_in_full(release, age, states_of_evidence(release, sent), continued=False)
    second = assess_states_in_full(release, age, states_of_evidence(release, shuffled), continued=False)
    assert json.dumps(as_plain(first)) == json.dumps(as_plain(second))


@examples
@given(data=st.data())
def test_law_4_the_order_of_the_answers_does_not_matter(data, release):
    age = data.draw(strategies.AGES)
    sent = list(data.draw(strategies.answers(release)).items())
    outcomes = [
        assess_answers_in_full(release, age, read_answers(release, order), continued=False)
        for order in (sent, sent[::-1])
    ]
    assert json.dumps(as_plain(outcomes[0])) == json.dumps(as_plain(outcomes[1]))


@pytest.fixture(scope="session")
def other_causes(knowledge):
    """The same knowledge with other beliefs about the causes: priors and frequencies turned round."""
    priors, frequencies = list(PriorBand), list(Frequency)

    def turned(cause):
        prior = dataclasses.replace(
            cause.prior,
            **{band: priors[-1 - priors.index(getattr(cause.prior, band))] for band in cause.prior.__slots__},
        )
        evidence = tuple(
            dataclasses.replace(row, frequency=frequencies[-1 - frequencies.index(row.frequency)])
            if row.frequency
            else row
            for row in cause.evidence
        )
        return dataclasses.replace(cause, prior=prior, evidence=evidence, requires=())

    changed = dataclasses.replace(knowledge, causes=tuple(turned(cause) for cause in knowledge.causes))
    document = read_document(build_document(changed))
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "GB")


@examples
@given(data=st.data())
def test_law_6_causes_never_move_the_urgency(data, release, other_causes):
    age = data.draw(strategies.AGES)
    states = data.draw(strategies.states(release))
    first = assess_states(release, age, states, continued=False)
    second = assess_states(other_causes, age, states, continued=False)
    assert first.urgency == second.urgency
    assert first.red_flags == second.red_flags


@examples
@given(data=st.data())
def test_law_9_every_outcome_carries_its_advice_and_where_it_came_from(data, release):
    age = data.draw(strategies.AGES)
    answers = data.draw(strategies.answers(release))
    outcome = assess_answers(release, age, read_answers(release, list(answers.items())), continued=False)
    assert next(iter(as_plain(outcome))) == "urgency"
    assert outcome.urgency.title and outcome.urgency.action and outcome.urgency.time_limit
    assert len(outcome.worsening.signs) == 10
    assert outcome.come_back.advice
    assert outcome.disclaimer
    assert (outcome.release.number, outcome.release.hash) == (1, release.identity.hash)
    assert outcome.engine
