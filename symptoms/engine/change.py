"""What would change the advice: the smallest sets of findings that would raise or lower the urgency.

A change is a set of moves (see `what_if`), told with the level that would follow. Every change is exact: made
and assessed anew it gives this level and no other. It is minimal: no smaller part of it gives the level, or
one further in its direction. And nothing smaller is missed: by direction, level and basis there are only
changes of the smallest number of moves, up to `MOST_TOGETHER`, and each rule or picture that a set of this
number can bring is brought by one of them. The age is never changed.

Beyond that number there is one kind of change: open danger signs that are all denied at once, which is
one thing to say however many they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

from symptoms.engine.compiled import Clauses, CompiledRelease, Mask, Picture, Rule, bits, holds
from symptoms.engine.levels import Level
from symptoms.engine.outcome import Basis, Direction
from symptoms.engine.red_flags import Triage
from symptoms.engine.states import States, UnaskedPage
from symptoms.engine.what_if import Move, Situation, Then

#: How many moves a change has at most, but for open danger signs that are denied together: what depends on
#: three or more things at once tells nobody what to look out for, and the search would be felt.
MOST_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class ChangedFinding:
    """A finding of a change, and whether it would be present. On a single-choice page its siblings become absent."""

    finding: int
    present: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change and the level that would follow.

    `makers` are the rules that would make the level, or else the self-care pictures; none for routine without
    a rule. `no_longer` are those that make the level now and would not any more.
    """

    direction: Direction
    basis: Basis
    level: Level
    makers: tuple[Rule, ...] | tuple[Picture, ...]
    no_longer: tuple[Rule | Picture, ...]
    findings: tuple[ChangedFinding, ...]


def what_would_change(
    release: CompiledRelease,
    states: States,
    age_facts: Mask,
    result: Triage,
    unasked: tuple[UnaskedPage, ...],
) -> tuple[Change, ...]:
    """The changes, the most useful first.

    Raising before lowering, what is not known before what was told, fewer findings before more, the higher
    level first, then file order. `result` is the triage of these states, `unasked` what the screening lacks.
    """
    return _Search(Situation(release, states, age_facts, result, unasked)).changes()


#: Going through an enumeration itself takes longer than what is done with each member here.
_BASES = tuple(Basis)

#: Moves that are made together, in the order of their findings.
_Moves = tuple[Move, ...]


