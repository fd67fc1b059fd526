"""Which release a worker serves: noticed when it changes, kept when the database fails, never asked for needlessly."""

from __future__ import annotations

import dataclasses
import datetime
import json
import logging
import threading

import pytest
from django.db import OperationalError, connection

from knowledge import immutability
from knowledge.documents import build_document
from knowledge.gate import GateResult
from knowledge.interchange import sha256
from knowledge.loading import load
from knowledge.models import AccuracyReport, LiveRelease, Release, ReleaseEvent
from knowledge.releases import publish, roll_back, withdraw
from symptoms import serving
from symptoms.assess import assess
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.report import VERSION
from symptoms.plain import as_plain
from symptoms.serving import NoRelease, ReleaseHolder, holder
from symptoms.visit import new_visit
from tests.releasing import document_of, goes_live
from tests.symptoms.api.bodies import CALM, answers, evidence, read, read_problem
from tests.symptoms.visitor import ANSWERS, ON

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

    engine = ENGINE_VERSION

    def examine(self, document, *, thorough):
        return GateResult(ENGINE_VERSION, {"vignettes": 0}, ())


@pytest.fixture(scope="session")
def another_name(knowledge):
    """The shipped knowledge with another name for its first cause."""
    first, *others = knowledge.causes
    return dataclasses.replace(knowledge, causes=(dataclasses.replace(first, name="Quite another name"), *others))


@pytest.fixture
def publish_next(another_name):
    """Makes it live as release 2."""

    def publish_changed():
        return goes_live(document_of(another_name))

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


def test_newer_release_is_served_when_the_seconds_are_over(api, clock, another_name):
    assert number(api) == 1
    before = api("causes")
    load(knowledge=another_name, replace=True)
    release = publish(gate=AgreeingGate(), author="tests", note="One name changed")
    assert number(api) == 1
    assert api("causes").content == before.content
    clock.now += SECONDS
    after = read(api("causes"))
    assert (after["release"]["number"], after["release"]["hash"]) == (2, release.hash)
    assert after["items"][0]["name"] == "Quite another name"
    assert api("causes")["ETag"] != before["ETag"]
    assert read(api("assessments", {"age": 50, "evidence": []}))["release"] == after["release"]
    assert [(row["number"], row["live"]) for row in read(api("releases"))["items"]] == [(2, True), (1, False)]


def outcomes(api):
    """What the same answers give at each door, as bytes."""
    sent = {"age": 58, "answers": answers(CALM | {"danger_now": "none", "feeling": ["numb_feet", "numb_hands"]})}
    door = assess(
        age=58,
        answers=[(row["question"], row["options"]) for row in sent["answers"]],
        evidence=None,
        continued=False,
        today=datetime.date(2026, 1, 5),
    )
    return [
        api("assessments", sent).content,
        api("interviews/next", {"age": 58, "answers": sent["answers"]}).content,
        api("causes").content,
        api("causes")["ETag"],
        json.dumps(as_plain(door)),
    ]


def measured(release, text, *, engine=ENGINE_VERSION, version=VERSION):
    """Keeps a report on a release."""
    AccuracyReport.objects.create(
        hash=release.hash, engine=engine, version=version, document=text, created_at=release.created_at
    )


def test_the_accuracy_of_a_release_is_there_soon_after_it_was_measured(clock, publish_next, figures_of_a_few):
    release = publish_next()
    assert holder.current().accuracy is None
    for engine, version in (("0.1", "0.1, 5 draws"), (ENGINE_VERSION, "5 draws"), (ENGINE_VERSION, VERSION)):
        measured(release, figures_of_a_few, engine=engine, version=version)
        clock.now += SECONDS
        found = holder.current().accuracy
        assert (found.engine, found.version) == (engine, version)


def test_a_release_is_served_also_when_its_figures_cannot_be_read(clock, publish_next, caplog):
    release = publish_next()
    measured(release, "{}")
    assert holder.current().release.identity.number == release.number
    assert holder.current().accuracy is None
    assert "Fault: KeyError at " in caplog.text


