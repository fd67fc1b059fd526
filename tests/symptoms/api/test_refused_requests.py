"""Requests for an assessment that are refused: every fault with its code and its place, and nothing repeated."""

from __future__ import annotations

import pytest

from tests.symptoms.api.bodies import answers, evidence, faults, read_problem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, [("/age", "missing"), ("", "one_of_two")]),
        ([], [("", "wrong_type")]),
        ({"age": 50}, [("", "one_of_two")]),
        ({"age": 50, "answers": [], "evidence": []}, [("", "one_of_two")]),
        ({"evidence": []}, [("/age", "missing")]),
        ({"age": None, "evidence": []}, [("/age", "wrong_type")]),
        ({"age": "50", "evidence": []}, [("/age", "wrong_type")]),
        ({"age": 50.5, "evidence": []}, [("/age", "wrong_type")]),
        ({"age": True, "evidence": []}, [("/age", "wrong_type")]),
        ({"age": 17, "evidence": []}, [("/age", "out_of_range")]),
        ({"age": 121, "evidence": []}, [("/age", "out_of_range")]),
        ({"age": -1, "answers": []}, [("/age", "out_of_range")]),
        ({"age": 50, "evidence": None}, [("/evidence", "wrong_type")]),
        ({"age": 50, "evidence": {}}, [("/evidence", "wrong_type")]),
        ({"age": 50, "answers": {"how_fast": "days"}}, [("/answers", "wrong_type")]),
        ({"age": 50, "evidence": [], "continued": "yes"}, [("/continued", "wrong_type")]),
        ({"age": 50, "evidence": [], "continued": None}, [("/continued", "wrong_type")]),
        ({"age": 50, "evidence": [], "region": "GB"}, [("/region", "unknown_member")]),
        ({"age": 50, "evidence": [], "a/b~c": 1}, [("/a~1b~0c", "unknown_member")]),
        ({"age": 50, "evidence": [{}] * 1001}, [("/evidence", "out_of_range")]),
        # Entries of evidence
        ({"age": 50, "evidence": ["numb_feet"]}, [("/evidence/0", "wrong_type")]),
        ({"age": 50, "evidence": [{}]}, [("/evidence/0/finding", "missing"), ("/evidence/0/state", "missing")]),
        ({"age": 50, "evidence": [{"finding": 1, "state": None}]},
         [("/evidence/0/finding", "wrong_type"), ("/evidence/0/state", "wrong_type")]),
        ({"age": 50, "evidence": [{"finding": "numb_feet", "state": "present", "since": 3}]},
         [("/evidence/0/since", "unknown_member")]),
        ({"age": 50, "evidence": evidence({"numb_feet": "present", "no_such": "present"})},
         [("/evidence/1/finding", "unknown_finding")]),
        ({"age": 50, "evidence": evidence({"numb_feet": "yes"})}, [("/evidence/0/state", "unknown_state")]),
        ({"age": 50, "evidence": evidence({"numb_feet": "not_asked"})}, [("/evidence/0/state", "unknown_state")]),
        ({"age": 50, "evidence": evidence({"low_mood": "prefer_not_to_say"})},
         [("/evidence/0/state", "unknown_state")]),
        ({"age": 50, "evidence": evidence({"numb_feet": "absent"}) * 2},
         [("/evidence/1/finding", "duplicate_finding")]),
        ({"age": 50, "evidence": [*evidence({"numb_feet": "absent"}), *evidence({"numb_feet": "present"})]},
         [("/evidence/1/finding", "duplicate_finding")]),
        ({"age": 50, "evidence": evidence({"unsure_red_flag": "absent"})},
         [("/evidence/0/finding", "derived_finding")]),
        ({"age": 50, "evidence": evidence({"screening_incomplete": "absent"})},
         [("/evidence/0/finding", "derived_finding")]),
        ({"age": 50, "evidence": evidence({"age_65_plus": "present"})}, [("/evidence/0/finding", "derived_finding")]),
        ({"age": 50, "evidence": evidence({"no_such": "yes", "age_65_plus": "no"})},
         [("/evidence/0/finding", "unknown_finding"), ("/evidence/0/state", "unknown_state"),
          ("/evidence/1/finding", "derived_finding"), ("/evidence/1/state", "unknown_state")]),
        # Entries of answers
        ({"age": 50, "answers": ["how_fast"]}, [("/answers/0", "wrong_type")]),
        ({"age": 50, "answers": [{}]}, [("/answers/0/question", "missing"), ("/answers/0/options", "missing")]),
        ({"age": 50, "answers": [{"question": "how_fast", "options": "days"}]},
         [("/answers/0/options", "wrong_type")]),
        ({"age": 50, "answers": [{"question": "how_fast", "options": [1]}]}, [("/answers/0/options/0", "wrong_type")]),
        ({"age": 50, "answers": [{"question": None, "options": ["days"]}]}, [("/answers/0/question", "wrong_type")]),
        ({"age": 50, "answers": answers({"how_fast": []})}, [("/answers/0/options", "no_options")]),
        ({"age": 50, "answers": answers({"danger_now": []})}, [("/answers/0/options", "no_options")]),
        ({"age": 50, "answers": answers({"how_slow": "days"})}, [("/answers/0/question", "unknown_question")]),
        ({"age": 50, "answers": answers({"how_fast": "hours"})}, [("/answers/0/options", "unknown_option")]),
        ({"age": 50, "answers": answers({"how_fast": "none"})}, [("/answers/0/options", "unknown_option")]),
        ({"age": 50, "answers": answers({"scope": "not_sure"})}, [("/answers/0/options", "unknown_option")]),
        ({"age": 50, "answers": answers({"danger_now": "prefer_not_to_say"})},
         [("/answers/0/options", "unknown_option")]),
        ({"age": 50, "answers": answers({"how_fast": "days"}) * 2}, [("/answers/1/question", "duplicate_question")]),
        ({"age": 50, "answers": answers({"how_fast": ["days", "weeks"]})},
         [("/answers/0/options", "wrong_combination")]),
        ({"age": 50, "answers": answers({"danger_now": ["chest_pain", "chest_pain"]})},
         [("/answers/0/options", "duplicate_option")]),
        ({"age": 50, "answers": answers({"danger_now": ["none", "chest_pain"]})},
         [("/answers/0/options", "wrong_combination")]),
        ({"age": 50, "answers": answers({"danger_now": ["not_sure", "chest_pain"]})},
         [("/answers/0/options", "wrong_combination")]),
        ({"age": 50, "answers": answers({"danger_now": "rest_not_sure"})},
         [("/answers/0/options", "wrong_combination")]),
        ({"age": 50, "answers": answers({"danger_now": ["none", "rest_not_sure"]})},
         [("/answers/0/options", "wrong_combination")]),
        ({"age": 50, "answers": answers({"mood": ["prefer_not_to_say", "rest_not_sure", "low_mood"]})},
         [("/answers/0/options", "wrong_combination")]),
    ],
)  # fmt: skip
def test_request_that_is_refused_names_every_fault_and_its_place(api, sent, expected):
    problem = read_problem(api("assessments", sent), 422, "invalid_request")
    assert faults(problem) == expected


