"""A release made up by chance, of any size, compiled. Its texts and numbers are those of the shipped one.

It is made at the compiled level: writing, checking and reading knowledge files of this size takes minutes and says
nothing about an assessment.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace

from symptoms.engine import compiled as c
from symptoms.engine.compile import rules_above, rules_with, telling
from symptoms.engine.states import States

_NANO = 1_000_000_000
_OPTIONS = 8
_PRIORS = (0.12, 0.05, 0.012, 0.012, 0.002, 0.002, 0.002, 0.0002)
_FREQUENCIES = (0.9, 0.55, 0.55, 0.55, 0.15, 0.15, 0.15, 0.025)
_DENIED, _UNTICKED = 0.95, 0.8


@dataclass(frozen=True)
class Size:
    """How much there is. Rules grow with the findings they speak of."""

    causes: int
    findings: int
    links: int
    rules: int

    def __str__(self) -> str:
        return f"{self.causes:,} causes x {self.findings:,} findings x {self.links:,} links, {self.rules:,} rules"


def size_of(release: c.CompiledRelease) -> Size:
    links = sum(cause.evidence.bit_count() for cause in release.causes)
    return Size(len(release.causes), len(release.findings), links, len(release.rules))


def generated(shipped: c.CompiledRelease, size: Size) -> c.CompiledRelease:
    """A release of this size. Every cause and every finding has about as many links as any other."""
    return _Generator(shipped, size).release()


class _Generator:
    def __init__(self, shipped: c.CompiledRelease, size: Size) -> None:
        self.shipped = shipped
        self.size = size
        self.chance = random.Random(size.causes)  # noqa: S311 - the same release in every run
        self.bands = len(shipped.age_bands)
        self.backgrounds = [[self.chance.uniform(0.02, 0.3) for _ in range(self.bands)] for _ in range(size.findings)]
        # A cluster stands on one page or two, as in the shipped knowledge.
        self.clusters = [f"c{index // 4}" if self.chance.random() < 0.7 else None for index in range(size.findings)]

    def release(self) -> c.CompiledRelease:
        links = self._links()
        pages = self._pages()
        rules = self._rules()
        return replace(
            self.shipped,
            findings=tuple(
                c.Finding(index, f"f{index}", "A finding", self.clusters[index], index // _OPTIONS, ())
                for index in range(self.size.findings)
            ),
            finding_index={f"f{index}": index for index in range(self.size.findings)},
            age_findings=(),
            unsure_red_flag=0,
            screening_incomplete=0,
            worked_out=0,
            questions=pages,
            question_index={page.key: page.index for page in pages},
            exclusive=(),
            screening=tuple(page for page in pages if page.screens),
            rules=rules,
            emergencies=tuple(rule for rule in rules if rule.level is self.shipped.emergencies[0].level),
            rules_above=rules_above(rules),
            rules_with=rules_with(rules, self.size.findings),
            askable=(1 << self.size.findings) - 1,
            pictures=(),
            causes=self._causes(links),
            advice=(),
            weights=tuple(self._weights(links, band) for band in range(self.bands)),
            guards=(),
            picture_guards=(),
            conditional=0,
            tellings=tuple(self._tellings(links, band) for band in range(self.bands)),
        )

    def _links(self) -> list[dict[int, float]]:
        """For each finding the causes that have it, with the share."""
        links: list[dict[int, float]] = [{} for _ in range(self.size.findings)]
        each = self.size.links // self.size.causes
        for cause in range(self.size.causes):
            for finding in self.chance.sample(range(self.size.findings), each):
                links[finding][cause] = self.chance.choice(_FREQUENCIES)
        return links

    def _pages(self) -> tuple[c.Question, ...]:
        pages = range(math.ceil(self.size.findings / _OPTIONS))
        whole = (1 << self.size.findings) - 1
        return tuple(
            replace(
                self.shipped.questions[-1],
                index=page,
                key=f"q{page}",
                kind="multiple",
                stage="detail",
                options=(),
                ask_if=(),
                mask=(((1 << _OPTIONS) - 1) << page * _OPTIONS) & whole,
            )
            for page in pages
        )

    def _rules(self) -> tuple[c.Rule, ...]:
        """Rules like the shipped ones, about other findings."""
        shipped, findings = self.shipped.rules, range(self.size.findings)
        rules = []
        for index in range(self.size.rules):
            like = shipped[index % len(shipped)]
            clauses = tuple(
                sum(1 << finding for finding in self.chance.sample(findings, min(clause.bit_count(), 6)))
                for clause in like.clauses
            )
            suspects = tuple(self.chance.sample(range(self.size.causes), len(like.suspects)))
            rules.append(replace(like, index=index, key=f"r{index}", clauses=clauses, suspects=suspects))
        return tuple(rules)

    def _causes(self, links: list[dict[int, float]]) -> tuple[c.Cause, ...]:
        findings_of: list[list[int]] = [[] for _ in range(self.size.causes)]
        for finding, causes in enumerate(links):
            for cause in causes:
                findings_of[cause].append(finding)
        found = []
        for index, findings in enumerate(findings_of):
            like = self.shipped.causes[index % len(self.shipped.causes)]
            prior = _nano(self.chance.choice(_PRIORS))
            evidence = sum(1 << finding for finding in findings)
            found.append(
                replace(
                    like,
                    index=index,
                    key=f"k{index}",
                    log_priors=(prior, prior, prior, prior),
                    requires=1 << findings[0] if like.requires else 0,
                    show_with=(),
                    treatment=(),
                    evidence=evidence,
                    denied=evidence,
                    row_sources=dict.fromkeys(findings, ()),
                )
            )
        return tuple(found)

    def _weights(self, links: list[dict[int, float]], band: int) -> tuple[c.FindingWeights, ...]:
        found = []
        for finding, causes in enumerate(links):
            usual = self.backgrounds[finding][band]
            leaking = {cause: 1 - (1 - share) * (1 - usual / 2) for cause, share in causes.items()}
            present = {cause: share / usual for cause, share in leaking.items()}
            absent, unticked = (
                {cause: (1 - said * share) / (1 - said * usual) for cause, share in leaking.items()}
                for said in (_DENIED, _UNTICKED)
            )
            found.append(c.FindingWeights(_column(present), _column(absent), _column(unticked), risk=()))
        return tuple(found)

    def _tellings(self, links: list[dict[int, float]], band: int) -> tuple[tuple[c.Telling, ...], ...]:
        tellings = []
        for finding, causes in enumerate(links):
            usual = self.backgrounds[finding][band]
            shares = {cause: 1 - (1 - share) * (1 - usual / 2) for cause, share in causes.items()}
            tellings.append(telling(self.clusters[finding], usual, shares))
        return tuple(tuple(tellings[first : first + _OPTIONS]) for first in range(0, self.size.findings, _OPTIONS))


def _column(ratios: dict[int, float]) -> tuple[c.Weight, ...]:
    return tuple(c.Weight(cause, log_ratio) for cause, ratio in ratios.items() if (log_ratio := _nano(ratio)))


def _nano(ratio: float) -> int:
    return round(math.log(ratio) * _NANO)


def men_of(release: c.CompiledRelease, count: int, pages: int, seed: int) -> list[tuple[int, States]]:
    """Age and answers of men, each with one cause: most of the `pages` that ask for its findings, then any others."""
    chance = random.Random(seed)  # noqa: S311 - the same men in every run
    men = []
    for _ in range(count):
        cause = chance.choice(release.causes)
        own = list({finding // _OPTIONS for finding in c.bits(cause.evidence)})
        chance.shuffle(own)
        others = chance.sample(range(len(release.questions)), pages)
        asked = dict.fromkeys([*own[: pages * 3 // 4], *others])
        mask = present = 0
        for page in list(asked)[:pages]:
            mask |= release.questions[page].mask
        for finding in c.bits(mask):
            if chance.random() < (0.6 if cause.evidence >> finding & 1 else 0.06):
                present |= 1 << finding
        men.append((chance.randint(release.numbers.age_least, 90), States(present=present, absent=mask & ~present)))
    return men
