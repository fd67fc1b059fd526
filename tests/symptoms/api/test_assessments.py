"""POST assessments with the shipped knowledge: what a request means, and what its outcome must hold."""

from __future__ import annotations

import datetime
import logging

import pytest
from django.test import Client

from symptoms.engine import answers as engine_answers
from symptoms.engine import flow as engine_flow
from symptoms.engine import in_full
from symptoms.serving import holder
from tests.symptoms.api.bodies import CALM, answers, evidence, read, read_problem

pytestmark = pytest.mark.django_db

LEVELS = ["self_care", "routine", "within_days", "same_day", "emergency_now"]

#: The calm man's single-choice pages as evidence, and those of a man whose legs became weak within days.
CALM_PATTERN = ("onset_months", "duration_over_year", "course_stable", "side_both", "kind_heavy", "feeling_normal")
FAST_PATTERN = ("onset_days", "duration_1_4_weeks", "course_stable", "side_both", "kind_heavy", "feeling_normal")


@pytest.fixture
def assess(api):
    """The outcome for a request, by default of a man of 50."""

    def outcome(**request):
        return read(api("assessments", {"age": 50, **request}))

    return outcome


@pytest.fixture(scope="module")
def findings_of(knowledge):
    """The findings that each page asks about."""
    return {page.key: page.findings for page in knowledge.questions}


@pytest.fixture(scope="module")
def calm(knowledge):
    """Every page as the calm man answers it."""
    return {page.key: CALM.get(page.key, "none") for page in knowledge.questions}


@pytest.fixture(scope="module")
def denied(knowledge):
    """Every finding a man can be asked about, absent."""
    return {finding: "absent" for page in knowledge.questions for finding in page.findings}


def having(denied, *present, **states):
    """Evidence for everything: some present, some in a state of their own, the rest absent."""
    return evidence(denied | dict.fromkeys(present, "present") | states)


# What a request means


@pytest.mark.parametrize("age", [18, 39, 40, 75, 120])
def test_ages_at_the_ends_of_the_bands_are_assessed(assess, age):
    assert assess(age=age, evidence=[])["urgency"]["level"] == "within_days"


def test_chosen_option_of_a_single_choice_page_denies_its_siblings(assess, findings_of):
    chosen = evidence({"onset_weeks": "present"})
    siblings = [key for key in findings_of["how_fast"] if key != "onset_weeks"]
    assert len(siblings) == 4
    with_siblings = chosen + evidence(dict.fromkeys(siblings, "absent"))
    assert assess(evidence=chosen) == assess(evidence=with_siblings)


@pytest.mark.parametrize("state", ["unticked", "not_sure"])
def test_chosen_option_denies_a_sibling_that_was_sent_as_open(assess, state):
    chosen = {"onset_weeks": "present"}
    assert assess(evidence=evidence(chosen | {"onset_sudden": state})) == assess(evidence=evidence(chosen))


def test_denied_option_alone_does_not_answer_a_single_choice_page(assess, denied, findings_of):
    onset = set(findings_of["how_fast"])
    known = {key: state for key, state in denied.items() if key not in onset}
    present = dict.fromkeys((key for key in CALM_PATTERN if key not in onset), "present")
    outcome = assess(evidence=evidence(known | present | {"onset_sudden": "absent"}))
    assert outcome["screening"]["not_asked"] == [key for key in findings_of["how_fast"] if key != "onset_sudden"]


def test_findings_that_exclude_each_other_are_a_conflict_that_weighs_nothing(assess):
    outcome = assess(evidence=evidence({"onset_sudden": "present", "onset_weeks": "present", "numb_feet": "present"}))
    assert outcome["conflicts"] == [{"question": "how_fast", "findings": ["onset_sudden", "onset_weeks"]}]
    weighed = {part["finding"] for cause in outcome["causes"] for part in cause["contributions"]}
    assert "numb_feet" in weighed
    assert not weighed & {"onset_sudden", "onset_weeks"}


def test_findings_in_conflict_still_count_for_rules(assess):
    stroke = ("onset_sudden", "face_droop", "duration_under_week", "course_stable")
    outcome = assess(evidence=evidence(dict.fromkeys([*stroke, "onset_weeks"], "present")))
    assert outcome["urgency"]["level"] == "emergency_now"
    assert "stroke_signs" in [flag["rule"] for flag in outcome["red_flags"]]


