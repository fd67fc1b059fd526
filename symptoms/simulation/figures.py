"""What the counts mean: shares with intervals, by level, age, cause and rule."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.content import AGE_BANDS, KnowledgeBase
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.flow import WhyNow
from symptoms.engine.levels import Level
from symptoms.engine.version import ENGINE_VERSION
from symptoms.simulation.counting import MANY_SIGNS, Counts
from symptoms.simulation.drawing import Plan
from symptoms.simulation.proportions import Proportion, proportion, rounded
from symptoms.simulation.shares import Draw, danger_signs
from symptoms.simulation.walking import Origin

#: Levels a cause can have, most urgent first.
LEVELS = tuple(level for level in Level if level is not Level.COULD_NOT_ASSESS)

#: Levels of causes that can wait.
HARMLESS = (Level.ROUTINE, Level.SELF_CARE)

#: Groups by how the interview ended.
_ENDS = _ALL, _STOPPED, _NOT_STOPPED = "all", "stopped by an emergency", "not stopped"

#: A category among this many first ones counts as found.
_CATEGORIES = 3


@dataclass(frozen=True, slots=True)
class Given:
    """Share of men who were told this level."""

    level: Level
    told: Proportion


@dataclass(frozen=True, slots=True)
class Triage:
    """How a group of men was triaged, against the urgency of their true cause."""

    group: str
    men: int
    exact: Proportion
    under: Proportion
    over: Proportion
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """How men with one true cause were triaged."""

    right: Level
    triage: Triage


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages asked of a group of men, scope and age included. All 0 when there are no men."""

    group: str
    men: int
    median: float
    ninetieth: int
    most: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """How often the true cause came among the first, and its category among the first three."""

    group: str
    first: Proportion
    first_three: Proportion
    first_five: Proportion
    category_first_three: Proportion


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in a group of men told too much. `only`: men in whom it alone gave the level; `own`: men in whom it
    fired on what their true cause brings."""

    rule: str
    title: str
    fired: Proportion
    only: Proportion
    own: Proportion


@dataclass(frozen=True, slots=True)
class TooHigh:
    """Men told more than is right: of `men` with these causes, how many were told this level, what that came from,
    and by which rules, the commonest first. Shares of the origins and of the rules are of the men told too much.
    """

    group: str
    given: Level
    told: Proportion
    own: Proportion
    pattern: Proportion
    facts: Proportion
    other_trouble: Proportion
    no_rule: Proportion
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A danger sign: how often it was drawn, and how often the background says it should be."""

    finding: str
    drawn: Proportion
    background: float


