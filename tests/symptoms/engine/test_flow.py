"""Which page comes next, by replay."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symptoms.engine.answers import states_of_answers
from symptoms.engine.assessment import assess_answers
from symptoms.engine.compiled import holds
from symptoms.engine.flow import StepKind, Walk, WhyNow, position, replay
from symptoms.engine.gain import page_gains
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import differential
from symptoms.engine.red_flags import facts_during_an_interview
from tests.symptoms.engine import strategies

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

SCOPE = {"scope": ("me_man",)}
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


def open_rule_keys(release, answers, age):
    """Emergency and same-day rules that unasked findings could still complete, read finding by finding.

    For emergency rules also with what he is not sure of, while no doubt about an emergency is known yet.
    """
    states = states_of_answers(release, answers, age).states
    facts = facts_during_an_interview(release, states, release.age_mask(age))
    asked = states.asked | release.worked_out
    perhaps = facts | states.unsure
    emergencies = [rule for rule in release.rules if rule.level is Level.EMERGENCY_NOW]
    settled = any(holds(rule.clauses, perhaps) for rule in emergencies)
    urgent = [rule for rule in release.rules if rule.level.rank >= Level.SAME_DAY.rank]
    in_doubt = [] if settled else [rule for rule in emergencies if could_still_fire(rule, perhaps, asked)]
    return [rule.key for rule in urgent if could_still_fire(rule, facts, asked)] + [rule.key for rule in in_doubt]


def could_still_fire(rule, facts, asked):
    unmet = [clause for clause in rule.clauses if not clause & facts]
    return bool(unmet) and all(clause & ~asked for clause in unmet)


def test_scope_comes_first_then_age_then_the_danger_signs(release):
    steps, _ = interview(release)
    asked = [next_key(release, walk) or walk.next.kind for walk in steps[:5]]
    assert asked == [
        "scope",
        StepKind.AGE,
        "danger_now",
        "danger_spine",
        "danger_leg",
    ]


def test_the_single_choice_pages_follow_before_any_other(release):
    steps, _ = interview(release)
    asked = [(next_key(release, walk), walk.next.why_now) for walk in steps[5:10]]
    assert {key for key, _ in asked} == {question.key for question in release.questions if question.single_choice}
    assert {why for _, why in asked} == {WhyNow.PATTERN}


def test_then_the_rules_are_settled_then_the_causes_told_apart(release):
    steps, _ = interview(release)
    words = [walk.next.why_now for walk in steps[10:-1]]
    assert words == sorted(words, key=[WhyNow.OPEN_RULE, WhyNow.SELF_CARE, WhyNow.MORE_DETAIL].index)
    assert {WhyNow.OPEN_RULE, WhyNow.MORE_DETAIL} <= set(words)


def test_a_calm_interview_is_short(release):
    steps, _ = interview(release)
    assert len(steps[-1].done) <= 20


@pytest.mark.parametrize(
    ("bits_needed", "fewer"), [(100.0, {WhyNow.MORE_DETAIL}), (0.0, set())], ids=["nothing is worth it", "all is"]
)
def test_pages_for_the_causes_end_when_none_is_worth_asking(release, bits_needed, fewer):
    numbers = dataclasses.replace(release.numbers, min_gain_bits=bits_needed)
    steps, _ = interview(dataclasses.replace(release, numbers=numbers))
    words = {step.why_now for step in steps[-1].done}
    assert words.isdisjoint(fewer)
    assert (
        fewer or len(steps[-1].done) == release.numbers.max_pages or len(steps[-1].done) == len(release.questions) + 1
    )


def test_a_page_that_alone_tells_self_care_from_routine_is_asked(release):
    """Nothing is worth asking for the causes, yet the page of the picture is asked: it changes the level."""
    numbers = dataclasses.replace(release.numbers, min_gain_bits=100.0)
    limited = dataclasses.replace(release, numbers=numbers)
    passing = SCOPE | {
        "how_fast": ("days",),
        "how_long": ("week",),
        "course": ("better",),
        "side": ("both",),
        "kind": ("worn_out",),
    }

    def rested(question):
        return passing.get(question.key) or quiet_answer(question)

    steps, _ = interview(limited, 30, answer=rested)
    assert [step.why_now for step in steps[-1].done].count(WhyNow.SELF_CARE) >= 1


def test_the_interview_ends_within_the_limit_and_complete(release):
    steps, answers = interview(release)
    assert len(steps[-1].done) <= release.numbers.max_pages
    assert steps[-1].next.why_now is WhyNow.FINISHED
    single = {question.key for question in release.questions if question.screens}
    assert single <= set(answers)


def test_no_interview_ends_while_an_open_emergency_or_same_day_rule_was_not_asked(release):
    limited = dataclasses.replace(release, numbers=dataclasses.replace(release.numbers, max_pages=5))
    for answer in (quiet_answer, lambda question: SCOPE.get(question.key, ("not_sure",))):
        _, answers = interview(limited, answer=answer)
        assert open_rule_keys(limited, answers, 50) == []


@pytest.mark.parametrize("option", ["under_18", "someone_else", "injury", "known_cause"])
def test_a_scope_answer_that_ends_the_check_ends_the_interview(release, option):
    walk = ask(release, None, {"scope": (option,)})
    assert (walk.next.kind, walk.next.why_now) == (StepKind.OUTCOME, WhyNow.ENDED)
    assert not walk.can_continue


def test_answers_that_a_scope_answer_sets_aside_are_still_answered_pages(release):
    scope = release.questions[release.question_index["scope"]]
    two = dataclasses.replace(
        release,
        questions=tuple(
            dataclasses.replace(page, index=index)
            for index, page in enumerate((dataclasses.replace(scope, key="first"), *release.questions))
        ),
    )
    two = dataclasses.replace(two, question_index={page.key: page.index for page in two.questions})
    given = {page.key: ("none",) for page in two.questions if page.kind == "multiple" and not page.is_scope}
    going_on = ask(two, 50, given | {"scope": ("me_man",)})
    assert ask(two, 50, given | {"scope": ("injury",)}).pages_left == going_on.pages_left
    assert going_on.pages_left < ask(two, 50, {"scope": ("me_man",)}).pages_left


def test_an_emergency_ends_the_interview_and_can_be_continued(release):
    answers = SCOPE | {"danger_now": ("chest_pain",)}
    stopped = ask(release, 50, answers)
    assert (stopped.next.kind, stopped.next.why_now) == (StepKind.OUTCOME, WhyNow.EMERGENCY)
    assert stopped.can_continue
    assert len(stopped.done) == 3
    going_on = ask(release, 50, answers, continued=True)
    assert next_key(release, going_on) == "danger_spine"


def test_an_emergency_on_a_page_that_was_not_reached_ends_the_interview_too(release):
    walk = ask(release, 50, {"danger_leg": ("cola_urine",), "danger_now": ("chest_pain",)})
    assert walk.next.why_now is WhyNow.EMERGENCY


def test_an_emergency_ends_the_interview_even_before_the_age_is_known(release):
    walk = ask(release, None, {"danger_now": ("chest_pain",)})
    assert walk.next.why_now is WhyNow.EMERGENCY
    assert next_key(release, ask(release, None, {"danger_now": ("chest_pain",)}, continued=True)) == "scope"


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
        dataclasses.replace(question, ask_if=(trigger,)) if question.key == "everyday" else question
        for question in release.questions
    )
    index = release.question_index["everyday"]
    numbers = dataclasses.replace(release.numbers, min_gain_bits=0.0)
    changed = dataclasses.replace(release, questions=pages, conditional=1 << index, numbers=numbers)
    _, calm = interview(changed)
    assert "everyday" not in calm

    def sudden(question):
        return ("sudden",) if question.key == "how_fast" else quiet_answer(question)

    _, sudden_answers = interview(changed, answer=sudden, continued=True)
    assert "everyday" in sudden_answers


def test_a_rule_on_a_page_with_a_condition_brings_the_page_that_can_open_it(release):
    """A same-day sign stands on a page that is asked only after a yes on another: that other one is asked too."""
    opener = 1 << release.finding_index["tired_all_time"]
    pages = tuple(
        dataclasses.replace(question, ask_if=(opener,)) if question.key == "signs" else question
        for question in release.questions
    )
    numbers = dataclasses.replace(release.numbers, min_gain_bits=100.0)
    conditional = 1 << release.question_index["signs"]
    changed = dataclasses.replace(release, questions=pages, conditional=conditional, numbers=numbers)
    _, calm = interview(changed)
    assert "mood" in calm
    assert "signs" not in calm

    def tired(question):
        return ("tired_all_time",) if question.key == "mood" else quiet_answer(question)

    _, opened = interview(changed, answer=tired)
    assert "signs" in opened


@quick
@given(data=st.data())
def test_every_interview_ends_complete_within_the_limit_and_leaves_no_rule_open(data, release):
    max_pages = data.draw(st.sampled_from([1, 15, 40]))
    limited = dataclasses.replace(release, numbers=dataclasses.replace(release.numbers, max_pages=max_pages))
    age = data.draw(strategies.AGES)
    steps, answers = interview(
        limited,
        age,
        continued=True,
        answer=lambda question: SCOPE.get(question.key) or data.draw(strategies.page_answer(question)),
    )
    end = steps[-1]
    assert end.next.why_now is WhyNow.FINISHED
    over = end.done[max_pages:]
    assert {step.why_now for step in over} <= {
        WhyNow.SCOPE,
        WhyNow.AGE,
        WhyNow.DANGER_SIGNS,
        WhyNow.PATTERN,
        WhyNow.OPEN_RULE,
    }
    assert len({step.question for step in end.done}) == len(end.done)
    # What was asked once keeps its place: a tick that opens a rule brings its pages after it, not before.
    assert all(after.done == (*before.done, before.next) for before, after in pairwise(steps))
    assert assess_answers(limited, age, answers, continued=True).screening.status == "complete"
    assert open_rule_keys(limited, answers, age) == []


@quick
@given(data=st.data())
def test_answers_given_ahead_in_any_order_leave_no_rule_open_either(data, release):
    """Answers may stand on pages the way never comes to; what they open is asked before the end."""
    age = data.draw(strategies.AGES)
    ahead = data.draw(strategies.answers(release)) | SCOPE
    answers = dict(ahead)
    while (walk := ask(release, age, answers, continued=True)).next.question is not None:
        question = release.questions[walk.next.question]
        assert question.key not in answers
        answers[question.key] = quiet_answer(question)
    assert ask(release, age, dict(reversed(answers.items())), continued=True) == walk
    assert open_rule_keys(release, answers, age) == []


@quick
@given(data=st.data())
def test_walking_on_is_replaying_all_answers(data, release):
    age = data.draw(strategies.AGES)
    given_before = SCOPE | data.draw(strategies.answers(release))
    walk = Walk(release)
    known_age, answers = None, {}
    while (stop := walk.position(continued=True)).next.kind is not StepKind.OUTCOME:
        assert stop == position(release, known_age, answers, continued=True)
        if stop.next.question is None:
            known_age = age
            walk.answer_age(stop.next, age)
        else:
            question = release.questions[stop.next.question]
            answers[question.key] = given_before.get(question.key) or quiet_answer(question)
            walk.answer(stop.next, question, answers[question.key])
    assert stop == position(release, age, answers, continued=True)


def test_a_page_for_the_causes_tells_most_by_all_answers_so_far(release):
    eager = dataclasses.replace(release, numbers=dataclasses.replace(release.numbers, min_gain_bits=0.02))
    steps, answers = interview(eager)
    chosen = [step.next for step in steps if step.next.why_now is WhyNow.MORE_DETAIL]

    for step in chosen:
        before = [done.question for done in steps[-1].done if done.question is not None]
        before = before[: before.index(step.question)]
        keys = [release.questions[page].key for page in before]
        states = states_of_answers(eager, {key: answers[key] for key in keys}, 50).states
        facts = states.present | eager.age_mask(50)
        left = [page.index for page in eager.questions if page.index not in before and holds(page.ask_if, facts)]
        gains = page_gains(eager, differential(eager, states, 50), eager.age_band(50), left)
        assert step.question == max(gains, key=lambda page: (gains[page], -page))
    assert len(chosen) > 3
