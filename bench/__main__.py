"""`make bench`: how fast the engine is, as ratios with bars; docs/benchmark.md explains every line."""

from __future__ import annotations

import resource
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bench.generated import Size, generated, men_of, size_of
from bench.measuring import Row, Work, at_least, at_most, ratios, table, with_no_bar
from bench.men import Man, interviewed, open_pages, others_like
from bench.naive_bayes import Network, network, plain, said
from bench.textbook import Textbook
from bench.with_pyagrum import PyAgrum
from knowledge.content import KnowledgeBase
from knowledge.documents import build_document, read_document
from knowledge.interchange import SHIPPED_FOLDER, read_folder
from symptoms.engine.assessment import assess_states
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.gain import page_gains
from symptoms.engine.in_full import assess_states_in_full
from symptoms.engine.likelihood import Differential, differential
from symptoms.engine.red_flags import triage
from symptoms.engine.selection import shown_causes
from symptoms.engine.states import States
from tools.commands import say

#: Rounds that are measured, and before them rounds that are not, of men for a process that has served some already.
_ROUNDS, _WARMING = 9, 5
#: Every second vignette.
_STEP = 2
#: How near the posteriors must be.
_EQUAL = 1e-9

_SCALE_CAUSES, _SCALE_FINDINGS, _SCALE_LINKS = 10_000, 5_000, 250_000
#: At the scale run: pages a man was asked before his assessment, and before the next page is chosen. The choice is
#: dearest when few were asked, for then nearly every page can come next.
_PAGES_ASSESSED, _PAGES_BEFORE_CHOICE = 14, 4

_Question = tuple[int, dict[str, int]]
_Choice = tuple[int, Differential, list[int]]


class Program(Protocol):
    """A general program for Bayesian networks."""

    def posterior(self, said: Mapping[str, int]) -> list[float]: ...


def compiled(knowledge: KnowledgeBase) -> CompiledRelease:
    """The release this knowledge makes, for its first region."""
    document = read_document(build_document(knowledge))
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), knowledge.regions[0].key)


def with_nothing_remembered(release: CompiledRelease) -> CompiledRelease:
    """The same release for the next line of the table, whose men are those of the line before."""
    return replace(release)


class Bench:
    """The shipped knowledge, its plain naive Bayes, and men of whom nobody is measured twice."""

    def __init__(self) -> None:
        self.knowledge = read_folder(SHIPPED_FOLDER)
        self.release = compiled(self.knowledge)
        self.bands = range(len(self.release.age_bands))
        self.plain_knowledge = plain(self.knowledge)
        self.plain = compiled(self.plain_knowledge)
        self.men = interviewed(self.knowledge, self.release, _STEP)

    def rounds(self) -> Iterator[list[Man]]:
        for seed in range(_WARMING + _ROUNDS):
            yield others_like(self.men, self.release, seed)

    def rounds_of_strangers(self) -> Iterator[list[Man]]:
        """The men once each, a few in each round, after rounds of the other vignettes."""
        others = interviewed(self.knowledge, self.release, _STEP, first=1)
        for seed in range(_WARMING):
            yield others_like(others, self.release, seed)
        for first in range(_ROUNDS):
            yield self.men[first::_ROUNDS]

    def against(self, name: str, make: Callable[[Network], Program], bar: float) -> Iterator[Row]:
        """The same posterior as a general program, and an assessment with its reasons faster than that posterior: the
        part that such a program could give, and the whole. Beside these, the whole with what would change it.
        """
        programs = [make(network(self.plain_knowledge, band)) for band in self.bands]
        worst = max(self._difference(man, programs) for man in self.men)
        what = f"posterior: greatest difference from {name}, {len(self.men)} men"
        yield Row(what, f"at most {_EQUAL:g}", f"{worst:.2g}", worst <= _EQUAL)
        for words, work in (("rules, ranking and reasons", weighing), ("assessment", assessing)):
            what = f"{words}: times faster than the posterior of {name}"
            yield at_least(what, bar, self._times_faster(work, programs))
        what = f"assessment with what would change it: times faster than the posterior of {name}"
        yield with_no_bar(what, self._times_faster(assessing_in_full, programs))
        for words, work in (("rules, ranking and reasons", weighing), ("assessment", assessing)):
            what = f"{words}, of men unlike any before: times faster than the posterior of {name}"
            yield with_no_bar(what, self._times_faster(work, programs, self.rounds_of_strangers()))

    def _times_faster(
        self, work: Callable[..., Work], programs: Sequence[Program], rounds: Iterable[list[Man]] | None = None
    ) -> list[float]:
        release = with_nothing_remembered(self.release)
        both = (
            (work(release, _ages(men)), answering(programs, map(self._asked, men)))
            for men in (self.rounds() if rounds is None else rounds)
        )
        return ratios(both, _WARMING)

    def _asked(self, man: Man) -> _Question:
        return self.plain.age_band(man.age), said(self.plain, man.states)

    def _difference(self, man: Man, programs: Sequence[Program]) -> float:
        band, evidence = self._asked(man)
        ranking = differential(self.plain, man.states, man.age)
        own, other = [*ranking.shares, ranking.something_else], programs[band].posterior(evidence)
        return max(abs(one - two) for one, two in zip(own, other, strict=True))

    def next_page(self) -> Iterator[Row]:
        """The choice of the next page against the textbook, halfway through the interview."""
        books = [Textbook(self.release, band) for band in self.bands]
        release = with_nothing_remembered(self.release)
        rounds = [[self._choice(man) for man in men] for men in self.rounds()]
        found = ratios(((by_the_book(books, choices), choosing(release, choices)) for choices in rounds), _WARMING)
        yield at_most("choosing the next page: time over the textbook's", 0.25, found)
        choices = [choice for choices in rounds for choice in choices]
        same = sum(
            best_page(self.release, *choice) == books[choice[0]].best_page(choice[1], choice[2]) for choice in choices
        )
        yield Row("the same page chosen", "always", f"{same} of {len(choices)}", same == len(choices))

    def _choice(self, man: Man) -> _Choice:
        ranking = differential(self.release, man.halfway, man.age)
        return self.release.age_band(man.age), ranking, list(open_pages(self.release, man.halfway))

    def rules(self) -> Iterator[Row]:
        """All rules against the scoring of all causes."""
        release = with_nothing_remembered(self.release)
        rounds = ((scoring(release, _ages(men)), triaging(release, _ages(men))) for men in self.rounds())
        found = ratios(rounds, _WARMING)
        yield at_most("all rules: time over that of the scoring", 0.2, found)

    def scale(self) -> Iterator[Row]:
        """A made-up release of today's size against a made-up one that is much larger."""
        today = size_of(self.release)
        rules = today.rules * _SCALE_FINDINGS // today.findings
        large = Size(_SCALE_CAUSES, _SCALE_FINDINGS, _SCALE_LINKS, rules)
        small = generated(self.release, today)
        before = _peak_megabytes()
        big = generated(self.release, large)
        say(f"scale: from {today}")
        say(f"scale: to {large}, which takes {_peak_megabytes() - before:,.0f} MB")
        for what, bar, work, count, asked in (
            ("scale: assessment, time over today's size", 20, assessing, 12, _PAGES_ASSESSED),
            ("scale: assessment with what would change it", 20, assessing_in_full, 12, _PAGES_ASSESSED),
            ("scale: next page, time over today's size", 50, scoring_and_choosing, 4, _PAGES_BEFORE_CHOICE),
        ):
            small, big = with_nothing_remembered(small), with_nothing_remembered(big)
            rounds = (
                (work(small, men_of(small, count, asked, seed)), work(big, men_of(big, count, asked, seed)))
                for seed in range(_WARMING + _ROUNDS)
            )
            yield at_most(what, bar, ratios(rounds, _WARMING))


