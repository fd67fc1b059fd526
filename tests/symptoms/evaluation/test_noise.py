"""Noise is the same every time, grows with its strength, and never flips a danger sign."""

import dataclasses

import pytest

from symptoms.engine.answers import options_problem
from symptoms.engine.levels import Level
from symptoms.engine.simulated import all_answers, man_of
from symptoms.evaluation import noise
from symptoms.evaluation.danger import danger_signs, emergency_findings, kind_pages, neighbours
from symptoms.evaluation.noise import STRENGTHS, Noise, noise_curves
from symptoms.evaluation.running import Way, run
from symptoms.proportions import proportion

KEYS = ["v12_ripping_pain", "v37_not_sure_down_there", "v98_new_baby"]


@pytest.fixture(scope="module")
def tools(release, knowledge):
    return noise._Tools(release, neighbours(release, knowledge), danger_signs(release))


def noisy(tools, cases, kind, strength, key, draw):
    case = cases[key].case
    man = man_of(tools.release, case.age, case.present, case.absent, case.unsure)
    true = all_answers(tools.release, man)
    return true, noise._noisy(tools, kind, true, strength, noise._chance(f"{draw}/{key}"))


@pytest.mark.parametrize("kind", Noise)
@pytest.mark.parametrize("key", KEYS)
def test_noisy_answers_can_be_given(release, tools, cases, kind, key):
    for draw in range(20):
        _, found = noisy(tools, cases, kind, 0.3, key, draw)
        for page, options in found.items():
            assert options_problem(release.questions[release.question_index[page]], options) is None


@pytest.mark.parametrize("kind", Noise)
def test_without_strength_there_is_no_noise_and_stronger_noise_changes_more_pages(tools, cases, kind):
    for draw in range(20):
        changed = set()
        for strength in STRENGTHS:
            true, found = noisy(tools, cases, kind, strength, KEYS[0], draw)
            now = {page for page in true if true[page] != found[page]}
            assert changed <= now
            assert strength or not now
            changed = now


@pytest.mark.parametrize("kind", [Noise.ONE_TICK, Noise.EVERY_TICK])
def test_ticks_of_danger_signs_and_single_choices_stay(release, tools, cases, kind):
    for draw in range(20):
        true, found = noisy(tools, cases, kind, 1.0, KEYS[0], draw)
        assert true != found
        for page in release.questions:
            danger = {option.key for option in page.options if option.present & tools.danger}
            assert set(true[page.key]) & danger == set(found[page.key]) & danger
            assert not page.single_choice or true[page.key] == found[page.key]


def test_one_tick_is_one_on_each_page(release, tools, cases):
    true, found = noisy(tools, cases, Noise.ONE_TICK, 1.0, KEYS[2], 0)
    pages = [page for page in release.questions if page.kind == "multiple" and true[page.key] != found[page.key]]
    assert len(pages) > 15
    own = [{option.key for option in page.options} for page in pages]
    assert all(
        len((set(true[page.key]) ^ set(found[page.key])) & keys) == 1 for page, keys in zip(pages, own, strict=True)
    )


def test_neighbours_on_a_page_with_an_order_are_next_to_each_other(release, knowledge):
    near = neighbours(release, knowledge)
    assert near["how_fast"]["sudden"] == ("days",)
    assert near["how_fast"]["weeks"] == ("days", "months")
    assert near["kind"]["true_weak"] == ("tires", "worn_out", "heavy", "pain")
    assert set(near) == {page.key for page in release.questions if page.single_choice}
    assert kind_pages(release, knowledge) == {"kind"}


def test_danger_signs_are_asked_on_the_danger_pages_or_fire_alone(release):
    signs = danger_signs(release)
    emergency = sum(page.mask for page in release.questions if page.stage == "emergency")
    beyond = release.keys(signs & ~emergency)
    assert emergency & ~signs == 0
    assert "swollen_one_leg" in beyond and "onset_sudden" not in beyond
    assert "age_50_plus" not in release.keys(emergency_findings(release))


def test_equal_seeds_give_equal_curves_that_begin_without_noise(release, knowledge, cases):
    runs = [run(release, cases[key], Way.DENIES) for key in KEYS[1:]]
    near = neighbours(release, knowledge)
    curves = noise_curves(release, runs, near, draws=1, seed=1)
    assert curves == noise_curves(release, runs, near, draws=1, seed=1)
    assert curves != noise_curves(release, runs, near, draws=1, seed=2)
    assert [curve.noise for curve in curves] == list(Noise)
    for curve in curves:
        assert [point.strength for point in curve.points] == list(STRENGTHS)
        assert curve.points[0].in_range.share == 1.0
        assert all(point.in_range.of == 2 for point in curve.points)


@pytest.mark.parametrize(
    ("level", "lost"), [(Level.EMERGENCY_NOW, 0), (Level.SAME_DAY, 0), (Level.WITHIN_DAYS, 1), (Level.SELF_CARE, 1)]
)
def test_an_emergency_is_lost_below_same_day(release, cases, level, lost):
    emergency, harmless = (run(release, cases[key], Way.DIRECT) for key in (KEYS[0], KEYS[2]))
    given = dataclasses.replace(emergency.end, triage=dataclasses.replace(emergency.end.triage, level=level))
    point = noise._point(0.1, [(emergency, given), (harmless, harmless.end)])
    assert point.lost == proportion(lost, 1)
    assert point.under == proportion(int(level is not Level.EMERGENCY_NOW), 2)
    assert (point.over.count, point.first_five.of) == (0, 2)


def test_noise_needs_an_interview(release, knowledge, cases):
    direct = run(release, cases[KEYS[2]], Way.DIRECT)
    with pytest.raises(ValueError, match="needs an interview"):
        noise_curves(release, [direct], neighbours(release, knowledge), draws=1, seed=1)
