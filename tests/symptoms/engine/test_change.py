"""What would change the advice: exact, minimal, with nothing smaller missed, and always in the same order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.content import Urgency
from symptoms.engine.answers import states_of_evidence
from symptoms.engine.change import MOST_TOGETHER, what_would_change
from symptoms.engine.compiled import bits
from symptoms.engine.in_full import assess_answers_in_full, assess_states_in_full
from symptoms.engine.levels import Level
from symptoms.engine.outcome import Basis, Direction
from symptoms.engine.red_flags import triage
from symptoms.engine.states import State, unasked_screening
from tests.symptoms.engine import strategies
from tests.symptoms.engine.small_worlds import drawn_release, drawn_states, release_with

examples = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def assessed(release, states, age_facts):
    """The triage of states, by the same way as an assessment, and what its screening lacks."""
    unasked = unasked_screening(release, states, states.present | age_facts)
    return triage(release, states, age_facts, screening_complete=not unasked), unasked


def changes_of(release, states, age):
    age_facts = release.age_mask(age)
    return what_would_change(release, states, age_facts, *assessed(release, states, age_facts))


def choice_of(release, finding):
    """The page of a finding if it is a single-choice page."""
    page = release.questions[release.findings[finding].question]
    return page if page.single_choice else None


def made(release, states, findings):
    """The states with these (finding, present) made true: on a single-choice page the siblings are denied with it."""
    for finding, present in findings:
        page = choice_of(release, finding)
        for sibling in bits(page.mask) if page and present else ():
            states = strategies.in_state(states, sibling, "absent")
        states = strategies.in_state(states, finding, "present" if present else "absent")
    return states


@dataclass(frozen=True)
class Found:
    """What brute force finds: a set of single changes, and what follows when it is made."""

    findings: tuple[tuple[int, bool], ...]
    direction: Direction
    basis: Basis
    level: Level
    makers: tuple[str, ...]


def single_changes(release, states):
    """Everything a man could say otherwise, one by one."""
    for finding in release.findings:
        if finding.question is None:
            continue
        index, bit = finding.index, 1 << finding.index
        page = choice_of(release, index)
        if not states.present & bit:
            yield index, True
            if page is None and not (states.absent | states.unticked) & bit:
                yield index, False
        elif page is None or (page.mask & states.present).bit_count() > 1:
            yield index, False


def basis_of(release, states, findings):
    told = states.present | states.absent | states.unticked
    for finding, present in findings:
        page = choice_of(release, finding)
        if told >> finding & 1 or (present and page and page.mask & states.present):
            return Basis.TOLD
    return Basis.NOT_KNOWN


def made_together(release, findings):
    """No two changes of one finding, nor of one single-choice page."""
    places = []
    for finding, _ in findings:
        page = choice_of(release, finding)
        places.append(page.key if page else finding)
    return len(set(places)) == len(places)


def by_brute_force(release, states, age):
    """Every minimal set of at most MOST_TOGETHER changes, by trying all of them."""
    age_facts = release.age_mask(age)
    now = assessed(release, states, age_facts)[0].level.rank
    results, found = {(): None}, []
    for size in range(1, MOST_TOGETHER + 1):
        for findings in itertools.combinations(sorted(single_changes(release, states)), size):
            if not made_together(release, findings):
                continue
            after, _ = assessed(release, made(release, states, findings), age_facts)
            results[findings] = after.level.rank
            parts = [results[part] for less in range(1, size) for part in itertools.combinations(findings, less)]
            if min([now, *parts]) <= after.level.rank <= max([now, *parts]):
                continue
            makers = tuple(rule.key for rule in after.fired if rule.level is after.level)
            direction = Direction.RAISE if after.level.rank > now else Direction.LOWER
            basis = basis_of(release, states, findings)
            makers = makers or tuple(picture.key for picture in after.pictures)
            found.append(Found(findings, direction, basis, after.level, makers))
    return found


def findings_of(change):
    return tuple((row.finding, row.present) for row in change.findings)


def kind_of(change):
    return change.direction, change.basis, change.level


@pytest.fixture(scope="session")
def drawn(knowledge):
    """drawn(seed) is a small release; a function, so that a failing example is told in few words."""

    def draw(seed):
        return drawn_release(knowledge, seed)

    return draw


seeds = st.integers(0, 2**32)
ages = st.sampled_from((40, 55))


@examples
@given(world=seeds, man=seeds, age=ages)
def test_nothing_smaller_is_missed_and_all_of_it_is_true_by_brute_force(drawn, world, man, age):
    release = drawn(world)
    states = drawn_states(release, man)
    told = changes_of(release, states, age)
    found = {one.findings: one for one in by_brute_force(release, states, age)}
    few = [change for change in told if len(change.findings) <= MOST_TOGETHER]

    for change in few:
        one = found[findings_of(change)]
        assert kind_of(change) == kind_of(one)
        assert tuple(maker.key for maker in change.makers) == one.makers

    smallest, brought = {}, {}
    for one in found.values():
        smallest[kind_of(one)] = min(len(one.findings), smallest.get(kind_of(one), MOST_TOGETHER))
    for one in found.values():
        if len(one.findings) == smallest[kind_of(one)]:
            brought.setdefault(kind_of(one), set()).update(one.makers or ("",))
    assert {kind_of(change): len(change.findings) for change in few} == smallest
    named = {}
    for change in few:
        named.setdefault(kind_of(change), set()).update([maker.key for maker in change.makers] or [""])
    assert named == brought


def denied(release, states, findings):
    return made(release, states, [(finding, False) for finding in findings])


def level_of(release, states, age):
    return assessed(release, states, release.age_mask(age))[0].level


def open_on_pages_of_many(release, states):
    """Findings that are not known and can be denied one by one."""
    told = states.present | states.absent | states.unticked
    return [
        finding.index
        for finding in release.findings
        if finding.question is not None and not told >> finding.index & 1 and choice_of(release, finding.index) is None
    ]


@examples
@given(world=seeds, man=seeds, age=ages)
def test_what_is_open_can_be_denied_at_once_and_no_part_of_it_does_as_much(drawn, world, man, age):
    release = drawn(world)
    states = drawn_states(release, man)
    told = changes_of(release, states, age)
    for change in told:
        if len(change.findings) > MOST_TOGETHER:
            findings = [row.finding for row in change.findings]
            assert {row.present for row in change.findings} == {False}
            assert set(findings) <= set(open_on_pages_of_many(release, states))
            assert level_of(release, denied(release, states, findings), age) is change.level
            for left_out in findings:
                fewer = [finding for finding in findings if finding != left_out]
                assert level_of(release, denied(release, states, fewer), age).rank > change.level.rank
    lowest = level_of(release, denied(release, states, open_on_pages_of_many(release, states)), age)
    if lowest.rank < level_of(release, states, age).rank:
        assert (Direction.LOWER, Basis.NOT_KNOWN, lowest) in {kind_of(change) for change in told}


@settings(examples, max_examples=50)
@given(world=seeds, man=seeds, age=ages)
def test_the_most_useful_comes_first(drawn, world, man, age):
    release = drawn(world)
    changes = changes_of(release, drawn_states(release, man), age)
    places = [
        (
            change.direction is Direction.LOWER,
            change.basis is Basis.TOLD,
            len(change.findings),
            -change.level.rank,
            min((maker.index for maker in change.makers), default=-1),
        )
        for change in changes
    ]
    assert places == sorted(places)
    assert len(set(changes)) == len(changes)


@settings(examples, max_examples=20)
@given(data=st.data())
def test_an_assessment_with_the_findings_changed_has_the_level_that_was_told(data, release):
    age = data.draw(strategies.AGES)
    states = data.draw(strategies.states(release))
    outcome = assess_states_in_full(release, age, states, continued=False)
    for change in outcome.what_would_change[:3] + outcome.what_would_change[-3:]:
        findings = [(release.finding_index[row.finding], row.would_be is State.PRESENT) for row in change.findings]
        after = assess_states_in_full(release, age, made(release, states, findings), continued=False)
        assert after.urgency.level is change.level
        fired = [flag.rule for flag in after.red_flags if flag.level is change.level]
        assert [maker.key for maker in change.made_by] == (fired or [picture.key for picture in after.self_care])
        still = {flag.rule for flag in after.red_flags} | {picture.key for picture in after.self_care}
        assert not {maker.key for maker in change.no_longer} & still
        rises = after.urgency.level.rank > outcome.urgency.level.rank
        assert change.direction is (Direction.RAISE if rises else Direction.LOWER)


@settings(examples, max_examples=20)
@given(data=st.data())
def test_the_age_and_what_is_worked_out_are_never_changed(data, release):
    age = data.draw(strategies.AGES)
    for change in changes_of(release, data.draw(strategies.states(release)), age):
        assert not any(release.worked_out >> row.finding & 1 for row in change.findings)


# On a few rules


def told_with(knowledge, rules, **states):
    """The changes, told with finding keys, for a man who denied everything but what stands in `states`."""
    release = release_with(knowledge, rules)
    asked = [finding.key for finding in release.findings if finding.question is not None]
    sent = dict.fromkeys(asked, "absent") | {key: word for word, keys in states.items() for key in keys.split()}
    changes = changes_of(release, states_of_evidence(release, list(sent.items())), 40)
    return [
        (change.direction.value, change.level.value, [release.findings[row.finding].key for row in change.findings])
        for change in changes
    ]


def test_of_what_he_is_not_sure_about_no_more_is_denied_than_is_needed(knowledge):
    rules = [
        (Urgency.EMERGENCY_NOW, (("danger_0",), ("danger_1",))),
        (Urgency.EMERGENCY_NOW, (("danger_2",),)),
        (Urgency.EMERGENCY_NOW, (("more_danger_0",),)),
        (Urgency.WITHIN_DAYS, (("unsure_red_flag",),)),
    ]
    told = told_with(
        knowledge, rules, present="how_fast_0 side_0", not_sure="danger_0 danger_1 danger_2 more_danger_0 more_danger_1"
    )
    assert [row for row in told if row[0] == "lower"] == [
        ("lower", "routine", ["danger_0", "danger_2", "more_danger_0"])
    ]


def test_two_answers_may_only_together_make_the_unsure_one_matter(knowledge):
    rules = [
        (Urgency.EMERGENCY_NOW, (("danger_0",), ("detail_0",), ("detail_1",))),
        (Urgency.SAME_DAY, (("unsure_red_flag",),)),
    ]
    told = told_with(knowledge, rules, present="how_fast_0 side_0", not_sure="danger_0")
    assert told == [("raise", "same_day", ["detail_0", "detail_1"])]


# On the shipped knowledge

CALM = {"present": ["onset_months", "duration_over_year", "course_stable", "side_both", "kind_heavy", "feeling_normal"]}


def outcome_of(release, *, age=50, rest="absent", **states):
    """The outcome for findings by state; the others are all in the state `rest`, or not asked when it is empty."""
    sent = {finding: word for word, findings in states.items() for finding in findings}
    if rest:
        asked = [finding.key for finding in release.findings if finding.question is not None]
        sent = dict.fromkeys(asked, rest) | sent
    return assess_states_in_full(release, age, states_of_evidence(release, list(sent.items())), continued=False)


def told_of(outcome, **wanted):
    return [
        change
        for change in outcome.what_would_change
        if all(getattr(change, name) == value for name, value in wanted.items())
    ]


def words_of(change):
    return {row.finding: (row.state.value, row.would_be.value) for row in change.findings}


def test_a_danger_sign_that_he_denied_would_raise_it(release):
    outcome = outcome_of(release, **CALM)
    assert outcome.urgency.level is Level.ROUTINE
    (change,) = [
        change
        for change in told_of(outcome, direction="raise", basis="told")
        if words_of(change) == {"chest_pain": ("absent", "present")}
    ]
    assert change.level is Level.EMERGENCY_NOW
    assert [(maker.kind, maker.key) for maker in change.made_by] == [("rule", "chest_pain_now")]
    assert change.findings[0].question == "danger_now"
    assert told_of(outcome, basis="not_known") == []


@pytest.mark.parametrize("state", ["not_sure", "not_asked"])
def test_a_danger_sign_that_is_not_known_would_raise_it_or_lower_it(release, state):
    others = [
        finding.key
        for finding in release.findings
        if finding.question is not None and finding.key not in ("chest_pain", *CALM["present"])
    ]
    unsure = {"not_sure": ["chest_pain"]} if state == "not_sure" else {}
    outcome = outcome_of(release, rest="", absent=others, **CALM, **unsure)
    assert outcome.urgency.level is Level.WITHIN_DAYS
    up, down = told_of(outcome, basis="not_known")
    assert (up.direction, up.level, words_of(up)) == (
        Direction.RAISE,
        Level.EMERGENCY_NOW,
        {"chest_pain": (state, "present")},
    )
    assert (down.direction, down.level, words_of(down)) == (
        Direction.LOWER,
        Level.ROUTINE,
        {"chest_pain": (state, "absent")},
    )
    assert [maker.key for maker in down.no_longer] == ["not_sure_slow" if state == "not_sure" else "not_asked"]


def test_all_that_he_was_not_sure_about_is_one_way_down_if_it_is_all_a_no(release):
    unsure = ["chest_pain", "confusion", "cola_urine", "fever_sweats", "tearing_pain"]
    outcome = outcome_of(release, not_sure=unsure, **CALM)
    (down,) = told_of(outcome, direction="lower", basis="not_known")
    # Fever alone is no emergency, so it may stay open.
    assert set(words_of(down)) == set(unsure) - {"fever_sweats"}
    assert down.level is Level.ROUTINE


def test_another_option_of_a_single_choice_page_is_one_change(release):
    stroke = ["onset_sudden", "face_droop", "duration_under_week", "course_stable", "side_both", "kind_heavy"]
    outcome = outcome_of(release, present=stroke, age=70)
    assert outcome.urgency.level is Level.EMERGENCY_NOW
    assert told_of(outcome, direction="raise") == []
    downs = told_of(outcome, direction="lower", basis="told")
    assert {"course_resolved": ("absent", "present")} in [words_of(change) for change in downs]
    assert all("stroke_signs" in [maker.key for maker in change.no_longer] for change in downs)


def test_a_picture_of_self_care_is_named_as_what_makes_the_level(release):
    sore = ["sore_after_exercise", "duration_under_week", "course_improving", "kind_pain_limits", "onset_days"]
    outcome = outcome_of(release, present=[*sore, "side_both", "feeling_normal"], age=33)
    assert outcome.urgency.level is Level.ROUTINE
    (change,) = told_of(outcome, direction="lower")
    assert words_of(change) == {"hard_exercise_recent": ("absent", "present")}
    assert [(maker.kind, maker.key) for maker in change.made_by] == [("picture", "sore_after_training")]


def test_self_care_would_end_without_its_picture(release):
    sore = ["hard_exercise_recent", "sore_after_exercise", "duration_under_week", "course_improving"]
    rest = ["kind_pain_limits", "onset_days", "side_both", "feeling_normal"]
    outcome = outcome_of(release, present=[*sore, *rest], age=33)
    assert outcome.urgency.level is Level.SELF_CARE
    ended = [change for change in told_of(outcome, direction="raise") if change.no_longer]
    assert ended
    assert {maker.key for change in ended for maker in change.no_longer} == {"sore_after_training"}
    assert told_of(outcome, direction="lower") == []


@pytest.mark.parametrize("answers", [{"scope": ("known_cause",)}, {"scope": ("injury",), "danger_now": ("none",)}])
def test_nothing_is_told_after_a_scope_answer_that_ends_the_check(release, answers):
    assert assess_answers_in_full(release, 50, answers, continued=False).what_would_change == ()


def test_nothing_is_told_without_an_age(release):
    answers = {"danger_now": ("chest_pain",)}
    assert assess_answers_in_full(release, None, answers, continued=False).what_would_change == ()
    assert assess_answers_in_full(release, 50, answers, continued=False).what_would_change
