"""What an outcome holds, part by part."""

import pytest

from symptoms.engine.answers import InvalidInput, read_answers, states_of_evidence
from symptoms.engine.assessment import assess_answers, assess_states
from symptoms.engine.levels import Level


def assess(release, evidence=None, *, age=50, answers=None):
    if answers is not None:
        return assess_answers(release, age, read_answers(release, list(answers.items())), continued=False)
    sent = [(finding, word) for word, findings in (evidence or {}).items() for finding in findings]
    return assess_states(release, age, states_of_evidence(release, sent), continued=False)


def everything_denied(release, *present):
    """Every askable finding denied but `present`."""
    rest = [
        finding.key
        for finding in release.findings
        if finding.key not in present and not release.worked_out >> finding.index & 1
    ]
    return {"present": list(present), "absent": rest}


QUIET = ("onset_years", "duration_over_year", "course_stable", "side_both", "kind_heavy")


def test_nothing_said_is_incomplete_and_never_reassures(release):
    outcome = assess(release)
    assert outcome.screening.status == "incomplete"
    assert outcome.urgency.level is Level.WITHIN_DAYS
    assert "must_display_incomplete" in [text.key for text in outcome.must_display]


def test_all_denied_with_a_quiet_picture_is_routine_and_complete(release):
    outcome = assess(release, everything_denied(release, *QUIET))
    assert outcome.screening.status == "complete"
    assert outcome.screening.not_asked == ()
    assert [text.key for text in outcome.must_display if text.audience == "app"] == ["must_display_general"]


@pytest.mark.parametrize("missing", ["chest_pain", "cola_urine", "saddle_numbness"])
def test_one_danger_sign_that_was_not_asked_makes_the_screening_incomplete(release, missing):
    evidence = everything_denied(release, *QUIET)
    evidence["absent"].remove(missing)
    outcome = assess(release, evidence)
    assert outcome.screening.not_asked == (missing,)
    assert outcome.urgency.level.rank >= Level.WITHIN_DAYS.rank


def test_a_single_choice_page_with_one_denied_option_is_not_asked_yet(release):
    evidence = everything_denied(release, *QUIET[1:])
    evidence["absent"] = [key for key in evidence["absent"] if not key.startswith("onset_") or key == "onset_sudden"]
    outcome = assess(release, evidence)
    assert outcome.screening.status == "incomplete"
    assert [page.question for page in outcome.screening.questions] == ["how_fast"]


def test_an_answered_single_choice_page_counts_as_asked_when_not_sure(release):
    evidence = everything_denied(release, *QUIET[1:])
    onset = [key for key in evidence["absent"] if key.startswith("onset_")]
    evidence["absent"] = [key for key in evidence["absent"] if key not in onset]
    evidence["not_sure"] = onset
    assert assess(release, evidence).screening.status == "complete"


@pytest.mark.parametrize(
    ("scope", "option", "ends", "level"),
    [
        ("scope", "injury", "stop_emergency", Level.EMERGENCY_NOW),
        ("scope", "under_18", "stop_see_doctor", Level.COULD_NOT_ASSESS),
        ("scope", "someone_else", "stop_see_doctor", Level.COULD_NOT_ASSESS),
        ("scope", "known_cause", "stop_own_team", Level.COULD_NOT_ASSESS),
    ],
)
def test_a_scope_answer_that_ends_the_check(release, scope, option, ends, level):
    outcome = assess(release, answers={scope: (option,)}, age=None)
    assert outcome.ended_by == ends
    assert outcome.urgency.level is level
    assert outcome.urgency.title == release.texts[f"scope_{ends}_title"]
    assert outcome.urgency.action == release.texts[f"scope_{ends}_text"]
    assert (outcome.causes, outcome.categories, outcome.serious) == ((), (), ())
    assert outcome.something_else is None


def test_a_danger_sign_beside_a_scope_stop_still_wins(release):
    outcome = assess(release, answers={"scope": ("someone_else",), "danger_now": ("chest_pain",)})
    assert outcome.ended_by == "stop_see_doctor"
    assert outcome.urgency.level is Level.EMERGENCY_NOW
    assert outcome.urgency.title == release.texts["level_emergency_now_title"]
    assert outcome.causes == ()


def test_an_age_is_needed_unless_a_scope_answer_ends_the_check(release):
    with pytest.raises(InvalidInput) as refused:
        assess(release, answers={"scope": ("me_man",)}, age=None)
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [("missing", ("age",))]


def test_an_emergency_needs_no_age(release):
    outcome = assess(release, answers={"danger_now": ("chest_pain",)}, age=None)
    assert outcome.urgency.level is Level.EMERGENCY_NOW
    assert outcome.causes == ()


@pytest.mark.parametrize("age", [17, 121, 0, -5])
def test_an_age_the_check_is_not_made_for_is_refused(release, age):
    with pytest.raises(InvalidInput):
        assess(release, age=age)


def test_reasons_come_only_from_rules_of_the_outcomes_level(release):
    outcome = assess(release, {"present": ["chest_pain", "numb_feet", "course_worse_slow"]})
    assert len({flag.level for flag in outcome.red_flags}) > 1
    of_level = [flag.because for flag in outcome.red_flags if flag.level is Level.EMERGENCY_NOW]
    assert list(outcome.urgency.reasons) == list(dict.fromkeys(of_level))


def test_red_flags_say_which_findings_matched_in_each_list(release):
    outcome = assess(release, {"present": ["onset_sudden", "side_one_arm_leg", "duration_under_week", "course_stable"]})
    stroke = next(flag for flag in outcome.red_flags if flag.rule == "stroke_signs")
    assert stroke.matched == (("onset_sudden",), ("side_one_arm_leg",), ("duration_under_week",), ("course_stable",))