def test_fault_repeats_nothing_that_was_sent(api):
    sent = {"age": 50, "evidence": evidence({"secret_finding": "secret_state"})}
    assert b"secret" not in api("assessments", sent).content


@pytest.mark.parametrize("age", [0, 17, 121])
def test_age_the_check_is_not_made_for_brings_texts_to_show(api, age):
    problem = read_problem(api("assessments", {"age": age, "evidence": []}), 422, "invalid_request")
    assert [text["key"] for text in problem["show"]] == ["scope_stop_see_doctor_title", "scope_stop_see_doctor_text"]


def test_other_faults_bring_no_texts_to_show(api):
    assert "show" not in api("assessments", {"age": "old", "evidence": []}).json()


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b'{"age": ', "application/json", 400, "json_malformed"),
        (b'{"age": 50, "age": 51}', "application/json", 400, "json_duplicate_key"),
        (b'{"age": NaN}', "application/json", 400, "json_bad_number"),
        (b"\xff", "application/json", 400, "json_not_utf8"),
        (b"{}", "text/plain", 415, "unsupported_media_type"),
        (b"age=50", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"{}", "application/json; charset=utf-16", 415, "unsupported_media_type"),
        (b" " * 70_000 + b"{}", "application/json", 413, "body_too_large"),
    ],
)
@pytest.mark.parametrize("address", ["assessments", "interviews/next"])
def test_body_that_is_not_read_is_a_problem(client, address, body, content_type, status, code):
    read_problem(client.post(f"/api/v1/{address}", body, content_type=content_type), status, code)
