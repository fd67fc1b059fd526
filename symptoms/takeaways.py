"""What a man can take with him from the outcome: a page for the doctor, and files. Nothing of them is kept here.

They read the visit as the outcome does, and are there as soon as it is; a stop of the scope has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.renderers import JSONRenderer

from symptoms import questionnaire
from symptoms import walk as door
from symptoms.calendar_file import calendar_file
from symptoms.dates import day_in_words
from symptoms.doctor import doctor_page
from symptoms.plain import as_plain
from symptoms.questionnaire import Outcome, Visit
from symptoms.told import told
from symptoms.views import View, check_page, draw
from symptoms.walk import Walk

#: Others may look into his calendar; the outcome page tells him what stands there.
_EVENT_TITLE = gettext_noop("Check how my legs are")
_EVENT_TITLE_OF_ANOTHER = gettext_noop("Check how his legs are")


class _OwnWords(forms.CharField):
    """A browser counts the end of a line as one character and sends two."""

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class OwnWordsForm(forms.Form):
    """His own words for the doctor, for the one page that they are sent to."""

    words = _OwnWords(
        label=gettext_lazy("Your own words, if you want to add some"),
        help_text=gettext_lazy("Up to 600 characters. We put them on this page and keep them nowhere."),
        max_length=600,
        required=False,
        error_messages={"max_length": gettext_lazy("Use 600 characters or fewer.")},
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """A visit that has come to an outcome, and that outcome as it was on `today`."""

    visit: Visit
    walk: Walk
    outcome: Outcome
    today: date


_ViewOfOutcome = Callable[[HttpRequest, Ended], HttpResponse | None]


def _of_the_outcome(view: _ViewOfOutcome) -> View:
    """A view of a visit that has ended; to the outcome, which leads on, when it has not or there is nothing to take."""

    @check_page
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        seen = questionnaire.read(request)
        visit, walk = questionnaire.where(seen)
        response = None
        if walk.open is None:
            today = timezone.localdate()
            outcome = questionnaire.outcome(visit, walk, today)
            if questionnaire.scope_stop(outcome) is None:
                response = view(request, Ended(visit, walk, outcome, today))
        return questionnaire.keep(response or HttpResponseRedirect(reverse("symptoms:outcome")), visit, seen)

    return guarded


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@_of_the_outcome
def for_the_doctor(request: HttpRequest, ended: Ended) -> HttpResponse:
    """One page to print for the doctor. What is posted is shown on the page that answers, and kept nowhere."""
    return draw_for_the_doctor(request, ended, back=reverse("symptoms:outcome"))


def draw_for_the_doctor(request: HttpRequest, ended: Ended, *, back: str) -> HttpResponse:
    """That page, with the way back to the outcome it is of; its form is sent to where the page itself is."""
    form = OwnWordsForm(request.POST) if request.method == "POST" else OwnWordsForm()
    visit, outcome = ended.visit, ended.outcome
    answered = told(age=None if ended.walk.too_young else visit.age, answers=visit.answers)
    if answered.for_another:
        form.fields["words"].label = gettext("Words of the person who filled this in, if you want to add some")
    stopped = ended.walk.ending in (door.WhyNow.EMERGENCY, door.WhyNow.ENDED)
    page = door.page_of(outcome, answered.danger, ended.walk)
    context = {
        "form": form,
        "own_words": form.cleaned_data["words"] if form.is_valid() else "",
        "age": visit.age,
        "outcome": outcome,
        "sheet": doctor_page(outcome, page, answered, stopped=stopped),
        "today": day_in_words(ended.today),
        "back": back,
        "for_other": ended.walk.for_other_man,
    }
    return draw(request, "symptoms/doctor.html", context)


@require_safe
@_of_the_outcome
def outcome_file(request: HttpRequest, ended: Ended) -> HttpResponse:
    """The outcome as the API gives it, to the byte."""
    return _file(JSONRenderer().render(as_plain(ended.outcome)), "application/json", "legcheck.json")


@require_safe
@_of_the_outcome
def calendar(request: HttpRequest, ended: Ended) -> HttpResponse | None:
    """The day to check again, for a calendar. An outcome that says now or today has no such day."""
    if ended.outcome.urgency.limit_date is None:
        return None
    day = date.fromisoformat(ended.outcome.urgency.limit_date)
    title = gettext(_EVENT_TITLE_OF_ANOTHER if ended.walk.for_other_man else _EVENT_TITLE)
    content = calendar_file(title=title, day=day, today=ended.today, seed=ended.visit.token)
    return _file(content, "text/calendar; charset=utf-8", "check-again.ics")
