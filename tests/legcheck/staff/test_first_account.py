"""The first account: made and shown once on a local trial site, made by hand on a public one."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command

from tests.legcheck.staff.conftest import give_password
from tests.staff import make_user

pytestmark = pytest.mark.django_db


def prepare() -> str:
    """What prepare_site says of the staff."""
    out = io.StringIO()
    call_command("prepare_site", stdout=out)
    return "".join(line for line in out.getvalue().splitlines(keepends=True) if line.startswith("Staff:"))


@pytest.fixture
def local(settings):
    settings.DEBUG = True
    settings.LEGCHECK_SECOND_FACTOR = False


def test_a_local_trial_site_says_name_and_password_once(local, client):
    said = prepare()
    password = re.search(r"sign in at /admin/ with the name admin and the password (\S+) - ", said)[1]
    validate_password(password, User.objects.get())
    assert give_password(client, "admin", password)["Location"] == "/admin/"
    assert "Site administration" not in client.get("/admin/").content.decode()
    assert client.get("/admin/auth/user/").status_code == 200
    assert prepare() == ""
    assert User.objects.count() == 1


def test_the_password_is_another_on_each_site(local):
    said = set()
    for _ in range(3):
        User.objects.all().delete()
        said.add(prepare())
    assert len(said) == 3


def test_a_local_trial_site_with_an_account_gets_no_other(local):
    make_user("anna")
    assert prepare() == ""
    assert User.objects.get().username == "anna"


def test_a_public_site_gets_no_account_and_is_told_how_to_make_one(settings):
    settings.DEBUG = False
    assert "python manage.py createsuperuser" in prepare()
    assert not User.objects.exists()
    make_user("anna")
    assert prepare() == ""
