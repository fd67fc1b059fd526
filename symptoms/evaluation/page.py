"""An evaluation as sections of a page: words, plots, and a table beside each plot. Made from its JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symptoms.evaluation.plots import Bar, BarGroup, Line, bar_plot, column_plot, line_plot
from symptoms.evaluation.words import (
    CHANGES,
    FITS,
    LEVELS,
    NOISE,
    OTHER_CASES,
    OWN_CASES,
    WAYS,
    WAYS_EXPLAINED,
    Plain,
    by_rules,
    measured,
    of_all,
    percent,
    spread,
    times,
    wanted,
    why,
    within,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; the first cell of each row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A plot as SVG, which may be missing, and the table with its figures; a long table is folded."""

    plot: str
    table: Table
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; `key` is its id there."""

    key: str
    title: str
    text: tuple[str, ...]
    parts: tuple[Part, ...]


def page_of(evaluation: Plain) -> dict[str, Any]:
    """What the templates need: `about` and `sections`."""
    about = [
        OWN_CASES if evaluation["own"] else OTHER_CASES,
        f"{evaluation['cases']} cases; release {evaluation['release'][:12]}; engine {evaluation['engine']}. "
        "The ranges in brackets are 95 % intervals.",
        *(f"{WAYS[way]}: {words}" for way, words in WAYS_EXPLAINED.items()),
    ]
    if evaluation["unfinished"]:
        about.append(
            f"Judged as they stand, the rest not asked, and left out where the rest is denied: "
            f"{', '.join(evaluation['unfinished'])}."
        )
    return {"about": about, "sections": tuple(_sections(evaluation))}


def _sections(evaluation: Plain) -> Iterator[Section]:
    ways = evaluation["ways"]
    yield Section(
        "bars",
        "What the project asks of itself",
        ("What each figure is, and should be.",),
        (_bars(evaluation["bars"]),),
    )
    yield Section(
        "right",
        "How often the outcome was right",
        (
            "The order of causes is that of a man who goes on after an emergency. Where a case accepts several "
            "causes, any one of them counts as right.",
        ),
        (_right(ways),),
    )
    yield Section(
        "levels",
        "Too low and too high",
        ("By the lowest level that a case expects.",),
        tuple(_levels(way) for way in ways),
    )
    yield Section(
        "pages",
        "Pages asked",
        ("Scope and age included. The fewest possible are known only to who knows all answers beforehand.",),
        tuple(part for way in ways if way["pages"] for part in (_page_counts(way), Part("", _page_spreads(way)))),
    )
    yield Section(
        "fits",
        "What the words for a fit are worth",
        (
            "Of the causes shown with a word, how many were the one that the case expects, beside the mean share that "
            "the engine gave them. Counted over the cases that expect exactly one cause: the shares of all causes "
            "together are 100 %, so where several are accepted they cannot be compared with how many were right.",
        ),
        (_fits(ways),),
    )
    if evaluation["noise"]:
        yield Section(
            "noise",
            "When answers are wrong",
            (
                "Noise over what he answered in an interview to its very end. The strength is how likely it is that "
                "an answer is changed. Ticks of danger signs are never flipped.",
            ),
            tuple(_noise(curve) for curve in evaluation["noise"]),
        )
    yield _lost(evaluation["lost"])
    yield _misses(evaluation["misses"])


def _bars(bars: Sequence[Plain]) -> Part:
    rows = tuple(
        (f"{bar['text']}{' (goal)' if bar['goal'] else ''}", measured(bar), wanted(bar), "yes" if bar["met"] else "no")
        for bar in bars
    )
    return Part("", Table("What was measured, and what is wanted", ("Figure", "Measured", "Wanted", "Met"), rows))


def _order(way: Plain) -> Plain:
    """The order of causes that is looked at: where there was an interview, that of a man who goes on."""
    found: Plain = way["end"] if way["continued"] is None else way["continued"]
    return found


def _right_figures(way: Plain) -> list[tuple[str, Plain]]:
    order = _order(way)
    return [
        *((f"Cause {within(top['places'])}", top["right"]) for top in order["causes"]),
        *((f"Category {within(top['places'])}", top["right"]) for top in order["categories"]),
        ("Level in its range", way["in_range"]),
    ]


def _bar(label: str, figure: Plain) -> Bar:
    return Bar(label, figure["share"], figure["low"], figure["high"])


def _right(ways: Sequence[Plain]) -> Part:
    groups = [
        BarGroup(WAYS[way["way"]], tuple(_bar(label, figure) for label, figure in _right_figures(way))) for way in ways
    ]
    title = "How often causes, categories and levels were right"
    plot = bar_plot("right-plot", title, "Bars of the shares in the table below, each with its 95 % interval.", groups)
    by_way = [dict(_right_figures(way)) for way in ways]
    rows = tuple((label, *(of_all(figures[label]) for figures in by_way)) for label in by_way[0])
    return Part(plot, Table(title, ("Figure", *(WAYS[way["way"]] for way in ways)), rows))


def _levels(way: Plain) -> Part:
    title = f"{WAYS[way['way']]}: below and above the expected range"
    groups = [
        BarGroup(LEVELS[row["level"]], (_bar("below", row["under"]), _bar("above", row["over"])))
        for row in way["levels"]
    ]
    key = f"levels-{way['way']}-plot"
    plot = bar_plot(key, title, "Bars of the shares in the table below, each with its 95 % interval.", groups)
    rows = tuple(
        (LEVELS[row["level"]], of_all(row["in_range"]), of_all(row["under"]), of_all(row["over"]))
        for row in way["levels"]
    )
    return Part(plot, Table(title, ("Expected", "In range", "Below", "Above"), rows))


def _page_counts(way: Plain) -> Part:
    counts = way["pages"]["counts"]
    title = f"{WAYS[way['way']]}: interviews by their number of pages"
    plot = column_plot(
        f"pages-{way['way']}-plot",
        title,
        "Columns of the counts in the table below: how many interviews asked so many pages, and for how many so "
        "many were the fewest possible.",
        ("Asked", "Fewest possible"),
        [(str(row["pages"]), row["asked"], row["fewest"]) for row in counts],
    )
    rows = tuple((str(row["pages"]), str(row["asked"]), str(row["fewest"])) for row in counts)
    return Part(plot, Table(title, ("Pages", "Asked", "Fewest possible"), rows))


def _page_spreads(way: Plain) -> Table:
    pages = way["pages"]
    rows = [
        ("To the end", pages["to_the_end"]),
        ("Fewest possible for these", pages["fewest"]),
        *((f"To the end: {LEVELS[row['level']]}", row["pages"]) for row in pages["by_level"]),
        ("Ended by an emergency", pages["emergencies"]),
        ("Ended by an emergency that the danger pages tell of", pages["emergencies_at_once"]),
    ]
    return Table(
        f"{WAYS[way['way']]}: pages asked; for each that was needed, at the median: {times(pages['times_fewest'])}",
        ("Interviews", "How many", "Pages"),
        tuple((label, str(values["of"]), spread(values)) for label, values in rows),
    )


def _fits(ways: Sequence[Plain]) -> Part:
    title = "How often a cause shown with a fit was right"
    groups = [
        BarGroup(WAYS[way["way"]], tuple(_bar(FITS[fit["word"]], fit["right"]) for fit in _order(way)["fits"]))
        for way in ways
    ]
    plot = bar_plot("fits-plot", title, "Bars of the shares in the table below, each with its 95 % interval.", groups)
    rows = tuple(
        (f"{FITS[fit['word']]}, {WAYS[way['way']].lower()}", of_all(fit["right"]), percent(fit["mean_share"]))
        for way in ways
        for fit in _order(way)["fits"]
    )
    return Part(plot, Table(title, ("Word", "Right", "Mean share the engine gave"), rows))


_CURVES = {
    "first": "Cause in first place",
    "first_five": "Cause in the first 5",
    "category": "Category in the first 3",
    "in_range": "Level in its range",
    "under": "Level below",
    "over": "Level above",
}


def _noise(curve: Plain) -> Part:
    points = curve["points"]
    title = NOISE[curve["noise"]]
    strongest = max(point["strength"] for point in points)
    plot = line_plot(
        f"noise-{curve['noise']}-plot",
        title,
        "Lines of the shares in the table below, from no noise on the left to the strongest on the right.",
        [(percent(point["strength"]), point["strength"] / strongest) for point in points],
        [Line(words, tuple(point[name]["share"] for point in points)) for name, words in _CURVES.items()],
    )
    rows = tuple(
        (
            percent(point["strength"]),
            *(percent(point[name]["share"]) for name in _CURVES),
            f"{point['lost']['count']} of {point['lost']['of']}",
        )
        for point in points
    )
    head = ("Strength", *_CURVES.values(), "Emergencies below same day")
    return Part(plot, Table(f"{title} ({curve['draws']} draws of each case)", head, rows))


def _lost(lost: Plain) -> Section:
    tried = Table(
        f"Changes tried on each of {lost['cases']} cases that expect an emergency",
        ("What was changed", "Tried", "Lost below same day"),
        tuple((CHANGES[row["change"]], str(row["lost"]["of"]), str(row["lost"]["count"])) for row in lost["changes"]),
    )
    each = Table(
        "Every emergency that was lost",
        ("Case", "What was changed", "Findings", "Chosen instead", "Level and why", "Age and story"),
        tuple(
            (
                row["case"],
                CHANGES[row["change"]],
                ", ".join(row["findings"]),
                ", ".join(row["instead"]) or "not sure",
                f"{LEVELS[row['level']]}, {by_rules(row['reasons'])}",
                f"{row['age']}: {row['story']}",
            )
            for row in lost["lost"]
        ),
    )
    text = ("He answers every page. One thing is changed, and the level falls below same day.",)
    parts = (Part("", tried), Part("", each, folded=True)) if each.rows else (Part("", tried),)
    return Section("lost", "Emergencies that a small change loses", text, parts)


def _misses(misses: Sequence[Plain]) -> Section:
    parts = []
    for way, words in WAYS.items():
        rows = tuple(
            (miss["case"], why(miss), f"{miss['age']}: {miss['story']}") for miss in misses if miss["way"] == way
        )
        if rows:
            parts.append(Part("", Table(words, ("Case", "What came out, and why", "Age and story"), rows), folded=True))
    text = "Every case whose level, cause or category did not come out as expected."
    return Section("misses", "Every miss", (text if parts else "There is none.",), tuple(parts))
