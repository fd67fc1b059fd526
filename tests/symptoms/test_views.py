"""The addresses of the pages: what each shows, what it refuses, and where a visitor is sent."""

from __future__ import annotations

import dataclasses
import logging
import re
from itertools import pairwise

import pytest
from django.db import OperationalError, connection
from django.test import Client

from symptoms.questionnaire import COOKIE
from symptoms.serving import holder
from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import ANSWERS, ON, OUTCOME, START_AGAIN, Visitor

pytestmark = pytest.mark.django_db

SCOPE = {"scope": CALM["scope"]}

#: Every address, with the answers under which it shows a page of its own.
PAGES = {
    "/": None,
    "/check/1/": {},
    "/check/2/": SCOPE,
    "/check/1/change/": SCOPE,
    ANSWERS: "all",
    OUTCOME: "all",
    "/check/clear/": {},
    "/check/cleared/": {},
    START_AGAIN: None,
    "/check/something-new/": {},
}


#: Those in which there are answers to clear.
IN_THE_CHECK = [path for path in PAGES if path not in ("/", "/check/clear/", "/check/cleared/", START_AGAIN)]


@pytest.fixture(scope="session")
def everything(knowledge):
    """Every page answered as the calm man does, as a visit holds it."""
    return {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}


@pytest.fixture
def at(visitor, everything):
    """at(answers) is a visitor with these answers in his cookie; None is one without a cookie."""

    def put(answers, **more):
        if answers is not None:
            chosen = everything if answers == "all" else {key: (option,) for key, option in answers.items()}
            age = {"age": 50} if answers == "all" else {}
            visitor.keep(dataclasses.replace(new_visit(1), answers=chosen, **age | more))
        return visitor

    return put


# Every address


@pytest.mark.parametrize("path", PAGES)
def test_every_address_shows_a_page_of_its_own(at, path):
    page = at(PAGES[path]).open(path)
    assert (page.status, page.path) == (200, path)
    assert page.heading


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_emergency_help_and_the_disclaimer(at, path):
    page = at(PAGES[path]).open(path)
    aside = page.root.one("aside")
    assert aside.one("h2").text == "Emergency help"
    assert aside.one("a")["href"] == "tel:112"
    assert len(list(aside.one("ul").all("li"))) == 10
    assert "disclaimer" in page.root.one("footer").text.lower() or "not a diagnosis" in page.root.one("footer").text


