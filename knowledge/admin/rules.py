"""What sets the urgency: red-flag rules and self-care pictures, each shown as a sentence too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse

from knowledge.admin.base import ConceptAdmin
from knowledge.admin.inlines import AdviceInline, PartInline, PlacedForm, PlacedFormSet
from knowledge.models import PictureAdvice, PictureClause, Rule, RuleClause, SelfCarePicture
from knowledge.models.base import Clause
from knowledge.words.conditions import picture_sentence, rule_sentence


def labelled(clauses: Iterable[Clause]) -> tuple[list[list[str]], dict[str, str]]:
    """The keys of clauses in order, and the label of each finding in them."""
    ordered = [list(clause.findings.all()) for clause in sorted(clauses, key=lambda clause: clause.position)]
    labels = {finding.key: finding.label for findings in ordered for finding in findings}
    return [sorted(finding.key for finding in findings) for findings in ordered], labels


class ClauseInline(PartInline):
    """The clauses of a rule, a picture or the condition of a page."""

    form = PlacedForm
    formset = PlacedFormSet
    fields = ("position", "findings")
    verbose_name = "clause"
    verbose_name_plural = "clauses"
    explanation = "All clauses must hold. A clause holds when at least one of its findings is present."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("findings")


class _RuleClauseInline(ClauseInline):
    model = RuleClause


class _PictureClauseInline(ClauseInline):
    model = PictureClause


class _PictureAdviceInline(AdviceInline):
    model = PictureAdvice


class SentenceAdmin(ConceptAdmin):
    """A concept with clauses, which are read as one sentence in the list and above its form."""

    change_form_template = "admin/knowledge/sentence.html"
    #: Name of the clauses of a row, and their table.
    clauses: tuple[str, type[Clause]]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        name, table = self.clauses
        with_findings = Prefetch(name, table._default_manager.prefetch_related("findings"))
        return super().get_queryset(request).prefetch_related(with_findings)

    def sentence_of(self, row: Any) -> str:
        """The row as a sentence."""
        raise NotImplementedError

    @admin.display(description="In words")
    def sentence(self, row: Any) -> str:
        """The row as a sentence, for the list."""
        return self.sentence_of(row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if row is not None:
            context["sentence"] = self.sentence_of(row)
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Rule)
class RuleAdmin(SentenceAdmin):
    list_display = ("title", "key", "urgency", "sentence", "is_retired")
    list_filter = ("urgency",)
    search_fields = ("tell", "because", "tell_for_another", "because_for_another")
    clauses = ("clauses", RuleClause)
    inlines = (_RuleClauseInline,)
    fieldsets = (
        (None, {"fields": ["title", "key", "urgency", "tell", "because", "suspects"]}),
        (
            "For somebody who answers for another man",
            {
                "fields": ["tell_for_another", "because_for_another"],
                "description": "Write only what speaks to the man himself, such as you and your, anew. What is left "
                "empty is read as it stands above.",
            },
        ),
        ("Where it comes from", {"fields": ["sources", "accuracy", "note", "article"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )

    def sentence_of(self, row: Rule) -> str:
        keys, labels = labelled(row.clauses.all())
        return rule_sentence(row.urgency, keys, labels.get)


@admin.register(SelfCarePicture)
class SelfCarePictureAdmin(SentenceAdmin):
    list_display = ("title", "key", "review_after", "sentence", "is_retired")
    clauses = ("clauses", PictureClause)
    inlines = (_PictureClauseInline, _PictureAdviceInline)
    fieldsets = (
        (None, {"fields": ["title", "key", "review_after", "sources"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )

    def sentence_of(self, row: SelfCarePicture) -> str:
        keys, labels = labelled(row.clauses.all())
        return picture_sentence(keys, labels.get)
