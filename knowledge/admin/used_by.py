"""What uses a concept: every row that names it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from knowledge.models import Advice, Category, Cause, Finding, Question, Rule, SelfCarePicture, Source, Vignette
from knowledge.models.base import Concept


@dataclass(frozen=True, slots=True)
class Use:
    """A row that uses a concept, and as what."""

    words: str
    table: type[Concept]
    pk: int
    key: str
    name: str
    retired: bool

    @property
    def url(self) -> str:
        """Address of its page in the admin."""
        return reverse(f"admin:{self.table._meta.app_label}_{self.table._meta.model_name}_change", args=[self.pk])


#: For each concept that others name: as what, by which table, along which fields.
_PATHS: dict[type[Model], tuple[tuple[str, type[Concept], str], ...]] = {
    Finding: (
        ("Asked on the page", Question, "options__findings__finding"),
        ("Condition of the page", Question, "ask_if__findings"),
        ("Red-flag rule", Rule, "clauses__findings"),
        ("Self-care picture", SelfCarePicture, "clauses__findings"),
        ("Evidence of the cause", Cause, "evidence__finding"),
        ("Required by the cause", Cause, "requires"),
        ("Shows the cause", Cause, "show_with__finding"),
        ("Always brings the advice", Advice, "always_when"),
        ("Vignette", Vignette, "findings__finding"),
    ),
    Cause: (
        ("Suspected by the red-flag rule", Rule, "suspects"),
        ("Suppresses the advice", Advice, "suppressed_by"),
        ("Brings along the cause", Cause, "show_with__other_cause"),
        ("Expected by the vignette", Vignette, "causes_top5"),
    ),
    Source: (
        ("Finding", Finding, "sources"),
        ("Cause", Cause, "sources"),
        ("Evidence of the cause", Cause, "evidence__sources"),
        ("Red-flag rule", Rule, "sources"),
        ("Self-care picture", SelfCarePicture, "sources"),
        ("Advice", Advice, "sources"),
    ),
    Advice: (
        ("Treatment of the cause", Cause, "treatment__advice"),
        ("Given with the self-care picture", SelfCarePicture, "advice__advice"),
    ),
    Category: (
        ("Cause", Cause, "category"),
        ("Expected by the vignette", Vignette, "categories_top3"),
    ),
}


def can_be_used(table: type[Model]) -> bool:
    """True for concepts that others name."""
    return table in _PATHS


def uses_of(row: Model) -> list[Use]:
    """Every row that names this one, in one query, sorted by use and name."""
    paths = _PATHS.get(type(row), ())
    queries = [
        table._default_manager.filter(**{path: row.pk})
        .order_by()
        .annotate(use_place=Value(place), use_name=Cast(F(table.name_field), CharField()))
        .values_list("use_place", "pk", "key", "use_name", "retired")
        for place, (_, table, path) in enumerate(paths)
    ]
    if not queries:
        return []
    rows: Iterable[Any] = queries[0].union(*queries[1:]) if len(queries) > 1 else queries[0].distinct()
    return [
        Use(paths[place][0], paths[place][1], pk, key, name, retired) for place, pk, key, name, retired in sorted(rows)
    ]


def uses_as_html(uses: list[Use]) -> SafeString:
    """The uses as lists with links, one list for each kind of use."""
    if not uses:
        return format_html("<p>Nothing uses it.</p>")
    by_words: dict[str, list[Use]] = {}
    for use in uses:
        by_words.setdefault(use.words, []).append(use)
    return format_html_join(
        "",
        "<details class='kb-uses'><summary>{} ({})</summary><ul>{}</ul></details>",
        (
            (
                words,
                len(named),
                format_html_join(
                    "",
                    "<li><a href='{}'>{}</a> <span class='kb-key'>{}</span>{}</li>",
                    ((use.url, use.name, use.key, " (retired)" if use.retired else "") for use in named),
                ),
            )
            for words, named in by_words.items()
        ),
    )
