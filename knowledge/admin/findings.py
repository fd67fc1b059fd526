"""Findings."""

from __future__ import annotations

from django.contrib import admin

from knowledge.admin.base import ConceptAdmin
from knowledge.models import Finding


@admin.register(Finding)
class FindingAdmin(ConceptAdmin):
    list_display = ("label", "key", "kind", "cluster", "sensitive", "is_retired")
    list_filter = ("kind", "sensitive", "codes_verified", "cluster")
    search_fields = ("hpo", "snomed", "cluster")
    fieldsets = (
        (None, {"fields": ["label", "key", "kind", "sensitive", "sources"]}),
        (
            "How many men with weak legs would say yes",
            {"fields": ["background_a18_39", "background_a40_59", "background_a60_74", "background_a75_plus"]},
        ),
        ("Overlap", {"fields": ["cluster"]}),
        ("Codes", {"fields": ["hpo", "snomed", "codes_verified", "article"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )
