"""Time limits as days of the calendar."""

from datetime import date

import pytest

from symptoms.dates import day_in_words, with_dates
from symptoms.engine.answers import states_of_evidence
from symptoms.engine.assessment import assess_states


def outcome(release, *present):
    sent = [(key, "present") for key in present]
    return assess_states(release, 50, states_of_evidence(release, sent), continued=False)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 11, 1), "1 November 2026"), (date(2024, 2, 29), "29 February 2024")]
)
def test_day_in_words(day, words):
    assert day_in_words(day) == words


def test_with_dates_fills_the_level_and_the_come_back_advice(release):
    filled = with_dates(outcome(release), date(2026, 12, 28))
    assert filled.urgency.limit_date == "2027-01-04"
    assert filled.urgency.time_limit == "by Monday 4 January 2027"
    assert "Monday 4 January 2027" in filled.come_back.no_better
    assert filled.urgency.level == outcome(release).urgency.level


def test_with_dates_leaves_an_outcome_without_a_time_limit_as_it_is(release):
    emergency = outcome(release, "chest_pain")
    assert with_dates(emergency, date(2026, 12, 28)) == emergency
