"""The knowledge read straight from its rows with sets: a second opinion on rules, conditions and open pages.

It shares no code with the engine, so that a fault of the engine's masks shows as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cached_property

from knowledge.content import (
    SCREENING_INCOMPLETE,
    UNSURE_RED_FLAG,
    AllOf,
    KnowledgeBase,
    Question,
    QuestionKind,
    Rule,
    Stage,
    Urgency,
)


class Reading:
    """What rules, pages and conditions of a knowledge base say about sets of finding keys."""

    def __init__(self, content: KnowledgeBase) -> None:
        self.content = content
        self.pages = {page.key: page for page in content.questions}
        self.page_of = {finding: page.key for page in content.questions for finding in page.findings}
        self.rules = {rule.key: rule for rule in content.red_flags}

    @cached_property
    def emergencies(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.content.red_flags if rule.urgency is Urgency.EMERGENCY_NOW)

    @cached_property
    def urgent(self) -> tuple[Rule, ...]:
        """The rules that no interview may leave open."""
        return tuple(rule for rule in self.content.red_flags if rule.urgency.rank >= Urgency.SAME_DAY.rank)

    def of_age(self, age: int) -> set[str]:
        """The findings that follow from an age in years."""
        return {
            finding.key
            for finding in self.content.findings
            if finding.age_at_least is not None and age >= finding.age_at_least
        }

    def unsure(self, facts: Set[str], not_sure: Set[str]) -> set[str]:
        """The finding of an emergency that he is not sure of, when there is one."""
        if any(holds(rule.all_of, facts) for rule in self.emergencies):
            return set()
        perhaps = facts | not_sure
        return {UNSURE_RED_FLAG} if any(holds(rule.all_of, perhaps) for rule in self.emergencies) else set()

    def incomplete(self, present: Set[str], asked: Set[str], facts: Set[str]) -> set[str]:
        """The finding of a screening with gaps, when it has one. `asked` are findings in any state."""
        for page in self.content.questions:
            if not screens(page) or not holds(page.ask_if, facts):
                continue
            answered = page.kind is QuestionKind.SINGLE and present & set(page.findings)
            if not answered and set(page.findings) - asked:
                return {SCREENING_INCOMPLETE}
        return set()

    def fired(self, facts: Set[str]) -> list[Rule]:
        return [rule for rule in self.content.red_flags if holds(rule.all_of, facts)]

    def open_rules(self, facts: Set[str], not_sure: Set[str], passed: Set[str]) -> list[tuple[Rule, set[str]]]:
        """Urgent rules that pages not passed could still complete, each with the pages that may be needed for it.

        "Not sure" is not "no": an emergency rule is also open when pages not passed could complete it with what he
        is not sure of, unless he is known to be unsure of an emergency already, or has one.
        """
        found = []
        settled = any(holds(rule.all_of, facts | not_sure) for rule in self.emergencies)
        for rule in self.urgent:
            doubted = rule in self.emergencies and not settled
            for met in (facts, facts | not_sure) if doubted else (facts,):
                missing = [clause for clause in rule.all_of if not met & set(clause)]
                pages = [self._reachable(clause, facts, passed) for clause in missing]
                if pages and all(pages):
                    found.append((rule, set().union(*pages)))
        return found

    def _reachable(self, clause: Iterable[str], facts: Set[str], passed: Set[str]) -> set[str]:
        """Pages that could still make a finding of the clause present, with those that must open them first."""
        found: set[str] = set()
        for finding in clause:
            key = self.page_of.get(finding)
            if key is None or key in passed:
                continue
            needed = [self._reachable(need, facts, passed) for need in self.pages[key].ask_if if not facts & set(need)]
            if all(needed):
                found |= {key}.union(*needed)
        return found


def holds(all_of: AllOf, facts: Set[str]) -> bool:
    """True when every list has a finding that is a fact."""
    return all(facts & set(clause) for clause in all_of)


def screens(page: Question) -> bool:
    """True for a page without which an outcome is incomplete."""
    return page.stage is Stage.EMERGENCY or (page.kind is QuestionKind.SINGLE and page.stage is not Stage.SCOPE)