def test_unticked_weighs_less_than_absent(assess, findings_of):
    findings = [key for page in ("feeling", "pain", "joints", "mood") for key in findings_of[page]]

    def ratios(state):
        outcome = assess(evidence=evidence(dict.fromkeys(findings, state)))
        return {
            (cause["key"], part["finding"]): part["likelihood_ratio"]
            for cause in outcome["causes"]
            for part in cause["contributions"]
        }

    absent, unticked = ratios("absent"), ratios("unticked")
    compared = absent.keys() & unticked.keys()
    assert len(compared) > 20
    assert all(abs(absent[pair] - 1) > abs(unticked[pair] - 1) for pair in compared)


def test_not_sure_weighs_nothing_and_stays_unknown(assess):
    nothing, unsure = assess(evidence=[]), assess(evidence=evidence({"numb_feet": "not_sure"}))
    assert unsure["causes"] == nothing["causes"]
    state_of = {row["finding"]: row["state"] for row in unsure["unknown"]}
    assert state_of["numb_feet"] == "not_sure"
    assert {row["finding"]: row["state"] for row in nothing["unknown"]}["numb_feet"] == "not_asked"


@pytest.mark.parametrize(("pattern", "level"), [(CALM_PATTERN, "within_days"), (FAST_PATTERN, "same_day")])
@pytest.mark.parametrize("finding", ["chest_pain", "breathless_rest", "confusion", "cola_urine"])
def test_not_sure_of_a_danger_sign_raises_the_urgency(assess, denied, pattern, level, finding):
    outcome = assess(evidence=having(denied, *pattern, **{finding: "not_sure"}))
    assert outcome["urgency"]["level"] == level
    shown = [text["key"] for text in outcome["must_display"]]
    assert {"not_sure_title", "not_sure_text"} <= set(shown)


@pytest.mark.parametrize("pattern", [CALM_PATTERN, FAST_PATTERN], ids=["calm", "fast"])
def test_danger_sign_never_counts_less_for_not_sure_than_for_no_nor_more_than_for_yes(
    assess, denied, findings_of, pattern
):
    signs = [key for page in ("danger_now", "danger_spine", "danger_leg") for key in findings_of[page]]
    assert len(signs) == 21
    for sign in signs:
        levels = [
            LEVELS.index(assess(evidence=having(denied, *pattern, **{sign: state}))["urgency"]["level"])
            for state in ("absent", "unticked", "not_sure", "present")
        ]
        assert levels == sorted(levels), sign


@pytest.mark.parametrize("page", ["how_fast", "how_long", "course", "side", "kind"])
def test_not_sure_on_a_single_choice_page_never_lowers_a_fast_weakness(assess, calm, page):
    sure = calm | {"how_fast": "days", "how_long": "month"}
    levels = [
        LEVELS.index(assess(answers=answers(pages))["urgency"]["level"]) for pages in (calm, sure | {page: "not_sure"})
    ]
    assert levels[1] >= levels[0]


def test_answers_and_the_same_findings_as_evidence_give_the_same_outcome(assess, calm, denied):
    assert assess(answers=answers(calm)) == assess(evidence=having(denied, *CALM_PATTERN))


@pytest.mark.parametrize(
    ("options", "rest"),
    [
        (["numb_feet"], "unticked"),
        (["numb_feet", "rest_not_sure"], "not_sure"),
        (["numb_feet", "sciatica"], "unticked"),
    ],
)
def test_options_left_open_have_the_state_that_the_page_says(assess, calm, denied, findings_of, options, rest):
    ticked = set(options) - {"rest_not_sure"}
    open_findings = {key: rest for key in findings_of["feeling"] if key not in ticked}
    by_page = assess(answers=answers(calm | {"feeling": options}))
    assert by_page == assess(evidence=having(denied, *CALM_PATTERN, *ticked, **open_findings))


def test_prefer_not_to_say_counts_as_not_sure_and_is_kept_apart(assess, calm):
    declined = assess(answers=answers(calm | {"mood": "prefer_not_to_say"}))
    unsure = assess(answers=answers(calm | {"mood": "not_sure"}))
    assert declined["causes"] == unsure["causes"]
    assert declined["urgency"] == unsure["urgency"]
    states = {row["finding"]: row["state"] for row in declined["unknown"]}
    assert states["low_mood"] == "prefer_not_to_say"


def test_what_is_not_said_beside_a_tick_counts_as_not_sure_on_every_sensitive_page(assess, calm, knowledge):
    sensitive = {row.key for row in knowledge.findings if row.sensitive}
    pages = [page for page in knowledge.questions if sensitive.intersection(page.findings)]
    told = set()
    for page in pages:
        tick = page.options[0].key
        declined = assess(answers=answers(calm | {page.key: [tick, "prefer_not_to_say"]}))
        unsure = assess(answers=answers(calm | {page.key: [tick, "rest_not_sure"]}))
        told |= {(page.key, row["state"]) for row in declined["unknown"] if row["question"] == page.key}
        for part in ("urgency", "red_flags", "causes", "categories", "screening", "serious"):
            assert declined[part] == unsure[part], (page.key, part)
    assert len(told) > 5
    assert {state for _, state in told} == {"prefer_not_to_say"}


