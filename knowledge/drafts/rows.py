"""The draft tables, and small helpers that read one with one query, grouped by the row it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from knowledge import models
from knowledge.models.base import Clause, Concept, check_links, check_texts

_Concept = TypeVar("_Concept", bound=Concept)
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


def in_order(concept: type[_Concept]) -> list[_Concept]:
    """The rows of a table in the order of the files."""
    # Sorted here: databases disagree on where an underscore stands.
    return sorted(concept._default_manager.order_by(), key=lambda row: (row.position, row.key))


def grouped(pairs: Iterable[tuple[_Key, _Value]]) -> defaultdict[_Key, list[_Value]]:
    """The values of each key, in the order they came."""
    groups: defaultdict[_Key, list[_Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def linked(relation: Any) -> defaultdict[int, list[str]]:
    """For each row with this many-to-many, the keys of the rows it names."""
    owner, target = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    return grouped(relation.through.objects.values_list(f"{owner}_id", f"{target}__key"))


def clauses(clause: type[Clause], owner: str) -> defaultdict[int, list[tuple[str, ...]]]:
    """For each row with clauses, its lists of findings in order."""
    members = linked(clause.findings)
    rows = clause._default_manager.order_by("position").values_list(f"{owner}_id", "pk")
    return grouped((owner_id, tuple(members[pk])) for owner_id, pk in rows)


def advice_lists(part: type[models.Treatment | models.PictureAdvice], owner: str) -> defaultdict[int, list[str]]:
    """For each row with a list of advice, the keys in order."""
    rows = part._default_manager.order_by().values_list(f"{owner}_id", "position", "advice__key")
    return grouped((owner_id, key) for owner_id, _, key in sorted(rows))


def states(
    part: type[models.OptionFinding | models.VignetteFinding], owner: str
) -> defaultdict[tuple[int, str], list[str]]:
    """For each row and state, the findings it gives that state."""
    rows = part._default_manager.order_by().values_list(f"{owner}_id", "state", "finding__key")
    return grouped(((owner_id, state), key) for owner_id, state, key in rows)


def checked(row: Concept, field: str) -> list[Any]:
    """A list kept as JSON, which only forms check before it is saved. Raises BrokenDraft when it is none."""
    value: list[Any] = getattr(row, field)
    try:
        (check_links if isinstance(row, models.Region) and field == "sources" else check_texts)(value)
    except ValidationError as error:
        raise BrokenDraft(f"{row._meta.verbose_name} {row.key}, {field}: {error.message}") from error
    return value
