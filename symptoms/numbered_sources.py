"""Sources as a numbered list: lines of a text refer to them by their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a line: its title, who published it, and its address if it has one."""

    title: str
    publisher: str
    url: str | None


class NumberedSources:
    """The sources of `keys` in this order, each once; `rows` are those of the catalogue by key, others are left out.

    `lines` is the list.
    """

    def __init__(self, rows: Mapping[str, Mapping[str, Any]], keys: Iterable[str]) -> None:
        known = dict.fromkeys(key for key in keys if key in rows)
        self._places = {key: number for number, key in enumerate(known, start=1)}
        self.lines = tuple(SourceLine(rows[key]["title"], rows[key]["publisher"], rows[key]["url"]) for key in known)

    def numbers(self, keys: Iterable[str]) -> tuple[int, ...]:
        """The places in the list, from 1, of these sources."""
        return tuple(sorted(self._places[key] for key in keys if key in self._places))
