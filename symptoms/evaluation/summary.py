"""An evaluation in plain lines, from its JSON values: in English, as all that commands print."""

from __future__ import annotations

from collections.abc import Iterator

from symptoms.evaluation.words import (
    CHANGES,
    ENGLISH,
    LEVELS,
    NOISE,
    OTHER_CASES,
    OWN_CASES,
    WAYS,
    WAYS_EXPLAINED,
    Plain,
)


def summary(evaluation: Plain) -> Iterator[str]:
    """Lines with every figure and every miss."""
    yield f"{evaluation['cases']} cases, release {evaluation['release'][:12]}, engine {evaluation['engine']}."
    yield OWN_CASES if evaluation["own"] else OTHER_CASES
    if evaluation["unfinished"]:
        yield (
            f"Judged as they stand, the rest not asked, and left out where the rest is denied: "
            f"{', '.join(evaluation['unfinished'])}."
        )
    for way in evaluation["ways"]:
        yield ""
        yield from _way(way)
    yield ""
    yield "Bars"
    for bar in evaluation["bars"]:
        met = "met" if bar["met"] else "NOT MET"
        goal = " (goal)" if bar["goal"] else ""
        yield f"  {met}{goal}: {bar['text']}: {ENGLISH.measured(bar)}, wanted {ENGLISH.wanted(bar)}"
    yield ""
    yield from _lost(evaluation["lost"])
    yield from _noise(evaluation["noise"])
    yield ""
    yield "Misses" if evaluation["misses"] else "No misses."
    for miss in evaluation["misses"]:
        yield f"  {miss['case']} ({WAYS[miss['way']]}): {ENGLISH.why(miss)}"
        yield f"    {miss['age']}: {miss['story']}"


def _way(way: Plain) -> Iterator[str]:
    yield f"{WAYS[way['way']]}: {way['cases']} cases"
    yield f"  {WAYS_EXPLAINED[way['way']]}"
    below, above = way["under"]["count"], way["over"]["count"]
    yield f"  Level in its range: {ENGLISH.of_all(way['in_range'])}; below: {below}; above: {above}"
    for level in way["levels"]:
        yield (
            f"    {LEVELS[level['level']]}: in range {ENGLISH.of_all(level['in_range'])}, "
            f"below {ENGLISH.of_all(level['under'])}, above {ENGLISH.of_all(level['over'])}"
        )
    if way["continued"] is None:
        yield from _order(way["end"])
        return
    yield "  When an emergency ends the interview:"
    yield from _order(way["end"])
    yield "  When he goes on after an emergency:"
    yield from _order(way["continued"])
    yield from _pages(way["pages"])


def _order(order: Plain) -> Iterator[str]:
    for what, tops in (("cause", order["causes"]), ("category", order["categories"])):
        for top in tops:
            yield f"    A fitting {what} {_within(top['places'])}: {ENGLISH.of_all(top['right'])}"
    for fit in order["fits"]:
        given = f"mean share {ENGLISH.percent(fit['mean_share'])}"
        yield f"    Shown as a {fit['word']} fit, and the one expected: {ENGLISH.of_all(fit['right'])}; {given}"


def _within(places: int) -> str:
    return "in first place" if places == 1 else f"in the first {places}"


def _pages(pages: Plain) -> Iterator[str]:
    yield f"  Pages of {pages['to_the_end']['of']} interviews to the end: {ENGLISH.spread(pages['to_the_end'])}"
    ratio = ENGLISH.times(pages["times_fewest"])
    yield f"    fewest possible: {ENGLISH.spread(pages['fewest'])}; asked for each that was needed: {ratio}"
    for level in pages["by_level"]:
        yield f"    {LEVELS[level['level']]} ({level['pages']['of']}): {ENGLISH.spread(level['pages'])}"
    emergencies, at_once = pages["emergencies"], pages["emergencies_at_once"]
    yield f"  Pages of {emergencies['of']} interviews ended by an emergency: {ENGLISH.spread(emergencies)}"
    yield f"    {at_once['of']} that the danger pages alone tell of: {ENGLISH.spread(at_once)}"


def _lost(lost: Plain) -> Iterator[str]:
    yield f"Emergencies below same day, of {lost['cases']} cases, each change tried on each"
    for row in lost["changes"]:
        yield f"  {CHANGES[row['change']]}: {row['lost']['count']} lost in {row['lost']['of']} tries"
    for row in lost["lost"]:
        instead = f" instead: {', '.join(row['instead'])};" if row["instead"] else ""
        yield (
            f"    {row['case']}: {CHANGES[row['change']]}: {', '.join(row['findings'])};{instead} "
            f"{ENGLISH.level_why(row)}"
        )


def _noise(curves: list[Plain]) -> Iterator[str]:
    for curve in curves:
        yield ""
        yield f"Noise: {NOISE[curve['noise']]} ({curve['draws']} draws of each case)"
        for point in curve["points"]:
            yield (
                f"  {ENGLISH.percent(point['strength'])}: first cause {ENGLISH.percent(point['first']['share'])}, "
                f"first five {ENGLISH.percent(point['first_five']['share'])}, "
                f"category in three {ENGLISH.percent(point['category']['share'])}; "
                f"level in range {ENGLISH.percent(point['in_range']['share'])}, "
                f"below {ENGLISH.percent(point['under']['share'])}, above {ENGLISH.percent(point['over']['share'])}; "
                f"emergencies lost {point['lost']['count']} of {point['lost']['of']}"
            )
