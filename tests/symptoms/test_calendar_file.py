"""The calendar file, read by the rules of RFC 5545."""

from __future__ import annotations

import re
from datetime import date

import pytest

from symptoms.calendar_file import calendar_file

TODAY = date(2026, 12, 30)
DAY = date(2026, 12, 31)


def read_calendar(content: bytes) -> dict[str, str]:
    """Names with parameters and values of the one event. Fails where a line is too long or an end is wrong."""
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    for line in lines:
        assert 0 < len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode("utf-8")
    unfolded = content.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    pairs = [re.fullmatch(r"([A-Z-]+(?:;[A-Z-]+=[A-Z-]+)*):(.*)", line) for line in unfolded]
    names = [(pair[1], pair[2]) for pair in pairs if pair]
    assert len(names) == len(unfolded)
    assert names[0] == ("BEGIN", "VCALENDAR")
    assert names[-1] == ("END", "VCALENDAR")
    head, event = names[1:3], names[3:-1]
    assert [name for name, _ in head] == ["VERSION", "PRODID"]
    assert head[0][1] == "2.0"
    assert event[0] == ("BEGIN", "VEVENT")
    assert event[-1] == ("END", "VEVENT")
    read = dict(event[1:-1])
    assert len(read) == len(event) - 2
    return read


def plain(text: str) -> str:
    """A TEXT value without its escapes."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def test_the_file_holds_one_whole_day_and_nothing_else():
    event = read_calendar(calendar_file(title="Look", day=DAY, today=TODAY, seed="abc"))
    uid = event.pop("UID")
    assert event == {
        "DTSTAMP": "20261230T000000Z",
        "DTSTART;VALUE=DATE": "20261231",
        "DTEND;VALUE=DATE": "20270101",
        "SUMMARY": "Look",
        "TRANSP": "TRANSPARENT",
    }
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", uid)


def test_files_of_one_seed_are_the_same_event_and_do_not_tell_the_seed():
    first, again, other = (
        calendar_file(title="Look", day=day, today=TODAY, seed=seed)
        for seed, day in (("abcdef", DAY), ("abcdef", TODAY), ("ghijkl", DAY))
    )
    assert read_calendar(first)["UID"] == read_calendar(again)["UID"] != read_calendar(other)["UID"]
    assert b"abcdef" not in first


@pytest.mark.parametrize(
    "title", ["a, b; c\\d", "two\nlines", "x" * 400, "ü" * 200, "€" * 100, "a" + "€" * 100, "BEGIN:VEVENT"]
)
def test_any_title_comes_back_as_it_was(title):
    event = read_calendar(calendar_file(title=title, day=DAY, today=TODAY, seed="abc"))
    assert plain(event["SUMMARY"]) == title


@pytest.mark.parametrize("title", ["€" * 100, "€" * 101, "€" * 102])
def test_a_long_line_is_folded_between_characters(title):
    lines = calendar_file(title=title, day=DAY, today=TODAY, seed="abc").split(b"\r\n")
    assert max(map(len, lines)) in (73, 74, 75)
