"""Rows inside the page of a concept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from knowledge.admin.base import MenusAndLists
from knowledge.admin.forms import with_plain_line_breaks
from knowledge.admin.widgets import Fixed, menu_of, tell_labels
from knowledge.models.base import LAST


class PartForm(forms.ModelForm):
    """One row inside the page of a concept.

    `fixed` are fields that stay as they are once the row is saved; `named_by` is the field that tells it from others.
    """

    fixed: tuple[str, ...] = ()
    named_by = "finding"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_labels(self)
        if self.instance.pk is not None:
            for name in self.fixed:
                self.fields[name].disabled = True
                self.fields[name].widget = Fixed(str(getattr(self.instance, name)))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        return cleaned and with_plain_line_breaks(cleaned)


class PartFormSet(BaseInlineFormSet):
    """Names every box after its row, since the head of a table alone does not name it for a screen reader."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        row = str(getattr(form.instance, form.named_by)) if form.instance.pk is not None else f"row {(index or 0) + 1}"
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                label = "Delete" if name == "DELETE" else str(field.label).capitalize()
                (menu_of(field) or field.widget).attrs["aria-label"] = f"{label}, {row}"


class PlacedForm(PartForm):
    """One row of an ordered list. Its place may be left empty: it is the next one then."""

    named_by = "position"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False

    def _get_validation_exclusions(self) -> set[str]:
        # Places are given out anew after saving, so two rows may change places in one go.
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | {"position"}


class PlacedFormSet(PartFormSet):
    """Rows of an ordered list. Their order counts; the places themselves are 1, 2, 3 ... after saving."""

    def save(self, commit: bool = True) -> Any:
        ordered = sorted(self._kept(), key=self._place_of)
        for place, form in enumerate(ordered, start=1):
            form.instance.position = place
        # Out of the way first: the database keeps two rows from standing in one place, even for a moment.
        rows = type(self.empty_form.instance)._default_manager.filter(**{self.fk.name: self.instance})
        rows.update(position=F("position") + LAST)
        saved = super().save(commit)
        for form in ordered:
            rows.filter(pk=form.instance.pk).update(position=form.instance.position)
        return saved

    @staticmethod
    def _place_of(form: Any) -> tuple[int, bool]:
        """The place that was typed, the last one where none was. Of two in one place the moved one comes first."""
        place = form.cleaned_data.get("position")
        return LAST if place is None else place, "position" not in form.changed_data

    def _kept(self) -> list[Any]:
        """The forms of rows that stay or are new."""
        forms = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return [form for form in forms if form.instance.pk is not None or form.has_changed()]


class PartInline(MenusAndLists, admin.TabularInline):
    """Rows of a table that belong to one concept. Who may change the concept may change them."""

    form = PartForm
    formset = PartFormSet
    extra = 0
    template = "admin/knowledge/parts.html"

    @property
    def shown_under(self) -> frozenset[str]:
        """The fields that stand in a column below its first one."""
        return frozenset(name for line in self.fields or () if isinstance(line, tuple) for name in line[1:])

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view") or self._may(request, "change")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change") or self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")

    def _may(self, request: HttpRequest, verb: str) -> bool:
        options = self.parent_model._meta
        return request.user.has_perm(f"{options.app_label}.{verb}_{options.model_name}")


class AdviceInline(PartInline):
    """An ordered list of advice."""

    form = PlacedForm
    formset = PlacedFormSet
    fields = ("position", "advice")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("advice")
