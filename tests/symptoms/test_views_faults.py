"""When something fails on a page: safe advice with the right numbers, without the database, never a blank page."""

from __future__ import annotations

import logging
from dataclasses import replace
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from knowledge.models import LiveRelease
from symptoms import errors, views
from symptoms.engine import answers as engine_answers
from symptoms.engine import flow, in_full
from symptoms.serving import holder
from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import OUTCOME, START_AGAIN, Shown

pytestmark = pytest.mark.django_db

SCOPE = {"scope": CALM["scope"]}

COULD_NOT = "Get advice from a person today"
TITLES = {
    400: "We could not read that answer",
    403: "You cannot open this page",
    404: "We could not find this page",
    429: "Too many tries in a short time",
    500: "Something went wrong on our side",
    503: "The check is closed for a short time",
}


@pytest.fixture
def closed():
    """No release is published."""
    LiveRelease.objects.update(release_id=None)
    holder.forget()
    yield
    holder.forget()


def read_advice(response, status, title=None):
    """The page of an error: its title, the worsening signs and whom to call."""
    assert response.status_code == status
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    response.request = {"PATH_INFO": ""}
    page = Shown(response)
    assert page.heading == (title or TITLES[status])
    assert page.title == f"{page.heading} - legcheck"
    assert len(list(page.main.one("ul").all("li"))) == 10
    assert "112 or your local emergency number" in page.main.text
    assert page.root.one("aside").one("a")["href"] == "tel:112"
    assert page.links()["Go to the first page"] == "/"
    return page


def answer(status):
    """What the site answers when it has to refuse or fails itself."""
    request = RequestFactory().get("/check/1/")
    return {
        400: lambda: errors.bad_request(request, SuspiciousOperation()),
        403: lambda: errors.forbidden(request, PermissionDenied()),
        404: lambda: errors.not_found(request, Exception()),
        429: lambda: errors.page(*words_of(429), 429),
        500: lambda: errors.server_error(request),
        503: errors.closed,
    }[status]()


def words_of(status):
    texts = errors.safe_texts.error_texts(status)
    return texts.title, texts.text


@pytest.mark.parametrize("status", TITLES)
def test_every_error_page_gives_safe_advice(status):
    read_advice(answer(status), status)


@pytest.mark.parametrize("status", TITLES)
@pytest.mark.parametrize("served", [True, False])
def test_an_error_page_asks_the_database_nothing(status, served, django_assert_num_queries):
    holder.forget()
    if served:
        holder.current()
    with django_assert_num_queries(0):
        read_advice(answer(status), status)
    holder.forget()


@pytest.mark.parametrize("status", TITLES)
@pytest.mark.parametrize(("region", "number", "line"), [("GB", "999", "111"), ("US", "911", "")])
def test_an_error_page_has_the_numbers_of_the_region(settings, status, region, number, line):
    settings.LEGCHECK_REGION = region
    holder.forget()
    response = answer(status)
    assert f'href="tel:{number}"' in response.content.decode()
    assert line in response.content.decode()
    holder.forget()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SuspiciousOperation("sentinel"), 400),
        (PermissionDenied("sentinel"), 403),
        (KeyError("sentinel"), 500),
        (RecursionError("sentinel"), 500),
        (OperationalError("sentinel"), 500),
    ],
)
def test_whatever_a_view_raises_ends_in_safe_advice(client, monkeypatch, error, status):
    def fail(*args, **kwargs):
        raise error

    client.raise_request_exception = False
    monkeypatch.setattr(views, "draw", fail)
    page = read_advice(client.get("/check/clear/"), status)
    assert "sentinel" not in page.root.text


UNKNOWN = ["/no-such-page", "/check", "/check/1", "/check/one/", "/check/-1/", "/favicon.ico"]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_gives_safe_advice(client, path):
    read_advice(client.get(path), 404)


def test_a_host_that_is_not_ours_gives_safe_advice(client):
    read_advice(client.get("/", headers={"Host": "elsewhere.example.org"}), 400)


def test_a_refused_form_gives_safe_advice():
    client = Client(enforce_csrf_checks=True)
    read_advice(client.post("/check/1/", {"options": "none"}), 403)


def test_a_form_that_is_too_large_gives_safe_advice(visitor):
    visitor.begin()
    read_advice(visitor.client.post("/check/1/", {"options": "a" * 70_000}), 400)
    assert visitor.visit.answers == {}


# No release


@pytest.mark.parametrize("path", ["/check/1/", "/check/3/change/", "/check/answers/", OUTCOME, "/check/on/"])
def test_without_a_release_the_check_is_closed(visitor, closed, path):
    visitor.keep(new_visit(1))
    read_advice(visitor.client.get(path), 503)


def test_without_a_release_no_visit_begins_and_the_log_says_what_to_run(client, closed, caplog):
    with caplog.at_level(logging.ERROR):
        read_advice(client.post("/check/"), 503)
    assert "No release is live. Run: python manage.py prepare_site" in caplog.text
    assert not client.cookies


@pytest.mark.parametrize("path", ["/", "/check/clear/", "/check/cleared/", START_AGAIN, "/check/something-new/"])
def test_what_needs_no_release_is_there_without_one(client, closed, path):
    assert client.get(path).status_code == 200


