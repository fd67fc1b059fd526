"""Men who would make all clauses of a rule true, or the condition of a page: each a way to do it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, zip_longest

from knowledge.content import SCREENING_INCOMPLETE, UNSURE_RED_FLAG, AllOf, QuestionKind
from symptoms.engine.compiled import CompiledRelease, Mask
from symptoms.engine.gain import page_gains
from symptoms.engine.likelihood import Differential, differential
from symptoms.engine.simulated import SimulatedMan, Unnamed
from symptoms.engine.states import States
from symptoms.laws.subject import Subject

#: A finding counts as typical of a cause from this ratio of a yes on, in nano-nats: e to 1, about 2.7 times.
_TYPICAL = 1_000_000_000

#: So many choices of findings are looked at, should none of them go with the conditions of its pages.
_MOST_CHOICES = 2000


@dataclass(frozen=True, slots=True)
class Way:
    """Findings that are present or unsure, and the least age, that together do what is wanted."""

    present: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    least_age: int = 0


class Men:
    """Builds men from the knowledge of one subject."""

    def __init__(self, subject: Subject) -> None:
        self.reading = subject.reading
        self.release = subject.release
        self.order = {finding: place for place, finding in enumerate(self.reading.page_of)}
        self.age_of = {row.key: row.age_at_least for row in subject.content.findings if row.age_at_least is not None}

    def ways(self, all_of: AllOf, most: int) -> Iterator[Way]:
        """At most so many ways to make every list true, those with the earliest pages first."""
        clauses = [sorted(clause, key=lambda key: self.order.get(key, -1)) for clause in all_of]
        choices = islice(self._choices(clauses, frozenset()), _MOST_CHOICES)
        ways = (way for chosen in choices for way in self._completed(chosen))
        return islice(_each_once(ways), most)

    def _choices(self, clauses: Sequence[Sequence[str]], chosen: frozenset[str]) -> Iterator[frozenset[str]]:
        """Findings that make the clauses true beside what is chosen, and no two of one single-choice page."""
        if not clauses:
            yield chosen
            return
        first, *others = clauses
        if chosen & set(first):
            yield from self._choices(others, chosen)
            return
        for key in first:
            if not self._excluded(key, chosen):
                yield from self._choices(others, chosen | {key})

    def ages(self, way: Way) -> Sequence[int]:
        """Ages to try with a way: the first of each band that is old enough."""
        least, most = self.release.numbers.age_least, self.release.numbers.age_most
        ages = sorted({max(first, way.least_age, least) for first, _ in self.release.age_bands})
        return [age for age in ages if age <= most]

    def of_way(self, way: Way, age: int) -> SimulatedMan:
        return SimulatedMan(age, self._mask(way.present), 0, self._mask(way.unsure))

    def like_causes(self, ways: Sequence[Way], wanted: Sequence[int]) -> Iterator[SimulatedMan]:
        """Men of the ways: in turn plain ones of all ages, and such as have what is typical of a cause beside.

        `wanted` are pages by their index. Causes come first for which these pages tell most; at the end
        the same men once more who are not sure of what is not known of them.
        """
        for pair in zip_longest(self._plain(ways), self._with_causes(ways, wanted)):
            yield from (man for man in pair if man is not None)

    def _plain(self, ways: Sequence[Way]) -> Iterator[SimulatedMan]:
        for way in ways:
            yield from (self.of_way(way, age) for age in self.ages(way))

    def _with_causes(self, ways: Sequence[Way], wanted: Sequence[int]) -> Iterator[SimulatedMan]:
        order = self._causes_for(wanted)
        for unnamed in Unnamed:
            for band, cause in order:
                for way in ways:
                    age = max(self.release.age_bands[band][0], way.least_age)
                    man = replace(self.of_way(way, age), unnamed=unnamed)
                    yield replace(man, present=self._beside(man, self._typical[cause]))

    def _causes_for(self, wanted: Sequence[int]) -> list[tuple[int, int]]:
        """Age bands and causes, first those for which fewest other pages would tell more than the wanted ones."""

        def place(row: Mapping[int, float]) -> tuple[int, float]:
            better = sum(gain > row[page] for page in wanted for gain in row.values())
            return better, -sum(row[page] for page in wanted)

        return sorted(self._gains, key=lambda key: (place(self._gains[key]), key))

    @cached_property
    def _gains(self) -> dict[tuple[int, int], dict[int, float]]:
        """By age band and cause: what each page would tell if half of all men had this cause."""
        release = self.release
        pages = range(len(release.questions))
        found = {}
        for band, (age, _) in enumerate(release.age_bands):
            usual = differential(release, States(), age)
            for cause in self._typical:
                found[band, cause] = page_gains(release, _half(release, usual, cause), band, pages)
        return found

    @cached_property
    def _typical(self) -> dict[int, Mask]:
        """By cause: the findings that are typical of it in the first age band."""
        typical: dict[int, Mask] = {cause.index: 0 for cause in self.release.causes}
        for finding, weights in enumerate(self.release.weights[0]):
            for weight in weights.present:
                if weight.log_ratio >= _TYPICAL:
                    typical[weight.cause] |= 1 << finding
        return typical

    def _beside(self, man: SimulatedMan, other: int) -> int:
        """What the man has with other findings, but those his own answers to single-choice pages rule out."""
        present = man.present
        taken = man.present | man.unsure
        for page in self.release.questions:
            here = other & page.mask
            if page.single_choice:
                present |= 0 if taken & page.mask else here & -here
            else:
                present |= here & ~man.unsure
        return present

    def _completed(self, chosen: frozenset[str]) -> Iterator[Way]:
        """The chosen findings with what else must be so: ages, conditions of their pages, doubt about an emergency."""
        least_age = max((self.age_of[key] for key in chosen if key in self.age_of), default=0)
        present = chosen - self.age_of.keys() - {UNSURE_RED_FLAG, SCREENING_INCOMPLETE}
        for way in self._opened(Way(frozenset(present), frozenset(), least_age), tuple(sorted(present))):
            if UNSURE_RED_FLAG in chosen:
                yield from self._with_doubt(way)
            else:
                yield way

    def _opened(self, way: Way, waiting: tuple[str, ...]) -> Iterator[Way]:
        """The way with findings that open the pages of those that wait; none when answers exclude each other."""
        if not waiting:
            yield way
            return
        page = self.reading.pages.get(self.reading.page_of.get(waiting[0], ""))
        if page is None or self._excluded(waiting[0], way.present):
            return
        facts = way.present | self.reading.of_age(way.least_age)
        unmet = next((clause for clause in page.ask_if if not facts & set(clause)), None)
        if unmet is None:
            yield from self._opened(way, waiting[1:])
            return
        for key in unmet:
            if key in self.age_of:
                yield from self._opened(replace(way, least_age=self.age_of[key]), waiting)
            elif not self._excluded(key, way.present):
                yield from self._opened(replace(way, present=way.present | {key}), (key, *waiting))

    def _excluded(self, finding: str, present: Set[str]) -> bool:
        """True when another option of the finding's single-choice page is present."""
        page = self.reading.pages.get(self.reading.page_of.get(finding, ""))
        return page is not None and page.kind is QuestionKind.SINGLE and bool(present & set(page.findings) - {finding})

    def _with_doubt(self, way: Way) -> Iterator[Way]:
        """The way with a man who is not sure of some emergency that is not there."""
        facts = way.present | self.reading.of_age(way.least_age)
        for rule in self.reading.emergencies:
            doubt: set[str] = set()
            for clause in rule.all_of:
                if not facts & set(clause):
                    doubt |= set(clause) & self.reading.page_of.keys()
            if doubt and not doubt & way.present:
                ages = [self.age_of[key] for clause in rule.all_of for key in clause if key in self.age_of]
                yield replace(way, unsure=frozenset(doubt), least_age=max([way.least_age, *ages]))

    def _mask(self, keys: Iterable[str]) -> int:
        return sum(1 << self.release.finding_index[key] for key in keys)


def _each_once(ways: Iterable[Way]) -> Iterator[Way]:
    seen: set[Way] = set()
    for way in ways:
        if way not in seen:
            seen.add(way)
            yield way


def _half(release: CompiledRelease, usual: Differential, cause: int) -> Differential:
    """The usual shares with those of one cause raised by half of all men."""
    shares = [share / 2 + (0.5 if index == cause else 0.0) for index, share in enumerate(usual.shares)]
    categories: list[list[float]] = [[] for _ in release.categories]
    for row, share in zip(release.causes, shares, strict=True):
        categories[row.category].append(share)
    of_categories = tuple(math.fsum(found) for found in categories)
    return replace(usual, shares=shares, something_else=usual.something_else / 2, category_shares=of_categories)
