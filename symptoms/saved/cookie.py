"""The link of a saved result, once it was followed: in one encrypted cookie, so that no address holds it any longer."""

from __future__ import annotations

import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from symptoms.questionnaire import cookie_keys
from symptoms.saved.keeping import NoSaved

COOKIE = "legcheck_saved"
#: The cookie is sent to the pages of a saved result alone.
COOKIE_PATH = "/saved/"
#: Browsers bring back cookies that should have ended with them; the content ends a day after the link was followed.
_SECONDS = 24 * 3600
#: The keys are those of the visit, whose cookie must never be taken for this one.
_PURPOSE = b"saved "


@cache
def _fernet(keys: tuple[bytes, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def read(request: HttpRequest) -> str:
    """The token that this browser came with. Raises NoSaved when there is none, or when it was tampered with."""
    text = request.COOKIES.get(COOKIE, "")
    try:
        plain = _fernet(cookie_keys()).decrypt(text.encode("ascii"), ttl=_SECONDS)
    except (InvalidToken, ValueError) as error:
        raise NoSaved from error
    if not plain.startswith(_PURPOSE):
        raise NoSaved
    return plain.removeprefix(_PURPOSE).decode("ascii")


def keep(response: HttpResponse, token: str) -> HttpResponse:
    """Puts a token into the response's cookie; it ends with the browser."""
    return _set(response, _fernet(cookie_keys()).encrypt(_PURPOSE + token.encode("ascii")).decode("ascii"))


def drop(response: HttpResponse) -> HttpResponse:
    """Takes the cookie away."""
    # With every attribute it was set with: a browser lets no other cookie take the place of a secure one.
    return _set(response, "", max_age=0)


def tie(token: str) -> str:
    """What ties a form to the result it was shown with; the token cannot be told from it."""
    return hashlib.sha256(b"form " + token.encode("ascii")).hexdigest()[:16]


def _set(response: HttpResponse, value: str, *, max_age: int | None = None) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        value,
        max_age=max_age,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
