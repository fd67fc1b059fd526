"""Figures count what they say, on made-up runs whose outcome is known."""

from __future__ import annotations

import dataclasses

import pytest

from symptoms.engine.levels import Level
from symptoms.evaluation.figures import FitWord, PageCount, Top, figures
from symptoms.evaluation.misses import Missed, misses
from symptoms.evaluation.running import CaseRun, Walk, Way, run
from symptoms.proportions import proportion, spread


@pytest.fixture(scope="module")
def direct(release, cases) -> CaseRun:
    return run(release, cases["v98_new_baby"], Way.DIRECT)


def expecting(found: CaseRun, **changes) -> CaseRun:
    """The same outcome of a case that expects something else."""
    case = dataclasses.replace(found.named.case, **changes)
    return dataclasses.replace(found, named=dataclasses.replace(found.named, case=case))


def at(found: CaseRun, cause: int = 1, category: int = 1, **changes) -> CaseRun:
    """The right cause and category stand at these places."""
    causes, categories = (found.end.causes[cause - 1],), (found.end.categories[category - 1],)
    return expecting(found, causes=causes, categories=categories, **changes)


def test_places_are_counted_up_to_the_last_that_is_looked_at(release, direct):
    runs = [at(direct, 1, 1), at(direct, 3, 3), at(direct, 4, 4), at(direct, 6, 1)]
    found = figures(release, Way.DIRECT, runs)
    assert found.end.causes == (Top(1, proportion(1, 4)), Top(3, proportion(2, 4)), Top(5, proportion(3, 4)))
    assert found.end.categories == (Top(3, proportion(3, 4)),)
    assert (found.cases, found.continued, found.pages) == (4, None, None)


def test_levels_are_counted_by_the_lowest_that_is_expected(release, direct):
    runs = [
        expecting(direct, at_least=Level.SELF_CARE, at_most=Level.SELF_CARE),
        expecting(direct, at_least=Level.SELF_CARE, at_most=Level.ROUTINE),
        expecting(direct, at_least=Level.SAME_DAY, at_most=Level.EMERGENCY_NOW),
    ]
    found = figures(release, Way.DIRECT, runs)
    assert (found.in_range, found.under, found.over) == (proportion(2, 3), proportion(1, 3), proportion(0, 3))
    assert [(row.level, row.in_range.count, row.under.count, row.over.count) for row in found.levels] == [
        (Level.SAME_DAY, 0, 1, 0),
        (Level.SELF_CARE, 2, 0, 0),
    ]


def test_a_shown_cause_is_right_when_the_case_expects_it(release, direct):
    scores = direct.end.ranking.scores
    shares = [round(score.share, 6) for score in scores]
    words = [sum(least <= share < most for share in shares) for least, most in ((0.35, 2), (0.1, 0.35), (0.02, 0.1))]
    found = figures(release, Way.DIRECT, [at(direct, 1), at(direct, len(scores))])
    first = 0 if words[0] else 1
    assert [fit.right.of for fit in found.end.fits] == [2 * count for count in words]
    assert [fit.right.count for fit in found.end.fits] == [int(number == first) for number in range(3)]
    assert found.end.fits[first].mean_share == round(sum(shares[: words[first]]) / words[first], 6)


def test_a_case_that_accepts_several_causes_says_nothing_about_fits(release, direct):
    several = expecting(direct, causes=tuple(direct.end.causes[:2]))
    alone = figures(release, Way.DIRECT, [at(direct, 1)])
    found = figures(release, Way.DIRECT, [at(direct, 1), several])
    assert found.end.fits == alone.end.fits
    assert (found.end.causes[0].right, alone.end.causes[0].right) == (proportion(2, 2), proportion(1, 1))


def test_a_word_that_was_never_shown_has_no_share(release):
    found = figures(release, Way.DIRECT, [])
    assert found.end.fits[0] == FitWord("strong", proportion(0, 0), None)


def test_pages_of_interviews_to_the_end_and_of_emergencies_are_kept_apart(release, direct):
    def walk(pages, fewest=None, *, at_once=False):
        whole = Walk(pages, fewest is None, at_once, fewest, direct.end, {})
        return dataclasses.replace(direct, walk=whole)

    runs = [walk(18, 16), walk(21, 14), walk(18, 18), walk(4, at_once=True), walk(9)]
    pages = figures(release, Way.DENIES, runs).pages
    assert pages.to_the_end == spread([18, 21, 18])
    assert pages.fewest == spread([16, 14, 18])
    assert pages.times_fewest == 18 / 16
    assert pages.counts[0] == PageCount(14, 0, 1)
    assert pages.counts[4] == PageCount(18, 2, 1)
    assert pages.counts[-1] == PageCount(21, 1, 0)
    assert [(row.level, row.pages.of) for row in pages.by_level] == [(Level.SELF_CARE, 3)]
    assert (pages.emergencies, pages.emergencies_at_once) == (spread([4, 9]), spread([4]))


def test_a_miss_tells_the_level_and_where_the_right_cause_stands(release, direct):
    level = Level.SAME_DAY
    found = list(misses(release, Way.DIRECT, [at(direct, 9, 5, at_least=level, at_most=level)]))
    assert [miss.missed for miss in found] == [Missed.LEVEL_UNDER, Missed.CAUSE, Missed.CATEGORY]
    assert (found[0].level, found[0].at_least, found[0].reasons) == (Level.SELF_CARE, level, ())
    assert found[0].story == direct.named.story
    assert [row.place for row in found[1].right] == [9]
    assert [row.key for row in found[1].first] == list(direct.end.causes[:5])
    assert [row.place for row in found[2].right] == [5]
    assert [row.key for row in found[2].first] == list(direct.end.categories[:3])


def test_a_level_that_is_too_high_names_the_rules_and_what_met_them(release, cases):
    found = run(release, cases["v12_ripping_pain"], Way.DIRECT)
    runs = [expecting(found, at_least=Level.ROUTINE, at_most=Level.ROUTINE)]
    (miss,) = misses(release, Way.DIRECT, runs)
    assert miss.missed is Missed.LEVEL_OVER
    named = {key for reason in miss.reasons for key in reason.findings}
    assert "chest_pain" in named
    assert named <= {*found.named.case.present, "age_50_plus"}


def test_after_an_emergency_the_order_is_looked_at_twice(release, direct):
    walk = Walk(4, True, True, None, direct.end, {})
    runs = [at(dataclasses.replace(direct, walk=walk), 6)]
    assert [(miss.missed, miss.continued) for miss in misses(release, Way.DENIES, runs)] == [
        (Missed.CAUSE, False),
        (Missed.CAUSE, True),
    ]
