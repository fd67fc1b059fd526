"""What a clinician reads when a request is refused, and that visitors still read what was written for them."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.legcheck.staff.conftest import LOGIN
from tests.staff import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


def assert_for_staff(answer, status: int, words: str) -> None:
    text = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert words in text
    assert "Go to the start page" in text
    assert "danger sign" not in text
    assert "sentinel" not in text


def test_a_form_whose_token_is_too_old_says_so(boss):
    client = sign_in(Client(enforce_csrf_checks=True), boss)
    answer = client.post("/admin/auth/group/add/", {"name": "sentinel"})
    assert_for_staff(answer, 403, "Your form was not accepted")
    assert "Nothing was saved." in answer.content.decode()


def test_the_sign_in_form_needs_its_token(anna):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, {"username": "anna", "password": PASSWORD})
    assert_for_staff(answer, 403, "If that does not help, sign in again.")
    assert "sessionid" not in client.cookies


def test_signing_out_and_the_code_need_their_token(anna):
    client = sign_in(Client(enforce_csrf_checks=True), anna)
    for path in ("/admin/logout/", "/admin/second-factor/codes/"):
        assert_for_staff(client.post(path), 403, "Your form was not accepted")


def test_a_page_that_is_not_there_says_so(signed_in):
    assert_for_staff(signed_in.get("/admin/sentinel/"), 404, "There is nothing here")


def test_a_page_that_the_account_may_not_open_says_whom_to_ask(client, anna):
    anna.user_permissions.add(Permission.objects.get(codename="view_cause"))
    sign_in(client, anna)
    assert_for_staff(client.get("/admin/auth/user/"), 403, "Your account may not do this")


def test_a_fault_says_what_to_do_and_shows_nothing_of_it(boss, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("sentinel")

    client = sign_in(Client(raise_request_exception=False), boss)
    monkeypatch.setattr("legcheck.staff.site.StaffSite.get_app_list", fail)
    caplog.set_level(logging.ERROR)
    assert_for_staff(client.get("/admin/"), 500, "Something went wrong on our side")


def test_pages_of_errors_ask_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "x"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/no-such-page", "/administration", "/check/admin/"])
def test_visitors_read_what_was_written_for_them(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Emergency help" in answer.content.decode()


def test_a_refused_form_of_a_visitor_has_safe_advice():
    answer = Client(enforce_csrf_checks=True).post("/check/")
    assert answer.status_code == 403
    assert "Emergency help" in answer.content.decode()


def test_an_unknown_address_of_the_api_is_a_problem(client):
    assert client.get("/api/v1/sentinel").json()["code"] == "not_found"
