"""Which pages the open emergency and same-day rules still need, and which of them settles most.

A rule is open while it has not fired and every clause that is not met yet has a finding on a page that
can still be asked; for an emergency rule, a clause that he is not sure of counts as met too. A page is
answered as a whole, so all of this is about sets of pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symptoms.engine.compiled import CompiledRelease, Guard, Mask, Pages, bits, holds

#: The whole credit of a page that settles a rule by itself; it can be halved, thirded and so on without a rest.
_WHOLE = 840


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A rule, or a self-care picture, that the answers leave open.

    `clauses` holds, for each clause that is not met, the pages that could still meet it.
    """

    emergency: bool
    clauses: tuple[Pages, ...]

    @property
    def pages(self) -> Pages:
        """Every page that could still say something about it."""
        pages = 0
        for clause in self.clauses:
            pages |= clause
        return pages

    @property
    def cannot_do_without(self) -> Pages:
        """Pages that must be asked whatever way the rule is settled: they stand in every clause that is not met."""
        pages = self.clauses[0]
        for clause in self.clauses:
            pages &= clause
        return pages


def open_rules(release: CompiledRelease, facts: Mask, doubt: Mask, passed: Pages) -> list[OpenRule]:
    """The emergency and same-day rules that are open.

    `facts` are the present findings, with those of the age and the derived one; `passed` are the pages that
    were answered. "Not sure" is no "no": what stands in `doubt` leaves an emergency rule open for the pages that
    its other clauses need, since they tell whether he may have that emergency.
    """
    waiting = _waiting(release, facts, passed)
    found = _open(release.guards, facts, passed, waiting)
    if doubt:
        emergencies = [guard for guard in release.guards if guard.emergency]
        found += _open(emergencies, facts | doubt, passed, waiting)
    return list(dict.fromkeys(found))


def page_for_self_care(release: CompiledRelease, facts: Mask, passed: Pages, among: Pages) -> int | None:
    """A page of `among` that alone can complete a self-care picture, the one that serves most pictures; or None."""
    if any(holds(picture.clauses, facts) for picture in release.pictures):
        return None
    pictures = _open(release.picture_guards, facts, passed, _waiting(release, facts, passed))
    return page_that_settles_most([picture for picture in pictures if picture.cannot_do_without], among)


def _open(guards: Sequence[Guard], facts: Mask, passed: Pages, waiting: _Waiting) -> list[OpenRule]:
    found = []
    for guard in guards:
        clauses = []
        for mask, pages in guard.clauses:
            if mask & facts:
                continue
            left = pages & ~passed
            if left & waiting.pages:
                left = waiting.resolved(left)
            if not left:
                break
            clauses.append(left)
        else:
            if clauses:
                found.append(OpenRule(guard.emergency, tuple(clauses)))
    return found


def page_that_settles_most(rules: Sequence[OpenRule], among: Pages) -> int | None:
    """The page of `among` that comes next for these rules; None when they need none of them.

    Pages that some rule cannot do without come first: they have to be asked anyway, and what they answer
    may settle the rest. Among those, the page with the greatest credit for emergency rules, then for
    same-day rules, then the earlier one. A "none" on the page closes a rule whose clause stands on this
    page alone: credit 1. A clause that stands on n pages gives each of them 1/n.
    """
    needed = must = 0
    for rule in rules:
        needed |= rule.pages
        must |= rule.cannot_do_without
    candidates = must & among or needed & among
    emergency = dict.fromkeys(bits(candidates), 0)
    same_day = dict.fromkeys(emergency, 0)
    for rule in rules:
        credits = emergency if rule.emergency else same_day
        for page, credit in _credits(rule, candidates).items():
            credits[page] += credit
    return max(emergency, key=lambda page: (emergency[page], same_day[page], -page), default=None)


def _credits(rule: OpenRule, candidates: Pages) -> dict[int, int]:
    best: dict[int, int] = {}
    for clause in rule.clauses:
        if wanted := clause & candidates:
            credit = _WHOLE // clause.bit_count()
            for page in bits(wanted):
                if credit > best.get(page, 0):
                    best[page] = credit
    return best


def pages_until_settled(rules: Sequence[OpenRule]) -> Pages:
    """The pages that would be asked for these rules if nothing more were answered yes."""
    asked = 0
    while (page := page_that_settles_most(rules, ~asked)) is not None:
        asked |= 1 << page
        left = []
        for rule in rules:
            clauses = tuple(clause & ~(1 << page) for clause in rule.clauses)
            if all(clauses):
                left.append(OpenRule(rule.emergency, clauses))
        rules = left
    return asked


class _Waiting:
    """Pages whose condition does not hold yet, each with the pages that may bring it about."""

    def __init__(self, ways: dict[int, Pages]) -> None:
        self.ways = ways
        self.pages: Pages = sum(1 << page for page in ways)

    def resolved(self, pages: Pages) -> Pages:
        """`pages` with each waiting one replaced by the pages that have to be asked before it."""
        while waiting := pages & self.pages:
            for page in bits(waiting):
                pages = pages & ~(1 << page) | self.ways[page]
        return pages


def _waiting(release: CompiledRelease, facts: Mask, passed: Pages) -> _Waiting:
    ways: dict[int, Pages] = {}
    for page in bits(release.conditional & ~passed):
        question = release.questions[page]
        if holds(question.ask_if, facts):
            continue
        way = 0
        for clause in question.ask_if:
            if clause & facts:
                continue
            before = release.pages_asking(clause) & ~passed
            # Without a page that can still bring it about, the condition will never hold.
            if not _can_be_asked(before, ways):
                way = 0
                break
            way |= before
        ways[page] = way
    return _Waiting(ways)


def _can_be_asked(pages: Pages, ways: dict[int, Pages]) -> bool:
    return any(ways.get(page, 1) for page in bits(pages))