@pytest.mark.parametrize("path", IN_THE_CHECK)
def test_answers_can_be_cleared_from_every_page_of_the_check(at, path):
    link = next(at(PAGES[path]).open(path).root.one("footer").all("a"))
    assert (link.text, link["href"]) == ("Clear my answers and leave", "/check/clear/")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_calls_nobody_and_runs_nothing_inline(at, path):
    root = at(PAGES[path]).open(path).root
    loaded = [part for part in root.all() if part.tag in ("link", "script", "img", "iframe")]
    loaded = [part for part in loaded if part.attributes.get("rel") != "canonical"]
    assert all((part.attributes.get("href") or part["src"]).startswith("/static/") for part in loaded)
    assert not list(root.all("style"))
    assert not [name for part in root.all() for name in part.attributes if name == "style" or name.startswith("on")]
    assert not any(part.text for part in root.all("script"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_first_heading_a_language_and_a_way_past_the_head(at, path):
    root = at(PAGES[path]).open(path).root
    assert root.one("html")["lang"] == "en-GB"
    assert len(list(root.all("h1"))) == 1
    ids = [part["id"] for part in root.all() if "id" in part.attributes]
    assert len(ids) == len(set(ids))
    assert next(root.all("a"))["href"] == "#main"
    levels = [int(part.tag[1]) for part in root.one("main").all() if re.fullmatch("h[1-6]", part.tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_head_answers_like_get(at, path):
    head = at(PAGES[path]).client.head(path)
    assert (head.status_code, head.content) == (200, b"")


# Headers and cookies


@pytest.mark.parametrize("path", [*PAGES, "/no-such-page"])
def test_security_headers_stand_on_every_page(at, path):
    headers = at(PAGES.get(path)).open(path).response.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part.strip())
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [*list(PAGES)[1:], ON, "/check/99/", "/check/", "/check/go-on/"])
def test_no_cache_keeps_a_page_of_the_check(at, path):
    for visitor in (at(PAGES.get(path, {})), Visitor(Client())):
        assert visitor.client.get(path)["Cache-Control"] == "no-store"


def test_only_the_visit_and_the_form_token_are_kept_in_the_browser(visitor):
    visitor.go(CALM | {"danger_leg": "fever_sweats"})
    visitor.open(OUTCOME)
    kept = {name for name, cookie in visitor.client.cookies.items() if cookie.value}
    assert kept == {COOKIE, "csrftoken"}
    assert visitor.client.cookies["csrftoken"]["httponly"]


@pytest.mark.parametrize("path", [*PAGES, ON, "/check/99/", "/check/go-on/", "/check/doctor/", "/check/outcome.json"])
def test_looking_at_a_page_leaves_the_cookie_alone(at, path):
    response = at(PAGES.get(path, "all")).client.get(path)
    assert response.status_code in (200, 302)
    assert COOKIE not in response.cookies


def test_a_page_that_comes_late_takes_back_nothing_that_another_tab_answered(at):
    visitor = at(SCOPE, age=50)
    late, page = visitor.client.get("/check/1/"), visitor.open("/check/3/")
    visitor.choose(page, "none")
    visitor.client.cookies.load({name: morsel.value for name, morsel in late.cookies.items()})
    assert visitor.visit.answers["danger_now"] == ("none",)


# The database


@pytest.mark.parametrize("path", [*PAGES, ON, "/check/99/", "/no-such-page"])
def test_a_page_asks_the_database_nothing(warm, at, path, django_assert_num_queries):
    visitor = at(PAGES.get(path, "all"))
    with django_assert_num_queries(0):
        visitor.open(path)


def test_a_whole_visit_asks_the_database_nothing(warm, visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert visitor.go(SCOPE | {"danger_now": "chest_pain"}).path == OUTCOME
        visitor.send(visitor.open("/check/clear/"))


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_served_while_the_database_is_away(at, path, settings):
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = 0
    visitor = at(PAGES[path])
    before = visitor.open(path)

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        page = visitor.open(path)
    assert (page.status, page.heading) == (200, before.heading)


# Where a visitor is sent


@pytest.mark.parametrize("path", ["/check/1/", "/check/3/change/", ANSWERS, OUTCOME, ON, "/check/go-on/"])
@pytest.mark.parametrize("cookie", [None, "tampered"])
def test_without_a_good_cookie_he_is_asked_politely_to_start_again(visitor, path, cookie):
    if cookie:
        visitor.client.cookies[COOKIE] = cookie
    page = visitor.open(path)
    assert (page.path, page.heading) == (START_AGAIN, "Please start again")
    assert visitor.send(page).path == "/check/1/"


def test_an_expired_visit_starts_over(at):
    visitor = at(SCOPE, begun=1)
    assert visitor.open("/check/2/").path == START_AGAIN


@pytest.mark.parametrize(
    "path", ["/check/3/", "/check/99/", "/check/0/", "/check/99999999999999999999/", ANSWERS, OUTCOME, ON]
)
def test_a_step_too_far_leads_to_the_first_open_one(at, path):
    page = at(SCOPE).open(path)
    assert (page.path, page.heading) == ("/check/2/", "How old are you?")


@pytest.mark.parametrize(
    ("path", "leads"), [("/check/99/", ANSWERS), (ON, ANSWERS), ("/check/", "/"), ("/check/go-on/", ANSWERS)]
)
def test_when_all_is_answered_the_way_leads_to_the_list_of_answers(at, path, leads):
    assert at("all").open(path).path == leads


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/", "/check/1/", OUTCOME])
def test_other_methods_are_refused(client, method, path):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/", ANSWERS, OUTCOME, ON, "/check/something-new/"])
def test_pages_without_a_form_take_no_post(client, path):
    assert client.post(path).status_code == 405


# Nothing sent shows where it does not belong


TITLE = re.compile(
    r"(Error: )?Question \d+ - legcheck|(Check your answers|What to do now|Clear my answers|Cleared|Please start again"
    r"|Has something new happened\?|Check what to do about weak legs) - legcheck"
)
ADDRESS = re.compile(r"/check/(\d+/|answers/|outcome/|cleared/|start-again/)")


def test_no_answer_and_no_level_stands_in_an_address_or_a_title(visitor):
    visitor.send(visitor.go(SCOPE | {"danger_now": ["chest_pain", "rest_not_sure"]}))
    visitor.choose(visitor.open("/check/4/"))
    visitor.go(CALM | {"danger_leg": ["fever_sweats", "rest_not_sure"]})
    visitor.open(OUTCOME)
    visitor.send(visitor.open("/check/2/"), age=12)
    visitor.choose(visitor.open("/check/1/"), "under_18")
    visitor.send(visitor.open("/check/clear/"))
    assert [address for address in visitor.sent_to if not ADDRESS.fullmatch(address)] == []
    assert [title for title in visitor.titles if not TITLE.fullmatch(title)] == []


def test_nothing_that_was_sent_is_in_the_log(visitor, caplog):
    caplog.set_level(logging.DEBUG)
    visitor.go(SCOPE | {"danger_now": ["none", "tearing_pain"]}, age=61)
    page = visitor.open("/check/3/")
    visitor.send(page, options=["sentinel_option"])
    visitor.send(page, options=["tearing_pain"], question="sentinel_question")
    visitor.choose(page, "tearing_pain")
    visitor.client.post("/check/2/", {"visit": "sentinel_token", "age": "sentinel_age"})
    visitor.client.cookies[COOKIE] = "sentinel_cookie"
    visitor.open(OUTCOME)
    Client(enforce_csrf_checks=True).post("/check/1/", {"options": "sentinel_refused"})
    assert re.findall(r"sentinel\w*|tearing_pain|scope_\w+|\b61\b", caplog.text) == []


# Forms are taken from our own pages only


def test_a_form_without_its_token_is_refused_with_safe_advice():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/check/")
    assert response.status_code == 403
    assert COOKIE not in client.cookies


def test_a_visit_works_with_the_tokens_of_its_pages():
    visitor = Visitor(Client(enforce_csrf_checks=True))
    page = visitor.go(SCOPE | {"danger_now": "chest_pain"})
    assert page.path == OUTCOME
    assert visitor.send(page).path == "/check/4/"
    assert visitor.send(visitor.open("/check/clear/")).path == "/check/cleared/"


@pytest.mark.parametrize("path", ["/check/1/", "/check/go-on/", "/check/clear/"])
def test_a_form_from_elsewhere_changes_nothing(path):
    visitor = Visitor(Client(enforce_csrf_checks=True))
    visitor.begin()
    before = visitor.cookie.value
    response = visitor.client.post(path, {"question": "scope", "options": "me_man"})
    assert (response.status_code, visitor.cookie.value) == (403, before)


# Words of the region


@pytest.mark.parametrize(
    ("region", "number"), [("GB", "999"), ("ZZ", "112 or your local emergency number"), ("US", "911")]
)
def test_the_region_says_whom_to_call(visitor, settings, warm, region, number):

    settings.LEGCHECK_REGION = region
    holder.forget()
    page = visitor.go(SCOPE | {"danger_now": "chest_pain"})
    assert page.heading == f"Stop here and call {number} now"
    assert page.links()[f"Call {number}"] == f"tel:{number.split()[0]}"
    assert page.root.one("aside").one("a").text == number
    assert number in visitor.open("/").text
