""" "Was this question clear?": what is counted, what never is, and where he is sent."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from knowledge.models import LiveRelease
from symptoms.feedback import count, counted
from symptoms.models import QuestionFeedback
from symptoms.questionnaire import COOKIE_PATH
from symptoms.serving import holder
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import Shown, Visitor

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
ADDRESS = "/feedback/"


def sent(client, **fields: str):
    return client.post(ADDRESS, {"about": "danger_now", "step": "3", "stay": "", "clear": "no"} | fields)


def rows():
    return list(QuestionFeedback.objects.order_by("day", "question").values_list("question", "clear", "unclear"))


def test_each_question_asks_and_a_word_is_counted_and_thanked(warm):
    visitor = Visitor(Client(enforce_csrf_checks=True))
    asked = visitor.go({"scope": CALM["scope"]}, rest=None)
    assert asked.question == "danger_now"
    thanks = visitor.send(asked, 1, clear="yes")
    assert (thanks.path, thanks.heading) == ("/feedback/thanks/3/", "Thank you")
    assert thanks.links()["Go back to the question"] == asked.path
    visitor.send(visitor.open("/check/2/"), 1, clear="no")
    assert rows() == [("age", 0, 1), ("danger_now", 1, 0)]
    assert QuestionFeedback.objects.first().day == timezone.localdate()


def test_only_a_key_a_word_and_a_step_are_sent_and_never_the_answers(warm, visitor):
    form = visitor.begin().forms()[1]
    fields = {field["name"] for field in form.all() if "name" in field.attributes}
    assert fields == {"csrfmiddlewaretoken", "about", "step", "stay", "clear"}
    assert not form["action"].startswith(COOKIE_PATH)


def test_nothing_but_day_question_and_two_numbers_is_kept():
    assert [field.name for field in QuestionFeedback._meta.get_fields()] == [
        "id",
        "day",
        "question",
        "clear",
        "unclear",
    ]


def test_the_same_question_and_day_is_one_row(warm):
    for clear in (True, True, False):
        count("danger_now", clear=clear, today=TODAY)
    count("danger_now", clear=True, today=date(2026, 3, 3))
    assert rows() == [("danger_now", 2, 1), ("danger_now", 1, 0)]


@pytest.mark.parametrize(
    "fields", [{"about": "no_such_question"}, {"about": ""}, {"clear": "maybe"}, {"clear": ""}, {"about": "x" * 2000}]
)
def test_what_the_page_does_not_send_is_thanked_and_not_counted(warm, client, fields):
    assert sent(client, **fields)["Location"] == "/feedback/thanks/3/"
    assert rows() == []


@pytest.mark.parametrize("step", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_step_that_is_none_leads_to_the_first_page(warm, client, step):
    assert sent(client, step=step)["Location"] == "/feedback/thanks/1/"


def test_with_stay_the_page_stays_as_it_is(warm, client):
    response = sent(client, stay="1")
    assert (response.status_code, response.content) == (204, b"")
    assert rows() == [("danger_now", 0, 1)]


def test_while_the_database_is_away_he_is_thanked_and_the_fault_is_logged(warm, client, caplog):
    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        response = sent(client)
    assert response["Location"] == "/feedback/thanks/3/"
    assert "OperationalError" in caplog.text
    assert "danger_now" not in caplog.text
    assert rows() == []


def test_a_worker_that_has_served_nothing_yet_counts(client):
    holder.forget()
    assert sent(client)["Location"] == "/feedback/thanks/3/"
    assert rows() == [("danger_now", 0, 1)]
    holder.forget()


def test_without_a_release_he_is_thanked_and_only_the_age_counts(client):
    LiveRelease.objects.update(release_id=None)
    holder.forget()
    assert sent(client)["Location"] == "/feedback/thanks/3/"
    assert rows() == []
    sent(client, about="age")
    assert rows() == [("age", 0, 1)]
    holder.forget()


def test_thanks_do_not_claim_that_it_was_counted(client):
    text = Shown(client.get("/feedback/thanks/3/")).main.text
    assert "help to make the questions clearer" in text
    assert "counted" not in text


def test_a_form_from_elsewhere_counts_nothing(warm):
    assert sent(Client(enforce_csrf_checks=True)).status_code == 403
    assert rows() == []


def test_it_is_taken_from_a_form_alone(client):
    assert client.get(ADDRESS).status_code == 405


def test_sums_are_of_the_last_days_and_the_least_clear_comes_first(warm):
    for day, clear in ((1, True), (2, False), (2, True)):
        count("danger_now", clear=clear, today=date(2026, 3, day))
    count("how_fast", clear=False, today=TODAY)
    count("how_fast", clear=False, today=TODAY)
    found = [(row.question, row.clear, row.unclear) for row in counted(days=1, today=TODAY)]
    assert found == [("how_fast", 0, 2), ("danger_now", 1, 1)]
    assert [row.clear for row in counted(days=2, today=TODAY)] == [0, 2]


def test_the_command_tells_the_counts(warm):
    out = StringIO()
    call_command("question_feedback", stdout=out)
    assert out.getvalue() == "Nothing was counted in the last 30 days.\n"
    count("danger_now", clear=False, today=timezone.localdate())
    out = StringIO()
    call_command("question_feedback", "--days", "1", stdout=out)
    assert out.getvalue().splitlines() == ["not clear  clear  question", "        1      0  danger_now"]


@pytest.mark.parametrize("days", ["0", "-3", "40000"])
def test_the_command_refuses_days_that_are_none(days):
    with pytest.raises(CommandError, match="from 1 to 36500"):
        call_command("question_feedback", "--days", days)
