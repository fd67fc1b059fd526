"""Which of many rules are met, found for all of them at once.

Each rule has a field of bits in one whole number: a bit for each of its clauses, and one above them that stays
free. A finding that is present sets the bits of the clauses it stands in. When one is added to every field, the carry
runs through to the free bit exactly where all clauses are met.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from symptoms.engine.compiled import Clauses, Mask, bits


class RuleBits:
    """The clauses of some rules, each of which has at least one."""

    def __init__(self, rules: Sequence[Clauses]) -> None:
        #: The bits of the clauses that a finding stands in; one that stands in none is left out.
        self.clauses_with: dict[int, int] = {}
        self._ones = self._free = self._clauses = 0
        self._rule_of: dict[int, int] = {}
        self._rule_at: dict[int, int] = {}
        self._clause_at: dict[int, Mask] = {}
        self._free_by_size: dict[int, int] = {}
        place = 0
        for rule, clauses in enumerate(rules):
            self._ones |= 1 << place
            for clause in clauses:
                for finding in bits(clause):
                    self.clauses_with[finding] = self.clauses_with.get(finding, 0) | 1 << place
                self._clauses |= 1 << place
                self._clause_at[place] = clause
                self._rule_at[place] = rule
                place += 1
            self._free |= 1 << place
            self._free_by_size[len(clauses)] = self._free_by_size.get(len(clauses), 0) | 1 << place
            self._rule_of[place] = rule
            place += 1
        self._findings = sum(1 << finding for finding in self.clauses_with)
        #: The bits of the clauses that are all of their rule, and their findings.
        self._whole_rules = sum(1 << place for place, rule in self._rule_at.items() if len(rules[rule]) == 1)
        self._of_whole_rules = self._joined(self._whole_rules)

    def met(self, present: Mask) -> list[int]:
        """The places of the rules that are met, in order."""
        return self.rules_of(self.fields_met(self.clauses_met(present)))

    def any_met(self, present: Mask) -> bool:
        """Whether a rule is met."""
        return self.fields_met(self.clauses_met(present)) != 0

    def lacking_alone(self, present: Mask) -> int:
        """The bits of the clauses that alone keep their rule from being met."""
        unmet = self._clauses & ~self.clauses_met(present)
        # One less in every field: what of the unmet clauses stays as it was are all but the lowest of them.
        seconds = unmet & ((unmet | self._free) - self._ones)
        # Added to a field full of ones, any bit at all carries into the free bit.
        several = seconds + self._clauses & self._free
        lowest = 0
        for clauses, free in self._free_by_size.items():
            lowest |= (several & free) >> clauses
        # From the lowest bit of a field up to below its free bit: all bits of its clauses.
        return unmet & ~(several - lowest)

    def findings_near(self, clauses: int) -> Mask:
        """The findings of the clauses with these bits, and those of every rule of one clause: most rules are, so it
        takes less time to leave these in."""
        return self._of_whole_rules | self._joined(clauses & ~self._whole_rules)

    def _joined(self, clauses: int) -> Mask:
        """The findings of the clauses with these bits."""
        findings = 0
        for place in bits(clauses):
            findings |= self._clause_at[place]
        return findings

    def rules_of_clauses(self, clauses: int) -> tuple[int, ...]:
        """The places of the rules that have the clauses with these bits, in order."""
        return tuple(dict.fromkeys(self._rule_at[place] for place in bits(clauses)))

    def clauses_met(self, present: Mask) -> int:
        """The bits of the clauses that are met. For several sets of findings together they can be joined by `|`."""
        met = 0
        clauses_with = self.clauses_with
        for finding in bits(present & self._findings):
            met |= clauses_with[finding]
        return met

    def clauses_met_twice(self, present: Mask) -> int:
        """The bits of the clauses that are met by more than one of these findings."""
        met = twice = 0
        for finding in bits(present & self._findings):
            clauses = self.clauses_with[finding]
            twice |= met & clauses
            met |= clauses
        return twice

    def fields_met(self, clauses: int) -> int:
        """The free bits of the rules of which all clauses are met."""
        return clauses + self._ones & self._free

    def fields_of(self, rules: Collection[int]) -> int:
        """The free bits of these rules."""
        return sum(1 << place for place, rule in self._rule_of.items() if rule in rules)

    def rules_of(self, fields: int) -> list[int]:
        """The places of the rules with these free bits, in order."""
        return [self._rule_of[place] for place in bits(fields)]
