"""What the pages of all concepts share: checks on saving, the change log, what uses a concept, retiring.

Saving goes: lock the draft, save the rows, read the concept back as content, run its checks. If a check fails
everything is rolled back and the form is shown again with what was typed and the errors; otherwise the change is
written down and the snapshot of the draft is made anew, all in one transaction.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Max, Min, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from knowledge.admin.forms import ConceptForm
from knowledge.admin.history import history_page
from knowledge.admin.reading import moment
from knowledge.admin.refusals import Refused, refusal_for
from knowledge.admin.used_by import can_be_used, uses_as_html, uses_of
from knowledge.admin.widgets import KnownSelect, KnownSelectMultiple, LinesField, LinksField
from knowledge.changelog import record, state_of
from knowledge.checks.rows import row_problems
from knowledge.drafts import BrokenDraft, read_row
from knowledge.drafts.rows import CONCEPT_OF
from knowledge.models import Change, DraftSnapshot, Release
from knowledge.models.base import Concept, check_links
from knowledge.snapshot import lock_draft, take_snapshot


class MenusAndLists:
    """Form fields as clinicians know them: menus with a search, and lists one entry a line."""

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.JSONField):
            form_class = LinksField if check_links in db_field.validators else LinesField
            return form_class(required=False, label=db_field.verbose_name.capitalize(), help_text=db_field.help_text)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and db_field.is_relation:
            # What a row names is changed on its own page, where its uses are shown.
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("widget", KnownSelectMultiple(db_field, self.admin_site))  # type: ignore[attr-defined]
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]
        field.help_text = db_field.help_text
        return field


class ConceptAdmin(MenusAndLists, admin.ModelAdmin):
    """A concept with its own page. Subclasses say what stands in the list and in which order the fields come."""

    form = ConceptForm
    # Told here too: a list with counts would lose the order of the table.
    ordering = ("position", "key")
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True
    # One row at a time: each is checked and written down.
    actions = None
    change_form_template = "admin/knowledge/concept.html"

    class Media:
        js = ("knowledge/admin.js",)

    @property
    def concept(self) -> str:
        """The field of `KnowledgeBase` these rows belong to."""
        return CONCEPT_OF[self.model]

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.model.name_field, "key", *self.search_fields)))

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return (*super().get_list_filter(request), "retired")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("key",) if obj else ()
        return (*fixed, *super().get_readonly_fields(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The subclass's fieldsets; `seen_change` stands hidden in the first one."""
        fieldsets = list(super().get_fieldsets(request, obj))
        name, options = fieldsets[0]
        hidden = [] if "seen_change" in options["fields"] else ["seen_change"]
        fieldsets[0] = (name, {**options, "fields": [*options["fields"], *hidden]})
        return fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        # A class of this request alone: Django makes a new one each time.
        form.refused = getattr(request, "refused", None)  # type: ignore[attr-defined]
        if change and "seen_change" in form.base_fields:
            form.base_fields["seen_change"].initial = _facts(request, self.concept, obj)["last"]
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """In menus retired rows are not offered."""
        match = request.resolver_match
        if match is not None and match.url_name == "autocomplete":
            queryset = queryset.filter(retired=False)
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="Retired", ordering="retired")
    def is_retired(self, row: Concept) -> str:
        """A word for the few rows that are; Django's own cross would look like an error on all others."""
        return "retired" if row.retired else ""

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            # Everything is rolled back. The same form once more: its `clean` tells what is wrong.
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        lock_draft()
        if change:
            refuse_overwriting(self.concept, obj.key, form.cleaned_data.get("seen_change"))
        request.state_before = state_of(obj) if change else None  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.finish(request, form.instance, request.state_before)  # type: ignore[attr-defined]

    def finish(self, request: HttpRequest, row: Concept, before: dict[str, Any] | None) -> None:
        """Checks a saved row, writes the change down and tells how the draft stands. Raises Refused."""
        try:
            content = read_row(self.concept, row.pk)
        except BrokenDraft as error:
            raise Refused([("", str(error))]) from error
        problems = row_problems(self.concept, content) if content else []
        if problems:
            raise refusal_for(problems, content)
        record(concept=self.concept, key=row.key, before=before, after=state_of(row), by=request.user.get_username())
        tell_state(request, take_snapshot())

    # Retiring and deleting

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what nothing uses and no release can hold is deleted; all else is retired."""
        if obj is None or not super().has_delete_permission(request, obj):
            return super().has_delete_permission(request, obj)
        return not _facts(request, self.concept, obj)["released"] and not _uses(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        lock_draft()
        before = state_of(obj)
        super().delete_model(request, obj)
        record(concept=self.concept, key=obj.key, before=before, after=None, by=request.user.get_username())
        tell_state(request, take_snapshot())

    # What is shown beside the fields

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        if row is not None and can_be_used(self.model):
            context["used_by"] = uses_as_html(_uses(request, row))
        return super().render_change_form(request, context, *args, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The change log of the concept instead of Django's own, which does not tell what changed."""
        return history_page(self, request, object_id)


def tell_state(request: HttpRequest, snapshot: DraftSnapshot) -> None:
    """A message on how many things stand between the draft and its release."""
    count = 1 if snapshot.broken else len(snapshot.problems)
    if count:
        things = "1 thing" if count == 1 else f"{count} things"
        url = reverse("admin:knowledge_draftsnapshot_changelist")
        words = "The draft is saved. It has {} to put right before it can be published: <a href='{}'>see the draft</a>."
        messages.warning(request, format_html(words, things, url))


def refuse_overwriting(concept: str, key: str, seen: int | None) -> None:
    """Raises Refused when somebody else changed the concept after the form was opened."""
    newest = Change.objects.filter(concept=concept, key=key).first()
    if newest is not None and newest.pk != seen:
        raise Refused(
            [
                (
                    "",
                    f"{newest.by} changed this on {moment(newest.at)}, after you opened it. Nothing of yours "
                    "is saved yet: open the page anew in another tab, look at what changed, and put your change in "
                    "there.",
                )
            ]
        )


def _facts(request: HttpRequest, concept: str, row: Model) -> dict[str, Any]:
    """The id of the newest change of a row, and whether a release can hold it; asked once in a request."""
    known = request.__dict__.setdefault("facts_of_rows", {})
    key = row.key  # type: ignore[attr-defined]
    if (concept, key) not in known:
        log = Change.objects.filter(concept=concept, key=key).aggregate(first=Min("at"), last=Max("id"))
        newest = Release.objects.aggregate(at=Max("created_at"))["at"]
        # A row from before there was a log counts as released.
        released = newest is not None and (log["first"] is None or newest >= log["first"])
        known[concept, key] = {"last": log["last"], "released": released}
    facts: dict[str, Any] = known[concept, key]
    return facts


def _uses(request: HttpRequest, row: Model) -> list[Any]:
    """What uses a row; asked once in a request."""
    known = request.__dict__.setdefault("uses_of_rows", {})
    if row.pk not in known:
        known[row.pk] = uses_of(row)
    uses: list[Any] = known[row.pk]
    return uses
