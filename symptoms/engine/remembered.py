"""What follows from a release, and what the answers about one cluster add to the causes, worked out once.

Men answer most clusters in few ways: one finding present and the others denied, or all denied. So nearly
everything an assessment adds up has been worked out before, for another man. Nothing here depends on what is
remembered but the time it takes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from symptoms.engine.compiled import CompiledRelease, Finding, Mask, Weight, bits
from symptoms.engine.lanes import Packed, filled, packed
from symptoms.engine.outcome import ContributionShown, FindingChange, LevelMaker, UnknownFinding
from symptoms.engine.rule_bits import RuleBits
from symptoms.engine.states import State

_NANO = 1_000_000_000

Part = TypeVar("Part")

#: Cluster name of risk facts, which are multiplied undamped.
RISK = "risk"

#: How much is remembered for a release: a sum takes up to eight bytes a cause, the others half a kilobyte.
_SUMS_OF_CAUSES, _SUMS_LEAST, _REASONS, _UNKNOWN, _CHANGED = 1_000_000, 256, 16384, 16384, 4096


#: The states of findings that add something, and the weights of each.
_STATES = (State.PRESENT, State.ABSENT, State.UNTICKED)
_COLUMNS = tuple(attrgetter(state.value) for state in _STATES)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one finding adds to one cause. `log_ratio` and `weighted` in nano-nats.

    `place` is the weight of its place in the cluster: 1, then the decay, its square and so on.
    """

    finding: int
    state: State
    log_ratio: int
    place: float
    weighted: int
    cluster: str | None


class Reason(NamedTuple):
    """A contribution, and how it is shown. By `order` the weightiest comes first, equal ones by key."""

    order: float
    contribution: Contribution
    shown: ContributionShown


