"""The logarithms of a release, row by row, against the formulas of docs/knowledge.md."""

import math

import pytest

from knowledge.ratios import NANO, from_plain, log_ratios, nano_nats, single_choice_findings, to_plain


@pytest.fixture(scope="module")
def logs(knowledge):
    return log_ratios(knowledge)


def ratio(nano):
    return math.exp(nano / NANO)


def background(knowledge, key):
    return next(finding for finding in knowledge.findings if finding.key == key).background


def test_a_symptom_leaks_from_half_the_background(logs, knowledge):
    base = background(knowledge, "numb_feet").a40_59
    share = 1 - (1 - 0.9) * (1 - base / 2)
    row = logs.evidence["peripheral_neuropathy"]["numb_feet"]
    assert ratio(row.present[1]) == pytest.approx(share / base)
    assert ratio(row.absent[1]) == pytest.approx((1 - 0.95 * share) / (1 - 0.95 * base))
    assert ratio(row.unticked[1]) == pytest.approx((1 - 0.8 * share) / (1 - 0.8 * base))


def test_an_option_of_a_single_choice_page_takes_the_band_as_it_stands(logs, knowledge):
    row = logs.evidence["peripheral_neuropathy"]["onset_months"]
    assert ratio(row.present[0]) == pytest.approx(0.55 / background(knowledge, "onset_months").a18_39)
    assert (row.absent, row.unticked) == ((0, 0, 0, 0), (0, 0, 0, 0))


def test_an_excluded_finding_is_a_soft_veto_when_present_and_silent_when_absent(logs):
    row = logs.evidence["peripheral_neuropathy"]["saddle_numbness"]
    assert [ratio(value) for value in row.present] == pytest.approx([0.3] * 4)
    assert row.absent == (0, 0, 0, 0)


def test_a_risk_fact_is_its_own_multiplier(logs):
    row = logs.evidence["peripheral_neuropathy"]["hx_diabetes"]
    assert row.risk
    assert ratio(row.present[2]) == pytest.approx(4.0)


def test_every_ratio_keeps_within_its_limits(logs, knowledge):
    for rows in logs.evidence.values():
        for row in rows.values():
            assert all(0.05 - 1e-9 <= ratio(value) <= 60 + 1e-6 for value in row.present)
            assert all(0.05 - 1e-9 <= ratio(value) <= 3 + 1e-9 for value in (*row.absent, *row.unticked))


def test_a_common_finding_never_speaks_against_its_cause_when_present(logs, knowledge):
    single = single_choice_findings(knowledge)
    for cause in knowledge.causes:
        for row in cause.evidence:
            if row.frequency in ("obligate", "very_frequent", "frequent", "occasional") and row.finding not in single:
                assert min(logs.evidence[cause.key][row.finding].present) >= 0


def test_unticked_is_a_weaker_no(logs):
    for rows in logs.evidence.values():
        for row in rows.values():
            for absent, unticked in zip(row.absent, row.unticked, strict=True):
                assert abs(unticked) <= abs(absent)


def test_plain_values_are_the_logarithms_again(logs):
    assert from_plain(to_plain(logs)) == logs


@pytest.mark.parametrize("wrong", [{}, {"evidence": []}, {"evidence": {"a": {"b": {"risk": 0.5}}}}])
def test_plain_values_that_are_no_logarithms_are_refused(wrong, logs):
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_plain(to_plain(logs) | wrong if wrong else {})


def test_nano_nats_round_half_to_even():
    assert nano_nats(1.0) == 0
    assert nano_nats(math.e) == NANO
    assert nano_nats(20) == 2_995_732_274
