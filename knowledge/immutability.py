"""Triggers that keep published rows as they are and withdrawn releases out of service, on PostgreSQL and on SQLite.

They are installed after every migrate, since SQLite loses the triggers of a table that Django rebuilds,
and a system check (`manage.py check --database default`) says when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.models.signals import pre_migrate
from django.dispatch import receiver

from knowledge.models import AccuracyReport, Change, GateReport, LiveRelease, Release, ReleaseEvent

#: Models whose rows are only ever added.
APPEND_ONLY = (Release, ReleaseEvent, GateReport, AccuracyReport, Change)

_LIVE = LiveRelease._meta.db_table
_EVENTS = ReleaseEvent._meta.db_table
_WITHDRAWN = ReleaseEvent.Kind.WITHDRAWN.value

_KEPT = "rows of {table} are never changed or removed"
_NEVER_LIVE = "a withdrawn release is never live"


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger, the statements that put it in place, and another table it reads, if any."""

    name: str
    table: str
    statements: tuple[str, ...]
    reads: str = ""


def _triggers(vendor: str) -> list[_Trigger]:
    """Every trigger that must stand."""
    append_only, withdrawn = (
        (_append_only_on_sqlite, _withdrawn_on_sqlite)
        if vendor == "sqlite"
        else (_append_only_on_postgresql, _withdrawn_on_postgresql)
    )
    found: list[_Trigger] = []
    for model in APPEND_ONLY:
        found += append_only(model._meta.db_table, str(model._meta.pk.column))
    return found + withdrawn()


def _on_sqlite(name: str, table: str, event: str, when: str, message: str, reads: str = "") -> _Trigger:
    create = f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return _Trigger(name, table, (f"DROP TRIGGER IF EXISTS {name}", create), reads)


def _exists(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {where})"  # noqa: S608 - names of our own models


#: Conditions on the new row of the pointer, and on the new row of a withdrawal.
_WAS_WITHDRAWN = _exists(_EVENTS, f"release_id = NEW.release_id AND kind = '{_WITHDRAWN}'")
_IS_LIVE = _exists(_LIVE, "release_id = NEW.release_id")


def _append_only_on_sqlite(table: str, key: str) -> list[_Trigger]:
    # INSERT OR REPLACE removes the row in its way without firing DELETE triggers.
    is_there = f"WHEN {_exists(table, f'{key} = NEW.{key}')}"
    message = _KEPT.format(table=table)
    return [
        _on_sqlite(f"{table}_no_{word}", table, event, when, message)
        for word, event, when in (("update", "UPDATE", ""), ("delete", "DELETE", ""), ("replace", "INSERT", is_there))
    ]


def _withdrawn_on_sqlite() -> list[_Trigger]:
    was_withdrawn = f"WHEN {_WAS_WITHDRAWN}"
    is_live = f"WHEN NEW.kind = '{_WITHDRAWN}' AND {_IS_LIVE}"
    return [
        _on_sqlite(f"{_LIVE}_not_withdrawn_insert", _LIVE, "INSERT", was_withdrawn, _NEVER_LIVE, _EVENTS),
        _on_sqlite(f"{_LIVE}_not_withdrawn_update", _LIVE, "UPDATE", was_withdrawn, _NEVER_LIVE, _EVENTS),
        _on_sqlite(f"{_EVENTS}_not_live", _EVENTS, "INSERT", is_live, _NEVER_LIVE, _LIVE),
    ]


def _on_postgresql(
    name: str, table: str, event: str, scope: str, function: str, body: str, reads: str = ""
) -> _Trigger:
    statements = (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {scope} EXECUTE FUNCTION {function}()",
        # ALWAYS: also for a session that poses as a replica.
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )
    return _Trigger(name, table, statements, reads)


def _raise(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation';"


def _append_only_on_postgresql(table: str, key: str) -> list[_Trigger]:
    function, body = f"{table}_is_append_only", _raise(_KEPT.format(table=table))
    return [
        _on_postgresql(f"{table}_no_update", table, "UPDATE OR DELETE", "ROW", function, body),
        _on_postgresql(f"{table}_no_truncate", table, "TRUNCATE", "STATEMENT", function, body),
    ]


def _withdrawn_on_postgresql() -> list[_Trigger]:
    was_withdrawn = f"IF {_WAS_WITHDRAWN} THEN {_raise(_NEVER_LIVE)} END IF; RETURN NEW;"
    # Locking the pointer makes whoever moves it at this moment come before or after, never beside.
    is_live = (
        f"IF NEW.kind = '{_WITHDRAWN}' THEN PERFORM 1 FROM {_LIVE} FOR UPDATE; "
        f"IF {_IS_LIVE} THEN {_raise(_NEVER_LIVE)} END IF; END IF; RETURN NEW;"
    )
    live, event = f"{_LIVE}_not_withdrawn", f"{_EVENTS}_not_live"
    return [
        _on_postgresql(live, _LIVE, "INSERT OR UPDATE", "ROW", live, was_withdrawn, _EVENTS),
        _on_postgresql(event, _EVENTS, "INSERT", "ROW", event, is_live, _LIVE),
    ]


def _possible(connection: BaseDatabaseWrapper) -> list[_Trigger]:
    """The triggers whose tables exist."""
    existing = set(connection.introspection.table_names())
    return [
        trigger
        for trigger in _triggers(connection.vendor)
        if trigger.table in existing and (not trigger.reads or trigger.reads in existing)
    ]


def _drop(connection: BaseDatabaseWrapper, triggers: Iterable[_Trigger]) -> None:
    with connection.cursor() as cursor:
        for trigger in triggers:
            on_table = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on_table}")


def install(connection: BaseDatabaseWrapper) -> None:
    """Puts every trigger in place for the tables that exist."""
    with connection.cursor() as cursor:
        for trigger in _possible(connection):
            for statement in trigger.statements:
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes every trigger away, for a test that empties its database."""
    _drop(connection, _possible(connection))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not in place and active, for the tables that exist."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND tgenabled = 'A' AND pg_table_is_visible(pg_class.oid)"
            )
        active = {row[0] for row in cursor.fetchall()}
    return [trigger.name for trigger in _possible(connection) if trigger.name not in active]


@receiver(pre_migrate, dispatch_uid="knowledge.triggers.aside")
def set_aside_before_migrate(
    sender: AppConfig, using: str, plan: Sequence[tuple[Migration, bool]] = (), **kwargs: Any
) -> None:
    """Takes the triggers away that would stop SQLite from rebuilding a table; after the migrate they are back.

    SQLite refuses to rename a table into place while a trigger of another one reads it.
    """
    connection = connections[using]
    rebuilds = any(migration.app_label == sender.label for migration, _ in plan)
    if sender.label == Release._meta.app_label and rebuilds and connection.vendor == "sqlite":
        _drop(connection, (trigger for trigger in _possible(connection) if trigger.reads))


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    install(connections[using])


def check_triggers(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """System check: every trigger that protects published rows is there."""
    return [
        Error(
            f"The trigger {name} is missing or switched off: published rows could be changed, "
            "or a withdrawn release be served.",
            hint="Run: python manage.py migrate",
            id="knowledge.E001",
        )
        for alias in databases or ()
        for name in missing(connections[alias])
    ]
