"""Scores an answer as Mozilla's HTTP Observatory does.

After mdn/mdn-http-observatory (src/grader/charts.js: what each finding is worth; src/analyzer/tests: how it is found;
src/scanner/index.js: the sum), as of 2026. 145 is the most there is. The names of the findings are those of the
Observatory. Where it is lenient with scripts of one's own host, this is strict: all of them need a digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

#: Points of each finding.
WORTH = {
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
    "csp-implemented-with-insecure-scheme-in-passive-content-only": -10,
    "csp-implemented-with-unsafe-eval": -10,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-implemented-with-insecure-scheme": -20,
    "csp-not-implemented": -25,
    "cookies-secure-with-httponly-sessions-and-samesite": 5,
    "cookies-secure-with-httponly-sessions": 0,
    "cookies-not-found": 0,
    "cookies-without-secure-flag": -20,
    "cookies-samesite-flag-invalid": -20,
    "cookies-anticsrf-without-samesite-flag": -20,
    "cookies-session-without-httponly-flag": -30,
    "cross-origin-resource-sharing-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-public-access": 0,
    "cross-origin-resource-sharing-implemented-with-universal-access": -50,
    "redirection-to-https": 0,
    "redirection-off-host-from-http": -5,
    "redirection-not-to-https": -20,
    "redirection-missing": -20,
    "referrer-policy-private": 5,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-unsafe": -5,
    "referrer-policy-header-invalid": -5,
    "hsts-preloaded": 5,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "hsts-header-invalid": -20,
    "sri-implemented-and-all-scripts-loaded-securely": 5,
    "sri-not-implemented-response-not-html": 0,
    "sri-not-implemented-but-no-scripts-loaded": 0,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-but-external-scripts-loaded-securely": -5,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-sameorigin-or-deny": 0,
    "x-frame-options-not-implemented": -20,
    "cross-origin-resource-policy-implemented-with-same-origin": 10,
    "cross-origin-resource-policy-implemented-with-same-site": 10,
    "cross-origin-resource-policy-implemented-with-cross-origin": 0,
    "cross-origin-resource-policy-not-implemented": 0,
    "cross-origin-resource-policy-header-invalid": -5,
}

MOST = 145

#: Penalties may take no more than this, or no bonus counts.
_MOST_TAKEN = 10

_BROAD = frozenset({"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"})
_UNSAFE_INLINE = frozenset({"'unsafe-inline'", "data:"})
_PASSIVE = ("img-src", "media-src")
_PRIVATE = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
_TELLING = ("origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade")
#: The Observatory takes 180 days for six months.
_SIX_MONTHS = 15_552_000
#: What the list of hosts known to speak HTTPS alone asks of a host that is to stay on it.
_YEAR = 31_536_000


@dataclass(frozen=True)
class Seen:
    """An answer over HTTPS: headers with names in lower case, each cookie that was set, the body.

    `over_http` is where the same address leads over HTTP, None where it is answered there. `listed` is whether the host
    stands on the preload list.
    """

    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: str
    host: str
    over_http: str | None
    listed: bool = False
    policy: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        directives = [part.split() for part in self.headers.get("content-security-policy", "").lower().split(";")]
        object.__setattr__(self, "policy", {words[0]: frozenset(words[1:]) for words in directives if words})


def findings(seen: Seen) -> tuple[str, ...]:
    """What is found of an answer, one finding for each of the ten tests."""
    tests = (_csp, _cookies, _cors, _redirection, _referrer, _hsts, _integrity, _sniffing, _framing, _embedding)
    return tuple(test(seen) for test in tests)


def score(seen: Seen) -> int:
    """The points: 100, less what is wrong, and what is better than need be where little is wrong."""
    points = [WORTH[name] for name in findings(seen)]
    taken = sum(worth for worth in points if worth < 0)
    return max(0, 100 + (sum(points) if -taken <= _MOST_TAKEN else taken))


def _csp(seen: Seen) -> str:
    policy = seen.policy
    if not policy:
        return "csp-not-implemented"
    default = policy.get("default-src", frozenset("*"))
    script, style, objects = (policy.get(name, default) for name in ("script-src", "style-src", "object-src"))
    passive = frozenset().union(*(policy.get(name, default) for name in _PASSIVE))
    active = script.union(*(sources for name, sources in policy.items() if name not in _PASSIVE))
    if script & (_BROAD | _UNSAFE_INLINE) or objects & _BROAD:
        return "csp-implemented-with-unsafe-inline"
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in script | style:
        return "csp-implemented-with-unsafe-eval"
    if any(source.startswith(("http:", "ftp:")) for source in passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if style & (_BROAD | _UNSAFE_INLINE):
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    if policy.get("default-src") == {"'none'"}:
        return "csp-implemented-with-no-unsafe-default-src-none"
    return "csp-implemented-with-no-unsafe"


def _cookies(seen: Seen) -> str:
    if not seen.cookies:
        return "cookies-not-found"
    found = set()
    for text in seen.cookies:
        try:
            ((name, cookie),) = SimpleCookie(text).items()
        except (CookieError, ValueError):
            return "cookies-samesite-flag-invalid"
        same_site = cookie["samesite"].lower()
        if same_site not in ("", "lax", "strict", "none") or (same_site == "none" and not cookie["secure"]):
            found.add("cookies-samesite-flag-invalid")
        if not cookie["secure"]:
            found.add("cookies-without-secure-flag")
        if "csrf" in name.lower() and not same_site:
            found.add("cookies-anticsrf-without-samesite-flag")
        if re.search("login|sess|visit", name.lower()) and not cookie["httponly"]:
            found.add("cookies-session-without-httponly-flag")
        good = "-and-samesite" if same_site else ""
        found.add(f"cookies-secure-with-httponly-sessions{good}")
    return min(found, key=WORTH.__getitem__)


def _cors(seen: Seen) -> str:
    if "access-control-allow-origin" not in seen.headers:
        return "cross-origin-resource-sharing-not-implemented"
    universal = seen.headers.get("access-control-allow-credentials", "").lower() == "true"
    return f"cross-origin-resource-sharing-implemented-with-{'universal' if universal else 'public'}-access"


def _redirection(seen: Seen) -> str:
    if seen.over_http is None:
        return "redirection-missing"
    led_to = urlsplit(seen.over_http)
    if led_to.scheme != "https":
        return "redirection-not-to-https"
    return "redirection-to-https" if led_to.netloc == seen.host else "redirection-off-host-from-http"


def _referrer(seen: Seen) -> str:
    if "referrer-policy" not in seen.headers:
        return "referrer-policy-not-implemented"
    named = [word.strip().lower() for word in seen.headers["referrer-policy"].split(",")]
    known = [word for word in named if word in _PRIVATE + _TELLING]
    if not known:
        return "referrer-policy-header-invalid"
    return "referrer-policy-private" if known[-1] in _PRIVATE else "referrer-policy-unsafe"


def _hsts(seen: Seen) -> str:
    header = seen.headers.get("strict-transport-security")
    if header is None:
        return "hsts-not-implemented"
    parts = [part.strip().lower() for part in header.split(";")]
    ages = [int(part.removeprefix("max-age=")) for part in parts if re.fullmatch(r"max-age=\d+", part)]
    if len(ages) != 1:
        return "hsts-header-invalid"
    if seen.listed and ages[0] >= _YEAR and {"includesubdomains", "preload"} <= set(parts):
        return "hsts-preloaded"
    return f"hsts-implemented-max-age-{'at-least' if ages[0] >= _SIX_MONTHS else 'less-than'}-six-months"


def _integrity(seen: Seen) -> str:
    if not seen.headers.get("content-type", "").startswith("text/html"):
        return "sri-not-implemented-response-not-html"
    scripts = re.findall(r"<script\b[^>]*>", seen.body)
    if not scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    without = [script for script in scripts if not re.search(r'\bintegrity="sha(256|384|512)-', script)]
    if any(re.search(r'\bsrc="(http:)?//', script) for script in without):
        return "sri-not-implemented-and-external-scripts-not-loaded-securely"
    if any('src="https:' in script for script in without):
        return "sri-not-implemented-but-external-scripts-loaded-securely"
    if without:
        return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"
    return "sri-implemented-and-all-scripts-loaded-securely"


def _sniffing(seen: Seen) -> str:
    nosniff = seen.headers.get("x-content-type-options", "").strip().lower() == "nosniff"
    return f"x-content-type-options-{'nosniff' if nosniff else 'not-implemented'}"


def _framing(seen: Seen) -> str:
    if "frame-ancestors" in seen.policy:
        return "x-frame-options-implemented-via-csp"
    denied = seen.headers.get("x-frame-options", "").strip().lower() in ("deny", "sameorigin")
    return f"x-frame-options-{'sameorigin-or-deny' if denied else 'not-implemented'}"


def _embedding(seen: Seen) -> str:
    policy = seen.headers.get("cross-origin-resource-policy", "").strip().lower()
    if not policy:
        return "cross-origin-resource-policy-not-implemented"
    if policy in ("same-origin", "same-site", "cross-origin"):
        return f"cross-origin-resource-policy-implemented-with-{policy}"
    return "cross-origin-resource-policy-header-invalid"
