"""How the next page is chosen: by the rules it settles, and by what it tells about the causes."""

import dataclasses
import functools
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symptoms.engine.answers import page_states, states_of_answers
from symptoms.engine.clairvoyant import _smallest, fewest_pages
from symptoms.engine.compiled import bits
from symptoms.engine.coverage import OpenRule, page_that_settles_most, pages_until_settled
from symptoms.engine.flow import WhyNow
from symptoms.engine.gain import gain_needed, page_gains
from symptoms.engine.likelihood import differential
from symptoms.engine.simulated import Unnamed, all_answers, interview, man_of
from symptoms.engine.states import States

ALL = ~0


def pages(*indexes):
    return sum(1 << index for index in indexes)


def rule(*clauses, emergency=False):
    return OpenRule(emergency, clauses)


# Rules


@pytest.mark.parametrize(
    ("rules", "page"),
    [
        ([], None),
        ([rule(pages(3))], 3),
        ([rule(pages(2)), rule(pages(5)), rule(pages(5))], 5),
        ([rule(pages(2, 4)), rule(pages(2, 5))], 2),
        ([rule(pages(1), pages(6)), rule(pages(6), pages(2))], 6),
        ([rule(pages(2)), rule(pages(2)), rule(pages(5), emergency=True)], 5),
        # Page 1 would settle two rules, but page 7 is needed whatever happens and may settle others too.
        ([rule(pages(1), pages(2)), rule(pages(1), pages(3)), rule(pages(7))], 7),
        ([rule(pages(4)), rule(pages(2))], 2),
    ],
    ids=["none", "one", "most rules", "shared", "either clause", "emergency first", "no way round", "earlier page"],
)
def test_the_page_that_settles_most_comes_first(rules, page):
    assert page_that_settles_most(rules, ALL) == page


def test_only_pages_that_can_be_asked_are_chosen():
    assert page_that_settles_most([rule(pages(2)), rule(pages(5, 6))], pages(5, 6)) == 5
    assert page_that_settles_most([rule(pages(2))], pages(5)) is None


def test_pages_until_settled_are_those_a_man_who_denies_all_is_asked():
    assert pages_until_settled([rule(pages(1), pages(6)), rule(pages(6), pages(2)), rule(pages(3, 4))]) == pages(
        3, 4, 6
    )
    assert pages_until_settled([]) == 0


# Information


def gain_by_the_book(release, telling, ranking):
    """The expected fall of the entropy, each cause weighed, straight from its definition."""
    leading = max(range(len(release.categories)), key=lambda index: ranking.category_shares[index])
    known = {cause: telling.usual + more for cause, more in zip(telling.causes, telling.more, strict=True)}
    rows = [(ranking.something_else, telling.usual, 1.0)]
    for score in ranking.scores:
        cause = release.causes[score.cause]
        weight = release.numbers.category_gain_weight if cause.category == leading else 1.0
        weight *= release.numbers.serious_gain_weight if cause.level.value in ("emergency_now", "same_day") else 1.0
        rows.append((score.share, known.get(score.cause, telling.usual), weight))
    yes = math.fsum(share * says for share, says, _ in rows)
    total = 0.0
    for share, says, weight in rows:
        for part, whole in ((says, yes), (1 - says, 1 - yes)):
            if part > 0:
                total += weight * share * part * math.log2(part / whole)
    return total


@pytest.mark.parametrize("age", [25, 50, 68, 90])
def test_a_gain_is_the_weighed_information_of_its_definition(release, age):
    ranking, band = differential(release, States(), age), release.age_band(age)
    page = release.question_index["feeling_ok"]
    (telling,) = release.tellings[band][page]
    gain = page_gains(release, ranking, band, [page])[page]
    assert gain == pytest.approx(gain_by_the_book(release, telling, ranking), abs=1e-6)
    assert gain > 0


def test_findings_of_one_cluster_tell_less_together_than_apart(release):
    ranking, band = differential(release, States(), 50), 1
    page = release.question_index["feeling"]
    together = page_gains(release, ranking, band, [page])[page]
    apart = tuple(dataclasses.replace(telling, cluster=None) for telling in release.tellings[band][page])
    assert len({telling.cluster for telling in release.tellings[band][page]} - {None}) < len(apart)
    row = (*release.tellings[band][:page], apart, *release.tellings[band][page + 1 :])
    changed = dataclasses.replace(
        release, tellings=tuple(row if index == band else old for index, old in enumerate(release.tellings))
    )
    assert together < page_gains(changed, ranking, band, [page])[page]


def test_gains_weigh_the_leading_category_and_serious_causes(release):
    ranking, page = differential(release, States(), 50), release.question_index["function"]
    plain = dataclasses.replace(release.numbers, category_gain_weight=1.0, serious_gain_weight=1.0)
    unweighed = page_gains(dataclasses.replace(release, numbers=plain), ranking, 1, [page])[page]
    for name in ("category_gain_weight", "serious_gain_weight"):
        numbers = dataclasses.replace(plain, **{name: 3.0})
        assert page_gains(dataclasses.replace(release, numbers=numbers), ranking, 1, [page])[page] > unweighed


