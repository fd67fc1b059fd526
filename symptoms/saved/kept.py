"""What is kept of an outcome: all that it takes to make it again, and nothing of who it was."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: Number of the packed shape.
FORMAT = 1
#: Rows come in steps of this many bytes, so that their length hardly tells how much was answered.
_STEP = 1024
_MOST_BYTES = 32_768


class NotKept(Exception):
    """The bytes are not what this version of the program packs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers, the release they were given under, and the day on which the outcome was shown.

    `engine` and `level` say with what and how it came out, so that one that comes out otherwise is noticed. `age` is
    None where the check ended before it was asked.
    """

    release: int
    engine: str
    level: str
    made: date
    age: int | None
    answers: Mapping[str, tuple[str, ...]]
    continued: bool


def pack(kept: Kept) -> bytes:
    """The shortest form, filled up with zeros."""
    shape = {
        "f": FORMAT,
        "r": kept.release,
        "e": kept.engine,
        "l": kept.level,
        "d": kept.made.isoformat(),
        "a": kept.age,
        "q": {key: list(options) for key, options in kept.answers.items()},
        "c": kept.continued,
    }
    packed = zlib.compress(json.dumps(shape, separators=(",", ":")).encode("utf-8"), 9)
    return packed.ljust(-(-len(packed) // _STEP) * _STEP, b"\0")


def unpack(data: bytes) -> Kept:
    """What `pack` was given. Raises NotKept."""
    try:
        # Stops by itself where the zeros begin.
        shape = json.loads(zlib.decompressobj().decompress(data, _MOST_BYTES))
        if shape["f"] != FORMAT:
            raise NotKept
        return Kept(
            release=int(shape["r"]),
            engine=str(shape["e"]),
            level=str(shape["l"]),
            made=date.fromisoformat(shape["d"]),
            age=None if shape["a"] is None else int(shape["a"]),
            answers={str(key): tuple(map(str, options)) for key, options in shape["q"].items()},
            continued=shape["c"] is True,
        )
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotKept from error
