""" "Was this question clear?": with JavaScript his ticks stay; without it he is thanked and led back."""

from __future__ import annotations

from tests.journeys.examining import assert_good

CLEAR = "Yes, it was clear"


def test_with_javascript_the_page_and_its_ticks_stay(visitor):
    visitor.stand_at("danger_now")
    visitor.tick("chest_pain")
    path, chosen = visitor.path, visitor.chosen
    with visitor.page.expect_response(lambda response: response.url.endswith("/feedback/")) as answer:
        visitor.page.get_by_role("button", name=CLEAR).click()
    assert answer.value.status == 204
    thanks = visitor.page.locator("#feedback-thanks")
    thanks.wait_for(state="visible")
    assert thanks.evaluate("part => part === document.activeElement")
    assert visitor.page.get_by_role("button", name=CLEAR).is_hidden()
    assert (visitor.path, visitor.chosen) == (path, chosen)
    assert "legcheck_visit" not in (answer.value.request.all_headers().get("cookie") or "")
    assert_good(visitor.page)


def test_without_javascript_he_is_thanked_and_led_back(visitors):
    visitor = visitors(javascript=False)
    visitor.stand_at("danger_now")
    path = visitor.path
    visitor.press(CLEAR)
    assert visitor.heading == "Thank you"
    visitor.follow("Go back to the question")
    assert visitor.path == path


def test_the_page_of_thanks_is_good(visitor):
    visitor.open("/feedback/thanks/3/")
    assert_good(visitor.page)
