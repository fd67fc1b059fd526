"""What the clinical rows lean on: categories and sources."""

from __future__ import annotations

from django.contrib import admin

from knowledge.admin.base import ConceptAdmin
from knowledge.models import Category, Source


@admin.register(Category)
class CategoryAdmin(ConceptAdmin):
    list_display = ("name", "key", "article", "is_retired")
    list_filter = ("article",)
    fieldsets = (
        (None, {"fields": ["name", "key", "summary", "article"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )


@admin.register(Source)
class SourceAdmin(ConceptAdmin):
    list_display = ("title", "key", "publisher", "year", "kind", "reliability", "read", "is_retired")
    list_filter = ("kind", "reliability", "read")
    search_fields = ("publisher", "url")
    fieldsets = (
        (None, {"fields": ["title", "key", "publisher", "year", "url"]}),
        ("How far to trust it", {"fields": ["kind", "reliability", "read"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )
