"""One page for all settings: a change of one number often needs a change of another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import getitem
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from knowledge.admin.base import refuse_overwriting, tell_state
from knowledge.admin.history import history_context
from knowledge.admin.refusals import Refused, refusal_for
from knowledge.admin.settings_form import SettingsForm
from knowledge.changelog import State, record, settings_state
from knowledge.checks.rows import row_problems
from knowledge.drafts import BrokenDraft, read_settings
from knowledge.models import Change, DraftSnapshot, Setting
from knowledge.models.reference import SETTING_KEYS
from knowledge.snapshot import lock_draft, take_snapshot

#: Concept of the settings in the change log, and their key there: all of them are one concept.
_SETTINGS = "settings"


@admin.register(Setting)
class SettingAdmin(admin.ModelAdmin):
    """The settings. Single rows have no page."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="knowledge_setting_changelist"),
            path("history/", view(self.log_view), name="knowledge_setting_history"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: every setting is there from the first load on."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: without one of them the engine cannot work."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The form of all settings."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        may_change = self.has_change_permission(request)
        stored = dict(Setting.objects.order_by().values_list("key", "value"))
        if request.method == "POST":
            if not may_change or not stored:
                raise PermissionDenied
            form = SettingsForm(request.POST, stored=stored, seen=None, may_change=True)
            if form.is_valid():
                try:
                    return self._saved(request, form)
                except Refused as refused:
                    form.refuse(refused)
        else:
            log = Change.objects.filter(concept=_SETTINGS, key=_SETTINGS).aggregate(last=Max("id"))
            form = SettingsForm(stored=stored, seen=log["last"], may_change=may_change)
        context = {
            **self.admin_site.each_context(request),
            "title": "Settings" if may_change else "View settings",
            "opts": self.opts,
            "form": form,
            "format": stored.get("format"),
            "empty": not stored,
            "may_change": may_change,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/knowledge/settings.html", context)

    def log_view(self, request: HttpRequest) -> HttpResponse:
        """The change log of the settings."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "History of the settings",
            "opts": self.opts,
            **history_context(request, _SETTINGS, _SETTINGS),
        }
        return TemplateResponse(request, "admin/knowledge/settings_history.html", context)

    def _saved(self, request: HttpRequest, form: SettingsForm) -> HttpResponse:
        """Saves and goes back to the page. Raises Refused."""
        seen = form.cleaned_data["seen_change"]
        snapshot = save_settings(form.values(), seen=seen, by=request.user.get_username())
        if snapshot is None:
            messages.info(request, "Nothing was changed, so nothing was saved.")
        else:
            history = reverse("admin:knowledge_setting_history")
            words = "The settings are saved in the draft. <a href='{}'>See what changed</a>."
            messages.success(request, format_html(words, history))
            tell_state(request, snapshot)
        return HttpResponseRedirect(reverse("admin:knowledge_setting_changelist"))


def save_settings(values: Mapping[str, Any], *, seen: int | None, by: str) -> DraftSnapshot | None:
    """Writes values by their dotted keys, checks all settings together and writes the change down.

    Gives the new snapshot of the draft, or None when nothing is different. `seen` is the id of the newest change
    that the editor knew. Raises Refused, with nothing written, when somebody changed the settings since or when a
    check fails.
    """
    with transaction.atomic():
        lock_draft()
        refuse_overwriting(_SETTINGS, _SETTINGS, seen)
        before = _state()
        _write(values, before)
        try:
            settings = read_settings()
        except BrokenDraft as error:
            raise Refused([("", str(error))]) from error
        problems = row_problems(_SETTINGS, settings)
        if problems:
            raise refusal_for(problems, settings)
        change = record(concept=_SETTINGS, key=_SETTINGS, before=before, after=settings_state(), by=by)
        return None if change is None else take_snapshot()


def _state() -> State | None:
    """The settings as they stand; None when they fit no longer, so that they can be put right here."""
    try:
        return settings_state()
    except BrokenDraft:
        return None


def _differs(before: State, key: str, value: Any) -> bool:
    try:
        return bool(reduce(getitem, key.split("."), before) != value)
    except KeyError:
        # One that came later is left out of the state while it says nothing.
        return True


def _write(values: Mapping[str, Any], before: State | None) -> None:
    """Writes those values that differ from the state before, in one query."""
    rows = [
        Setting(key=key, position=SETTING_KEYS.index(key) + 1, value=value)
        for key, value in values.items()
        if before is None or _differs(before, key, value)
    ]
    Setting.objects.bulk_create(rows, update_conflicts=True, update_fields=["value"], unique_fields=["key"])
