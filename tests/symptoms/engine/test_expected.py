"""About how many pages are left: laws of the number, and how near it comes in whole interviews."""

import dataclasses
import random
import statistics
from itertools import pairwise

import pytest

from symptoms.engine.answers import reserved_options
from symptoms.engine.expected import likely_of_those_that_may_come, worth_asking_still
from symptoms.engine.flow import StepKind, Walk, WhyNow, replay
from symptoms.engine.simulated import SimulatedMan, Unnamed, interview
from symptoms.evaluation.cases import case_of
from symptoms.interview_report import man_of_case

AGES = range(18, 100, 3)


@dataclasses.dataclass(frozen=True)
class Wayward:
    """A man who answers at random; the same seed answers the same."""

    age: int
    chance: random.Random
    ticks: float

    def answer(self, question):
        if question.is_scope:
            return (next(option.key for option in question.options if option.ends is None),)
        own = [option.key for option in question.options]
        if question.kind != "multiple":
            return (self.chance.choice([*own, *reserved_options(question)]),)
        return tuple(key for key in own if self.chance.random() < self.ticks) or ("none",)


def promised(release, man, *, continued=True):
    """What is said before each page, and at the end."""
    walk, said = Walk(release), []
    while True:
        step = walk.position(continued=continued).next
        said.append(walk.pages_left(step))
        if step.kind is StepKind.OUTCOME:
            return said
        if step.question is None:
            walk.answer_age(step, man.age)
        else:
            question = release.questions[step.question]
            walk.answer(step, question, man.answer(question))


@pytest.fixture(scope="module")
def of_vignettes(release, knowledge):
    """What is said to the men of all vignettes; who has an emergency goes on."""
    return [promised(release, man_of_case(release, case_of(row))) for row in knowledge.vignettes]


@pytest.fixture(scope="module")
def of_the_wayward(release):
    """What is said to men who answer at random, from few ticks to many."""
    return [promised(release, Wayward(age, random.Random(age), ticks)) for age in AGES for ticks in (0.05, 0.3)]


@pytest.fixture(scope="module")
def of_the_doubtful(release, knowledge):
    """What is said to the men of vignettes who are not sure of what their case does not name, or of anything."""
    men = [man_of_case(release, case_of(row), Unnamed.NOT_SURE) for row in knowledge.vignettes[::2]]
    men += [SimulatedMan(age, 0, 0, 0, Unnamed.NOT_SURE) for age in (25, 45, 70)]
    return [promised(release, man) for man in men]


@pytest.fixture(params=["of_vignettes", "of_the_wayward", "of_the_doubtful"])
def interviews(request):
    return request.getfixturevalue(request.param)


def test_a_page_is_left_as_long_as_one_is_asked_and_none_at_the_end(interviews):
    for *before, end in interviews:
        assert end == 0
        assert min(before) >= 1


def test_the_number_never_rises_by_more_than_two_from_one_page_to_the_next(interviews):
    assert max(later - earlier for said in interviews for earlier, later in pairwise(said)) <= 2


def test_the_number_is_near_the_truth_and_ends_without_a_leap(of_vignettes):
    off = [abs(said - left) for walk in of_vignettes for left, said in enumerate(reversed(walk))]
    assert statistics.mean(off) < 2.0
    last = [walk[-2] for walk in of_vignettes]
    assert statistics.mean(last) <= 2.0
    assert max(last) <= 6


def test_nothing_is_left_when_an_emergency_stops_the_interview(release):
    man = SimulatedMan(50, 1 << release.finding_index["chest_pain"], 0, 0)
    walk = interview(release, man)
    assert walk.end.next.why_now is WhyNow.EMERGENCY
    assert replay(release, man.age, walk.answers, continued=False).pages_left == 0
    assert promised(release, man, continued=False)[-2] > 10


def test_pages_that_were_answered_ahead_are_not_counted(release):
    man = SimulatedMan(50, 0, 0, 0)
    ahead = {key: options for key, options in interview(release, man).answers.items() if key != "scope"}
    stop = replay(release, None, ahead, continued=True)
    assert stop.next.why_now is WhyNow.SCOPE
    assert stop.pages_left < promised(release, man)[0] / 2


def test_the_limit_of_pages_limits_the_number(release):
    numbers = dataclasses.replace(release.numbers, max_pages=10)
    short = dataclasses.replace(release, numbers=numbers)
    # No page that rules need is left out for the limit; pages for the causes are.
    assert promised(short, SimulatedMan(50, 0, 0, 0))[0] < promised(release, SimulatedMan(50, 0, 0, 0))[0]


@pytest.mark.parametrize(
    ("must", "may", "room", "sure", "left"),
    [
        (14, 35, 24, 1.0, 18),
        (14, 35, 24, 0.5, 20),
        (14, 35, 24, 0.0, 23),
        (3, 20, 10, 1.0, 6),
        (3, 4, 10, 1.0, 3),
        (5, 5, 5, 0.0, 5),
        (6, 20, 4, 1.0, 6),
        (0, 0, 3, 1.0, 1),
    ],
    ids=["first page", "half sure", "in doubt", "more room", "one more", "no more", "past the limit", "always one"],
)
def test_while_rules_are_open_about_half_of_the_others_count_and_more_in_doubt(must, may, room, sure, left):
    assert likely_of_those_that_may_come(must, may, room, sure) == left


@pytest.mark.parametrize(
    ("gains", "least", "room", "left"),
    [
        ([], 0.2, 10, 1),
        ([0.1, 0.19, 0.2], 0.2, 10, 1),
        ([0.5, 0.9], 0.2, 10, 3),
        ([0.35, 0.35], 0.2, 10, 2),
        ([0.9] * 5, 0.2, 3, 3),
        ([0.0, 0.1], 0.0, 10, 3),
        ([9.0], 100.0, 10, 1),
    ],
    ids=["alone", "not worth it", "well worth it", "two in part", "limit", "all are worth it", "none is worth it"],
)
def test_then_the_others_count_the_more_the_more_they_tell(gains, least, room, left):
    assert worth_asking_still(gains, least, room) == left
