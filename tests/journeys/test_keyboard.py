"""The check with the keyboard alone; where the focus is can always be seen."""

from __future__ import annotations

import pytest

from tests.journeys.keyboard import Keyboard
from tests.journeys.states import Deep, answered
from tests.journeys.visitor import CALM, saying


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


def test_why_we_ask_unfolds_and_the_arrows_choose(keyboard):
    visitor = keyboard.visitor
    keyboard.follow("Start the check")
    # Tab comes to the first radio, Space chooses it, arrows choose the others.
    keyboard.tab_to(visitor.questions.label("scope", "injury"))
    keyboard.press("Space")
    assert visitor.chosen == [visitor.questions.label("scope", "injury")]
    for option in ("under_18", "someone_else", "known_cause", "me_man"):
        keyboard.press("ArrowDown")
        assert visitor.chosen == [visitor.questions.label("scope", option)]
        assert keyboard.focused == visitor.questions.label("scope", option)
    keyboard.tab_to("Why we ask")
    keyboard.press("Enter")
    assert visitor.page.get_by_text("Children and other people need another check.").is_visible()
    keyboard.tab_to("Continue")
    keyboard.leave_by("Enter")
    assert visitor.asked == "age"


def answer(keyboard: Keyboard, question: str, option: str) -> None:
    """Answers the page that is open and goes on, by the button or from where the focus stands."""
    keyboard.choose(question, option)
    keyboard.visitor.answers[question] = (option,)
    if len(keyboard.visitor.answers) % 2:
        keyboard.tab_to("Continue")
        keyboard.leave_by("Space")
    else:
        keyboard.leave_by("Enter")


def answer_on(keyboard: Keyboard, *, until: str = "") -> set[str]:
    """Answers page after page as the calm man does, until one asks `until` or asks nothing; the kinds of the pages."""
    visitor, kinds, choose = keyboard.visitor, set(), saying(CALM)
    kind_of = {row["key"]: row["kind"] for row in visitor.questions.rows}
    while (asked := visitor.asked) is not None and asked != until:
        kinds.add(kind_of.get(asked, asked))
        if asked == "age":
            keyboard.tab_to(visitor.age_heading)
            keyboard.page.keyboard.type("58")
            visitor.age = 58
            keyboard.leave_by("Enter")
        else:
            answer(keyboard, asked, *choose(asked))
    return kinds


def make_an_error(keyboard: Keyboard) -> None:
    """Sends a page of danger signs with nothing ticked: the focus goes to what is wrong, from there to the options."""
    visitor = keyboard.visitor
    keyboard.tab_to("Continue")
    keyboard.leave_by("Space")
    assert keyboard.focused.startswith("There is a problem")
    keyboard.press("Tab")
    assert keyboard.focused == "Choose at least one answer, or “None of these”"
    keyboard.press("Enter")
    assert keyboard.focused == visitor.questions.label("danger_now", "breathless_rest")
    keyboard.tab_to("None of these")
    keyboard.press("Space")
    # Back to the first tick: it takes the "none" away.
    keyboard.tab_to(visitor.questions.label("danger_now", "breathless_rest"), key="Shift+Tab")
    keyboard.press("Space")
    assert visitor.chosen == [visitor.questions.label("danger_now", "breathless_rest")]
    keyboard.press("Space")
    assert visitor.chosen == []


@pytest.mark.slow
def test_a_man_can_go_all_the_way_with_the_keyboard_alone(keyboard):
    visitor = keyboard.visitor
    keyboard.follow("Start the check")
    kinds = answer_on(keyboard, until="danger_now")
    make_an_error(keyboard)
    kinds |= answer_on(keyboard)
    assert kinds == {"single", "multiple", "age"}

    # The list, and a change.
    assert (visitor.path, visitor.listed) == ("/check/answers/", visitor.said)
    keyboard.follow(f"Change the answer to: {visitor.questions.text('how_fast')}")
    keyboard.choose("how_fast", "weeks")
    keyboard.leave_by("Enter")
    visitor.answers["how_fast"] = ("weeks",)
    answer_on(keyboard)
    assert (visitor.path, visitor.listed) == ("/check/answers/", visitor.said)
    keyboard.follow("See what to do")

    # The outcome, with everything that unfolds.
    folded = visitor.page.locator("details").count()
    assert visitor.page.locator(".lc-cause").count() > 3
    assert keyboard.open_all_on_the_way() == folded
    assert visitor.page.locator("details[open]").count() == folded

    # What he takes with him.
    keyboard.tab_to("A page for the doctor, to print or show", key="Shift+Tab")
    keyboard.leave_by("Enter")
    keyboard.tab_to("Your own words, if you want to add some")
    keyboard.page.keyboard.type("My right foot slaps.")
    keyboard.tab_to("Put my words on the page")
    keyboard.leave_by("Enter")
    assert visitor.texts(".lc-own-words") == ["My right foot slaps."]
    keyboard.follow("Back to what to do")
    keyboard.follow("Save this result, to open it again later")
    keyboard.tab_to(visitor.texts("label")[1])
    keyboard.press("ArrowUp")
    assert visitor.page.locator("input:checked").get_attribute("value") == "7"
    keyboard.tab_to("Yes, save this result for me")
    keyboard.leave_by("Space")
    assert visitor.path == "/saved/link/"
    keyboard.follow("Delete the saved result")
    keyboard.tab_to("Delete it now")
    keyboard.leave_by("Enter")
    assert visitor.heading == "Deleted"


def test_a_yes_or_no_is_changed_with_the_arrows(keyboard, site, served_here):
    visitor = keyboard.visitor
    # The check asks this page of few men, so he is set down where he has answered it.
    Deep(visitor, site.secret).at("/check/answers/", {**answered(saying(CALM)), "feeling_ok": ("yes",)})
    keyboard.follow(f"Change the answer to: {visitor.questions.text('feeling_ok')}")
    assert visitor.chosen == ["Yes, fully normal"]
    keyboard.tab_to("Yes, fully normal")
    keyboard.press("ArrowRight")
    assert keyboard.focused == "No, or not fully"
    keyboard.leave_by("Enter")
    assert (visitor.questions.text("feeling_ok"), ("No, or not fully",)) in visitor.listed


@pytest.mark.slow
def test_an_emergency_and_the_way_on_and_out_with_the_keyboard_alone(keyboard):
    visitor = keyboard.visitor
    keyboard.follow("Start the check")
    answer_on(keyboard, until="danger_now")
    answer(keyboard, "danger_now", "chest_pain")
    assert visitor.path == "/check/outcome/"
    # After the way past the head of the page and the help on every page comes the number, before everything else.
    keyboard.tab_to("Emergency help")
    keyboard.press("Tab")
    assert keyboard.focused == "Call 999"
    keyboard.open_all_on_the_way()
    keyboard.tab_to("Continue anyway", key="Shift+Tab")
    keyboard.leave_by("Space")
    assert visitor.asked == "danger_spine"
    answer(keyboard, "danger_spine", "none")
    assert visitor.asked == "danger_leg"

    keyboard.follow("Clear my answers and leave")
    keyboard.follow("Keep my answers and go back")
    assert visitor.asked == "danger_leg"
    keyboard.follow("Clear my answers and leave")
    keyboard.follow("Clear my answers and leave")
    assert visitor.heading == "Cleared"
