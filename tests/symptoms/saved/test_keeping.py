"""Saving, opening, deleting and purging on a real database, with a clock that is moved by hand."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from symptoms.models import SavedResult
from symptoms.saved.keeping import DAYS, DAYS_OFFERED, Full, NoSaved, Purged, delete, open_saved, purge, save
from symptoms.saved.sealing import link_of, new_token
from tests.symptoms.saved.saving import KEPT, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day_keys")]


def later(days: int) -> date:
    return TODAY + timedelta(days=days)


def keys_in(folder) -> list[str]:
    """What belongs to days in the folder of the keys."""
    return sorted(file.name for file in folder.glob("*.*"))


def rows() -> list[date]:
    return list(SavedResult.objects.order_by("ends").values_list("ends", flat=True))


def database_away(execute, sql, params, many, context):
    raise OperationalError("server closed the connection unexpectedly")


def test_the_choice_is_7_30_or_90_days_and_30_is_offered():
    assert (DAYS, DAYS_OFFERED) == ((7, 30, 90), 30)


@pytest.mark.parametrize("days", DAYS)
def test_what_was_saved_opens_up_to_its_last_day_and_no_longer(days):
    token = save(KEPT, days=days, today=TODAY)
    for day in (0, 1, days):
        saved = open_saved(token, today=later(day))
        assert (saved.kept, saved.last_day, saved.ends) == (KEPT, later(days), later(days + 1))
        assert purge(later(day)) == Purged(0, 0)
    for day in (days + 1, days + 2, 400):
        with pytest.raises(NoSaved):
            open_saved(token, today=later(day))


def test_a_row_holds_a_hash_a_day_and_locked_bytes_and_nothing_else():
    token = save(KEPT, days=30, today=TODAY)
    (row,) = SavedResult.objects.values()
    assert set(row) == {"link", "ends", "sealed"}
    assert (row["link"], row["ends"]) == (link_of(token), later(31))
    sealed = bytes(row["sealed"])
    assert len(sealed) == 1024 + 12 + 16
    assert not any(word in sealed for word in (token.encode(), b"chest_pain", b"emergency", b"me_man"))


def test_who_saves_twice_has_two_links_and_deletes_one_at_a_time():
    one, other = (save(KEPT, days=30, today=TODAY) for _ in range(2))
    assert one != other
    delete(one)
    with pytest.raises(NoSaved):
        open_saved(one, today=TODAY)
    assert open_saved(other, today=TODAY).kept == KEPT
    assert rows() == [later(31)]


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "ä" * 32, "a" * 5000, "\x00"])
def test_other_links_open_nothing_and_delete_nothing(token):
    save(KEPT, days=30, today=TODAY)
    with pytest.raises(NoSaved):
        open_saved(token, today=TODAY)
    delete(token)
    assert rows() == [later(31)]


def test_without_the_key_of_its_day_a_row_is_unreadable_and_those_of_other_days_open(day_keys):
    token, other = save(KEPT, days=30, today=TODAY), save(KEPT, days=90, today=TODAY)
    (day_keys / f"{later(31)}.key").unlink()
    with pytest.raises(NoSaved):
        open_saved(token, today=TODAY)
    assert open_saved(other, today=TODAY).kept == KEPT
    # Also when the day gets another key.
    save(KEPT, days=30, today=TODAY)
    with pytest.raises(NoSaved):
        open_saved(token, today=TODAY)
    delete(token)
    assert rows() == [later(31), later(91)]


def test_a_row_under_another_hash_or_another_day_opens_nothing():
    token, other = (save(KEPT, days=30, today=TODAY) for _ in range(2))
    sealed = SavedResult.objects.get(link=link_of(token)).sealed
    SavedResult.objects.filter(link=link_of(other)).update(sealed=sealed)
    SavedResult.objects.filter(link=link_of(token)).update(ends=later(91))
    save(KEPT, days=90, today=TODAY)
    for link in (token, other):
        with pytest.raises(NoSaved):
            open_saved(link, today=TODAY)


def test_a_backup_that_is_put_back_brings_back_nothing_that_was_deleted():
    token = save(KEPT, days=30, today=TODAY)
    backup = list(SavedResult.objects.all())
    delete(token)
    SavedResult.objects.bulk_create(backup)
    with pytest.raises(NoSaved):
        open_saved(token, today=TODAY)


def test_a_backup_that_is_put_back_after_its_day_is_unreadable(day_keys):
    token = save(KEPT, days=7, today=TODAY)
    backup = list(SavedResult.objects.all())
    purge(later(8))
    SavedResult.objects.bulk_create(backup)
    # Whatever the clock says then.
    with pytest.raises(NoSaved):
        open_saved(token, today=TODAY)
    assert keys_in(day_keys) == []


def test_purging_deletes_what_has_ended_and_nothing_else(day_keys):
    tokens = {days: save(KEPT, days=days, today=TODAY) for days in DAYS}
    assert purge(later(7)) == Purged(0, 0)
    assert purge(later(31)) == Purged(2, 2)
    assert purge(later(31)) == Purged(0, 0)
    assert rows() == [later(91)]
    assert keys_in(day_keys) == [f"{later(91)}.key"]
    assert open_saved(tokens[90], today=later(30)).kept == KEPT


def test_saving_purges_too():
    save(KEPT, days=7, today=TODAY)
    save(KEPT, days=30, today=later(8))
    assert rows() == [later(39)]


def test_keys_go_even_if_the_rows_cannot(day_keys):
    save(KEPT, days=7, today=TODAY)
    with connection.execute_wrapper(database_away), pytest.raises(OperationalError):
        purge(later(8))
    assert keys_in(day_keys) == []


def test_so_many_may_end_on_a_day_and_no_more(settings):
    settings.LEGCHECK_SAVED_PER_DAY = 2
    first = save(KEPT, days=30, today=TODAY)
    save(KEPT, days=30, today=TODAY)
    with pytest.raises(Full):
        save(KEPT, days=30, today=TODAY)
    save(KEPT, days=7, today=TODAY)
    save(KEPT, days=30, today=later(1))
    # Deleting makes no room, or doing both by turns would fill the list of deleted ones.
    delete(first)
    with pytest.raises(Full):
        save(KEPT, days=30, today=TODAY)
    assert rows() == [later(8), later(31), later(32)]


def test_where_the_keys_have_no_place_nothing_is_saved_or_opened(settings):
    token = save(KEPT, days=7, today=TODAY)
    settings.LEGCHECK_DAY_KEYS = None
    with pytest.raises(OSError, match="LEGCHECK_DAY_KEYS"):
        save(KEPT, days=7, today=TODAY)
    with pytest.raises(NoSaved):
        open_saved(token, today=TODAY)
    # Rows of before are purged all the same.
    assert purge(later(8)) == Purged(1, 0)


def test_a_key_that_cannot_be_made_keeps_nothing(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.LEGCHECK_DAY_KEYS = tmp_path / "file" / "keys"
    with pytest.raises(OSError, match="Not a directory"):
        save(KEPT, days=7, today=TODAY)
    assert rows() == []


def test_an_empty_folder_in_place_of_that_of_the_keys_is_a_fault_and_deletes_nothing(day_keys):
    token = save(KEPT, days=7, today=TODAY)
    mounted = day_keys.rename(day_keys.with_name("unmounted"))
    day_keys.mkdir()
    for use in (lambda: open_saved(token, today=TODAY), lambda: save(KEPT, days=7, today=TODAY)):
        with pytest.raises(FileNotFoundError):
            use()
    assert (list(day_keys.iterdir()), rows()) == ([], [later(8)])
    day_keys.rmdir()
    mounted.rename(day_keys)
    assert open_saved(token, today=TODAY).kept == KEPT


def test_deleting_does_not_fail_because_it_cannot_be_noted(day_keys, caplog):
    token = save(KEPT, days=7, today=TODAY)
    (day_keys / f"{later(8)}.deleted").mkdir()
    delete(token)
    assert rows() == []
    assert "IsADirectoryError" in caplog.text


def test_a_token_that_was_never_handed_out_is_looked_up_once(django_assert_num_queries):
    with django_assert_num_queries(1), pytest.raises(NoSaved):
        open_saved(new_token(), today=TODAY)


def test_the_command_purges_by_the_day_of_the_site():
    today = timezone.localdate()
    save(KEPT, days=7, today=today - timedelta(days=8))
    save(KEPT, days=30, today=today - timedelta(days=8))
    out = StringIO()
    call_command("purge_saved", stdout=out)
    assert out.getvalue() == "Deleted 1 saved results and 1 keys of days.\n"
    assert rows() == [today + timedelta(days=23)]


def test_the_command_fails_with_a_sentence_while_the_database_is_away(caplog):
    with connection.execute_wrapper(database_away), pytest.raises(CommandError, match="Not all that has ended"):
        call_command("purge_saved")
    assert "OperationalError" in caplog.text
