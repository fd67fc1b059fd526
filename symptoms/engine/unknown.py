"""What is not known and could matter: for a cause that is shown, or for a rule that lacks nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from symptoms.engine.compiled import CompiledRelease, Mask, all_bits, bits
from symptoms.engine.outcome import UnknownFinding
from symptoms.engine.rule_bits import RuleBits
from symptoms.engine.states import State, States

#: How many sets of causes, and of rules, are remembered with their names. Each takes about a third of a kilobyte, and
#: over one where there are ten thousand causes.
_NAMED = 16384


class Unknown:
    """The findings that pages ask about, and for whom each matters. `rules` are all rules of the release."""

    def __init__(self, release: CompiledRelease, rules: RuleBits) -> None:
        # Kept apart from the release, which lives as long as anything refers to it.
        self._rules = rules
        self._rule_keys = [rule.key for rule in release.rules]
        self._cause_keys = [cause.key for cause in release.causes]
        self._evidence = [cause.evidence for cause in release.causes]
        self._askable = release.askable
        page_of = {finding: question.key for question in release.questions for finding in bits(question.mask)}
        about = [0] * len(release.findings)
        for cause in release.causes:
            for finding in bits(cause.evidence & release.askable):
                about[finding] |= 1 << cause.index
        self._findings = [
            (row.key, row.label, page_of.get(row.index), about[row.index], rules.clauses_with.get(row.index, 0))
            for row in release.findings
        ]
        # Many findings of many men matter for the same causes and rules.
        self._causes_named = lru_cache(maxsize=_NAMED)(self._named_causes)
        self._rules_named = lru_cache(maxsize=_NAMED)(self._named_rules)

    def rows(self, shown: Iterable[int], facts: Mask, states: States) -> tuple[UnknownFinding, ...]:
        """Findings not sure or not asked that the shown causes weigh, or that would complete a rule. In file order.

        `shown` are the causes by their indexes; `facts` as in `Triage`.
        """
        lacking, of_shown = self._rules.lacking_alone(facts), 0
        near = self._rules.findings_near(lacking)
        for cause in shown:
            of_shown |= 1 << cause
            near |= self._evidence[cause]
        findings, causes_named, rules_named = self._findings, self._causes_named, self._rules_named
        unsure, not_asked = states.unsure, State.NOT_ASKED
        found = []
        for finding in all_bits(near & self._askable & ~(states.present | states.absent | states.unticked)):
            key, label, page, about, clauses = findings[finding]
            about &= of_shown
            clauses &= lacking
            if about or clauses:
                state = states.of(finding) if unsure and unsure >> finding & 1 else not_asked
                causes = causes_named(about) if about else ()
                rules = rules_named(clauses) if clauses else ()
                found.append(UnknownFinding(key, label, page, state, causes, rules))
        return tuple(found)

    def _named_causes(self, causes: Mask) -> tuple[str, ...]:
        """The keys of these causes, a bit each, in file order."""
        return tuple(self._cause_keys[cause] for cause in bits(causes))

    def _named_rules(self, clauses: int) -> tuple[str, ...]:
        """The keys of the rules that have the clauses with these bits, in file order."""
        return tuple(self._rule_keys[rule] for rule in self._rules.rules_of_clauses(clauses))
