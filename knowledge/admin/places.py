"""Where the rows of the draft stand in the admin, found by concept and key in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast
from django.urls import reverse

from knowledge.drafts.rows import TABLES
from knowledge.models import Setting
from knowledge.words.vocabulary import NAME_FIELDS

SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the draft: what people call it, the address of its page, and whether it is retired."""

    name: str
    url: str
    retired: bool = False


Places = Mapping[tuple[str, str], Place]


def places_of(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Place]:
    """The rows that exist among these pairs of concept and key. One query; the settings are one row to people."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    found: dict[tuple[str, str], Place] = {}
    for concept, key in wanted:
        if concept == SETTINGS:
            found[concept, key] = Place("Settings", list_url(concept))
        elif concept in TABLES and key:
            keys[concept].add(key)
    queries = [
        TABLES[concept]
        ._default_manager.filter(key__in=sorted(named))
        .order_by()
        .annotate(of=Value(concept, output_field=CharField()), called=Cast(F(_name_field(concept)), CharField()))
        .values_list("of", "key", "pk", "called", "retired")
        for concept, named in keys.items()
    ]
    rows: Iterable[Any] = queries[0].union(*queries[1:], all=True) if queries else ()
    for concept, key, pk, name, retired in rows:
        found[concept, key] = Place(name, reverse(f"{_pages_of(concept)}_change", args=[pk]), retired)
    return found


def list_url(concept: str) -> str:
    """The address of the list of a concept."""
    return reverse(f"{_pages_of(concept)}_changelist")


def _pages_of(concept: str) -> str:
    table: type[Model] = Setting if concept == SETTINGS else TABLES[concept]
    return f"admin:{table._meta.app_label}_{table._meta.model_name}"


def _name_field(concept: str) -> str:
    return TABLES[concept].name_field if concept in NAME_FIELDS else "key"
