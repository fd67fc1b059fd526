"""Men as drawn: the same on every machine, with the shares of the tables, alone and together."""

from collections import Counter

import pytest

from symptoms.simulation.drawing import Plan, draw_man
from symptoms.simulation.shares import Draw, world
from tests.symptoms.simulation.tiny import BIT, CAUSE, TINY, mask, names

MEN = 12_000


def plan(draw=Draw.CORRELATED, overlap=0.7, seed=1):
    return Plan(seed, draw, overlap)


@pytest.fixture(scope="module", params=list(Draw))
def drawn(request):
    """Many men of one draw, with its tables."""
    tables = world(TINY, request.param)
    return tables, [draw_man(tables, plan(request.param), index) for index in range(MEN)]


def near(count, men, share):
    """Within five standard deviations of what is expected."""
    return abs(count - men * share) <= 5 * (men * share * (1 - share)) ** 0.5


def test_same_seed_and_index_give_the_same_man_everywhere():
    tables = world(TINY, Draw.CORRELATED)
    men = [draw_man(tables, plan(), index) for index in (0, 1, 123_456)]
    assert [(man.age, man.cause, names(man.present)) for man in men] == [
        (66, CAUSE["nerve"], {"numb", "new", "cancer", "slow", "burning"}),
        (71, CAUSE["stroke"], {"sudden", "numb", "old", "confusion", "normal", "burning"}),
        (28, CAUSE["tired"], {"sudden", "numb", "old"}),
    ]


def test_another_seed_gives_other_men():
    tables = world(TINY, Draw.CORRELATED)
    assert [draw_man(tables, plan(seed=2), index) for index in range(20)] != [
        draw_man(tables, plan(), index) for index in range(20)
    ]


def test_age_bands_and_the_years_in_them_come_equally_often(drawn):
    tables, men = drawn
    bands = Counter(man.band for man in men)
    assert all(near(bands[band], MEN, 0.25) for band in range(4))
    assert all(tables.ages[man.band][0] <= man.age <= tables.ages[man.band][1] for man in men)
    youngest = Counter(man.age for man in men if man.band == 0)
    assert set(youngest) == set(range(18, 40))
    assert all(near(number, bands[0], 1 / 22) for number in youngest.values())


def test_causes_come_by_prior_times_gate(drawn):
    _, men = drawn
    settings = TINY.settings
    cancer = 0.15  # the share the evidence of the cause gives the finding it requires
    gate = cancer + (1 - cancer) * settings.requires_missing
    weights = {"stroke": 0.05, "nerve": 0.12, "tired": 0.12, "growth": 0.12 * gate}
    found = Counter(man.cause for man in men)
    for cause, weight in weights.items():
        assert near(found[CAUSE[cause]], MEN, weight / sum(weights.values())), cause
    with_cancer = sum(man.cause == CAUSE["growth"] and bool(man.present & BIT["cancer"]) for man in men)
    assert near(with_cancer, found[CAUSE["growth"]], cancer / gate)


@pytest.mark.parametrize("cause", ["stroke", "nerve", "tired"])
def test_findings_come_with_the_share_of_the_table_however_they_are_drawn(drawn, cause):
    tables, men = drawn
    for band in range(4):
        group = [man.present for man in men if man.cause == CAUSE[cause] and man.band == band]
        portrait = tables.portraits[band][CAUSE[cause]]
        for lone, share in zip(tables.lone, portrait.lone, strict=True):
            assert near(sum(bool(present & lone.bit) for present in group), len(group), share)
        for choice, (first, _) in zip(tables.choices, portrait.choices, strict=True):
            assert near(sum(bool(present & choice.options[0]) for present in group), len(group), first)


def test_one_option_of_a_single_choice_page_is_true_of_him(drawn):
    _, men = drawn
    for page in (("sudden", "slow"), ("new", "old")):
        assert {(man.present & mask(*page)).bit_count() for man in men} == {1}


def pairs(overlap, *keys, cause="tired"):
    """Share of men with all of these findings."""
    tables = world(TINY, Draw.CORRELATED)
    men = [draw_man(tables, plan(overlap=overlap), index) for index in range(MEN // 2)]
    group = [man.present for man in men if man.cause == CAUSE[cause]]
    return sum(present & mask(*keys) == mask(*keys) for present in group) / len(group)


def test_findings_of_a_cluster_come_together_the_more_they_overlap():
    apart, some, always = (pairs(overlap, "numb", "burning") for overlap in (0.0, 0.7, 1.0))
    assert apart == pytest.approx(0.2 * 0.2, abs=0.015)
    assert some == pytest.approx(0.49 * 0.2 + 0.51 * 0.04, abs=0.02)
    assert always == pytest.approx(0.2, abs=0.025)


def test_danger_signs_of_other_trouble_come_together_across_clusters():
    assert pairs(1.0, "chest_pain", "confusion", "fit") == pytest.approx(0.1, abs=0.02)
    assert pairs(0.0, "chest_pain", "confusion", "fit") < 0.01


def test_a_danger_sign_of_his_cause_is_no_other_trouble():
    together = pairs(1.0, "chest_pain", "confusion", cause="stroke")
    # By themselves 0.1 times 0.595, that is 0.06; from one trouble it would be 0.1 less what chance takes, 0.084.
    assert 0.04 < together < 0.075


def test_a_quick_beginning_goes_with_a_short_time():
    assert pairs(1.0, "sudden", "old") == 0
    assert pairs(0.0, "sudden", "old") == pytest.approx(0.2 * 0.6, abs=0.03)


def test_without_overlap_the_correlated_draw_is_the_independent_one():
    correlated, independent = world(TINY, Draw.CORRELATED), world(TINY, Draw.INDEPENDENT)
    for index in range(50):
        assert draw_man(correlated, plan(overlap=0.0), index) == draw_man(
            independent, plan(Draw.INDEPENDENT, 0.7), index
        )
