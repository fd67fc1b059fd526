"""Which release a worker serves: noticed when it changes, kept when the database fails, never asked for needlessly."""

from __future__ import annotations

import dataclasses
import logging
import threading

import pytest
from django.db import OperationalError, connection

from knowledge.documents import build_document
from knowledge.gate import GateResult
from knowledge.interchange import sha256
from knowledge.models import LiveRelease, Release
from knowledge.releases import load, publish
from symptoms import serving
from symptoms.engine.version import ENGINE_VERSION
from symptoms.serving import NoRelease, ReleaseHolder, holder
from tests.symptoms.api.bodies import answers, evidence, read, read_problem

pytestmark = pytest.mark.django_db

SECONDS = 5

#: How the log tells one look at a database that fails.
FAULT = "Fault: django.db.utils.OperationalError at "


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    """The clock that says when to look again. Each test begins and ends with nothing served."""
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = SECONDS
    still = Clock()
    monkeypatch.setattr(serving, "time", still)
    holder.forget()
    yield still
    holder.forget()


class AgreeingGate:
    """Lets every draft pass: the vignettes are not what is tested here."""

    def examine(self, document):
        return GateResult(ENGINE_VERSION, {"vignettes": 0}, ())


@pytest.fixture
def publish_next(knowledge):
    """Publishes the shipped knowledge with another name for its first cause, as release 2."""

    def publish_changed():
        first, *others = knowledge.causes
        renamed = dataclasses.replace(first, name="Quite another name")
        load(knowledge=dataclasses.replace(knowledge, causes=(renamed, *others)), replace=True)
        return publish(gate=AgreeingGate(), author="tests", note="One name changed")

    return publish_changed


def database_away():
    """A context in which every query fails."""

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    return connection.execute_wrapper(fail)


def number(api):
    return read(api("releases/current"))["release"]["number"]


# What is asked of the database


WARM = {
    "assessments": {"age": 50, "evidence": evidence({"chest_pain": "present"})},
    "interviews/next": {"age": 50, "answers": answers({"scope": "me_man"})},
    "questions": None,
    "findings": None,
    "causes": None,
    "red-flag-rules": None,
    "sources": None,
    "releases/current": None,
    "openapi.json": None,
    "problems/not_found": None,
}


@pytest.mark.parametrize("address", WARM)
def test_warm_request_asks_the_database_nothing(api, django_assert_num_queries, address):
    read(api("questions"))
    with django_assert_num_queries(0):
        read(api(address, WARM[address]))


def test_assessment_by_answers_asks_the_database_nothing(api, django_assert_num_queries):
    read(api("questions"))
    with django_assert_num_queries(0):
        read(api("assessments", {"age": 50, "answers": answers({"danger_now": "none"})}))


def test_database_is_asked_once_when_the_seconds_are_over(api, clock, django_assert_num_queries):
    read(api("questions"))
    clock.now += SECONDS - 0.1
    with django_assert_num_queries(0):
        read(api("questions"))
    clock.now += 0.1
    with django_assert_num_queries(1):
        read(api("questions"))
        read(api("questions"))


# Changes of the live release


def test_newer_release_is_served_when_the_seconds_are_over(api, clock, publish_next):
    assert number(api) == 1
    before = api("causes")
    release = publish_next()
    assert number(api) == 1
    assert api("causes").content == before.content
    clock.now += SECONDS
    after = read(api("causes"))
    assert (after["release"]["number"], after["release"]["hash"]) == (2, release.hash)
    assert after["items"][0]["name"] == "Quite another name"
    assert api("causes")["ETag"] != before["ETag"]
    assert read(api("assessments", {"age": 50, "evidence": []}))["release"] == after["release"]
    assert [(row["number"], row["live"]) for row in read(api("releases"))["items"]] == [(2, True), (1, False)]


def test_release_that_was_rolled_back_to_is_served_again(api, clock, publish_next):
    publish_next()
    assert number(api) == 2
    LiveRelease.objects.update(release_id=1)
    clock.now += SECONDS
    assert number(api) == 1


def test_nothing_is_served_once_no_release_is_live(api, clock):
    assert number(api) == 1
    LiveRelease.objects.update(release_id=None)
    clock.now += SECONDS
    read_problem(api("questions"), 503, "no_published_release")


