"""Every rule and page of the shipped knowledge can be reached, and so can every urgent rule that can be true."""

import itertools

import pytest
from hypothesis import HealthCheck, assume, given, settings

from knowledge.content import SCREENING_INCOMPLETE, UNSURE_RED_FLAG, QuestionKind
from symptoms.engine.assessment import assess_answers
from symptoms.engine.flow import replay
from symptoms.gate import THOROUGH
from symptoms.laws.men import Men
from symptoms.laws.subject import Subject
from symptoms.laws.witnesses import reach
from tests.symptoms.laws import generated

some = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.fixture(scope="module")
def shipped(document):
    return Subject.of_document(document)


@pytest.fixture(scope="module")
def reached(shipped):
    return reach(shipped, THOROUGH.men_each)


def test_every_rule_and_page_of_the_shipped_knowledge_has_a_witness(knowledge, reached):
    assert [breach.message for breach in reached.breaches] == []
    assert set(reached.rules) == {rule.key for rule in knowledge.red_flags}
    assert set(reached.pages) == {page.key for page in knowledge.questions}


def asked_by(release, walk):
    return tuple(None if step.question is None else release.questions[step.question].key for step in walk.done)


def test_witnesses_are_real_interviews_whose_outcome_has_the_rule(shipped, reached):
    """Answered page by page, with nothing known ahead."""
    release = shipped.release
    for key, witness in list(reached.rules.items())[::6]:
        age = witness.age if None in witness.steps else None
        walk = replay(release, age, witness.answers, continued=True)
        assert asked_by(release, walk) == witness.steps, key
        outcome = assess_answers(release, witness.age, witness.answers, continued=True)
        assert key in [flag.rule for flag in outcome.red_flags]
    for key, witness in reached.pages.items():
        before = {page: options for page, options in witness.answers.items() if page != key}
        walk = replay(release, witness.age if None in witness.steps else None, before, continued=True)
        assert release.questions[walk.next.question].key == key == witness.steps[-1]


def test_a_witness_says_how_far_he_went_and_what_he_said(shipped, reached):
    witness = reached.rules["not_asked_fast"]
    words = witness.words(shipped.release)
    assert words.startswith(f"after {len(witness.steps)} steps; age 18; how_fast: ")
    assert "danger_now" not in words


def true_sets(content):
    """Every set of findings that answers to all pages can make true; only for very small knowledge."""
    choices = []
    for page in content.questions[1:]:
        if page.kind is QuestionKind.SINGLE:
            choices.append([(), *((name,) for name in page.findings)])
        elif page.kind is QuestionKind.YES_NO:
            choices.append([(), page.findings])
        else:
            sizes = range(len(page.findings) + 1)
            choices.append([chosen for size in sizes for chosen in itertools.combinations(page.findings, size)])
    for ages in ((), ("age_50_plus",), ("age_50_plus", "age_65_plus")):
        for answers in itertools.product(*choices):
            facts = set(ages)
            for page, chosen in zip(content.questions[1:], answers, strict=True):
                if chosen and not all(facts & set(clause) for clause in page.ask_if):
                    break
                facts |= set(chosen)
            else:
                yield facts


@some
@given(content=generated.knowledge_bases())
def test_urgent_rules_that_answers_can_make_true_are_reached_and_no_others(content):
    """Against every combination of answers, tried out."""
    assume(len(content.questions) <= 6)
    subject = Subject.of(content)
    reached = reach(subject, 1)
    facts = list(true_sets(content))
    for rule in subject.reading.urgent:
        if any(key in (UNSURE_RED_FLAG, SCREENING_INCOMPLETE) for clause in rule.all_of for key in clause):
            continue
        possible = any(all(fact & set(clause) for clause in rule.all_of) for fact in facts)
        assert (rule.key in reached.rules) == possible, rule


@pytest.mark.parametrize(
    ("all_of", "ways"),
    [
        ((("a1",), ("b1", "b2")), [{"a1", "b1"}, {"a1", "b2"}]),
        ((("s1",), ("s2",)), []),
        ((("late",),), [{"late", "a1"}, {"late", "s1"}]),
        ((("age_65_plus", "a2"),), [set(), {"a2"}]),
        ((("screening_incomplete",), ("a1",)), [{"a1"}]),
    ],
    ids=["either", "excluding each other", "opened by another", "an age", "a gap"],
)
def test_ways_to_make_lists_true(all_of, ways):
    multiple, single = QuestionKind.MULTIPLE, QuestionKind.SINGLE
    stage = generated.c.Stage
    pages = (
        generated.scope(),
        generated.page("a", multiple, stage.EMERGENCY, ["a1", "a2"]),
        generated.page("s", single, stage.PATTERN, ["s1", "s2"]),
        generated.page("b", multiple, stage.PATTERN, ["b1", "b2"]),
        generated.page("l", multiple, stage.DETAIL, ["late"], [["s1", "a1"]]),
    )
    men = Men(Subject.of(generated.knowledge_of(pages, ())))
    assert [set(way.present) for way in men.ways(all_of, 10)] == ways
