"""Vignettes: test cases that every release must pass."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from knowledge.admin.base import ConceptAdmin
from knowledge.admin.inlines import PartForm, PartInline
from knowledge.models import Vignette, VignetteFinding


class _FindingForm(PartForm):
    fixed = ("finding",)


class _FindingInline(PartInline):
    model = VignetteFinding
    form = _FindingForm
    fields = ("finding", "state")
    explanation = "Findings that are not listed were not asked."

    def get_queryset(self, request: HttpRequest) -> QuerySet[VignetteFinding]:
        return super().get_queryset(request).select_related("finding")


@admin.register(Vignette)
class VignetteAdmin(ConceptAdmin):
    list_display = ("key", "age", "story", "urgency_at_least", "urgency_at_most", "is_retired")
    list_filter = ("urgency_at_least", "urgency_at_most")
    inlines = (_FindingInline,)
    fieldsets = (
        (None, {"fields": ["key", "age", "story"]}),
        ("What must follow", {"fields": ["urgency_at_least", "urgency_at_most", "categories_top3", "causes_top5"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )
