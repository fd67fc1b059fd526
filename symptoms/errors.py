"""What Django shows when it refuses a request itself: problems below /api/, safe advice on a page elsewhere.

No page here touches the request, a user, a session or the database.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from symptoms import safe_texts
from symptoms.api import problems


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def page(title: str, text: str, status: int) -> HttpResponse:
    """A page with safe advice: a title, what to do, and the worsening signs."""
    return _page(safe_texts.words(), title, (text,), status)


def _page(
    words: safe_texts.Words, title: str, texts: Sequence[str], status: int, again: str | None = None
) -> HttpResponse:
    """That page in these words, with a link to the address to try `again` where there is one."""
    signs = words.numbered("worsening")
    context = {"words": words, "signs": signs, "title": title, "texts": texts, "again": again}
    return HttpResponse(
        render_to_string("errors/error.html", context), status=status, headers={"Cache-Control": "no-store"}
    )


def _error(status: int) -> HttpResponse:
    texts = safe_texts.words().texts
    return page(texts[f"error_{status}_title"], texts[f"error_{status}_text"], status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return problems.bad_request(request, exception) if _is_api(request) else _error(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return problems.forbidden(request, exception) if _is_api(request) else _error(403)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or too old (CSRF_FAILURE_VIEW)."""
    return _error(403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing at this address."""
    return problems.not_found(request, exception) if _is_api(request) else _error(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something failed on our side."""
    return problems.server_error(request) if _is_api(request) else _error(500)


def closed() -> HttpResponse:
    """503: no release is published, so the check is closed."""
    return _error(503)


def could_not_assess(again: str, *, for_another: bool) -> HttpResponse:
    """503: something failed while the answers were assessed; never shown as a lower level than same_day.

    `again` is the address to try again. The advice is for the man himself, or `for_another`: for who answers for him.
    """
    words = safe_texts.words(for_another=for_another)
    title, *texts = (words.texts[key] for key in safe_texts.OPENING["could_not_assess"])
    return _page(words, title, texts, 503, again)
