"""The check with the keyboard alone; where the focus is can always be seen."""

from __future__ import annotations

import pytest

from tests.journeys.visitor import Visitor

#: What has the focus: its words, and whether it is marked and inside the window. An option is marked at its label.
_FOCUSED = """() => {
    const part = document.activeElement
    const label = part.labels?.length ? part.labels[0] : null
    const marked = ['radio', 'checkbox'].includes(part.type) ? label : part
    const style = getComputedStyle(marked)
    const box = marked.getBoundingClientRect()
    return {
        words: (label ?? part).textContent.trim().replace(/\\s+/g, ' '),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 &&
            box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }
}"""

_MOST_STEPS = 40


class Keyboard:
    """Presses keys, and looks after each where the focus is."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    @property
    def focused(self) -> str:
        """Words of what has the focus, which must be visible."""
        found = self.page.evaluate(_FOCUSED)
        assert found["seen"], f"the focus cannot be seen at {found['words']!r} on {self.page.url}"
        words: str = found["words"]
        return words

    def tab_to(self, words: str) -> None:
        """Presses Tab until the focus is there."""
        passed = []
        for _ in range(_MOST_STEPS):
            self.page.keyboard.press("Tab")
            passed.append(self.focused)
            if passed[-1] == words:
                return
        raise AssertionError(f"Tab never came to {words!r}, but to {passed}")

    def leave_by(self, key: str) -> None:
        """Presses a key that opens another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.visitor.watch.look(self.page)


@pytest.fixture
def keyboard(visitor) -> Keyboard:
    visitor.open("/")
    return Keyboard(visitor)


def test_the_skip_link_comes_first_and_leads_to_the_main_content(keyboard):
    keyboard.page.keyboard.press("Tab")
    assert keyboard.focused == "Skip to main content"
    keyboard.page.keyboard.press("Enter")
    assert keyboard.page.locator("main:focus").count() == 1
    keyboard.page.keyboard.press("Tab")
    assert keyboard.focused == "Start the check"


def test_emergency_help_is_two_steps_away_on_every_page(keyboard):
    visitor = keyboard.visitor
    visitor.stand_at("danger_spine")
    keyboard.tab_to("Emergency help")
    keyboard.page.keyboard.press("Enter")
    assert keyboard.page.locator("aside:focus").count() == 1
    keyboard.page.keyboard.press("Tab")
    assert keyboard.focused == "999"
    # It jumps within the page: what is ticked stays.
    assert visitor.asked == "danger_spine"


def test_the_check_can_be_answered_with_the_keyboard(keyboard):
    visitor, keys = keyboard.visitor, keyboard.page.keyboard
    keyboard.tab_to("Start the check")
    keyboard.leave_by("Enter")

    # Radios: Tab comes to the first, Space chooses it, arrows choose the others.
    keyboard.tab_to(visitor.questions.label("scope", "injury"))
    keys.press("Space")
    assert visitor.chosen == [visitor.questions.label("scope", "injury")]
    for option in ("under_18", "someone_else", "known_cause", "me_man"):
        keys.press("ArrowDown")
        assert visitor.chosen == [visitor.questions.label("scope", option)]
        assert keyboard.focused == visitor.questions.label("scope", option)
    keyboard.tab_to("Why we ask")
    keys.press("Enter")
    assert visitor.page.get_by_text("Children and other people need another check.").is_visible()
    keyboard.tab_to("Continue")
    keyboard.leave_by("Enter")

    assert visitor.asked == "age"
    keyboard.tab_to("How old are you?")
    keys.type("58")
    keyboard.leave_by("Enter")

    # Nothing ticked: the focus goes to what is wrong, and from there to the first option.
    assert visitor.asked == "danger_now"
    keyboard.tab_to("Continue")
    keyboard.leave_by("Space")
    assert keyboard.focused.startswith("There is a problem")
    keys.press("Tab")
    assert keyboard.focused == "Choose at least one answer, or “None of these”"
    keys.press("Enter")
    assert keyboard.focused == visitor.questions.label("danger_now", "breathless_rest")
    keyboard.tab_to("None of these")
    keys.press("Space")
    assert visitor.chosen == ["None of these"]
    keyboard.leave_by("Enter")

    assert visitor.asked == "danger_spine"
    keyboard.tab_to("None of these")
    keys.press("Space")
    keyboard.tab_to("Continue")
    keyboard.leave_by("Enter")
    assert visitor.asked == "danger_leg"
