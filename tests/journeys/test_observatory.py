"""The headers of a public site behind HTTPS, scored as the HTTP Observatory does: all that can be had."""

from __future__ import annotations

import http.client
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.journeys.observatory import MOST, WORTH, Seen, findings, score

#: A public site behind a proxy that ends HTTPS, whose owner wants its host on the preload list.
_BEHIND_HTTPS = {
    "LEGCHECK_BEHIND_PROXY": "true",
    "LEGCHECK_HTTPS_REDIRECT": "true",
    "LEGCHECK_HSTS_PRELOAD": "true",
}

#: Pages of every kind with the status each must have, so that a page that is not the one meant is not scored.
_PAGES = {
    "/": 200,
    "/about/privacy/": 200,
    "/library/causes/depression/": 200,
    "/check/start-again/": 200,
    "/check/clear/": 200,
    "/check/1/": 302,
    "/check/": 302,
    "/nothing-here": 404,
    "/static/nothing-here.css": 404,
    "/robots.txt": 200,
    "/sitemap.xml": 200,
    "/admin/": 302,
    "/api/v1/releases/current": 200,
    "/api/v1/nothing-here": 404,
}

#: Findings that an answer without cookies, without scripts, or without a page at all cannot better.
_NOTHING_TO_SCORE = (
    "cookies-not-found",
    "sri-not-implemented-but-no-scripts-loaded",
    "sri-not-implemented-response-not-html",
)


#: A Content-Type that Django cannot read.
_UNREADABLE = {"Content-Type": "a/b; charset*=odd_charset''x"}


@pytest.fixture(scope="module")
def behind_https(site):
    """The site as a proxy in front of it asks it; no browser, since nobody here speaks HTTPS."""
    with site.served("prepared", _BEHIND_HTTPS) as server:
        yield server


def asked(server, path: str, *, method: str = "GET", scheme: str = "https", **headers: str):
    """Status, headers and body of one answer."""
    host = urlsplit(server.url).netloc
    connection = http.client.HTTPConnection(host, timeout=60)
    try:
        connection.request(method, path, headers={"X-Forwarded-Proto": scheme, **headers})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode("utf-8", "replace")
    finally:
        connection.close()


def seen(server, path: str, status: int, **more: str) -> Seen:
    """An answer as the scorer takes it, of a host that stands on the preload list."""
    got, headers, body = asked(server, path, **more)
    assert got == status, body[:500]
    over_http, led, _ = asked(server, path, scheme="http")
    return Seen(
        headers={name.lower(): value for name, value in headers.items()},
        cookies=tuple(headers.get_all("Set-Cookie") or ()),
        body=body,
        host=urlsplit(server.url).netloc,
        over_http=led["Location"] if over_http == 301 else None,
        listed=True,
    )


def test_the_first_page_has_all_there_is(behind_https):
    first = seen(behind_https, "/", 200)
    assert score(first) == MOST == 145, findings(first)
    assert score(replace(first, listed=False)) == 140


@pytest.mark.parametrize(("path", "status"), _PAGES.items(), ids=_PAGES)
def test_no_answer_is_worse_than_it_must_be(behind_https, path, status):
    answer = seen(behind_https, path, status)
    found = findings(answer)
    assert score(answer) == MOST - 5 * sum(name in _NOTHING_TO_SCORE for name in found), found


def test_files_and_faults_that_django_never_sees_are_guarded_too(behind_https):
    page = asked(behind_https, "/")[2]
    for path in set(re.findall(r'"(/static/[^"]+)"', page)):
        assert score(seen(behind_https, path, 200)) == MOST - 10, path
    refused = seen(behind_https, "/", 400, Host="elsewhere.example.org")
    assert score(replace(refused, over_http=f"https://{refused.host}/")) >= MOST - 10, findings(refused)
    fault = seen(behind_https, "/feedback/", 500, method="POST", **_UNREADABLE)
    assert [name for name in findings(fault) if WORTH[name] < 0] == []
    assert (
        fault.headers["strict-transport-security"] == seen(behind_https, "/", 200).headers["strict-transport-security"]
    )
    _, plain, _ = asked(behind_https, "/feedback/", method="POST", scheme="http", **_UNREADABLE)
    assert plain["Strict-Transport-Security"] is None


