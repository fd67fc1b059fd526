"""A clinician at the admin: signs in with a second factor, and fills in forms by their labels."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django_otp.oath import totp
from playwright.sync_api import BrowserContext, Locator, Page

from tests.journeys.examining import assert_accessible
from tests.staff import PASSWORD

_MOST_STEPS = 80

#: The name of what has the focus, and whether it is marked and inside the window; null where nothing has it.
_FOCUSED = """() => {
    const part = document.activeElement
    if (part === document.body) return null
    const named = part.getAttribute('aria-label') || part.labels?.[0]?.textContent || part.value || part.textContent
    // The box inside a menu of several choices is marked at its frame.
    const marked = part.closest('.select2-selection') || part
    const style = getComputedStyle(marked)
    const box = part.getBoundingClientRect()
    const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    return {
        name: named.trim().replace(/\\s+/g, ' ').replace(/:$/, ''),
        seen: (ring || style.boxShadow !== 'none' || parseFloat(style.borderTopWidth) > 0 || part.tagName === 'A') &&
            box.bottom > 0 && box.top < innerHeight,
    }
}"""


@dataclass
class Clinician:
    """Someone with a browser window at the admin; `faults` are sentences."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    _examined: bool = False

    def __post_init__(self) -> None:
        context: BrowserContext = self.page.context
        context.on("console", lambda message: self._on_console(message.text))
        context.on("weberror", lambda error: self.faults.append(f"script error on {self.page.url}: {error.error}"))
        context.on("request", lambda request: self._look_at(request.url))

    def _on_console(self, text: str) -> None:
        # The examiner itself puts styles into the page, which the page's policy refuses.
        if not self._examined:
            self.faults.append(f"console on {self.page.url}: {text}")

    def assert_accessible(self) -> None:
        """axe finds nothing on the page as it is."""
        self._examined = True
        assert_accessible(self.page)
        self._examined = False

    def _look_at(self, url: str) -> None:
        address = urlsplit(url)
        if f"{address.scheme}://{address.netloc}" != self.url:
            self.faults.append(f"asks another host: {url}")

    # Moving about

    def open(self, path: str) -> None:
        """Goes to an address of the site."""
        self.page.goto(self.url + path)

    def press(self, name: str) -> None:
        """Presses the button with this name; where a page has it twice, the first."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        """Follows the first link with this name in the page itself, not in the menu beside it."""
        with self.page.expect_navigation():
            self.page.locator("#content").get_by_role("link", name=name, exact=True).first.click()

    # Signing in

    def sign_in_for_the_first_time(self, name: str) -> None:
        """The password, then the second factor is set up with the key that the page shows."""
        self.open("/admin/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        self.set_up_second_factor()

    def set_up_second_factor(self) -> None:
        """Types the code that an app would show for the key on the page, and keeps the one-time codes."""
        letters = re.sub(r"\s", "", self.page.locator(".staff-secret").inner_text())
        key = base64.b32decode(letters + "=" * (-len(letters) % 8))
        self.page.get_by_label("Code").fill(f"{totp(key):06d}")
        self.press("Continue")
        assert self.page.locator(".staff-codes li").count() == 10
        with self.page.expect_navigation():
            self.page.get_by_role("link", name="I have kept them, continue").click()

    # By the keyboard alone

    def tab_to(self, words: str) -> None:
        """Presses Tab until the focus, which must be marked, is at what has this name; it may be there already."""
        passed = []
        for _ in range(_MOST_STEPS):
            focused = self.page.evaluate(_FOCUSED)
            if focused is not None:
                assert focused["seen"], f"the focus cannot be seen at {focused['name']!r} on {self.page.url}"
                passed.append(focused["name"])
                if focused["name"] == words:
                    return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {words!r}, but to {passed}")

    def leave_by(self, key: str) -> None:
        """Presses a key that opens another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    # What is shown

    @property
    def words(self) -> str:
        """The words of the page."""
        return self.page.locator("#main").inner_text()

    @property
    def told(self) -> list[str]:
        """The messages at the top of the page."""
        return self.page.locator(".messagelist li").all_inner_texts()

    @property
    def errors(self) -> list[str]:
        """What is wrong with the form."""
        return self.page.locator(".errorlist li").all_inner_texts()

    # Filling in

    def fill(self, label: str, text: str) -> None:
        """Writes into the box with this label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Chooses from a menu with few entries."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def find(self, label: str, term: str, found: str) -> None:
        """Types into a menu with a search, by the keyboard, and takes what is found."""
        self._take(self._menu(label), term, found)

    def find_in(self, part: Locator, term: str, found: str) -> None:
        """The same with the one such menu of a part of the page."""
        self._take(part.locator(".select2-selection"), term, found)

    def _take(self, menu: Locator, term: str, found: str) -> None:
        box = menu.locator(".select2-search__field")
        (box if box.count() else menu).focus()
        if not box.count():
            self.page.keyboard.press("Enter")
            # The opened menu has a box of its own, which takes the focus a moment later.
            self.page.locator(".select2-dropdown .select2-search__field:focus").wait_for()
        self.page.keyboard.type(term)
        entry = self.page.locator(".select2-results__option", has_text=found).first
        entry.wait_for()
        while "select2-results__option--highlighted" not in (entry.get_attribute("class") or ""):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        self.page.locator(".select2-dropdown").wait_for(state="detached")

    def add_row(self, words: str) -> None:
        """Adds an empty row to the rows inside the page."""
        self.page.get_by_role("button", name=words, exact=True).click()

    def _menu(self, label: str) -> Locator:
        name = re.compile(f"^{re.escape(label)}$")
        return self.page.locator(".select2-selection").and_(self.page.get_by_label(name)).locator("visible=true").first
