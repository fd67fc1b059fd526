"""The draft as a whole on one page: what to put right, what differs from the live release, and publishing it.

The page reads the snapshot of the draft, never its forty tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from knowledge.admin.reading import ReadOnlyAdmin, SmallForm, few_lines, may, required
from knowledge.admin.runs import RunTold, newest_runs
from knowledge.admin.told import Group, differences_told, knowledge_of, problems_told, still_used
from knowledge.content import KnowledgeBase
from knowledge.documents import build_document
from knowledge.drafts.rows import TABLES
from knowledge.interchange import sha256
from knowledge.models import DraftSnapshot, Release, Setting
from knowledge.publishing import ask_to_publish, start
from knowledge.releases import Refusal, Status, releases_with_status
from knowledge.snapshot import last_snapshot, lock_draft, snapshot_content, snapshot_problems, take_snapshot
from knowledge.words.differences import differences_in_words

#: Runs that the page tells of.
_RUNS = 5


class PublishForm(SmallForm):
    """What is new, and which state of the draft the publisher has looked at."""

    note = forms.CharField(
        label="What is new, in a sentence or two",
        help_text="It stands in the list of releases. Example: Weak legs after a virus ask about the breathing, too.",
        widget=few_lines(),
        error_messages={"required": "Write what is new: the note stands in the list of releases."},
    )
    #: Drawn by the page itself, which shows the draft as it is now, whatever was sent.
    seen = forms.CharField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The draft beside the live release and the earlier ones.

    `told` is False when there are not two readable sides to compare. `same_as` is the number of the release that holds
    just what the draft holds, and `status` where that one stands.
    """

    live: Release | None
    told: bool
    groups: Sequence[Group]
    same_as: int | None = None
    status: str = ""


def compare(content: KnowledgeBase | None, *, is_sound: bool) -> Comparison:
    """Compares a draft; only one that passes its checks can be what an earlier release holds."""
    live = Release.objects.filter(live__pk=1).first()
    before = knowledge_of(live)
    told = content is not None and before is not None
    changes = differences_in_words(before, content) if content is not None and before is not None else ()
    if live is not None and told and not changes:
        return Comparison(live, told, (), live.number, Status.LIVE)
    same_as, status = _earlier(content) if content is not None and is_sound else (None, "")
    return Comparison(live, told, differences_told(changes), same_as, status)


def _earlier(content: KnowledgeBase) -> tuple[int | None, str]:
    """The release with just this content, and where it stands."""
    same = releases_with_status().filter(hash=sha256(build_document(content)))
    number, status = same.values_list("number", "status").first() or (None, "")
    return number, status


def digest(snapshot: DraftSnapshot) -> str:
    """The content hash of the draft: it tells two states of it apart."""
    return hashlib.sha256(snapshot.document.encode("utf-8")).hexdigest()


def may_see_draft(user: PermissionsMixin | AnonymousUser) -> bool:
    """Whether somebody may see releases, or change any part of the draft."""
    tables: tuple[type[Model], ...] = (*TABLES.values(), Setting)
    names = ["view_release", *(f"change_{table._meta.model_name}" for table in tables)]
    return any(user.has_perm(f"{DraftSnapshot._meta.app_label}.{name}") for name in names)


@admin.register(DraftSnapshot)
class DraftPage(ReadOnlyAdmin):
    """The page in place of a list; there is one draft."""

    def get_urls(self) -> list[URLPattern]:
        """The page, and what its two buttons do."""
        site, name = self.admin_site, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("", site.admin_view(self.changelist_view), name=f"{name}_changelist"),
            path("check-again/", site.admin_view(self.check_again_view), name=f"{name}_check_again"),
            path("publish/", site.admin_view(self.publish_view), name=f"{name}_publish"),
        ]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_see_draft(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self.must_be_seen(request)
        return self._draft(request, PublishForm())

    def check_again_view(self, request: HttpRequest) -> HttpResponse:
        """Reads the draft anew, for rows that were changed outside the admin."""
        self.must_be_seen(request)
        if request.method == "POST":
            with transaction.atomic():
                lock_draft()
                take_snapshot()
            messages.success(request, "The draft was read anew and checked.")
        return _to_the_draft()

    def publish_view(self, request: HttpRequest) -> HttpResponse:
        """Asks for the draft to be published, unless the page it was asked on is out of date."""
        required(request, "publish_release")
        if request.method != "POST":
            return _to_the_draft()
        form = PublishForm(request.POST)
        if form.is_valid() and not self._refused(form):
            try:
                run = ask_to_publish(
                    author=request.user.get_username(),
                    note=form.cleaned_data["note"],
                    expected=form.cleaned_data["seen"],
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                start(run)
                return HttpResponseRedirect(reverse("admin:knowledge_publishrun_change", args=[run.pk]))
        return self._draft(request, form)

    def _refused(self, form: PublishForm) -> bool:
        """Adds what speaks against publishing at once; the run itself looks at everything again."""
        if form.cleaned_data["seen"] != digest(last_snapshot()):
            form.add_error(
                None,
                "The draft has changed since you opened this page, so nothing was published. Read below what "
                "differs now; then publish it.",
            )
        return bool(form.errors)

    def _draft(self, request: HttpRequest, form: PublishForm) -> HttpResponse:
        snapshot = last_snapshot()
        content, problems = snapshot_content(snapshot), snapshot_problems(snapshot)
        groups = problems_told(problems, content)
        comparison = compare(content, is_sound=not problems)
        runs = newest_runs(_RUNS)
        may_publish = may(request, "publish_release")
        context = {
            "title": "The draft: check, compare, publish",
            "snapshot": snapshot,
            "problems": problems,
            "problem_groups": groups,
            "still_used": still_used(groups),
            "comparison": comparison,
            "runs": runs,
            "may_publish": may_publish,
            "hindrance": _hindrance(snapshot, comparison, runs) if may_publish else "",
            "form": form,
            "seen": digest(snapshot),
        }
        return self.page(request, "draft", context)


def _to_the_draft() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:knowledge_draftsnapshot_changelist"))


def _hindrance(snapshot: DraftSnapshot, comparison: Comparison, runs: Sequence[RunTold]) -> str:
    """Why the draft cannot be published now, as far as that can be told before trying; "" when nothing is known."""
    if snapshot.broken or snapshot.problems:
        return "First put right what is listed above."
    under_way = next((run for run in runs if not run.ended), None)
    if under_way is not None:
        return format_html(
            "{} is publishing at this moment. <a href='{}'>See how it goes</a>.", under_way.author, under_way.url
        )
    if comparison.same_as is None:
        return ""
    if comparison.status == Status.LIVE:
        return "There is nothing to publish: the draft is what is live."
    what_to_do = (
        "which was withdrawn for good. Change the draft first."
        if comparison.status == Status.WITHDRAWN
        else "which is no longer live. Put that one live again instead."
    )
    url = reverse("admin:knowledge_release_change", args=[comparison.same_as])
    words = "This was published before, as <a href='{}'>release {}</a>, {}"
    return format_html(words, url, comparison.same_as, what_to_do)
