"""Chance that is the same on every machine and in every run: it follows from a seed alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_BYTES = 4


class Chance:
    """A stream of numbers made from SHA-256 of the seed and a counter."""

    def __init__(self, seed: str) -> None:
        self._numbers = _numbers(seed.encode())

    def below(self, count: int) -> int:
        """A number from 0 to `count` - 1."""
        return next(self._numbers) % count

    def happens(self, percent: int) -> bool:
        """True in about `percent` of a hundred cases."""
        return self.below(100) < percent

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices, of which there must be at least one."""
        return choices[self.below(len(choices))]

    def some_of(self, choices: Sequence[T], most: int) -> list[T]:
        """None to `most` of the choices, each at most once."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(self.below(most + 1)) if left]


def _numbers(seed: bytes) -> Iterator[int]:
    block = 0
    while True:
        digest = hashlib.sha256(b"%s:%d" % (seed, block)).digest()
        for start in range(0, len(digest), _BYTES):
            yield int.from_bytes(digest[start : start + _BYTES], "big")
        block += 1
