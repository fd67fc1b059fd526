"""What pages that are only read share: nothing is added, changed or deleted there, and small forms with one button."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from knowledge.models import Release


class ReadOnlyAdmin(admin.ModelAdmin):
    """A list and pages to read; subclasses draw the pages themselves."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

    change_list_template = "admin/knowledge/list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def must_be_seen(self, request: HttpRequest) -> None:
        """Raises PermissionDenied for who may not see these pages."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def list_page(self, request: HttpRequest, title: str, intro: str) -> HttpResponse:
        """The list, under a title and a sentence that say what it is."""
        return admin.ModelAdmin.changelist_view(self, request, {"title": title, "intro": intro})

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """A page drawn with templates/admin/knowledge/`name`.html; `context` holds its title."""
        request.current_app = self.admin_site.name
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/knowledge/{name}.html", whole)


def required(request: HttpRequest, verb: str) -> None:
    """Raises PermissionDenied for who may not do this with releases."""
    if not may(request, verb):
        raise PermissionDenied


def may(request: HttpRequest, verb: str) -> bool:
    """Whether the user may publish, roll back or withdraw: publish_release, roll_back_release, withdraw_release."""
    return request.user.has_perm(f"{Release._meta.app_label}.{verb}")


class SmallForm(forms.Form):
    """A form without colons after its labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


def few_lines() -> forms.Textarea:
    """A box for a sentence or two."""
    return forms.Textarea(attrs={"rows": 3, "cols": 60})


def short(text: str, most: int = 80) -> str:
    """The beginning of a text, for a list."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def moment(at: datetime) -> str:
    """A day and time as all these pages write it."""
    return date_format(localtime(at), "j F Y, H:i")
