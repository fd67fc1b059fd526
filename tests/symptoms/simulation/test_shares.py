"""The tables that men are drawn from: each share against the same one reckoned by hand."""

import pytest

from knowledge.content import AGE_BANDS
from symptoms.simulation.shares import Draw, ages, danger_signs, world
from tests.symptoms.simulation.tiny import BIT, CAUSE, TINY, mask


def share(draw, cause, finding, band=0):
    tables = world(TINY, draw)
    place = next(place for place, lone in enumerate(tables.lone) if lone.bit == BIT[finding])
    return tables.portraits[band][CAUSE[cause]].lone[place]


@pytest.mark.parametrize(
    ("cause", "finding", "expected"),
    [
        ("nerve", "numb", 1 - (1 - 0.9) * (1 - 0.4 / 2)),  # very frequent, with the leak
        ("nerve", "burning", 1 - (1 - 0.55) * (1 - 0.4 / 2)),
        ("nerve", "normal", 0.3 * 0.5),  # excluded: a second problem
        ("nerve", "cancer", 0.3 / (0.9 + 0.3)),  # odds of 1 to 9, three times as high
        ("growth", "cancer", 0.15),  # what he is or takes does not leak
        ("tired", "numb", 0.4 / 2),  # no evidence: as in men in general
        ("tired", "cancer", 0.1),  # no evidence: the background
    ],
)
def test_share_follows_from_the_evidence(cause, finding, expected):
    assert share(Draw.INDEPENDENT, cause, finding) == pytest.approx(expected)
    assert share(Draw.CORRELATED, cause, finding) == share(Draw.INDEPENDENT, cause, finding)


def test_crude_draw_takes_the_background_as_it_stands_where_no_evidence_speaks():
    assert share(Draw.CRUDE, "tired", "numb") == 0.4
    assert share(Draw.CRUDE, "nerve", "numb") == share(Draw.INDEPENDENT, "nerve", "numb")


@pytest.mark.parametrize("band", range(4))
def test_background_is_that_of_his_age(band):
    assert share(Draw.CRUDE, "tired", "fit", band) == (0.2, 0.3, 0.4, 0.5)[band]


def test_options_of_a_single_choice_page_share_out_all_men():
    portraits = world(TINY, Draw.INDEPENDENT).portraits[0]
    slow = max(0.005, 0.05 * 0.8)  # excluded, but not below the floor
    assert portraits[CAUSE["stroke"]].choices[0] == (pytest.approx(0.9 / (0.9 + slow)), 1.0)
    assert portraits[CAUSE["tired"]].choices[0] == (pytest.approx(0.2), 1.0)


def test_own_findings_are_those_the_evidence_brings():
    tables = world(TINY, Draw.INDEPENDENT)
    portraits = tables.portraits[0]
    assert portraits[CAUSE["nerve"]].own == mask("numb", "burning", "cancer")
    assert portraits[CAUSE["stroke"]].own == mask("confusion", "sudden")
    assert (tables.pattern, tables.facts) == (mask("sudden", "slow", "new", "old"), mask("cancer"))


def test_findings_come_together_only_where_the_evidence_lets_them():
    clusters = {lone.bit: lone.cluster for lone in world(TINY, Draw.CORRELATED).lone}
    assert clusters[BIT["numb"]] == clusters[BIT["burning"]] is not None
    apart = ("normal", "cancer", "fit")  # speaks against the others; what he is; stands in no cluster
    assert [clusters[BIT[key]] for key in apart] == [None, None, None]


def test_danger_signs_are_the_findings_of_the_emergency_pages():
    assert danger_signs(TINY) == ("chest_pain", "confusion", "fit")
    tables = world(TINY, Draw.CORRELATED)
    assert sum(lone.bit for lone in tables.lone if lone.danger) == mask("chest_pain", "confusion", "fit")


def test_last_age_band_is_drawn_over_as_many_years_as_the_one_before_it():
    assert ages(TINY) == ((18, 39), (40, 59), (60, 74), (75, 89))


@pytest.mark.parametrize("draw", list(Draw))
def test_shipped_knowledge_gives_shares_from_0_to_1_for_every_man(knowledge, draw):
    tables = world(knowledge, draw)
    assert len(tables.portraits) == len(AGE_BANDS)
    for portrait in (portrait for band in tables.portraits for portrait in band):
        assert min(portrait.lone) >= 0
        assert max(portrait.lone) <= 1
        for choice, cumulated in zip(tables.choices, portrait.choices, strict=True):
            assert len(choice.options) == len(cumulated)
            assert sorted(cumulated) == list(cumulated)
            assert cumulated[-1] == 1.0
