"""What holds on every page of every journey: nothing leaks, nothing is kept, nothing comes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

#: Every address a page may have. None has a place for what was answered.
_ADDRESSES = re.compile(
    r"/(nothing-here|check/(\d+/(change/)?|(answers|outcome|on|go-on|doctor|save|clear|cleared|start-again|something-new)/"
    r"|outcome\.json|again\.ics)?"
    # A link to a saved result holds a random token, and is left at once.
    r"|saved/(link/|doctor/|deleted?/|[\w-]{32}/)?"
    r"|(about/([a-z-]+/)?|sources/|library/|questions/|feedback/(thanks/\d+/)?)?)"
)
#: The pages of the library are the same for everyone, like those of a book: address and title name what is read.
_BOOK = re.compile(r"/library/(causes|advice)/\w+/")
#: Titles of pages that come when the site itself fails, whatever was answered.
_OF_FAULTS = ("Something went wrong on our side", "Get advice from a person today")
#: A stylesheet is where its pictures are asked from.
_STYLE = re.compile(r"/static/legcheck(\.\w+)?\.css")
_FRAGMENTS = {"", "main", "id_options", "id_age", "danger", "help"}

#: The cookies, with the paths they are sent to.
_COOKIES = {"legcheck_visit": "/check/", "legcheck_saved": "/saved/", "csrftoken": "/"}


@dataclass(frozen=True)
class Secrets:
    """Words that would tell what a man has: keys and labels of answers, findings, causes, rules and levels."""

    keys: frozenset[str]
    labels: frozenset[str]

    def told_by(self, text: str) -> frozenset[str]:
        """The words of these that stand in a text."""
        words = re.findall(r"\w+", text.lower())
        return self.keys.intersection(words) | {label for label in self.labels if label in text.lower()}


@dataclass
class Watch:
    """Watches all pages of one browser context; `faults` are sentences."""

    context: BrowserContext
    origin: str
    secrets: Secrets
    javascript: bool = True
    faults: list[str] = field(default_factory=list)
    _statuses: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("request", self._on_request)

    def expect(self, *statuses: int) -> None:
        """Pages with these statuses may come; the browser notes them in its console."""
        self._statuses.update(statuses)

    def look(self, page: Page) -> None:
        """Notes what is wrong with the page that is open, and with what the browser keeps."""
        if page.url == "about:blank":
            return
        where = page.url.removeprefix(self.origin)
        book = _BOOK.fullmatch(urlsplit(page.url).path)
        same_for_all = book or page.title().removesuffix(" - legcheck") in _OF_FAULTS
        for told in () if same_for_all else self.secrets.told_by(page.title()):
            self.faults.append(f"the title of {where} tells {told}: {page.title()}")
        if self.javascript and (
            kept := page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
        ):
            self.faults.append(f"{where} keeps {kept} in the browser")
        for cookie in self.context.cookies():
            proper = {"path": _COOKIES.get(cookie["name"]), "httpOnly": True, "secure": True, "expires": -1}
            if any(cookie.get(name) != value for name, value in proper.items()) or cookie.get("sameSite") != "Lax":
                self.faults.append(f"{where} has a cookie that is not as it should be: {cookie}")

    def _on_console(self, message: ConsoleMessage) -> None:
        told = re.search(r"responded with a status of (\d+)", message.text)
        if not (told and int(told[1]) in self._statuses):
            self.faults.append(f"console on {message.location}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.faults.append(f"script error: {error.error}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if f"{address.scheme}://{address.netloc}" != self.origin:
            self.faults.append(f"asks another host: {request.url}")
        elif request.is_navigation_request() and not _is_plain(request.url):
            self.faults.append(f"goes to an address that is not plain: {request.url}")
        elif (referrer := request.headers.get("referer")) and not _is_plain(referrer):
            self.faults.append(f"tells as the place it came from: {referrer}")


def _is_plain(url: str) -> bool:
    """Whether an address has no place for what was answered."""
    address = urlsplit(url)
    known = _ADDRESSES.fullmatch(address.path) or _BOOK.fullmatch(address.path) or _STYLE.fullmatch(address.path)
    return bool(known) and not address.query and address.fragment in _FRAGMENTS


def secrets_of(lists: Iterable[list[dict[str, Any]]]) -> Secrets:
    """The words of lists of the API whose entries have a key and a label, name, title or text, and maybe options."""
    keys: set[str] = set()
    labels: set[str] = set()
    for entries in lists:
        for entry in entries:
            keys.add(entry["key"])
            labels |= {entry[name] for name in ("label", "name", "title", "text") if name in entry}
            for option in entry.get("options", []):
                keys.add(option["key"])
                labels.add(option["label"])
    # A short label, such as "No", is part of other words.
    return Secrets(frozenset(keys), frozenset(label.lower() for label in labels if len(label) > 5))
