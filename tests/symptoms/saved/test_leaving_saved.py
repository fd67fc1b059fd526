"""Deleting a saved result, leaving it on this device, and what the log says of its link: nothing."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.utils import timezone

from symptoms.dates import day_in_words
from symptoms.models import SavedResult
from symptoms.saved.sealing import link_of, new_token
from tests.symptoms.saved.saving import DELETE, DELETED, SAVED, gone, saves
from tests.symptoms.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_keys")]


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
