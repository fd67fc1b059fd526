"""How often men with a cause say yes to each finding: the tables that simulated men are drawn from.

The share of men with cause c at one age who have finding f, with b its background at that age:

    frequency word          as the likelihood takes it: the band, with the leak rule of docs/knowledge.md
    excluded                b x soft_veto.present: a man can have a second problem
    risk multiplier r       odds b / (1 - b) times r
    no evidence             b for what he is or takes; for symptoms, signs and areas b x leak_of_background,
                            the rate among men in general (`Draw.CRUDE`: b as it stands)

On a single-choice page an excluded option has the share the likelihood gives it at least, options without
evidence have their background, and the shares are divided by their sum: exactly one option is true of him.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from knowledge.content import (
    AGE_BANDS,
    Cause,
    Evidence,
    Finding,
    Frequency,
    KnowledgeBase,
    Question,
    QuestionKind,
    Stage,
)
from knowledge.ratios import LEAKING_KINDS, share_with_cause
from symptoms.engine.compiled import Mask


class Draw(StrEnum):
    """How men are drawn.

    crude: what the cause says nothing about at its background, each finding by itself.
    independent: symptoms, signs and areas the cause says nothing about at the rate of men in general.
    correlated: the same shares, but findings of a cluster come together, and so do danger signs of other trouble.
    """

    CRUDE = "crude"
    INDEPENDENT = "independent"
    CORRELATED = "correlated"


@dataclass(frozen=True, slots=True)
class Lone:
    """A finding of a page with several choices or yes and no.

    `cluster` is the index of the severity it follows, None where it follows none; `danger` marks danger signs.
    """

    bit: Mask
    cluster: int | None
    danger: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A single-choice page: the findings of each option, and the severity the choice follows."""

    options: tuple[Mask, ...]
    cluster: int | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """Men with one cause at one age. `lone` and `choices` follow `World.lone` and `World.choices`.

    `choices` are cumulated shares of the options; `own` are the findings that the evidence of the cause brings.
    """

    lone: tuple[float, ...]
    choices: tuple[tuple[float, ...], ...]
    own: Mask


@dataclass(frozen=True, slots=True)
class World:
    """Everything men are drawn from. `priors` are cumulated weights of the causes by age band; `pattern` are
    the findings of single-choice pages, `facts` those that say what he is or takes: history, medicines, habits."""

    ages: tuple[tuple[int, int], ...]
    priors: tuple[tuple[float, ...], ...]
    requires: tuple[Mask, ...]
    requires_missing: float
    lone: tuple[Lone, ...]
    choices: tuple[Choice, ...]
    clusters: int
    portraits: tuple[tuple[Portrait, ...], ...]
    pattern: Mask
    facts: Mask


def world(knowledge: KnowledgeBase, draw: Draw) -> World:
    """The tables of a knowledge base that passed its checks."""
    return _Maker(knowledge, draw).make()


def ages(knowledge: KnowledgeBase) -> tuple[tuple[int, int], ...]:
    """First and last year of life drawn in each age band.

    The last band has no natural end, and nothing depends on the years in it; it is drawn over as many years
    as the band before it.
    """
    bands = [getattr(knowledge.settings.age_bands, band) for band in AGE_BANDS]
    first, last = bands[-1]
    before = bands[-2]
    return (*bands[:-1], (first, min(last, first + before[1] - before[0])))


