"""Who the check is not made for is told where to go, with the way back; another man is spoken of as another."""

from __future__ import annotations

import pytest

from tests.journeys.examining import assert_good
from tests.journeys.visitor import CALM

SEE_DOCTOR = "This check is not made for this person"


@pytest.mark.parametrize(
    ("option", "heading"),
    [
        pytest.param("under_18", SEE_DOCTOR, marks=pytest.mark.slow),
        pytest.param("someone_else", SEE_DOCTOR, marks=pytest.mark.slow),
        ("injury", "Get help for the injury now"),
        pytest.param("known_cause", "Ask the team who treats you", marks=pytest.mark.slow),
    ],
)
def test_the_check_stops_and_an_answer_given_by_mistake_can_be_changed(visitor, option, heading):
    visitor.stand_at("scope")
    visitor.answer("scope", option)
    assert visitor.path == "/check/outcome/"
    assert visitor.heading == heading
    assert visitor.page.get_by_role("link", name="Call 999", exact=True).count() == (option == "injury")
    assert_good(visitor.page)

    visitor.follow("Go back and change my answer")
    assert visitor.asked == "scope"
    assert visitor.chosen == [visitor.questions.label("scope", option)]
    visitor.answer("scope", "me_man")
    assert visitor.path == "/check/2/"


def test_answers_that_a_stop_sets_aside_can_be_read_there(visitor):
    visitor.stand_at("danger_spine", CALM)
    visitor.follow("Back")
    visitor.follow("Back")
    visitor.follow("Back")
    visitor.answer("scope", "known_cause")
    assert visitor.page.get_by_text("They are set aside, because of your answer").is_visible()
    visitor.page.get_by_text("2 answers that do not count").click()
    assert visitor.page.get_by_text(visitor.questions.text("danger_now")).is_visible()
    assert_good(visitor.page)


def test_answering_for_another_man_is_said_on_every_later_page(visitor):
    note = visitor.page.get_by_text("You are answering for another man.")
    visitor.stand_at("danger_now", {**CALM, "scope": ("other_man",)})
    assert note.is_visible()
    for question in ("danger_now", "danger_spine"):
        visitor.answer(question, "none")
        assert note.is_visible()


def test_a_sensitive_page_may_be_left_unsaid(visitor):
    assert visitor.questions.is_sensitive("danger_spine")
    visitor.stand_at("danger_now")
    assert visitor.page.get_by_label("Prefer not to say").count() == 0
    visitor.answer("danger_now", "none")
    visitor.answer("danger_spine", "prefer_not_to_say")
    assert visitor.asked == "danger_leg"
    visitor.follow("Back")
    assert visitor.chosen == ["Prefer not to say"]