class Remembered:
    """What is remembered for one release.

    `together` holds for each finding those of its cluster, `log_priors` what the causes start with by age band,
    `requires` the causes that need a finding for it, `in_category` the causes of each category, `serious_weights`
    what each cause counts for a gain outside the leading category, and `companions` the causes that are shown with
    another. `rules`, `by_urgency` and `emergencies` tell which rules are met: all in file order, all in the order of
    `most_urgent_first`, where `fields_of_level` has the fields of each level, and those of the highest level.
    `sums` and `reasons` are asked for one cluster, whose findings are handed over in masks by their state, `unknown`
    and `changed` for one finding. `rule_makers` and `picture_makers` are how an outcome names what makes a level.
    """

    def __init__(self, release: CompiledRelease) -> None:
        # Kept apart from the release, which lives as long as anything refers to it.
        self._findings = release.findings
        self._by_key = [0] * len(release.findings)
        for place, finding in enumerate(sorted(release.findings, key=lambda finding: finding.key)):
            self._by_key[finding.index] = place
        self._causes = release.causes
        self._weights = release.weights
        self._numbers = release.numbers
        self._rule_keys = [rule.key for rule in release.rules]
        self._questions = release.questions
        self.together = _together(release)
        self.log_priors = [
            filled([cause.log_priors[band] for cause in release.causes]) for band in range(len(release.age_bands))
        ]
        self.requires = [(cause.index, cause.requires) for cause in release.causes if cause.requires]
        self.in_category: list[list[int]] = [[] for _ in release.categories]
        for cause in release.causes:
            self.in_category[cause.category].append(cause.index)
        numbers = release.numbers
        self.serious_weights = [
            numbers.serious_gain_weight if cause.level.rank >= numbers.serious_level.rank else 1.0
            for cause in release.causes
        ]
        self.companions = [cause for cause in release.causes if cause.show_with]
        self.most_urgent_first = sorted(release.rules, key=lambda rule: (-rule.level.rank, rule.index))
        self.by_urgency = RuleBits([rule.clauses for rule in self.most_urgent_first])
        ranks = [rule.level.rank for rule in self.most_urgent_first]
        self.fields_of_level = [
            self.by_urgency.fields_of({place for place, other in enumerate(ranks) if other == rank})
            for rank in dict.fromkeys(ranks)
        ]
        self.emergencies = RuleBits([rule.clauses for rule in release.emergencies])
        self.rules = RuleBits([rule.clauses for rule in release.rules])
        self._parts: dict[tuple[Hashable, ...], object] = {}
        self.sums = lru_cache(maxsize=max(_SUMS_LEAST, _SUMS_OF_CAUSES // max(len(release.causes), 1)))(self._sums)
        self.reasons = lru_cache(maxsize=_REASONS)(self._reasons)
        self._reason = lru_cache(maxsize=_REASONS)(self._made_reason)
        self.unknown = lru_cache(maxsize=_UNKNOWN)(self._unknown)
        self.changed = lru_cache(maxsize=_CHANGED)(self._changed)
        self.rule_makers = [LevelMaker("rule", rule.key, rule.title) for rule in release.rules]
        self.picture_makers = [LevelMaker("picture", picture.key, picture.title) for picture in release.pictures]

    def once(self, part: tuple[Hashable, ...], make: Callable[[], Part]) -> Part:
        """A part of outcomes that takes few forms: made the first time, and given again whenever `part` is the same."""
        found = self._parts.get(part)
        if found is None:
            found = self._parts[part] = make()
        return cast(Part, found)

    def _sums(self, band: int, present: Mask, absent: Mask, unticked: Mask) -> Packed:
        """What the answers about one cluster add to each cause, risk facts left out."""
        weights = self._weights[band]
        columns = [weights[finding].present for finding in bits(present)]
        columns += [weights[finding].absent for finding in bits(absent)]
        columns += [weights[finding].unticked for finding in bits(unticked)]
        by_cause: dict[int, list[int]] = {}
        for column in columns:
            for cause, log_ratio in column:
                by_cause.setdefault(cause, []).append(log_ratio)
        decay = self._numbers.cluster_decay
        return packed(
            (cause, found[0])
            if len(found) == 1
            else (cause, sum(weighted for _, weighted in _damped(sorted(found, key=abs, reverse=True), decay)))
            for cause, found in by_cause.items()
        )

    def _reasons(self, cause: int, band: int, present: Mask, absent: Mask, unticked: Mask) -> tuple[Reason, ...]:
        """What each answer about one cluster adds to one cause, the strongest first and risk facts at the end."""
        weights = self._weights[band]
        found: list[tuple[int, int, int]] = []
        risks = []
        for number, mask in enumerate((present, absent, unticked)):
            for finding in bits(mask):
                if log_ratio := _about(cause, _COLUMNS[number](weights[finding])):
                    found.append((log_ratio, finding, number))
                elif number == 0 and (log_ratio := _about(cause, weights[finding].risk)):
                    risks.append(self._reason(cause, finding, number, log_ratio, 1.0, True))
        if len(found) > 1:
            found.sort(key=lambda row: (-abs(row[0]), self._by_key[row[1]]))
        places = _damped([log_ratio for log_ratio, _, _ in found], self._numbers.cluster_decay)
        return (
            *[
                self._reason(cause, finding, number, log_ratio, place, False)
                for (log_ratio, finding, number), (place, _) in zip(found, places, strict=True)
            ],
            *risks,
        )

    def _unknown(self, index: int, state: State, causes: tuple[int, ...], rules: tuple[int, ...]) -> UnknownFinding:
        """A finding that is not known, with the shown causes and the almost complete rules it matters for."""
        finding = self._findings[index]
        return UnknownFinding(
            finding=finding.key,
            label=finding.label,
            question=self._page_of(finding),
            state=state,
            causes=tuple(self._causes[cause].key for cause in causes),
            rules=tuple(self._rule_keys[rule] for rule in rules),
        )

    def _changed(self, index: int, state: State, present: bool) -> FindingChange:
        """A finding of a change: what it is now, and whether it would be present."""
        finding = self._findings[index]
        would_be = State.PRESENT if present else State.ABSENT
        return FindingChange(finding.key, finding.label, self._page_of(finding), state, would_be)

    def _page_of(self, finding: Finding) -> str:
        if finding.question is None:
            raise ValueError("a finding that no page asks about cannot be unknown or changed")
        return self._questions[finding.question].key

    def _made_reason(self, cause: int, index: int, number: int, log_ratio: int, place: float, is_risk: bool) -> Reason:
        """What one finding adds to one cause at this place of its cluster; `number` is that of its state."""
        finding, state = self._findings[index], _STATES[number]
        weighted = round(log_ratio * place)
        shown = ContributionShown(
            finding=finding.key,
            label=finding.label,
            state=state,
            likelihood_ratio=round(math.exp(log_ratio / _NANO), 9),
            weight=place,
            cluster=RISK if is_risk else finding.cluster,
            strength=self._strength(log_ratio, weighted),
            sources=self._causes[cause].row_sources[index],
        )
        # One number holds both, exactly: a weight is below 1e11 nano-nats, and a float has room for 9e15.
        order = float(self._by_key[index] - abs(weighted) * len(self._by_key))
        return Reason(order, Contribution(index, state, log_ratio, place, weighted, shown.cluster), shown)

    def _strength(self, log_ratio: int, weighted: int) -> str:
        size = abs(weighted) / _NANO
        numbers = self._numbers
        word = (
            "strong"
            if size >= numbers.strength_strong
            else "moderate"
            if size >= numbers.strength_moderate
            else "slight"
        )
        return f"{word}_for" if log_ratio > 0 else f"{word}_against"


_of_releases: WeakKeyDictionary[CompiledRelease, Remembered] = WeakKeyDictionary()


def remembered(release: CompiledRelease) -> Remembered:
    """What is remembered for this release, for as long as it is in use."""
    found = _of_releases.get(release)
    if found is None:
        found = _of_releases[release] = Remembered(release)
    return found


def _together(release: CompiledRelease) -> tuple[Mask, ...]:
    """For each finding those of its cluster, itself included; alone without a cluster."""
    clusters: dict[str | int, Mask] = {}
    names = [finding.index if finding.cluster is None else finding.cluster for finding in release.findings]
    for index, name in enumerate(names):
        clusters[name] = clusters.get(name, 0) | 1 << index
    return tuple(clusters[name] for name in names)


def _damped(log_ratios: Sequence[int], decay: float) -> Iterator[tuple[float, int]]:
    """Place and weighted log ratio of each finding of one cluster for one cause; the strongest must come first.

    In each direction, for and against, the first counts in full, the next one `decay` of it, and so on.
    """
    places = [1.0, 1.0]
    for log_ratio in log_ratios:
        direction = log_ratio > 0
        place = places[direction]
        yield place, round(log_ratio * place)
        places[direction] = place * decay


def _about(cause: int, rows: Sequence[Weight]) -> int:
    """What the rows hold for one cause; 0 where they say nothing of it."""
    for other, log_ratio in rows:
        if other == cause:
            return log_ratio
    return 0
