"""The pages of a check and the API ask the same questions and give the same outcome."""

from __future__ import annotations

import dataclasses
import random

import pytest

from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM, read
from tests.symptoms.visitor import OUTCOME

pytestmark = pytest.mark.django_db


def of_the_page(page):
    """Heading, groups with their causes, and serious causes, as they are drawn."""
    groups = {part["aria-label"]: part for part in page.main.all("section") if "aria-label" in part.attributes}
    serious = list(page.main.all("section", **{"class": "lc-serious", "aria-labelledby": "serious"}))
    return {
        "title": page.heading,
        "groups": {name: [card.one("h4").text for card in part.all("article")] for name, part in groups.items()},
        "serious": [card.one("h3").text for part in serious for card in part.all("article")],
        "level": next(part["class"] for part in page.main.all("div") if "lc-urgency" in part["class"]).split("--")[1],
    }


def of_the_api(outcome, numbers):
    box = [cause["key"] for cause in outcome["serious"]][: numbers.shown_serious]
    apart = [cause["key"] for cause in outcome["serious"] if cause["urgency"] not in ("routine", "self_care")] + box
    ranked = [cause for cause in outcome["causes"] if cause["key"] not in apart][: numbers.shown_causes]
    groups = {
        category["name"]: [cause["name"] for cause in ranked if cause["category"] == category["key"]]
        for category in outcome["categories"]
    }
    shown = [(name, causes) for name, causes in groups.items() if causes][: numbers.shown_categories]
    return {
        "title": outcome["urgency"]["title"],
        "groups": dict(shown),
        "serious": [cause["name"] for cause in outcome["serious"]][: numbers.shown_serious],
        "level": outcome["urgency"]["level"],
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_page_and_the_api_give_the_same_outcome(api, visitor, release, knowledge, seed):
    chance = random.Random(seed)
    answers = {}
    for page in knowledge.questions:
        options = [option.key for option in page.options if not option.ends]
        if page.kind == "multiple":
            ticked = tuple(chance.sample(options, chance.choice([0, 0, 0, 1, 1, 2, 3][: len(options) + 3])))
            answers[page.key] = ticked or (chance.choice(["none", "none", "none", "not_sure"]),)
        else:
            answers[page.key] = (chance.choice(options),)
        if page.stage == "emergency" and seed % 3:
            answers[page.key] = ("none",)
    age = chance.randint(18, 120)
    visitor.keep(dataclasses.replace(new_visit(1), age=age, answers=answers, continued=True))
    sent = [{"question": key, "options": list(options)} for key, options in answers.items()]
    outcome = read(api("assessments", {"age": age, "answers": sent, "continued": True}))
    page = visitor.open(OUTCOME)
    assert of_the_page(page) == of_the_api(outcome, release.numbers)
    assert page.main.text.count(outcome["urgency"]["action"]) == 1
    assert all(reason in page.main.text for reason in outcome["urgency"]["reasons"])
    assert all(advice["title"] in page.main.text for advice in outcome["advice"])


@pytest.mark.parametrize("scope", ["under_18", "someone_else", "injury", "known_cause"])
def test_the_page_and_the_api_set_aside_the_same_answers(api, ready, knowledge, scope):
    visitor = ready(scope=scope)
    sent = [{"question": key, "options": list(options)} for key, options in visitor.visit.answers.items()]
    outcome = read(api("assessments", {"age": 50, "answers": sent}))
    step = read(api("interviews/next", {"age": 50, "answers": sent}))
    asked = [page.text for page in knowledge.questions if page.key in outcome["set_aside"]]
    # The age stands on the page beside the answers; an app sends it apart from them.
    age, *listed = [row.text for row in visitor.open(OUTCOME).main.one("dl").all("dt")]
    assert (age, listed) == ("How old are you?", asked)
    assert len(asked) == len(sent) - 1
    assert step["set_aside"] == step["outcome"]["set_aside"] == outcome["set_aside"]


def test_the_pages_of_a_visit_are_those_of_the_interview(api, visitor):
    chance = random.Random(3)
    page = visitor.begin()
    sent, age = [], None
    for _ in range(12):
        asked = read(api("interviews/next", {"answers": sent} | ({"age": age} if age else {})))
        if asked["kind"] == "age":
            assert page.question is None
            age = 44
            page = visitor.send(page, age=age)
            continue
        assert asked["question"]["key"] == page.question
        assert sorted(option["key"] for option in asked["question"]["options"]) == sorted(page.offered())
        calm = CALM.get(page.question, "none")
        option = calm if asked["question"]["stage"] in ("scope", "emergency") else chance.choice(page.offered())
        option = calm if option == "rest_not_sure" else option
        sent.append({"question": page.question, "options": [option]})
        page = visitor.choose(page, option)
