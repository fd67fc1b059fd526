"""The figures of simulated men as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from symptoms.engine.levels import Level
from symptoms.simulation.counting import MANY_SIGNS
from symptoms.simulation.figures import Figures, TooHigh, Triage
from symptoms.simulation.proportions import Proportion

#: Rules and causes printed in a list; the JSON file has all of them.
_LISTED = 20

#: A cause must have been drawn this often to be listed: with fewer men its share says little.
_MEN_WANTED = 20


def lines(figures: Figures) -> Iterator[str]:
    """The report, section by section."""
    yield from _head(figures)
    yield from _levels("How urgent, against the urgency of his true cause", "cause", figures.levels)
    yield from _levels("By age", "age", figures.ages)
    yield from _levels("Men with a routine or self-care cause, by age", "age", figures.harmless_by_age)
    for group in figures.too_high:
        yield from _too_high(group)
    yield from _other_trouble(figures)
    yield from _causes(figures)
    yield from _pages(figures)
    yield from _ranking(figures)
    yield from _signs(figures)


def _head(figures: Figures) -> Iterator[str]:
    overlap = "" if figures.overlap is None else f", overlap {figures.overlap:g}"
    walked = "every page answered" if figures.every_page else "interview"
    yield f"Simulated men: {figures.men}, seed {figures.seed}, draw {figures.draw}{overlap}, {walked}."
    yield f"Release {figures.release}, engine {figures.engine}. In brackets: 95 % intervals."
    same = _with_interval(figures.same_level_with_every_page)
    yield f"Told the same level as with every page answered: {same}."


def _levels(title: str, first: str, groups: Iterable[Triage]) -> Iterator[str]:
    rows = [
        (
            row.group,
            str(row.men),
            _with_interval(row.exact),
            _with_interval(row.under),
            _with_interval(row.over),
            *(_percent(given.told) for given in row.given),
        )
        for row in groups
    ]
    told = [level.value for level in Level if level is not Level.COULD_NOT_ASSESS]
    yield from _table(title, (first, "men", "right", "too low", "too high", *told), rows)


def _too_high(group: TooHigh) -> Iterator[str]:
    yield from (
        "",
        f"Told {group.given}, true cause {group.group}: {_with_interval(group.told)}, {group.told.count} men",
    )
    if not group.told.count:
        return
    yield (
        f"  from: what the cause brings {_percent(group.own)}, a pattern beside it {_percent(group.pattern)}, "
        f"an illness, medicine or habit beside it {_percent(group.facts)}, signs of other trouble "
        f"{_percent(group.other_trouble)}, no rule {_percent(group.no_rule)}"
    )
    rows = [(row.rule, _percent(row.fired), _percent(row.only), _percent(row.own)) for row in group.rules[:_LISTED]]
    if rows:
        yield from _aligned([("rule", "share", "alone", "of it own"), *rows])


def _other_trouble(figures: Figures) -> Iterator[str]:
    rows = [
        (
            f"{row.signs} or more" if row.signs == MANY_SIGNS else str(row.signs),
            _percent(row.harmless),
            _percent(row.serious),
        )
        for row in figures.other_trouble
    ]
    heads = ("signs", "routine and self_care", "other causes")
    yield from _table("Danger signs that the true cause does not bring", heads, rows)


def _causes(figures: Figures) -> Iterator[str]:
    known = [cause for cause in figures.causes if cause.triage.men >= _MEN_WANTED]
    heads = ("cause", "its urgency", "men", "share", "emergency_now")

    def rows(which: str) -> list[tuple[str, ...]]:
        found = [(cause, getattr(cause.triage, which)) for cause in known if getattr(cause.triage, which).count]
        found.sort(key=lambda row: (-row[1].count / row[1].of, row[0].triage.group))
        return [
            (
                cause.triage.group,
                cause.right.value,
                str(cause.triage.men),
                _with_interval(part),
                _percent(cause.triage.given[0].told),
            )
            for cause, part in found[:_LISTED]
        ]

    yield from _table(f"Causes told too low most often (with {_MEN_WANTED} men or more)", heads, rows("under"))
    yield from _table(f"Causes told too high most often (with {_MEN_WANTED} men or more)", heads, rows("over"))


def _pages(figures: Figures) -> Iterator[str]:
    rows = [
        (row.group, str(row.men), f"{row.median:g}", str(row.ninetieth), str(row.most))
        for row in figures.pages
        if row.men
    ]
    yield from _table("Pages asked, scope and age included", ("men", "number", "median", "90 %", "most"), rows)


def _ranking(figures: Figures) -> Iterator[str]:
    rows = [
        (
            row.group,
            str(row.first.of),
            _with_interval(row.first),
            _with_interval(row.first_three),
            _with_interval(row.first_five),
            _with_interval(row.category_first_three),
        )
        for row in figures.ranking
        if row.first.of
    ]
    heads = ("men", "number", "cause first", "in first 3", "in first 5", "category in first 3")
    yield from _table("The true cause in the ranking at the end", heads, rows)


def _signs(figures: Figures) -> Iterator[str]:
    rows = [(row.finding, _with_interval(row.drawn), f"{100 * row.background:.1f} %") for row in figures.signs]
    yield from _table("Danger signs as drawn, and as the background has them", ("sign", "drawn", "background"), rows)


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if rows:
        yield from ("", title, *_aligned([heads, *rows]))


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns in line: the first to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield ("  " + "  ".join(cells)).rstrip()


def _percent(part: Proportion) -> str:
    return "-" if part.share is None else f"{100 * part.share:.1f} %"


def _with_interval(part: Proportion) -> str:
    if part.low is None or part.high is None:
        return "-"
    return f"{_percent(part)} ({100 * part.low:.1f} to {100 * part.high:.1f})"