class _Search:
    """Looks for sets of moves where they can be: among what an unmet list of a rule lacks, and among what the
    rule that makes the level rests on. Any set that raises holds one of the first, any that lowers one of the second.
    """

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.release = situation.release
        self.now = situation.now
        self.rank = situation.now.rank
        self._derived = self.release.unsure_red_flag | self.release.screening_incomplete
        self._thens: dict[_Moves, Then] = {(): situation.now}
        self._bringing: dict[Mask, Mask] = {}
        #: Every minimal set that was found.
        self._found: dict[_Moves, Then] = {}
        #: The smallest number of moves that gives each level, by basis.
        self._reached: dict[tuple[Level, Basis], int] = {}

    def changes(self) -> tuple[Change, ...]:
        """All changes in their order."""
        firsts = self._breaking(self.now)
        for move in dict.fromkeys((*firsts, *self._completing_at_once())):
            self._look((move,))
        by_one = set(self._reached)
        for first in firsts:
            then = self._then((first,))
            if self._may_go_on(then):
                for second in self._breaking(then):
                    self._look_at_two(first, second)
        self._complete_by_two(by_one)
        self._deny_all_open()
        return self._chosen()

    def _may_go_on(self, then: Then) -> bool:
        """Whether a second move can do more after a first one.

        In self-care only the next picture can be stopped. Without a rule, the rest of a picture is looked for
        with `_complete_by_two`, so only a rule that the first move brought can be in the way.
        """
        if self.now.level is Level.SELF_CARE:
            return then.level is Level.SELF_CARE
        return bool(self.now.makers or then.makers)

    # One set of moves

    def _then(self, moves: _Moves) -> Then:
        then = self._thens.get(moves)
        if then is None:
            then = self._thens[moves] = self.situation.after(moves)
        return then

    def _look(self, moves: _Moves) -> Then | None:
        """What follows from `moves`, when it is a level that no part of them gives; then it is noted."""
        then = self._then(moves)
        rank = then.rank
        lowest = highest = self.rank
        if len(moves) > 1:
            for move in moves:
                part = self._then((move,)).rank
                lowest, highest = min(lowest, part), max(highest, part)
        if lowest <= rank <= highest:
            return None
        self._note(moves, then)
        return then

    def _look_at_two(self, first: Move, second: Move) -> Then | None:
        if first.finding == second.finding or (first.page is not None and first.page == second.page):
            return None
        return self._look((first, second) if first.finding < second.finding else (second, first))

    def _note(self, moves: _Moves, then: Then) -> None:
        self._found[moves] = then
        key = (then.level, _basis(moves))
        self._reached[key] = min(len(moves), self._reached.get(key, len(moves)))

    # Moves that bring a rule or a picture

    def _completing_at_once(self) -> list[Move]:
        """Moves that alone complete a rule above the level."""
        mask = 0
        for rule in self.release.rules_above[self.rank]:
            mask |= self._lacking(rule.clauses, self.now.facts, self.now)
        return self._yes(mask)

    def _yes(self, mask: Mask) -> list[Move]:
        yes = self.situation.yes
        return [move for finding in bits(mask) if (move := yes(finding))] if mask else []

    def _lacking(self, clauses: Clauses, facts: Mask, then: Then | None = None) -> Mask:
        """The findings that stand in every clause that `facts` do not meet.

        With `then`, whose facts they are, the clause of a derived finding is also met by what brings it.
        """
        lacking = -1
        for clause in clauses:
            if not clause & facts:
                lacking &= self._met_by(clause, then) if then else clause
                if not lacking:
                    return 0
        return 0 if lacking < 0 else lacking & self.release.askable

    def _met_by(self, clause: Mask, then: Then) -> Mask:
        """The findings of a clause, with those that alone bring a derived finding of it."""
        if clause & self.release.unsure_red_flag and then.unsure:
            clause |= self._bringing_unsure(then)
        if clause & self.release.screening_incomplete:
            for question in self.situation.conditional:
                clause |= self._lacking(question.ask_if, then.known)
        return clause

    def _bringing_unsure(self, then: Then) -> Mask:
        """Findings that would, with all that he is not sure about, complete an emergency rule."""
        wide = then.known | then.unsure
        if wide not in self._bringing:
            mask = 0
            for rule in self.release.emergencies:
                mask |= self._lacking(rule.clauses, wide)
            self._bringing[wide] = mask
        return self._bringing[wide]

    def _complete_by_two(self, reached: Set[tuple[Level, Basis]]) -> None:
        """Two moves that together complete a rule, for levels that no single move gives."""
        goals: list[Rule | Picture] = list(self.release.rules_above[self.rank])
        if not self.now.makers:
            goals += self.release.pictures
        brought = False
        for goal in goals:
            level = goal.level if isinstance(goal, Rule) else Level.SELF_CARE
            for basis in _BASES:
                if (level, basis) in reached:
                    continue
                brought = brought or any(clause & self._derived for clause in goal.clauses)
                for first, second in self._twos(goal.clauses, basis, _facts):
                    then = self._look_at_two(first, second)
                    if then and then.level is level and any(maker is goal for maker in then.makers):
                        break
        if brought:
            self._bring_derived_by_two()

    def _bring_derived_by_two(self) -> None:
        """Two moves that only together bring a derived finding, whatever rule that completes."""
        ways = [(question.ask_if, _known) for question in self.situation.conditional]
        if self.situation.states.unsure:
            ways += [(rule.clauses, _known_or_unsure) for rule in self.release.emergencies]
        for clauses, seen in ways:
            for basis in _BASES:
                for first, second in self._twos(clauses, basis, seen):
                    self._look_at_two(first, second)

    def _twos(self, clauses: Clauses, basis: Basis, seen: Callable[[Then], Mask]) -> Iterator[tuple[Move, Move]]:
        """Pairs of moves of this basis that meet all clauses by what is `seen` after them, in file order."""
        told = basis is Basis.TOLD
        if told and not self.situation.told:
            return
        allowed = self.release.askable if told else self.situation.open
        facts = seen(self.now)
        unmet = 0
        for clause in clauses:
            if not clause & facts:
                # Only what may be moved, or what follows from it, can still meet a clause.
                if not clause & (allowed | self._derived):
                    return
                unmet = unmet or clause
        for first in self._yes((self._met_by(unmet, self.now) if seen is _facts else unmet) & allowed):
            if first.told and not told:
                continue
            then = self._then((first,))
            lacking = self._lacking(clauses, seen(then), then if seen is _facts else None)
            for second in self._yes(lacking & allowed):
                if told is (first.told or second.told):
                    yield first, second

    # Moves that stop what makes the level

    def _breaking(self, then: Then) -> dict[Move, None]:
        """Moves one of which any set holds that stops the first rule or picture of the level; after routine
        without a rule, those that bring a picture."""
        if then.makers:
            return dict.fromkeys(self._touching(then.makers[0].clauses, then))
        mask = 0
        for picture in self.release.pictures:
            mask |= self._lacking(picture.clauses, then.facts, then)
        return dict.fromkeys(self._yes(mask))

    def _touching(self, clauses: Clauses, then: Then) -> Iterator[Move]:
        situation = self.situation
        for clause in clauses:
            yield from self._removing(clause, then.known)
            derived = clause & then.facts
            if derived & self.release.unsure_red_flag:
                near = next(situation.near_emergencies(then.known, then.unsure))
                for near_clause in near.clauses:
                    yield from self._removing(near_clause, then.known | then.unsure)
            if derived & self.release.screening_incomplete:
                yield from self._filling(next(bits(then.missing)))
                for question in situation.conditional:
                    if situation.missing_on(question, then.known):
                        yield from self._touching(question.ask_if, then)

    def _removing(self, clause: Mask, seen: Mask) -> Iterator[Move]:
        """Moves that take away a finding which meets a clause."""
        situation = self.situation
        for finding in bits(clause & seen):
            denied = situation.no(finding)
            if denied:
                yield denied
            page = situation.choice(finding)
            if page:
                yield from self._yes(page.mask & ~clause)

    def _filling(self, finding: int) -> Iterator[Move]:
        """Ways to answer a page on which this finding was never asked."""
        page = self.situation.choice(finding)
        denied = self.situation.no(finding)
        if denied:
            yield denied
        yield from self._yes(page.mask if page else 1 << finding)

    def _deny_all_open(self) -> None:
        """Open danger signs that are all denied: those he is not sure about, those not asked, and both."""
        situation = self.situation
        choices = 0
        for question in self.release.questions:
            if question.single_choice:
                choices |= question.mask
        unsure = 0
        for rule in situation.near_emergencies(self.now.known, self.now.unsure):
            for clause in rule.clauses:
                unsure |= clause & self.now.unsure & ~choices
        # A page of choices cannot be denied as a whole, so with one the screening stays incomplete.
        missing = 0 if self.now.missing & choices else self.now.missing
        for findings in (unsure, missing, unsure | missing):
            then = situation.denied(findings)
            level = then.level
            if then.rank >= self.rank or (level, Basis.NOT_KNOWN) in self._reached:
                continue
            for finding in reversed(tuple(bits(findings))):
                fewer = findings & ~(1 << finding)
                if situation.denied(fewer).rank <= then.rank:
                    findings = fewer
            moves = tuple(move for finding in bits(findings) if (move := situation.no(finding)))
            self._note(moves, situation.denied(findings))

    # Which of them are told

    def _chosen(self) -> tuple[Change, ...]:
        """Of each direction, level and basis the smallest sets, as many as bring different rules or pictures."""
        rows = [
            (moves, then, basis)
            for moves, then in self._found.items()
            if len(moves) == self._reached[then.level, basis := _basis(moves)]
        ]
        rows.sort(key=self._place)
        named: set[tuple[Level, Basis, str]] = set()
        chosen = []
        for moves, then, basis in rows:
            brings = {(then.level, basis, maker.key) for maker in then.makers} or {(then.level, basis, "")}
            if not brings <= named:
                named |= brings
                chosen.append(self._change(moves, then, basis))
        return tuple(chosen)

    def _change(self, moves: _Moves, then: Then, basis: Basis) -> Change:
        return Change(
            direction=Direction.RAISE if then.rank > self.rank else Direction.LOWER,
            basis=basis,
            level=then.level,
            makers=then.makers,
            no_longer=tuple([maker for maker in self.now.makers if not holds(maker.clauses, then.facts)]),
            findings=tuple([ChangedFinding(move.finding, move.present) for move in moves]),
        )

    def _place(self, row: tuple[_Moves, Then, Basis]) -> tuple[bool, bool, int, int, int, list[tuple[int, bool]]]:
        """Where a change stands in the order."""
        moves, then, basis = row
        return (
            then.rank < self.rank,
            basis is Basis.TOLD,
            len(moves),
            -then.rank,
            then.makers[0].index if then.makers else -1,
            [(move.finding, move.present) for move in moves],
        )


def _basis(moves: _Moves) -> Basis:
    for move in moves:
        if move.told:
            return Basis.TOLD
    return Basis.NOT_KNOWN


def _facts(then: Then) -> Mask:
    return then.facts


def _known(then: Then) -> Mask:
    return then.known


def _known_or_unsure(then: Then) -> Mask:
    return then.known | then.unsure
