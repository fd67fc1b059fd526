"""A saved result as it is opened again: what is shown, for how long, and what every other link is answered with."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from symptoms import questionnaire
from symptoms.models import SavedResult
from symptoms.saved import cookie
from symptoms.saved.sealing import new_token
from tests.symptoms.saved.saving import (
    DELETE,
    DELETED,
    DOCTOR,
    LINK,
    SAVE,
    SAVED,
    database_away,
    gone,
    moved,
    saves,
)
from tests.symptoms.visitor import OUTCOME, START_AGAIN, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_keys")]


@pytest.mark.parametrize("man", ["stopped", "calm"])
def test_another_browser_sees_what_he_saw(man, request):
    he = request.getfixturevalue(man)
    seen = he.open(OUTCOME)
    _, address = saves(he)
    other = Visitor(Client())
    shown = other.open(address)
    assert (shown.path, shown.status, shown.title) == (SAVED, 200, "Saved result - legcheck")
    assert "This result was made on" in shown.main.text
    card = [part.text for part in seen.main.all("div") if "lc-urgency" in part.attributes.get("class", "")]
    assert card
    assert [part.text for part in shown.main.all("div") if "lc-urgency" in part.attributes.get("class", "")] == card
    # All of the advice; how it is kept, and the ways back into the visit, differ.
    ends = seen.headings().index("Keep this" if man == "calm" else "To show or send")
    told = seen.headings()[1:ends]
    assert [heading for heading in shown.headings() if heading in told] == told
    sections = [part.text for part in seen.main.all("section") if "Answers that could" not in part.text]
    assert [text for text in sections[:-1] if text not in [part.text for part in shown.main.all("section")]] == []
    assert not [link for link in shown.links().values() if link.startswith("/check/")]


def test_the_contents_of_a_saved_result_lead_to_headings_in_their_order(calm):
    _, address = saves(calm)
    page = calm.open(address)
    (contents,) = page.main.all("nav")
    named = {part["id"]: part.text for part in page.main.all("h2") if "id" in part.attributes}
    wanted = [(link["href"], link.text) for link in contents.all("a")]
    assert [f"#{key}" for key in named if f"#{key}" in dict(wanted)] == [place for place, _ in wanted]
    assert wanted[-2:] == [("#keep", "This saved result"), ("#again", "When to check again")]
    assert (named["keep"], named["again"]) == ("This saved result", "When to check again")
    section = page.main.one("section", **{"aria-labelledby": "again"})
    assert re.search(r"\d{4}", section.text)
    assert not list(section.all("form"))


def test_the_page_for_the_doctor_is_of_the_day_it_was_saved(calm, monkeypatch):
    _, address = saves(calm)
    of_the_day = calm.open("/check/doctor/")
    other = Visitor(Client())
    moved(other, address, monkeypatch, 6)
    page = other.open(DOCTOR)
    assert page.main.one("article").text == of_the_day.main.one("article").text
    assert page.links()["Back to what to do"] == SAVED
    written = other.send(page, words="My foot slaps.")
    assert (written.path, "My foot slaps." in written.main.text) == (DOCTOR, True)


@pytest.mark.parametrize("man", ["stopped", "calm"])
def test_its_days_stay_those_of_the_day_it_was_made_and_overdue_help_is_said(man, request, monkeypatch):
    he = request.getfixturevalue(man)
    seen = he.open(OUTCOME)
    _, address = saves(he, 90)
    overdue = "The time to get this help has passed"
    assert overdue not in he.open(address).main.text
    day = 1 if man == "stopped" else 29
    for days, told in ((day - 1, False), (day, True), (89, True)):
        shown = moved(Visitor(Client()), address, monkeypatch, days)
        assert (overdue in shown.main.text) is told, days
        assert [line for line in re.findall(r"When: [^.]*", seen.main.text) if line not in shown.main.text] == []


def test_check_again_starts_anew_and_takes_no_old_answer_along(calm):
    _, address = saves(calm)
    other = Visitor(Client())
    page = other.open(address)
    form = next(number for number, form in enumerate(page.forms()) if form["action"] == "/check/")
    assert other.send(page, form).path == "/check/1/"
    assert (other.visit.answers, other.visit.age) == ({}, None)


def test_a_new_check_closes_the_saved_result_on_this_device_and_keeps_it(stopped):
    _, address = saves(stopped)
    stopped.begin()
    gone(stopped.open(SAVED))
    assert stopped.open(address).status == 200


def test_a_link_may_lack_its_slash_and_be_opened_often_by_whatever_looks_first(stopped):
    _, address = saves(stopped)
    for _ in range(3):
        preview = Client()
        response = preview.get(address)
        assert (response.status_code, response["Location"], response.content) == (302, SAVED, b"")
        assert preview.head(address).status_code == 302
    assert Visitor(Client()).open(address.rstrip("/")).path == SAVED
    assert Visitor(Client()).open(address).status == 200


@pytest.mark.parametrize("behind", [".", ")", '"', ".)", "/.", "%22", ">", "//", "\u2019"])
def test_a_link_that_was_pasted_with_what_stood_behind_it_opens(stopped, behind):
    _, address = saves(stopped)
    assert Visitor(Client()).open(address.rstrip("/") + behind).status == 200


def test_following_a_link_asks_the_database_nothing(stopped, django_assert_num_queries):
    _, address = saves(stopped)
    with django_assert_num_queries(0):
        known, unknown = (Client().get(path) for path in (address, f"/saved/{new_token()}/"))
    assert {known.status_code, unknown.status_code} == {302}
    same = ("Location", "Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert [known[name] for name in same] == [unknown[name] for name in same]
    assert [known[name] for name in same[1:]] == ["no-store", "no-referrer", "noindex"]


def test_the_cookie_goes_to_saved_results_alone_and_shows_no_token(stopped, settings):
    settings.SESSION_COOKIE_SECURE = True
    _, address = saves(stopped)
    token = address.split("/")[2]
    kept = Client().get(address).cookies[cookie.COOKIE]
    assert token not in kept.value
    assert (kept["path"], kept["httponly"], kept["secure"], kept["samesite"]) == ("/saved/", True, True, "Lax")
    assert (kept["max-age"], kept["expires"]) == ("", "")


def test_no_page_of_a_saved_result_is_kept_by_a_cache_or_listed(stopped):
    _, address = saves(stopped)
    for path in (address, SAVED, LINK, DOCTOR, DELETE, DELETED, SAVE):
        response = stopped.client.get(path)
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex"), path
        assert response["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_the_way_of_a_link_to_https_is_kept_by_no_cache(settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get(f"/saved/{new_token()}/")
    assert (response.status_code, response["Location"][:8]) == (301, "https://")
    assert response["Cache-Control"] == "no-store"
    assert "Cache-Control" not in Client().get("/").headers


def test_wrong_expired_deleted_and_shredded_links_are_answered_alike(stopped, day_keys, monkeypatch):
    wrong = {gone(Visitor(Client()).open(path)) for path in (f"/saved/{new_token()}/", "/saved/x", "/saved/a/b?c=d")}
    _, deleted = saves(stopped)
    stopped.send(stopped.open(DELETE))
    _, shredded = saves(stopped, 7)
    (day_keys / f"{timezone.localdate() + timedelta(days=8)}.key").unlink()
    _, expired = saves(stopped, 30)
    texts = {gone(Visitor(Client()).open(path)) for path in (deleted, shredded)}
    texts.add(gone(moved(Visitor(Client()), expired, monkeypatch, 31)))
    assert len(wrong | texts | {gone(Visitor(Client()).open(SAVED))}) == 1


def test_a_wrong_link_does_not_show_the_result_that_was_open_before(stopped):
    saves(stopped)
    gone(stopped.open("/saved/cut-short"))
    gone(stopped.open(SAVED))


@pytest.mark.parametrize("value", ["", "x", "\u00e9"])
def test_a_cookie_that_was_tampered_with_opens_nothing(stopped, value):
    _, address = saves(stopped)
    token = address.split("/")[2]
    stopped.client.cookies[cookie.COOKIE] = value or token
    gone(stopped.open(SAVED))


def test_the_cookie_of_a_visit_and_that_of_a_saved_result_are_not_taken_for_each_other(stopped):
    saves(stopped)
    visit, saved = (stopped.client.cookies[name].value for name in (questionnaire.COOKIE, cookie.COOKIE))
    stopped.client.cookies[cookie.COOKIE] = visit
    stopped.client.cookies[questionnaire.COOKIE] = saved
    gone(stopped.open(SAVED))
    assert stopped.open(OUTCOME).path == START_AGAIN


def test_a_day_after_it_was_opened_the_link_must_be_opened_again(stopped, monkeypatch):
    saves(stopped)
    monkeypatch.setattr(cookie, "_SECONDS", -1)
    gone(stopped.open(SAVED))


def test_while_the_database_is_away_nothing_is_said_to_be_gone_or_deleted(stopped, caplog):
    _, address = saves(stopped)
    confirm = stopped.open(DELETE)
    with connection.execute_wrapper(database_away):
        for page in (stopped.open(address), stopped.send(confirm), stopped.open(LINK)):
            assert (page.status, page.heading) == (503, "Saved results cannot be reached just now")
    assert stopped.open(address).status == 200
    assert address.split("/")[2] not in caplog.text


def test_where_the_folder_of_the_keys_is_away_nothing_is_said_to_be_gone(stopped, day_keys):
    _, address = saves(stopped)
    day_keys.rename(day_keys.with_name("unmounted"))
    assert stopped.open(address).status == 503
    # As a volume that was not mounted leaves it.
    day_keys.mkdir()
    assert stopped.open(address).status == 503
    assert stopped.send(stopped.open(SAVE), days=30).heading == "The result was not saved"
    assert SavedResult.objects.count() == 1