def test_a_release_is_served_also_when_the_table_of_figures_cannot_be_asked(api, clock, publish_next, caplog):
    def fail_there(execute, sql, params, many, context):
        if AccuracyReport._meta.db_table in sql:
            raise OperationalError("permission denied")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail_there):
        assert (number(api), holder.current().accuracy) == (1, None)
        publish_next()
        clock.now += SECONDS
        assert (number(api), holder.current().accuracy) == (2, None)
    assert caplog.text.count(FAULT) == 2


def test_once_it_is_known_the_accuracy_is_not_asked_for_again(clock, django_assert_num_queries):
    holder.current()
    clock.now += SECONDS
    with django_assert_num_queries(1):
        assert holder.current().accuracy.engine == ENGINE_VERSION


def test_after_a_roll_back_the_outcome_is_byte_for_byte_what_it_was(api, clock, publish_next):
    before = outcomes(api)
    publish_next()
    clock.now += SECONDS
    between = outcomes(api)
    assert all(one != other for one, other in zip(before, between, strict=True))
    roll_back(gate=AgreeingGate(), number=1, by="tests", reason="The name is wrong")
    assert outcomes(api) == between, "until the seconds are over the worker goes on with what it has"
    clock.now += SECONDS
    assert outcomes(api) == before


def test_a_withdrawal_is_noticed_when_the_seconds_are_over(api, clock, publish_next):
    publish_next()
    assert number(api) == 2
    withdraw(gate=AgreeingGate(), number=2, by="tests", reason="Wrong", instead=1)
    clock.now += SECONDS
    assert number(api) == 1
    rows = read(api("releases"))["items"]
    assert [(row["number"], row["live"], row["status"]) for row in rows] == [
        (2, False, "withdrawn"),
        (1, True, "live"),
    ]


def test_after_the_live_release_is_withdrawn_without_another_one_there_is_safe_advice(api, client, clock):
    assert number(api) == 1
    withdraw(gate=AgreeingGate(), number=1, by="tests", reason="Wrong", allow_nothing_served=True)
    clock.now += SECONDS
    read_problem(api("questions"), 503, "no_published_release")
    page = client.post("/check/")
    assert page.status_code == 503
    assert "112 or your local emergency number" in page.content.decode()


def point_wrongly_to_a_withdrawn_release(number):
    """As someone could who takes the triggers of the database away."""
    immutability.remove(connection)
    row = Release.objects.get(pk=number)
    ReleaseEvent.objects.create(release=row, kind="withdrawn", by="tests", reason="Wrong", at=row.created_at)
    LiveRelease.objects.update(release=row)


def test_a_withdrawn_release_is_not_served_even_if_the_pointer_names_it(api, clock, caplog):
    assert number(api) == 1
    point_wrongly_to_a_withdrawn_release(1)
    clock.now += SECONDS
    read_problem(api("questions"), 503, "no_published_release")
    assert "Release 1 was withdrawn and is not served" in caplog.text
    holder.forget()
    read_problem(api("questions"), 503, "no_published_release")
    assert [row["status"] for row in read(api("releases"))["items"]] == ["withdrawn"]


def test_a_withdrawn_release_is_not_served_on_when_the_one_in_its_place_cannot_be_read(api, clock, publish_next):
    publish_next()
    assert number(api) == 2
    row = Release.objects.get(pk=1)
    broken = Release(number=3, document="{}", hash=sha256(b"{}"), created_at=row.created_at)
    broken.save(force_insert=True)
    LiveRelease.objects.update(release=broken)
    clock.now += SECONDS
    assert number(api) == 2, "the last good one, while it is not withdrawn"
    ReleaseEvent.objects.create(release_id=2, kind="withdrawn", by="tests", reason="Wrong", at=row.created_at)
    clock.now += SECONDS
    read_problem(api("questions"), 503, "no_published_release")


def test_the_pages_of_a_withdrawn_release_can_still_be_compared(publish_next):
    publish_next()
    withdraw(gate=AgreeingGate(), number=1, by="tests", reason="Wrong")
    assert holder.page_meanings(1) == holder.page_meanings(2)
    assert holder.page_meanings(1) is not None


