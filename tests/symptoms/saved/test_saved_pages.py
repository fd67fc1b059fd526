"""The pages of saved results, as a man with a browser sees them."""

from __future__ import annotations

import dataclasses
import logging
import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from knowledge.gate import GateResult
from knowledge.loading import load
from knowledge.models import LiveRelease
from knowledge.releases import publish, withdraw
from symptoms import questionnaire
from symptoms.dates import day_in_words
from symptoms.engine.version import ENGINE_VERSION
from symptoms.models import SavedResult
from symptoms.saved import cookie
from symptoms.saved import views as saved_views
from symptoms.saved.keeping import save
from symptoms.saved.sealing import link_of, new_token
from symptoms.serving import holder
from symptoms.visit import new_visit
from tests.reading_age import grade
from tests.symptoms.pages.test_reading_age import HARDEST
from tests.symptoms.saved.saving import EMERGENCY, calm_visit, stopped_visit
from tests.symptoms.visitor import OUTCOME, START_AGAIN, Shown, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_keys")]

SAVE, SAVED, LINK = "/check/save/", "/saved/", "/saved/link/"
DOCTOR, DELETE, DELETED = "/saved/doctor/", "/saved/delete/", "/saved/deleted/"
OFFER = "Save this result, to open it again later"
GONE = "There is no saved result here"

_REAL_DAY = timezone.localdate


@pytest.fixture
def stopped(visitor) -> Visitor:
    """A man whom a danger sign has stopped."""
    visitor.keep(stopped_visit())
    return visitor


@pytest.fixture
def calm(visitor, knowledge) -> Visitor:
    """A man with an outcome and no danger sign."""
    visitor.keep(calm_visit(knowledge))
    return visitor


def saves(visitor: Visitor, days: int = 30) -> tuple[Shown, str]:
    """He saves; the page with the link, and the address it leads to."""
    page = visitor.send(visitor.open(SAVE), days=days)
    assert page.path == LINK
    (address,) = re.findall(r"http://testserver(/saved/[\w-]{32}/)", page.main.text)
    return page, address


def without_visit(text: str) -> str:
    """Words of an outcome from its card on."""
    return text.split("Back to what to do")[-1]


def moved(visitor: Visitor, address: str, monkeypatch, days: int) -> Shown:
    """The page behind a link some days later."""
    today = _REAL_DAY() + timedelta(days=days)
    monkeypatch.setattr(timezone, "localdate", lambda: today)
    return visitor.open(address)


