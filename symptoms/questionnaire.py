"""The visit in the request and in the response: one encrypted cookie, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from symptoms import safe_texts
from symptoms import walk as door
from symptoms.engine.outcome import Assessment as Outcome
from symptoms.visit import NoVisit, Visit, VisitBox, key_from_secret, new_visit

COOKIE = "legcheck_visit"
#: The cookie is sent to the check alone, not to the first page or the API.
COOKIE_PATH = "/check/"

__all__ = [
    "COOKIE",
    "COOKIE_PATH",
    "NoVisit",
    "Outcome",
    "Visit",
    "begin",
    "cookie_keys",
    "drop",
    "keep",
    "outcome",
    "read",
    "scope_stop",
    "where",
]


@cache
def _box(keys: tuple[bytes, ...]) -> VisitBox:
    return VisitBox(list(keys))


def cookie_keys() -> tuple[bytes, ...]:
    """The Fernet keys of visitors' cookies, the newest first: the site's own, or else made from its secrets."""
    secrets: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    given = tuple(key.encode("ascii") for key in settings.LEGCHECK_VISIT_KEYS)
    return given or tuple(key_from_secret(secret) for secret in secrets)


def _current_box() -> VisitBox:
    return _box(cookie_keys())


def begin() -> Visit:
    """An empty visit under the live release. Raises NoRelease."""
    return new_visit(door.current_release())


def read(request: HttpRequest) -> Visit:
    """The visit of this browser. Raises NoVisit when there is none, or when it was tampered with or is too old."""
    text = request.COOKIES.get(COOKIE)
    if not text:
        raise NoVisit
    return _current_box().open(text, hours=door.answers_hours())


def keep(response: HttpResponse, visit: Visit, seen: Visit | None = None) -> HttpResponse:
    """Puts the visit into the response's cookie; it ends with the browser, its content a day after the visit began.

    `seen` is the visit that the request brought. As long as it stays as it is nothing is put anywhere: a page that
    comes late cannot take back what another tab has answered meanwhile.
    """
    if visit == seen:
        return response
    response.set_cookie(
        COOKIE,
        _current_box().close(visit),
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def drop(response: HttpResponse) -> HttpResponse:
    """Replaces the visit by an empty one, so that no page kept in the browser can bring it back."""
    return keep(response, new_visit(0))


def where(visit: Visit) -> tuple[Visit, door.Walk]:
    """Where the visit stands, and the visit under the live release, without the answers that it reads differently."""
    walk = door.walk(age=visit.age, answers=visit.answers, continued=visit.continued, release_number=visit.release)
    if walk.release != visit.release or len(walk.answers) != len(visit.answers):
        again = tuple(dict.fromkeys((*visit.asked_again, *walk.asked_again)))
        visit = replace(visit, answers=walk.answers, release=walk.release, asked_again=again)
    return visit, walk


def outcome(visit: Visit, walk: door.Walk, today: date) -> Outcome:
    """The outcome of a visit whose walk has ended, on `today`. Raises NoRelease or CouldNotAssess."""
    return door.outcome(
        age=None if walk.too_young else visit.age,
        answers=visit.answers,
        continued=visit.continued,
        release_number=visit.release,
        today=today,
    )


def scope_stop(outcome: Outcome) -> str | None:
    """How the check ended, if the outcome only says why it is not for this person; an emergency goes before that."""
    ends = outcome.ended_by
    titles = {safe_texts.words(for_another=whom).texts[f"scope_{ends}_title"] for whom in (False, True) if ends}
    return ends if outcome.urgency.title in titles else None
