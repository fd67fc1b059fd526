"""The knowledge reduced to plain naive Bayes, so that a general program for Bayesian networks can work it out too.

Left out are what naive Bayes does not know: clusters, risk facts, `requires`, the soft veto, and rows at which a
limit of a ratio bites. What is left is one node for the cause, with something else as its last state, and one
child for each finding: what the man says of it. Of men with cause c, q(c) have the finding. In

    says yes: (r + s) / 2 q(c)      denies it: (1 - r q(c)) / 2      leaves it unticked: (1 - s q(c)) / 2

with the report sensitivities r of a no and s of an open box, the three add up to 1, and for each answer the column is
the engine's ratio times a factor that is the same for all causes: q(c) / b, (1 - r q(c)) / (1 - r b) and
(1 - s q(c)) / (1 - s b), where b is the background and q(c) = b for a cause without a row and for something
else. So the posterior is the same. On a single-choice page the chosen option alone is evidence, as in the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.content import AGE_BANDS, Cause, Evidence, Finding, FindingKind, Frequency, KnowledgeBase
from knowledge.ratios import single_choice_findings
from symptoms.engine.compiled import CompiledRelease, bits
from symptoms.engine.states import States

_SEEN = (FindingKind.SYMPTOM, FindingKind.SIGN, FindingKind.AREA)

#: States of a finding's node.
YES, DENIED, UNTICKED = 0, 1, 2


def plain(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The knowledge without what naive Bayes does not know."""
    shares = Shares(knowledge)
    return replace(
        knowledge,
        findings=tuple(replace(row, cluster=None) for row in knowledge.findings),
        causes=tuple(
            replace(row, requires=(), evidence=tuple(item for item in row.evidence if shares.is_plain(item)))
            for row in knowledge.causes
        ),
    )


class Shares:
    """q(c) of every row, from the numbers of the files."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.settings = knowledge.settings
        self.findings = {row.key: row for row in knowledge.findings}
        self.single = single_choice_findings(knowledge)

    def background(self, finding: Finding, band: int) -> float:
        return float(getattr(finding.background, AGE_BANDS[band]))

    def of(self, row: Evidence, band: int) -> float:
        """Share of men with the cause who have the finding, for whatever reason."""
        finding = self.findings[row.finding]
        stated = float(getattr(self.settings.frequency, str(row.frequency)))
        if row.finding in self.single or finding.kind not in _SEEN:
            return stated
        return 1 - (1 - stated) * (1 - self.settings.leak_of_background * self.background(finding, band))

    def is_plain(self, row: Evidence) -> bool:
        """Whether no limit bites at this row, in any age band."""
        if row.frequency is None or row.frequency is Frequency.EXCLUDED:
            return False
        least, most, settings = self.settings.ratio.min, self.settings.ratio.max, self.settings
        for band in range(len(AGE_BANDS)):
            share, background = self.of(row, band), self.background(self.findings[row.finding], band)
            if not max(least, 0 if row.finding in self.single else 1) <= share / background <= most:
                return False
            for sensitivity in (settings.report_sensitivity.absent, settings.report_sensitivity.unticked):
                ratio = (1 - sensitivity * share) / (1 - sensitivity * background)
                if not least <= ratio <= settings.ratio.max_absent:
                    return False
        return True


@dataclass(frozen=True)
class Network:
    """Prior of each cause and of something else, which comes last; for each finding one row of its three states
    for each of them."""

    prior: tuple[float, ...]
    findings: dict[str, tuple[tuple[float, float, float], ...]]


def network(knowledge: KnowledgeBase, band: int) -> Network:
    """The network of a plain knowledge base for one age band."""
    shares, settings = Shares(knowledge), knowledge.settings
    weights = [_prior(knowledge, cause, band) for cause in knowledge.causes] + [settings.something_else_prior]
    rows = {(cause.key, row.finding): row for cause in knowledge.causes for row in cause.evidence}

    def columns(finding: Finding) -> Iterator[tuple[float, float, float]]:
        usual = shares.background(finding, band)
        says = [
            shares.of(rows[cause.key, finding.key], band) if (cause.key, finding.key) in rows else usual
            for cause in knowledge.causes
        ]
        denied, unticked = settings.report_sensitivity.absent, settings.report_sensitivity.unticked
        for q in (*says, usual):
            yield (denied + unticked) / 2 * q, (1 - denied * q) / 2, (1 - unticked * q) / 2

    findings = {row.key: tuple(columns(row)) for row in knowledge.findings if not row.kind.worked_out}
    whole = sum(weights)
    return Network(tuple(weight / whole for weight in weights), findings)


def _prior(knowledge: KnowledgeBase, cause: Cause, band: int) -> float:
    return float(getattr(knowledge.settings.prior, str(getattr(cause.prior, AGE_BANDS[band]))))


def said(release: CompiledRelease, states: States) -> dict[str, int]:
    """What the network is told: the state of each finding the engine weighs."""
    chosen_only = 0
    for question in release.questions:
        if question.single_choice:
            chosen_only |= question.mask
    found = {}
    for state, mask in (
        (YES, states.present),
        (DENIED, states.absent & ~chosen_only),
        (UNTICKED, states.unticked & ~chosen_only),
    ):
        for finding in bits(mask):
            found[release.findings[finding].key] = state
    return found
