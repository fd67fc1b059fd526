"""Published rows stay as they are, whatever raw SQL says, on either database."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction

from knowledge import immutability

pytestmark = pytest.mark.django_db

TABLES = ("knowledge_release", "knowledge_releaseevent", "knowledge_gatereport")

ATTEMPTS = [
    "UPDATE knowledge_release SET note = 'changed'",
    "UPDATE knowledge_release SET number = 99",
    "UPDATE knowledge_releaseevent SET reason = 'changed'",
    "UPDATE knowledge_gatereport SET passed = NOT passed",
    *(f"DELETE FROM {table}" for table in TABLES),
]


def refused(statement):
    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
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
