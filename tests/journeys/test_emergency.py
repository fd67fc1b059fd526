"""A danger sign on the first pages: the number to call at once, and still on top if he goes on."""

from __future__ import annotations

from tests.journeys.chromium import DESK, PHONE
from tests.journeys.examining import assert_good
from tests.journeys.visitor import CALM, saying

#: How much more room there is below the words of a button than above them, in pixels.
_BELOW = """button => {
    const words = document.createRange()
    words.selectNodeContents(button)
    const [inner, outer] = [words.getBoundingClientRect(), button.getBoundingClientRect()]
    return (outer.bottom - inner.bottom) - (inner.top - outer.top)
}"""


def test_a_danger_sign_stops_the_check_and_stays_on_top_of_the_outcome(visitor):
    visitor.stand_at("danger_now")
    visitor.answer("danger_now", "chest_pain")

    assert visitor.path == "/check/outcome/"
    assert visitor.page.get_by_role("link", name="Call 999", exact=True).get_attribute("href") == "tel:999"
    call = visitor.page.locator(".lc-button--call")
    for size in (PHONE, DESK):
        visitor.page.set_viewport_size(size)
        # Of a line of an odd height a pixel stays over.
        assert abs(call.evaluate(_BELOW)) < 2
    assert_good(visitor.page)

    visitor.press("Continue anyway")
    assert visitor.asked == "danger_spine"
    visitor.answer_on(saying(CALM))
    visitor.follow("See what to do")

    assert visitor.heading == "Get emergency help now"
    assert visitor.page.get_by_role("link", name="Call 999", exact=True).is_visible()
    first = visitor.page.locator("main > *").first
    assert "Get emergency help now" in first.inner_text()
    assert_good(visitor.page)
