"""Keeps what visitors sent out of the log: messages of exceptions can quote it, addresses can open a saved result."""

from __future__ import annotations

import logging
import re

from symptoms.faults import describe


class WithoutMessages(logging.Filter):
    """Replaces a record's traceback by the types of its exceptions and the lines they passed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: every record is kept, without its exceptions' messages."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg = f"{record.getMessage()}: {describe(error)}"
            record.args = ()
        record.exc_info = None
        record.exc_text = None
        return True


#: What stands below /saved/ may be a link, whole or cut short, however the address is written. A link that was mistyped
#: before its token is known by the shape of the token alone.
_LINK = re.compile(r"(/saved(?:/|%2f))[^\s\"?]+|[a-z0-9_-]{32,}", re.IGNORECASE)


class WithoutLinks(logging.Filter):
    """Replaces what is, or may be, a link to a saved result by "...": who reads the log could open what it leads to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: every record is kept."""
        line = record.getMessage()
        if _LINK.search(line):
            record.msg = _LINK.sub(r"\1...", line)
            record.args = ()
        return True
