"""Which clause of a condition became which clause of another."""

from __future__ import annotations

from collections.abc import Sequence

Clauses = Sequence[Sequence[str]]


def paired(before: Clauses, after: Clauses) -> tuple[tuple[int, int], ...]:
    """Places of the clauses that stayed, by their place after: first those left as they were, then those most alike.

    Clauses without a finding in common are never paired: the one was taken out and the other added.
    """
    candidates = sorted(
        (-_likeness(first, second), abs(old - new), old, new)
        for old, first in enumerate(before)
        for new, second in enumerate(after)
        if list(first) == list(second) or set(first) & set(second)
    )
    pairs: dict[int, int] = {}
    for _, _, old, new in candidates:
        if new not in pairs and old not in pairs.values():
            pairs[new] = old
    return tuple((old, new) for new, old in sorted(pairs.items()))


def same_order(pairs: Sequence[tuple[int, int]]) -> bool:
    """True when the clauses that stayed follow each other as before."""
    olds = [old for old, _ in pairs]
    return olds == sorted(olds)


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """From 0 for nothing in common; 2 for the very same clause in the same order."""
    if list(first) == list(second):
        return 2.0
    return len(set(first) & set(second)) / len(set(first) | set(second))
