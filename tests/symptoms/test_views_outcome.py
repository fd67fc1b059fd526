"""The page of the outcome: what stands on it, in which order, and what unfolds."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone

from symptoms.dates import weekday_and_day
from symptoms.serving import holder
from tests.symptoms.api.bodies import read
from tests.symptoms.visitor import ANSWERS, OUTCOME, card_of

pytestmark = pytest.mark.django_db


def test_the_outcome_begins_with_what_to_do_and_ends_with_the_release(ready):
    page = ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME)
    headings = page.headings()
    assert headings[0] == page.heading
    wanted = ["Why", "Where to go", "What to say"]
    wanted += ["Call 112 or your local emergency number at once if any of these start:", "More on this page"]
    wanted += ["What it might be"]
    wanted += ["Less likely, but serious", "What would change this advice", "What you can do yourself"]
    wanted += ["What a doctor may ask, check and do", "Keep this", "When to check again", "When to get help again"]
    assert [heading for heading in headings if heading in wanted] == [text for text in wanted if text in headings]
    assert {"What it might be", "Less likely, but serious", "Keep this"} <= set(headings)
    last = list(page.main.all("p"))[-1].text
    assert last.startswith("Medical facts: release 1, ")
    assert "Engine " in last
    assert "Human Phenotype Ontology" in page.main.text


def test_every_link_of_the_contents_leads_to_its_part(ready):
    page = ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME)
    links = {link.text: link["href"] for link in page.main.one("nav").all("a")}
    assert list(links.values())[:2] == ["#causes", "#serious"]
    for name, target in links.items():
        part = page.main.one(id=target.removeprefix("#"))
        assert part.tag == "h2"
        assert part.text == name


def test_one_card_says_what_to_do_how_soon_why_where_and_with_which_words(ready):
    page = ready(danger_now="not_sure").open(OUTCOME)
    card = card_of(page)
    limit = timezone.localdate() + timedelta(days=7)
    assert f"When: by {weekday_and_day(limit)}" in card.text
    assert [part.text for part in card.all("h2")] == ["Why", "Where to go", "What to say"]
    assert page.main.text.count("What to say") == 1
    assert page.main.text.count("I am 50. My legs are weak.") == 1


def test_today_is_named_and_the_urgent_line_can_be_called(ready, settings, warm):
    settings.LEGCHECK_REGION = "AU"
    holder.forget()
    page = ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME)
    card = card_of(page)
    assert f"When: today, {weekday_and_day(timezone.localdate())}" in " ".join(card.text.split())
    assert "tel:1800022222" in [link["href"] for link in card.all("a")]
    # He is to ring: the words stand open.
    assert not inside(card.one("blockquote"), list(card.all("details")))


def test_a_region_without_an_urgent_number_has_no_button_that_calls_nobody(ready):
    card = card_of(ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME))
    assert [link["href"] for link in card.all("a") if link["href"].startswith("tel:")] == []


AFTER_A_RUN = {
    "how_fast": "days",
    "how_long": "week",
    "course": "better",
    "kind": "pain",
    "before": "hard_exercise_recent",
    "everyday": "sore_after_exercise",
}


@pytest.mark.parametrize(("told", "level", "folded"), [(AFTER_A_RUN, "self_care", False), ({}, "routine", True)])
def test_what_he_can_do_is_open_where_it_is_all_the_advice_and_else_folded_with_its_cautions(
    ready, told, level, folded
):
    page = ready(**told).open(OUTCOME)
    assert card_of(page)["class"].endswith(level)
    folds = list(page.main.all("details"))
    parts = [part for part in page.main.all() if part.tag in ("h2", "summary", "h3") or part.text == "Take care:"]
    names = [part.text for part in parts]
    his = parts[names.index("What you can do yourself") : names.index("What a doctor may ask, check and do")]
    cautions = [part for part in his if part.text == "Take care:"]
    assert cautions
    assert {inside(part, folds) for part in cautions} == {folded}


def test_of_many_signs_he_was_not_sure_about_those_of_an_emergency_stand_open(ready, knowledge):
    page = ready(**{row.key: "not_sure" for row in knowledge.questions if row.stage != "scope"}).open(OUTCOME)
    box = page.main.one("section", **{"aria-labelledby": "unsure"})
    folded = box.one("details")
    shown = [part.text for part in box.all("li") if not inside(part, [folded])]
    hidden = {part.text for part in folded.all("li")}
    labels = {row.key: row.label for row in knowledge.findings}
    danger_now = next(row for row in knowledge.questions if row.key == "danger_now")
    assert {labels[key] for option in danger_now.options for key in option.present} <= set(shown)
    emergencies = [rule for rule in knowledge.red_flags if rule.urgency == "emergency_now" and len(rule.all_of) == 1]
    assert not hidden & {labels[key] for rule in emergencies for key in rule.all_of[0]}
    assert folded.one("summary").text == f"{len(hidden)} less urgent signs"


def test_the_box_of_unclear_signs_stands_open_below_the_worsening_signs_before_the_contents(ready):
    page = ready(danger_now="not_sure", danger_spine="prefer_not_to_say").open(OUTCOME)
    box = page.main.one("section", **{"aria-labelledby": "unsure"})
    assert box.parent.tag != "details"
    places = [part.attributes.get("id") for part in page.main.all("h2")]
    first = places.index("worsening")
    assert places[first : first + 4] == ["worsening", "unsure", "contents", "causes"]
    assert "You were not sure about this." not in box.text
    lines = [part.text for part in box.all("li")]
    assert "Chest pain" in lines
    assert "New loss of bowel control or feeling (You chose not to say.)" in lines


CHANGES = "What would change this advice"
CLEARER = "Answers that could make this clearer"


def test_what_he_was_not_sure_about_is_answered_again_from_the_outcome(ready):
    page = ready(danger_now="not_sure").open(OUTCOME)
    assert page.heading == "See a doctor within a week"
    assert [part.text for part in page.main.all("h3") if part.text.endswith(" if:")] == [
        "Get emergency help now if:",
        "Get medical advice today if:",
    ]
    assert CLEARER in [part.text for part in page.main.all("h3")]
    assert "or did not answer, is a no, the advice would be: See a doctor in the next few weeks" in page.main.text
    asked = "Do you have any of these now, or did they start with the weakness?"
    visitor = ready(danger_now="not_sure")
    again = visitor.open(page.links()[asked])
    assert (again.path, again.chosen()) == ("/check/3/change/", ["not_sure"])
    assert visitor.choose(again, "none").path == ANSWERS
    page = visitor.open(OUTCOME)
    assert page.heading == "See a doctor in the next few weeks"
    assert CHANGES in page.headings()
    assert CLEARER not in [part.text for part in page.main.all("h3")]


def test_an_emergency_is_not_talked_down(ready, visitor):
    ready(danger_now="chest_pain", danger_spine="not_sure")
    assert CHANGES not in visitor.open(OUTCOME).text
    visitor.keep(dataclasses.replace(visitor.visit, continued=True))
    page = visitor.open(OUTCOME)
    assert page.heading == "Get emergency help now"
    assert CHANGES not in page.text


def test_reasons_and_sources_stand_behind_details(ready):
    page = ready(feeling_ok="no").open(OUTCOME)
    behind = list(page.main.all("details"))
    assert [part for part in page.main.all("a") if part["href"].startswith("http") and not inside(part, behind)] == []
    assert [part for part in page.main.all("ul", **{"class": "lc-reasons"}) if not inside(part, behind)] == []
    assert all("open" not in part.attributes for part in behind)


def inside(element, others):
    while element is not None:
        if element in others:
            return True
        element = element.parent
    return False


def test_the_rules_behind_the_advice_are_those_of_its_level(api, ready):
    visitor = ready(how_fast="days", danger_spine="leg_pain_both")
    page = visitor.open(OUTCOME)
    sent = [{"question": key, "options": list(options)} for key, options in visitor.visit.answers.items()]
    rules = read(api("assessments", {"age": 50, "answers": sent}))["red_flags"]
    behind = card_of(page).one("details").text
    assert {rule["level"] for rule in rules} > {"same_day"}
    assert all((rule["title"] in behind) is (rule["level"] == "same_day") for rule in rules)


def test_the_names_of_tests_are_explained_once(ready):
    page = ready(feeling_ok="no").open(OUTCOME)
    assert page.main.text.count("The names are those that doctors use.") == 1


def test_no_cause_has_a_percentage_or_a_probability(ready):
    page = ready(feeling_ok="no", danger_leg="fever_sweats").open(OUTCOME)
    said = [part.text for part in page.main.all("span")]
    said += [part.text for part in page.main.all() if part.tag in ("h3", "h4", "summary")]
    sources = [text for text in said if text.startswith("Source: ")]
    words = " ".join(text for text in said if text not in sources)
    assert len(words) > 1000
    assert "%" not in words
    assert "robability" not in page.main.text
    assert "0." not in words


def test_something_new_leads_to_the_danger_signs_and_a_new_check(ready):
    visitor = ready()
    page = visitor.open(visitor.open(OUTCOME).links()["Has something new happened?"])
    assert "Call 112 or your local emergency number at once if any of these start:" in page.headings()
    assert visitor.open(page.links()["Change my answers"]).path == ANSWERS
    assert visitor.send(page).path == "/check/1/"
    assert visitor.visit.answers == {}


def test_crisis_lines_stand_on_the_outcome_of_a_man_who_feels_very_low(ready, knowledge):
    page, option = next(
        (page.key, option.key)
        for page in knowledge.questions
        for option in page.options
        if "low_mood" in option.present
    )
    calm, low = ready().open(OUTCOME), ready(**{page: option}).open(OUTCOME)
    assert "If you are thinking about ending your life" not in calm.headings()
    assert "If you are thinking about ending your life" in low.headings()
