"""What may be sent, and what it means for the findings."""

import dataclasses

import pytest

from symptoms.engine.answers import (
    InvalidInput,
    page_states,
    read_answers,
    reserved_options,
    states_of_answers,
    states_of_evidence,
)
from symptoms.engine.states import State, conflicts


def question(release, key):
    return release.questions[release.question_index[key]]


def state(release, states, finding):
    return states.of(release.finding_index[finding])


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("scope", ()),
        ("how_fast", ("not_sure",)),
        ("feeling_ok", ("not_sure",)),
        ("danger_now", ("none", "not_sure", "rest_not_sure")),
        ("danger_spine", ("none", "not_sure", "rest_not_sure", "prefer_not_to_say")),
    ],
)
def test_reserved_options_of_each_kind_of_page(release, page, expected):
    assert reserved_options(question(release, page)) == expected


@pytest.mark.parametrize(
    ("page", "options", "finding", "expected"),
    [
        ("danger_now", ["chest_pain"], "chest_pain", State.PRESENT),
        ("danger_now", ["chest_pain"], "confusion", State.UNTICKED),
        ("danger_now", ["chest_pain", "rest_not_sure"], "confusion", State.NOT_SURE),
        ("danger_now", ["none"], "confusion", State.ABSENT),
        ("danger_now", ["not_sure"], "confusion", State.NOT_SURE),
        ("danger_spine", ["prefer_not_to_say"], "saddle_numbness", State.PREFER_NOT_TO_SAY),
        ("danger_spine", ["numb_band", "prefer_not_to_say"], "numb_band", State.PRESENT),
        ("danger_spine", ["numb_band", "prefer_not_to_say"], "saddle_numbness", State.PREFER_NOT_TO_SAY),
        ("how_fast", ["weeks"], "onset_weeks", State.PRESENT),
        ("how_fast", ["weeks"], "onset_sudden", State.ABSENT),
        ("how_fast", ["not_sure"], "onset_sudden", State.NOT_SURE),
        ("feeling_ok", ["yes"], "feeling_normal", State.PRESENT),
        ("feeling_ok", ["no"], "feeling_normal", State.ABSENT),
        ("feeling_ok", ["not_sure"], "feeling_normal", State.NOT_SURE),
    ],
)
def test_page_states_of_an_answer(release, page, options, finding, expected):
    assert state(release, page_states(question(release, page), options), finding) is expected


@pytest.mark.parametrize(
    ("sent", "code", "path"),
    [
        ([("nonsense", ["yes"])], "unknown_question", ("answers", 0, "question")),
        ([("course", ["same"]), ("course", ["same"])], "duplicate_question", ("answers", 1, "question")),
        ([("course", [])], "no_options", ("answers", 0, "options")),
        ([("course", ["nonsense"])], "unknown_option", ("answers", 0, "options")),
        ([("course", ["same", "better"])], "wrong_combination", ("answers", 0, "options")),
        ([("course", ["none"])], "unknown_option", ("answers", 0, "options")),
        ([("scope", ["not_sure"])], "unknown_option", ("answers", 0, "options")),
        ([("danger_now", ["chest_pain", "chest_pain"])], "duplicate_option", ("answers", 0, "options")),
        ([("danger_now", ["chest_pain", "none"])], "wrong_combination", ("answers", 0, "options")),
        ([("danger_now", ["rest_not_sure"])], "wrong_combination", ("answers", 0, "options")),
        ([("danger_now", ["prefer_not_to_say"])], "unknown_option", ("answers", 0, "options")),
        ([("danger_now", ["chest_pain", "rest_not_sure", "not_sure"])], "wrong_combination", ("answers", 0, "options")),
    ],
)
def test_read_answers_refuses_what_a_page_does_not_take(release, sent, code, path):
    with pytest.raises(InvalidInput) as refused:
        read_answers(release, sent)
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [(code, path)]


