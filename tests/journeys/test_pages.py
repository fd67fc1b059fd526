"""Each kind of page that no other journey looks over: accessible, and nothing lost from a phone to large text."""

from __future__ import annotations

import pytest

from tests.journeys.examining import assert_bears_large_text, assert_good
from tests.journeys.visitor import CALM


def test_the_first_page_and_the_pages_without_a_visit_are_good(visitor):
    for path in ("/", "/about/accuracy/", "/check/cleared/", "/check/start-again/", "/check/something-new/"):
        assert visitor.open(path).status == 200
        assert_good(visitor.page)


def test_each_kind_of_question_and_its_error_is_good(visitor):
    seen = set()
    visitor.start()
    for question in ("scope", "age", "danger_now", "how_fast"):
        visitor.answer_on(lambda key: CALM.get(key, ("none",)), until=question)
        assert visitor.asked == question
        assert_good(visitor.page)
        visitor.press("Continue")
        assert visitor.page.get_by_role("heading", name="There is a problem").is_visible()
        assert_good(visitor.page)
        seen.add(visitor.page.locator("main input:visible").first.get_attribute("type"))
    assert seen == {"radio", "text", "checkbox"}
    visitor.open("/check/clear/")
    assert_good(visitor.page)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/about/", marks=pytest.mark.slow),
        pytest.param("/about/how-it-works/", marks=pytest.mark.slow),
        pytest.param("/sources/", marks=pytest.mark.slow),
        pytest.param("/library/", marks=pytest.mark.slow),
        "/library/causes/depression/",
        pytest.param("/library/advice/strength_train/", marks=pytest.mark.slow),
        pytest.param("/questions/", marks=pytest.mark.slow),
    ],
)
def test_each_kind_of_page_around_the_check_is_good(visitor, path):
    assert visitor.open(path).status == 200
    assert_good(visitor.page)
    assert_bears_large_text(visitor.page)


def test_the_library_leads_to_a_cause_to_what_helps_and_to_the_check(visitor):
    visitor.open("/")
    visitor.follow("Causes and advice")
    visitor.follow("Age-related muscle loss")
    visitor.follow("Strength training")
    visitor.follow("Go to the check")
    assert visitor.heading == "Check what to do about weak legs"


def test_large_text_loses_nothing(visitor):
    visitor.open("/")
    assert_bears_large_text(visitor.page)
    visitor.stand_at("danger_spine")
    assert_bears_large_text(visitor.page)


def test_an_address_that_is_not_there_says_so(visitor):
    visitor.watch.expect(404)
    assert visitor.open("/nothing-here").status == 404
    assert_good(visitor.page)


def test_a_form_without_its_token_is_refused_with_advice(visitor):
    visitor.watch.expect(403)
    visitor.start()
    visitor.page.context.clear_cookies(name="csrftoken")
    visitor.tick("me_man")
    visitor.press("Continue")
    assert visitor.page.get_by_role("link", name="999").first.is_visible()
    assert_good(visitor.page)


@pytest.mark.slow
def test_without_a_release_the_check_is_closed_with_advice(visitors, unpublished):
    visitor = visitors(at=unpublished)
    visitor.watch.expect(503)
    assert visitor.open("/").status == 200
    visitor.press("Start the check")
    assert visitor.page.get_by_role("link", name="999").first.is_visible()
    assert_good(visitor.page)
