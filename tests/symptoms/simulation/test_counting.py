"""Counting men made by hand, and what the figures make of them."""

from collections import Counter

import pytest

from symptoms.engine.flow import WhyNow
from symptoms.engine.levels import Level
from symptoms.simulation.counting import Counts
from symptoms.simulation.drawing import Man, Plan
from symptoms.simulation.figures import figures, nth
from symptoms.simulation.proportions import proportion
from symptoms.simulation.report import lines
from symptoms.simulation.running import bench
from symptoms.simulation.shares import Draw
from symptoms.simulation.walking import Fired, Origin, Walked
from tests.symptoms.simulation.tiny import CAUSE, DOCUMENT, TINY, mask

DANGER = mask("chest_pain", "confusion", "fit")
RULE = {row.key: index for index, row in enumerate(TINY.red_flags)}
PLAN = Plan(7, Draw.CORRELATED, 0.5)


def man(cause, given, *, full=None, pages=8, rules=(), place=1, category=1, present=(), own=(), band=0):
    stopped = given is Level.EMERGENCY_NOW
    return Walked(
        man=Man(30, band, CAUSE[cause], mask(*present), mask(*own)),
        right=Level(TINY.causes[CAUSE[cause]].urgency.value),
        given=given,
        full=full or given,
        pages=pages,
        ending=WhyNow.EMERGENCY if stopped else WhyNow.FINISHED,
        rules=tuple(Fired(RULE[rule], origin) for rule, origin in rules),
        cause_place=place,
        category_place=category,
    )


MEN = (
    man("nerve", Level.ROUTINE, pages=10),
    man("nerve", Level.ROUTINE, full=Level.WITHIN_DAYS, pages=12, place=4, category=2),
    man(
        "nerve",
        Level.EMERGENCY_NOW,
        pages=3,
        rules=[("chest_pain", Origin.OTHER_TROUBLE), ("confused", Origin.OTHER_TROUBLE)],
        present=("chest_pain", "confusion", "numb"),
        own=("numb",),
        place=9,
        category=4,
    ),
    man(
        "tired",
        Level.EMERGENCY_NOW,
        pages=3,
        rules=[("chest_pain", Origin.OTHER_TROUBLE)],
        present=("chest_pain",),
        band=1,
    ),
    man("tired", Level.ROUTINE, pages=9, band=1),
    man("growth", Level.EMERGENCY_NOW, pages=3, rules=[("confused", Origin.OWN)], present=("confusion",)),
    man("stroke", Level.WITHIN_DAYS, pages=14, present=("confusion",), own=("confusion",)),
    man("stroke", Level.EMERGENCY_NOW, pages=3),
)


def counted(men):
    counts = Counts()
    for one in men:
        counts.add(one, DANGER)
    return counts


@pytest.fixture(scope="module")
def found():
    here = bench(DOCUMENT, PLAN)
    return figures(here.release, here.knowledge, PLAN, counted(MEN))


def named(rows, name):
    return next(row for row in rows if row.group == name)


def of(part):
    return part.count, part.of


def test_counts_of_two_halves_are_those_of_the_whole():
    first, second = counted(MEN[:3]), counted(MEN[3:])
    second.merge(first)
    assert second == counted(MEN)


def test_levels_are_compared_with_the_urgency_of_the_cause(found):
    everybody, routine, emergency = (named(found.levels, name) for name in ("all", "routine", "emergency_now"))
    assert [of(part) for part in (everybody.exact, everybody.under, everybody.over)] == [(3, 8), (1, 8), (4, 8)]
    assert [of(part) for part in (routine.exact, routine.under, routine.over)] == [(2, 3), (0, 3), (1, 3)]
    assert [of(part) for part in (emergency.exact, emergency.under, emergency.over)] == [(1, 2), (1, 2), (0, 2)]
    assert {row.level: row.told.count for row in routine.given} == {
        Level.EMERGENCY_NOW: 1,
        Level.SAME_DAY: 0,
        Level.WITHIN_DAYS: 0,
        Level.ROUTINE: 2,
        Level.SELF_CARE: 0,
    }


def test_ages_and_causes_have_their_own_figures(found):
    assert [row.men for row in found.ages] == [6, 2, 0, 0]
    assert [row.men for row in found.harmless_by_age] == [3, 2, 0, 0]
    nerve = next(row for row in found.causes if row.triage.group == "nerve")
    assert (nerve.right, of(nerve.triage.over)) == (Level.ROUTINE, (1, 3))


