"""How long a sign-in lasts, and what its cookie is."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.legcheck.staff.conftest import give_password
from tests.staff import PASSWORD, sign_in

pytestmark = pytest.mark.django_db

MINUTE = 60
HOUR = 60 * MINUTE


@pytest.fixture
def later(monkeypatch):
    """later(seconds) moves the clocks that sessions go by."""
    began = timezone.now()

    def move(seconds: float) -> None:
        now = began + timedelta(seconds=seconds)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        monkeypatch.setattr("legcheck.staff.sessions.time", SimpleNamespace(time=now.timestamp))

    move(0)
    return move


def is_open(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_sign_in_that_is_not_used_ends_after_an_hour(later, client, anna):
    sign_in(client, anna)
    later(HOUR - 1)
    assert is_open(client)
    later(2 * HOUR)
    assert not is_open(client)


def test_a_sign_in_that_is_used_goes_on(later, client, anna):
    sign_in(client, anna)
    for minutes in range(0, 10 * 60, 50):
        later(minutes * MINUTE)
        assert is_open(client)


def test_a_busy_sign_in_ends_after_twelve_hours(later, client, anna):
    sign_in(client, anna)
    for minutes in range(0, 12 * 60, 50):
        later(minutes * MINUTE)
        assert is_open(client)
    later(12 * HOUR - 1)
    assert is_open(client)
    later(12 * HOUR)
    assert not is_open(client)
    assert not Session.objects.exists()


def test_the_limits_are_those_of_the_settings(later, client, anna, settings):
    settings.LEGCHECK_STAFF_SESSION_HOURS = 2
    settings.SESSION_COOKIE_AGE = 20 * MINUTE
    sign_in(client, anna)
    for minutes in range(0, 120, 15):
        later(minutes * MINUTE)
        assert is_open(client)
    later(2 * HOUR)
    assert not is_open(client)
    sign_in(client, anna)
    later(2 * HOUR + 20 * MINUTE)
    assert not is_open(client)


def test_signing_in_again_starts_the_clock_again(later, client, anna):
    sign_in(client, anna)
    later(50 * MINUTE)
    assert is_open(client)
    sign_in(client, anna)
    for minutes in range(50, 50 + 12 * 60, 50):
        later(minutes * MINUTE)
        assert is_open(client)


def test_a_session_without_its_beginning_ends(client, anna):
    sign_in(client, anna)
    session = client.session
    del session["signed_in_at"]
    session.save()
    assert not is_open(client)


def test_reading_writes_at_most_once_a_minute(later, client, anna):
    sign_in(client, anna)
    for second, saved in ((0, 0), (59, 0), (60, 60), (90, 60), (119, 60), (120, 120)):
        later(second)
        client.get("/admin/")
        assert Session.objects.get().get_decoded()["used_at"] - client.session["signed_in_at"] == saved


def test_the_cookie_ends_with_the_browser_and_goes_to_the_admin_alone(client, anna):
    give_password(client)
    cookie = client.cookies["sessionid"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/admin/", "Lax", True)
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_new_password_ends_the_other_sessions_and_not_this_one(client, anna):
    anna.refresh_from_db()
    sign_in(client, anna)
    other = sign_in(Client(), anna)
    new = "a-rowing-boat-at-dawn"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", sent).status_code == 302
    assert is_open(client)
    assert not is_open(other)


def test_a_password_that_a_superuser_sets_ends_the_sessions_of_that_account(signed_in, anna):
    other = sign_in(Client(), anna)
    new = "a-rowing-boat-at-dawn"
    sent = {"password1": new, "password2": new, "usable_password": "true"}
    assert signed_in.post(f"/admin/auth/user/{anna.pk}/password/", sent).status_code == 302
    assert User.objects.get(pk=anna.pk).check_password(new)
    assert not is_open(other)


def test_signing_out_ends_the_session(client, anna):
    sign_in(client, anna)
    assert client.post("/admin/logout/")["Location"] == "/admin/login/"
    assert not Session.objects.exists()


def test_reading_an_address_signs_nobody_out(client, anna):
    sign_in(client, anna)
    assert client.get("/admin/logout/").status_code == 405
    assert is_open(client)
