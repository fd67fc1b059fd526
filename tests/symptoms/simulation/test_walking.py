"""One man at a time: what he was told, what would have been right, and where the level came from."""

import dataclasses

import pytest

from symptoms.engine.flow import WhyNow
from symptoms.engine.levels import Level
from symptoms.simulation.drawing import Man, Plan
from symptoms.simulation.running import bench
from symptoms.simulation.shares import Draw
from symptoms.simulation.walking import Origin, walk
from tests.symptoms.simulation.tiny import CAUSE, DOCUMENT, TINY, mask


@pytest.fixture(scope="module")
def here():
    return bench(DOCUMENT, Plan(1, Draw.CORRELATED, 0.7))


@pytest.fixture
def walked(here):
    """walked(cause, findings) walks a man with this cause who has these findings."""

    def go(cause, *findings, age=30, every_page=False):
        index = CAUSE[cause]
        man = Man(age, here.release.age_band(age), index, mask(*findings), here.world.portraits[0][index].own)
        return walk(here.release, here.world, man, every_page=every_page)

    return go


def fired(walked):
    return {(TINY.red_flags[row.rule].key, row.origin) for row in walked.rules}


def test_right_is_the_urgency_of_the_true_cause(walked):
    assert walked("tired", "slow", "old").right is Level.SELF_CARE
    assert walked("growth", "slow", "old").right is Level.SAME_DAY


def test_given_is_the_level_of_the_outcome(walked):
    assert walked("nerve", "slow", "old").given is Level.ROUTINE
    assert walked("tired", "slow", "old", "normal").given is Level.SELF_CARE
    assert walked("nerve", "slow", "new", "numb").given is Level.WITHIN_DAYS


def test_an_emergency_stops_the_interview(walked):
    man = walked("stroke", "sudden", "new", "confusion")
    assert (man.given, man.ending, man.pages) == (Level.EMERGENCY_NOW, WhyNow.EMERGENCY, 3)


@pytest.mark.parametrize(
    ("cause", "findings", "rule", "origin"),
    [
        ("stroke", ("confusion",), "confused", Origin.OWN),
        ("nerve", ("confusion",), "confused", Origin.OTHER_TROUBLE),
        ("nerve", ("cancer", "numb"), "cancer_and_numb", Origin.OWN),
        ("stroke", ("cancer", "numb"), "cancer_and_numb", Origin.OTHER_TROUBLE),
        ("nerve", ("numb", "new"), "numb_and_new", Origin.PATTERN),
        ("stroke", ("numb", "new"), "numb_and_new", Origin.OTHER_TROUBLE),
    ],
)
def test_origin_says_what_the_rule_needed(walked, cause, findings, rule, origin):
    pattern = tuple(key for key in ("slow", "old") if not (key == "old" and "new" in findings))
    assert fired(walked(cause, *findings, *pattern)) == {(rule, origin)}


def test_an_illness_beside_the_cause_is_an_origin_of_its_own(here):
    index = CAUSE["nerve"]
    without_cancer = here.world.portraits[0][index].own & ~mask("cancer")
    man = Man(30, 0, index, mask("cancer", "numb", "slow", "old"), without_cancer)
    assert fired(walk(here.release, here.world, man, every_page=False)) == {("cancer_and_numb", Origin.FACTS)}


def test_age_belongs_to_the_man_whatever_his_cause(walked):
    assert fired(walked("tired", "fit", "slow", "old", age=70)) == {("fit_after_fifty", Origin.OTHER_TROUBLE)}
    assert walked("tired", "fit", "slow", "old", "normal", age=30).given is Level.SELF_CARE


def test_rules_on_pages_that_were_not_asked_any_more_are_seen(walked):
    stopped = walked("nerve", "chest_pain", "confusion", "slow", "old")
    assert {rule for rule, _ in fired(stopped)} == {"chest_pain", "confused"}


def test_every_page_is_answered_without_an_interview(walked):
    man = walked("stroke", "sudden", "new", "confusion", "numb", every_page=True)
    assert man.pages == 1 + len(TINY.questions)
    assert man.ending is WhyNow.FINISHED
    assert man.given is man.full is Level.EMERGENCY_NOW


def test_full_counts_the_pages_the_interview_left_out(here):
    # An interview that settles no rule and finds no page worth asking ends after the single-choice pages.
    dear = dataclasses.replace(here.release.numbers, min_gain_bits=99.0)
    release = dataclasses.replace(here.release, numbers=dear, guards=(), picture_guards=())
    index = CAUSE["tired"]
    man = Man(30, 0, index, mask("slow", "new", "numb"), here.world.portraits[0][index].own)
    walked = walk(release, here.world, man, every_page=False)
    assert (walked.given, walked.full) == (Level.ROUTINE, Level.WITHIN_DAYS)
    assert walked.pages == 5


def test_places_are_those_of_the_true_cause_and_its_category(walked):
    clear = walked("stroke", "sudden", "new", "confusion", every_page=True)
    assert (clear.cause_place, clear.category_place) == (1, 1)
    hidden = walked("stroke", "slow", "old", "numb", "burning", every_page=True)
    assert hidden.cause_place == 4
    assert hidden.category_place == 2
