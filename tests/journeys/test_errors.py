"""What is wrong is said at the top and at the field, and nothing that was answered is lost."""

from __future__ import annotations

import pytest

from tests.journeys.visitor import AGE_HEADING


def test_an_empty_page_is_an_error_never_a_no(visitor):
    visitor.stand_at("danger_now")
    visitor.press("Continue")
    assert visitor.page.title().startswith("Error: ")
    assert visitor.page.locator(".govuk-error-summary:focus").count() == 1
    assert visitor.texts(".govuk-error-summary a") == ["Choose at least one answer, or “None of these”"]
    assert visitor.asked == "danger_now"
    visitor.page.get_by_role("link", name="Choose at least one answer").click()
    assert visitor.page.locator("input:focus").count() == 1
    visitor.answer("danger_now", "none")
    assert visitor.asked == "danger_spine"


def test_a_place_on_one_page_is_none_on_the_next(visitor):
    visitor.stand_at("danger_now")
    visitor.press("Continue")
    visitor.page.get_by_role("link", name="Choose at least one answer").click()
    assert visitor.path.endswith("#id_options")
    visitor.answer("danger_now", "none")
    assert (visitor.asked, "#" in visitor.path) == ("danger_spine", False)
    visitor.page.get_by_role("link", name="Emergency help").click()
    visitor.answer("danger_spine", "none")
    assert (visitor.asked, "#" in visitor.path) == ("danger_leg", False)


@pytest.mark.slow
def test_neither_back_nor_a_reload_asks_to_send_a_wrong_page_again(visitor):
    visitor.stand_at("danger_now")
    path = visitor.path
    visitor.press("Continue")
    assert visitor.page.title().startswith("Error: ")
    visitor.page.reload()
    assert (visitor.path, visitor.page.locator(".govuk-error-summary").count()) == (path, 0)
    visitor.press("Continue")
    visitor.answer("danger_now", "none")
    assert visitor.asked == "danger_spine"
    visitor.back()
    assert (visitor.path, visitor.asked, visitor.chosen) == (path, "danger_now", ["None of these"])


def test_none_and_the_ticks_clear_each_other(visitor):
    visitor.stand_at("danger_now")
    visitor.tick("chest_pain", "face_droop")
    visitor.tick("none")
    assert visitor.chosen == ["None of these"]
    visitor.tick("chest_pain", "rest_not_sure")
    assert visitor.chosen == ["Chest pain", "I'm not sure about the others"]
    visitor.tick("not_sure")
    assert visitor.chosen == ["I'm not sure"]


def test_being_sure_of_nothing_is_not_the_rest(visitor):
    visitor.stand_at("danger_now")
    visitor.tick("rest_not_sure")
    visitor.press("Continue")
    assert "goes with at least one other answer" in visitor.texts(".govuk-error-summary a")[0]
    assert visitor.chosen == ["I'm not sure about the others"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Enter an age in years"),
        pytest.param("fifty", "Enter the age as a whole number, for example 58", marks=pytest.mark.slow),
        pytest.param("121", "Enter an age from 18 to 120", marks=pytest.mark.slow),
    ],
)
def test_an_age_that_cannot_be_is_an_error_that_keeps_what_was_typed(visitor, typed, told):
    visitor.stand_at("age")
    visitor.fill_age(typed)
    assert visitor.texts(".govuk-error-summary a") == [told]
    assert visitor.page.get_by_label(AGE_HEADING).input_value() == typed
    visitor.say_age(120)
    assert visitor.asked == "danger_now"


def test_an_age_below_18_ends_at_a_doctor_and_can_be_corrected(visitor):
    visitor.stand_at("age")
    visitor.fill_age("17")
    assert visitor.heading == "This check is not made for this person"
    visitor.follow("Go back and change my answer")
    assert visitor.page.get_by_label(AGE_HEADING).input_value() == "17"
    visitor.say_age(18)
    assert visitor.asked == "danger_now"
