"""What is not known and could matter: for a cause that is shown, or for a rule that lacks nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from symptoms.engine.compiled import CompiledRelease, Mask, bits
from symptoms.engine.outcome import UnknownFinding
from symptoms.engine.rule_bits import RuleBits
from symptoms.engine.states import State, States


class Unknown:
    """The findings that pages ask about, and for whom each matters. `rules` are all rules of the release."""

    def __init__(self, release: CompiledRelease, rules: RuleBits) -> None:
        # Kept apart from the release, which lives as long as anything refers to it.
        self._rules = rules
        self._rule_keys = [rule.key for rule in release.rules]
        self._cause_keys = [cause.key for cause in release.causes]
        self._evidence = [cause.evidence for cause in release.causes]
        self._askable = release.askable
        self._heads = {
            finding: (release.findings[finding].key, release.findings[finding].label, question.key)
            for question in release.questions
            for finding in bits(question.mask)
        }
        self._causes_about = dict.fromkeys(self._heads, 0)
        for cause in release.causes:
            for finding in bits(cause.evidence & release.askable):
                self._causes_about[finding] |= 1 << cause.index

    def rows(self, shown: Sequence[int], facts: Mask, states: States) -> tuple[UnknownFinding, ...]:
        """Findings not sure or not asked that the shown causes weigh, or that would complete a rule. In file order.

        `shown` are the causes by their indexes, in the order in which a row names them; `facts` as in `Triage`.
        """
        lacking, clauses_with = self._rules.lacking_alone(facts), self._rules.clauses_with
        shown_keys = [(1 << cause, self._cause_keys[cause]) for cause in shown]
        # Many findings matter for the same causes and rules; what is named for them is put together once.
        causes_named: dict[int, tuple[str, ...]] = {bit: (key,) for bit, key in shown_keys}
        causes_named[0] = ()
        rules_named: dict[int, tuple[str, ...]] = {0: ()}
        of_shown, matter = 0, self._rules.findings_of(lacking)
        for cause in shown:
            of_shown |= 1 << cause
            matter |= self._evidence[cause]
        heads, about = self._heads, self._causes_about
        unsure, not_asked = states.unsure, State.NOT_ASKED
        found = []
        for finding in bits(matter & self._askable & ~(states.present | states.absent | states.unticked)):
            causes, clauses = about[finding] & of_shown, clauses_with.get(finding, 0) & lacking
            if causes not in causes_named:
                causes_named[causes] = tuple([key for bit, key in shown_keys if bit & causes])
            if clauses not in rules_named:
                rules = self._rules.rules_of_clauses(clauses)
                rules_named[clauses] = tuple([self._rule_keys[rule] for rule in rules])
            state = states.of(finding) if unsure and unsure >> finding & 1 else not_asked
            key, label, page = heads[finding]
            found.append(UnknownFinding(key, label, page, state, causes_named[causes], rules_named[clauses]))
        return tuple(found)
