"""The password: its rules, the page that asks for it, and the lock after wrong ones."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from tests.legcheck.staff.conftest import CODE, LOGIN, give_password
from tests.staff import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db

WRONG = "sentinel-wrong-password"


def try_wrongly(client: Client, times: int, name: str = "anna", **more):
    """The last answer."""
    for _ in range(times):
        answer = give_password(client, name, WRONG, **more)
    return answer


def let_half_an_hour_pass() -> None:
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - timedelta(minutes=30))


# Rules


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("eleven-char", "too short"),
        ("josephine.baker", "too similar"),
        ("international", "too common"),
        ("918273645546", "entirely numeric"),
        (PASSWORD, None),
    ],
)
def test_passwords_follow_the_rules(password, refused):
    user = User(username="josephine.baker")
    if refused is None:
        validate_password(password, user)
    else:
        with pytest.raises(ValidationError, match=refused):
            validate_password(password, user)


def test_a_weak_password_is_refused_when_it_is_changed(client, anna):
    sign_in(client, anna)
    sent = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    page = client.post("/admin/password_change/", sent)
    assert "at least 12 characters" in page.content.decode()
    assert User.objects.get(pk=anna.pk).check_password(PASSWORD)


# The page


def test_the_page_says_how_long_a_sign_in_lasts_and_when_a_name_is_closed(client):
    words = client.get(LOGIN).content.decode()
    assert "After 5 wrong passwords a name is closed for 30 minutes." in words
    assert "ends after 60 minutes without use, after 12 hours" in words


def test_name_and_password_lead_to_the_code_and_not_into_the_admin(client, anna):
    page = client.post(LOGIN, {"username": "anna", "password": PASSWORD, "next": "/admin/"}, follow=True)
    assert page.redirect_chain[-1][0].startswith(CODE)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(("name", "password"), [("anna", WRONG), ("nobody", PASSWORD), ("visitor", PASSWORD)])
def test_wrong_names_passwords_and_accounts_get_the_same_words(client, anna, name, password):
    User.objects.create_user("visitor", password=PASSWORD)
    page = give_password(client, name, password)
    assert page.status_code == 200
    assert "do not belong together, or the account is not one for staff" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_an_account_that_was_switched_off_cannot_sign_in_and_is_signed_out(client, anna):
    sign_in(client, anna)
    assert client.get("/admin/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert give_password(Client()).status_code == 200


def test_a_name_longer_than_any_account_is_refused_and_not_kept(client):
    page = give_password(client, "x" * 151, WRONG)
    assert "at most 150 characters" in page.content.decode()
    assert not AccessAttempt.objects.exists()


# The lock


def test_the_fifth_wrong_password_closes_the_name_and_says_for_how_long(client, anna):
    assert try_wrongly(client, 4).status_code == 200
    page = try_wrongly(client, 1)
    assert page.status_code == 429
    words = page.content.decode()
    assert "no password is taken for this name for up to 30 minutes" in words
    assert "Wait 30 minutes, then sign in again." in words
    assert "anna" not in words


def test_a_closed_name_is_closed_for_the_right_password_too(client, anna):
    try_wrongly(client, 5)
    assert give_password(client).status_code == 429
    assert "_auth_user_id" not in client.session


def test_other_addresses_and_browsers_do_not_get_around_the_lock(anna):
    for number in range(5):
        try_wrongly(Client(), 1, REMOTE_ADDR=f"192.0.2.{number}", HTTP_USER_AGENT=f"Browser {number}")
    assert give_password(Client(), REMOTE_ADDR="198.51.100.7").status_code == 429


def test_one_closed_name_closes_no_other(client, anna, boss):
    try_wrongly(client, 5)
    assert give_password(Client(), "boss").status_code == 302


def test_a_name_without_an_account_is_closed_in_the_same_way(client, anna):
    for_one_that_is_there = try_wrongly(client, 5)
    for_one_that_is_not = try_wrongly(Client(), 5, "nobody")
    assert for_one_that_is_not.status_code == 429
    assert for_one_that_is_not.content == for_one_that_is_there.content


def test_the_name_opens_again_after_half_an_hour(client, anna):
    try_wrongly(client, 5)
    let_half_an_hour_pass()
    assert give_password(client).status_code == 302


def test_trying_on_does_not_keep_the_name_closed(client, anna):
    try_wrongly(client, 5)
    before = AccessAttempt.objects.get()
    try_wrongly(client, 3)
    after = AccessAttempt.objects.get()
    assert (after.attempt_time, after.failures_since_start) == (before.attempt_time, 5)


def test_a_right_password_forgets_the_wrong_ones_before_it(client, anna):
    try_wrongly(client, 4)
    give_password(client)
    assert try_wrongly(Client(), 4).status_code == 200


def test_a_closed_name_can_be_opened_by_command(client, anna):
    try_wrongly(client, 5)
    call_command("axes_reset_username", "anna")
    assert give_password(client).status_code == 302


# What is kept


def test_nothing_that_was_typed_is_kept_or_logged(client, anna, caplog):
    caplog.set_level(logging.DEBUG)
    sent = {"username": "sentinel-name", "password": WRONG, "sentinel_field": "sentinel-value"}
    for _ in range(6):
        client.post(f"{LOGIN}?next=/admin/sentinel-next/", sent, HTTP_REFERER="https://sentinel.example/")
    try_wrongly(client, 6)
    kept = [value for row in AccessAttempt.objects.values() for value in row.values()]
    assert [value for value in kept if "sentinel" in str(value)] == []
    assert "Locking out" in caplog.text
    assert "sentinel" not in caplog.text
    assert "user_agent" not in caplog.text
    assert {row.ip_address for row in AccessAttempt.objects.all()} == {"::"}


def test_sign_ins_are_not_listed(client, anna):
    give_password(client)
    client.post("/admin/logout/")
    assert not AccessLog.objects.exists()


def test_a_first_account_can_be_made_by_command():
    call_command("createsuperuser", username="chief", email="", interactive=False)
    assert User.objects.get(username="chief").is_superuser


def test_make_user_and_sign_in_open_the_admin(client):
    assert sign_in(client, make_user("fay")).get("/admin/").status_code == 200
