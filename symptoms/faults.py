"""What the log says of a fault in the code: its type and the lines it passed, nothing that a visitor sent.

The message of an exception is left out, because it can quote a value: KeyError names the key, ValueError the text.
"""

from __future__ import annotations

import logging
import traceback
from collections import deque
from collections.abc import Iterator

logger = logging.getLogger(__name__)

#: Of a long traceback the innermost frames are kept: a RecursionError has a thousand.
MOST_FRAMES = 20
#: Exceptions that led to one another.
MOST_CAUSES = 5


def log_fault(exc: BaseException) -> None:
    """Logs `exc`, and what caused it, as "Type at file:line in function < file:line in its caller ..."."""
    logger.error("Fault: %s", describe(exc))


def describe(exc: BaseException) -> str:
    """`exc` and what caused it in one line, without any message."""
    return "; caused by ".join(_one(link) for link in _chain(exc))


def _chain(exc: BaseException) -> Iterator[BaseException]:
    """The exception and its causes, outermost first, each once."""
    link: BaseException | None = exc
    seen: set[int] = set()
    while link is not None and id(link) not in seen and len(seen) < MOST_CAUSES:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _one(exc: BaseException) -> str:
    frames = deque(traceback.walk_tb(exc.__traceback__), maxlen=MOST_FRAMES)
    places = " < ".join(
        f"{frame.f_code.co_filename}:{line} in {frame.f_code.co_qualname}" for frame, line in reversed(frames)
    )
    kind = f"{type(exc).__module__}.{type(exc).__qualname__}".removeprefix("builtins.")
    return f"{kind} at {places or 'no frame'}"
