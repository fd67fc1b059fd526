"""The second factor of the staff: six digits from an app, or one of ten codes on paper that each count once."""

from __future__ import annotations

import math
import re
import time
from base64 import b32encode
from binascii import unhexlify

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django_otp import verify_token
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

#: One-time codes that are made at once.
CODES = 10
#: Steps of 30 seconds by which the clock of a phone may be wrong; as in the checks of later codes.
_TOLERANCE = 1
_FROM_APP = re.compile(r"[0-9]{6}")


class TooManyWrongCodes(Exception):
    """No code is looked at now; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


def has_app(user: User) -> bool:
    """Whether this person has set up an app."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def codes_left(user: User) -> int:
    """How many one-time codes this person can still use."""
    return int(StaticToken.objects.filter(device__user=user, device__confirmed=True).count())


def verify(user: User, typed: str) -> Device | None:
    """The device that the typed code comes from, or None for a wrong or used one. Raises TooManyWrongCodes."""
    code = re.sub(r"[\s-]", "", typed).lower()
    # By its look, so that a wrong code counts against the device it was meant for and no other.
    kind = TOTPDevice if _FROM_APP.fullmatch(code) else StaticDevice
    device = kind.objects.filter(user=user, confirmed=True).order_by("pk").first()
    if device is None:
        return None
    allowed, why = device.verify_is_allowed()
    if not allowed:
        raise TooManyWrongCodes(math.ceil((why["locked_until"] - timezone.now()).total_seconds()))
    return verify_token(user, device.persistent_id, code)


def set_up(user: User, secret: str, typed: str) -> TOTPDevice | None:
    """The new device, if the typed code shows that the app holds `secret` and there is no app yet; else None."""
    code = re.sub(r"\s", "", typed)
    if not _FROM_APP.fullmatch(code):
        return None
    clock = TOTP(unhexlify(secret))
    clock.time = time.time()
    if not clock.verify(int(code), _TOLERANCE):
        return None
    with transaction.atomic():
        # Held until the end, so that two pages sent at once cannot both set up an app.
        User.objects.select_for_update().get(pk=user.pk)
        if has_app(user):
            return None
        # The step of this code is kept, by which the same code does not count again.
        return TOTPDevice.objects.create(
            user=user, name="App", key=secret, tolerance=_TOLERANCE, drift=clock.drift, last_t=clock.t()
        )


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Ten new one-time codes; those made before no longer count."""
    device = StaticDevice.objects.filter(user=user).order_by("pk").first()
    if device is None:
        device = StaticDevice.objects.create(user=user, name="One-time codes")
    StaticToken.objects.filter(device__user=user).delete()
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


@transaction.atomic
def remove(user: User) -> None:
    """Takes away the app and the one-time codes; the next sign-in sets up new ones."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def qr_code(user: User, secret: str) -> str:
    """An SVG element with what an app reads by camera; it has no style of its own."""
    address = TOTPDevice(user=user, key=secret).config_url
    return segno.make(address).svg_inline(
        light="#fff", omitsize=True, svgclass="staff-qr", lineclass=None, title="QR code for your app"
    )


def in_letters(secret: str) -> str:
    """The secret as an app takes it by hand, in groups of four."""
    letters = b32encode(unhexlify(secret)).decode("ascii")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
