"""The pages on which a result is saved: what is offered, what is said first, and what saves nothing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from symptoms.dates import day_in_words
from symptoms.models import SavedResult
from symptoms.visit import new_visit
from tests.reading_age import grade
from tests.symptoms.pages.test_reading_age import HARDEST
from tests.symptoms.saved.saving import (
    DELETE,
    DOCTOR,
    EMERGENCY,
    GONE,
    LINK,
    OFFER,
    SAVE,
    SAVED,
    database_away,
    saves,
    stopped_visit,
)
from tests.symptoms.visitor import OUTCOME, START_AGAIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_keys")]


@pytest.mark.parametrize("man", ["stopped", "calm"])
def test_the_outcome_offers_to_save_and_tells_first_what_that_means(man, request):
    page = request.getfixturevalue(man).open(OUTCOME)
    assert page.links()[OFFER] == SAVE
    asked = request.getfixturevalue(man).open(SAVE)
    assert asked.heading == "Save this result"
    for words in ("We save nothing unless you press", "Anyone with the link", "Not kept:"):
        assert words in asked.main.text
    # All of symptoms.saved.kept, and of the row.
    for words in (
        "The age and the answers, the day, and how soon to get help",
        "you went on after an emergency",
        "which set of facts and which version of the check",
        "Only the day on which it is deleted is not locked",
    ):
        assert words in asked.main.text
    today = timezone.localdate()
    until = [f"{days} days, until {day_in_words(today + timedelta(days=days))}" for days in (7, 30, 90)]
    assert [label.text for label in asked.main.all("label")] == until
    assert asked.chosen() == ["30"]
    assert not SavedResult.objects.exists()


@pytest.mark.parametrize(("sent", "days"), [("7", 7), ("30", 30), ("90", 90), ("9000", 30), ("", 30), ("-7", 30)])
def test_it_is_saved_for_as_long_as_he_chose_and_never_for_longer(stopped, sent, days):
    page, address = saves(stopped, sent)
    last, ends = (timezone.localdate() + timedelta(days=number) for number in (days, days + 1))
    assert SavedResult.objects.values_list("ends", flat=True).get() == ends
    assert f"saved until {day_in_words(last)}" in page.main.text
    assert f"deleted by itself on {day_in_words(ends)}" in stopped.open(SAVED).main.text
    assert page.links()[f"http://testserver{address}"] == f"http://testserver{address}"


def test_the_link_stands_on_its_page_alone_and_in_no_address(stopped):
    page, address = saves(stopped)
    token = address.split("/")[2]
    assert stopped.sent_to == [LINK]
    assert token not in page.title
    stopped.open(address)
    assert stopped.sent_to == [LINK, SAVED]
    for path in (SAVED, DOCTOR, DELETE, OUTCOME):
        assert token not in stopped.client.get(path).content.decode(), path


def test_reading_the_page_of_the_link_again_saves_nothing_more(stopped):
    page, _ = saves(stopped)
    assert stopped.open(LINK).main.text == page.main.text
    assert SavedResult.objects.count() == 1
    _, other = saves(stopped)
    assert SavedResult.objects.count() == 2
    assert other not in page.main.text


def test_the_page_about_privacy_names_all_that_is_kept(visitor):
    told = visitor.open("/about/privacy/").main.text
    for words in (
        "your age, your answers and the day",
        "how soon you were told to get help",
        "you went on after an emergency",
        "which set of facts and which version of the check",
        "Only the day on which it is deleted is not",
        "deleted by itself after the last day you chose",
    ):
        assert words in told


def test_a_form_of_another_visit_saves_nothing(stopped):
    page = stopped.open(SAVE)
    stopped.keep(stopped_visit())
    assert stopped.send(page, days=30).path == START_AGAIN
    assert not SavedResult.objects.exists()


def test_a_form_drawn_before_an_answer_was_changed_saves_nothing(stopped):
    page = stopped.open(SAVE)
    stopped.keep(stopped.visit.answered("danger_now", ("chest_pain", "confusion")))
    assert stopped.send(page, days=30).path == OUTCOME
    stopped.keep(dataclasses.replace(stopped.visit, age=stopped.visit.age + 1))
    assert stopped.send(page, days=30).path == OUTCOME
    assert not SavedResult.objects.exists()
    saves(stopped)


def test_a_form_of_the_day_before_saves_nothing(stopped, monkeypatch):
    page = stopped.open(SAVE)
    today = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    assert stopped.send(page, days=30).path == OUTCOME
    assert not SavedResult.objects.exists()
    saves(stopped)


def test_a_form_without_its_digest_saves_nothing(stopped):
    stopped.open(SAVE)
    assert stopped.client.post(SAVE, {"visit": stopped.visit.token, "days": "30"})["Location"] == OUTCOME
    assert not SavedResult.objects.exists()


def test_a_form_from_elsewhere_saves_and_deletes_nothing(stopped):
    stopped.client = Client(enforce_csrf_checks=True)
    stopped.keep(stopped_visit())
    assert stopped.client.post(SAVE, {"visit": stopped.visit.token, "days": "30"}).status_code == 403
    assert stopped.client.post(DELETE, {"result": "x"}).status_code == 403
    assert not SavedResult.objects.exists()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"answers": {"scope": EMERGENCY["scope"]}}, "/check/3/"),
        ({"answers": {"scope": ("injury",)}}, OUTCOME),
        ({"answers": {"scope": EMERGENCY["scope"]}, "age": 15}, OUTCOME),
    ],
    ids=["not ended", "after an accident", "too young"],
)
def test_what_has_no_outcome_cannot_be_saved(stopped, changes, path):
    stopped.keep(dataclasses.replace(stopped_visit(), **changes))
    assert stopped.open(SAVE).path == path
    stopped.client.post(SAVE, {"visit": stopped.visit.token, "days": "30"})
    assert not SavedResult.objects.exists()


def test_without_a_visit_nothing_can_be_saved(visitor):
    assert visitor.open(SAVE).path == START_AGAIN


def test_where_saving_is_off_it_is_not_offered_and_every_link_opens_nothing(stopped, settings):
    _, address = saves(stopped)
    settings.LEGCHECK_DAY_KEYS = None
    assert OFFER not in stopped.open(OUTCOME).links()
    assert stopped.open(SAVE).status == 404
    assert stopped.client.post(SAVE, {"visit": stopped.visit.token}).status_code == 404
    assert stopped.open(address).heading == GONE


def test_when_the_day_is_full_he_is_told_calmly(stopped, settings):
    settings.LEGCHECK_SAVED_PER_DAY = 1
    saves(stopped)
    page = stopped.send(stopped.open(SAVE), days=30)
    assert (page.status, page.heading) == (503, "The result was not saved")
    assert "Choose another number of days" in page.main.text
    assert page.links()["Go back to what to do"] == OUTCOME
    saves(stopped, 7)


@pytest.mark.usefixtures("warm")
def test_while_the_database_is_away_the_outcome_is_there_and_saving_says_so(calm, caplog):
    with connection.execute_wrapper(database_away):
        assert calm.open(OUTCOME).status == 200
        page = calm.send(calm.open(SAVE), days=30)
        assert (page.status, page.heading) == (503, "The result was not saved")
        assert "Nothing was kept" in page.main.text
        assert calm.open(OUTCOME).status == 200
    assert "OperationalError" in caplog.text
    assert not any(word in caplog.text for word in ("over_year", "how_long", str(calm.visit.token)))


def test_what_he_reads_about_saving_is_easy_to_read(stopped):
    own = [stopped.open(SAVE), saves(stopped)[0], stopped.open(DELETE), stopped.send(stopped.open(DELETE))]
    for page in (*own, stopped.open(SAVED)):
        texts = [part.text for part in page.main.all() if part.tag in ("p", "li") and "http" not in part.text]
        assert grade(texts) <= HARDEST, page.heading


def test_an_empty_visit_is_not_saved(visitor):
    visitor.keep(new_visit(1))
    assert visitor.open(SAVE).path == "/check/1/"
