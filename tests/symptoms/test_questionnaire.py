"""The cookie with the visit: who gets it, how it travels, and which keys it is under."""

from __future__ import annotations

import dataclasses
import time

import pytest
from cryptography.fernet import Fernet
from django.http import HttpResponse
from django.test import RequestFactory

from symptoms import questionnaire
from symptoms.questionnaire import COOKIE, NoVisit
from symptoms.visit import Visit, VisitBox, new_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    return dataclasses.replace(new_visit(1), age=58, answers={"scope": ("me_man",)})


def kept(visit: Visit):
    """The cookie that a response brings."""
    return questionnaire.keep(HttpResponse(), visit).cookies[COOKIE]


def reading(text: str) -> Visit:
    """The visit that a request with this cookie holds."""
    request = RequestFactory().get("/check/1/")
    request.COOKIES[COOKIE] = text
    return questionnaire.read(request)


def test_what_is_kept_is_read_again(visit):
    assert reading(kept(visit).value) == visit


def test_the_cookie_is_for_the_check_alone_and_ends_with_the_browser(visit):
    cookie = kept(visit)
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/check/", "Lax", True)
    assert (cookie["expires"], cookie["max-age"], cookie["domain"]) == ("", "", "")


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_secure_where_the_site_is(visit, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure
    assert bool(kept(visit)["secure"]) is secure


@pytest.mark.parametrize("text", ["", "tampered", "gAAAAABk"])
def test_without_a_good_cookie_there_is_no_visit(text):
    with pytest.raises(NoVisit):
        reading(text)


def test_the_hours_are_those_of_the_release(visit, release):
    hours = release.numbers.answers_hours
    for late, opens in ((-60, True), (60, False)):
        begun = int(time.time()) - hours * 3600 - late
        text = kept(dataclasses.replace(visit, begun=begun)).value
        if opens:
            assert reading(text).age == 58
        else:
            with pytest.raises(NoVisit):
                reading(text)


def test_keys_of_the_settings_are_used_newest_first(visit, settings):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings.LEGCHECK_VISIT_KEYS = [old]
    before = kept(visit).value
    settings.LEGCHECK_VISIT_KEYS = [new, old]
    assert reading(before) == visit
    assert VisitBox([new.encode()]).open(kept(visit).value, hours=1) == visit
    settings.LEGCHECK_VISIT_KEYS = [new]
    with pytest.raises(NoVisit):
        reading(before)


def test_without_keys_the_secret_makes_one_and_an_older_secret_still_opens(visit, settings):
    settings.LEGCHECK_VISIT_KEYS = []
    settings.SECRET_KEY = "first " * 10
    before = kept(visit).value
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second " * 10, [settings.SECRET_KEY]
    assert reading(before) == visit
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(NoVisit):
        reading(before)


def test_dropping_puts_an_empty_visit_with_another_token_in_its_place(visit):
    empty = reading(questionnaire.drop(HttpResponse()).cookies[COOKIE].value)
    assert empty.token != visit.token
    assert (empty.age, empty.answers, empty.continued) == (None, {}, False)


def test_a_visit_begins_under_the_live_release():
    assert questionnaire.begin().release == 1
