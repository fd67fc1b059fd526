"""Cases run directly and through the interview come to what the engine itself says."""

import dataclasses

import pytest

from symptoms.engine.assessment import assess_answers, assess_states
from symptoms.engine.levels import Level
from symptoms.engine.simulated import Unnamed, interview, man_of
from symptoms.evaluation.judging import Verdict, judge, place, ranked_categories, ranked_causes, verdict
from symptoms.evaluation.running import Way, direct_states, run, takes_part

#: An emergency on the danger pages, one further on, and a man with nothing serious.
SOME = ["v12_ripping_pain", "v28_balloons", "v98_new_baby"]


def unfinished(named):
    return dataclasses.replace(named, finished=False)


@pytest.mark.parametrize("key", SOME)
def test_the_judgement_is_that_of_the_outcome(release, cases, key):
    named = cases[key]
    states = direct_states(release, named)
    found = judge(release, states, named.case.age)
    outcome = assess_states(release, named.case.age, states, continued=False)
    assert found.level is outcome.urgency.level
    assert found.categories == tuple(row.key for row in outcome.categories)
    assert [row.share for row in ranked_categories(release, found)] == [row.probability for row in outcome.categories]
    shares = {row.key: row.share for row in ranked_causes(release, found)}
    assert [shares[cause.key] for cause in outcome.causes] == [cause.probability for cause in outcome.causes]


def test_a_finished_case_denies_the_rest_of_the_screening_alone(release, cases):
    named = cases["v12_ripping_pain"]
    before, after = direct_states(release, unfinished(named)), direct_states(release, named)
    denied = after.absent & ~before.asked
    assert denied
    assert after.present == before.present
    assert all(release.questions[release.findings[i].question].screens for i in range(999) if denied >> i & 1)
    outcome = assess_states(release, named.case.age, after, continued=False)
    assert outcome.screening.status == "complete"


def test_a_case_that_is_not_finished_stays_as_it_stands(release, cases):
    named = cases["v103_almost_nothing_said"]
    found = run(release, named, Way.DIRECT)
    assert found.end.level is Level.WITHIN_DAYS
    assert "screening_incomplete" in release.keys(found.end.triage.facts)
    assert [takes_part(named, way) for way in Way] == [True, False, True]


@pytest.mark.parametrize("way", [Way.DENIES, Way.NOT_SURE])
@pytest.mark.parametrize("key", SOME)
def test_one_walk_tells_how_it_ends_and_how_it_would_go_on(release, cases, key, way):
    named = cases[key]
    found = run(release, named, way)
    case = named.case
    unnamed = Unnamed.DENIES if way is Way.DENIES else Unnamed.NOT_SURE
    man = man_of(release, case.age, case.present, case.absent, case.unsure, unnamed)
    ended = interview(release, man, continued=False)
    outcome = assess_answers(release, case.age, ended.answers, continued=False)
    assert found.walk.pages == len(ended.end.done)
    assert found.end.level is outcome.urgency.level
    assert found.end.categories == tuple(row.key for row in outcome.categories)
    assert found.walk.by_emergency is (key != "v98_new_baby")
    assert (found.walk.fewest is None) is found.walk.by_emergency
    assert found.walk.at_once is (key == "v12_ripping_pain")
    assert found.walk.answers == interview(release, man, continued=True).answers


@pytest.mark.parametrize(
    ("level", "given"),
    [
        (Level.EMERGENCY_NOW, Verdict.OVER),
        (Level.SAME_DAY, Verdict.IN_RANGE),
        (Level.COULD_NOT_ASSESS, Verdict.IN_RANGE),
        (Level.ROUTINE, Verdict.IN_RANGE),
        (Level.SELF_CARE, Verdict.UNDER),
    ],
)
def test_a_level_is_in_its_range_below_or_above(cases, level, given):
    case = dataclasses.replace(cases["v98_new_baby"].case, at_least=Level.ROUTINE, at_most=Level.SAME_DAY)
    assert verdict(case, level) is given


def test_the_place_is_that_of_the_first_that_is_wanted():
    assert place(["a", "b", "c"], ["c", "b"]) == 2
    assert place(["a"], ["z"]) is None
