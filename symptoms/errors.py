"""What Django shows when it refuses a request itself: problems below /api/, safe advice on a page elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from symptoms import safe_texts
from symptoms.api import problems


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _page(status: int) -> HttpResponse:
    # Rendered without the request: no template tag can touch a user, a session or the database.
    page = render_to_string("errors/error.html", {"texts": safe_texts.error_texts(status)})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return problems.bad_request(request, exception) if _is_api(request) else _page(400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not allowed."""
    return problems.forbidden(request, exception) if _is_api(request) else _page(403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing at this address."""
    return problems.not_found(request, exception) if _is_api(request) else _page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: something failed on our side."""
    return problems.server_error(request) if _is_api(request) else _page(500)
