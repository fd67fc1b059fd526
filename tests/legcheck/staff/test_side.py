"""Where the staff side ends: what holds below /admin/ and what public pages must know nothing of."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client

from symptoms.serving import holder
from tests.legcheck.staff.conftest import CODE, LOGIN, SET_UP, give_password
from tests.staff import sign_in

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/check/1/", "/check/outcome/", "/check/cleared/", "/no-such-page", "/admin", "/api/v1/questions"]
PUBLIC_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.fixture
def warm(settings):
    """The release is in memory, and it is not yet time to look for another one."""
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = 10
    holder.forget()
    Client().get("/api/v1/questions")


def policy_of(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts if part.strip())


# Public pages


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_ask_the_database_nothing_though_staff_are_signed_in(
    warm, client, boss, django_assert_num_queries, path
):
    sign_in(client, boss)
    client.cookies["messages"] = "a message of the admin"
    with django_assert_num_queries(0):
        answer = client.get(path)
    assert "sessionid" not in answer.cookies
    assert "messages" not in answer.cookies
    for name in ("session", "user", "_messages"):
        looked_at = getattr(answer.wsgi_request, name, None)
        assert not getattr(looked_at, "accessed", False)
        assert not getattr(looked_at, "used", False)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_keep_their_policy(client, path):
    assert policy_of(client.get(path)) == PUBLIC_POLICY


def test_a_wrong_password_is_counted_and_public_pages_go_on(warm, client, anna, django_assert_num_queries):
    for _ in range(5):
        give_password(client, "anna", "wrong")
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_address_without_its_last_slash_leads_to_the_admin(client, method):
    answer = getattr(client, method)("/admin")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


# The staff side


@pytest.mark.parametrize("path", ["/admin/", LOGIN, CODE, "/admin/jsi18n/", "/admin/auth/user/", "/admin/no-such-page"])
@pytest.mark.parametrize("who", ["nobody", "boss"])
def test_answers_of_the_admin_may_connect_to_the_site_and_stay_in_no_cache(client, boss, path, who):
    if who == "boss":
        sign_in(client, boss)
    answer = client.get(path)
    assert policy_of(answer) == PUBLIC_POLICY | {"connect-src": "'self'"}
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/admin/", LOGIN, SET_UP, "/admin/auth/user/", "/admin/auth/user/add/"])
def test_pages_of_the_admin_run_nothing_inline_and_call_nobody(client, boss, path):
    if path == SET_UP:
        give_password(client, "boss")
    elif path != LOGIN:
        sign_in(client, boss)
    words = client.get(path).content.decode()
    assert "<h1>" in words
    for inline in (" style=", "<style", "<script>", " onclick=", " onload=", 'src="http', 'href="http', "data:"):
        assert inline not in words, inline


def test_the_admin_has_its_name_and_a_link_to_the_site(signed_in):
    words = signed_in.get("/admin/").content.decode()
    assert "<title>Knowledge and accounts | legcheck knowledge</title>" in words
    assert '<a href="/admin/">legcheck knowledge</a>' in words
    assert '<a href="/">View site</a>' in words


def test_messages_of_the_admin_stay_on_the_server(signed_in):
    answer = signed_in.post("/admin/auth/group/add/", {"name": "readers"})
    assert set(answer.cookies) <= {"sessionid", "csrftoken"}
    assert "was added successfully" in signed_in.get("/admin/auth/group/").content.decode()
    assert "_messages" not in Session.objects.get().get_decoded()


# Large forms


def form_of(size: int) -> dict[str, str]:
    return {"name": "readers", "more": "x" * size}


def test_a_large_form_is_accepted_in_the_admin(signed_in):
    fields = {f"row-{number}": "a note of some words" * 10 for number in range(2500)}
    sent = "&".join(f"{name}={value}".replace(" ", "+") for name, value in ({"name": "readers"} | fields).items())
    assert len(sent) > 500_000
    answer = signed_in.post("/admin/auth/group/add/", sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert Group.objects.filter(name="readers").exists()


@pytest.mark.parametrize(
    "sent", [f"name=readers&more={'x' * 1_048_576}", "name=readers" + "".join(f"&row{n}=" for n in range(3000))]
)
def test_a_form_too_large_for_the_admin_is_refused_with_words(signed_in, sent):
    answer = signed_in.post("/admin/auth/group/add/", sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "there was too much of it at once. Nothing was saved." in answer.content.decode()
    assert not Group.objects.filter(name="readers").exists()


@pytest.mark.parametrize(("path", "status"), [("/check/", 400), ("/api/v1/assessments", 413)])
def test_a_body_above_64_kib_is_refused_on_the_public_side(path, status):
    client = Client(enforce_csrf_checks=True)
    client.get("/")
    kind = "application/json" if path.startswith("/api/") else "application/x-www-form-urlencoded"
    start = '{"answers": "' if path.startswith("/api/") else "answer="
    assert client.post(path, start + "x" * 65_536, content_type=kind).status_code == status
