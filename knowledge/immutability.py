"""Triggers that keep published rows as they are, on PostgreSQL and on SQLite.

They are installed after every migrate, since SQLite loses the triggers of a table that Django rebuilds,
and a system check (`manage.py check --database default`) says when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from knowledge.models import GateReport, Release, ReleaseEvent

#: Models whose rows are only ever added.
APPEND_ONLY = (Release, ReleaseEvent, GateReport)

_MESSAGE = "rows of {table} are never changed or removed"


def _tables() -> list[tuple[str, str]]:
    """Table name and primary key column of each append-only model."""
    return [(model._meta.db_table, str(model._meta.pk.column)) for model in APPEND_ONLY]


def _statements(vendor: str, table: str, key: str) -> dict[str, list[str]]:
    """Trigger name -> the statements that put it in place."""
    message = _MESSAGE.format(table=table)
    if vendor == "sqlite":
        # INSERT OR REPLACE removes the row in its way without firing DELETE triggers.
        events = {
            "update": "BEFORE UPDATE",
            "delete": "BEFORE DELETE",
            "replace": "BEFORE INSERT",
        }
        statements = {}
        for word, event in events.items():
            name = f"{table}_no_{word}"
            when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})" if word == "replace" else ""  # noqa: S608 - names of our own models
            statements[name] = [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} {event} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END",
            ]
        return statements
    function = f"{table}_is_append_only"
    define = (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    return {
        name: [
            define,
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {scope} EXECUTE FUNCTION {function}()",
            # ALWAYS: also for a session that poses as a replica.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
        for name, event, scope in (
            (f"{table}_no_update", "UPDATE OR DELETE", "ROW"),
            (f"{table}_no_truncate", "TRUNCATE", "STATEMENT"),
        )
    }


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every trigger in place for the tables that exist."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, key in _tables():
            if table in existing:
                for statements in _statements(connection.vendor, table, key).values():
                    for statement in statements:
                        cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes every trigger away, for a test that empties its database."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, key in _tables():
            if table in existing:
                for name in _statements(connection.vendor, table, key):
                    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not in place and active, for the tables that exist."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND tgenabled = 'A' AND pg_table_is_visible(pg_class.oid)"
            )
        active = {row[0] for row in cursor.fetchall()}
    return [
        name
        for table, key in _tables()
        if table in existing
        for name in _statements(connection.vendor, table, key)
        if name not in active
    ]


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    install(connections[using])


def check_triggers(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """System check: every trigger that protects published rows is there."""
    return [
        Error(
            f"The trigger {name} is missing or switched off: published rows could be changed.",
            hint="Run: python manage.py migrate",
            id="knowledge.E001",
        )
        for alias in databases or ()
        for name in missing(connections[alias])
    ]
