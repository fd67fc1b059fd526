"""Stories that bring quite different outcomes, and the pages that show them."""

from __future__ import annotations

from datetime import date

from symptoms import walk as door
from symptoms.told import DangerSigns, told
from tests.symptoms.api.bodies import CALM

#: The day on which outcomes are made.
DAY = date(2026, 3, 2)

#: What is said of the danger signs where a test is about other parts of the page.
CLEAR = DangerSigns(present=(), not_sure=(), not_said=(), denied=(), open=(), not_asked=())

#: Answers that bring quite different outcomes; "" stands for every page but those of scope.
STORIES = {
    "calm": {},
    "numb feet": {"feeling_ok": "no", "how_fast": "years"},
    "fever": {"danger_leg": "fever_sweats", "how_fast": "days", "how_long": "week", "course": "worse_fast"},
    "danger": {"danger_now": "chest_pain"},
    "one leg": {"side": "one", "danger_spine": "leg_pain_both", "how_fast": "weeks"},
    "unsure": {"danger_now": "not_sure", "danger_spine": "not_sure"},
    "unsure everywhere": {"": "not_sure"},
}


def groups(page):
    """All groups of causes that a page shows."""
    return [*page.groups, *page.weaker]


def cards(page):
    """All causes that a page shows."""
    return [*(card for group in groups(page) for card in group.causes), *page.serious]


def given_by(story, knowledge):
    """The visit of a man of 60 who answered as the calm man but for this: an option of a page, or several."""
    told_of = {page.key: story.get(page.key, CALM.get(page.key, "none")) for page in knowledge.questions}
    answers = {page: (options,) if isinstance(options, str) else tuple(options) for page, options in told_of.items()}
    return {"age": 60, "answers": answers, "continued": True, "release_number": 1}


def outcome_of(story, knowledge):
    """What such a man is told."""
    return door.outcome(**given_by(story, knowledge), today=DAY)


def page_of(story, knowledge, **more):
    """The page that such a man sees; `more` changes his visit."""
    given = given_by(story, knowledge) | more
    danger = told(age=given["age"], answers=given["answers"]).danger
    return door.page_of(door.outcome(**given, today=DAY), danger, door.walk(**given))
