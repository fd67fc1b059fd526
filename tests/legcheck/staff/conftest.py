"""What the tests of the staff side share: the second factor is on, accounts, and someone at the sign-in page."""

from __future__ import annotations

import time
from binascii import unhexlify
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.staff import PASSWORD, make_user, sign_in

LOGIN = "/admin/login/"
CODE = "/admin/second-factor/"
SET_UP = "/admin/second-factor/set-up/"
CODES = "/admin/second-factor/codes/"


@pytest.fixture(autouse=True)
def second_factor_on(settings) -> None:
    """As on a public site; the tests' own default is that of a local trial."""
    settings.LEGCHECK_SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def cheap_hashes(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def anna(db) -> User:
    """Staff without any permission, who can sign in by the page."""
    return make_user("anna", password=PASSWORD)


@pytest.fixture
def boss(db) -> User:
    return make_user("boss", superuser=True, password=PASSWORD)


@pytest.fixture
def signed_in(client, boss) -> Client:
    """A superuser's browser, with the admin open."""
    return sign_in(client, boss)


class Clock:
    """Stands still, for the app and for the site, until it is moved."""

    def __init__(self) -> None:
        self.now = time.time()

    def time(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The clock that codes from an app go by."""
    standing = Clock()
    fake = SimpleNamespace(time=standing.time)
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", fake)
    monkeypatch.setattr("legcheck.staff.second_factor.time", fake)
    return standing


def give_password(client: Client, name: str = "anna", password: str = PASSWORD, **more):
    """Sends the sign-in form."""
    return client.post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, **more)


def app_of(user: User) -> TOTPDevice:
    """An app that this person set up earlier."""
    return TOTPDevice.objects.create(user=user, name="App", confirmed=True)


def codes_of(user: User, *codes: str) -> StaticDevice:
    """One-time codes that this person can use."""
    device = StaticDevice.objects.create(user=user, name="One-time codes")
    for code in codes:
        device.token_set.create(token=code)
    return device


def code_at(now: float, key: str) -> str:
    """What an app that holds `key` shows at that time."""
    app = TOTP(unhexlify(key))
    app.time = now
    return f"{app.token():06}"


def wrong(code: str) -> str:
    """Six digits that are not those."""
    return f"{(int(code) + 1) % 1_000_000:06}"
