"""What the tests of saved results share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from knowledge.content import KnowledgeBase
from symptoms.saved.kept import Kept
from symptoms.visit import Visit, new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import AGE

TODAY = date(2026, 11, 22)

#: He ticks a danger sign on its page, and the check stops.
EMERGENCY: Mapping[str, tuple[str, ...]] = {"scope": ("me_man",), "danger_now": ("chest_pain",)}

KEPT = Kept(
    release=1,
    engine="1",
    level="emergency_now",
    made=TODAY,
    age=AGE,
    answers=EMERGENCY,
    continued=False,
)


def stopped_visit() -> Visit:
    """A visit that an emergency has stopped."""
    visit = new_visit(1)
    return Visit(visit.token, visit.release, visit.begun, AGE, EMERGENCY)


def calm_visit(knowledge: KnowledgeBase) -> Visit:
    """A visit that has come to an outcome without a danger sign."""
    visit = new_visit(1)
    answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
    return Visit(visit.token, visit.release, visit.begun, AGE, answers)
