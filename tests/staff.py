"""People who edit the knowledge, for tests: an account, and a browser that is signed in with it.

    editor = make_user("anna", "knowledge editor")
    client = sign_in(client, editor)
    client.get("/admin/")

Both work whether LEGCHECK_SECOND_FACTOR is on or off, and need the database.
"""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

AnyClient = TypeVar("AnyClient", bound=Client)

#: A password that the rules accept, for tests that sign in by the page.
PASSWORD = "plum-violin-harbour-42"


def make_user(name: str, *groups: str, superuser: bool = False, password: str | None = None) -> User:
    """An active account for staff, in groups that are named and must be there.

    Without `password` it has none: hashing one takes a third of a second, and `sign_in` needs none.
    """
    user = User.objects.create_user(name, password=password, is_staff=True, is_superuser=superuser)
    user.groups.set([Group.objects.get(name=group) for group in groups])
    return user


def sign_in(client: AnyClient, user: User) -> AnyClient:
    """Makes the client one that gave the password and a code just now; the account gets an app if it has none.

    A session of another user in this client ends.
    """
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is None:
        device = TOTPDevice.objects.create(user=user, name="App", confirmed=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
