"""Worked assessments with every intermediate figure, reproduced to 1e-6."""

import json
from pathlib import Path

import pytest

from symptoms.engine.answers import states_of_evidence
from symptoms.engine.assessment import assess_states
from symptoms.engine.likelihood import differential

CASES = json.loads((Path(__file__).parents[2] / "data" / "golden.json").read_text(encoding="utf-8"))["cases"]
NANO = 1_000_000_000


def near(figure):
    return pytest.approx(figure, abs=1e-6)


@pytest.fixture(params=CASES, ids=[case["key"] for case in CASES])
def case(request):
    return request.param


@pytest.fixture
def states(case, release):
    sent = [(key, state) for state in ("present", "absent", "unticked", "not_sure") for key in case[state]]
    return states_of_evidence(release, sent)


@pytest.fixture
def outcome(case, states, release):
    return assess_states(release, case["age"], states, continued=False)


@pytest.fixture
def ranking(case, states, release):
    return differential(release, states, case["age"])


def test_golden_urgency_and_rules(case, outcome):
    assert outcome.urgency.level == case["expect"]["urgency"]
    fired = [flag.rule for flag in outcome.red_flags] + [picture.key for picture in outcome.self_care]
    assert sorted(fired) == sorted(case["expect"]["rules"])


def test_golden_conflicts(case, outcome):
    assert [list(conflict.findings) for conflict in outcome.conflicts] == case["expect"]["conflicts"]


def test_golden_shares_of_categories_and_something_else(case, outcome, ranking):
    expected = case["expect"]["categories"]
    assert [category.key for category in outcome.categories[: len(expected)]] == [key for key, _ in expected]
    for category, (_, share) in zip(outcome.categories, expected, strict=False):
        assert category.probability == near(share)
    assert ranking.something_else == near(case["expect"]["something_else"])


def test_golden_causes_with_every_figure(case, release, ranking):
    for expected, score in zip(case["expect"]["causes"], ranking.scores, strict=False):
        assert release.causes[score.cause].key == expected["key"]
        assert score.share == near(expected["share"])
        assert score.log_prior / NANO == near(expected["log_prior"])
        assert score.sum_evidence / NANO == near(expected["sum_evidence"])
        assert score.sum_risk / NANO == near(expected["sum_risk"])


def test_golden_contributions_with_ratio_place_and_cluster(case, release, ranking):
    for expected, score in zip(case["expect"]["causes"], ranking.scores, strict=False):
        found = {release.findings[item.finding].key: item for item in score.contributions}
        assert set(found) == {row["finding"] for row in expected["contributions"]}
        for row in expected["contributions"]:
            item = found[row["finding"]]
            assert item.state == row["state"]
            assert item.log_ratio / NANO == near(row["log_ratio"])
            assert item.place == near(row["weight"])
            assert item.cluster == row["cluster"]
