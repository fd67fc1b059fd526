"""The common questions: ten answers of a fair length, each resting on pages of the library."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symptoms.engine.answers import states_of_evidence
from symptoms.engine.levels import Level
from symptoms.engine.red_flags import triage
from symptoms.pages.questions import QUESTIONS, answered

#: How a paragraph of the last answer opens, and how soon that is.
TIERS = {
    "Call 999 now": Level.EMERGENCY_NOW,
    "Get help today": Level.SAME_DAY,
    "See a doctor within a week": Level.WITHIN_DAYS,
    "Book a visit in the next few weeks": Level.ROUTINE,
}


def test_each_answer_is_as_long_as_a_man_will_read(live, see):
    sections = {part["aria-labelledby"]: part for part in see("/questions/").main.all("section")}
    lengths = {
        question.key: sum(len(part.text.split()) for part in sections[question.key].children if part.tag == "p")
        for question in QUESTIONS
    }
    assert len(lengths) == 10
    assert {key: count for key, count in lengths.items() if not 80 <= count <= 170} == {}


def test_each_answer_rests_on_the_library(library):
    for answer in answered(library):
        assert [link.key for link in answer.causes] == list(answer.question.causes)
        assert [link.key for link in answer.advice] == list(answer.question.advice)
        assert answer.causes or answer.advice


def test_the_last_answer_gives_the_signs_to_call_about(live, see):
    section = next(part for part in see("/questions/").main.all("section") if part["aria-labelledby"] == "doctor")
    lists = [[item.text for item in part.all("li")] for part in section.children if part.tag == "ul"]
    assert lists[0][0] == "Your weakness spreads, or gets worse over hours or days"
    assert len(lists[0]) == 10


@pytest.mark.parametrize(
    ("said", "rule", "findings"),
    [
        (
            "both legs are newly weak, in the last 4 weeks, and get worse",
            "both_legs_4_weeks",
            ("side_both", "duration_1_4_weeks", "onset_weeks", "course_worse_slow", "kind_true_weak"),
        ),
        (
            "cancer, now or in the past, has back or neck pain and his legs get weaker",
            "cancer_spine",
            ("hx_cancer", "back_pain", "onset_months", "course_worse_slow", "kind_heavy"),
        ),
        (
            "weakness came on within days and is not gone",
            "days_still_worse",
            ("side_one", "onset_days", "duration_1_4_weeks", "course_worse_slow", "kind_true_weak"),
        ),
        (
            "a foot newly drops",
            "foot_drop_new",
            ("side_one", "foot_drop", "onset_days", "duration_1_4_weeks", "course_stable", "kind_true_weak"),
        ),
        (
            "Cancer now or in the past with new weakness",
            "cancer_new_weakness",
            ("hx_cancer", "side_both", "onset_weeks", "duration_1_3_months", "course_stable", "kind_true_weak"),
        ),
        (
            "true weakness came on more slowly and stays or gets worse",
            "recent_true_weak",
            ("side_one", "onset_weeks", "duration_1_3_months", "course_stable", "kind_true_weak"),
        ),
    ],
)
def test_the_last_answer_is_never_slower_than_the_rules(live, see, said, rule, findings):
    release = live.release
    states = states_of_evidence(release, [(key, "present") for key in findings])
    result = triage(release, states, release.age_mask(45), screening_complete=True)
    assert rule in [fired.key for fired in result.fired if fired.level is result.level]
    section = next(part for part in see("/questions/").main.all("section") if part["aria-labelledby"] == "doctor")
    (told,) = (part.text for part in section.children if part.tag == "p" and said in part.text)
    (tier,) = (level for words, level in TIERS.items() if told.startswith(words))
    assert tier.rank >= result.level.rank


def test_the_article_is_cited(live, see):
    links = see("/questions/").links()
    assert any("What Every Man Should Know" in text for text in links)


def test_a_page_that_the_release_no_longer_has_is_not_linked(library):
    without = replace(library, causes={}, advice={key: page for key, page in library.advice.items() if key == "physio"})
    links = [link.key for answer in answered(without) for link in (*answer.causes, *answer.advice)]
    assert set(links) == {"physio"}
