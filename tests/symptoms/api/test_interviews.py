"""POST interviews/next with the shipped knowledge: one step at a time from nothing to the outcome."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from tests.symptoms.api.bodies import CALM, answers, faults, read, read_problem

pytestmark = pytest.mark.django_db

#: More steps than there are pages: an interview that asks so much does not end.
MANY = 60


@pytest.fixture
def step(api):
    """The next step for answers by page."""

    def next_step(pages, **request):
        return read(api("interviews/next", {"answers": answers(pages), **request}))

    return next_step


@pytest.fixture
def interview(step):
    """A whole interview; `choose` answers each question. Gives the steps and the answers by page."""

    def walk(choose, age=50, **request):
        steps, pages, known = [], {}, {}
        while not steps or steps[-1]["kind"] != "outcome":
            assert len(steps) < MANY
            steps.append(step(pages, **known, **request))
            if steps[-1]["kind"] == "age":
                known = {"age": age}
            elif steps[-1]["kind"] == "question":
                question = steps[-1]["question"]
                assert question["key"] not in pages
                pages[question["key"]] = choose(question)
        return steps, pages

    return walk


def calmly(question):
    return CALM.get(question["key"], "none")


def with_answers(pages):
    """Calm but for these pages."""
    return lambda question: pages.get(question["key"]) or calmly(question)


# Requests that are refused


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, [("/answers", "missing")]),
        ([], [("", "wrong_type")]),
        ({"age": 50}, [("/answers", "missing")]),
        ({"answers": None}, [("/answers", "wrong_type")]),
        ({"answers": [], "evidence": []}, [("/evidence", "unknown_member")]),
        ({"answers": [], "age": "50"}, [("/age", "wrong_type")]),
        ({"answers": [], "age": 17}, [("/age", "out_of_range")]),
        ({"answers": [], "age": 121}, [("/age", "out_of_range")]),
        ({"answers": [], "continued": 1}, [("/continued", "wrong_type")]),
        ({"answers": answers({"how_fast": []})}, [("/answers/0/options", "no_options")]),
        ({"answers": answers({"how_slow": "days"})}, [("/answers/0/question", "unknown_question")]),
        ({"answers": answers({"how_fast": "days"}) * 2}, [("/answers/1/question", "duplicate_question")]),
        (
            {"answers": answers({"how_fast": "days", "danger_now": ["none", "chest_pain"]})},
            [("/answers/1/options", "wrong_combination")],
        ),
    ],
)
def test_request_that_is_refused_names_every_fault_and_its_place(api, sent, expected):
    problem = read_problem(api("interviews/next", sent), 422, "invalid_request")
    assert faults(problem) == expected


def test_age_the_check_is_not_made_for_brings_texts_to_show(api):
    problem = read_problem(api("interviews/next", {"answers": [], "age": 17}), 422, "invalid_request")
    assert [text["key"] for text in problem["show"]] == ["scope_stop_see_doctor_title", "scope_stop_see_doctor_text"]


# The steps


def test_first_step_asks_for_whom_the_check_is(step):
    first = step({})
    assert (first["kind"], first["why_now"], first["question"]["key"]) == ("question", "scope", "scope")
    assert (first["age"], first["outcome"], first["can_continue"], first["set_aside"]) == (None, None, False, [])
    assert first["progress"]["answered"] == 0


def test_age_is_asked_after_the_scope_pages_and_tells_its_range(step):
    scope = {"scope": CALM["scope"]}
    for request in ({}, {"age": None}):
        asked = step(scope, **request)
        assert (asked["kind"], asked["question"], asked["outcome"]) == ("age", None, None)
        assert asked["age"] == {"least": 18, "most": 120}
    after = step(scope, age=50)
    assert (after["why_now"], after["question"]["key"]) == ("danger_signs", "danger_now")


def test_age_that_is_known_early_is_not_asked(step):
    assert step({}, age=50)["question"]["key"] == "scope"
    scope = {"scope": CALM["scope"]}
    assert step(scope, age=50)["kind"] == "question"


def test_question_comes_with_all_that_a_page_shows(step, knowledge):
    scope = {"scope": CALM["scope"]}
    question = step(scope, age=50)["question"]
    page = next(page for page in knowledge.questions if page.key == "danger_now")
    assert (question["text"], question["why"]) == (page.text, page.why)
    assert question["hint"] == page.hint.replace("{emergency_number}", "112 or your local emergency number")
    assert (question["kind"], question["stage"], question["sensitive"]) == ("multiple", "emergency", False)
    own = [(option.key, option.label, False) for option in page.options]
    options = [(option["key"], option["label"], option["reserved"]) for option in question["options"]]
    assert options[: len(own)] == own
    assert [key for key, _, reserved in options if reserved] == ["none", "not_sure", "rest_not_sure"]


def test_routine_interview_asks_in_order_and_ends_with_the_outcome_of_assessments(api, interview):
    steps, pages = interview(calmly)
    reasons = [step["why_now"] for step in steps]
    order = ["scope", "age", "danger_signs", "pattern", "open_rule", "more_detail", "finished"]
    assert list(dict.fromkeys(reasons)) == order
    assert reasons == sorted(reasons, key=order.index)
    outcome = steps[-1]["outcome"]
    assert outcome["urgency"]["level"] == "routine"
    assert outcome["screening"]["status"] == "complete"
    assert outcome == read(api("assessments", {"age": 50, "answers": answers(pages)}))


def test_progress_counts_up_and_says_about_how_many_pages_come(interview, knowledge):
    steps, _ = interview(calmly)
    answered = [step["progress"]["answered"] for step in steps]
    assert answered == list(range(len(steps)))
    left = [step["progress"]["left"] for step in steps]
    assert all(later <= earlier + 2 for earlier, later in pairwise(left))
    assert all(abs(promised - come) <= 4 for promised, come in zip(left, reversed(answered), strict=True))
    assert min(left[:-1]) >= 1
    assert left[-1] == 0
    assert answered[-1] <= knowledge.settings.interview.max_pages


@pytest.mark.parametrize("seed", range(8))
def test_any_interview_ends_with_the_outcome_of_assessments(api, interview, seed):
    chance = random.Random(seed)

    def choose(question):
        usable = [option["key"] for option in question["options"] if option["key"] != "rest_not_sure"]
        own = [option["key"] for option in question["options"] if not option["reserved"]]
        if question["kind"] == "multiple" and chance.random() < 0.3:
            return chance.sample(own, 2) + ["rest_not_sure"] * chance.randint(0, 1)
        return chance.choice(usable)

    age = chance.randint(18, 120)
    for continued in (False, True):
        steps, pages = interview(choose, age=age, continued=continued)
        # A scope answer may end the interview before the age is asked.
        sent = {"age": age, "answers": answers(pages), "continued": continued}
        assert steps[-1]["outcome"] == read(api("assessments", sent))


def test_order_of_answers_is_free(api):
    pages = CALM | {"danger_now": "none", "danger_spine": "not_sure", "mood": ["low_mood"]}
    sent = [answers(pages), answers(pages)[::-1]]
    bodies = {api("interviews/next", {"age": 50, "answers": entries}).content for entries in sent}
    assert len(bodies) == 1


def test_answer_that_was_not_asked_for_yet_is_kept_and_its_page_not_asked(interview, step):
    early = {"mood": "none", "everyday": "none"}
    assert step(early)["question"]["key"] == "scope"
    steps, _ = interview(calmly)
    asked = {page["question"]["key"] for page in steps if page["question"]}
    assert "everyday" in asked
    assert step({page: CALM.get(page, "none") for page in asked} | early, age=50)["kind"] == "outcome"


# Endings


@pytest.mark.parametrize(
    ("page", "option", "ended_by", "level"),
    [
        ("scope", "under_18", "stop_see_doctor", "could_not_assess"),
        ("scope", "known_cause", "stop_own_team", "could_not_assess"),
        ("scope", "injury", "stop_emergency", "emergency_now"),
    ],
)
def test_scope_answer_ends_the_interview_before_the_age(interview, page, option, ended_by, level):
    steps, _ = interview(with_answers({page: option}))
    last = steps[-1]
    assert (last["why_now"], last["can_continue"]) == ("ended", False)
    assert (last["outcome"]["ended_by"], last["outcome"]["urgency"]["level"]) == (ended_by, level)
    assert "age" not in [step["kind"] for step in steps]


def test_emergency_stops_the_interview_and_going_on_is_offered(interview):
    steps, pages = interview(with_answers({"danger_now": ["breathless_rest"]}))
    last = steps[-1]
    assert list(pages) == ["scope", "danger_now"]
    assert (last["kind"], last["why_now"], last["can_continue"]) == ("outcome", "emergency", True)
    assert last["progress"] == {"answered": 3, "left": 0}
    assert last["outcome"]["urgency"]["level"] == "emergency_now"
    assert last["outcome"]["must_display"][0]["key"] == "must_display_emergency"


def test_going_on_after_an_emergency_asks_the_rest_and_keeps_the_emergency_on_top(interview):
    steps, pages = interview(with_answers({"danger_now": ["breathless_rest"]}), continued=True)
    assert {"danger_spine", "danger_leg", "how_fast", "kind"} <= set(pages)
    last = steps[-1]
    assert (last["why_now"], last["can_continue"]) == ("finished", False)
    assert (last["outcome"]["urgency"]["level"], last["outcome"]["continued"]) == ("emergency_now", True)
    assert last["outcome"]["must_display"][0]["key"] == "must_display_emergency"
    assert last["outcome"]["screening"]["status"] == "complete"


def test_danger_sign_counts_on_a_page_that_was_not_reached(step):
    stopped = step({"danger_leg": ["cola_urine"]}, age=50)
    assert (stopped["why_now"], stopped["can_continue"]) == ("emergency", True)


def test_danger_sign_of_the_last_page_leaves_nothing_to_go_on_with(interview, step):
    _, pages = interview(calmly)
    last = step(pages | {"danger_now": ["breathless_rest"]}, age=50)
    assert (last["why_now"], last["can_continue"]) == ("emergency", False)


# A page with a condition


def test_page_with_a_condition_is_asked_where_it_holds_and_its_answer_is_set_aside_where_not(
    interview, step, veins_after_swelling
):
    _, calm_pages = interview(calmly)
    assert "veins" not in calm_pages
    _, swollen_pages = interview(with_answers({"signs": ["swollen_one_leg"]}), continued=True)
    assert "veins" in swollen_pages
    assert step(swollen_pages, age=50)["set_aside"] == []
    assert step(swollen_pages | {"signs": "none"}, age=50)["set_aside"] == ["veins"]
