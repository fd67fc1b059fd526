"""The releases: what each holds, what happened to it, and the two things that can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from knowledge.accuracy import start_measuring
from knowledge.admin.reading import ReadOnlyAdmin, SmallForm, few_lines, may, moment, required, short
from knowledge.admin.told import Group, differences_told, knowledge_of, problems_told
from knowledge.checks.problem import Problem
from knowledge.gate import configured_gate
from knowledge.models import GateReport, Release
from knowledge.releases import (
    AlreadyLive,
    GateRefused,
    Refusal,
    Status,
    WithdrawnRelease,
    releases_with_status,
    roll_back,
    withdraw,
)
from knowledge.words.differences import differences_in_words

STATUS_WORDS = {
    Status.LIVE: "Live",
    Status.SUPERSEDED: "No longer live",
    Status.WITHDRAWN: "Withdrawn for good",
}
#: Digits of a hash that are enough to tell releases apart.
_DIGITS = 12


class ReasonForm(SmallForm):
    """Why it is done, and which release was live when the page was opened."""

    reason = forms.CharField(
        label="Why",
        help_text="It is kept with the release for good. Example: The new rule sent men with cramps to hospital.",
        widget=few_lines(),
        error_messages={"required": "Write why: the reason is kept with the release."},
    )
    #: Drawn by the page itself, which tells of what is live now, whatever was sent.
    seen_live = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, live: Release | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.live_now = str(live.number) if live else ""

    def clean_seen_live(self) -> str:
        seen: str = self.cleaned_data["seen_live"]
        if seen != self.live_now:
            self.add_error(
                None,
                "Another release went live since you opened this page, so nothing was done. Read it again as it is "
                "now, then decide.",
            )
        return seen


#: The choice that no release is live.
_NONE = "none"
_NONE_WORDS = "None: visitors get only safe advice until something is published"


class WithdrawForm(ReasonForm):
    """Withdrawing, which cannot be taken back."""

    instead = forms.ChoiceField(
        label="Which release goes live in its place?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the release that goes live in its place."},
    )
    sure = forms.BooleanField(
        label="I know that it can never be served again",
        error_messages={"required": "Tick this if you are sure: withdrawing cannot be taken back."},
    )
    field_order = ("instead", "reason", "sure")

    def __init__(self, *args: Any, live: Release | None, others: Sequence[Release], **kwargs: Any) -> None:
        super().__init__(*args, live=live, **kwargs)
        if others:
            choices = [(str(other.number), named(other)) for other in others]
            self.fields["instead"].choices = [*choices, (_NONE, _NONE_WORDS)]  # type: ignore[attr-defined]
        else:
            del self.fields["instead"]


def named(release: Release) -> str:
    """A release with its date and note, to choose it by."""
    return f"Release {release.number} of {moment(release.created_at)}: {short(release.note)}"


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    """The list of releases, and the page of each."""

    list_display = ("release", "when", "author", "short_note", "state", "short_hash")
    search_fields = ("note", "author", "hash")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the documents: each is more than a megabyte."""
        return releases_with_status().order_by("-number").defer("document")

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        return [
            path("<int:number>/roll-back/", site.admin_view(self.roll_back_view), name="knowledge_release_roll_back"),
            path("<int:number>/withdraw/", site.admin_view(self.withdraw_view), name="knowledge_release_withdraw"),
            *super().get_urls(),
        ]

    @admin.display(ordering="number")
    def release(self, release: Release) -> str:
        return f"Release {release.number}"

    @admin.display(description="published", ordering="number")
    def when(self, release: Release) -> str:
        return moment(release.created_at)

    @admin.display(description="note")
    def short_note(self, release: Release) -> str:
        return short(release.note)

    @admin.display(description="state")
    def state(self, release: Any) -> str:
        return STATUS_WORDS[release.status]

    @admin.display(description=f"hash, first {_DIGITS} digits")
    def short_hash(self, release: Release) -> str:
        return release.hash[:_DIGITS]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        intro = (
            "A release is the whole knowledge as it was published. Visitors get the one that is live. Open one to see "
            "what it changed, to put it live again or to withdraw it."
        )
        return self.list_page(request, "Releases", intro)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All about one release."""
        self.must_be_seen(request)
        release: Any = self.get_object(request, object_id)
        if release is None:
            raise Http404
        earlier = Release.objects.filter(number__lt=release.number).first()
        context = {
            "title": f"Release {release.number}",
            "release": release,
            "state": STATUS_WORDS[release.status],
            "events": release.events.all(),
            "reports": [_report_told(report) for report in GateReport.objects.filter(hash=release.hash)],
            "earlier": earlier,
            "groups": _differences(earlier, release),
            "may_roll_back": release.status == Status.SUPERSEDED and may(request, "roll_back_release"),
            "may_withdraw": release.status != Status.WITHDRAWN and may(request, "withdraw_release"),
        }
        return self.page(request, "release", context)

    def roll_back_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Puts an earlier release live again."""
        required(request, "roll_back_release")
        release, live = _with_status(number), _live()
        form = ReasonForm(request.POST if request.method == "POST" else None, live=live)
        refused: list[Group] = []
        if form.is_valid():
            refused, done = _tried(
                form,
                lambda: roll_back(
                    gate=configured_gate(),
                    number=number,
                    by=request.user.get_username(),
                    reason=form.cleaned_data["reason"],
                ),
            )
            if done:
                start_measuring()
                messages.success(request, f"Release {number} is live again.")
                return _to_the_release(number)
            release, live = _with_status(number), _live()
        context = {
            "title": f"Put release {number} live again",
            "release": release,
            "live": live,
            "hindrance": _hindrance(release),
            "groups": _differences(live, release),
            "refused": refused,
            "form": form,
        }
        return self.page(request, "roll_back", context)

    def withdraw_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Withdraws a release for good; of the live one, with another one in its place."""
        required(request, "withdraw_release")
        release, live = _with_status(number), _live()
        is_live = release.status == Status.LIVE
        others = list(self.get_queryset(request).filter(status=Status.SUPERSEDED)) if is_live else []
        form = WithdrawForm(request.POST if request.method == "POST" else None, live=live, others=others)
        refused: list[Group] = []
        if form.is_valid():
            chosen = form.cleaned_data.get("instead", _NONE)
            instead = None if chosen == _NONE else int(chosen)
            refused, done = _tried(
                form,
                lambda: withdraw(
                    gate=configured_gate(),
                    number=number,
                    by=request.user.get_username(),
                    reason=form.cleaned_data["reason"],
                    instead=instead,
                    allow_nothing_served=is_live and instead is None,
                ),
            )
            if done:
                start_measuring()
                messages.success(request, _withdrawn_in_words(number, is_live, instead))
                return _to_the_release(number)
            release, live = _with_status(number), _live()
        context = {
            "title": f"Withdraw release {number} for good",
            "release": release,
            "live": live,
            "is_live": is_live,
            "others": others,
            "hindrance": str(WithdrawnRelease(number)) if release.status == Status.WITHDRAWN else "",
            "refused": refused,
            "form": form,
        }
        return self.page(request, "withdraw", context)


def _tried(form: forms.Form, verb: Callable[[], object]) -> tuple[list[Group], bool]:
    """Does it, or tells in the form why it was refused; also what the gate objects to, and whether it was done."""
    try:
        verb()
    except GateRefused as refusal:
        form.add_error(None, "The gate objects to this release, so nothing was done. What it objects to stands below.")
        return problems_told([Problem(row.concept, row.key, row.test, row.message) for row in refusal.findings]), False
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return [], False
    return [], True


def _with_status(number: int) -> Any:
    """A release with its document and status. Raises Http404."""
    release = releases_with_status().filter(number=number).first()
    if release is None:
        raise Http404
    return release


def _live() -> Release | None:
    return Release.objects.filter(live__pk=1).first()


def _hindrance(release: Any) -> str:
    """Why a release cannot go live again, as far as that can be told before trying."""
    if release.status == Status.LIVE:
        return str(AlreadyLive(release.number))
    return str(WithdrawnRelease(release.number)) if release.status == Status.WITHDRAWN else ""


def _differences(before: Release | None, after: Release) -> list[Group] | None:
    """What differs; None when there are not two releases that can be read."""
    first, second = knowledge_of(before), knowledge_of(after)
    if first is None or second is None:
        return None
    return differences_told(differences_in_words(first, second))


def _report_told(report: GateReport) -> dict[str, Any]:
    examined = report.findings.get("examined", {})
    # Most first; the databases keep the names in different orders.
    counted = sorted(examined.items(), key=lambda pair: (-pair[1], pair[0]))
    words = [name if count == 1 else f"{count} {name}" for name, count in counted]
    return {"report": report, "examined": ", ".join(words), "objections": len(report.findings.get("findings", []))}


def _withdrawn_in_words(number: int, was_live: bool, instead: int | None) -> str:
    if instead:
        return f"Release {number} is withdrawn for good, and release {instead} is live."
    if was_live:
        return f"Release {number} is withdrawn for good. No release is live: visitors get only safe advice."
    return f"Release {number} is withdrawn for good."


def _to_the_release(number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:knowledge_release_change", args=[number]))
