"""Four men who come to the check, from the first page to what each is told, on a small phone."""

from __future__ import annotations

import pytest

from symptoms.engine.levels import Level
from tests.journeys.chromium import PHONE
from tests.journeys.examining import assert_good
from tests.journeys.men import MEN

#: Of a phone's screens, how many the outcome takes with its header, its emergency help and its footer.
_MOST_SCREENS = 13

_TITLES = {
    Level.EMERGENCY_NOW: "Get emergency help now",
    Level.WITHIN_DAYS: "See a doctor within a week",
    Level.SELF_CARE: "Look after it at home for now",
}


def bottom(part) -> float:
    """Where a part of the page ends, in CSS pixels from the top."""
    box = part.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize(
    "man", [pytest.param(man, id=man.name, marks=[] if man is MEN[0] else pytest.mark.slow) for man in MEN]
)
def test_the_first_screen_of_a_phone_says_what_to_do_and_how_soon(visitor, man):
    man.answer_all(visitor)
    visitor.follow("See what to do")
    page = visitor.page
    page.set_viewport_size(PHONE)
    assert visitor.heading == _TITLES[man.level]
    card = page.locator(f".lc-urgency--{man.level}")
    when = card.locator(".lc-urgency__when")
    # Its heading says "now".
    assert when.count() == 0 if man.level is Level.EMERGENCY_NOW else bottom(when) < PHONE["height"]
    assert bottom(card.locator("> p > strong").first) < PHONE["height"]
    assert card.locator("h2").first.inner_text() == "Why"
    call = page.get_by_role("link", name="Call 999", exact=True)
    if man.level is Level.EMERGENCY_NOW:
        assert bottom(call) < PHONE["height"] / 2
    else:
        assert not call.count()
    assert page.evaluate("document.documentElement.scrollHeight") < _MOST_SCREENS * PHONE["height"]
    assert_good(page)