def test_low_mood_brings_crisis_support_with_the_line_of_the_region(release):
    outcome = assess(release, {"present": ["low_mood"]})
    assert outcome.crisis is not None
    assert (outcome.crisis.line_label, outcome.crisis.line_number) == ("Samaritans", "116 123")
    assert "must_display_crisis" in [text.key for text in outcome.must_display]
    assert "crisis_support" in [advice.key for advice in outcome.advice]
    assert assess(release, {"absent": ["low_mood"]}).crisis is None


def test_not_sure_about_an_emergency_sign_is_told(release):
    outcome = assess(release, {"not_sure": ["chest_pain"], "present": ["onset_years"]})
    assert "not_sure_title" in [text.key for text in outcome.must_display]
    assert outcome.urgency.level.rank >= Level.WITHIN_DAYS.rank


def test_functional_weakness_is_hidden_while_a_same_day_rule_fires_and_stays_in_its_category(release):
    picture = {"present": ["better_distracted", "panic_overbreathing", "onset_sudden", "numb_one_leg", "side_one"]}
    urgent = {"present": [*picture["present"], "duration_under_week", "kind_true_weak", "course_stable"]}
    outcome = assess(release, urgent, age=30)
    assert outcome.urgency.level.rank >= Level.SAME_DAY.rank
    assert "functional_leg_weakness" not in [cause.key for cause in (*outcome.causes, *outcome.serious)]


def test_a_cause_is_shown_with_another_one_when_its_finding_is_present(release):
    dizzy = ["dizzy_standing", "leg_cramps", "lightheaded", "med_diuretic"]
    outcome = assess(release, {"present": dizzy}, age=72)
    shown = [cause.key for cause in outcome.causes]
    assert set(shown) & {"hypokalaemia", "hyponatraemia", "magnesium_deficiency"}
    assert "diuretic_electrolyte_loss" in shown


def test_causes_and_serious_ones_keep_to_their_thresholds(release):
    outcome = assess(release, {"present": ["numb_feet", "unsteady_walk", "back_pain"]}, age=60)
    fitting = {cause.key for cause in outcome.causes if cause.fit in ("strong", "possible")}
    suspects = {key for flag in outcome.red_flags for key in flag.suspects}
    assert [cause.probability for cause in outcome.causes] == sorted(
        (cause.probability for cause in outcome.causes), reverse=True
    )
    assert all(cause.probability >= 0.02 for cause in outcome.causes)
    assert outcome.serious
    for cause in outcome.serious:
        assert cause.key not in fitting
        assert cause.key in suspects or (cause.urgency.rank >= Level.SAME_DAY.rank and cause.probability >= 0.002)


def test_a_mild_suspect_of_a_rule_stands_last_among_the_serious_ones_though_it_is_likelier(release):
    outcome = assess(release, {"present": ["attacks", "cannot_walk", "onset_sudden", "side_both"]}, age=24)
    mild = [cause for cause in outcome.serious if cause.urgency in (Level.ROUTINE, Level.SELF_CARE)]
    others = [cause for cause in outcome.serious if cause not in mild]
    assert list(outcome.serious) == others + mild
    assert {cause.key for cause in mild} <= {key for flag in outcome.red_flags for key in flag.suspects}
    assert mild[0].probability > others[-1].probability
    for part in (mild, others):
        shares = [cause.probability for cause in part]
        assert shares == sorted(shares, reverse=True)


def test_shares_add_up_to_one(release):
    outcome = assess(release, {"present": ["numb_feet"]})
    total = sum(category.probability for category in outcome.categories) + outcome.something_else.probability
    assert total == pytest.approx(1, abs=1e-5)


def test_something_else_is_told_when_no_cause_fits_better(release):
    outcome = assess(release, everything_denied(release))
    assert outcome.something_else.largest == (outcome.something_else.probability >= outcome.causes[0].probability)
    assert (outcome.something_else.note is None) == (not outcome.something_else.largest)


def test_advice_of_a_self_care_outcome_is_that_of_its_picture(release):
    picture = ("hard_exercise_recent", "sore_after_exercise", "duration_under_week", "course_improving")
    evidence = everything_denied(release, *picture, "kind_pain_limits", "onset_days", "side_both", "feeling_normal")
    outcome = assess(release, evidence, age=33)
    assert outcome.urgency.level is Level.SELF_CARE
    assert [row.key for row in outcome.self_care] == ["sore_after_training"]
    assert [advice.key for advice in outcome.advice] == ["strain_first_aid", "start_slow", "hydrate", "stretching"]
    assert outcome.urgency.limit_days == 7
    assert outcome.urgency.reasons == (release.texts["reason_self_care"],)


def test_unknown_names_open_findings_of_causes_and_of_rules_one_list_short(release):
    outcome = assess(release, {"present": ["onset_sudden", "duration_under_week", "course_stable"]})
    face = next(row for row in outcome.unknown if row.finding == "face_droop")
    assert "stroke_signs" in face.rules
    assert face.question == "danger_now"
    assert face.state == "not_asked"
    known = {"onset_sudden", "onset_weeks", "duration_under_week", "course_stable"}
    assert not known & {row.finding for row in outcome.unknown}


def test_a_conflict_counts_for_rules_and_weighs_nothing_for_causes(release):
    one = assess(release, {"present": ["onset_sudden", "onset_years"]})
    assert [(conflict.question, conflict.findings) for conflict in one.conflicts] == [
        ("how_fast", ("onset_sudden", "onset_years"))
    ]
    weighed = {item.finding for cause in one.causes for item in cause.contributions}
    assert not weighed & {"onset_sudden", "onset_years"}
    assert "not_asked_fast" in [flag.rule for flag in one.red_flags]
