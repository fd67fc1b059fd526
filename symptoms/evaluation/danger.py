"""Which findings are danger signs, and what lies next to an answer."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.content import FindingKind, KnowledgeBase
from symptoms.engine.compiled import CompiledRelease, Mask
from symptoms.engine.levels import Level

#: Findings whose options stand on their page from one end to the other; the others have no order.
_ORDERED = {FindingKind.ONSET, FindingKind.DURATION, FindingKind.COURSE}


def danger_signs(release: CompiledRelease) -> Mask:
    """The findings of the emergency pages, and those that alone fire an emergency or same-day rule."""
    signs: Mask = 0
    for page in release.questions:
        if page.stage == "emergency":
            signs |= page.mask
    for rule in release.rules:
        if rule.level.rank >= Level.SAME_DAY.rank and len(rule.clauses) == 1:
            signs |= rule.clauses[0]
    return signs & ~release.worked_out


def emergency_findings(release: CompiledRelease) -> Mask:
    """Every finding that an emergency rule speaks of."""
    found: Mask = 0
    for rule in release.rules:
        if rule.level is Level.EMERGENCY_NOW:
            for clause in rule.clauses:
                found |= clause
    return found & ~release.worked_out


#: For each option of a clinical single-choice page, by page and option key, the options next to it.
Neighbours = Mapping[str, Mapping[str, tuple[str, ...]]]


def neighbours(release: CompiledRelease, knowledge: KnowledgeBase) -> Neighbours:
    """What a man may choose by a small slip.

    On a page about onset, duration or course these are the options before and after; on other
    single-choice pages, such as the side or the kind of weakness, any other option.
    """
    kinds = {finding.key: finding.kind for finding in knowledge.findings}
    return {
        page.key: {
            option.key: tuple(
                other.key
                for number, other in enumerate(page.options)
                if other is not option and (not ordered or abs(number - position) == 1)
            )
            for position, option in enumerate(page.options)
        }
        for page in release.questions
        if page.single_choice
        for ordered in (all(kinds[key] in _ORDERED for key in release.keys(page.mask)),)
    }


def kind_pages(release: CompiledRelease, knowledge: KnowledgeBase) -> frozenset[str]:
    """The single-choice pages on which he says what kind of weakness it is: their options are symptoms."""
    kinds = {finding.key: finding.kind for finding in knowledge.findings}
    return frozenset(
        page.key
        for page in release.questions
        if page.single_choice and all(kinds[key] is FindingKind.SYMPTOM for key in release.keys(page.mask))
    )
