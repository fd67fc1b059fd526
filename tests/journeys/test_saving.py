"""Saving a result, opening it in another browser, deleting it: each page looked over, and nothing leaks on the way."""

from __future__ import annotations

from tests.journeys.examining import assert_bears_large_text, assert_good
from tests.journeys.visitor import Visitor

OFFER = "Save this result, to open it again later"
SAVE = "Yes, save this result for me"
GONE = "There is no saved result here"


def stopped(visitor: Visitor) -> None:
    """He is at the page that stops the check for an emergency."""
    visitor.stand_at("danger_now")
    visitor.answer("danger_now", "chest_pain")


def save(visitor: Visitor, days: str = "30") -> str:
    """He saves, and has the link."""
    visitor.follow(OFFER)
    visitor.page.locator(f"input[value='{days}']").check()
    visitor.press(SAVE)
    assert (visitor.path, visitor.heading) == ("/saved/link/", "Your private link")
    link = visitor.page.locator("main a").first.get_attribute("href")
    assert link is not None
    assert visitor.page.locator("main a").first.inner_text() == link
    return link.removeprefix(visitor.url)


def test_a_saved_result_opens_in_another_browser_until_it_is_deleted(visitors, server):
    he, she = visitors(), visitors()
    asked: list[tuple[str, str]] = []
    she.page.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    stopped(he)
    seen = he.heading
    he.follow(OFFER)
    assert he.page.get_by_role("radio", checked=True).get_attribute("value") == "30"
    assert_good(he.page)
    he.follow("Back to what to do")
    link = save(he, "7")
    token = link.strip("/").split("/")[1]
    assert_good(he.page)
    assert_bears_large_text(he.page)

    she.open(link)
    assert (she.path, she.heading, she.page.title()) == ("/saved/", seen, "Saved result - legcheck")
    assert she.page.get_by_text("This result was made on").is_visible()
    assert_good(she.page)
    assert_bears_large_text(she.page)
    she.follow("A page for the doctor, to print or show")
    assert she.heading == "For the doctor"
    she.follow("Back to what to do")
    she.page.reload()
    assert she.heading == seen
    # The token is in the one address that was followed, and in nothing that a page gives away.
    assert [address for address, _ in asked if token in address] == [she.url + link]
    assert not [referrer for _, referrer in asked if token in referrer]
    assert not [cookie for cookie in she.page.context.cookies() if token in cookie["value"]]
    she.back()
    assert token not in she.page.url

    she.open("/saved/")
    she.follow("Delete the saved result")
    assert_good(she.page)
    she.press("Delete it now")
    assert she.heading == "Deleted"
    assert_good(she.page)
    for visitor in (he, she):
        visitor.watch.expect(404)
    # The browser's Back: two pages behind this one stood the result.
    she.back()
    she.back()
    she.page.reload()
    assert she.heading == GONE
    for visitor in (he, she):
        visitor.open(link)
        assert (visitor.path, visitor.heading) == ("/saved/", GONE)
    assert_good(she.page)
    # The account of every request, which these tests alone turn on, names the address that was followed; nothing else
    # does.
    lines = [line for line in server.log.read_text().splitlines() if token in line]
    assert lines
    assert [line for line in lines if not line.startswith(f"GET {link} HTTP/1.1 302 ") or line.count(token) > 1] == []


def test_saving_works_without_javascript_and_clearing_closes_it_on_this_device(visitors):
    visitor = visitors(javascript=False)
    stopped(visitor)
    link = save(visitor)
    visitor.follow("See the saved result")
    visitor.follow("Show my private link")
    assert visitor.page.get_by_role("link", name=visitor.url + link).is_visible()
    visitor.follow("Clear my answers and leave")
    visitor.press("Clear my answers and leave")
    visitor.watch.expect(404)
    visitor.open("/saved/")
    assert visitor.heading == GONE
    visitor.open(link)
    visitor.press("Check again")
    assert visitor.asked == "scope"