@dataclass(frozen=True, slots=True)
class OtherTrouble:
    """Men by the number of danger signs that their true cause does not bring; the last number is "or more"."""

    signs: int
    harmless: Proportion
    serious: Proportion


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the report says. `same_level_with_every_page`: men whom more pages would have told the same."""

    format: int
    release: str
    engine: str
    men: int
    seed: int
    draw: str
    overlap: float | None
    every_page: bool
    levels: tuple[Triage, ...]
    ages: tuple[Triage, ...]
    harmless_by_age: tuple[Triage, ...]
    too_high: tuple[TooHigh, ...]
    same_level_with_every_page: Proportion
    pages: tuple[Pages, ...]
    ranking: tuple[Ranking, ...]
    causes: tuple[Cause, ...]
    signs: tuple[Sign, ...]
    other_trouble: tuple[OtherTrouble, ...]


def figures(release: CompiledRelease, knowledge: KnowledgeBase, plan: Plan, counts: Counts) -> Figures:
    """The figures of men of `plan` walked over this release."""
    return _Reader(release, knowledge, plan, counts).figures()


class _Reader:
    def __init__(self, release: CompiledRelease, knowledge: KnowledgeBase, plan: Plan, counts: Counts) -> None:
        self.release = release
        self.knowledge = knowledge
        self.plan = plan
        self.counts = counts
        self.right = [cause.level for cause in release.causes]

    def figures(self) -> Figures:
        counts, plan = self.counts, self.plan
        bands = list(enumerate(AGE_BANDS))
        same = sum(number for (_, given, full), number in counts.full.items() if given is full)
        return Figures(
            format=1,
            release=self.release.identity.hash,
            engine=ENGINE_VERSION,
            men=counts.men.total(),
            seed=plan.seed,
            draw=plan.draw.value,
            overlap=plan.overlap if plan.draw is Draw.CORRELATED else None,
            every_page=plan.every_page,
            levels=(
                self._triage("all", LEVELS),
                *(self._triage(level.value, (level,)) for level in LEVELS),
            ),
            ages=tuple(self._triage(name, LEVELS, band=band) for band, name in bands),
            harmless_by_age=tuple(self._triage(name, HARMLESS, band=band) for band, name in bands),
            too_high=tuple(self._groups_too_high()),
            same_level_with_every_page=proportion(same, counts.full.total()),
            pages=tuple(self._groups_of_pages()),
            ranking=tuple(self._rankings()),
            causes=tuple(
                Cause(cause.level, self._triage(cause.key, LEVELS, cause=cause.index)) for cause in self.release.causes
            ),
            signs=tuple(self._signs()),
            other_trouble=tuple(self._other_trouble(signs) for signs in range(MANY_SIGNS + 1)),
        )

    def _triage(
        self, group: str, levels: tuple[Level, ...], *, band: int | None = None, cause: int | None = None
    ) -> Triage:
        """Men whose cause has one of these urgencies, of this age band and with this cause where they are given."""
        given: Counter[Level] = Counter()
        differences: Counter[int] = Counter()
        for (his_band, his_cause, told), number in self.counts.men.items():
            right = self.right[his_cause]
            if right in levels and band in (None, his_band) and cause in (None, his_cause):
                given[told] += number
                differences[told.rank - right.rank] += number
        men = given.total()
        return Triage(
            group=group,
            men=men,
            exact=proportion(differences[0], men),
            under=proportion(sum(number for steps, number in differences.items() if steps < 0), men),
            over=proportion(sum(number for steps, number in differences.items() if steps > 0), men),
            given=tuple(Given(level, proportion(given[level], men)) for level in LEVELS),
        )

    def _groups_too_high(self) -> Iterator[TooHigh]:
        for given in (Level.EMERGENCY_NOW, Level.SAME_DAY):
            yield self._too_high("routine and self_care", HARMLESS, given)
        for given in LEVELS[:-1]:
            below = tuple(level for level in LEVELS if level.rank < given.rank)
            yield self._too_high("all below", below, given)

    def _too_high(self, group: str, levels: tuple[Level, ...], given: Level) -> TooHigh:
        counts = self.counts
        men = sum(number for (_, cause, _), number in counts.men.items() if self.right[cause] in levels)
        origins: Counter[Origin | None] = Counter()
        for (right, told, origin), number in counts.too_high.items():
            if told is given and right in levels:
                origins[origin] += number
        fired, only, own = Counter[int](), Counter[int](), Counter[int]()
        for (right, told, rule, alone, of), number in counts.rules.items():
            if told is given and right in levels:
                fired[rule] += number
                only[rule] += number if alone else 0
                own[rule] += number if of is Origin.OWN else 0
        told_this = origins.total()
        return TooHigh(
            group=group,
            given=given,
            told=proportion(told_this, men),
            own=proportion(origins[Origin.OWN], told_this),
            pattern=proportion(origins[Origin.PATTERN], told_this),
            facts=proportion(origins[Origin.FACTS], told_this),
            other_trouble=proportion(origins[Origin.OTHER_TROUBLE], told_this),
            no_rule=proportion(origins[None], told_this),
            rules=tuple(
                Rule(
                    rule=self.release.rules[rule].key,
                    title=self.release.rules[rule].title,
                    fired=proportion(number, told_this),
                    only=proportion(only[rule], told_this),
                    own=proportion(own[rule], number),
                )
                for rule, number in sorted(fired.items(), key=lambda row: (-row[1], row[0]))
            ),
        )

    def _groups_of_pages(self) -> Iterator[Pages]:
        groups: dict[str, Counter[int]] = {
            name: Counter() for name in (*_ENDS, *_named("told", LEVELS), *_named("cause", LEVELS))
        }
        for (right, given, ending, pages), number in self.counts.pages.items():
            for group in (*_ends(ending), *_named("told", (given,)), *_named("cause", (right,))):
                groups[group][pages] += number
        for group, asked in groups.items():
            men = asked.total()
            # The middle ones of the ordered men, one and the same where their number is odd.
            median = (nth(asked, (men + 1) // 2) + nth(asked, men // 2 + 1)) / 2
            yield Pages(group, men, median, nth(asked, -(-men * 9 // 10)), max(asked, default=0))

    def _rankings(self) -> Iterator[Ranking]:
        groups: dict[str, Counter[tuple[int, int]]] = {name: Counter() for name in (*_ENDS, *_named("cause", LEVELS))}
        for (right, ending, cause, category), number in self.counts.places.items():
            for group in (*_ends(ending), *_named("cause", (right,))):
                groups[group][cause, category] += number
        for group, places in groups.items():
            men = places.total()
            first, three, five = (
                proportion(sum(number for (cause, _), number in places.items() if cause <= last), men)
                for last in (1, 3, 5)
            )
            found = proportion(sum(number for (_, place), number in places.items() if place <= _CATEGORIES), men)
            yield Ranking(group, first, three, five, found)

    def _signs(self) -> Iterator[Sign]:
        men: Counter[int] = Counter()
        for (band, _, _), number in self.counts.men.items():
            men[band] += number
        everybody = men.total()
        backgrounds = {row.key: row.background for row in self.knowledge.findings}
        for key in danger_signs(self.knowledge):
            drawn = sum(self.counts.signs[band, self.release.finding_index[key]] for band in men)
            expected = math.fsum(number * getattr(backgrounds[key], AGE_BANDS[band]) for band, number in men.items())
            yield Sign(key, proportion(drawn, everybody), rounded(expected / everybody) if everybody else 0.0)

    def _other_trouble(self, signs: int) -> OtherTrouble:
        def of(harmless: bool) -> Proportion:
            men = found = 0
            for (right, number_of_signs), number in self.counts.other_trouble.items():
                if (right in HARMLESS) is harmless:
                    men += number
                    found += number if number_of_signs == signs else 0
            return proportion(found, men)

        return OtherTrouble(signs, of(harmless=True), of(harmless=False))


def _ends(ending: WhyNow) -> tuple[str, str]:
    return _ALL, _STOPPED if ending is WhyNow.EMERGENCY else _NOT_STOPPED


def _named(word: str, levels: Iterable[Level]) -> tuple[str, ...]:
    return tuple(f"{word} {level}" for level in levels)


def nth(histogram: Counter[int], place: int) -> int:
    """The value at this place, from 1, of the ordered values a histogram stands for; 0 when it is empty."""
    before = 0
    for value in sorted(histogram):
        before += histogram[value]
        if before >= place:
            return value
    return 0
