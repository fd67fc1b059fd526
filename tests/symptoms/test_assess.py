"""The door: the same outcome for page and API, and safe ends for every fault."""

from datetime import date

import pytest

from symptoms import assess as door
from symptoms.engine import assessment, flow
from symptoms.serving import holder

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


def assess(**changes):
    sent = {"age": 50, "answers": None, "evidence": [("numb_feet", "present")], "continued": False, "today": TODAY}
    return door.assess(**sent | changes)


def test_assess_gives_the_outcome_with_the_day_filled_in():
    outcome = assess()
    assert outcome.urgency.limit_date == "2026-03-09"
    assert outcome.urgency.time_limit == "by Monday 9 March 2026"
    assert "{" not in outcome.come_back.no_better


def test_answers_and_evidence_that_say_the_same_give_the_same_outcome():
    answers = assess(answers=[("how_fast", ["weeks"]), ("danger_now", ["none"])], evidence=None)
    denied = ["breathless_rest", "face_droop", "speech_trouble", "chest_pain"]
    denied += ["tearing_pain", "confusion", "blackout_fit", "cannot_walk"]
    evidence = assess(evidence=[("onset_weeks", "present"), *((key, "absent") for key in denied)])
    assert answers == evidence


def test_the_last_step_of_an_interview_is_the_assessment_of_its_answers():
    answers = [("scope", ["me_man"]), ("danger_now", ["chest_pain"])]
    step = door.next_step(age=50, answers=answers, continued=False, today=TODAY)
    assert step.outcome == assess(answers=answers, evidence=None)
    assert step.can_continue


@pytest.mark.parametrize("fault", [KeyError("secret"), RecursionError(), ZeroDivisionError(), MemoryError()])
def test_law_10_any_fault_inside_ends_in_could_not_assess(monkeypatch, caplog, fault):
    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(assessment, "differential", fail)
    with pytest.raises(door.CouldNotAssess):
        assess()
    assert "secret" not in caplog.text
    assert type(fault).__name__ in caplog.text


def test_law_10_a_fault_in_the_flow_ends_in_could_not_assess(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(flow, "open_rules", fail)
    answers = [("scope", ["me_man"])]
    answers += [(key, ["none"]) for key in ("danger_now", "danger_spine", "danger_leg")]
    with pytest.raises(door.CouldNotAssess):
        door.next_step(age=50, answers=answers, continued=False, today=TODAY)


def test_law_10_a_release_that_cannot_be_read_is_never_an_outcome(monkeypatch):
    holder.forget()

    def fail(*args, **kwargs):
        raise ValueError

    monkeypatch.setattr("symptoms.serving.read_document", fail)
    with pytest.raises(door.NoRelease):
        assess()
    holder.forget()


def test_an_invalid_request_is_the_senders_fault_and_is_not_logged(caplog):
    with pytest.raises(door.InvalidInput):
        assess(evidence=[("nonsense", "present")])
    assert caplog.text == ""
