"""Keeps what visitors sent out of the log: the messages of exceptions can quote it."""

from __future__ import annotations

import logging

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
