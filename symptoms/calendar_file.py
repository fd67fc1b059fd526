"""A calendar file with one whole day in it (RFC 5545), so plain that no library is needed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

#: Octets of a line without its end (RFC 5545, 3.1).
_MOST_OCTETS = 75


def calendar_file(*, title: str, day: date, today: date, seed: str) -> bytes:
    """One event that lasts all of `day`, written on `today`.

    Whoever opens two files made from the same `seed` has one event, not two: the seed is a random text, and what
    stands in the file is a UUID made from it (RFC 7986, 5.3), from which it cannot be read.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//legcheck//legcheck//EN",
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_OID, seed)}",
        f"DTSTAMP:{today:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> bytes:
    """A content line in UTF-8 with its end; a long one goes on in lines that begin with a space."""
    parts, part = [], b""
    for character in line:
        octets = character.encode("utf-8")
        if len(part) + len(octets) > _MOST_OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
