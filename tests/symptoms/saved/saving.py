"""What the tests of saved results share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import OperationalError
from django.utils import timezone

from knowledge.content import KnowledgeBase
from symptoms.saved.kept import Kept
from symptoms.visit import Visit, new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import AGE, Shown, Visitor

TODAY = date(2026, 11, 22)

SAVE, SAVED, LINK = "/check/save/", "/saved/", "/saved/link/"
DOCTOR, DELETE, DELETED = "/saved/doctor/", "/saved/delete/", "/saved/deleted/"
OFFER = "Save this result, to open it again later"
GONE = "There is no saved result here"

#: The clock, before a test moves it.
_REAL_DAY = timezone.localdate

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


def saves(visitor: Visitor, days: int = 30) -> tuple[Shown, str]:
    """He saves; the page with the link, and the address it leads to."""
    page = visitor.send(visitor.open(SAVE), days=days)
    assert page.path == LINK
    (address,) = re.findall(r"http://testserver(/saved/[\w-]{32}/)", page.main.text)
    return page, address


def without_visit(text: str) -> str:
    """Words of an outcome from its card on."""
    return text.split("Back to what to do")[-1]


def moved(visitor: Visitor, address: str, monkeypatch, days: int) -> Shown:
    """The page behind a link some days later."""
    today = _REAL_DAY() + timedelta(days=days)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    return visitor.open(address)


def database_away(execute, sql, params, many, context):
    """Wraps every query, and lets none through."""
    raise OperationalError("server closed the connection unexpectedly")


def gone(shown: Shown) -> str:
    """Words of the page for a link that opens nothing."""
    assert (shown.path, shown.status, shown.heading) == (SAVED, 404, GONE)
    assert "Call 112" in shown.main.text
    return shown.main.text
