"""The second factor: setting up an app, a code at each sign-in, codes on paper, and that nothing opens before."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import timedelta

import pytest
import segno
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from legcheck.staff import second_factor
from legcheck.staff.views import NEW_SECRET
from tests.legcheck.staff.conftest import CODE, CODES, LOGIN, SET_UP, app_of, code_at, codes_of, give_password, wrong
from tests.staff import sign_in

pytestmark = pytest.mark.django_db


def words_of(page) -> str:
    return page.content.decode()


def is_open(client: Client) -> bool:
    """Whether the first page of the admin opens."""
    return client.get("/admin/").status_code == 200


def send_code(client: Client, code: str, page: str = CODE, **more):
    return client.post(page, {"code": code, **more})


def key_on(page) -> str:
    """The secret that the page of the set-up shows for typing, as the database has it."""
    letters = re.search(r'"staff-secret">([A-Z2-7 ]+)<', words_of(page))
    assert letters
    return b32decode(letters[1].replace(" ", "")).hex()


def codes_on(page) -> list[str]:
    return re.findall(r"<li>([a-z2-7]{4}-[a-z2-7]{4})</li>", words_of(page))


def addresses_of_the_admin() -> list[str]:
    """Every address below /admin/, with 1 for whatever stands in it."""

    def walk(resolver: URLResolver, before: str):
        for entry in resolver.url_patterns:
            address = before + re.sub(r"<[^>]+>", "1", str(entry.pattern))
            if isinstance(entry, URLResolver):
                yield from walk(entry, address)
            elif isinstance(entry.pattern, RoutePattern):
                yield f"/{address}"

    (resolver,) = (entry for entry in get_resolver().url_patterns if getattr(entry, "app_name", None) == "admin")
    by_pattern = ["/admin/auth/", "/admin/no-such-page/", "/admin/jsi18n"]
    return sorted({*walk(resolver, str(resolver.pattern)), *by_pattern})


# Nothing opens before


OPEN_WITH_A_PASSWORD = {LOGIN, "/admin/logout/", CODE, SET_UP}


@pytest.mark.parametrize("superuser", [False, True])
def test_no_page_of_the_admin_opens_with_a_password_alone(client, anna, superuser):
    User.objects.update(is_superuser=superuser)
    app_of(anna)
    give_password(client)
    closed = [address for address in addresses_of_the_admin() if address not in OPEN_WITH_A_PASSWORD]
    assert {"/admin/", "/admin/autocomplete/", "/admin/password_change/", "/admin/auth/user/1/change/"} <= set(closed)
    for address in closed:
        for answer in (client.get(address), client.post(address, {"any": "thing"})):
            assert answer.status_code == 302, address
            assert answer["Location"].startswith((LOGIN, CODE)), address


def test_suggestions_of_a_field_are_closed_with_a_password_alone(client, boss):
    give_password(client, "boss")
    asked = {"app_label": "knowledge", "model_name": "evidence", "field_name": "finding", "term": "weak"}
    answer = client.get("/admin/autocomplete/", asked)
    assert (answer.status_code, answer.content) == (302, b"")


def test_the_pages_before_the_code_name_nothing_that_can_be_edited(client, boss):
    give_password(client, "boss")
    for page in (client.get(SET_UP), client.post(LOGIN, {"username": "x"})):
        assert page.status_code == 200
        assert page.context["available_apps"] == []
        assert "/admin/auth/" not in words_of(page)


@pytest.mark.parametrize("page", [CODE, SET_UP, CODES])
def test_the_pages_of_the_second_factor_are_closed_without_a_password(client, page):
    for answer in (client.get(page), client.post(page, {"code": "123456"})):
        assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next=/admin/")
    assert not TOTPDevice.objects.exists()


def test_who_gave_the_password_only_is_led_to_the_code_from_every_page(client, anna):
    app_of(anna)
    give_password(client)
    page = client.get("/admin/password_change/", follow=True)
    assert page.request["PATH_INFO"] == CODE
    assert page.context["next"] == "/admin/password_change/"


def test_who_gave_the_password_only_can_sign_out(client, anna):
    give_password(client)
    assert client.post("/admin/logout/")["Location"] == LOGIN
    assert client.get(CODE)["Location"].startswith(LOGIN)


# Setting up


def test_who_has_no_app_sets_one_up_after_the_password(client, anna, clock):
    page = give_password(client, follow=True)
    assert page.redirect_chain[-1][0].startswith(CODE)
    page = client.get(CODE, follow=True)
    assert page.request["PATH_INFO"] == SET_UP
    shown = send_code(client, code_at(clock.now, key_on(page)), SET_UP, next="/admin/password_change/")
    assert len(set(codes_on(shown))) == 10
    assert "<title>Keep these codes |" in words_of(shown)
    assert NEW_SECRET not in client.session
    assert 'href="/admin/password_change/">I have kept them, continue' in words_of(shown)
    assert is_open(client)
    assert TOTPDevice.objects.get().user == anna


def test_the_picture_for_the_app_runs_no_style_and_holds_the_key_that_is_shown(client, anna):
    give_password(client)
    page = client.get(SET_UP)
    picture = re.search(r"<svg[^>]*staff-qr.*?</svg>", words_of(page), re.S)
    assert picture
    assert not re.search(r"\sstyle=|<style|<script|data:|\son\w+=", picture[0])
    address = TOTPDevice(user=anna, key=key_on(page)).config_url
    assert address.startswith("otpauth://totp/legcheck%3Aanna?")
    drawn = segno.make(address).svg_inline(light="#fff", omitsize=True)
    assert re.findall(r' d="[^"]+"', picture[0]) == re.findall(r' d="[^"]+"', drawn)


def test_a_wrong_code_sets_nothing_up_and_the_key_stays_for_another_try(client, anna, clock):
    give_password(client)
    key = key_on(client.get(SET_UP))
    page = send_code(client, wrong(code_at(clock.now, key)), SET_UP)
    assert "This code does not fit" in words_of(page)
    assert key_on(page) == key
    assert not TOTPDevice.objects.exists()
    assert not is_open(client)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "\uff11" * 6, "1" * 21, "\x00"])
def test_what_is_no_code_sets_nothing_up(client, anna, typed):
    give_password(client)
    assert send_code(client, typed, SET_UP).status_code == 200
    assert not TOTPDevice.objects.exists()


def test_the_key_is_another_at_the_next_sign_in(anna):
    keys = set()
    for _ in range(2):
        client = Client()
        give_password(client)
        keys.add(key_on(client.get(SET_UP)))
    assert len(keys) == 2


def test_who_has_an_app_cannot_set_up_another_with_the_password_alone(client, anna, clock):
    give_password(client)
    key = key_on(client.get(SET_UP))
    app_of(anna)
    answer = send_code(client, code_at(clock.now, key), SET_UP)
    assert answer["Location"].startswith(CODE)
    assert TOTPDevice.objects.count() == 1
    assert not is_open(client)


def test_of_two_pages_sent_at_once_one_sets_up_an_app(anna, clock):
    keys = ["11" * 20, "22" * 20]
    made = [second_factor.set_up(anna, key, code_at(clock.now, key)) for key in keys]
    assert [device and device.key for device in made] == [keys[0], None]
    assert TOTPDevice.objects.get().key == keys[0]


def test_a_phone_whose_clock_is_wrong_at_the_set_up_stays_usable(anna, clock):
    key = "11" * 20
    second_factor.set_up(anna, key, code_at(clock.now + 30, key))
    clock.forward(60)
    assert second_factor.verify(anna, code_at(clock.now + 60, key))


def test_who_has_codes_but_no_app_must_use_one_before_setting_up(client, anna, clock):
    codes_of(anna, "abcd2345", "wxyz2345")
    give_password(client)
    assert client.get(SET_UP)["Location"].startswith(CODE)
    assert send_code(client, "abcd-2345")["Location"] == "/admin/"
    page = client.get(CODES, follow=True)
    assert page.request["PATH_INFO"] == SET_UP
    assert len(codes_on(send_code(client, code_at(clock.now, key_on(page)), SET_UP))) == 10


# A code at each sign-in


def test_a_code_from_the_app_opens_the_admin_and_leads_on(client, boss, anna, clock):
    app_of(boss)
    device = app_of(anna)
    give_password(client)
    answer = send_code(client, code_at(clock.now, device.key), next="/admin/password_change/")
    assert answer["Location"] == "/admin/password_change/"
    assert is_open(client)


def test_a_code_leads_to_no_other_site(client, anna, clock):
    device = app_of(anna)
    give_password(client)
    answer = send_code(client, code_at(clock.now, device.key), next="https://evil.example/")
    assert answer["Location"] == "/admin/"


def test_a_code_counts_once(client, anna, clock):
    device = app_of(anna)
    code = code_at(clock.now, device.key)
    give_password(client)
    send_code(client, code)
    other = Client()
    give_password(other)
    assert "wrong, or it has been used" in words_of(send_code(other, code))
    assert not is_open(other)


def test_the_code_that_set_the_app_up_does_not_count_again(client, anna, clock):
    give_password(client)
    code = code_at(clock.now, key_on(client.get(SET_UP)))
    send_code(client, code, SET_UP)
    other = Client()
    give_password(other)
    send_code(other, code)
    assert not is_open(other)


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_wrong_by_half_a_minute(client, anna, clock, steps, opens):
    device = app_of(anna)
    give_password(client)
    send_code(client, code_at(clock.now + 30 * steps, device.key))
    assert is_open(client) is opens


def test_signing_in_again_in_the_same_browser_asks_for_a_code_again(client, anna, clock):
    device = app_of(anna)
    give_password(client)
    send_code(client, code_at(clock.now, device.key))
    give_password(client)
    assert not is_open(client)


def test_the_code_of_a_colleague_opens_nothing(client, anna, boss, clock):
    app_of(anna)
    theirs = app_of(boss)
    give_password(client)
    send_code(client, code_at(clock.now, theirs.key))
    assert not is_open(client)


def test_the_device_of_a_colleague_in_the_session_opens_nothing(client, anna, boss):
    sign_in(client, anna)
    session = client.session
    session["otp_device_id"] = app_of(boss).persistent_id
    session.save()
    assert not is_open(client)


def test_the_session_gets_a_new_key_with_the_password_and_with_the_code(client, anna, clock):
    device = app_of(anna)
    give_password(client)
    after_password = client.cookies["sessionid"].value
    send_code(client, code_at(clock.now, device.key))
    after_code = client.cookies["sessionid"].value
    assert after_code != after_password
    give_password(client)
    assert client.cookies["sessionid"].value not in (after_password, after_code)


# Wrong codes


def test_wrong_codes_must_wait_longer_and_longer(client, anna, clock):
    device = app_of(anna)
    code = code_at(clock.now, device.key)
    give_password(client)
    waits = []
    for _ in range(4):
        send_code(client, wrong(code))
        page = words_of(send_code(client, code))
        waits.append(int(re.search(r"Wait (\d+) seconds?, then try again", page)[1]))
        device.refresh_from_db()
        assert not is_open(client)
        device.throttling_failure_timestamp -= timedelta(seconds=waits[-1])
        device.save()
    assert waits == [1, 2, 4, 8]
    assert device.throttling_failure_count == 4
    send_code(client, code)
    assert is_open(client)
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


def test_waiting_holds_for_every_browser_and_counts_no_try_while_it_lasts(anna, clock):
    device = app_of(anna)
    code = code_at(clock.now, device.key)
    for _ in range(3):
        client = Client()
        give_password(client)
        send_code(client, wrong(code))
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


def test_wrong_one_time_codes_must_wait_too(client, anna):
    codes_of(anna, "abcd2345")
    give_password(client)
    send_code(client, "wxyz-2345")
    assert "Wait 1 second, then try again" in words_of(send_code(client, "abcd-2345"))
    assert StaticToken.objects.exists()
    assert not is_open(client)


# One-time codes


@pytest.fixture
def codes(client, anna, clock) -> list[str]:
    """Those that anna was shown."""
    give_password(client)
    page = send_code(client, code_at(clock.now, key_on(client.get(SET_UP))), SET_UP)
    return codes_on(page)


@pytest.mark.parametrize("as_typed", [str, str.upper, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_one_time_code_opens_the_admin_once(codes, as_typed):
    for opens in (True, False):
        client = Client()
        give_password(client)
        send_code(client, as_typed(codes[3]))
        assert is_open(client) is opens
    assert StaticToken.objects.count() == 9


def test_one_time_codes_are_shown_once(client, codes):
    assert len(codes) == 10
    for page in (client.get(CODES), client.get(SET_UP, follow=True), client.get("/admin/")):
        assert not any(code in words_of(page) for code in codes)
    assert not set(codes) & set(re.findall(r"[a-z2-7]{4}-[a-z2-7]{4}", str(dict(client.session))))


def test_new_one_time_codes_take_the_place_of_the_old(client, codes):
    assert "You have 10 one-time codes left" in words_of(client.get(CODES))
    new = codes_on(client.post(CODES))
    assert len(set(new) - set(codes)) == 10
    assert StaticToken.objects.count() == 10
    other = Client()
    give_password(other)
    send_code(other, codes[0])
    assert not is_open(other)
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    send_code(other, new[0])
    assert is_open(other)


def test_new_one_time_codes_need_a_code_first(client, anna):
    app_of(anna)
    give_password(client)
    assert client.post(CODES)["Location"].startswith(CODE)
    assert not StaticToken.objects.exists()


# Switched off


@pytest.fixture
def switched_off(settings):
    settings.LEGCHECK_SECOND_FACTOR = False


def test_switched_off_the_password_opens_the_admin_and_every_page_says_so(switched_off, client, boss):
    note = "The second factor is off, because this is a local trial site"
    assert note in words_of(client.get(LOGIN))
    give_password(client, "boss")
    for address in ("/admin/", "/admin/auth/user/", "/admin/auth/user/add/?_popup=1", "/admin/password_change/"):
        page = client.get(address)
        assert page.status_code == 200
        assert note in words_of(page), address


def test_switched_on_no_page_says_it_were_off(client, boss):
    sign_in(client, boss)
    for address in ("/admin/", "/admin/auth/user/", CODES):
        assert "second factor is off" not in words_of(client.get(address))


def test_switched_off_the_page_for_the_code_leads_on(switched_off, client, anna):
    give_password(client)
    assert client.get(CODE)["Location"] == "/admin/"
