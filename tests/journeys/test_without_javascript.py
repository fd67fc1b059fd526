"""The whole check in a browser that runs no script."""

from __future__ import annotations

from tests.journeys.visitor import CALM, saying


def test_the_whole_check_works_without_javascript(visitors, server):
    visitor = visitors(javascript=False)
    visitor.stand_at("danger_now")
    visitor.press("Continue")
    assert visitor.page.title().startswith("Error: ")
    visitor.page.get_by_role("link", name="Choose at least one answer, or “None of these”").click()
    assert visitor.page.locator("input:focus").count() == 1

    visitor.answer_on(saying(CALM))
    assert visitor.heading == "Check your answers"
    assert visitor.listed == visitor.said
    visitor.follow("See what to do")

    answers = [{"question": key, "options": list(options)} for key, options in visitor.answers.items()]
    assessed = server.api("assessments", {"age": visitor.age, "answers": answers})
    assert visitor.heading == assessed["urgency"]["title"]
    why = visitor.page.locator(".lc-cause summary").first
    facts = visitor.page.locator(".lc-cause details").first.get_by_text("Sources", exact=True)
    assert not facts.is_visible()
    why.click()
    assert facts.is_visible()

    visitor.follow("Clear my answers and leave")
    visitor.press("Clear my answers and leave")
    assert visitor.heading == "Cleared"


def test_none_beside_a_tick_is_an_error_that_keeps_the_ticks(visitors):
    visitor = visitors(javascript=False)
    visitor.stand_at("danger_now")
    visitor.tick("chest_pain", "none")
    visitor.press("Continue")
    assert visitor.page.get_by_role("heading", name="There is a problem").is_visible()
    told = "“None of these” cannot go with other answers. Untick it, or untick the others."
    assert visitor.texts(".govuk-error-summary a") == [told]
    assert visitor.chosen == ["Chest pain", "None of these"]

    visitor.option("danger_now", "chest_pain").uncheck()
    visitor.press("Continue")
    assert visitor.asked == "danger_spine"


def test_emergency_help_is_a_jump_that_keeps_what_is_ticked(visitors):
    visitor = visitors(javascript=False)
    visitor.stand_at("danger_spine")
    visitor.tick("none")
    visitor.page.get_by_role("link", name="Emergency help", exact=True).click()
    assert visitor.path == "/check/4/#help"
    assert visitor.page.locator("aside:focus").count() == 1
    assert visitor.page.get_by_role("link", name="999", exact=True).is_visible()
    assert visitor.chosen == ["None of these"]
