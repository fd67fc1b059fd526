"""Pages of the interview: their options, what each option says, when a page is asked, and how it will look."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from knowledge.admin.forms import ConceptForm
from knowledge.admin.inlines import PartInline, PlacedForm, PlacedFormSet
from knowledge.admin.refusals import refusal_for
from knowledge.admin.rules import ClauseInline, SentenceAdmin, labelled
from knowledge.admin.widgets import KnownSelectMultiple
from knowledge.checks.rows import row_problems
from knowledge.content import Question as QuestionContent
from knowledge.content import QuestionKind
from knowledge.drafts import read_row
from knowledge.for_another import said_to_another
from knowledge.models import Change, Finding, Option, OptionFinding, Question, QuestionCondition
from knowledge.models.questions import OptionState
from knowledge.preview import configured_preview
from knowledge.snapshot import lock_draft
from knowledge.words.conditions import question_sentence

#: The answers of a yes/no page.
_YES, _NO = "yes", "no"

_SAYS = "What choosing it says is true"
_SAYS_HELP = (
    "The findings that are true of a man who chooses it. Example: the option “My feet feel numb” says “Numb feet”. "
    "What is not true then follows from the kind of the page: of single answers the others are ruled out, and no "
    "rules out what yes says, so leave it empty for no. On scope pages it stays empty."
)


#: The words of an option, each of which is one line.
_LINES = ("label", "explain", "label_for_another", "explain_for_another")


class OptionForm(PlacedForm):
    """One option, with what choosing it says."""

    fixed = ("key",)

    findings = forms.ModelMultipleChoiceField(
        queryset=Finding.objects.all(),
        required=False,
        label=_SAYS,
        help_text=_SAYS_HELP,
        widget=KnownSelectMultiple(OptionFinding._meta.get_field("finding"), admin.site),
    )

    class Meta:
        labels = {
            "ends": "Ends the check",
            "explain": "Line under the label",
            "explain_for_another": "Line under the label, for another man",
        }
        # Longer than a box of one line shows; what is typed on two lines is one line all the same.
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in _LINES}
        help_texts = {
            "position": "Place on the page; the smallest number comes first. Empty: the next one.",
            "key": "Short name that stays as it is and is never used again on this page. Example: numb_feet.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        option = kwargs.get("instance")
        if option is not None and option.pk is not None:
            kwargs["initial"] = {**(kwargs.get("initial") or {}), "findings": _said_by(option)}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in _LINES:
            if cleaned and cleaned.get(name):
                cleaned[name] = " ".join(cleaned[name].split())
        return cleaned


class OptionFormSet(PlacedFormSet):
    """The options of one page."""

    def clean(self) -> None:
        # From here on nobody else changes what another page asks or which keys were used.
        lock_draft()
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        self._refuse_old_keys(kept)
        self._refuse_no_that_says_something(kept)
        self._refuse_findings_asked_twice(kept)

    def said(self) -> dict[Option, list[Finding]]:
        """What each option says is true, of the options that stay. To be asked after saving."""
        return {
            form.instance: list(form.cleaned_data["findings"])
            for form in self.forms
            if form.instance.pk is not None and form.cleaned_data and not form.cleaned_data.get("DELETE")
        }

    def _refuse_old_keys(self, kept: Iterable[forms.ModelForm]) -> None:
        new = [form for form in kept if form.instance.pk is None and form.cleaned_data.get("key")]
        used = _keys_ever_used(self.instance) if new else set()
        for form in new:
            key = form.cleaned_data["key"]
            if key in used:
                words = f"The key “{key}” was used on this page before and a key is never used again: choose another."
                form.add_error("key", words)

    def _refuse_no_that_says_something(self, kept: Iterable[forms.ModelForm]) -> None:
        if self.instance.kind != QuestionKind.YES_NO:
            return
        for form in kept:
            if form.cleaned_data.get("key") == _NO and form.cleaned_data.get("findings"):
                form.add_error("findings", "Leave this empty: no says by itself that what yes says is not true.")

    def _refuse_findings_asked_twice(self, kept: Iterable[forms.ModelForm]) -> None:
        asked = {finding for form in kept for finding in form.cleaned_data.get("findings") or ()}
        elsewhere = _pages_that_ask(asked, but=self.instance)
        earlier: dict[Finding, str] = {}
        for form in kept:
            option = form.cleaned_data.get("key", "")
            for finding in form.cleaned_data.get("findings") or ():
                if finding.pk in elsewhere:
                    form.add_error("findings", _asked_twice(finding, elsewhere[finding.pk]))
                elif finding in earlier:
                    place = f"with the option {earlier[finding]} of this page"
                    form.add_error("findings", f"“{finding.label}” stands {place} already: keep it with one of them.")
                earlier.setdefault(finding, option)


def _said_by(option: Option) -> list[Finding]:
    """What a saved option says is true."""
    return [row.finding for row in option.findings.all() if row.state == OptionState.PRESENT]


def _keys_ever_used(page: Question) -> set[str]:
    """The keys of all options that the page has or had."""
    keys = set(page.options.values_list("key", flat=True)) if page.pk else set()
    for states in Change.objects.filter(concept="questions", key=page.key).values_list("before", "after"):
        keys.update(option["key"] for state in states if state for option in json.loads(state)["options"])
    return keys


def _pages_that_ask(findings: Iterable[Finding], but: Question) -> Mapping[int, Question]:
    """The other page that asks each of these findings, by the finding's id; also pages that are retired."""
    rows = OptionFinding.objects.filter(finding__in=findings, state=OptionState.PRESENT)
    rows = rows.exclude(option__question=but.pk).select_related("option__question")
    return {row.finding_id: row.option.question for row in rows}


