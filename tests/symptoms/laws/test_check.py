"""The laws on small generated knowledge bases: whatever a clinician may write, the engine keeps them."""

import pytest
from hypothesis import HealthCheck, given, settings

from knowledge.checks.whole import all_problems
from knowledge.content import RESERVED_OPTION_KEYS
from symptoms.engine.answers import read_answers
from symptoms.engine.states import State
from symptoms.laws.check import Budget, check, check_subject
from symptoms.laws.draw import Draw
from symptoms.laws.subject import Subject
from symptoms.laws.trials import shorter
from tests.symptoms.laws import generated

some = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

ANSWERS_ONLY = Budget(answer_sets=30, men_each=0)


@pytest.fixture(scope="module")
def shipped(document):
    return Subject.of_document(document)


def test_the_shipped_knowledge_keeps_every_law(shipped):
    assert check_subject(shipped, Budget(answer_sets=60, men_each=0)) == ()


def test_draws_are_valid_and_come_to_every_kind_of_answer_and_state(shipped):
    draw = Draw(shipped, "a seed")
    release = shipped.release
    given, states, ages = set(), set(), set()
    for _ in range(300):
        trial = draw.answers()
        read_answers(release, list(trial.answers(release).items()))
        given |= {option for _, options in trial.said for option in options}
        findings = draw.findings()
        states |= {state for _, state in findings.states}
        ages.add(findings.age)
    ends = {option.key for page in release.questions for option in page.options if option.ends}
    assert set(RESERVED_OPTION_KEYS) | ends <= given
    assert states == set(State) - {State.NOT_ASKED}
    assert {18, 39, 40, 49, 50, 64, 65, 120} <= ages


def test_the_same_seed_draws_the_same_and_another_one_does_not(shipped):
    first, again, other = (
        [Draw(shipped, seed).findings() for _ in range(2)] for seed in ("a seed", "a seed", "another seed")
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("rows", "first", "last"),
    [(("a", "b", "c", "d"), (), ("a", "b", "c")), (("a",), (), ())],
)
def test_shorter_rows_leave_out_most_first(rows, first, last):
    found = list(shorter(rows))
    assert (found[0], found[-1]) == (first, last)
    assert [row for row in rows if (*(other for other in rows if other != row),) not in found] == []


@some
@given(content=generated.knowledge_bases())
def test_generated_knowledge_passes_every_check_and_keeps_every_law(content):
    assert all_problems(content) == []
    assert check(content, ANSWERS_ONLY) == ()
