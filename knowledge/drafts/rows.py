"""The draft tables, and small helpers that read one with one query, grouped by the row it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from knowledge import models
from knowledge.models.base import Clause, Concept, check_links, check_texts

_Concept = TypeVar("_Concept", bound=Concept)
_Row = TypeVar("_Row", bound=Model)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

#: Every table after those it points to; deleting goes the other way round.
DRAFT_TABLES: tuple[type[Model], ...] = (
    models.Setting,
    models.Text,
    models.Region,
    models.Source,
    models.Category,
    models.Finding,
    models.Cause,
    models.Advice,
    models.Evidence,
    models.Treatment,
    models.ShowWith,
    models.Question,
    models.QuestionCondition,
    models.Option,
    models.OptionFinding,
    models.Rule,
    models.RuleClause,
    models.SelfCarePicture,
    models.PictureClause,
    models.PictureAdvice,
    models.Vignette,
    models.VignetteFinding,
)


class BrokenDraft(Exception):
    """The rows do not make a knowledge base. The message names the rows and what is wrong with them."""


#: The table of each concept of `KnowledgeBase` that has rows with keys.
TABLES: dict[str, type[Concept]] = {
    "sources": models.Source,
    "categories": models.Category,
    "findings": models.Finding,
    "advice": models.Advice,
    "causes": models.Cause,
    "questions": models.Question,
    "red_flags": models.Rule,
    "self_care": models.SelfCarePicture,
    "vignettes": models.Vignette,
    "texts": models.Text,
    "regions": models.Region,
}
#: The concept of each of these tables.
CONCEPT_OF: dict[type[Model], str] = {table: concept for concept, table in TABLES.items()}


def in_order(concept: type[_Concept], only: int | None) -> list[_Concept]:
    """The rows of a table in the order of the files without the retired ones; or the row with the id `only`."""
    rows = concept._default_manager.order_by()
    rows = rows.filter(retired=False) if only is None else rows.filter(pk=only)
    # Sorted here: databases disagree on where an underscore stands.
    return sorted(rows, key=lambda row: (row.position, row.key))


def of(rows: QuerySet[_Row], owner: str, only: int | None) -> QuerySet[_Row]:
    """All rows without an order, or those that belong to the owner with the id `only`."""
    return rows.order_by() if only is None else rows.order_by().filter(**{owner: only})


def grouped(pairs: Iterable[tuple[_Key, _Value]]) -> defaultdict[_Key, list[_Value]]:
    """The values of each key, in the order they came."""
    groups: defaultdict[_Key, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def linked(relation: Any, only: int | None, through: str = "") -> defaultdict[int, list[str]]:
    """For each row with this many-to-many, the keys of the rows it names.

    With `only`, of the row with that id; or, where `through` names a field of the row, of those whose field has it.
    """
    owner, target = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    rows = of(relation.through.objects.all(), f"{owner}__{through}" if through else f"{owner}_id", only)
    return grouped(rows.values_list(f"{owner}_id", f"{target}__key"))


def clauses(clause: type[Clause], owner: str, only: int | None) -> defaultdict[int, list[tuple[str, ...]]]:
    """For each row with clauses, its lists of findings in order."""
    members = linked(clause.findings, only, through=f"{owner}_id")
    rows = of(clause._default_manager.all(), f"{owner}_id", only).order_by("position")
    return grouped((owner_id, tuple(members[pk])) for owner_id, pk in rows.values_list(f"{owner}_id", "pk"))


def advice_lists(
    part: type[models.Treatment | models.PictureAdvice], owner: str, only: int | None
) -> defaultdict[int, list[str]]:
    """For each row with a list of advice, the keys in order."""
    rows = of(part._default_manager.all(), f"{owner}_id", only)
    named = rows.values_list(f"{owner}_id", "position", "advice__key")
    return grouped((owner_id, key) for owner_id, _, key in sorted(named))


def states(
    part: type[models.OptionFinding | models.VignetteFinding], owner: str, only: int | None, through: str = ""
) -> defaultdict[tuple[int, str], list[str]]:
    """For each row and state, the findings it gives that state; `only` and `through` as in `linked`."""
    rows = of(part._default_manager.all(), f"{owner}__{through}" if through else f"{owner}_id", only)
    return grouped(
        ((owner_id, state), key) for owner_id, state, key in rows.values_list(f"{owner}_id", "state", "finding__key")
    )


def checked(row: Concept, field: str) -> list[Any]:
    """A list kept as JSON, which only forms check before it is saved. Raises BrokenDraft when it is none."""
    value: list[Any] = getattr(row, field)
    try:
        (check_links if isinstance(row, models.Region) and field == "sources" else check_texts)(value)
    except ValidationError as error:
        raise BrokenDraft(f"{row._meta.verbose_name} {row.key}, {field}: {error.message}") from error
    return value
