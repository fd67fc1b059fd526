"""What the rules would say if some answers were others: the level after a few moves, told exactly and cheaply.

A move is the smallest thing a man could say otherwise: one finding yes or no, or another option of a
single-choice page, which denies the former one. Only the rules that a move can reach are looked at anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from symptoms.engine.compiled import CompiledRelease, Mask, Picture, Question, Rule, bits, holds
from symptoms.engine.levels import Level
from symptoms.engine.red_flags import Triage
from symptoms.engine.remembered import remembered
from symptoms.engine.states import States, UnaskedPage


# Each move is made once, so it is the same only as itself: a key of dictionaries thousands of times. Nothing changes
# it, but it is made too often for what `frozen` costs.
@dataclass(slots=True, eq=False)
class Move:
    """One finding that is present or absent instead. `page` is set on a single-choice page, which takes one move.

    `add` and `remove` become present and absent, `settled` are the findings that are answered by it.
    `told` is true when it takes back something he said, not only fills in what is not known.
    """

    finding: int
    present: bool
    page: int | None
    add: Mask
    remove: Mask
    settled: Mask
    told: bool


class Then(NamedTuple):
    """What the rules say after some moves. `rank` is that of the level; `makers` are the rules, or else the pictures,
    that make it.

    `known` are the present findings with those of the age, `facts` have the derived ones too. `unsure` are
    the findings still not sure, `missing` those whose page still leaves the screening incomplete.
    """

    level: Level
    rank: int
    makers: tuple[Rule, ...] | tuple[Picture, ...]
    known: Mask
    facts: Mask
    unsure: Mask
    missing: Mask


class Situation:
    """One man's states, and every other situation that moves lead to."""

    def __init__(
        self,
        release: CompiledRelease,
        states: States,
        age_facts: Mask,
        result: Triage,
        unasked: tuple[UnaskedPage, ...],
    ) -> None:
        self.release = release
        self.states = states
        self.result = result
        self.known = states.present | age_facts
        self.told = states.present | states.absent | states.unticked
        #: Findings that can be asked and are not known: not asked, not sure, or not told.
        self.open = release.askable & ~self.told
        #: Screening pages that only some men are asked: a move may bring one up, or take it away.
        self.conditional = tuple(question for question in release.screening if question.ask_if)
        self._asked = states.asked
        self._missing: Mask = sum(
            1 << finding for page in unasked if not release.questions[page.question].ask_if for finding in page.findings
        )
        self._near: tuple[Rule, ...] = ()
        if states.unsure:
            wide = self.known | states.unsure
            self._near = tuple(rule for rule in release.emergencies if holds(rule.clauses, wide))
        parts = remembered(release)
        self._emergencies = parts.emergencies
        self._by_urgency, self._most_urgent_first = parts.by_urgency, parts.most_urgent_first
        self._of_level = parts.fields_of_level
        self._clauses_met = self._by_urgency.clauses_met(result.facts)
        self._met_twice = self._by_urgency.clauses_met_twice(result.facts)
        self._makers_of: dict[int, tuple[Rule, ...]] = {0: ()}
        self._yes: dict[int, Move | None] = {}
        self._no: dict[int, Move | None] = {}
        self.now = self.after(())

    def yes(self, finding: int) -> Move | None:
        """The finding is true; None when it is present already or no page asks about it."""
        if finding not in self._yes:
            self._yes[finding] = self._made(finding, present=True)
        return self._yes[finding]

    def no(self, finding: int) -> Move | None:
        """The finding is not true; None when it is denied already, no page asks about it, or its single-choice page
        would be left without an answer."""
        if finding not in self._no:
            self._no[finding] = self._made(finding, present=False)
        return self._no[finding]

    def _made(self, finding: int, *, present: bool) -> Move | None:
        bit = 1 << finding
        if not bit & self.release.askable:
            return None
        page = self.choice(finding)
        number = page.index if page else None
        chosen = page.mask & self.states.present if page else 0
        if present:
            if bit & self.states.present:
                return None
            siblings = page.mask & ~bit if page else 0
            return Move(finding, True, number, bit, siblings, siblings | bit, told=bool(chosen or bit & self.told))
        # On a single-choice page one of several options that are present can be denied: the page keeps an answer.
        deniable = bit & chosen and bit != chosen if page else bit & (self.states.present | self.open)
        if not deniable:
            return None
        return Move(finding, False, number, 0, bit, bit, told=bool(bit & self.told))

    def choice(self, finding: int) -> Question | None:
        """The page of a finding when it is a single-choice page."""
        number = self.release.findings[finding].question
        page = None if number is None else self.release.questions[number]
        return page if page and page.single_choice else None

    def after(self, moves: Iterable[Move]) -> Then:
        """What the rules say once all `moves` are made; no two of them may be of one single-choice page."""
        add = remove = settled = 0
        for move in moves:
            add |= move.add
            remove |= move.remove
            settled |= move.settled
        return self._then(add, remove, settled)

    def denied(self, findings: Mask) -> Then:
        """What the rules say once all these findings, of pages on which each can be denied, are denied."""
        return self._then(0, findings, findings)

    def _then(self, add: Mask, remove: Mask, settled: Mask) -> Then:
        release = self.release
        known = self.known & ~remove | add
        unsure = self.states.unsure & ~settled
        missing = self._missing & ~settled
        for question in self.conditional:
            missing |= self.missing_on(question, known, settled)
        facts = known
        if unsure and self._unsure_about_an_emergency(known, unsure):
            facts |= release.unsure_red_flag
        if missing:
            facts |= release.screening_incomplete
        makers = self._makers(facts)
        if makers:
            level = makers[0].level
            return Then(level, level.rank, makers, known, facts, unsure, missing)
        pictures = tuple([picture for picture in release.pictures if holds(picture.clauses, facts)])
        level = Level.SELF_CARE if pictures else Level.ROUTINE
        return Then(level, level.rank, pictures, known, facts, unsure, missing)

    def missing_on(self, question: Question, known: Mask, settled: Mask = 0) -> Mask:
        """The findings of a conditional screening page that were never asked though the page applies."""
        if not holds(question.ask_if, known) or (question.single_choice and question.mask & known):
            return 0
        return question.mask & ~(self._asked | settled)

    def _makers(self, facts: Mask) -> tuple[Rule, ...]:
        """The rules of the highest level that fire, in file order."""
        rules, before = self._by_urgency, self.result.facts
        lost = before & ~facts
        if lost & (lost - 1):
            clauses = rules.clauses_met(facts)
        else:
            # Without one finding, the clauses that it alone has met are met no more.
            kept = self._clauses_met & ~(rules.clauses_met(lost) & ~self._met_twice) if lost else self._clauses_met
            clauses = kept | rules.clauses_met(facts & ~before)
        fired = rules.fields_met(clauses)
        makers = self._makers_of.get(fired)
        if makers is None:
            highest = next(fields for fields in self._of_level if fields & fired) & fired
            makers = tuple([self._most_urgent_first[place] for place in rules.rules_of(highest)])
            self._makers_of[fired] = makers
        return makers

    def near_emergencies(self, known: Mask, unsure: Mask) -> Iterator[Rule]:
        """The emergency rules that fire if everything in `unsure` is true, which was unsure from the start."""
        wide = known | unsure
        for rule in (*self._near, *self._emergencies_with(known & ~(self.known | self.states.unsure))):
            if holds(rule.clauses, wide):
                yield rule

    def _emergencies_with(self, findings: Mask) -> Iterator[Rule]:
        for finding in bits(findings):
            for _, rule in self.release.rules_with[finding]:
                if rule.level is not Level.EMERGENCY_NOW:
                    break
                yield rule

    def _unsure_about_an_emergency(self, known: Mask, unsure: Mask) -> bool:
        """As `red_flags.unsure_about_an_emergency`."""
        return not self._emergencies.any_met(known) and self._emergencies.any_met(known | unsure)
