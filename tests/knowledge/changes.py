"""The real knowledge, and small changes to it for tests."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from knowledge.content import KnowledgeBase
from knowledge.interchange import read_folder

DATA = Path(__file__).resolve().parents[2] / "knowledge" / "data"


@functools.cache
def knowledge() -> KnowledgeBase:
    """The knowledge of `knowledge/data`; frozen, so one reading serves all tests."""
    return read_folder(DATA)


def first(concept: str, suits: Callable[[Any], bool] = lambda row: True) -> Any:
    """The first real row of a concept that suits."""
    if concept == "settings":
        return knowledge().settings
    return next(row for row in getattr(knowledge(), concept) if suits(row))


def changed(value: Any, path: str, new: Any) -> Any:
    """A copy of a row or list with the value at `path`, such as "evidence[3].finding", replaced.

    `new` may be a function of the old value.
    """
    return _changed(value, re.findall(r"\w+", path), new)


def _changed(value: Any, steps: list[str], new: Any) -> Any:
    if not steps:
        return new(value) if callable(new) else new
    step, *rest = steps
    if isinstance(value, tuple):
        place = int(step)
        return (*value[:place], _changed(value[place], rest, new), *value[place + 1 :])
    return replace(value, **{step: _changed(getattr(value, step), rest, new)})


def with_row(concept: str, old: Any, new: Any) -> KnowledgeBase:
    """The real knowledge with one row of a concept replaced."""
    rows = tuple(new if row is old else row for row in getattr(knowledge(), concept))
    return replace(knowledge(), **{concept: rows})


def without_rows(concept: str, unwanted: Callable[[Any], bool]) -> KnowledgeBase:
    """The real knowledge without the rows of a concept that are unwanted."""
    return replace(knowledge(), **{concept: tuple(row for row in getattr(knowledge(), concept) if not unwanted(row))})