def test_single_choice_pages_are_left_to_their_own_step(release):
    singles = [question.index for question in release.questions if question.single_choice]
    assert set(page_gains(release, differential(release, States(), 50), 1, singles).values()) == {0.0}


@pytest.mark.parametrize(
    ("unsure_pages", "share"),
    [((), 1.0), (("feeling",), 0.75), (("feeling", "area", "walking"), 0.25), (("joints",), 1.0)],
    ids=["sure of all", "of three", "of one", "an unsure page he has not passed"],
)
def test_the_less_he_is_sure_of_the_less_a_page_needs_to_tell(release, unsure_pages, share):
    question = {key: release.questions[release.question_index[key]] for key in (*unsure_pages, "feeling", "area")}
    passed = sum(1 << release.question_index[key] for key in ("feeling", "area", "walking", "pain"))
    states = functools.reduce(
        States.merged, (page_states(question[key], ["not_sure"]) for key in unsure_pages), States()
    )
    assert gain_needed(release, passed, states) == pytest.approx(release.numbers.min_gain_bits * share)


def test_before_the_first_page_he_counts_as_sure(release):
    assert gain_needed(release, 0, States()) == release.numbers.min_gain_bits


def test_a_man_in_doubt_is_asked_pages_that_would_not_be_worth_it_to_a_sure_man(release, knowledge):
    case = next(row for row in knowledge.vignettes if row.key == "v45_dry_mouth_smoker")
    man = man_of(release, case.age, case.present, case.absent, case.unsure, Unnamed.NOT_SURE)
    walk, answered = interview(release, man), {}
    gains = []
    for step in walk.end.done:
        if step.question is None:
            continue
        question = release.questions[step.question]
        if step.why_now is WhyNow.MORE_DETAIL:
            states = states_of_answers(release, answered, case.age).states
            ranking, band = differential(release, states, case.age), release.age_band(case.age)
            gains.append(page_gains(release, ranking, band, [question.index])[question.index])
        answered[question.key] = walk.answers[question.key]
    assert min(gains) < release.numbers.min_gain_bits < max(gains)


# The fewest pages possible

ways = st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=3)


@settings(max_examples=200, deadline=None)
@given(st.lists(ways, min_size=1, max_size=5))
def test_the_smallest_set_of_pages_is_as_small_as_trying_all_finds(rules):
    masks = [tuple(sorted({pages(*way) for way in rule_ways})) for rule_ways in rules]
    found = _smallest(masks)

    def settles(chosen):
        return all(any(way & ~chosen == 0 for way in rule_ways) for rule_ways in masks)

    least = next(
        size for size in range(8) if any(settles(pages(*chosen)) for chosen in itertools.combinations(range(7), size))
    )
    assert settles(found)
    assert found.bit_count() == least


def test_no_interview_is_shorter_than_the_fewest_pages(release, knowledge):
    for vignette in knowledge.vignettes[::12]:
        man = man_of(release, vignette.age, vignette.present, vignette.absent, vignette.unsure)
        walk = interview(release, man)
        if walk.end.next.why_now.value == "finished":
            assert fewest_pages(release, vignette.age, all_answers(release, man)) <= len(walk.end.done), vignette.key


# The simulated man


@pytest.fixture
def man(release):
    return man_of(release, 50, ["onset_weeks", "foot_drop"], ["numb_feet"], ["sciatica"])


def test_a_simulated_man_says_what_is_known_of_him(release, man):
    said = {key: man.answer(release.questions[release.question_index[key]]) for key in release.question_index}
    assert said["scope"] == ("me_man",)
    assert said["how_fast"] == ("weeks",)
    assert said["how_long"] == ("not_sure",)
    assert said["feeling"] == ("not_sure",)
    assert said["danger_now"] == ("none",)
    assert said["feeling_ok"] == ("no",)
    foot_drop = release.questions[release.findings[release.finding_index["foot_drop"]].question]
    assert said[foot_drop.key] == ("foot_drop",)


def test_what_is_not_named_can_be_not_sure_too(release, man):
    unsure = dataclasses.replace(man, unnamed=Unnamed.NOT_SURE)
    said = {question.key: unsure.answer(question) for question in release.questions}
    assert said["danger_now"] == ("not_sure",)
    assert said["feeling_ok"] == ("not_sure",)
    assert said["how_fast"] == ("weeks",)
    foot_drop = release.questions[release.findings[release.finding_index["foot_drop"]].question]
    assert said[foot_drop.key] == ("foot_drop", "rest_not_sure")


def test_the_interview_of_a_simulated_man_answers_every_page_it_asked(release, man):
    walk = interview(release, man)
    asked = {release.questions[step.question].key for step in walk.end.done if step.question is not None}
    assert asked == set(walk.answers)
    assert [stop.next for stop in walk.stops[:-1]] == list(walk.end.done)
    assert len(list(bits(man.present))) == 2
