"""Ratios of times, measured by alternation within one run, so that they mean the same on any machine."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One line of the table: a bar, and what was measured against it."""

    what: str
    bar: str
    measured: str
    met: bool


def seconds(work: Work) -> float:
    """Time of the processor, in all threads: what other programs take of the machine meanwhile does not count."""
    # What the work before left behind is not cleared up in the time of this one.
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def ratios(rounds: Iterable[tuple[Work, Work]], warming: int) -> list[float]:
    """Time of the second work over that of the first, a round each. The first `warming` rounds are left out."""
    found = []
    # The garbage collector need not go through all that was made before again and again.
    gc.collect()
    gc.freeze()
    for first, second in rounds:
        before = seconds(first)
        found.append(seconds(second) / before)
    gc.unfreeze()
    return found[warming:]


def at_least(what: str, bar: float, found: list[float]) -> Row:
    """The median must be `bar` or more."""
    return Row(what, f"at least {bar:g}", _measured(found), statistics.median(found) >= bar)


def at_most(what: str, bar: float, found: list[float]) -> Row:
    """The median must be `bar` or less."""
    return Row(what, f"at most {bar:g}", _measured(found), statistics.median(found) <= bar)


def _measured(found: list[float]) -> str:
    return f"{statistics.median(found):.3g} ({min(found):.3g} to {max(found):.3g})"


def with_no_bar(what: str, found: list[float]) -> Row:
    """What is told beside the bars."""
    return Row(what, "", _measured(found), met=True)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """The rows as lines with columns. The measured ratio is the median, with the least and the greatest of a round."""
    heads = Row("what", "bar", "measured", met=True)
    lines = [heads, *rows]
    what, bar, measured = (max(len(getattr(row, name)) for row in lines) for name in ("what", "bar", "measured"))
    for row in lines:
        verdict = "" if row is heads or not row.bar else "met" if row.met else "MISSED"
        yield f"{row.what:<{what}}  {row.bar:<{bar}}  {row.measured:<{measured}}  {verdict}".rstrip()
