"""Rows that the site cannot do without: they can be changed, and neither retired nor deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from knowledge.admin.base import ConceptAdmin
from knowledge.admin.forms import ConceptForm


class KeptForm(ConceptForm):
    """A form that does not let a row go which is needed."""

    @staticmethod
    def why_kept(key: str) -> str:
        """Why the row with this key must stay, in a sentence; empty when it may go."""
        raise NotImplementedError

    def clean_retired(self) -> bool:
        """Raises ValidationError when a row is retired that must stay."""
        retired: bool = self.cleaned_data["retired"]
        if retired and (reason := self.why_kept(self.instance.key or self.cleaned_data.get("key", ""))):
            raise forms.ValidationError(reason)
        return retired


class KeptAdmin(ConceptAdmin):
    """Pages of a concept some of whose rows must stay. `form` says which."""

    form: type[KeptForm]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for every concept, and not for rows that must stay."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not self.form.why_kept(obj.key))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """For a row that must stay: back to its page, with the reason."""
        row = self.get_object(request, object_id)
        reason = self.form.why_kept(row.key) if row and self.has_change_permission(request, row) else ""
        if reason:
            messages.error(request, reason)
            return HttpResponseRedirect(reverse(f"admin:knowledge_{self.opts.model_name}_change", args=[object_id]))
        return super().delete_view(request, object_id, extra_context)
