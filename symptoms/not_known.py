"""What is not known of a cause, in words, and how much it could count."""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass

from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.likelihood import if_present
from symptoms.engine.outcome import ContributionShown

#: Ratios are given with nine decimals.
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A finding that is not known, by its label, or a page with one choice, by its question.

    `at_most` is the most it could add to the cause, None where it would add nothing at his age; on a page with one
    choice by the `option` with this label.
    """

    words: str
    option: str | None
    at_most: ContributionShown | None


class AllNotKnown:
    """What pages of the release ask and is not `known`, the findings with a clear answer, of a man of `age` years."""

    def __init__(self, release: CompiledRelease, age: int | None, known: Set[str]) -> None:
        self._release = release
        self._age = age
        self._asked = {
            finding: page for page in release.questions for finding in release.keys(page.mask) if finding not in known
        }
        self._labels = {finding.key: finding.label for finding in release.findings}
        self._weighed = {cause.key: release.keys(cause.evidence) for cause in release.causes}

    def of_causes(self, causes: Set[str]) -> tuple[str, ...]:
        """What any of these causes weighs, in words, each once and in the order of the pages."""
        weighed = {finding for cause in causes for finding in self._weighed[cause]}
        return tuple(dict.fromkeys(self._words(finding) for finding in self._asked if finding in weighed))

    def of_cause(self, cause: str) -> list[NotKnown]:
        """What one cause weighs, the most telling first and then in the order of the pages."""
        adds = {} if self._age is None else {one.finding: one for one in if_present(self._release, cause, self._age)}
        found: dict[str, NotKnown] = {words: NotKnown(words, None, None) for words in self.of_causes({cause})}
        for finding, page in self._asked.items():
            words, one = self._words(finding), adds.get(finding)
            if one and _size(one) > _size(found[words].at_most):
                found[words] = NotKnown(words, one.label if page.single_choice else None, one)
        return sorted(found.values(), key=lambda row: -_size(row.at_most))

    def _words(self, finding: str) -> str:
        page = self._asked[finding]
        return page.text if page.single_choice else self._labels[finding]


def _size(one: ContributionShown | None) -> float:
    """How far from 1 its ratio is, in either direction, on the scale of its logarithm."""
    return abs(math.log(max(one.likelihood_ratio, _SMALLEST))) if one else 0.0
