"""Safe advice for requests that fail before Django can answer them, such as a Content-Type it cannot read."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from legcheck.headers import guarding_headers, transport_headers
from symptoms import safe_texts
from symptoms.api.problems import CONTENT_TYPE, PROBLEMS, TYPE_BASE
from symptoms.faults import log_fault
from symptoms.templatetags.languages import language_attributes

_CODE = "server_error"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class LastResort:
    """Wraps a WSGI application: what it raises becomes a 500 with safe advice."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return self.application(environ, start_response)
        except Exception as error:
            log_fault(error)
            content_type, body = _answer(environ.get("PATH_INFO", ""))
            headers = [
                ("Content-Type", content_type),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                *guarding_headers().items(),
            ]
            if _came_over_https(environ):
                headers += transport_headers().items()
            start_response("500 Internal Server Error", headers)
            return [body]


def _came_over_https(environ: dict[str, Any]) -> bool:
    """Whether the browser spoke HTTPS, to us or to the proxy in front of us; as HttpRequest.scheme tells it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        if name in environ:
            return bool(environ[name].split(",")[0].strip() == secure)
    return environ.get("wsgi.url_scheme") == "https"


def _answer(path: str) -> tuple[str, bytes]:
    """Content type and body: a problem below /api/, a plain page elsewhere."""
    if path.startswith("/api/"):
        kind = PROBLEMS[_CODE]
        problem = {
            "type": TYPE_BASE + _CODE,
            "title": kind.title,
            "status": kind.status,
            "detail": kind.meaning,
            "code": _CODE,
            "errors": [],
            "must_display": safe_texts.must_display_texts(_CODE),
        }
        return CONTENT_TYPE, json.dumps(problem).encode("utf-8")
    texts = safe_texts.error_texts(500)
    signs = "".join(f"<li>{html.escape(sign)}</li>" for sign in texts.worsening)
    title = html.escape(texts.title)
    to_start = html.escape(gettext("Go to the first page"))
    page = (
        f'<!doctype html><html {language_attributes()}><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1><p>{html.escape(texts.text)}</p>"
        f"<h2>{html.escape(texts.worsening_intro)}</h2><ul>{signs}</ul>"
        f'<p><a href="/">{to_start}</a></p></main></body></html>'
    )
    return "text/html; charset=utf-8", page.encode("utf-8")
