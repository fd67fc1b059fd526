"""What he takes with him from the outcome: the files, and the page for the doctor."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest
from django.utils import timezone

from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.test_calendar_file import read_calendar
from tests.symptoms.visitor import OUTCOME, START_AGAIN

pytestmark = pytest.mark.django_db

FILE = "/check/outcome.json"
CALENDAR = "/check/again.ics"
ALL = (FILE, CALENDAR)

#: A man with much to tell.
LONG = {
    "danger_now": "not_sure",
    "how_fast": "weeks",
    "course": "worse_slow",
    "side": "one",
    "area": ("foot_drop", "area_feet_ankles"),
    "pain": ("back_pain",),
    "illnesses": ("hx_diabetes", "med_blood_thinner"),
    "feeling_ok": "no",
}


@pytest.fixture
def ready(visitor, knowledge):
    """ready(side="one") is a visitor at the outcome who answered as the calm man but for this."""

    def put(age=50, continued=False, **changes):
        answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
        answers |= {key: (value,) if isinstance(value, str) else tuple(value) for key, value in changes.items()}
        visitor.keep(dataclasses.replace(new_visit(1), age=age, answers=answers, continued=continued))
        return visitor

    return put


def of_the_api(api, visitor):
    """The bytes of the API for the same age and answers."""
    visit = visitor.visit
    sent = [{"question": key, "options": list(options)} for key, options in visit.answers.items()]
    response = api("assessments", {"age": visit.age, "answers": sent, "continued": visit.continued})
    assert response.status_code == 200
    return response.content


# The file


@pytest.mark.parametrize(
    "told",
    [{}, LONG, {"danger_now": "chest_pain"}, {"danger_now": "chest_pain", "continued": True}, {"scope": "other_man"}],
    ids=["calm", "long", "emergency", "went on", "for another"],
)
def test_the_file_is_what_the_api_answers_to_the_byte(api, ready, told):
    visitor = ready(**told)
    response = visitor.client.get(FILE)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="legcheck.json"'
    assert response.content == of_the_api(api, visitor)


# The calendar


@pytest.mark.parametrize(
    ("told", "days"),
    [({}, 28), ({"danger_now": "not_sure"}, 7)],
    ids=["routine", "within days"],
)
def test_the_calendar_file_holds_the_day_to_check_again_and_no_answer(ready, told, days):
    visitor = ready(**told)
    response = visitor.client.get(CALENDAR)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="check-again.ics"'
    event = read_calendar(response.content)
    today = timezone.localdate()
    limit = json.loads(visitor.client.get(FILE).content)["urgency"]["limit_date"]
    assert (date.fromisoformat(limit) - today).days == days
    assert event["DTSTART;VALUE=DATE"] == limit.replace("-", "")
    assert event["DTSTAMP"] == f"{today:%Y%m%d}T000000Z"
    assert event["SUMMARY"] == "Check how my legs are"
    assert visitor.visit.token.encode() not in response.content
    assert visitor.client.get(CALENDAR).content == response.content


@pytest.mark.parametrize("told", [{"danger_now": "chest_pain"}, {"danger_spine": "leg_pain_both", "how_fast": "days"}])
def test_an_outcome_that_says_today_or_now_has_no_day_to_check_again(ready, told):
    assert ready(**told).open(CALENDAR).path == OUTCOME


# All of them


@pytest.mark.parametrize("path", ALL)
def test_without_a_visit_there_is_nothing_to_take(visitor, path):
    assert visitor.open(path).path == START_AGAIN


@pytest.mark.parametrize("path", ALL)
def test_before_the_end_they_lead_to_the_open_page(visitor, path):
    open_page = visitor.go({"scope": "me_man"}, rest=None)
    assert visitor.open(path).path == open_page.path


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("scope", ["injury", "known_cause", "someone_else"])
def test_a_stop_of_the_scope_has_nothing_to_take(visitor, path, scope):
    stop = visitor.go({"scope": scope})
    assert visitor.open(path).heading == stop.heading


@pytest.mark.parametrize("path", ALL)
def test_a_boy_has_nothing_to_take(visitor, path):
    stop = visitor.go({"scope": "me_man"}, age=17)
    assert visitor.open(path).heading == stop.heading


@pytest.mark.parametrize("path", ALL)
def test_nothing_is_kept_and_the_database_is_not_asked(ready, warm, path, django_assert_num_queries):
    visitor = ready(**LONG)
    with django_assert_num_queries(0):
        response = visitor.client.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", ALL)
def test_they_are_only_read(ready, path):
    assert ready().client.delete(path).status_code == 405
