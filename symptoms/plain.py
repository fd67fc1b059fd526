"""Frozen values as JSON values: the only place where the outcome turns into dicts."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any

#: Field names by class; they are asked for thousands of times an outcome.
_NAMES: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(field.name for field in dataclasses.fields(kind))
    return _NAMES[kind]


def as_plain(value: Any) -> Any:
    """Dataclasses as dicts in the order of their fields, tuples as lists, words of an enum as text."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, tuple | list):
        return [as_plain(item) for item in value]
    return {name: as_plain(getattr(value, name)) for name in _names(type(value))}