def danger_signs(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The findings of the emergency pages, in page order."""
    return tuple(key for page in knowledge.questions if page.stage is Stage.EMERGENCY for key in page.findings)


class _Maker:
    def __init__(self, knowledge: KnowledgeBase, draw: Draw) -> None:
        self.knowledge = knowledge
        self.settings = knowledge.settings
        self.draw = draw
        self.findings = {row.key: row for row in knowledge.findings}
        self.bits: dict[str, Mask] = {row.key: 1 << index for index, row in enumerate(knowledge.findings)}
        pages = [page for page in knowledge.questions if page.stage is not Stage.SCOPE]
        self.single = [page for page in pages if page.kind is QuestionKind.SINGLE]
        self.danger = set(danger_signs(knowledge))
        self.alone = [
            self.findings[key] for page in pages if page.kind is not QuestionKind.SINGLE for key in page.findings
        ]
        self.evidence = [{row.finding: row for row in cause.evidence} for cause in knowledge.causes]
        clusters = dict.fromkeys(row.cluster for row in knowledge.findings if row.cluster is not None)
        self.clusters = {key: index for index, key in enumerate(clusters)}

    def make(self) -> World:
        knowledge = self.knowledge
        together = self._together()
        return World(
            ages=ages(knowledge),
            priors=tuple(
                tuple(accumulate(self._prior(cause, band) for cause in knowledge.causes)) for band in AGE_BANDS
            ),
            requires=tuple(self._mask(cause.requires) for cause in knowledge.causes),
            requires_missing=self.settings.requires_missing,
            lone=tuple(
                Lone(
                    self.bits[row.key],
                    self.clusters[row.cluster] if row.cluster is not None and row.key in together else None,
                    row.key in self.danger,
                )
                for row in self.alone
            ),
            choices=tuple(
                Choice(tuple(self._mask(option.present) for option in page.options), self._cluster_of(page))
                for page in self.single
            ),
            clusters=len(self.clusters),
            portraits=tuple(tuple(self._portrait(band, rows) for rows in self.evidence) for band in AGE_BANDS),
            pattern=self._mask(key for page in self.single for key in page.findings),
            facts=self._mask(row.key for row in self.alone if row.kind not in LEAKING_KINDS),
        )

    def _mask(self, keys: Iterable[str]) -> Mask:
        return sum(self.bits[key] for key in set(keys))

    def _prior(self, cause: Cause, band: str) -> float:
        return float(getattr(self.settings.prior, getattr(cause.prior, band).value))

    def _cluster_of(self, page: Question) -> int | None:
        """The severity of a single-choice page: that of its findings when they all stand in one cluster."""
        clusters = {self.findings[key].cluster for key in page.findings}
        only = clusters.pop() if len(clusters) == 1 else None
        return None if only is None else self.clusters[only]

    def _portrait(self, band: str, rows: Mapping[str, Evidence]) -> Portrait:
        return Portrait(
            lone=tuple(self._share(row, band, rows.get(row.key)) for row in self.alone),
            choices=tuple(self._choice(page, band, rows) for page in self.single),
            own=self._mask(key for key, row in rows.items() if row.frequency is not Frequency.EXCLUDED),
        )

    def _share(self, finding: Finding, band: str, row: Evidence | None) -> float:
        """Share of men with the cause of `row` who have a finding that stands by itself."""
        background = float(getattr(finding.background, band))
        leaks = finding.kind in LEAKING_KINDS
        if row is None:
            return (
                background * self.settings.leak_of_background if leaks and self.draw is not Draw.CRUDE else background
            )
        if row.frequency is None:
            return _with_odds(background, row.likelihood_ratio or 1.0)
        if row.frequency is Frequency.EXCLUDED:
            return background * self.settings.soft_veto.present
        return share_with_cause(row.frequency, background, leaks, self.settings)

    def _choice(self, page: Question, band: str, rows: Mapping[str, Evidence]) -> tuple[float, ...]:
        """Cumulated shares of the options of a single-choice page; the last one is 1, or all are 0."""
        shares = [
            max((self._share_of_option(key, band, rows.get(key)) for key in option.present), default=0.0)
            for option in page.options
        ]
        cumulated = list(accumulate(shares))
        return tuple(value / cumulated[-1] if cumulated[-1] else 0.0 for value in cumulated)

    def _share_of_option(self, key: str, band: str, row: Evidence | None) -> float:
        background = float(getattr(self.findings[key].background, band))
        if row is None:
            return background
        if row.frequency is None:
            return _with_odds(background, row.likelihood_ratio or 1.0)
        share = share_with_cause(row.frequency, background, False, self.settings)
        if row.frequency is Frequency.EXCLUDED:
            return max(share, background * self.settings.soft_veto.single_choice_floor)
        return share

    def _together(self) -> set[str]:
        """Symptoms, signs and areas that come together with the rest of their cluster.

        The evidence says so: over all causes and ages, what a cause adds to the share of the finding has a
        covariance above 0 with what it adds to the others of the cluster. So "feeling is normal" does not
        come with numb feet, although both stand in the cluster of feeling.
        """
        clusters: dict[str, list[Finding]] = defaultdict(list)
        for row in self.alone:
            if row.cluster is not None and row.kind in LEAKING_KINDS:
                clusters[row.cluster].append(row)
        together = set()
        for rows in clusters.values():
            added = {row.key: self._added(row) for row in rows}
            whole = [math.fsum(values) for values in zip(*added.values(), strict=True)]
            for key, values in added.items():
                others = [total - value for total, value in zip(whole, values, strict=True)]
                if _covariance(values, others) > 0:
                    together.add(key)
        return together

    def _added(self, finding: Finding) -> list[float]:
        """What each cause at each age adds to the share of men who have the finding."""
        return [
            self._share(finding, band, rows[finding.key]) - self._share(finding, band, None)
            if finding.key in rows
            else 0.0
            for band in AGE_BANDS
            for rows in self.evidence
        ]


def _with_odds(share: float, ratio: float) -> float:
    """The share whose odds are those of `share` times `ratio`."""
    return share * ratio / (1 - share + share * ratio)


def _covariance(one: Sequence[float], other: Sequence[float]) -> float:
    """Covariance times the number of values; its sign is all that matters here."""
    products = math.fsum(a * b for a, b in zip(one, other, strict=True))
    return products - math.fsum(one) * math.fsum(other) / len(one)
