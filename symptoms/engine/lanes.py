"""Whole numbers for many causes, side by side in one: adding two of these adds all of them at once.

Each cause has 64 bits, its lane, in the number of its block. A lane can hold about 9e18, and what is added up for
a cause stays below 1e14 nano-nats. A sum below zero borrows from the lane above, and unpacking gives that back.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

#: Blocks with what is in them; a block in which nothing is has no entry.
Packed = tuple[tuple[int, int], ...]

#: Causes of one block. More would waste memory where few of many causes have a number.
_LANES = 128
_BITS = 64

#: So many numbers of a block, or fewer, are shifted to their lanes one by one, in less time.
_FEW = 12

_FORMAT = f"<{_LANES}q"

#: One in the highest bit of every lane.
_HIGHEST = sum(1 << lane * _BITS + _BITS - 1 for lane in range(_LANES))


def packed(numbers: Iterable[tuple[int, int]]) -> Packed:
    """The numbers of some causes, given with the index of the cause."""
    blocks: dict[int, list[tuple[int, int]]] = {}
    for cause, number in numbers:
        block, lane = divmod(cause, _LANES)
        if block in blocks:
            blocks[block].append((lane, number))
        else:
            blocks[block] = [(lane, number)]
    return tuple([(block, _side_by_side(found)) for block, found in blocks.items()])


def _side_by_side(numbers: Sequence[tuple[int, int]]) -> int:
    """Some numbers of one block, given with their lanes."""
    if len(numbers) <= _FEW:
        return sum([number << lane * _BITS for lane, number in numbers])
    lanes = [0] * _LANES
    for lane, number in numbers:
        lanes[lane] += number
    # Read as if no lane were signed, with the highest bits as in `unpacked`.
    return (int.from_bytes(struct.pack(_FORMAT, *lanes), "little") ^ _HIGHEST) - _HIGHEST


def joined(several: Iterable[Packed]) -> Packed:
    """All of them added up."""
    blocks: dict[int, int] = {}
    for one in several:
        for block, lanes in one:
            blocks[block] = blocks.get(block, 0) + lanes
    return tuple(blocks.items())


def filled(numbers: Sequence[int]) -> list[int]:
    """Blocks with the number of every cause."""
    blocks = empty(len(numbers))
    for block, lanes in packed(enumerate(numbers)):
        blocks[block] = lanes
    return blocks


def empty(causes: int) -> list[int]:
    """Blocks for so many causes, to add packed numbers to."""
    return [0] * -(-causes // _LANES)


def unpacked(blocks: Iterable[int], causes: int) -> list[int]:
    """The number of every cause."""
    # With the highest bit added no lane is below zero, so none borrows; flipped back it reads as a signed number.
    lanes = b"".join([((block + _HIGHEST) ^ _HIGHEST).to_bytes(_LANES * _BITS // 8, "little") for block in blocks])
    return list(struct.unpack_from(f"<{causes}q", lanes))
