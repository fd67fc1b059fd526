"""Which causes and which advice an outcome shows."""

from __future__ import annotations

from dataclasses import dataclass

from symptoms.engine.compiled import Advice, CompiledRelease, Mask
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import CauseScore, Differential
from symptoms.engine.red_flags import Triage

#: Shares are given, compared with the thresholds and hashed with this many decimals.
SHARE_DECIMALS = 6


def share_shown(share: float) -> float:
    """A share as it is given to the outside."""
    return round(share, SHARE_DECIMALS)


def fit_word(release: CompiledRelease, share: float) -> str | None:
    """strong, possible or weak by the thresholds of the settings, None below weak."""
    numbers = release.numbers
    shown = share_shown(share)
    if shown >= numbers.fit_strong:
        return "strong"
    if shown >= numbers.fit_possible:
        return "possible"
    return "weak" if shown >= numbers.fit_weak else None


@dataclass(frozen=True, slots=True)
class ShownCauses:
    """`ranked` are the causes of the outcome; `serious` the less likely but serious ones, apart."""

    ranked: tuple[CauseScore, ...]
    serious: tuple[CauseScore, ...]


def shown_causes(release: CompiledRelease, ranking: Differential, triage: Triage) -> ShownCauses:
    """Causes with at least a weak fit and those they bring along, less the ones that must stay hidden."""
    level_of_rules = max((rule.level.rank for rule in triage.fired), default=-1)

    def hidden(score: CauseScore) -> bool:
        hide_from = release.causes[score.cause].hide_from
        return hide_from is not None and level_of_rules >= hide_from.rank

    visible = [score for score in ranking.scores if not hidden(score)]
    chosen = {score.cause for score in visible if fit_word(release, score.share)}
    brought = {
        score.cause
        for score in visible
        if any(
            triage.facts >> finding & 1 and companion in chosen
            for finding, companion in release.causes[score.cause].show_with
        )
    }
    chosen |= brought
    if all(release.causes[cause].never_alone for cause in chosen):
        chosen = set()
    ranked = tuple(score for score in visible if score.cause in chosen)

    suspects = {cause for rule in triage.fired for cause in rule.suspects}
    numbers = release.numbers
    serious = tuple(
        score
        for score in visible
        if (
            score.cause in suspects
            or (
                release.causes[score.cause].level.rank >= numbers.serious_level.rank
                and share_shown(score.share) >= numbers.serious_share
            )
        )
        and not (score.cause in chosen and fit_word(release, score.share) in ("strong", "possible"))
    )
    return ShownCauses(ranked, serious)


@dataclass(frozen=True, slots=True)
class ChosenAdvice:
    """An advice and the shown causes that brought it in."""

    advice: Advice
    causes: tuple[int, ...]


def chosen_advice(
    release: CompiledRelease, ranking: Differential, shown: ShownCauses, triage: Triage, level: Level
) -> tuple[ChosenAdvice, ...]:
    """The advice of the self-care pictures, else of the causes that fit; then what is always given."""
    fitting = [score for score in shown.ranked if fit_word(release, score.share) in ("strong", "possible")]
    reasons: dict[int, list[int]] = {}
    if level is Level.SELF_CARE:
        for picture in triage.pictures:
            for index in picture.advice:
                reasons.setdefault(index, [])
    else:
        for score in fitting:
            for index in release.causes[score.cause].treatment:
                reasons.setdefault(index, []).append(score.cause)
    for advice in release.advice:
        if advice.always_when & triage.facts:
            reasons.setdefault(advice.index, [])
    suppressing = {score.cause for score in ranking.scores if fit_word(release, score.share) in ("strong", "possible")}
    return tuple(
        ChosenAdvice(release.advice[index], tuple(causes))
        for index, causes in reasons.items()
        if not release.advice[index].suppressed_by & suppressing and _urgent_enough(release.advice[index], level)
    )


def _urgent_enough(advice: Advice, level: Level) -> bool:
    return advice.only_from is None or level.rank >= advice.only_from.rank


@dataclass(frozen=True, slots=True)
class Unknown:
    """A finding that is not known, with the shown causes and almost complete rules it matters for."""

    finding: int
    causes: tuple[int, ...]
    rules: tuple[int, ...]


def unknown_findings(release: CompiledRelease, shown: ShownCauses, triage: Triage, known: Mask) -> tuple[Unknown, ...]:
    """Findings not sure or not asked that the shown causes weigh, or that would complete a rule.

    `known` are the findings with a clear answer. In file order.
    """
    open_findings = ~(known | release.worked_out)
    almost = []
    for rule in release.rules:
        unmet = [clause for clause in rule.clauses if not clause & triage.facts]
        if len(unmet) == 1:
            almost.append((rule.index, unmet[0] & open_findings))
    found = []
    for finding in release.findings:
        if not open_findings >> finding.index & 1:
            continue
        causes = tuple(
            score.cause for score in shown.ranked if release.causes[score.cause].evidence >> finding.index & 1
        )
        rules = tuple(index for index, missing in almost if missing >> finding.index & 1)
        if causes or rules:
            found.append(Unknown(finding.index, causes, rules))
    return tuple(found)