#: What is changed on the best answer, and the finding that must come of it.
_FLAWS = {
    "csp-not-implemented": {"content-security-policy": ""},
    "csp-implemented-with-unsafe-inline": {"content-security-policy": "default-src 'self' 'unsafe-inline'"},
    "csp-implemented-with-insecure-scheme": {"content-security-policy": "default-src 'none'; font-src http://x.org"},
    "csp-implemented-with-unsafe-eval": {"content-security-policy": "default-src 'self'; style-src 'unsafe-eval'"},
    "csp-implemented-with-insecure-scheme-in-passive-content-only": {
        "content-security-policy": "default-src 'none'; img-src http://x.org"
    },
    "csp-implemented-with-unsafe-inline-in-style-src-only": {
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"
    },
    "csp-implemented-with-no-unsafe": {"content-security-policy": "default-src 'self'"},
    "referrer-policy-unsafe": {"referrer-policy": "same-origin, unsafe-url"},
    "referrer-policy-header-invalid": {"referrer-policy": "quiet"},
    "hsts-header-invalid": {"strict-transport-security": "forever"},
    "hsts-implemented-max-age-less-than-six-months": {"strict-transport-security": "max-age=3600"},
    "hsts-implemented-max-age-at-least-six-months": {"strict-transport-security": "max-age=31536000"},
    "x-content-type-options-not-implemented": {"x-content-type-options": "sniff"},
    "x-frame-options-not-implemented": {"content-security-policy": "default-src 'none'", "x-frame-options": ""},
    "x-frame-options-sameorigin-or-deny": {"content-security-policy": "default-src 'none'"},
    "cross-origin-resource-policy-not-implemented": {"cross-origin-resource-policy": ""},
    "cross-origin-resource-policy-implemented-with-cross-origin": {"cross-origin-resource-policy": "cross-origin"},
    "cross-origin-resource-policy-header-invalid": {"cross-origin-resource-policy": "everywhere"},
    "cross-origin-resource-sharing-implemented-with-universal-access": {
        "access-control-allow-origin": "https://x.org",
        "access-control-allow-credentials": "true",
    },
    "sri-not-implemented-response-not-html": {"content-type": "text/plain"},
}


@pytest.fixture(scope="module")
def best(behind_https) -> Seen:
    """The answer that has all there is."""
    return seen(behind_https, "/", 200)


@pytest.mark.parametrize(("flaw", "headers"), _FLAWS.items(), ids=_FLAWS)
def test_the_scorer_finds_a_flaw_in_a_header(best, flaw, headers):
    flawed = replace(best, headers={**best.headers, **headers})
    assert flaw in findings(flawed)
    assert score(flawed) < MOST


@pytest.mark.parametrize(
    ("flaw", "changed"),
    [
        ("cookies-without-secure-flag", {"cookies": ("csrftoken=1; SameSite=Lax",)}),
        ("cookies-anticsrf-without-samesite-flag", {"cookies": ("csrftoken=1; Secure",)}),
        ("cookies-session-without-httponly-flag", {"cookies": ("legcheck_visit=1; Secure; SameSite=Lax",)}),
        ("cookies-secure-with-httponly-sessions", {"cookies": ("colour=blue; Secure",)}),
        ("cookies-samesite-flag-invalid", {"cookies": ("colour=blue; Secure; SameSite=Often",)}),
        ("redirection-missing", {"over_http": None}),
        ("redirection-not-to-https", {"over_http": "http://127.0.0.1/"}),
        ("redirection-off-host-from-http", {"over_http": "https://elsewhere.example.org/"}),
        ("sri-not-implemented-but-no-scripts-loaded", {"body": "<p>words</p>"}),
        (
            "sri-not-implemented-but-all-scripts-loaded-from-secure-origin",
            {"body": '<script src="/static/legcheck.js">'},
        ),
        ("sri-not-implemented-but-external-scripts-loaded-securely", {"body": '<script src="https://x.org/a.js">'}),
        ("sri-not-implemented-and-external-scripts-not-loaded-securely", {"body": '<script src="//x.org/a.js">'}),
    ],
)
def test_the_scorer_finds_a_flaw_elsewhere(best, flaw, changed):
    flawed = replace(best, **changed)
    assert flaw in findings(flawed)
    assert score(flawed) < MOST


def test_a_bad_flaw_takes_every_bonus(best):
    assert score(replace(best, headers={**best.headers, "referrer-policy": "unsafe-url"})) == MOST - 10
    assert score(replace(best, over_http=None)) == 80