# What is measured: each of these goes through some men, one after the other, and keeps nothing.


def assessing(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    def work() -> None:
        for age, states in men:
            assess_states(release, age, states, continued=False)

    return work


def assessing_in_full(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    def work() -> None:
        for age, states in men:
            assess_states_in_full(release, age, states, continued=False)

    return work


def weighing(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    """The rules, the shares of all causes, and every contribution to each cause that is shown."""

    def work() -> None:
        for age, states in men:
            ranking = differential(release, states, age)
            rules = triage(release, states, release.age_mask(age), screening_complete=True)
            shown = shown_causes(release, ranking, rules)
            for score in (*shown.ranked, *shown.serious):
                score.reasons  # noqa: B018 - worked out when it is asked for

    return work


def scoring(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    def work() -> None:
        for age, states in men:
            differential(release, states, age)

    return work


def triaging(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    def work() -> None:
        for age, states in men:
            triage(release, states, release.age_mask(age), screening_complete=True)

    return work


def scoring_and_choosing(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    """As the interview does it when no rule is open any more."""
    pages = [list(open_pages(release, states)) for _, states in men]

    def work() -> None:
        for (age, states), left in zip(men, pages, strict=True):
            best_page(release, release.age_band(age), differential(release, states, age), left)

    return work


def choosing(release: CompiledRelease, choices: Sequence[_Choice]) -> Work:
    def work() -> None:
        for choice in choices:
            best_page(release, *choice)

    return work


def by_the_book(books: Sequence[Textbook], choices: Sequence[_Choice]) -> Work:
    def work() -> None:
        for band, ranking, pages in choices:
            books[band].best_page(ranking, pages)

    return work


def answering(programs: Sequence[Program], questions: Iterable[_Question]) -> Work:
    asked = list(questions)

    def work() -> None:
        for band, evidence in asked:
            programs[band].posterior(evidence)

    return work


def best_page(release: CompiledRelease, band: int, ranking: Differential, pages: Sequence[int]) -> int:
    """The page that tells the causes apart best, as the interview chooses it."""
    gains = page_gains(release, ranking, band, pages)
    return max(gains, key=lambda page: (gains[page], -page))


def _ages(men: Sequence[Man]) -> list[tuple[int, States]]:
    return [(man.age, man.states) for man in men]


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> int:
    """Measures everything, prints the table, and returns 1 when a bar is missed."""
    with warnings.catch_warnings():
        # pgmpy speaks of its own next versions, which is no concern of who measures.
        warnings.simplefilter("ignore")
        from bench.with_pgmpy import Pgmpy

        bench = Bench()
        rows: list[Row] = []
        for part in (
            bench.against("pyAgrum", PyAgrum, 6),
            bench.against("pgmpy", Pgmpy, 12),
            bench.next_page(),
            bench.rules(),
            bench.scale(),
        ):
            for row in part:
                say(f"measured: {row.what}")
                rows.append(row)
    say("")
    for line in table(rows):
        say(line)
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