def test_harmless_men_sent_to_an_emergency_department_come_with_the_rules_that_sent_them(found):
    group = found.too_high[0]
    assert (group.group, group.given) == ("routine and self_care", Level.EMERGENCY_NOW)
    assert of(group.told) == (2, 5)
    origins = (group.own, group.pattern, group.facts, group.other_trouble, group.no_rule)
    assert [of(part) for part in origins] == [
        (0, 2),
        (0, 2),
        (0, 2),
        (2, 2),
        (0, 2),
    ]
    assert [(row.rule, of(row.fired), of(row.only), of(row.own)) for row in group.rules] == [
        ("chest_pain", (2, 2), (1, 2), (0, 2)),
        ("confused", (1, 2), (0, 2), (0, 1)),
    ]


def test_all_men_told_too_much_are_counted_against_those_who_could_be(found):
    emergency = next(row for row in found.too_high if row.group == "all below" and row.given is Level.EMERGENCY_NOW)
    assert of(emergency.told) == (3, 6)
    assert of(emergency.own) == (1, 3)
    assert {row.rule: of(row.own) for row in emergency.rules} == {"chest_pain": (0, 2), "confused": (1, 2)}
    routine = next(row for row in found.too_high if row.given is Level.ROUTINE)
    assert (of(routine.told), of(routine.no_rule), routine.rules) == ((1, 2), (1, 1), ())


def test_pages_have_a_middle_a_nine_in_ten_and_a_most(found):
    everybody = named(found.pages, "all")
    assert (everybody.men, everybody.median, everybody.ninetieth, everybody.most) == (8, 6.0, 14, 14)
    finished = named(found.pages, "not stopped")
    assert (finished.men, finished.median, finished.ninetieth) == (4, 11.0, 14)
    assert named(found.pages, "stopped by an emergency").most == 3
    assert named(found.pages, "told same_day").men == 0


def test_ranking_counts_the_first_places(found):
    everybody = named(found.ranking, "all")
    parts = (everybody.first, everybody.first_three, everybody.first_five, everybody.category_first_three)
    assert [of(part) for part in parts] == [(6, 8), (6, 8), (7, 8), (7, 8)]
    assert of(named(found.ranking, "cause routine").first) == (1, 3)


def test_men_told_the_same_with_every_page_are_counted(found):
    assert of(found.same_level_with_every_page) == (7, 8)


def test_danger_signs_are_set_beside_their_background(found):
    signs = {row.finding: row for row in found.signs}
    assert of(signs["chest_pain"].drawn) == (2, 8)
    assert of(signs["confusion"].drawn) == (3, 8)
    assert signs["fit"].background == pytest.approx((6 * 0.2 + 2 * 0.3) / 8)


def test_signs_of_other_trouble_are_those_the_cause_does_not_bring(found):
    assert [(row.signs, row.harmless.count, row.serious.count) for row in found.other_trouble] == [
        (0, 3, 2),
        (1, 1, 1),
        (2, 1, 0),
        (3, 0, 0),
    ]
    assert found.other_trouble[0].serious.of == 3


def test_overlap_is_told_only_where_it_counts(found):
    assert found.overlap == 0.5
    here = bench(DOCUMENT, Plan(7, Draw.CRUDE, 0.5))
    assert figures(here.release, here.knowledge, here.plan, counted(MEN)).overlap is None


def test_without_men_every_share_is_unknown():
    here = bench(DOCUMENT, PLAN)
    empty = figures(here.release, here.knowledge, PLAN, Counts())
    assert empty.levels[0].exact.share is None
    assert any("-" in line for line in lines(empty))


def test_report_names_the_rules_and_the_causes(found):
    text = "\n".join(lines(found))
    assert "Told emergency_now, true cause routine and self_care: 40.0 % (11.8 to 76.9), 2 men" in text
    assert "signs of other trouble 100.0 %" in text
    assert "  chest_pain  100.0 %  50.0 %      0.0 %\n" in text
    assert "3 or more" in text


@pytest.mark.parametrize(("count", "of"), [(1, 10), (5, 10), (180, 1000), (3, 20_000)])
def test_limits_of_an_interval_are_the_shares_just_196_standard_errors_away(count, of):
    found = proportion(count, of)
    assert found.share == round(count / of, 6)
    assert found.low < found.share < found.high
    for limit in (found.low, found.high):
        errors = abs(count / of - limit) / (limit * (1 - limit) / of) ** 0.5
        assert errors == pytest.approx(1.96, rel=0.02)


def test_interval_of_none_and_of_all_ends_at_the_share():
    assert (proportion(0, 10).low, proportion(10, 10).high) == (0.0, 1.0)
    assert proportion(0, 10).high == pytest.approx(1 - proportion(10, 10).low)
    assert proportion(0, 0).share is None


def test_place_in_a_histogram_is_that_in_the_ordered_list():
    values = [3, 3, 5, 8, 8, 8, 13]
    histogram = Counter(values)
    assert [nth(histogram, place) for place in range(1, 8)] == values
    assert nth(Counter(), 1) == 0