@pytest.mark.parametrize(
    ("document", "hash_of"),
    [
        (b'{"format":1}', b'{"format":1}'),
        (None, b"other bytes"),
    ],
    ids=["no knowledge", "other hash"],
)
def test_last_good_release_is_served_when_the_newest_cannot_be_read(
    api, clock, caplog, knowledge, document, hash_of, django_assert_num_queries
):
    assert number(api) == 1
    written = document or build_document(knowledge)
    row = Release.objects.get(pk=1)
    broken = Release(
        number=2, document=written.decode(), hash=sha256(hash_of), author="", note="", created_at=row.created_at
    )
    broken.save(force_insert=True)
    LiveRelease.objects.update(release_id=2)
    clock.now += SECONDS
    assert number(api) == 1
    assert "Fault: knowledge.interchange.Unreadable at " in caplog.text
    with django_assert_num_queries(0):
        assert number(api) == 1


# Failures


def test_last_good_release_is_served_while_the_database_is_away(api, clock, caplog):
    good = api("assessments", WARM["assessments"])
    read(good)
    with database_away():
        for looks in (1, 2):
            clock.now += SECONDS
            for _ in range(2):
                assert api("assessments", WARM["assessments"]).content == good.content
            assert caplog.text.count(FAULT) == looks


def test_newer_release_is_served_when_the_database_is_back(api, clock, publish_next):
    assert number(api) == 1
    clock.now += SECONDS
    with database_away():
        assert number(api) == 1
    publish_next()
    clock.now += SECONDS
    assert number(api) == 2


def test_list_of_releases_gives_safe_advice_while_the_database_is_away(api):
    with database_away():
        read_problem(api("releases"), 500, "server_error")


@pytest.mark.parametrize("address", ["assessments", "interviews/next", "questions", "releases/current"])
def test_without_a_release_there_is_safe_advice_and_the_log_says_what_to_run(api, caplog, address):
    LiveRelease.objects.update(release_id=None)
    with caplog.at_level(logging.ERROR):
        problem = read_problem(api(address, WARM[address]), 503, "no_published_release")
    keys = [text["key"] for text in problem["must_display"]]
    assert keys[:3] == ["error_503_title", "error_503_text", "worsening_intro"]
    assert keys[3:] == [f"worsening_{sign}" for sign in range(1, 11)]
    assert {text["audience"] for text in problem["must_display"]} == {"person"}
    assert "112 or your local emergency number" in problem["must_display"][1]["text"]
    assert "No release is published. Run: python manage.py prepare_site" in caplog.text


def test_what_needs_no_release_is_there_without_one(api):
    LiveRelease.objects.update(release_id=None)
    for address in ("openapi.json", "releases", "problems/not_found"):
        read(api(address))


def test_first_release_is_served_soon_after_it_is_published(api, clock):
    LiveRelease.objects.update(release_id=None)
    read_problem(api("questions"), 503, "no_published_release")
    LiveRelease.objects.update(release_id=1)
    clock.now += SECONDS
    assert number(api) == 1


def test_region_that_the_release_does_not_know_is_named_in_the_log(api, settings, caplog):
    settings.LEGCHECK_REGION = "QQ"
    problem = read_problem(api("assessments", WARM["assessments"]), 503, "no_published_release")
    assert "LEGCHECK_REGION must name a region of the release" in caplog.text
    # The words that fit anywhere stand in for those of the region.
    assert "112 or your local emergency number" in problem["must_display"][1]["text"]


def test_database_that_fails_is_not_asked_by_every_request(api, clock, caplog):
    with database_away():
        for looks in (1, 2):
            for _ in range(3):
                read_problem(api("questions"), 503, "no_published_release")
            assert caplog.text.count(FAULT) == looks
            clock.now += SECONDS


# Several requests at once


class SlowHolder(ReleaseHolder):
    """Looks only when it is told to go on, and counts its looks."""

    def __init__(self):
        super().__init__()
        self.looking = threading.Event()
        self.go_on = threading.Event()
        self.looks = 0

    def _look(self):
        self.looks += 1
        self.looking.set()
        assert self.go_on.wait(30)
        self._served = holder.current()
        self._looked_at = serving.time.monotonic()


def in_thread(work):
    """Starts `work`; the list gets what it gives or raises."""
    found = []

    def run():
        try:
            found.append(work())
        except NoRelease as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def test_while_one_request_looks_the_others_are_served_what_there_is(clock):
    good = holder.current()
    slow = SlowHolder()
    slow._served, slow._looked_at = good, clock.now - SECONDS
    thread, found = in_thread(slow.current)
    assert slow.looking.wait(30)
    assert slow.current() is good
    slow.go_on.set()
    thread.join(30)
    assert (found, slow.looks) == ([good], 1)


def test_first_requests_wait_for_one_look(clock):
    good = holder.current()
    slow = SlowHolder()
    started = [in_thread(slow.current) for _ in range(3)]
    assert slow.looking.wait(30)
    slow.go_on.set()
    for thread, _ in started:
        thread.join(30)
    assert [found for _, found in started] == [[good]] * 3
    assert slow.looks == 1
