"""What follows from a release, worked out once.

Nothing here depends on what is remembered but the time it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from symptoms.engine.clusters import Clusters
from symptoms.engine.compiled import Clauses, CompiledRelease, Mask
from symptoms.engine.lanes import filled
from symptoms.engine.levels import is_mild
from symptoms.engine.rows import Rows
from symptoms.engine.rule_bits import RuleBits
from symptoms.engine.unknown import Unknown

Part = TypeVar("Part")

#: Above the rank of every level.
_NEVER = 99


class Remembered:
    """What is remembered for one release.

    `clusters` tell what answers add to the causes, and `rows` are rows of outcomes. `log_priors` holds what the causes
    start with by age band, `requires` the causes that need a finding for it, `in_category` the causes of each
    category, `serious` which causes are, `mild` those that are none whatever suspects them, `serious_weights` what each
    cause counts for a gain outside the leading category, `companions` the causes that are shown with another, and
    `hidden_from` for each cause the rank of the level of rules from which it is not shown. `always` is the advice that
    findings alone can bring in.

    `rules`, `by_urgency` and `emergencies` tell which rules are met: all in file order, all in the order of
    `most_urgent_first`, where `fields_of_level` has the fields of each level, and those of the highest level.
    `findings_of_rule` has all findings of each rule. `unknown` are the findings that are not known.
    """

    def __init__(self, release: CompiledRelease) -> None:
        # Nothing here may refer to the release itself, which lives as long as anything does.
        self.rows = Rows(release)
        self._parts: dict[tuple[Hashable, ...], object] = {}
        self.clusters = Clusters(release)
        self.log_priors = [
            filled([cause.log_priors[band] for cause in release.causes]) for band in range(len(release.age_bands))
        ]
        self.requires = [(cause.index, cause.requires) for cause in release.causes if cause.requires]
        self.in_category: list[list[int]] = [[] for _ in release.categories]
        for cause in release.causes:
            self.in_category[cause.category].append(cause.index)
        numbers = release.numbers
        self.serious = [cause.level.rank >= numbers.serious_level.rank for cause in release.causes]
        self.mild = {cause.index for cause in release.causes if is_mild(cause.level, numbers.serious_level)}
        self.serious_weights = [numbers.serious_gain_weight if serious else 1.0 for serious in self.serious]
        self.hidden_from = [cause.hide_from.rank if cause.hide_from else _NEVER for cause in release.causes]
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
        self.findings_of_rule = [_joined(rule.clauses) for rule in release.rules]
        self.unknown = Unknown(release, self.rules)
        self.always = [advice for advice in release.advice if advice.always_when]

    def once(self, part: tuple[Hashable, ...], make: Callable[[], Part]) -> Part:
        """What takes few forms: made the first time, and given again whenever `part` is the same."""
        found = self._parts.get(part)
        if found is None:
            found = self._parts[part] = make()
        return cast(Part, found)


_of_releases: WeakKeyDictionary[CompiledRelease, Remembered] = WeakKeyDictionary()


def remembered(release: CompiledRelease) -> Remembered:
    """What is remembered for this release, for as long as it is in use."""
    found = _of_releases.get(release)
    if found is None:
        found = _of_releases[release] = Remembered(release)
    return found


def _joined(clauses: Clauses) -> Mask:
    """All findings of some clauses."""
    findings = 0
    for clause in clauses:
        findings |= clause
    return findings
