"""Each page of the check, as it is drawn, has a reading age of 9 to 11."""

from __future__ import annotations

import dataclasses

import pytest

from symptoms.visit import new_visit
from tests.reading_age import HARDEST, grade, texts_of
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import ANSWERS, OUTCOME

pytestmark = pytest.mark.django_db

#: Answers that lead to each level, beside those of the calm man.
LEVELS = {
    "Get emergency help now": {"danger_now": ("chest_pain",)},
    "Get medical advice today": {"danger_leg": ("fever_sweats",), "course": ("worse_fast",)},
    "See a doctor within a week": {"danger_now": ("not_sure",)},
    "See a doctor in the next few weeks": {},
    "Look after it at home for now": {
        "how_fast": ("days",),
        "how_long": ("week",),
        "course": ("better",),
        "before": ("hard_exercise_recent",),
        "everyday": ("sore_after_exercise",),
    },
}


@pytest.fixture
def ready(visitor, knowledge):
    """ready(answers) is a visitor at the outcome who answered as the calm man but for these."""

    def put(changes):
        answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions} | changes
        visitor.keep(dataclasses.replace(new_visit(1), age=50, continued=True, answers=answers))
        return visitor

    return put


@pytest.mark.parametrize("scope", ["me_man", "other_man"])
def test_each_question_of_a_walk_and_what_follows_it_is_easy_to_read(visitor, scope):
    answers = CALM | {"scope": scope}
    page = visitor.begin()
    grades = {}
    while page.path not in (ANSWERS, OUTCOME):
        grades[page.heading] = grade(texts_of(page.main))
        page = (
            visitor.send(page, age=50)
            if page.question is None
            else visitor.choose(page, answers.get(page.question, "none"))
        )
    for path in (ANSWERS, "/check/something-new/", "/check/clear/", "/check/cleared/", "/check/start-again/"):
        grades[path] = grade(texts_of(visitor.open(path).main))
    assert len(grades) > 15
    assert {heading: hard for heading, hard in grades.items() if hard > HARDEST} == {}


@pytest.mark.parametrize(("title", "changes"), LEVELS.items(), ids=LEVELS)
def test_the_outcome_of_each_level_is_easy_to_read(ready, title, changes):
    page = ready(changes).open(OUTCOME)
    assert page.heading == title
    assert grade(texts_of(page.main)) <= HARDEST


def test_the_outcome_of_another_man_is_easy_to_read(ready):
    page = ready({"scope": ("other_man",), "mood": ("low_mood",)}).open(OUTCOME)
    assert page.heading == "He should see a doctor in the next few weeks"
    assert grade(texts_of(page.main)) <= HARDEST


@pytest.mark.parametrize(
    "answers",
    [
        {"danger_now": "chest_pain"},
        {"scope": "other_man", "danger_now": "chest_pain"},
        {"scope": "injury"},
        {"scope": "under_18"},
        {"scope": "known_cause"},
    ],
)
def test_each_page_that_stops_the_check_is_easy_to_read(visitor, answers):
    page = visitor.go({"scope": "me_man"} | answers)
    assert page.path == OUTCOME
    assert grade(texts_of(page.main)) <= HARDEST
