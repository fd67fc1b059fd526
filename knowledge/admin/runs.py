"""Attempts to publish: how each went, and the page of one, which is looked at while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from knowledge.admin.reading import ReadOnlyAdmin, moment, short
from knowledge.admin.told import problems_told
from knowledge.checks.problem import Problem
from knowledge.models import PublishRun
from knowledge.publishing import has_ended, state_in_words


@dataclass(frozen=True, slots=True)
class RunTold:
    """A run as it is shown."""

    number: int
    author: str
    note: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    state: str
    ended: bool
    release: int | None

    @property
    def url(self) -> str:
        """Address of its page."""
        return reverse("admin:knowledge_publishrun_change", args=[self.number])


def run_told(run: PublishRun) -> RunTold:
    """A run in words."""
    return RunTold(
        number=run.pk,
        author=run.author,
        note=run.note,
        asked_at=run.asked_at,
        started_at=run.started_at,
        ended_at=run.ended_at,
        state=state_in_words(run),
        ended=has_ended(run),
        release=run.release_id,
    )


def newest_runs(most: int) -> list[RunTold]:
    """The newest runs, the newest first."""
    return [run_told(run) for run in PublishRun.objects.all()[:most]]


@admin.register(PublishRun)
class RunAdmin(ReadOnlyAdmin):
    """Attempts to publish."""

    list_display = ("when", "author", "short_note", "state_now", "made")
    search_fields = ("author", "note")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublishRun]:
        return super().get_queryset(request).defer("refusals")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return self.list_page(request, "Attempts to publish", "Each time somebody asked for the draft to be published.")

    @admin.display(description="asked for", ordering="id")
    def when(self, run: PublishRun) -> str:
        return moment(run.asked_at)

    @admin.display(description="note")
    def short_note(self, run: PublishRun) -> str:
        return short(run.note)

    @admin.display(description="release")
    def made(self, run: PublishRun) -> str:
        # The number alone: the release itself would bring its whole document along.
        return f"Release {run.release_id}" if run.release_id else "None"

    @admin.display(description="state")
    def state_now(self, run: PublishRun) -> str:
        return state_in_words(run)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How one run goes, or went. While it goes on the page looks again by itself."""
        self.must_be_seen(request)
        run = self.get_object(request, object_id)
        if run is None:
            raise Http404
        refusals = [Problem(**refusal) for refusal in run.refusals]
        context = {"title": "Publishing the draft", "run": run_told(run), "refusal_groups": problems_told(refusals)}
        return self.page(request, "run", context)