def test_order_of_answers_and_of_evidence_is_free(api, calm, denied):
    for name, entries in (("answers", answers(calm)), ("evidence", having(denied, *CALM_PATTERN))):
        forward = api("assessments", {"age": 50, name: entries})
        backward = api("assessments", {"age": 50, name: entries[::-1]})
        assert forward.content == backward.content


def test_continued_is_told_and_changes_nothing_else(assess):
    sent = {"evidence": evidence({"chest_pain": "present"})}
    went_on, stopped = assess(**sent, continued=True), assess(**sent, continued=False)
    assert (went_on.pop("continued"), stopped.pop("continued")) == (True, False)
    assert went_on == stopped == {key: value for key, value in assess(**sent).items() if key != "continued"}


# What an outcome holds


@pytest.mark.parametrize("empty", [{"evidence": []}, {"answers": []}], ids=["evidence", "answers"])
def test_nothing_asked_is_incomplete_and_never_reassures(assess, findings_of, empty):
    outcome = assess(**empty)
    assert outcome["urgency"]["level"] == "within_days"
    assert [flag["rule"] for flag in outcome["red_flags"]] == ["not_asked"]
    asked_first = ("danger_now", "danger_spine", "danger_leg", "how_fast", "how_long", "course", "side", "kind")
    assert outcome["screening"]["status"] == "incomplete"
    assert [page["question"] for page in outcome["screening"]["questions"]] == list(asked_first)
    for page in outcome["screening"]["questions"]:
        assert set(page["findings"]) == set(findings_of[page["question"]])
    assert outcome["screening"]["not_asked"] == [
        key for page in outcome["screening"]["questions"] for key in page["findings"]
    ]
    shown = [text["key"] for text in outcome["must_display"]]
    assert shown[0] == "must_display_incomplete"
    assert {f"incomplete_screening_{part}" for part in ("title", "text", "who_asks")} <= set(shown)


def test_fast_weakness_with_the_rest_not_asked_is_same_day(assess):
    assert assess(evidence=evidence({"onset_days": "present"}))["urgency"]["level"] == "same_day"


def test_every_page_answered_is_complete(assess, calm):
    outcome = assess(answers=answers(calm))
    assert outcome["screening"] == {"status": "complete", "not_asked": [], "questions": []}
    assert "must_display_incomplete" not in [text["key"] for text in outcome["must_display"]]


@pytest.mark.parametrize(
    ("page", "option", "ended_by", "level"),
    [
        ("scope", "under_18", "stop_see_doctor", "could_not_assess"),
        ("scope", "someone_else", "stop_see_doctor", "could_not_assess"),
        ("scope", "known_cause", "stop_own_team", "could_not_assess"),
        ("scope", "injury", "stop_emergency", "emergency_now"),
    ],
)
def test_scope_answer_ends_the_check_with_its_own_words_and_no_causes(
    assess, calm, release, page, option, ended_by, level
):
    outcome = assess(answers=answers(calm | {page: option}))
    assert (outcome["ended_by"], outcome["urgency"]["level"]) == (ended_by, level)
    assert outcome["urgency"]["title"] == release.texts[f"scope_{ended_by}_title"]
    assert (outcome["causes"], outcome["serious"], outcome["categories"], outcome["unknown"]) == ([], [], [], [])
    assert (outcome["something_else"], outcome["what_would_change"]) == (None, [])
    assert outcome["set_aside"] == [question.key for question in release.questions if question.key != page]
    assert "must_display_incomplete" not in [text["key"] for text in outcome["must_display"]]


def test_danger_sign_wins_over_a_scope_answer(assess):
    outcome = assess(answers=answers({"scope": "someone_else", "danger_now": ["breathless_rest"]}))
    assert outcome["ended_by"] == "stop_see_doctor"
    assert outcome["set_aside"] == ["danger_now"]
    assert outcome["urgency"]["level"] == "emergency_now"
    assert outcome["must_display"][0]["key"] == "must_display_emergency"


def test_emergency_is_shown_first_and_has_no_day_to_wait_for(assess, denied):
    outcome = assess(evidence=having(denied, *CALM_PATTERN, "breathless_rest"))
    assert outcome["urgency"]["level"] == outcome["red_flags"][0]["level"] == "emergency_now"
    assert (outcome["urgency"]["limit_days"], outcome["urgency"]["limit_date"]) == (None, None)
    assert outcome["urgency"]["time_limit"] == "now"
    assert outcome["red_flags"][0]["matched"] == [["breathless_rest"]]
    assert [text["key"] for text in outcome["must_display"]][:2] == ["must_display_emergency", "must_display_general"]


def test_low_mood_brings_the_crisis_line_whatever_the_level(assess, denied):
    quiet = assess(evidence=having(denied, *CALM_PATTERN))
    assert quiet["crisis"] is None
    for signs in ((), ("breathless_rest",)):
        outcome = assess(evidence=having(denied, *CALM_PATTERN, "low_mood", *signs))
        assert len(outcome["crisis"]["texts"]) == 3
        shown = [text["key"] for text in outcome["must_display"]]
        assert {"must_display_crisis", "crisis_title", "crisis_text"} <= set(shown)


def test_texts_that_must_be_shown_say_to_whom_and_never_lack_the_safety_net(assess):
    shown = assess(evidence=[])["must_display"]
    audiences = [text["audience"] for text in shown]
    assert audiences == sorted(audiences)
    keys = [text["key"] for text in shown]
    signs = [f"worsening_{number}" for number in range(1, 11)]
    net = ["worsening_intro", *signs, "come_back_title", "come_back_advice", "disclaimer_short", "release_line"]
    assert keys[-len(net) :] == net


#: A man who is sore after hard exercise and getting better.
SORE = (
    *("onset_days", "duration_under_week", "course_improving", "side_both", "kind_pain_limits", "feeling_normal"),
    *("hard_exercise_recent", "sore_after_exercise"),
)


@pytest.mark.parametrize(
    ("present", "level", "limit", "words", "day"),
    [
        (CALM_PATTERN, "routine", "2027-01-27", "by", "Wednesday 27 January 2027"),
        (SORE, "self_care", "2027-01-06", "check again on", "Wednesday 6 January 2027"),
        ((*CALM_PATTERN, "weight_loss"), "within_days", "2027-01-06", "by", "Wednesday 6 January 2027"),
    ],
    ids=["routine", "self_care", "within_days"],
)
def test_time_limit_is_a_day_of_the_calendar(assess, denied, monkeypatch, present, level, limit, words, day):
    monkeypatch.setattr("symptoms.api.views.timezone.localdate", lambda: datetime.date(2026, 12, 30))
    outcome = assess(evidence=having(denied, *present))
    urgency = outcome["urgency"]
    assert (urgency["level"], urgency["limit_date"], urgency["time_limit"]) == (
        level,
        limit,
        f"{words} {day}",
    )
    assert day in outcome["come_back"]["no_better"]


def test_every_vignette_has_an_outcome_that_hangs_together(assess, knowledge):
    for man in knowledge.vignettes:
        states = {"present": man.present, "absent": man.absent, "not_sure": man.unsure}
        known = {finding: state for state, findings in states.items() for finding in findings}
        outcome = assess(age=man.age, evidence=evidence(known))
        level = outcome["urgency"]["level"]
        assert (outcome["urgency"]["limit_date"] is None) == (level in ("emergency_now", "same_day")), man.key
        assert (outcome["must_display"][0]["key"] == "must_display_emergency") == (level == "emergency_now"), man.key
        assert (outcome["crisis"] is not None) == ("low_mood" in man.present), man.key
        shares = sum(row["probability"] for row in outcome["categories"]) + outcome["something_else"]["probability"]
        assert shares == pytest.approx(1, abs=1e-4), man.key
        assert [row["probability"] for row in outcome["causes"]] == sorted(
            (row["probability"] for row in outcome["causes"]), reverse=True
        ), man.key
        sources = {source.key for source in knowledge.sources}
        parts = [part for cause in outcome["causes"] + outcome["serious"] for part in cause["contributions"]]
        assert all(part["sources"] and sources.issuperset(part["sources"]) for part in parts), man.key


def test_outcome_has_the_numbers_of_the_region_that_is_set(assess, settings):
    settings.LEGCHECK_REGION = "GB"
    holder.forget()
    try:
        outcome = assess(evidence=evidence({"breathless_rest": "present"}))
    finally:
        holder.forget()
    assert (outcome["region"]["key"], outcome["region"]["emergency_dial"]) == ("GB", "999")
    assert outcome["urgency"]["action"].startswith("Call 999 now.")
    assert outcome["worsening"]["intro"].startswith("Call 999 at once")


# A page with a condition


def test_answer_whose_condition_no_longer_holds_is_set_aside(assess, calm, veins_after_swelling):
    without = {page: options for page, options in calm.items() if page != "veins"}
    outcome = assess(answers=answers(without | {"veins": ["varicose_veins"]}))
    assert outcome.pop("set_aside") == ["veins"]
    expected = assess(answers=answers(without))
    assert expected.pop("set_aside") == []
    assert outcome == expected


def test_answer_whose_condition_holds_counts(assess, calm, veins_after_swelling):
    outcome = assess(answers=answers(calm | {"signs": ["swollen_one_leg"], "veins": ["varicose_veins"]}))
    assert outcome["set_aside"] == []
    parts = [part["finding"] for cause in outcome["causes"] for part in cause["contributions"]]
    assert "varicose_veins" in parts


# Around the answer


def test_answer_may_not_be_kept_and_sets_no_cookie(api):
    response = api("assessments", {"age": 50, "evidence": []})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_no_token_and_no_session_is_asked_for():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/api/v1/assessments", {"age": 50, "evidence": []}, content_type="application/json")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("module", "name", "request_body"),
    [
        (engine_answers, "states_of_evidence", {"age": 61, "evidence": evidence({"saddle_numbness": "present"})}),
        (engine_answers, "read_answers", {"age": 61, "answers": answers({"danger_spine": "saddle_numbness"})}),
        (in_full, "assess_states", {"age": 61, "evidence": evidence({"saddle_numbness": "present"})}),
    ],
)
def test_fault_of_the_engine_gives_safe_advice_and_logs_no_answer(api, monkeypatch, caplog, module, name, request_body):
    def fail(*given, **more):
        raise KeyError(f"saddle_numbness {given} {more}")

    monkeypatch.setattr(module, name, fail)
    with caplog.at_level(logging.DEBUG):
        problem = read_problem(api("assessments", request_body), 503, "could_not_assess")
    keys = [text["key"] for text in problem["must_display"]]
    assert keys[:2] == ["level_could_not_assess_title", "fault_action"]
    assert keys[2:5] == ["level_could_not_assess_where", "fault_come_back", "worsening_intro"]
    assert {"worsening_1", "worsening_10"} <= set(keys)
    assert "Fault: KeyError at " in caplog.text
    assert "saddle" not in caplog.text


@pytest.mark.parametrize(
    ("address", "module", "name"),
    [("assessments", in_full, "assess_answers_in_full"), ("interviews/next", engine_flow, "replay")],
)
@pytest.mark.parametrize(
    ("scope", "how_soon"), [("me_man", "how soon you need help"), ("other_man", "how soon he needs")]
)
def test_advice_after_a_fault_is_for_who_answers(api, monkeypatch, address, module, name, scope, how_soon):
    monkeypatch.setattr(module, name, None)
    problem = read_problem(api(address, {"age": 61, "answers": answers({"scope": scope})}), 503, "could_not_assess")
    said = {text["key"]: text["text"] for text in problem["must_display"]}
    assert how_soon in said["fault_action"]
    assert said["worsening_1"].startswith("His" if scope == "other_man" else "Your")


# What would change the advice


def test_what_would_change_the_advice_is_what_changes_it_when_it_is_sent(assess, denied, findings_of):
    sent = denied | dict.fromkeys(CALM_PATTERN, "present") | dict.fromkeys(findings_of["danger_now"], "not_sure")
    outcome = assess(evidence=evidence(sent))
    changes = outcome["what_would_change"]
    kinds = {(change["direction"], change["basis"]): change for change in changes}
    assert set(kinds) == {("raise", "not_known"), ("raise", "told"), ("lower", "not_known")}
    for change in kinds.values():
        changed = dict(sent)
        for row in change["findings"]:
            assert row["state"] == changed[row["finding"]]
            assert row["finding"] in findings_of[row["question"]]
            changed[row["finding"]] = row["would_be"]
        after = assess(evidence=evidence(changed))
        assert after["urgency"]["level"] == change["level"]
        fired = {flag["rule"] for flag in after["red_flags"]}
        assert {maker["key"] for maker in change["made_by"]} <= fired
        assert not {maker["key"] for maker in change["no_longer"]} & fired


def test_of_an_emergency_only_what_takes_it_away_is_told(assess, denied):
    outcome = assess(evidence=having(denied, *CALM_PATTERN, "chest_pain"))
    (change,) = outcome["what_would_change"]
    assert (change["direction"], change["basis"]) == ("lower", "told")
    assert [(row["finding"], row["state"], row["would_be"]) for row in change["findings"]] == [
        ("chest_pain", "present", "absent")
    ]
    assert [maker["key"] for maker in change["no_longer"]] == ["chest_pain_now"]
