"""Clearing leaves nothing behind; steps that are not open, and cookies that were tampered with, end at a safe place."""

from __future__ import annotations

from dataclasses import replace

import pytest


def test_after_clearing_nothing_of_the_visit_can_be_sent(visitor):
    visitor.stand_at("danger_spine")
    visitor.tick("bladder_new")
    visitor.follow("Clear my answers and leave")
    assert visitor.path == "/check/clear/"
    visitor.follow("Keep my answers and go back")
    assert visitor.asked == "danger_spine"
    visitor.follow("Clear my answers and leave")
    visitor.press("Clear my answers and leave")
    assert visitor.heading == "Cleared"

    # The browser's Back: none of the pages behind this one comes up with what was answered on it.
    for _ in range(3):
        visitor.back()
        assert visitor.asked in (None, "scope")
        assert visitor.chosen == []


def test_a_tab_from_before_clearing_brings_nothing_back(visitor):
    visitor.stand_at("danger_now")
    other = replace(visitor, page=visitor.page.context.new_page())
    other.open("/check/clear/")
    other.press("Clear my answers and leave")

    visitor.tick("chest_pain")
    visitor.press("Continue")
    assert visitor.path == "/check/start-again/"
    visitor.press("Start the check")
    assert visitor.path == "/check/1/"
    assert visitor.chosen == []
    visitor.open("/check/2/")
    assert visitor.path == "/check/1/"


@pytest.mark.slow
def test_a_tab_from_before_a_new_start_brings_nothing_back(visitor):
    visitor.stand_at("danger_now")
    other = replace(visitor, page=visitor.page.context.new_page())
    other.start()
    visitor.tick("chest_pain")
    visitor.press("Continue")
    assert visitor.path == "/check/start-again/"
    other.page.reload()
    assert other.asked == "scope"
    assert other.chosen == []


@pytest.mark.parametrize("change", [lambda value: value[:-4] + "AAAA", lambda value: "nonsense"], ids=["bent", "other"])
def test_a_cookie_that_was_tampered_with_starts_over(visitor, change):
    visitor.stand_at("danger_now")
    context = visitor.page.context
    (cookie,) = [cookie for cookie in context.cookies() if cookie["name"] == "legcheck_visit"]
    context.add_cookies([{**cookie, "value": change(cookie["value"])}])
    visitor.tick("chest_pain")
    visitor.press("Continue")
    assert visitor.path == "/check/start-again/"
    assert visitor.heading == "Please start again"


@pytest.mark.slow
def test_what_is_not_open_yet_leads_to_the_first_open_page(visitor):
    visitor.stand_at("danger_now")
    for path in ("40/", "0/", "40/change/", "outcome/", "answers/", "on/"):
        visitor.open(f"/check/{path}")
        assert visitor.path == "/check/3/", path
        assert visitor.asked == "danger_now"


def test_without_a_visit_the_pages_of_the_check_offer_a_start(visitor):
    for path in ("1/", "40/", "40/change/", "outcome/", "answers/", "on/"):
        visitor.open(f"/check/{path}")
        assert visitor.path == "/check/start-again/", path
    visitor.press("Start the check")
    assert visitor.asked == "scope"


def test_the_cookie_holds_the_whole_visit_and_ends_with_the_browser(visitor):
    visitor.stand_at("danger_spine")
    names = {cookie["name"] for cookie in visitor.page.context.cookies()}
    assert names == {"legcheck_visit", "csrftoken"}
    visitor.page.context.clear_cookies()
    visitor.open("/check/on/")
    assert visitor.path == "/check/start-again/"
