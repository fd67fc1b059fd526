"""The keys by day: made once for all processes, readable for one user, and gone for good when their day has come."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from symptoms.saved.day_keys import DayKeys, NoKey

DAY = date(2026, 12, 22)
LINK = "ab" * 32


@pytest.fixture
def keys(tmp_path):
    return DayKeys(tmp_path / "keys" / "of days")


def names(keys):
    """What lies in the folder, but for the file that marks it."""
    return sorted(file.name for file in keys.folder.iterdir() if file.name != "folder-of-the-day-keys")


def test_a_key_is_made_once_and_stays(keys):
    key = keys.key_or_new(DAY)
    assert len(key) == 32
    assert [keys.key_or_new(DAY), keys.key(DAY)] == [key, key]
    assert names(keys) == ["2026-12-22.key"]


def test_each_day_and_each_folder_has_a_key_of_its_own(keys, tmp_path):
    found = {keys.key_or_new(DAY), keys.key_or_new(date(2026, 12, 23)), DayKeys(tmp_path / "b").key_or_new(DAY)}
    assert len(found) == 3


def test_key_and_list_are_for_one_user_alone(keys):
    keys.key_or_new(DAY)
    keys.note_deleted(DAY, LINK)
    modes = [stat.S_IMODE(file.stat().st_mode) for file in (keys.folder, *keys.folder.iterdir())]
    assert modes == [0o700, 0o600, 0o600, 0o600]


def test_workers_that_make_it_at_the_same_time_get_the_same(keys):
    for day in range(1, 11):
        with ThreadPoolExecutor(8) as workers:
            found = set(workers.map(lambda day: keys.key_or_new(date(2026, 3, day)), [day] * 8))
        assert len(found) == 1
    assert len(names(keys)) == 10


def test_a_key_that_is_there_is_never_replaced(keys, monkeypatch):
    key = keys.key_or_new(DAY)
    # As if another worker had made it between looking and making.
    keys._make(DAY)
    assert keys.key(DAY) == key
    assert names(keys) == ["2026-12-22.key"]


def test_without_a_key_there_is_none(keys):
    keys.key_or_new(date(2026, 12, 23))
    with pytest.raises(NoKey):
        keys.key(DAY)


@pytest.mark.parametrize("there", [False, True], ids=["missing", "empty"])
def test_a_folder_in_which_no_key_was_made_is_a_fault_and_no_deleted_key(keys, there):
    if there:
        keys.folder.mkdir(parents=True)
    assert not keys.is_begun()
    with pytest.raises(FileNotFoundError):
        keys.key(DAY)
    with pytest.raises(FileNotFoundError):
        keys.note_deleted(DAY, LINK)
    keys.key_or_new(DAY)
    assert keys.is_begun()


def test_a_folder_whose_keys_were_all_deleted_is_still_the_one(keys):
    keys.key_or_new(DAY)
    keys.shred(DAY)
    assert (keys.is_begun(), names(keys)) == (True, [])
    with pytest.raises(NoKey):
        keys.key(DAY)


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_broken_key_opens_nothing_and_locks_nothing(keys, content):
    keys.key_or_new(date(2026, 12, 23))
    (keys.folder / "2026-12-22.key").write_bytes(content)
    with pytest.raises(NoKey):
        keys.key(DAY)
    with pytest.raises(OSError, match="is no key"):
        keys.key_or_new(DAY)


def test_shredding_takes_all_of_past_days_and_of_the_day_and_nothing_else(keys):
    for day in (20, 21, 22, 23):
        keys.key_or_new(date(2026, 12, day))
        keys.note_deleted(date(2026, 12, day), LINK)
    # What a crash left while a key was made, and what is not ours.
    (keys.folder / ".2026-12-21.abc").write_bytes(b"x" * 32)
    (keys.folder / "read me.txt").write_text("2026-12-01")
    assert keys.shred(DAY) == 3
    assert names(keys) == ["2026-12-23.deleted", "2026-12-23.key", "read me.txt"]
    assert keys.shred(DAY) == 0


def test_shredding_where_nothing_was_made_does_nothing(keys):
    assert keys.shred(DAY) == 0
    assert not keys.folder.exists()


def test_after_shredding_a_day_gets_another_key(keys):
    before = keys.key_or_new(DAY)
    keys.shred(DAY)
    assert keys.key_or_new(DAY) != before


def test_what_was_deleted_is_known_by_day_and_link(keys):
    keys.key_or_new(DAY)
    assert (keys.was_deleted(DAY, LINK), keys.count_deleted(DAY)) == (False, 0)
    keys.note_deleted(DAY, LINK)
    assert keys.count_deleted(DAY) == 1
    keys.note_deleted(DAY, "cd" * 32)
    assert [keys.was_deleted(DAY, link) for link in (LINK, "cd" * 32, "ef" * 32)] == [True, True, False]
    assert not keys.was_deleted(date(2026, 12, 23), LINK)
    assert [keys.count_deleted(day) for day in (DAY, date(2026, 12, 23))] == [2, 0]