def test_the_list_of_releases_costs_one_query_however_many_there_are(api, publish_next, django_assert_num_queries):
    publish_next()
    with django_assert_num_queries(1):
        assert read(api("releases"))["count"] == 2


# Visits that know of another release


def served_to_a_visit(at_least):
    return holder.current(at_least).release.identity.number


def test_a_visit_that_knows_a_newer_release_makes_the_worker_look_at_once(publish_next):
    assert served_to_a_visit(1) == 1
    publish_next()
    assert served_to_a_visit(1) == 1
    assert served_to_a_visit(2) == 2


def test_a_visit_of_a_higher_release_than_the_live_one_makes_the_worker_look_once(
    clock, publish_next, django_assert_num_queries
):
    publish_next()
    roll_back(gate=AgreeingGate(), number=1, by="tests", reason="x")
    assert served_to_a_visit(0) == 1
    with django_assert_num_queries(1):
        assert [served_to_a_visit(2) for _ in range(5)] == [1] * 5
    clock.now += SECONDS
    with django_assert_num_queries(1):
        assert [served_to_a_visit(2) for _ in range(5)] == [1] * 5


def test_after_a_roll_back_a_still_newer_release_is_looked_for_at_once(publish_next):
    assert served_to_a_visit(2) == 1
    publish_next()
    assert served_to_a_visit(2) == 1, "looked for a moment ago"
    assert served_to_a_visit(3) == 2


def test_while_the_database_is_away_a_visit_of_a_higher_release_makes_the_worker_look_once(clock, caplog):
    assert served_to_a_visit(0) == 1
    with database_away():
        assert [served_to_a_visit(2) for _ in range(5)] == [1] * 5
    assert caplog.text.count(FAULT) == 1


def test_after_a_roll_back_a_visit_goes_on_under_the_live_release(visitor, clock, knowledge):
    """The page about the side means something else in release 2, under which he answered."""
    side = next(page for page in knowledge.questions if page.key == "side")
    one, other, *rest = side.options
    options = (
        dataclasses.replace(one, present=other.present, absent=other.absent),
        dataclasses.replace(other, present=one.present, absent=one.absent),
        *rest,
    )
    pages = tuple(dataclasses.replace(page, options=options) if page is side else page for page in knowledge.questions)
    goes_live(document_of(dataclasses.replace(knowledge, questions=pages)))
    holder.current()
    given = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
    visitor.keep(dataclasses.replace(new_visit(2), age=61, answers=given))
    assert visitor.open(ON).path == ANSWERS

    roll_back(gate=AgreeingGate(), number=1, by="tests", reason="The sides are wrong")
    clock.now += SECONDS
    page = visitor.open(ON)
    assert page.question == "side"
    assert "so this question is asked again" in page.main.text
    assert (visitor.visit.release, given.keys() - visitor.visit.answers.keys()) == (1, {"side"})
    assert visitor.choose(page, "both").path == ANSWERS


def test_nothing_is_served_once_no_release_is_live(api, clock):
    assert number(api) == 1
    LiveRelease.objects.update(release_id=None)
    clock.now += SECONDS
    read_problem(api("questions"), 503, "no_published_release")


@pytest.mark.parametrize(
    ("content", "hash_of"),
    [
        (b'{"format":1}', b'{"format":1}'),
        (None, b"other bytes"),
    ],
    ids=["no knowledge", "other hash"],
)
def test_last_good_release_is_served_when_the_newest_cannot_be_read(
    api, clock, caplog, knowledge, content, hash_of, django_assert_num_queries
):
    assert number(api) == 1
    written = content or build_document(knowledge)
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
    assert "No release is live. Run: python manage.py prepare_site" in caplog.text


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


@pytest.mark.parametrize(("language", "warned"), [("en-gb", False), ("en", False), ("de", True)])
def test_release_in_another_language_is_served_and_named_in_the_log(api, settings, caplog, language, warned):
    settings.LANGUAGE_CODE = language
    with caplog.at_level(logging.WARNING):
        assert number(api) == 1
    words = f"Release 1 is written in en and LEGCHECK_LANGUAGE is {language}: pages mix both languages."
    assert (words in caplog.text) is warned


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
