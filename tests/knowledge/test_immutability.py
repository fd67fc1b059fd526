"""Published rows stay as they are and withdrawn releases out of service, whatever raw SQL says, on either database."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from knowledge import immutability
from knowledge.models import Change, LiveRelease, Release, ReleaseEvent
from knowledge.releases import live

pytestmark = pytest.mark.django_db

TABLES = (
    "knowledge_release",
    "knowledge_releaseevent",
    "knowledge_gatereport",
    "knowledge_accuracyreport",
    "knowledge_change",
)

#: Triggers that keep a withdrawn release from being live, with their tables.
WITHDRAWN = {
    "sqlite": {
        "knowledge_liverelease_not_withdrawn_insert": "knowledge_liverelease",
        "knowledge_liverelease_not_withdrawn_update": "knowledge_liverelease",
        "knowledge_releaseevent_not_live": "knowledge_releaseevent",
    },
    "postgresql": {
        "knowledge_liverelease_not_withdrawn": "knowledge_liverelease",
        "knowledge_releaseevent_not_live": "knowledge_releaseevent",
    },
}

ATTEMPTS = [
    "UPDATE knowledge_release SET note = 'changed'",
    "UPDATE knowledge_release SET number = 99",
    "UPDATE knowledge_releaseevent SET reason = 'changed'",
    "UPDATE knowledge_gatereport SET passed = NOT passed",
    "UPDATE knowledge_accuracyreport SET document = 'changed'",
    "UPDATE knowledge_change SET key = 'changed'",
    *(f"DELETE FROM {table}" for table in TABLES),
]


@pytest.fixture(autouse=True)
def a_change():
    """Row triggers fire for rows alone: there is one in every table."""
    Change.objects.create(concept="texts", key="x", after="{}", by="tests", how="edited", at=timezone.now())


def refused(statement, why="never changed or removed"):
    with (
        pytest.raises(DatabaseError, match=why),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ATTEMPTS)
def test_raw_sql_cannot_change_or_remove_published_rows(statement):
    refused(statement)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_cannot_be_truncated(table):
    if connection.vendor == "sqlite":
        refused(f"DELETE FROM {table}")  # SQLite has no other way to empty a table
    else:
        refused(f"TRUNCATE {table} CASCADE")


def test_a_row_cannot_be_replaced_by_inserting_over_it():
    columns = "number, document, hash, author, note, created_at"
    copied = "SELECT number, 'x', hash, author, note, created_at FROM knowledge_release"
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO knowledge_release ({columns}) {copied}")
    else:
        refused(f"INSERT INTO knowledge_release ({columns}) {copied} ON CONFLICT (number) DO UPDATE SET document = 'x'")


@pytest.fixture
def withdrawn():
    """Number of a release that was withdrawn."""
    row = Release.objects.get(number=1)
    Release(number=2, document="{}", hash="0" * 64, created_at=row.created_at).save(force_insert=True)
    ReleaseEvent.objects.create(release_id=2, kind="withdrawn", by="tests", reason="x", at=row.created_at)
    return 2


def test_the_pointer_cannot_be_moved_to_a_withdrawn_release(withdrawn):
    refused(f"UPDATE knowledge_liverelease SET release_id = {withdrawn}", "a withdrawn release is never live")
    assert live().release_id == 1


def test_the_pointer_cannot_be_made_anew_on_a_withdrawn_release(withdrawn):
    insert = f"INTO knowledge_liverelease (id, release_id, turn) VALUES (1, {withdrawn}, 5)"
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE {insert}", "a withdrawn release is never live")
    LiveRelease.objects.all().delete()
    refused(f"INSERT {insert}", "a withdrawn release is never live")


def test_the_live_release_cannot_be_withdrawn_under_the_pointer():
    columns = "(release_id, kind, by, reason, at) SELECT 1, 'withdrawn', 'x', 'x', created_at FROM knowledge_release"
    insert = f"INSERT INTO knowledge_releaseevent {columns}"
    refused(insert, "a withdrawn release is never live")
    LiveRelease.objects.update(release_id=None)
    with connection.cursor() as cursor:
        cursor.execute(insert)
    assert ReleaseEvent.objects.filter(kind="withdrawn").count() == 1


def test_the_pointer_can_point_to_nothing_and_back():
    LiveRelease.objects.update(release_id=None)
    LiveRelease.objects.update(release_id=1)
    assert live().release_id == 1


def test_the_system_check_names_each_missing_trigger_of_withdrawal():
    for name, table in WITHDRAWN[connection.vendor].items():
        on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
        (error,) = immutability.check_triggers(databases=["default"])
        assert (error.id, name in error.msg) == ("knowledge.E001", True)
        immutability.install(connection)
        assert immutability.missing(connection) == []


@pytest.mark.parametrize("table", TABLES)
def test_the_system_check_names_a_missing_trigger(table):
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {table}_no_update{on_table}")
    errors = immutability.check_triggers(databases=["default"])
    assert [error.id for error in errors] == ["knowledge.E001"]
    assert f"{table}_no_update" in errors[0].msg
    with pytest.raises(SystemCheckError):
        call_command("check", databases=["default"])


def test_publishing_sees_a_trigger_that_is_switched_off():
    switch_off = {
        "sqlite": "DROP TRIGGER knowledge_release_no_update",
        "postgresql": "ALTER TABLE knowledge_release DISABLE TRIGGER knowledge_release_no_update",
    }
    with connection.cursor() as cursor:
        cursor.execute(switch_off[connection.vendor])
    assert immutability.missing(connection) == ["knowledge_release_no_update"]


def test_migrate_puts_missing_triggers_back():
    immutability.remove(connection)
    assert immutability.missing(connection)
    call_command("migrate", verbosity=0)
    assert immutability.missing(connection) == []
