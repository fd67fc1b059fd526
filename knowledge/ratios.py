"""How much each answer weighs for each cause, worked out once when a release is made.

Natural logarithms as whole numbers of nano-nats (1e-9), rounded half to even, so that every machine
that reads the release adds up the same integers. The formulas are those of docs/knowledge.md,
"Numbers": band, leak, background for his age, report sensitivity, then the limits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.content import (
    AGE_BANDS,
    Evidence,
    Finding,
    FindingKind,
    Frequency,
    KnowledgeBase,
    PriorBand,
    QuestionKind,
    Settings,
    Stage,
)

#: Nano-nats in one nat.
NANO = 1_000_000_000

#: Kinds of findings that a man can have for reasons outside the cause, unless they are options of a single choice.
LEAKING_KINDS = (FindingKind.SYMPTOM, FindingKind.SIGN, FindingKind.AREA)
_NEVER_AGAINST_WHEN_PRESENT = (
    Frequency.OBLIGATE,
    Frequency.VERY_FREQUENT,
    Frequency.FREQUENT,
    Frequency.OCCASIONAL,
)

#: Nano-nats for each age band, youngest first.
ByAge = tuple[int, int, int, int]


def nano_nats(ratio: float) -> int:
    """Natural logarithm of `ratio` (above 0) in nano-nats, rounded half to even."""
    return round(math.log(ratio) * NANO)


@dataclass(frozen=True, slots=True)
class EvidenceWeights:
    """Log ratios of one evidence row by the state of its finding, in nano-nats.

    `risk` marks a risk multiplier: present alone counts, undamped and apart from the clusters.
    """

    present: ByAge
    absent: ByAge
    unticked: ByAge
    risk: bool = False


@dataclass(frozen=True, slots=True)
class LogRatios:
    """Every logarithm the likelihood needs, in nano-nats."""

    prior: dict[str, int]
    requires_missing: int
    something_else: int
    risk_product_max: int
    evidence: dict[str, dict[str, EvidenceWeights]]


def log_ratios(knowledge: KnowledgeBase) -> LogRatios:
    """The prepared logarithms of a knowledge base that passed its checks, by cause and finding key."""
    settings = knowledge.settings
    findings = {finding.key: finding for finding in knowledge.findings}
    single_choice = single_choice_findings(knowledge)
    return LogRatios(
        prior={band.value: nano_nats(getattr(settings.prior, band.value)) for band in PriorBand},
        requires_missing=nano_nats(settings.requires_missing),
        something_else=nano_nats(settings.something_else_prior),
        risk_product_max=nano_nats(settings.risk_product_max),
        evidence={
            cause.key: {
                row.finding: _weights(row, findings[row.finding], row.finding in single_choice, settings)
                for row in cause.evidence
            }
            for cause in knowledge.causes
        },
    )


def single_choice_findings(knowledge: KnowledgeBase) -> frozenset[str]:
    """Findings that are options of a clinical single-choice page: choosing one denies its siblings."""
    return frozenset(
        finding
        for question in knowledge.questions
        if question.kind is QuestionKind.SINGLE and question.stage is not Stage.SCOPE
        for finding in question.findings
    )


def _weights(row: Evidence, finding: Finding, single_choice: bool, settings: Settings) -> EvidenceWeights:
    nothing = (0, 0, 0, 0)
    if row.likelihood_ratio is not None:
        weight = nano_nats(_within(row.likelihood_ratio, settings.ratio.min, settings.ratio.max))
        return EvidenceWeights((weight,) * 4, nothing, nothing, risk=True)
    frequency, sensitivity = row.frequency, settings.report_sensitivity
    if frequency is None:
        raise ValueError(f"the evidence about {row.finding} has neither a frequency nor a likelihood ratio")
    backgrounds = [float(getattr(finding.background, band)) for band in AGE_BANDS]
    leaks = finding.kind in LEAKING_KINDS and not single_choice
    shares = [share_with_cause(frequency, background, leaks, settings) for background in backgrounds]
    pairs = list(zip(shares, backgrounds, strict=True))

    def by_age(ratios: list[float]) -> ByAge:
        first, second, third, fourth = (nano_nats(ratio) for ratio in ratios)
        return first, second, third, fourth

    present = by_age([_present(frequency, share, base, single_choice, settings) for share, base in pairs])
    if single_choice or frequency is Frequency.EXCLUDED:
        return EvidenceWeights(present, nothing, nothing)
    return EvidenceWeights(
        present,
        by_age([_not_present(sensitivity.absent, share, base, settings) for share, base in pairs]),
        by_age([_not_present(sensitivity.unticked, share, base, settings) for share, base in pairs]),
    )


def share_with_cause(frequency: Frequency, background: float, leaks: bool, settings: Settings) -> float:
    """Share of men with the cause who report the finding, with what he may have for other reasons."""
    band = float(getattr(settings.frequency, frequency.value))
    if not leaks:
        return band
    return 1 - (1 - band) * (1 - background * settings.leak_of_background)


def _present(frequency: Frequency, share: float, background: float, single_choice: bool, settings: Settings) -> float:
    if frequency is Frequency.EXCLUDED:
        # A man can have a second problem: an excluded finding speaks against a cause, softly.
        if not single_choice:
            return _within(settings.soft_veto.present, settings.ratio.min, settings.ratio.max)
        ratio = max(settings.frequency.excluded / background, settings.soft_veto.single_choice_floor)
    else:
        ratio = share / background
        if not single_choice and frequency in _NEVER_AGAINST_WHEN_PRESENT:
            ratio = max(ratio, 1.0)
    return _within(ratio, settings.ratio.min, settings.ratio.max)


def _not_present(sensitivity: float, share: float, background: float, settings: Settings) -> float:
    ratio = (1 - sensitivity * share) / (1 - sensitivity * background)
    return _within(ratio, settings.ratio.min, min(settings.ratio.max, settings.ratio.max_absent))


def _within(ratio: float, least: float, most: float) -> float:
    return min(max(ratio, least), most)


def to_plain(ratios: LogRatios) -> dict[str, object]:
    """The logarithms as JSON values; `from_plain` is the way back."""
    return {
        "prior": ratios.prior,
        "requires_missing": ratios.requires_missing,
        "something_else": ratios.something_else,
        "risk_product_max": ratios.risk_product_max,
        "evidence": {
            cause: {
                finding: {"risk": row.present[0]}
                if row.risk
                else {"present": row.present, "absent": row.absent, "unticked": row.unticked}
                for finding, row in rows.items()
            }
            for cause, rows in ratios.evidence.items()
        },
    }


def from_plain(plain: Mapping[str, object]) -> LogRatios:
    """The logarithms of `to_plain`. Raises KeyError, TypeError or ValueError when they are not."""
    evidence = plain["evidence"]
    if not isinstance(evidence, dict):
        raise TypeError("evidence is not an object")
    return LogRatios(
        prior={str(band): _whole(value) for band, value in dict(plain["prior"]).items()},  # type: ignore[call-overload]
        requires_missing=_whole(plain["requires_missing"]),
        something_else=_whole(plain["something_else"]),
        risk_product_max=_whole(plain["risk_product_max"]),
        evidence={cause: {finding: _row(row) for finding, row in rows.items()} for cause, rows in evidence.items()},
    )


def _row(row: Mapping[str, object]) -> EvidenceWeights:
    if "risk" in row:
        return EvidenceWeights((_whole(row["risk"]),) * 4, (0, 0, 0, 0), (0, 0, 0, 0), risk=True)
    return EvidenceWeights(_ages(row["present"]), _ages(row["absent"]), _ages(row["unticked"]))


def _ages(values: object) -> ByAge:
    if not isinstance(values, list | tuple):
        raise TypeError("not a list of four whole numbers")
    first, second, third, fourth = (_whole(value) for value in values)
    return first, second, third, fourth


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value
