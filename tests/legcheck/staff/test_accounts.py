"""Accounts, groups and second factors in the admin: for superusers, and with no secret in sight."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.legcheck.staff.conftest import SET_UP, app_of, codes_of, give_password
from tests.staff import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db

DEVICES = "/admin/otp_totp/totpdevice/"


@pytest.fixture
def trusted(anna) -> Client:
    """Staff who were given every permission there is, but are no superuser."""
    anna.user_permissions.set(Permission.objects.all())
    return sign_in(Client(), anna)


# Accounts


@pytest.mark.parametrize("kind", ["auth/user", "auth/group", "otp_totp/totpdevice"])
def test_permissions_do_not_open_the_pages_of_accounts(trusted, anna, kind):
    group = Group.objects.create(name="readers")
    number = {"auth/user": anna.pk, "auth/group": group.pk, "otp_totp/totpdevice": TOTPDevice.objects.get().pk}[kind]
    for page in ("", "add/", f"{number}/change/", f"{number}/delete/", f"{number}/history/"):
        assert trusted.get(f"/admin/{kind}/{page}").status_code == 403, page
    assert f"/admin/{kind}/" not in trusted.get("/admin/").content.decode()


def test_nobody_can_give_himself_more_rights(trusted, anna):
    sent = {"username": "anna", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert trusted.post(f"/admin/auth/user/{anna.pk}/change/", sent).status_code == 403
    assert trusted.post(f"/admin/auth/user/{anna.pk}/password/", {"password1": "x"}).status_code == 403
    assert not User.objects.get(pk=anna.pk).is_superuser


def test_a_superuser_makes_an_account_and_puts_it_in_a_group(signed_in):
    group = Group.objects.create(name="readers")
    password = f"{PASSWORD}-of-hers"
    sent = {"username": "fay", "password1": password, "password2": password, "usable_password": "true"}
    answer = signed_in.post("/admin/auth/user/add/", sent)
    fay = User.objects.get(username="fay")
    assert answer["Location"] == f"/admin/auth/user/{fay.pk}/change/"
    assert "is_superuser" in signed_in.get(answer["Location"]).content.decode()
    rights = {"username": "fay", "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    assert signed_in.post(answer["Location"], rights).status_code == 302
    fay.refresh_from_db()
    assert (fay.is_staff, fay.is_superuser, list(fay.groups.all())) == (True, False, [group])
    assert give_password(Client(), "fay", password).status_code == 302


def test_a_weak_password_for_a_new_account_is_refused(signed_in):
    sent = {"username": "fay", "password1": "short", "password2": "short", "usable_password": "true"}
    assert "at least 12 characters" in signed_in.post("/admin/auth/user/add/", sent).content.decode()
    assert not User.objects.filter(username="fay").exists()


def test_an_account_is_switched_off_and_not_deleted(signed_in, anna):
    page = signed_in.get(f"/admin/auth/user/{anna.pk}/change/").content.decode()
    assert "Untick Active when somebody leaves" in page
    assert "deletelink" not in page
    assert signed_in.post(f"/admin/auth/user/{anna.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in signed_in.get("/admin/auth/user/").content.decode()
    assert User.objects.filter(pk=anna.pk).exists()


# Second factors


def test_a_superuser_takes_away_a_second_factor_and_the_person_sets_up_a_new_one(signed_in, anna):
    theirs = sign_in(Client(), anna)
    codes_of(anna, "abcd2345")
    device = TOTPDevice.objects.get(user=anna)
    assert signed_in.post(f"{DEVICES}{device.pk}/delete/", {"post": "yes"}).status_code == 302
    assert theirs.get("/admin/").status_code == 302
    assert not StaticToken.objects.exists()
    again = Client()
    give_password(again)
    assert again.get("/admin/", follow=True).request["PATH_INFO"] == SET_UP


def test_second_factors_can_be_taken_away_from_the_list(signed_in, boss):
    for name in ("anna", "fay"):
        user = make_user(name)
        app_of(user)
        codes_of(user, "abcd2345")
    chosen = TOTPDevice.objects.exclude(user=boss).values_list("pk", flat=True)
    sent = {"action": "delete_selected", "_selected_action": list(chosen), "post": "yes"}
    assert signed_in.post(DEVICES, sent).status_code == 302
    assert [device.user for device in TOTPDevice.objects.all()] == [boss]
    assert not StaticDevice.objects.exists()


def test_no_page_shows_the_secret_of_an_app(signed_in, anna):
    device = app_of(anna)
    codes_of(anna, "abcd2345")
    for page in ("", f"{device.pk}/change/", f"{device.pk}/delete/", f"{device.pk}/history/"):
        answer = signed_in.get(DEVICES + page)
        assert answer.status_code == 200
        assert device.key not in answer.content.decode()
        assert "abcd2345" not in answer.content.decode()
        assert "anna" in answer.content.decode()
    for page in (f"{device.pk}/config/", f"{device.pk}/qrcode/", "add/"):
        answer = signed_in.get(DEVICES + page, follow=True)
        assert answer["Content-Type"].startswith("text/html")
        assert "staff-qr" not in answer.content.decode()
        assert device.key not in answer.content.decode()


def test_nobody_can_change_or_add_a_second_factor_for_others(signed_in, anna):
    device = app_of(anna)
    assert signed_in.post(f"{DEVICES}{device.pk}/change/", {"key": "00" * 20}).status_code == 403
    assert signed_in.post(f"{DEVICES}add/", {"user": anna.pk}).status_code == 403
    assert signed_in.get("/admin/otp_static/staticdevice/").status_code == 404
    assert TOTPDevice.objects.get(pk=device.pk).key == device.key


def test_the_lists_of_accounts_ask_few_queries(signed_in, django_assert_max_num_queries):
    for number in range(12):
        app_of(make_user(f"user{number}"))
    for path in ("/admin/auth/user/", "/admin/auth/group/", DEVICES):
        with django_assert_max_num_queries(15):
            assert signed_in.get(path).status_code == 200


def test_attempts_to_sign_in_have_no_page():
    assert not [model for model in admin.site._registry if model._meta.app_label in ("axes", "otp_static")]
