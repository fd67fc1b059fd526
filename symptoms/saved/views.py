"""The pages of saved results: saving one, its link, the result as it was, deleting it.

The address that is a link is left at once: its token goes into a cookie that only these pages are sent, and the browser
to an address that holds nothing. All links that open nothing are answered alike.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps

from django.db import Error as DatabaseProblem
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.http import require_http_methods, require_safe

from symptoms import questionnaire, safe_texts
from symptoms.dates import day_in_words
from symptoms.faults import log_fault
from symptoms.questionnaire import NoVisit, Visit
from symptoms.saved import cookie
from symptoms.saved import keeping as saved_results
from symptoms.saved.keeping import DAYS, DAYS_OFFERED, Full, NoSaved, Saved
from symptoms.saved.kept import Kept, pack
from symptoms.saved.sealing import token_at_start
from symptoms.serving import NoRelease, Withdrawn, holder
from symptoms.takeaways import Ended, draw_for_the_doctor
from symptoms.views import View, check_page, draw, draw_outcome

#: Levels that ask for help on the day itself: on a later one they are overdue.
_NO_LATER_THAN_ITS_DAY = ("emergency_now", "same_day", "could_not_assess")

_ViewOfSaved = Callable[[HttpRequest, str, Saved, Ended], HttpResponse]


class _NotAsItWas(Exception):
    """Made again, the result would not be what he saw."""


def _said(key: str, day: date) -> str:
    """A text about a saved result with its day filled in."""
    return safe_texts.words().filled(key, date=day_in_words(day))


def _to(name: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"symptoms:{name}"))


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    return draw(request, f"saved/{name}.html", context, status=status)


# Saving


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def save(request: HttpRequest) -> HttpResponse:
    """Tells what would be kept and for whom it could be opened, asks for how long, and saves if he says so."""
    if not saved_results.is_on():
        raise Http404
    seen = questionnaire.read(request)
    visit, walk = questionnaire.where(seen)
    today = timezone.localdate()
    outcome = None if walk.open is not None else questionnaire.outcome(visit, walk, today)
    # Only what he has seen is saved: after a new release he sees first what it makes of his answers.
    if outcome is None or questionnaire.scope_stop(outcome) or seen.release != visit.release:
        return questionnaire.keep(_to("outcome"), visit, seen)
    kept = Kept(
        release=visit.release,
        engine=outcome.engine,
        level=outcome.urgency.level,
        made=today,
        age=visit.age,
        answers=visit.answers,
        continued=visit.continued,
    )
    shown = _digest(kept, visit)
    if request.method != "POST":
        choices = [(days, day_in_words(today + timedelta(days=days)), days == DAYS_OFFERED) for days in DAYS]
        return questionnaire.keep(
            _page(request, "save", choices=choices, visit=visit, shown=shown, for_other=walk.for_other_man),
            visit,
            seen,
        )
    if request.POST.get("visit") != visit.token:
        raise NoVisit
    # Nor is what became of it since: answers changed in another tab, or the dates of another day.
    if not constant_time_compare(request.POST.get("shown", ""), shown):
        return questionnaire.keep(_to("outcome"), visit, seen)
    chosen = next((days for days in DAYS if str(days) == request.POST.get("days")), DAYS_OFFERED)
    try:
        token = saved_results.save(kept, days=chosen, today=today)
    except (Full, DatabaseProblem, OSError) as error:
        if not isinstance(error, Full):
            log_fault(error)
        return questionnaire.keep(_page(request, "not_saved", 503, full=isinstance(error, Full)), visit, seen)
    return questionnaire.keep(cookie.keep(_to("saved-link"), token), visit, seen)


def _digest(kept: Kept, visit: Visit) -> str:
    """What ties the form to the outcome it was drawn for; without the site's key nothing can be told from it."""
    return salted_hmac("legcheck save", visit.token.encode("ascii") + pack(kept), algorithm="sha256").hexdigest()[:32]


