"""Emergencies that a small change turns into less than today are found and named."""

import dataclasses

import pytest

from symptoms.engine.levels import Level
from symptoms.evaluation.danger import kind_pages, neighbours
from symptoms.evaluation.lost import Change, lost_emergencies


@pytest.fixture(scope="module")
def found(release, knowledge, cases):
    def of(*keys, rules=knowledge):
        near, kinds = neighbours(release, rules), kind_pages(release, rules)
        return lost_emergencies(release, [cases[key] for key in keys], near, kinds)

    return of


def test_a_sign_that_is_not_sure_in_slow_weakness_is_named_with_what_came_instead(found):
    result = found("v24_puffed_and_swollen")
    (one,) = [row for row in result.lost if row.change is Change.ONE_NOT_SURE]
    assert one.findings == ("breathless_rest",)
    assert one.instead == ()
    assert one.level is Level.WITHIN_DAYS
    assert "not_sure_slow" in [reason.rule for reason in one.reasons]


def test_another_kind_of_weakness_is_named_with_the_kind_that_was_chosen(found):
    result = found("v02_leg_only_on_waking")
    assert [(row.findings, row.instead) for row in result.lost if row.change is Change.KIND] == [
        (("kind_true_weak",), ("kind_pain_limits",))
    ]


def test_every_finding_and_every_neighbour_is_tried(found, cases):
    result = found("v01_one_side_at_breakfast")
    tried = {row.change: row.lost.of for row in result.changes}
    assert result.cases == 1
    assert tried[Change.ONE_NOT_SURE] == len(cases["v01_one_side_at_breakfast"].case.present)
    assert tried[Change.DANGER_NOT_SURE] == tried[Change.RULES_NOT_SURE] == 1
    # Four other kinds; sudden to days, under a week to under a month, steady to slower or to coming and going,
    # and two other sides.
    assert (tried[Change.KIND], tried[Change.PATTERN]) == (4, 6)


def test_only_finished_cases_that_expect_an_emergency_are_tried(release, knowledge, cases):
    emergency = dataclasses.replace(cases["v01_one_side_at_breakfast"], finished=False)
    result = lost_emergencies(release, [emergency, cases["v98_new_baby"]], neighbours(release, knowledge), frozenset())
    assert (result.cases, result.lost) == (0, ())