def test_answers_can_be_cleared_without_a_release(client, closed):
    assert client.post("/check/clear/")["Location"] == "/check/cleared/"


def test_the_database_can_be_away_before_any_release_was_read(client, caplog):
    holder.forget()

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        assert client.get("/").status_code == 200
        read_advice(client.post("/check/"), 503)
    assert "OperationalError" in caplog.text
    holder.forget()


# Faults while assessing


@pytest.mark.parametrize("fault", [KeyError("sentinel"), RecursionError("sentinel"), ZeroDivisionError("sentinel")])
@pytest.mark.parametrize(("module", "name"), [(in_full, "assess_answers"), (flow, "replay")])
def test_a_fault_in_the_engine_ends_in_could_not_assess(visitor, monkeypatch, caplog, fault, module, name):
    visitor.go(SCOPE | {"danger_now": "chest_pain"})

    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(module, name, fail)
    page = read_advice(visitor.client.get(OUTCOME), 503, COULD_NOT)
    assert "sentinel" not in page.root.text
    assert "sentinel" not in caplog.text
    assert type(fault).__name__ in caplog.text


def test_a_fault_in_the_words_of_the_outcome_ends_in_could_not_assess(visitor, monkeypatch):
    visitor.go(SCOPE | {"danger_now": "chest_pain"})

    def fail(*args, **kwargs):
        raise LookupError

    monkeypatch.setattr("symptoms.walk.result_page", fail)
    read_advice(visitor.client.get(OUTCOME), 503, COULD_NOT)


def test_answers_outlast_a_fault_and_the_page_leads_back_to_where_it_failed(visitor, monkeypatch):
    visitor.go(SCOPE | {"danger_now": "chest_pain"})
    with monkeypatch.context() as patch:
        patch.setattr(flow, "replay", None)
        page = read_advice(visitor.client.get(OUTCOME), 503, COULD_NOT)
    assert page.links()["Try again"] == OUTCOME
    assert visitor.open(OUTCOME).status == 200


def test_a_page_whose_answer_was_lost_in_a_fault_is_asked_again(visitor, monkeypatch):
    shown = visitor.go(SCOPE, rest=None)
    with monkeypatch.context() as patch:
        patch.setattr(engine_answers, "options_problem", None)
        sent = visitor.client.post(shown.path, shown.hidden() | {"options": "chest_pain"})
        page = read_advice(sent, 503, COULD_NOT)
    assert visitor.open(page.links()["Try again"]).question == shown.question


#: What the page says after a fault, to the man himself and to who answers for him.
AFTER_A_FAULT = {
    "me_man": (
        "Something went wrong on our side, so we could not work out how soon you need help. This does not mean that "
        "all is well. Call your doctor or an urgent care centre today and talk it through with a person.",
        "Start with your doctor or an urgent care centre. If you cannot reach anyone and you feel worse, go to a "
        "hospital emergency department.",
        "Call 112 or your local emergency number at once if any danger sign is there or starts. You can also try again "
        "in a few minutes.",
    ),
    "other_man": (
        "Something went wrong on our side, so we could not work out how soon he needs help. This does not mean that "
        "all is well. Call his doctor or an urgent care centre today and talk it through with a person.",
        "Start with his doctor or an urgent care centre. If you cannot reach anyone and he feels worse, get him to a "
        "hospital emergency department.",
        "Call 112 or your local emergency number at once if any danger sign is there or starts. You can also try again "
        "in a few minutes.",
    ),
}


def without_words_for_faults(knowledge):
    """The knowledge as it was before faults had words of their own."""
    texts = tuple(text for text in knowledge.texts if not text.key.startswith("fault_"))
    assert len(texts) < len(knowledge.texts)
    return replace(knowledge, texts=texts)


@pytest.mark.parametrize("older", [False, True], ids=["this release", "an older release"])
@pytest.mark.parametrize(
    ("module", "name"),
    [
        (flow, "replay"),
        (in_full, "assess_answers"),
        ("symptoms.told", "_read"),
        ("symptoms.walk", "result_page"),
    ],
)
@pytest.mark.parametrize("scope", AFTER_A_FAULT)
def test_a_fault_has_true_words_for_who_answers(ready, monkeypatch, knowledge, serve, scope, module, name, older):
    if older:
        serve(without_words_for_faults(knowledge))
    visitor = ready(scope=scope)
    module = import_module(module) if isinstance(module, str) else module
    monkeypatch.setattr(module, name, None)
    page = read_advice(visitor.client.get(OUTCOME), 503, COULD_NOT)
    assert tuple(part.text for part in page.main.all("p"))[:3] == AFTER_A_FAULT[scope]
    first_sign = next(iter(page.main.one("ul").all("li"))).text
    assert first_sign.startswith("His weakness" if scope == "other_man" else "Your weakness")


def test_a_fault_that_hides_who_answers_still_ends_in_safe_advice(ready, monkeypatch):
    visitor = ready(scope="other_man")
    monkeypatch.setattr(engine_answers, "for_another_man", None)
    page = read_advice(visitor.client.get(OUTCOME), 503, COULD_NOT)
    assert tuple(part.text for part in page.main.all("p"))[:3] == AFTER_A_FAULT["me_man"]
