"""Which causes and which advice an outcome shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from symptoms.engine.compiled import Advice, Cause, CompiledRelease, Mask, bits
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import CauseScore, Differential
from symptoms.engine.red_flags import Triage
from symptoms.engine.remembered import remembered

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

    def hidden(cause: Cause) -> bool:
        return cause.hide_from is not None and level_of_rules >= cause.hide_from.rank

    causes, numbers = release.causes, release.numbers
    shares = ranking.shares
    notable = _at_least(shares, range(len(shares)), min(numbers.fit_weak, numbers.serious_share))
    chosen = {cause for cause in _at_least(shares, notable, numbers.fit_weak) if not hidden(causes[cause])}
    chosen |= {
        cause.index
        for cause in remembered(release).companions
        if not hidden(cause)
        and any(triage.facts >> finding & 1 and companion in chosen for finding, companion in cause.show_with)
    }
    if all(causes[cause].never_alone for cause in chosen):
        chosen = set()

    apart = {cause for rule in triage.fired for cause in rule.suspects}
    apart |= {
        cause
        for cause in _at_least(shares, notable, numbers.serious_share)
        if causes[cause].level.rank >= numbers.serious_level.rank
    }
    apart -= {cause for cause in chosen if share_shown(shares[cause]) >= numbers.fit_possible}
    serious = [cause for cause in apart if not hidden(causes[cause])]
    return ShownCauses(ranking.scores_of(chosen), ranking.scores_of(serious))


def _at_least(shares: Sequence[float], causes: Iterable[int], least: float) -> list[int]:
    """Those of the causes whose share, as it is shown, is `least` or more."""
    almost = least - 10**-SHARE_DECIMALS
    return [cause for cause in causes if shares[cause] >= almost and share_shown(shares[cause]) >= least]


@dataclass(frozen=True, slots=True)
class ChosenAdvice:
    """An advice and the shown causes that brought it in."""

    advice: Advice
    causes: tuple[int, ...]


def chosen_advice(
    release: CompiledRelease, ranking: Differential | None, shown: ShownCauses, triage: Triage, level: Level
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
    shares = ranking.shares if ranking else ()
    suppressing = set(_at_least(shares, range(len(shares)), release.numbers.fit_possible))
    return tuple(
        ChosenAdvice(release.advice[index], tuple(causes))
        for index, causes in reasons.items()
        if not release.advice[index].suppressed_by & suppressing and _urgent_enough(release.advice[index], level)
    )


def _urgent_enough(advice: Advice, level: Level) -> bool:
    return advice.only_from is None or level.rank >= advice.only_from.rank


class Unknown(NamedTuple):
    """A finding that is not known, with the shown causes and almost complete rules it matters for."""

    finding: int
    causes: tuple[int, ...]
    rules: tuple[int, ...]


def unknown_findings(release: CompiledRelease, shown: ShownCauses, triage: Triage, known: Mask) -> list[Unknown]:
    """Findings not sure or not asked that the shown causes weigh, or that would complete a rule.

    `known` are the findings with a clear answer. In file order.
    """
    open_findings = ~(known | release.worked_out)
    rules: dict[int, list[int]] = {}
    for rule, clause in remembered(release).rules.lacking_one(triage.facts):
        for finding in bits(clause & open_findings):
            rules.setdefault(finding, []).append(rule)
    causes: dict[int, list[int]] = {}
    for score in shown.ranked:
        for finding in bits(release.causes[score.cause].evidence & open_findings):
            causes.setdefault(finding, []).append(score.cause)
    return [
        Unknown(finding, tuple(causes.get(finding, ())), tuple(rules.get(finding, ())))
        for finding in sorted(rules.keys() | causes.keys())
    ]
