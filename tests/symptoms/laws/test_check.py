"""The laws on small generated knowledge bases: whatever a clinician may write, the engine keeps them."""

from hypothesis import HealthCheck, given, settings

from knowledge.checks.whole import all_problems
from symptoms.laws.check import Budget, check
from tests.symptoms.laws import generated

some = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

ANSWERS_ONLY = Budget(answer_sets=30, men_each=0)


@some
@given(content=generated.knowledge_bases())
def test_generated_knowledge_passes_every_check_and_keeps_every_law(content):
    assert all_problems(content) == []
    assert check(content, ANSWERS_ONLY) == ()