@pytest.mark.parametrize(
    ("sent", "code", "path"),
    [
        ([("nonsense", "present")], "unknown_finding", ("evidence", 0, "finding")),
        ([("age_50_plus", "present")], "derived_finding", ("evidence", 0, "finding")),
        ([("unsure_red_flag", "absent")], "derived_finding", ("evidence", 0, "finding")),
        ([("chest_pain", "maybe")], "unknown_state", ("evidence", 0, "state")),
        ([("chest_pain", "prefer_not_to_say")], "unknown_state", ("evidence", 0, "state")),
        ([("chest_pain", "present"), ("chest_pain", "absent")], "duplicate_finding", ("evidence", 1, "finding")),
    ],
)
def test_states_of_evidence_refuses_what_cannot_be_sent(release, sent, code, path):
    with pytest.raises(InvalidInput) as refused:
        states_of_evidence(release, sent)
    assert [(problem.code, problem.path) for problem in refused.value.problems] == [(code, path)]


def test_states_of_evidence_names_every_fault_at_once(release):
    with pytest.raises(InvalidInput) as refused:
        states_of_evidence(release, [("nonsense", "maybe"), ("age_65_plus", "present")])
    assert [problem.code for problem in refused.value.problems] == [
        "unknown_finding",
        "unknown_state",
        "derived_finding",
    ]


@pytest.mark.parametrize("sibling", [None, "absent", "unticked", "not_sure"])
def test_a_chosen_option_of_a_single_choice_page_denies_its_siblings(release, sibling):
    sent = [("onset_weeks", "present")] + ([("onset_sudden", sibling)] if sibling else [])
    states = states_of_evidence(release, sent)
    assert state(release, states, "onset_sudden") is State.ABSENT
    assert state(release, states, "onset_years") is State.ABSENT


def test_two_options_of_a_single_choice_page_are_a_conflict(release):
    states = states_of_evidence(release, [("onset_weeks", "present"), ("onset_sudden", "present")])
    assert conflicts(release, states) == (("onset_sudden", "onset_weeks"),)


def test_answers_of_a_page_whose_condition_fell_are_set_aside(release):
    veins = question(release, "veins")
    trigger = release.finding_index["tired_all_time"]
    conditional = dataclasses.replace(veins, ask_if=(1 << trigger,))
    changed = dataclasses.replace(
        release,
        questions=tuple(conditional if row.key == "veins" else row for row in release.questions),
    )
    bulging = {"veins": ("varicose_veins",)}
    with_trigger = states_of_answers(changed, {"mood": ("tired_all_time",)} | bulging, 50)
    without = states_of_answers(changed, {"mood": ("none",)} | bulging, 50)
    assert with_trigger.set_aside == with_trigger.unmet == ()
    assert state(changed, with_trigger.states, "varicose_veins") is State.PRESENT
    assert without.set_aside == without.unmet == ("veins",)
    assert state(changed, without.states, "varicose_veins") is State.NOT_ASKED


def test_a_scope_answer_that_ends_the_check_sets_aside_all_that_do_not_lead_to_it(release):
    scope = question(release, "scope")
    second = dataclasses.replace(scope, key="second", index=1)
    third = dataclasses.replace(scope, key="third", index=2)
    changed = dataclasses.replace(release, questions=(scope, second, third, *release.questions[1:]))
    given = {"veins": ("none",), "third": ("me_man",), "second": ("injury",), "scope": ("me_man",)}
    given |= {"danger_now": ("chest_pain",)}
    ended = states_of_answers(changed, given, 50)
    assert ended.ended_by == "stop_emergency"
    assert (ended.unmet, ended.set_aside) == ((), ("third", "danger_now", "veins"))
    assert state(changed, ended.states, "chest_pain") is State.PRESENT
    going_on = states_of_answers(changed, given | {"second": ("me_man",)}, 50)
    assert (going_on.ended_by, going_on.set_aside) == (None, ())
