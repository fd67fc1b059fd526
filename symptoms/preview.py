"""One page of the draft as a man will see it, before it is published."""

from __future__ import annotations

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override

from knowledge.content import Option, Question
from symptoms import safe_texts
from symptoms.catalogue import OptionShown, QuestionShown, reserved_label
from symptoms.engine import compiled
from symptoms.engine.answers import reserved_options
from symptoms.engine.wording import fill_region
from symptoms.forms import QuestionForm


class _PreviewForm(QuestionForm):
    """The form of the page with a button that cannot be pressed: a browser then sends it in no other way either."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.inputs = [Submit("", gettext("Continue"), disabled=True)]
        helper.disable_csrf = True
        return helper


def preview_page(request: HttpRequest, question: Question, *, sensitive: bool, back: str) -> HttpResponse:
    """Implements `knowledge.preview.Preview`."""
    words = safe_texts.words()
    # The staff side is in English; this page is the man's.
    with override(settings.LANGUAGE_CODE):
        context = {
            "words": words,
            "signs": words.numbered("worsening"),
            "form": _PreviewForm(shown=shown(question, sensitive=sensitive), check=_nothing_wrong),
            "back": back,
        }
        return render(request, "symptoms/preview.html", context)


def shown(question: Question, *, sensitive: bool) -> QuestionShown:
    """A page of the draft with its own and its reserved options, and the site's phone numbers filled in."""
    reserved = reserved_options(_compiled(question, sensitive=sensitive))
    return QuestionShown(
        key=question.key,
        text=_fill(question.text),
        hint=_fill(question.hint),
        why=_fill(question.why),
        kind=question.kind.value,
        stage=question.stage.value,
        sensitive=sensitive,
        options=(
            *(_option(option) for option in question.options),
            *(OptionShown(key, reserved_label(key), reserved=True) for key in reserved),
        ),
        findings=question.findings,
    )


def _option(option: Option) -> OptionShown:
    explain = None if option.explain is None else _fill(option.explain)
    return OptionShown(option.key, _fill(option.label), reserved=False, explain=explain)


def _compiled(question: Question, *, sensitive: bool) -> compiled.Question:
    """The page as the engine knows it, as far as that needs no other row: without what its options mean."""
    return compiled.Question(
        index=0,
        key=question.key,
        text=question.text,
        hint=question.hint,
        why=question.why,
        kind=question.kind.value,
        stage=question.stage.value,
        options=(),
        ask_if=(),
        mask=0,
        sensitive=sensitive,
        theme=None,
    )


def _fill(text: str) -> str:
    region = safe_texts.words().region
    return fill_region(text, region.emergency_number, region.urgent_line, region.urgent_number)


def _nothing_wrong(_: Sequence[str]) -> None:
    """Nothing is sent, so nothing is looked at."""
