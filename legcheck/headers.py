"""Headers that keep other sites away, on whatever leaves the site: pages, files, redirects and errors."""

from __future__ import annotations

from collections.abc import Callable

from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse


def guarding_headers() -> dict[str, str]:
    """Nothing from elsewhere is loaded, nobody frames or embeds it, no address is told to others.

    django-csp and Django put most of them on the pages that they see. Static files and redirects to HTTPS are answered
    before, and the page of last resort without them.
    """
    return {
        "Content-Security-Policy": build_policy(),
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


def transport_headers() -> dict[str, str]:
    """Browsers insist on HTTPS from now on; the same words as Django's SecurityMiddleware, for what it never sees.

    Only for answers over HTTPS: elsewhere the header means nothing (RFC 6797, 7.2).
    """
    if not settings.SECURE_HSTS_SECONDS:
        return {}
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else []
    parts += ["preload"] if settings.SECURE_HSTS_PRELOAD else []
    return {"Strict-Transport-Security": "; ".join(parts)}


class GuardingHeaders:
    """Adds those headers that an answer has not got; it stands first among the middleware.

    Whatever stands below /saved/ may be a link that opens a saved result: no cache keeps its redirect to HTTPS either.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._headers = guarding_headers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/saved/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