# Opening


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """A link: its token goes into the cookie and out of the address.

    Nothing is looked up, changed or used up, so a program that looks at links before he does breaks nothing, and the
    answer is the same for every link. The browser is told to say nowhere where it came from.
    """
    found = token_at_start(token.lstrip("/"))
    response = cookie.keep(_to("saved"), found) if found else cookie.drop(_to("saved"))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _guarded(view: View) -> View:
    """A page of a saved result: kept by no cache, and whatever is not there is told calmly."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except NoSaved:
            return cookie.drop(_page(request, "gone", 404))
        except Withdrawn as release:
            return _not_shown(request, *_withdrawn(release))
        except (NoRelease, _NotAsItWas):
            texts = safe_texts.words().texts
            return _not_shown(request, texts["withdrawn_title"], texts["saved_changed"])
        except (DatabaseProblem, OSError) as error:
            log_fault(error)
            return _page(request, "away", 503)

    return check_page(guarded)


def _withdrawn(release: Withdrawn) -> tuple[str, str]:
    """Title and text for a result that came from a withdrawn release."""
    words = safe_texts.words()
    text = words.filled(
        "withdrawn_text",
        release_number=str(release.number),
        release_date=day_in_words(release.day),
        reason=release.reason.rstrip(". "),
    )
    return words.texts["withdrawn_title"], text


def _not_shown(request: HttpRequest, title: str, text: str) -> HttpResponse:
    """Why a result is not shown, and the way to a new check; while there is none, whom to call."""
    try:
        holder.current()
    except NoRelease:
        return _page(request, "not_shown", 410, title=title, text=text, check_is_open=False)
    return _page(request, "not_shown", 410, title=title, text=text, check_is_open=True)


def _of_the_saved(view: _ViewOfSaved) -> View:
    """A view of a result made again under the release, and with the days, that it was saved with."""

    @_guarded
    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        token = cookie.read(request)
        saved = saved_results.open_saved(token, today=timezone.localdate())
        with holder.showing(saved.kept.release):
            return view(request, token, saved, _made_again(saved.kept))

    return opened


def _made_again(kept: Kept) -> Ended:
    """The outcome from what was kept. Raises _NotAsItWas, or CouldNotAssess."""
    visit = Visit(token="", release=kept.release, begun=0, age=kept.age, answers=kept.answers, continued=kept.continued)
    visit, walk = questionnaire.where(visit)
    # Another version of the engine may ask on, or judge in another way.
    if walk.open is not None:
        raise _NotAsItWas
    outcome = questionnaire.outcome(visit, walk, kept.made)
    if outcome.urgency.level != kept.level:
        raise _NotAsItWas
    return Ended(visit, walk, outcome, kept.made)


@require_safe
@_of_the_saved
def result(request: HttpRequest, token: str, saved: Saved, ended: Ended) -> HttpResponse:
    """The result as he saw it, with the day it was made."""
    urgency, today = ended.outcome.urgency, timezone.localdate()
    limit = date.fromisoformat(urgency.limit_date) if urgency.limit_date else None
    overdue = today > limit if limit else today > ended.today and urgency.level in _NO_LATER_THAN_ITS_DAY
    return draw_outcome(
        request,
        ended.visit,
        ended.walk,
        ended.outcome,
        ended.today,
        folder="saved",
        made=_said("saved_old", saved.kept.made),
        expiry=_said("saved_expiry", saved.ends),
        overdue=overdue,
        updated=saved.kept.engine != ended.outcome.engine,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_of_the_saved
def for_the_doctor(request: HttpRequest, token: str, saved: Saved, ended: Ended) -> HttpResponse:
    """The page for the doctor, of the day it was saved."""
    return draw_for_the_doctor(request, ended, back=reverse("symptoms:saved"))


@require_safe
@_guarded
def link(request: HttpRequest) -> HttpResponse:
    """The link to keep, after saving or when he asks for it again."""
    token = cookie.read(request)
    saved = saved_results.open_saved(token, today=timezone.localdate())
    address = request.build_absolute_uri(reverse("symptoms:saved-follow", args=[f"{token}/"]))
    return _page(request, "link", address=address, done=_said("saved_done", saved.last_day))


# Deleting


@require_http_methods(["GET", "HEAD", "POST"])
@_guarded
def delete(request: HttpRequest) -> HttpResponse:
    """Asks once, naming the result by its day, then deletes it. A form of another result deletes nothing."""
    token = cookie.read(request)
    if request.method == "POST":
        if request.POST.get("result") != cookie.tie(token):
            return _to("saved-delete")
        saved_results.delete(token)
        return cookie.drop(_to("saved-deleted"))
    saved = saved_results.open_saved(token, today=timezone.localdate())
    return _page(request, "delete", made=day_in_words(saved.kept.made), result=cookie.tie(token))


@require_safe
@check_page
def deleted(request: HttpRequest) -> HttpResponse:
    """It is deleted."""
    return _page(request, "deleted")
