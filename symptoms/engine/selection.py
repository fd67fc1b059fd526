"""Which causes and which advice an outcome shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from symptoms.engine.compiled import Advice, CompiledRelease, Numbers
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import CauseScore, Differential
from symptoms.engine.red_flags import Triage
from symptoms.engine.remembered import remembered

#: Shares are given, compared with the thresholds and hashed in millionths: with 6 decimals.
_MILLION = 1_000_000


def share_shown(share: float) -> float:
    """A share as it is given to the outside."""
    # Half the time of rounding to 6 decimals, which goes through text.
    return round(share * _MILLION) / _MILLION


def fit_word(release: CompiledRelease, share: float) -> str | None:
    """strong, possible or weak by the thresholds of the settings, None below weak."""
    return fit_of(release.numbers, share_shown(share))


def fit_of(numbers: Numbers, shown: float) -> str | None:
    """The same for a share as it is given to the outside."""
    if shown < numbers.fit_weak:
        return None
    if shown >= numbers.fit_strong:
        return "strong"
    return "possible" if shown >= numbers.fit_possible else "weak"


@dataclass(frozen=True, slots=True)
class ShownCauses:
    """`ranked` are the causes of the outcome; `serious` the less likely but serious ones, apart.

    Among these, mild suspects of a rule stand last.
    """

    ranked: tuple[CauseScore, ...]
    serious: tuple[CauseScore, ...]

    @property
    def causes(self) -> list[int]:
        """All of them by their indexes, each once: the ranked ones first."""
        return list(dict.fromkeys(score.cause for score in (*self.ranked, *self.serious)))


def shown_causes(release: CompiledRelease, ranking: Differential, triage: Triage) -> ShownCauses:
    """Causes with at least a weak fit and those they bring along, less the ones that must stay hidden."""
    level_of_rules = triage.fired[0].level.rank if triage.fired else -1
    parts, numbers, shares = remembered(release), release.numbers, ranking.shares
    hidden_from = parts.hidden_from
    almost = min(numbers.fit_weak, numbers.serious_share) - 1 / _MILLION
    notable = [(cause, share_shown(share)) for cause, share in enumerate(shares) if share >= almost]

    weak = numbers.fit_weak
    chosen = {cause for cause, share in notable if share >= weak and level_of_rules < hidden_from[cause]}
    chosen |= {
        cause.index
        for cause in parts.companions
        if level_of_rules < hidden_from[cause.index]
        and any(triage.facts >> finding & 1 and companion in chosen for finding, companion in cause.show_with)
    }
    if all(release.causes[cause].never_alone for cause in chosen):
        chosen = set()

    least, serious = numbers.serious_share, parts.serious
    apart = {cause for cause, share in notable if share >= least and serious[cause]}
    for rule in triage.fired:
        apart.update(rule.suspects)
    apart -= {cause for cause in chosen if share_shown(shares[cause]) >= numbers.fit_possible}
    visible = {cause for cause in apart if level_of_rules < hidden_from[cause]}
    mild = visible & parts.mild
    serious_first = ranking.scores_of(visible - mild) + ranking.scores_of(mild) if mild else ranking.scores_of(visible)
    return ShownCauses(ranking.scores_of(chosen), serious_first)


class ChosenAdvice(NamedTuple):
    """An advice and the shown causes that brought it in, by their indexes."""

    advice: int
    causes: tuple[int, ...]


def chosen_advice(
    release: CompiledRelease, ranking: Differential | None, shown: ShownCauses, triage: Triage, level: Level
) -> list[ChosenAdvice]:
    """The advice of the self-care pictures, else of the causes that fit; then what is always given."""
    possible = release.numbers.fit_possible
    reasons: dict[int, list[int]] = {}
    if level is Level.SELF_CARE:
        for picture in triage.pictures:
            for index in picture.advice:
                reasons.setdefault(index, [])
    else:
        for score in shown.ranked:
            if share_shown(score.share) >= possible:
                for index in release.causes[score.cause].treatment:
                    reasons.setdefault(index, []).append(score.cause)
    for advice in remembered(release).always:
        if advice.always_when & triage.facts:
            reasons.setdefault(advice.index, [])

    def suppressed(advice: Advice) -> bool:
        if ranking is None or not ranking.shares:
            return False
        return any(share_shown(ranking.shares[cause]) >= possible for cause in advice.suppressed_by)

    return [
        ChosenAdvice(index, tuple(causes))
        for index, causes in reasons.items()
        if _urgent_enough(release.advice[index], level) and not suppressed(release.advice[index])
    ]


def _urgent_enough(advice: Advice, level: Level) -> bool:
    return advice.only_from is None or level.rank >= advice.only_from.rank
