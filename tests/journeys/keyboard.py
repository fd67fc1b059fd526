"""A visitor's keyboard: he presses keys and nothing else, and wherever the focus goes it can be seen."""

from __future__ import annotations

from typing import Any

from tests.journeys.visitor import Visitor

#: What has the focus: its words, tag and value, and what hides it. A radio or checkbox is marked at its label. What is
#: higher than the window can only be seen in part, and the middle of a link on two lines may be beside it.
_FOCUSED = """() => {
    const part = document.activeElement
    const label = part.labels?.length ? part.labels[0] : null
    const marked = ['radio', 'checkbox'].includes(part.type) ? label : part
    const style = getComputedStyle(marked), box = marked.getBoundingClientRect()
    const inPart = box.height > innerHeight
    const inside = box.left >= -1 && box.right <= innerWidth + 1 && (inPart
        ? box.top < innerHeight && box.bottom > 0 : box.top >= -1 && box.bottom <= innerHeight + 1)
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2
    const there = document.elementFromPoint(x, y)
    const free = there && [part, marked].some(own => own.contains(there) || there.contains(own)) ||
        part.getClientRects().length > 1
    return {
        words: (label ?? part).textContent.trim().replace(/\\s+/g, ' '),
        tag: part.localName,
        value: part.value ?? '',
        hidden: [
            style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? 'not marked' : '',
            inside ? '' : 'outside of the window',
            free ? '' : `under ${there?.outerHTML.slice(0, 80)}`,
        ].filter(fault => fault),
    }
}"""

#: The options of the page that is open.
_OPTIONS = "[...document.querySelectorAll('main input[name=options]')].map(({value, type}) => ({value, type}))"

#: The last link of every page.
_LAST = "About"

#: Most steps from the top of a page to anything on it.
_MOST_STEPS = 120


class Keyboard:
    """Presses keys, and looks after each where the focus is."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    @property
    def focused(self) -> str:
        """Words of what has the focus, which must be visible."""
        words: str = self._look()["words"]
        return words

    def press(self, key: str) -> None:
        """Presses a key that leaves the page open."""
        self.page.keyboard.press(key)

    def tab_to(self, words: str, *, key: str = "Tab") -> None:
        """Presses Tab (or Shift+Tab) until the focus is at what has these words."""
        self._tab_until("words", {words}, key)

    def leave_by(self, key: str) -> None:
        """Presses a key that opens another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.visitor.watch.look(self.page)

    def follow(self, words: str) -> None:
        """Goes to a link and follows it."""
        self.tab_to(words)
        self.leave_by("Enter")

    def choose(self, question: str, option: str) -> None:
        """Chooses an option of the page: with Space, and among radios with the arrows."""
        inputs = self.page.evaluate(_OPTIONS)
        if inputs[0]["type"] == "checkbox":
            self._tab_until("value", {option}, "Tab")
            self.press("Space")
        else:
            keys = [found["value"] for found in inputs]
            found = self._tab_until("value", set(keys), "Tab")
            self.press("Space")
            # After the last comes the first.
            for _ in range((keys.index(option) - keys.index(found["value"])) % len(keys)):
                self.press("ArrowDown")
                self._look()
        assert self.visitor.chosen == [self.visitor.questions.label(question, option)]

    def open_all_on_the_way(self) -> int:
        """Goes through the whole page with Tab and unfolds whatever can be; returns how much that was."""
        opened = 0
        for _ in range(_MOST_STEPS):
            self.press("Tab")
            found = self._look()
            if found["tag"] == "summary":
                self.press("Enter")
                opened += 1
            if found["words"] == _LAST:
                return opened
        raise AssertionError(f"Tab never came to the end of {self.page.url}")

    def _tab_until(self, name: str, expected: set[str], key: str) -> dict[str, Any]:
        passed: list[dict[str, Any]] = []
        for _ in range(_MOST_STEPS):
            self.press(key)
            passed.append(self._look())
            if passed[-1][name] in expected:
                return passed[-1]
        raise AssertionError(f"{key} never came to {expected!r}, but to {[found['words'] for found in passed]}")

    def _look(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(_FOCUSED)
        assert not found["hidden"], f"the focus at {found['words']!r} on {self.page.url} is {found['hidden']}"
        return found