def database_away(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


# Saving


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
    today = _REAL_DAY() + timedelta(days=1)
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


# Opening


@pytest.mark.parametrize("man", ["stopped", "calm"])
def test_another_browser_sees_what_he_saw(man, request):
    he = request.getfixturevalue(man)
    seen = he.open(OUTCOME)
    _, address = saves(he)
    other = Visitor(Client())
    shown = other.open(address)
    assert (shown.path, shown.status, shown.title) == (SAVED, 200, "Your saved result - legcheck")
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


def gone(shown: Shown) -> str:
    """Words of the page for a link that opens nothing."""
    assert (shown.path, shown.status, shown.heading) == (SAVED, 404, GONE)
    assert "Call 112" in shown.main.text
    return shown.main.text


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


# Another release, another engine


class AgreeingGate:
    """Lets every draft pass: what a gate demands is not tested here."""

    def examine(self, document, *, thorough):
        return GateResult(ENGINE_VERSION, {}, ())


@pytest.fixture
def publish_second(knowledge):
    """Publishes a release 2 in which chest pain is nothing to worry about and the words are others."""

    def publish_worse():
        texts = tuple(
            dataclasses.replace(row, text="Stay at home" if row.key == "emergency_stop_title" else row.text)
            for row in knowledge.texts
        )
        load(knowledge=dataclasses.replace(knowledge, red_flags=knowledge.red_flags[1:], texts=texts), replace=True)
        publish(gate=AgreeingGate(), author="tests", note="Worse", thorough=False)
        holder.forget()
        assert holder.current().release.identity.number == 2

    yield publish_worse
    holder.forget()


def test_an_earlier_release_goes_on_being_shown_until_it_is_withdrawn(stopped, publish_second):
    seen = stopped.open(OUTCOME)
    _, address = saves(stopped)
    asked = stopped.open(SAVE)
    publish_second()
    # What he saw is no longer live: he sees what is live now before he can save.
    assert stopped.send(asked, days=30).path == OUTCOME
    assert SavedResult.objects.count() == 1
    for _ in range(2):
        shown = Visitor(Client()).open(address)
        assert shown.heading == seen.heading != "Stay at home"
        assert "release 1" in shown.main.text
    assert holder.current().release.identity.number == 2

    withdraw(gate=AgreeingGate(), number=1, by="tests", reason="A wrong dose.")
    other = Visitor(Client())
    told = other.open(address)
    assert (told.status, told.heading) == (410, "This result should no longer be used")
    assert "Reason: A wrong dose. Please do the check again." in told.main.text
    assert not any("lc-urgency" in part.attributes.get("class", "") for part in told.main.all("div"))
    assert other.send(told).path == "/check/1/"
    other.open(address)
    for path in (DOCTOR, SAVED):
        assert other.open(path).status == 410
    assert other.send(other.open(DELETE)).path == DELETED


@pytest.mark.usefixtures("warm")
def test_after_the_only_release_is_withdrawn_there_is_whom_to_call(stopped):
    _, address = saves(stopped)
    withdraw(gate=AgreeingGate(), number=1, by="tests", reason="Wrong", allow_nothing_served=True)
    holder.forget()
    told = stopped.open(address)
    assert (told.status, told.forms()) == (410, [])
    assert "There is no safe release to use at the moment." in told.main.text


@pytest.mark.usefixtures("warm")
def test_with_nothing_live_a_saved_result_is_still_shown(stopped):
    seen = stopped.open(OUTCOME)
    _, address = saves(stopped)
    LiveRelease.objects.update(release_id=None)
    holder.forget()
    assert Visitor(Client()).open(address).heading == seen.heading


@pytest.mark.parametrize("changes", [{"level": "self_care"}, {"release": 99}, {"answers": {}}])
def test_what_would_not_be_what_he_saw_is_not_shown(changes, stopped):
    visit = stopped_visit()
    kept = saved_views.Kept(1, "0", "emergency_now", timezone.localdate(), visit.age, visit.answers, False)
    token = save(dataclasses.replace(kept, **changes), days=7, today=timezone.localdate())
    told = stopped.open(f"/saved/{token}/")
    assert (told.status, told.heading) == (410, "This result should no longer be used")
    assert "The check itself has changed" in told.main.text
    # The one next to it is well.
    token = save(kept, days=7, today=timezone.localdate())
    assert stopped.open(f"/saved/{token}/").status == 200


@pytest.mark.parametrize(("engine", "told"), [(ENGINE_VERSION, False), ("0", True)])
def test_a_result_of_another_engine_says_that_details_may_differ(stopped, engine, told):
    visit, today = stopped_visit(), timezone.localdate()
    kept = saved_views.Kept(1, engine, "emergency_now", today, visit.age, visit.answers, False)
    page = stopped.open(f"/saved/{save(kept, days=7, today=today)}/")
    assert ("The check was updated since." in page.main.text) is told


# Deleting and leaving


def test_deleting_asks_once_and_is_at_once(stopped):
    _, address = saves(stopped)
    asked = stopped.open(DELETE)
    assert f"The result of {day_in_words(timezone.localdate())}" in asked.main.text
    assert SavedResult.objects.count() == 1
    done = stopped.send(asked)
    assert (done.path, done.heading) == (DELETED, "Deleted")
    assert not SavedResult.objects.exists()
    gone(stopped.open(SAVED))
    gone(Visitor(Client()).open(address))


def test_a_page_about_one_result_does_not_delete_another(stopped):
    _, one = saves(stopped)
    asked = stopped.open(DELETE)
    _, other = saves(stopped, 7)
    assert stopped.send(asked).path == DELETE
    assert SavedResult.objects.count() == 2
    assert link_of(one.split("/")[2]) != link_of(other.split("/")[2])
    assert stopped.send(stopped.open(DELETE)).path == DELETED
    assert Visitor(Client()).open(one).status == 200


def test_deleting_twice_is_no_fault(stopped):
    _, address = saves(stopped)
    asked = stopped.open(DELETE)
    other = Visitor(Client())
    other.open(address)
    other.send(other.open(DELETE))
    assert stopped.send(asked).path == DELETED


def test_clearing_the_answers_closes_the_saved_result_on_this_device_and_keeps_it(stopped):
    _, address = saves(stopped)
    stopped.send(stopped.open("/check/clear/"))
    gone(stopped.open(SAVED))
    assert stopped.open(address).status == 200


def test_a_browser_with_a_saved_result_alone_finds_its_way_from_clearing(stopped):
    _, address = saves(stopped)
    other = Visitor(Client())
    other.open(address)
    assert other.open("/check/clear/").links()["Go to the first page"] == "/"


# The log


@pytest.mark.parametrize("path", ["{}", "{}x", "{}/more", "{}."])
def test_no_link_is_in_the_log_whatever_is_wrong_with_the_request(path, capsys):
    token = new_token()
    client = Client(raise_request_exception=False)
    with _console() as lines:
        address = path.format(f"/saved/{token}/")
        client.get(address)
        client.post(address)
        client.get(address, headers={"host": "elsewhere.example.org"})
        client.get(f"/nothing/saved/{token}/")
    assert "Method Not Allowed" in lines()
    assert token not in lines()


def _console():
    """What the handler of the console writes."""
    import contextlib
    import io

    @contextlib.contextmanager
    def written():
        handler = next(handler for handler in logging.getLogger("django").handlers)
        before, text = handler.stream, io.StringIO()
        handler.setStream(text)
        try:
            yield text.getvalue
        finally:
            handler.setStream(before)

    return written()


def test_an_empty_visit_is_not_saved(visitor):
    visitor.keep(new_visit(1))
    assert visitor.open(SAVE).path == "/check/1/"
