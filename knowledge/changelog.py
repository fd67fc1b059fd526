"""The change log: what each change of the draft made of which concept, and which keys were ever used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from knowledge.checks.rows import KeyedRow
from knowledge.content import CONCEPTS, KnowledgeBase, Settings
from knowledge.drafts import read_row, read_settings
from knowledge.drafts.rows import CONCEPT_OF, TABLES
from knowledge.interchange import canonical_json, row_to_plain
from knowledge.models import Change
from knowledge.models.base import Concept

#: The state of a concept: its content as JSON values, with its place and whether it is retired.
State = dict[str, Any]


def state_of(row: Concept) -> State | None:
    """The state of a row as it stands in the database; None when it is not there."""
    content = read_row(CONCEPT_OF[type(row)], row.pk)
    stored = type(row)._default_manager.filter(pk=row.pk).values("position", "retired").first()
    if content is None or stored is None:
        return None
    return row_to_plain(content) | {"place": stored["position"], "retired": stored["retired"]}


def settings_state() -> State:
    """The state of all settings together, which are one concept."""
    return row_to_plain(read_settings())


def record(*, concept: str, key: str, before: State | None, after: State | None, by: str) -> Change | None:
    """Writes an edit down; None when nothing changed."""
    change = _change(concept, key, before, after, by=by, how=Change.How.EDITED)
    if change is not None:
        change.save(force_insert=True)
    return change


def retired_states() -> dict[tuple[str, str], State]:
    """The states of all retired rows by concept and key: they are in no content."""
    rows = ((concept, row) for concept, table in TABLES.items() for row in table._default_manager.filter(retired=True))
    return {(concept, row.key): state for concept, row in rows if (state := state_of(row)) is not None}


def record_load(
    *, before: KnowledgeBase | None, retired: Mapping[tuple[str, str], State], after: KnowledgeBase, by: str
) -> None:
    """Writes down every concept that loading `after` over `before` and the retired rows added, removed or changed.

    Places are not told: one new entry moves all that stand below it in a file.
    """
    earlier, later = _rows(before), _rows(after)
    states = {place: _plain(row) for place, row in earlier.items() if row != later.get(place)} | dict(retired)
    changes = [
        _change(concept, key, states.get((concept, key)), _plain(row), by=by, how=Change.How.LOADED)
        for (concept, key), row in later.items()
        if row != earlier.get((concept, key))
    ]
    changes += [
        _change(concept, key, state, None, by=by, how=Change.How.LOADED)
        for (concept, key), state in states.items()
        if (concept, key) not in later
    ]
    Change.objects.bulk_create(change for change in changes if change is not None)


def was_used(concept: str, key: str) -> bool:
    """True when something of this concept ever had the key."""
    return Change.objects.filter(concept=concept, key=key).exists()


def _change(concept: str, key: str, before: State | None, after: State | None, *, by: str, how: str) -> Change | None:
    first, second = _text(before), _text(after)
    if first == second:
        return None
    return Change(concept=concept, key=key, before=first, after=second, by=by, how=how, at=timezone.now())


def _text(state: State | None) -> str:
    return "" if state is None else canonical_json(state).decode("utf-8")


def _plain(row: KeyedRow | Settings | None) -> State | None:
    return None if row is None else row_to_plain(row)


def _rows(content: KnowledgeBase | None) -> Mapping[tuple[str, str], KeyedRow | Settings]:
    if content is None:
        return {}
    rows: dict[tuple[str, str], KeyedRow | Settings] = {}
    for concept in CONCEPTS:
        entries: Iterable[Any] = (content.settings,) if concept == "settings" else getattr(content, concept)
        for entry in entries:
            rows[concept, concept if concept == "settings" else entry.key] = entry
    return rows
