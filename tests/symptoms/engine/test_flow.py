"""Which page comes next, by replay."""

import dataclasses
from itertools import pairwise

import pytest

from symptoms.engine.answers import states_of_answers
from symptoms.engine.flow import StepKind, WhyNow, replay
from symptoms.engine.levels import Level
from symptoms.engine.red_flags import missing_for

SCOPE = {"scope_person": ("me_man",), "scope_injury": ("no",), "scope_known": ("no",)}
CALM = {"how_fast": ("years",), "how_long": ("over_year",), "course": ("same",), "side": ("both",), "kind": ("heavy",)}


def ask(release, age, answers, *, continued=False):
    return replay(release, age, answers, continued=continued)


def next_key(release, walk):
    return release.questions[walk.next.question].key if walk.next.question is not None else None


def quiet_answer(question):
    """The answer of a man with a slow, quiet weakness."""
    if question.key in SCOPE:
        return SCOPE[question.key]
    if question.key in CALM:
        return CALM[question.key]
    return ("yes",) if question.kind == "yes_no" else ("none",)


def interview(release, age=50, *, answer=quiet_answer, continued=False):
    """Every step of an interview until its outcome, and the answers."""
    answers, known_age, steps = {}, None, []
    while True:
        walk = ask(release, known_age, answers, continued=continued)
        steps.append(walk)
        if walk.next.kind is StepKind.OUTCOME:
            return steps, answers
        if walk.next.kind is StepKind.AGE:
            known_age = age
        else:
            question = release.questions[walk.next.question]
            answers[question.key] = answer(question)


def test_scope_comes_first_then_age_then_the_danger_signs(release):
    steps, _ = interview(release)
    asked = [next_key(release, walk) or walk.next.kind for walk in steps[:7]]
    assert asked == [
        "scope_person",
        "scope_injury",
        "scope_known",
        StepKind.AGE,
        "danger_now",
        "danger_spine",
        "danger_leg",
    ]


def test_pattern_pages_follow_in_file_order(release):
    steps, _ = interview(release)
    asked = [next_key(release, walk) for walk in steps if walk.next.why_now is WhyNow.PATTERN]
    assert asked == [question.key for question in release.questions if question.stage == "pattern"]


def test_the_interview_ends_within_the_limit_and_complete(release):
    steps, answers = interview(release)
    assert len(steps[-1].done) <= release.numbers.max_pages
    assert steps[-1].next.why_now is WhyNow.FINISHED
    single = {question.key for question in release.questions if question.screens}
    assert single <= set(answers)


def test_pages_left_never_promises_fewer_than_none_and_ends_at_none(release):
    steps, _ = interview(release)
    left = [walk.pages_left for walk in steps]
    assert left[-1] == 0
    assert all(later <= earlier for earlier, later in pairwise(left))


def test_no_interview_ends_while_an_open_emergency_or_same_day_rule_was_not_asked(release):
    limited = dataclasses.replace(release, numbers=dataclasses.replace(release.numbers, max_pages=5))
    for answer in (quiet_answer, lambda question: SCOPE.get(question.key, ("not_sure",))):
        _, answers = interview(limited, answer=answer)
        asked = sum(question.mask for question in limited.questions if question.key in answers)
        states = states_of_answers(limited, answers, 50).states
        facts = states.present | limited.age_mask(50)
        for rule in limited.rules:
            if rule.level.rank >= Level.SAME_DAY.rank:
                assert missing_for(rule, facts, asked | limited.worked_out) == 0, rule.key


@pytest.mark.parametrize(("scope", "option"), [("scope_person", "under_18"), ("scope_injury", "yes")])
def test_a_scope_answer_that_ends_the_check_ends_the_interview(release, scope, option):
    answers = {key: SCOPE[key] for key in SCOPE if key < scope} | {scope: (option,)}
    answers = {"scope_person": ("me_man",)} | answers
    walk = ask(release, None, answers)
    assert (walk.next.kind, walk.next.why_now) == (StepKind.OUTCOME, WhyNow.ENDED)
    assert not walk.can_continue


def test_an_emergency_ends_the_interview_and_can_be_continued(release):
    answers = SCOPE | {"danger_now": ("chest_pain",)}
    stopped = ask(release, 50, answers)
    assert (stopped.next.kind, stopped.next.why_now) == (StepKind.OUTCOME, WhyNow.EMERGENCY)
    assert stopped.can_continue
    assert len(stopped.done) == 5
    going_on = ask(release, 50, answers, continued=True)
    assert next_key(release, going_on) == "danger_spine"


def test_an_emergency_on_a_page_that_was_not_reached_ends_the_interview_too(release):
    walk = ask(release, 50, {"danger_leg": ("cola_urine",), "danger_now": ("chest_pain",)})
    assert walk.next.why_now is WhyNow.EMERGENCY


def test_an_emergency_ends_the_interview_even_before_the_age_is_known(release):
    walk = ask(release, None, {"danger_now": ("chest_pain",)})
    assert walk.next.why_now is WhyNow.EMERGENCY
    assert next_key(release, ask(release, None, {"danger_now": ("chest_pain",)}, continued=True)) == "scope_person"


def test_the_order_in_which_answers_are_given_does_not_matter(release):
    _, answers = interview(release)
    some = dict(list(answers.items())[:12])
    backwards = dict(reversed(some.items()))
    assert ask(release, 50, some) == ask(release, 50, backwards)


def test_answers_ahead_of_the_replay_are_not_asked_again(release):
    ahead = SCOPE | {"danger_leg": ("none",)}
    keys = []
    walk = ask(release, 50, ahead)
    while walk.next.question is not None and len(keys) < 3:
        key = next_key(release, walk)
        keys.append(key)
        ahead[key] = ("none",)
        walk = ask(release, 50, ahead)
    assert keys[:2] == ["danger_now", "danger_spine"]
    assert "danger_leg" not in keys


def test_a_page_with_a_condition_is_asked_only_when_it_holds(release):
    trigger = 1 << release.finding_index["onset_sudden"]
    pages = tuple(
        dataclasses.replace(question, ask_if=(trigger,)) if question.key == "area" else question
        for question in release.questions
    )
    changed = dataclasses.replace(release, questions=pages)
    _, calm = interview(changed)
    assert "area" not in calm

    def sudden(question):
        return ("sudden",) if question.key == "how_fast" else quiet_answer(question)

    _, sudden_answers = interview(changed, answer=sudden, continued=True)
    assert "area" in sudden_answers
