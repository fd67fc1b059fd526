"""Keeps search engines away from what is one visitor's alone, and from what is made for programs and for staff."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: Below these addresses nothing is listed. robots.txt keeps crawlers from the last two alone: what they may not
#: fetch can still be listed by its address, as they never see the header.
NOT_INDEXED = ("/check/", "/saved/", "/feedback/", "/api/", "/admin/")


class NotIndexed:
    """Sends `X-Robots-Tag: noindex` with whatever stands below an address of NOT_INDEXED, errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(NOT_INDEXED):
            response.headers["X-Robots-Tag"] = "noindex"
        return response
