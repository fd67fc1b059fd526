"""Ratios of times, measured by alternation within one run, so that they mean the same on any machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: a bar, and what was measured against it."""

    what: str
    bar: str
    measured: str
    met: bool


def seconds(work: Callable[[], object]) -> float:
    """Time of the processor, in all threads: what other programs take of the machine meanwhile does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ratios(rounds: Iterable[tuple[Callable[[], object], Callable[[], object]]]) -> list[float]:
    """Time of the second work over that of the first, a round each. The first round only warms up."""
    found = [seconds(second) / seconds(first) for first, second in rounds]
    return found[1:]


def at_least(what: str, bar: float, found: list[float]) -> Row:
    """The median must be `bar` or more."""
    return Row(what, f"at least {bar:g}", _measured(found), statistics.median(found) >= bar)


def at_most(what: str, bar: float, found: list[float]) -> Row:
    """The median must be `bar` or less."""
    return Row(what, f"at most {bar:g}", _measured(found), statistics.median(found) <= bar)


def _measured(found: list[float]) -> str:
    return f"{statistics.median(found):.3g} ({min(found):.3g} to {max(found):.3g})"


@contextmanager
def without_old_garbage() -> Iterator[None]:
    """What was made before is no concern of the garbage collector meanwhile."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
