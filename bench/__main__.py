"""`make bench`: how fast the engine is, as ratios with bars; docs/benchmark.md explains every line."""

from __future__ import annotations

import resource
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence

from bench.generated import Size, generated, men_of, size_of
from bench.measuring import Row, at_least, at_most, ratios, without_old_garbage
from bench.men import Man, interviewed, open_pages, others_like
from bench.naive_bayes import network, plain, said
from bench.textbook import Textbook
from bench.with_pyagrum import PyAgrum
from knowledge.content import KnowledgeBase
from knowledge.documents import build_document, read_document
from knowledge.interchange import SHIPPED_FOLDER, read_folder
from symptoms.engine.assessment import assess_states
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.gain import page_gains
from symptoms.engine.likelihood import Differential, differential
from symptoms.engine.red_flags import triage
from symptoms.engine.states import States
from tools.commands import say

_ROUNDS = 9
_WARMING = 8
_STEP = 2
_SCALE = Size(causes=10_000, findings=5_000, links=250_000, rules=0)
_EQUAL = 1e-9
#: At the scale run: pages a man was asked before his assessment, and before the next page is chosen. The choice is
#: dearest when few were asked, for then nearly every page can come next.
_PAGES_ASSESSED, _PAGES_BEFORE_CHOICE = 14, 4

Work = Callable[[], object]


def compiled(knowledge: KnowledgeBase) -> CompiledRelease:
    document = read_document(build_document(knowledge))
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), knowledge.regions[0].key)


class Bench:
    """The shipped knowledge, its plain naive Bayes, and men of whom nobody is measured twice."""

    def __init__(self) -> None:
        self.knowledge = read_folder(SHIPPED_FOLDER)
        self.release = compiled(self.knowledge)
        self.plain_knowledge = plain(self.knowledge)
        self.plain = compiled(self.plain_knowledge)
        self.men = interviewed(self.knowledge, self.release, _STEP)

    def rounds(self) -> Iterator[list[Man]]:
        for seed in range(_ROUNDS + 1):
            yield others_like(self.men, self.release, seed)

    def assess(self, men: Sequence[Man]) -> Work:
        return assessing(self.release, [(man.age, man.states) for man in men])

    # Against programs for Bayesian networks

    def against(self, name: str, program: Callable, bar: float) -> Iterator[Row]:
        programs = [program(network(self.plain_knowledge, band)) for band in range(len(self.release.age_bands))]

        def asked(men: Sequence[Man]) -> list[tuple[int, dict[str, int]]]:
            return [(self.plain.age_band(man.age), said(self.plain, man.states)) for man in men]

        def answer(questions: list[tuple[int, dict[str, int]]]) -> list[list[float]]:
            return [programs[band].posterior(evidence) for band, evidence in questions]

        worst = 0.0
        for man, shares in zip(self.men, answer(asked(self.men)), strict=True):
            ranking = differential(self.plain, man.states, man.age)
            own = [*ranking.shares, ranking.something_else]
            worst = max(worst, *(abs(one - other) for one, other in zip(own, shares, strict=True)))
        yield Row(
            f"posterior: greatest difference from {name}, {len(self.men)} men",
            f"at most {_EQUAL:g}",
            f"{worst:.2g}",
            worst <= _EQUAL,
        )

        def rounds() -> Iterator[tuple[Work, Work]]:
            for men in self.rounds():
                questions = asked(men)
                yield self.assess(men), lambda questions=questions: answer(questions)

        with without_old_garbage():
            yield at_least(f"assessment with reasons: times faster than the posterior of {name}", bar, ratios(rounds()))

    # Against the textbook

    def next_page(self) -> Iterator[Row]:
        books = [Textbook(self.release, band) for band in range(len(self.release.age_bands))]
        same = total = 0

        def rounds() -> Iterator[tuple[Work, Work]]:
            nonlocal same, total
            for men in self.rounds():
                questions = [
                    (
                        band,
                        differential(self.release, man.halfway, man.age),
                        list(open_pages(self.release, man.halfway)),
                    )
                    for man in men
                    for band in (self.release.age_band(man.age),)
                ]
                ours: list[int] = []
                theirs: list[int] = []
                yield (
                    lambda: theirs.extend(books[band].best_page(ranking, pages) for band, ranking, pages in questions),
                    lambda: ours.extend(best_page(self.release, *question) for question in questions),
                )
                same += sum(one == other for one, other in zip(ours, theirs, strict=True))
                total += len(questions)

        with without_old_garbage():
            found = ratios(rounds())
        yield at_most("choosing the next page: time over the textbook's", 0.25, found)
        yield Row("the same page chosen", "always", f"{same} of {total}", same == total)

    # Rules

    def rules(self) -> Iterator[Row]:
        release = self.release

        def rounds() -> Iterator[tuple[Work, Work]]:
            for men in self.rounds():
                yield (
                    lambda: [differential(release, man.states, man.age) for man in men],
                    lambda: [
                        triage(release, man.states, release.age_mask(man.age), screening_complete=True) for man in men
                    ],
                )

        with without_old_garbage():
            yield at_most("all rules: time over that of the scoring", 0.2, ratios(rounds()))


def assessing(release: CompiledRelease, men: Sequence[tuple[int, States]]) -> Work:
    """Assesses one man after the other; nothing is kept, as in a site."""

    def work() -> None:
        for age, states in men:
            assess_states(release, age, states, continued=False)

    return work


def best_page(release: CompiledRelease, band: int, ranking: Differential, pages: list[int]) -> int:
    gains = page_gains(release, ranking, band, pages)
    return max(gains, key=lambda page: (gains[page], -page))


# Scale


def scale(shipped: CompiledRelease) -> Iterator[Row]:
    """A made-up release of today's size against a made-up one that is much larger."""
    today = size_of(shipped)
    large = Size(_SCALE.causes, _SCALE.findings, _SCALE.links, today.rules * _SCALE.findings // today.findings)
    small = generated(shipped, today)
    before = _peak_megabytes()
    big = generated(shipped, large)
    memory = _peak_megabytes() - before
    say(f"Scale: {today}; {large}")
    say(f"Scale: the large release takes {memory:,.0f} MB; today's size is measured on a made-up release too.")

    def choose(release: CompiledRelease, men: list[tuple[int, States]]) -> Work:
        pages = [(age, states, list(open_pages(release, states))) for age, states in men]
        return lambda: [
            best_page(release, release.age_band(age), differential(release, states, age), left)
            for age, states, left in pages
        ]

    for what, bar, work, count, asked in (
        ("scale: assessment, time over today's size", 20, assessing, 12, _PAGES_ASSESSED),
        ("scale: next page, time over today's size", 50, choose, 4, _PAGES_BEFORE_CHOICE),
    ):
        with without_old_garbage():
            yield at_most(
                what,
                bar,
                ratios(
                    (
                        work(small, men_of(small, count, asked, seed)),
                        work(big, men_of(big, count, asked, seed)),
                    )
                    for seed in range(_ROUNDS + 1)
                ),
            )


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> int:
    """Measures everything, prints the table, and returns 1 when a bar is missed."""
    warnings.simplefilter("ignore")
    from bench.with_pgmpy import Pgmpy

    bench = Bench()
    rows: list[Row] = []
    for part in (
        bench.against("pyAgrum", PyAgrum, 6),
        bench.against("pgmpy", Pgmpy, 12),
        bench.next_page(),
        bench.rules(),
        scale(bench.release),
    ):
        for row in part:
            rows.append(row)
            say(f"{'ok' if row.met else 'MISSED':<7} {row.what}: {row.measured}, {row.bar}")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
