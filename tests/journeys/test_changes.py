"""Going back, changing answers, two tabs: what was saved last counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.journeys.examining import assert_good
from tests.journeys.visitor import CALM, saying

STOP = "Stop here and call 999 now"


def change(visitor, question: str, *options: str) -> None:
    """Changes an answer from the list."""
    visitor.follow(f"Change the answer to: {visitor.questions.text(question)}")
    visitor.answer(question, *options)


def test_an_answer_is_changed_from_the_list(visitor):
    visitor.start()
    visitor.answer_on(saying(CALM))
    assert visitor.heading == "Check your answers"
    assert visitor.listed == visitor.said
    assert_good(visitor.page)

    visitor.follow(f"Change the answer to: {visitor.questions.text('how_long')}")
    assert visitor.chosen == [visitor.questions.label("how_long", "over_year")]
    visitor.answer("how_long", "year")
    assert visitor.heading == "Check your answers"
    assert visitor.listed == visitor.said

    change(visitor, "danger_now", "chest_pain", "cannot_walk")
    assert visitor.path == "/check/outcome/"
    assert visitor.heading == STOP
    visitor.follow("Go back and change my answer")
    assert visitor.chosen == ["Chest pain", "New: cannot stand or walk without help"]
    visitor.answer("danger_now", "none")
    assert visitor.heading == "Check your answers"
    assert visitor.listed == visitor.said


@pytest.mark.slow
def test_back_refresh_and_forward_keep_what_was_saved_last(visitor):
    visitor.stand_at("danger_leg")
    visitor.follow("Back")
    visitor.follow("Back")
    assert visitor.asked == "danger_now"
    assert visitor.chosen == ["None of these"]
    visitor.answer("danger_now", "not_sure")
    assert visitor.asked == "danger_spine"
    assert visitor.chosen == ["None of these"]

    visitor.back()
    visitor.page.reload()
    assert visitor.asked == "danger_now"
    assert visitor.chosen == ["I'm not sure"]
    visitor.page.go_forward()
    assert visitor.asked == "danger_spine"
    visitor.follow("Back")
    visitor.option("danger_now", "not_sure").uncheck()
    visitor.answer("danger_now", "chest_pain")
    assert visitor.heading == STOP
    visitor.page.reload()
    assert visitor.heading == STOP

    visitor.open("/check/answers/")
    assert visitor.listed == visitor.said


@pytest.mark.slow
def test_two_tabs_at_different_pages_do_not_disturb_each_other(visitor):
    visitor.stand_at("danger_now")
    other = replace(visitor, page=visitor.page.context.new_page())
    other.open("/check/1/")
    assert other.asked == "scope"
    other.tick("other_man")
    other.answers["scope"] = ("other_man",)
    visitor.answer("danger_now", "chest_pain")
    assert visitor.heading == STOP
    other.press("Continue")

    other.open("/check/answers/")
    assert other.listed == other.said
    assert (other.words.text("danger_now"), ("Chest pain",)) in other.listed


@pytest.mark.slow
def test_of_one_page_in_two_tabs_the_last_one_counts(visitor):
    visitor.stand_at("danger_now")
    other = replace(visitor, page=visitor.page.context.new_page())
    other.open(visitor.path)
    visitor.answer("danger_now", "none")
    other.answer("danger_now", "chest_pain")
    assert other.heading == STOP

    # The first tab shows a page that is not asked any more.
    visitor.tick("none")
    visitor.press("Continue")
    assert visitor.heading == STOP
    visitor.open("/check/answers/")
    assert visitor.listed == visitor.said
    assert (visitor.questions.text("danger_now"), ("Chest pain",)) in visitor.listed
