"""The figures of cases that were run one way: causes, categories, levels, pages, fit words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.engine.selection import fit_word, share_shown, shown_causes
from symptoms.evaluation.judging import Judgement, Verdict, place, verdict
from symptoms.evaluation.running import CaseRun, Walk, Way
from symptoms.proportions import Proportion, Spread, proportion, rounded, spread

#: How far down the order a right cause, or a right category, is looked for.
CAUSE_PLACES = (1, 3, 5)
CATEGORY_PLACES = (3,)

#: The words for how well a cause fits, best first.
FIT_WORDS = ("strong", "possible", "weak")


@dataclass(frozen=True, slots=True)
class Top:
    """How often something right was among the first `places`."""

    places: int
    right: Proportion


@dataclass(frozen=True, slots=True)
class FitWord:
    """Causes shown with this word in cases that expect exactly one: how many were that one, and the mean share
    that the engine gave them. `mean_share` is None when the word was never shown.

    The shares of all causes together are 1. Where a case accepts several, more causes can be right than the
    shares could ever say, so such cases tell nothing about what a share is worth.
    """

    word: str
    right: Proportion
    mean_share: float | None


@dataclass(frozen=True, slots=True)
class Order:
    """How well causes and categories are ordered."""

    causes: tuple[Top, ...]
    categories: tuple[Top, ...]
    fits: tuple[FitWord, ...]


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """Cases whose lowest expected level is `level`: how many came out in their range, below and above it."""

    level: Level
    in_range: Proportion
    under: Proportion
    over: Proportion


@dataclass(frozen=True, slots=True)
class LevelPages:
    """Pages of the interviews that ran to their end and came out at `level`."""

    level: Level
    pages: Spread


@dataclass(frozen=True, slots=True)
class PageCount:
    """How many interviews that ran to their end asked this many pages, and for how many it was the least possible."""

    pages: int
    asked: int
    fewest: int


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages asked, scope and age included: when nothing ended the interview, and when an emergency did; of
    these, those that the emergency pages alone tell of.

    `times_fewest` is the median of pages asked divided by the fewest possible for the same man.
    """

    to_the_end: Spread
    fewest: Spread
    times_fewest: float | None
    by_level: tuple[LevelPages, ...]
    counts: tuple[PageCount, ...]
    emergencies: Spread
    emergencies_at_once: Spread


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is measured of one way to run the cases.

    `end` is the outcome as it came; `continued` the one of men who go on after an emergency, None when
    there was no interview. The level is that of the outcome as it came.
    """

    way: Way
    cases: int
    in_range: Proportion
    under: Proportion
    over: Proportion
    levels: tuple[LevelFigures, ...]
    end: Order
    continued: Order | None
    pages: Pages | None


def figures(release: CompiledRelease, way: Way, runs: Sequence[CaseRun]) -> Figures:
    """Counts what came of the cases that were run this way."""
    verdicts = [(run.named.case.at_least, verdict(run.named.case, run.end.level)) for run in runs]
    walks = [run.walk for run in runs if run.walk is not None]
    ends = [(run, run.end) for run in runs]
    wholes = [(run, run.walk.whole) for run in runs if run.walk is not None]
    return Figures(
        way=way,
        cases=len(runs),
        in_range=_share_of(verdicts, Verdict.IN_RANGE),
        under=_share_of(verdicts, Verdict.UNDER),
        over=_share_of(verdicts, Verdict.OVER),
        levels=tuple(_level(verdicts, level) for level in Level if any(row[0] is level for row in verdicts)),
        end=_order(release, ends),
        continued=_order(release, wholes) if wholes else None,
        pages=_pages([(run.end.level, run.walk) for run in runs if run.walk is not None]) if walks else None,
    )


_Verdicts = Sequence[tuple[Level, Verdict]]


def _share_of(verdicts: _Verdicts, wanted: Verdict) -> Proportion:
    return proportion(sum(given is wanted for _, given in verdicts), len(verdicts))


def _level(verdicts: _Verdicts, level: Level) -> LevelFigures:
    of_level = [row for row in verdicts if row[0] is level]
    under, over = _share_of(of_level, Verdict.UNDER), _share_of(of_level, Verdict.OVER)
    return LevelFigures(level, _share_of(of_level, Verdict.IN_RANGE), under, over)


def _order(release: CompiledRelease, runs: Sequence[tuple[CaseRun, Judgement]]) -> Order:
    causes = [place(judgement.causes, run.named.case.causes) for run, judgement in runs]
    categories = [place(judgement.categories, run.named.case.categories) for run, judgement in runs]
    return Order(_tops(causes, CAUSE_PLACES), _tops(categories, CATEGORY_PLACES), _fits(release, runs))


def _tops(found: Sequence[int | None], places: Sequence[int]) -> tuple[Top, ...]:
    return tuple(
        Top(most, proportion(sum(number is not None and number <= most for number in found), len(found)))
        for most in places
    )


def _fits(release: CompiledRelease, runs: Sequence[tuple[CaseRun, Judgement]]) -> tuple[FitWord, ...]:
    shown: dict[str, list[tuple[float, bool]]] = {word: [] for word in FIT_WORDS}
    for run, judgement in runs:
        if len(run.named.case.causes) != 1:
            continue
        for score in shown_causes(release, judgement.ranking, judgement.triage).ranked:
            word = fit_word(release, score.share)
            # A cause that came along with another may fit too little for a word.
            if word is not None:
                right = release.causes[score.cause].key in run.named.case.causes
                shown[word].append((share_shown(score.share), right))
    return tuple(
        FitWord(
            word,
            proportion(sum(right for _, right in rows), len(rows)),
            rounded(math.fsum(share for share, _ in rows) / len(rows)) if rows else None,
        )
        for word, rows in shown.items()
    )


def _pages(walks: Sequence[tuple[Level, Walk]]) -> Pages:
    whole = [(level, walk.pages, walk.fewest) for level, walk in walks if walk.fewest is not None]
    asked, fewest = Counter(pages for _, pages, _ in whole), Counter(least for _, _, least in whole)
    ratios = sorted(pages / least for _, pages, least in whole)
    middle = len(ratios) // 2
    return Pages(
        to_the_end=spread([pages for _, pages, _ in whole]),
        fewest=spread([least for _, _, least in whole]),
        times_fewest=rounded(math.fsum((ratios[middle], ratios[~middle])) / 2) if ratios else None,
        by_level=tuple(
            LevelPages(level, spread(of_level))
            for level in Level
            if (of_level := [pages for given, pages, _ in whole if given is level])
        ),
        counts=tuple(
            PageCount(pages, asked[pages], fewest[pages])
            for pages in range(min(asked | fewest), max(asked | fewest) + 1)
        )
        if whole
        else (),
        emergencies=spread([walk.pages for _, walk in walks if walk.by_emergency]),
        emergencies_at_once=spread([walk.pages for _, walk in walks if walk.at_once]),
    )
