"""Advice: what a man can do himself, and what a doctor may do."""

from __future__ import annotations

from django.contrib import admin

from knowledge.admin.base import ConceptAdmin
from knowledge.models import Advice


@admin.register(Advice)
class AdviceAdmin(ConceptAdmin):
    list_display = ("title", "key", "kind", "only_from_urgency", "is_retired")
    list_filter = ("kind", "only_from_urgency")
    search_fields = ("text",)
    fieldsets = (
        (None, {"fields": ["title", "key", "kind", "text", "cautions"]}),
        ("When it is shown", {"fields": ["suppressed_by", "always_when", "only_from_urgency"]}),
        ("Where it comes from", {"fields": ["sources", "article"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )
