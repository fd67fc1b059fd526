"""Emergency help: one link at the top of every page of the site, and one place that it leads to."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.symptoms.visitor import OUTCOME, Shown, Visitor

pytestmark = pytest.mark.django_db

PATHS = [
    "/",
    "/check/1/",
    "/check/3/",
    "/check/clear/",
    "/check/cleared/",
    "/check/start-again/",
    "/check/something-new/",
    "/about/",
    "/library/",
    "/questions/",
    "/nothing-here",
]


def assert_help_at_the_top(page: Shown) -> None:
    header = page.root.one("header")
    links = [(link.text, link["href"]) for link in header.all("a")]
    assert links == [("legcheck", "/"), ("Emergency help", "#help")]
    place = page.root.one(id="help")
    assert (place.tag, place["tabindex"]) == ("aside", "-1")
    assert place.one("h2").text == "Emergency help"
    assert place.one("a")["href"] == "tel:112"


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_it(visitor, path):
    visitor.go({"scope": "me_man"}, rest=None)
    assert_help_at_the_top(visitor.open(path))


def test_an_error_of_a_form_and_an_emergency_have_it(visitor):
    page = visitor.go({"scope": "me_man"}, rest=None)
    wrong = visitor.choose(page)
    assert wrong.title.startswith("Error")
    assert_help_at_the_top(wrong)
    stopped = visitor.choose(wrong, "chest_pain")
    assert stopped.path == OUTCOME
    assert_help_at_the_top(stopped)


def test_a_refused_form_has_it():
    page = Visitor(Client(enforce_csrf_checks=True))
    refused = Shown(page.client.post("/check/"))
    assert refused.status == 403
    assert_help_at_the_top(refused)