def _asked_twice(finding: Finding, page: Question) -> str:
    words = f"“{finding.label}” is asked on the page {page.key} already: a finding is asked once only."
    return f"{words} That page is retired: take it out there first." if page.retired else words


def _write_findings(page: Question, said: Mapping[Option, list[Finding]]) -> None:
    """Writes anew what every option of a page says of every finding, from what each says is true."""
    rows = [
        OptionFinding(option=option, finding=finding, state=OptionState.PRESENT)
        for option, present in said.items()
        for finding in present
    ] + [
        OptionFinding(option=option, finding=finding, state=OptionState.ABSENT)
        for option in said
        for finding in _ruled_out(page, option, said)
    ]
    OptionFinding.objects.filter(option__question=page).delete()
    OptionFinding.objects.bulk_create(rows)


def _ruled_out(page: Question, option: Option, said: Mapping[Option, list[Finding]]) -> set[Finding]:
    """What is not true of a man who chooses an option."""
    if page.kind == QuestionKind.SINGLE or (page.kind == QuestionKind.YES_NO and option.key == _NO):
        return {finding for other in said for finding in said[other]} - set(said[option])
    return set()


class _OptionInline(PartInline):
    model = Option
    form = OptionForm
    formset = OptionFormSet
    # What stands together in brackets shares a column.
    fields = ("position", "key", _LINES, ("ends", "for_another_man"), "findings")
    explanation = (
        "At most eight. “None of these”, “I'm not sure” and, on pages that ask something private, “Prefer not to say” "
        "are added by themselves. A yes/no page has the two keys yes and no."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Option]:
        return super().get_queryset(request).select_related("question").prefetch_related("findings__finding")

    @admin.display(description=_SAYS)
    def findings(self, option: Option) -> str:
        """What choosing an option says is true, for those who may only look."""
        return ", ".join(finding.label for finding in _said_by(option))


class _ConditionInline(ClauseInline):
    model = QuestionCondition
    verbose_name = "condition"
    verbose_name_plural = "asked only if"
    explanation = (
        "Without any, the page is always asked. Otherwise all of these must hold, and each holds when at least one of "
        "its findings is present. Pages of the stages scope and emergency have none. Example: “Where is the pain?” is "
        "asked only if “Back pain” is present."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionCondition]:
        return super().get_queryset(request).select_related("question")


class QuestionForm(ConceptForm):
    """A page of the interview."""

    class Meta:
        help_texts = {
            "kind": "How many options may be chosen. Example: single for “How fast did it come on?”, multiple for “Do "
            "you have any of these?”, yes/no for a page with one thing to ask.",
            "stage": "When it is asked: scope asks whether the check is for this man, emergency asks for danger signs, "
            "pattern for how the weakness came and where it is, detail for the rest.",
            "why_for_another": "Empty: the words of “why”. Example: His legs can be weak for many reasons.",
            "retired": "Leaves the next release. Its findings can be asked on another page once they are taken out "
            "here. Example: a page that two new ones replace.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "hint" in self.fields:
            # The checks want every text of a page written.
            self.fields["hint"].required = True


@admin.register(Question)
class QuestionAdmin(SentenceAdmin):
    form = QuestionForm
    change_form_template = "admin/knowledge/question.html"
    list_display = ("text", "key", "stage", "kind", "option_count", "is_retired")
    list_filter = ("kind", "stage")
    search_fields = ("hint", "why", "text_for_another", "hint_for_another", "why_for_another")
    clauses = ("ask_if", QuestionCondition)
    inlines = (_OptionInline, _ConditionInline)
    fieldsets = (
        (None, {"fields": ["text", "hint", "why", "key", "kind", "stage", "theme"]}),
        (
            "For somebody who answers for another man",
            {
                "fields": ["text_for_another", "hint_for_another", "why_for_another"],
                "description": "Write only what speaks to the man himself, such as you and your, anew. What is left "
                "empty is read as it stands above.",
            },
        ),
        ("In the lists", {"fields": ["position", "retired"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        pages: QuerySet[Question] = super().get_queryset(request)
        return pages.annotate(option_count=Count("options"))

    @admin.display(description="Options", ordering="option_count")
    def option_count(self, page: Question) -> int:
        """How many options it has, without those that are added by themselves."""
        count: int = page.option_count  # type: ignore[attr-defined]
        return count

    def sentence_of(self, row: Question) -> str:
        keys, labels = labelled(row.ask_if.all())
        return question_sentence(keys, labels.get)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if isinstance(formset, OptionFormSet):
            # For the whole page: an option, or the kind of the page, changes what the other options rule out.
            _write_findings(form.instance, formset.said())

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/preview/", preview, name="knowledge_question_preview"), *super().get_urls()]

    @method_decorator(require_safe)
    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The saved draft of a page as a man sees it, or who answers for him where the address ends in ?for=another.

        Back to its form, which says why, where it cannot be drawn. Raises Http404 and PermissionDenied as that does.
        """
        page = self.get_object(request, object_id)
        content = None if page is None else read_row("questions", page.pk)
        if page is None or not isinstance(content, QuestionContent):
            raise Http404
        if not self.has_view_or_change_permission(request, page):
            raise PermissionDenied
        back = reverse("admin:knowledge_question_change", args=[page.pk])
        problems = row_problems("questions", content)
        if problems:
            reasons = " ".join(sentence for _, sentence in refusal_for(problems, content).errors)
            messages.error(request, f"This page cannot be shown as a man sees it until this is put right: {reasons}")
            return HttpResponseRedirect(back)
        sensitive = Finding.objects.filter(key__in=content.findings, sensitive=True).exists()
        said = said_to_another(content) if request.GET.get("for") == "another" else content
        return configured_preview()(request, said, sensitive=sensitive, back=back)
