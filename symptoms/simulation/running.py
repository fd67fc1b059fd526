"""Draws, walks and counts many men, in several processes if wanted. The result does not depend on how many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from knowledge.content import KnowledgeBase
from knowledge.documents import read_document
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, Mask, ReleaseIdentity
from symptoms.simulation.counting import Counts
from symptoms.simulation.drawing import Plan, draw_man
from symptoms.simulation.shares import World, world
from symptoms.simulation.walking import walk

#: Men counted at a time.
_BLOCK = 200


@dataclass(frozen=True, slots=True)
class Bench:
    """What every process needs: the release, the tables men are drawn from, the danger signs, and the plan."""

    release: CompiledRelease
    knowledge: KnowledgeBase
    world: World
    danger: Mask
    plan: Plan


def bench(document: bytes, plan: Plan) -> Bench:
    """Makes a release ready for simulated men. Raises Unreadable for bytes that are no release."""
    read = read_document(document)
    # The region changes texts alone, never a level or a share.
    region = read.knowledge.regions[0].key
    release = compile_release(read, ReleaseIdentity(0, read.hash, "not published"), region)
    tables = world(read.knowledge, plan.draw)
    danger = sum(lone.bit for lone in tables.lone if lone.danger)
    return Bench(release, read.knowledge, tables, danger, plan)


def simulate(document: bytes, plan: Plan, men: int, jobs: int, told: Callable[[int], None]) -> Counts:
    """Walks the first `men` men of the plan, in `jobs` processes; `told` hears how many are done.

    Raises Unreadable for bytes that are no release.
    """
    blocks = [range(first, min(first + _BLOCK, men)) for first in range(0, men, _BLOCK)]
    counts = Counts()
    for block, counted in zip(blocks, _counted(document, plan, blocks, min(jobs, len(blocks))), strict=True):
        counts.merge(counted)
        told(block.stop)
    return counts


def _counted(document: bytes, plan: Plan, blocks: list[range], jobs: int) -> Iterator[Counts]:
    if jobs == 1:
        here = bench(document, plan)
        for block in blocks:
            yield _count(here, block)
        return
    # A fresh process has no threads or open connections of this one.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _set_up, (document, plan)) as processes:
        yield from processes.map(_count_here, blocks)


def _count(there: Bench, indexes: range) -> Counts:
    counts = Counts()
    for index in indexes:
        man = draw_man(there.world, there.plan, index)
        counts.add(walk(there.release, there.world, man, every_page=there.plan.every_page), there.danger)
    return counts


#: In a process of the pool, its own bench.
_mine: list[Bench] = []


def _set_up(document: bytes, plan: Plan) -> None:
    _mine[:] = [bench(document, plan)]


def _count_here(indexes: range) -> Counts:
    return _count(_mine[0], indexes)
