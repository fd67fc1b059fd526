"""Causes, with their evidence, treatment and what brings them along."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from knowledge.admin.base import ConceptAdmin
from knowledge.admin.inlines import AdviceInline, PartForm, PartInline
from knowledge.admin.widgets import SourcesBehind
from knowledge.models import Cause, Evidence, ShowWith, Treatment


class _EvidenceForm(PartForm):
    fixed = ("finding",)


class _EvidenceInline(PartInline):
    model = Evidence
    form = _EvidenceForm
    fields = ("finding", "frequency", "likelihood_ratio", "note", "sources")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Evidence]:
        return super().get_queryset(request).select_related("finding").prefetch_related("sources")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = SourcesBehind(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "sources":
            # Fifty crosses to add a source would hide the rows.
            field.widget.can_add_related = False
        return field


class _TreatmentInline(AdviceInline):
    model = Treatment


class _ShowWithInline(PartInline):
    model = ShowWith
    fk_name = "cause"
    fields = ("finding", "other_cause")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShowWith]:
        return super().get_queryset(request).select_related("finding", "other_cause")


@admin.register(Cause)
class CauseAdmin(ConceptAdmin):
    list_display = ("name", "key", "category", "urgency", "evidence_rows", "is_retired")
    list_filter = ("category", "urgency")
    list_select_related = ("category",)
    search_fields = ("clinical_name", "icd10")
    inlines = (_EvidenceInline, _TreatmentInline, _ShowWithInline)
    fieldsets = (
        (None, {"fields": ["name", "clinical_name", "key", "category", "summary", "urgency"]}),
        (
            "How common it is among men with weak legs",
            {"fields": ["prior_a18_39", "prior_a40_59", "prior_a60_74", "prior_a75_plus", "requires"]},
        ),
        ("For the doctor", {"fields": ["typical_course", "tests"]}),
        ("Where it comes from", {"fields": ["sources", "icd10", "snomed", "codes_verified", "article"]}),
        ("When it is shown", {"fields": ["hide_from_urgency", "never_alone", "position", "retired"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cause]:
        causes: QuerySet[Cause] = super().get_queryset(request).select_related("category")
        return causes.annotate(rows=Count("evidence"))

    @admin.display(description="Evidence", ordering="rows")
    def evidence_rows(self, cause: Cause) -> int:
        """How many findings speak for or against it."""
        rows: int = cause.rows  # type: ignore[attr-defined]
        return rows
