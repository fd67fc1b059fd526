"""An evaluation as sections of a page: words, plots, and a table beside each plot. Made from its JSON values.

All words are those of a language. What is data stays as it is: keys, names of causes, and stories of cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symptoms.evaluation.figures import CATEGORY_PLACES, CAUSE_PLACES
from symptoms.evaluation.plots import Bar, BarGroup, Line, bar_plot, column_plot, line_plot
from symptoms.evaluation.words import (
    CHANGES,
    FITS,
    FITS_BY_WAY,
    LEVELS,
    NOISE,
    OTHER_CASES,
    OWN_CASES,
    WAYS,
    WAYS_EXPLAINED,
    Plain,
    Words,
)

#: How sure the intervals are.
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; the first cell of each row names it. `stories` says that the last one tells a story of a case,
    which is in English in every language.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stories: bool = False


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


def page_of(evaluation: Plain, words: Words) -> dict[str, Any]:
    """What the templates need: `about` and `sections`, in the language of the words."""
    return {"about": _about(evaluation, words), "sections": tuple(_sections(evaluation, words))}


def _about(evaluation: Plain, words: Words) -> list[str]:
    cases = OWN_CASES if evaluation["own"] else OTHER_CASES
    counted = words.ngettext(
        "{number} case; release {release}; engine {engine}. The ranges in brackets are {share} intervals.",
        "{number} cases; release {release}; engine {engine}. The ranges in brackets are {share} intervals.",
        evaluation["cases"],
    )
    about = [
        words.gettext(cases),
        counted.format(
            number=evaluation["cases"],
            release=evaluation["release"][:12],
            engine=evaluation["engine"],
            share=words.percent(_SURE),
        ),
        *(
            words.gettext("{way}: {explanation}").format(way=words.named(WAYS, way), explanation=words.gettext(text))
            for way, text in WAYS_EXPLAINED.items()
        ),
    ]
    if evaluation["unfinished"]:
        judged = words.gettext(
            "Judged as they stand, the rest not asked, and left out where the rest is denied: {cases}."
        )
        about.append(judged.format(cases=", ".join(evaluation["unfinished"])))
    return about


def _sections(evaluation: Plain, words: Words) -> Iterator[Section]:
    ways = evaluation["ways"]
    yield Section(
        "bars",
        words.gettext("What the project asks of itself"),
        (words.gettext("What each figure is, and should be."),),
        (_bars(evaluation["bars"], words),),
    )
    yield Section(
        "right",
        words.gettext("How often the outcome was right"),
        (
            words.gettext(
                "The order of causes is that of a man who goes on after an emergency. Where a case accepts several "
                "causes, any one of them counts as right."
            ),
        ),
        (_right(ways, words),),
    )
    yield Section(
        "levels",
        words.gettext("Too low and too high"),
        (words.gettext("By the lowest level that a case expects."),),
        tuple(_levels(way, words) for way in ways),
    )
    yield Section(
        "pages",
        words.gettext("Pages asked"),
        (
            words.gettext(
                "Scope and age included. The fewest possible are known only to who knows all answers beforehand."
            ),
        ),
        tuple(
            part
            for way in ways
            if way["pages"]
            for part in (_page_counts(way, words), Part("", _page_spreads(way, words)))
        ),
    )
    yield Section(
        "fits",
        words.gettext("What the words for a fit are worth"),
        (
            words.gettext(
                "Of the causes shown with a word, how many were the one that the case expects, beside the mean share "
                "that the engine gave them. Counted over the cases that expect exactly one cause: the shares of all "
                "causes together are {all}, so where several are accepted they cannot be compared with how many were "
                "right."
            ).format(all=words.percent(1)),
        ),
        (_fits(ways, words),),
    )
    if evaluation["noise"]:
        yield Section(
            "noise",
            words.gettext("When answers are wrong"),
            (
                words.gettext(
                    "Noise over what he answered in an interview to its very end. The strength is how likely it is "
                    "that an answer is changed. Ticks of danger signs are never flipped."
                ),
            ),
            tuple(_noise(curve, words) for curve in evaluation["noise"]),
        )
    yield _lost(evaluation["lost"], words)
    yield _misses(evaluation["misses"], words)


def _bars(bars: Sequence[Plain], words: Words) -> Part:
    rows = tuple(
        (
            _bar_named(bar, words),
            words.measured(bar),
            words.wanted(bar),
            words.gettext("yes") if bar["met"] else words.gettext("no"),
        )
        for bar in bars
    )
    head = (words.gettext("Figure"), words.gettext("Measured"), words.gettext("Wanted"), words.gettext("Met"))
    return Part("", Table(words.gettext("What was measured, and what is wanted"), head, rows))


def _bar_named(bar: Plain, words: Words) -> str:
    text: str = bar["text"]
    figure = words.gettext(text)
    return words.gettext("{figure} (goal)").format(figure=figure) if bar["goal"] else figure


def _order(way: Plain) -> Plain:
    """The order of causes that is looked at: where there was an interview, that of a man who goes on."""
    found: Plain = way["end"] if way["continued"] is None else way["continued"]
    return found


def _right_figures(way: Plain, words: Words) -> list[tuple[str, Plain]]:
    order = _order(way)
    return [
        *((words.cause_within(top["places"]), top["right"]) for top in order["causes"]),
        *((words.category_within(top["places"]), top["right"]) for top in order["categories"]),
        (words.gettext("Level in its range"), way["in_range"]),
    ]


def _bar(label: str, figure: Plain, words: Words) -> Bar:
    share = figure["share"]
    told = words.gettext("no case") if share is None else words.percent(share)
    return Bar(label, told, share, figure["low"], figure["high"])


def _bar_plot(key: str, title: str, groups: Sequence[BarGroup], words: Words) -> str:
    description = words.gettext("Bars of the shares in the table below, each with its {share} interval.")
    return bar_plot(key, title, description.format(share=words.percent(_SURE)), groups, words.percent)


def _right(ways: Sequence[Plain], words: Words) -> Part:
    names = [words.named(WAYS, way["way"]) for way in ways]
    by_way = [_right_figures(way, words) for way in ways]
    groups = [
        BarGroup(name, tuple(_bar(label, figure, words) for label, figure in figures))
        for name, figures in zip(names, by_way, strict=True)
    ]
    title = words.gettext("How often causes, categories and levels were right")
    plot = _bar_plot("right-plot", title, groups, words)
    rows = tuple((same[0][0], *(words.of_all(figure) for _, figure in same)) for same in zip(*by_way, strict=True))
    return Part(plot, Table(title, (words.gettext("Figure"), *names), rows))


def _levels(way: Plain, words: Words) -> Part:
    title = words.gettext("{way}: below and above the expected range").format(way=words.named(WAYS, way["way"]))
    below, above = words.gettext("below"), words.gettext("above")
    groups = [
        BarGroup(words.named(LEVELS, row["level"]), (_bar(below, row["under"], words), _bar(above, row["over"], words)))
        for row in way["levels"]
    ]
    plot = _bar_plot(f"levels-{way['way']}-plot", title, groups, words)
    rows = tuple(
        (
            words.named(LEVELS, row["level"]),
            words.of_all(row["in_range"]),
            words.of_all(row["under"]),
            words.of_all(row["over"]),
        )
        for row in way["levels"]
    )
    head = (words.gettext("Expected"), words.gettext("In range"), words.gettext("Below"), words.gettext("Above"))
    return Part(plot, Table(title, head, rows))


def _page_counts(way: Plain, words: Words) -> Part:
    counts = way["pages"]["counts"]
    title = words.gettext("{way}: interviews by their number of pages").format(way=words.named(WAYS, way["way"]))
    asked, fewest = words.gettext("Asked"), words.gettext("Fewest possible")
    plot = column_plot(
        f"pages-{way['way']}-plot",
        title,
        words.gettext(
            "Columns of the counts in the table below: how many interviews asked so many pages, and for how many so "
            "many were the fewest possible."
        ),
        (asked, fewest),
        [(str(row["pages"]), row["asked"], row["fewest"]) for row in counts],
    )
    rows = tuple((str(row["pages"]), str(row["asked"]), str(row["fewest"])) for row in counts)
    return Part(plot, Table(title, (words.gettext("Pages"), asked, fewest), rows))


def _page_spreads(way: Plain, words: Words) -> Table:
    pages = way["pages"]
    to_the_end_at = words.gettext("To the end: {level}")
    rows = [
        (words.gettext("To the end"), pages["to_the_end"]),
        (words.gettext("Fewest possible for these"), pages["fewest"]),
        *((to_the_end_at.format(level=words.named(LEVELS, row["level"])), row["pages"]) for row in pages["by_level"]),
        (words.gettext("Ended by an emergency"), pages["emergencies"]),
        (words.gettext("Ended by an emergency that the danger pages tell of"), pages["emergencies_at_once"]),
    ]
    caption = words.gettext("{way}: pages asked; for each that was needed, at the median: {times}")
    return Table(
        caption.format(way=words.named(WAYS, way["way"]), times=words.times(pages["times_fewest"])),
        (words.gettext("Interviews"), words.gettext("How many"), words.gettext("Pages")),
        tuple((label, str(values["of"]), words.spread(values)) for label, values in rows),
    )


def _fits(ways: Sequence[Plain], words: Words) -> Part:
    title = words.gettext("How often a cause shown with a fit was right")
    groups = [
        BarGroup(
            words.named(WAYS, way["way"]),
            tuple(_bar(words.named(FITS, fit["word"]), fit["right"], words) for fit in _order(way)["fits"]),
        )
        for way in ways
    ]
    rows = tuple(
        (
            words.named(FITS_BY_WAY[way["way"]], fit["word"]),
            words.of_all(fit["right"]),
            words.percent(fit["mean_share"]),
        )
        for way in ways
        for fit in _order(way)["fits"]
    )
    head = (words.gettext("Word"), words.gettext("Right"), words.gettext("Mean share the engine gave"))
    return Part(_bar_plot("fits-plot", title, groups, words), Table(title, head, rows))


def _curves(words: Words) -> dict[str, str]:
    """The figures of a point that are drawn, with their names."""
    return {
        "first": words.cause_within(CAUSE_PLACES[0]),
        "first_five": words.cause_within(CAUSE_PLACES[-1]),
        "category": words.category_within(CATEGORY_PLACES[-1]),
        "in_range": words.gettext("Level in its range"),
        "under": words.gettext("Level below"),
        "over": words.gettext("Level above"),
    }


def _noise(curve: Plain, words: Words) -> Part:
    points, curves = curve["points"], _curves(words)
    title = words.named(NOISE, curve["noise"])
    strongest = max(point["strength"] for point in points)
    plot = line_plot(
        f"noise-{curve['noise']}-plot",
        title,
        words.gettext(
            "Lines of the shares in the table below, from no noise on the left to the strongest on the right."
        ),
        [(words.percent(point["strength"]), point["strength"] / strongest) for point in points],
        [Line(label, tuple(point[name]["share"] for point in points)) for name, label in curves.items()],
        words.percent,
    )
    rows = tuple(
        (
            words.percent(point["strength"]),
            *(words.percent(point[name]["share"]) for name in curves),
            words.counted(point["lost"]),
        )
        for point in points
    )
    caption = words.ngettext(
        "{noise} ({number} draw of each case)", "{noise} ({number} draws of each case)", curve["draws"]
    )
    head = (words.gettext("Strength"), *curves.values(), words.gettext("Emergencies below same day"))
    return Part(plot, Table(caption.format(noise=title, number=curve["draws"]), head, rows))


def _lost(lost: Plain, words: Words) -> Section:
    changed = words.gettext("What was changed")
    tried = words.ngettext(
        "Changes tried on the {number} case that expects an emergency",
        "Changes tried on each of {number} cases that expect an emergency",
        lost["cases"],
    )
    changes = Table(
        tried.format(number=lost["cases"]),
        (changed, words.gettext("Tried"), words.gettext("Lost below same day")),
        tuple(
            (words.named(CHANGES, row["change"]), str(row["lost"]["of"]), str(row["lost"]["count"]))
            for row in lost["changes"]
        ),
    )
    each = Table(
        words.gettext("Every emergency that was lost"),
        (
            words.gettext("Case"),
            changed,
            words.gettext("Findings"),
            words.gettext("Chosen instead"),
            words.gettext("Level and why"),
            words.gettext("Age and story"),
        ),
        tuple(
            (
                row["case"],
                words.named(CHANGES, row["change"]),
                ", ".join(row["findings"]),
                ", ".join(row["instead"]) or words.gettext("not sure"),
                words.level_why(row),
                _told(row),
            )
            for row in lost["lost"]
        ),
        stories=True,
    )
    return Section(
        "lost",
        words.gettext("Emergencies that a small change loses"),
        (words.gettext("He answers every page. One thing is changed, and the level falls below same day."),),
        (Part("", changes), Part("", each, folded=True)) if each.rows else (Part("", changes),),
    )


def _misses(misses: Sequence[Plain], words: Words) -> Section:
    head = (words.gettext("Case"), words.gettext("What came out, and why"), words.gettext("Age and story"))
    parts = []
    for way, name in WAYS.items():
        rows = tuple((miss["case"], words.why(miss), _told(miss)) for miss in misses if miss["way"] == way)
        if rows:
            parts.append(Part("", Table(words.gettext(name), head, rows, stories=True), folded=True))
    if parts:
        text = words.gettext("Every case whose level, cause or category did not come out as expected.")
    else:
        text = words.gettext("There is none.")
    return Section("misses", words.gettext("Every miss"), (text,), tuple(parts))


def _told(row: Plain) -> str:
    return f"{row['age']}: {row['story']}"
