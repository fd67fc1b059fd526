"""deploy/Caddyfile and the page and the problem it shows in place of a site that does not answer."""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from symptoms import safe_texts
from symptoms.api.problems import PROBLEMS, STANDARD_MEMBERS, TYPE_BASE
from symptoms.engine.compile import region_lines
from symptoms.engine.wording import fill_region
from tests.deploy.reading import caddyfile, compose, text_of
from tests.journeys import chromium
from tests.journeys.chromium import DESK
from tests.journeys.examining import assert_bears_large_text, assert_good
from tools.commands import ROOT

SAFE = "deploy/safe"


def words_of(page: str) -> str:
    """The words of a page with single spaces, as they are read."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.fixture(scope="module")
def texts(knowledge) -> dict[str, str]:
    """The shipped texts for a region that is not known."""
    lines = region_lines(next(region for region in knowledge.regions if region.key == "ZZ"))
    return {
        row.key: fill_region(row.text, lines.emergency_number, lines.urgent_line, lines.urgent_number)
        for row in knowledge.texts
    }


def numbered(texts: dict[str, str], stem: str) -> list[str]:
    return [text for key, text in texts.items() if key.removeprefix(f"{stem}_").isdigit()]


def list_below(heading: str) -> list[str]:
    """The entries of the list under an element with this id."""
    part = text_of(f"{SAFE}/unavailable.html").split(f'id="{heading}"', 1)[1]
    return [words_of(entry) for entry in re.findall(r"<li>(.*?)</li>", part.split("</ul>", 1)[0])]


# The page


def test_page_says_what_the_site_says_when_it_is_closed(texts):
    page = words_of(text_of(f"{SAFE}/unavailable.html"))

    for key in ("error_503_title", "error_503_text", "emergency_stop_no_call", "worsening_intro", "disclaimer_short"):
        assert texts[key] in page, key


def test_danger_signs_of_the_page_are_those_of_the_site_and_come_first(texts):
    page = text_of(f"{SAFE}/unavailable.html")

    assert list_below("danger") == numbered(texts, "start_danger")
    assert list_below("worsening") == numbered(texts, "worsening")
    assert "Call 112 or your local emergency number now if any of these are true:" in words_of(page)
    assert page.index('id="danger"') < page.index("No advice can be worked out")


def test_numbers_of_each_country_are_those_that_ship(knowledge):
    page = text_of(f"{SAFE}/unavailable.html")
    shown = re.findall(r'<li>([^<]+): <a href="tel:(\d+)">([^<]+)</a>\.(.*)</li>', page)

    assert shown == [
        (row.name, row.emergency_dial, row.emergency_number, "".join(f" {also}" for also in row.emergency_also))
        for row in knowledge.regions
        if row.key != "ZZ"
    ]


def test_page_brings_nothing_inline_and_needs_nothing_from_the_site():
    page = text_of(f"{SAFE}/unavailable.html")
    needed = re.findall(r'<(?:link|img|script)[^>]+(?:href|src)="([^"]+)"', page)

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|<form", page)
    assert needed
    for address in needed:
        assert address.startswith("/unavailable/")
        assert (ROOT / "symptoms/static" / address.removeprefix("/unavailable/")).is_file(), address


class _Handler(SimpleHTTPRequestHandler):
    """Shows the page at every address, and its look, as the proxy does."""

    def translate_path(self, path: str) -> str:
        look = path.removeprefix("/unavailable/")
        return str(ROOT / "symptoms/static" / look if look != path else Path(ROOT, SAFE, "unavailable.html"))

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    try:
        program = chromium.find_chromium()
    except chromium.NoChromium as reason:
        pytest.skip(f"Chromium: {reason}")
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with chromium.started(program) as browser:
                shown = browser.new_page(viewport=DESK)
                shown.goto(f"http://127.0.0.1:{server.server_port}/check/3/")
                yield shown
        finally:
            server.shutdown()
            thread.join()


def test_page_is_accessible_and_fits_phones_and_desks(page):
    assert page.locator("h1").inner_text() == "The check is closed for a short time"
    assert page.evaluate("getComputedStyle(document.querySelector('.lc-danger')).borderLeftWidth") == "6px"
    assert_good(page)
    assert_bears_large_text(page)


# The problem


def test_apps_get_a_problem_with_texts_to_show(texts):
    problem = json.loads(text_of(f"{SAFE}/unavailable.json"))
    shown = problem.pop("must_display")
    detail = problem.pop("detail")

    assert problem.keys() | {"must_display", "detail"} == STANDARD_MEMBERS
    assert problem == {
        "type": f"{TYPE_BASE}could_not_assess",
        "title": PROBLEMS["could_not_assess"].title,
        "status": 503,
        "code": "could_not_assess",
        "errors": [],
    }
    assert detail.endswith("nothing was assessed.")
    assert [text["text"] for text in shown] == [texts[text["key"]] for text in shown]
    assert {text["audience"] for text in shown} == {"person"}


def test_texts_for_apps_are_those_the_site_itself_sends(monkeypatch, settings):
    settings.LEGCHECK_REGION = "ZZ"
    # As long as no release is served.
    monkeypatch.setattr(safe_texts.holder, "peek", lambda: None)

    problem = json.loads(text_of(f"{SAFE}/unavailable.json"))

    assert problem["must_display"] == safe_texts.must_display_texts("could_not_assess")


# The configuration


def test_braces_of_the_configuration_pair():
    depth = 0
    for line in caddyfile().splitlines():
        depth += line.rstrip().endswith("{") - (line.strip() == "}")
        assert depth >= 0
    assert depth == 0


def test_variables_of_the_configuration_are_given_or_have_a_default():
    without_default = set(re.findall(r"\{\$(\w+)\}", caddyfile()))

    assert without_default == set(compose()["services"]["proxy"]["environment"]) == {"LEGCHECK_HOSTS"}


def test_folders_and_port_of_the_configuration_are_those_of_compose():
    mounted = {volume.split(":")[1] for volume in compose()["services"]["proxy"]["volumes"]}

    assert {f"/srv/{folder}" for folder in re.findall(r"\{\$PAGES:/srv\}/(\w+)", caddyfile())} <= mounted
    assert "/etc/caddy/Caddyfile" in mounted
    assert "dynamic a {$WEB_HOST:web} 8000 {" in caddyfile()
    assert "web" in compose()["services"]
    assert "http://127.0.0.1:8080 {" in caddyfile()
    assert compose()["services"]["proxy"]["healthcheck"]["test"][-1] == "http://127.0.0.1:8080/"


def test_whole_page_is_the_answer_to_every_fault_of_the_site():
    away = caddyfile().split("handle_errors {", 1)[1].split("handle @away {", 1)[1]

    assert "@away expression {http.error.status_code} >= 500" in caddyfile()
    assert "method GET" in away
    for name in ("unavailable.html", "unavailable.json"):
        assert f"rewrite * /{name}" in away
        assert (ROOT / SAFE / name).is_file()
    assert away.count("status 503") == 2


def test_proxy_passes_on_what_it_saw_and_believes_no_other():
    assert not re.search(r"trusted_proxies|header_up|X-Forwarded", caddyfile())


def test_proxy_keeps_no_account_of_who_asked():
    assert not re.search(r"^\tlog\b", caddyfile().split("{$LEGCHECK_HOSTS}", 1)[1], flags=re.MULTILINE)
    for part in ("remote_ip", "client_ip", "headers"):
        assert f"request>{part} delete" in caddyfile()


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/saved/AbC_-0123456789abcdefghijklmnopq/", "/saved/..."),
        ("/Saved/AbC_-0123456789abcdefghijklmnopq/", "/Saved/..."),
        ("/saved//AbC_-0123456789abcdefghijklmnopq", "/saved/..."),
        ("/saved%2FAbC_-0123456789abcdefghijklmnopq", "/saved%2F..."),
        ("/save/AbC_-0123456789abcdefghijklmnopq/?a=b", "/save/.../?a=b"),
        ("/saved/cut-short", "/saved/..."),
        ("/saved/AbC_-0123456789abcdefghijklmnopq", "/saved/..."),
        ("/saved/AbC_-0123456789abcdefghijklmnopq?from=mail", "/saved/...?from=mail"),
        ("/check/3/", "/check/3/"),
    ],
)
def test_link_of_a_saved_result_is_in_no_line_about_an_error(address, logged):
    pattern, instead = re.search(r'request>uri regexp "([^"]+)" "([^"]+)"', caddyfile()).groups()

    # Go's "$1" is Python's "\1"; letters would belong to the name in Go.
    assert instead == "$1..."
    assert re.sub(pattern, r"\1...", address) == logged
