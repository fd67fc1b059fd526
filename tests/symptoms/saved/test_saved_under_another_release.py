"""A saved result when the release or the engine is no longer the one that made it."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client
from django.utils import timezone

from knowledge.gate import GateResult
from knowledge.models import LiveRelease
from knowledge.releases import withdraw
from symptoms.engine.version import ENGINE_VERSION
from symptoms.models import SavedResult
from symptoms.saved import views as saved_views
from symptoms.saved.keeping import save
from symptoms.serving import holder
from tests.releasing import document_of, goes_live
from tests.symptoms.saved.saving import (
    DELETE,
    DELETED,
    DOCTOR,
    SAVE,
    SAVED,
    saves,
    stopped_visit,
)
from tests.symptoms.visitor import OUTCOME, Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_keys")]


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
        goes_live(document_of(dataclasses.replace(knowledge, red_flags=knowledge.red_flags[1:], texts=texts)))
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
