"""What the tests of saved results share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from symptoms import questionnaire
from symptoms import walk as door
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
    """A visit that an emergency has stopped, under the live release."""
    visit = new_visit(door.current_release())
    return Visit(visit.token, visit.release, visit.begun, AGE, EMERGENCY)


def calm_visit() -> Visit:
    """A visit of many pages that has come to an outcome."""
    visit = new_visit(door.current_release())
    visit = Visit(visit.token, visit.release, visit.begun, AGE)
    while (open_page := questionnaire.where(visit)[1].open) is not None:
        assert open_page.question is not None
        said = CALM.get(open_page.question.key, "none")
        visit = visit.answered(open_page.question.key, (said,) if isinstance(said, str) else tuple(said))
    return visit
