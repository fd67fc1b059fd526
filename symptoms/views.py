"""The pages of the check. Every address is plain: no question, answer or level stands in it.

No page touches a user, a session or the database; what was answered is in one encrypted cookie. Saving a result is
the matter of symptoms/saved/.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial, wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from symptoms import questionnaire, safe_texts
from symptoms import walk as door
from symptoms.answers_list import answers_list
from symptoms.assess import CouldNotAssess, NoRelease
from symptoms.catalogue import ATTRIBUTION
from symptoms.dates import weekday_and_day
from symptoms.errors import closed, could_not_assess
from symptoms.forms import AgeForm, QuestionForm, age_label
from symptoms.questionnaire import NoVisit, Visit
from symptoms.saved import cookie as saved_cookie
from symptoms.saved.keeping import is_on as saving_is_on
from symptoms.spoken import spoken
from symptoms.told import told
from symptoms.visit import Refused
from symptoms.walk import Walk, WalkStep, WhyNow

#: Why the page comes now, where it is not plain from the page itself.
_WHY_NOW = {
    WhyNow.DANGER_SIGNS: gettext_noop("Danger signs come first."),
    WhyNow.PATTERN: gettext_noop("We ask every man this."),
    WhyNow.OPEN_RULE: gettext_noop("We ask this now to see how soon you need help."),
    WhyNow.SELF_CARE: gettext_noop("We ask this now to see if you can look after it at home."),
    WhyNow.MORE_DETAIL: gettext_noop("We ask this now as it tells most about the cause."),
}

#: The words that differ when it is about another man.
_WHY_NOW_OF_ANOTHER = {
    WhyNow.OPEN_RULE: gettext_noop("We ask this now to see how soon he needs help."),
    WhyNow.SELF_CARE: gettext_noop("We ask this now to see if he can look after it at home."),
}

View = Callable[..., HttpResponse]


def check_page(view: View) -> View:
    """A page of the check: never kept by a cache, and every fault ends in safe advice."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: int, **kwargs: int) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except NoVisit:
            response = HttpResponseRedirect(reverse("symptoms:start-again"))
        except NoRelease:
            response = closed()
        except CouldNotAssess as fault:
            response = could_not_assess(again=request.path, for_another=fault.for_another)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def draw(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """A template with what every page of the check needs. With `for_other` in its context it speaks of another man."""
    words = safe_texts.words(for_another=bool(context and context.get("for_other")))
    shared = {
        "words": words,
        "signs": words.numbered("worsening"),
        "disclaimer": words.paragraphs("disclaimer_full"),
        "saving": saving_is_on(),
    }
    return render(request, template, {**shared, **(context or {})}, status=status)


def _to(name: str, *args: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"symptoms:{name}", args=args))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for whom, what it is not, and the danger signs to call about before any question.

    Shown without a release too; but a worker that has just started reads it here, for its words and its language.
    """
    with suppress(NoRelease, CouldNotAssess):
        door.current_release()
    return draw(request, "symptoms/home.html", {"start_signs": safe_texts.words().numbered("start_danger")})


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def begin(request: HttpRequest) -> HttpResponse:
    """Starts a new visit; answers of an earlier one are gone, and a saved result that is open here is closed.

    Its address typed in leads to the first page.
    """
    if request.method != "POST":
        return _to("home")
    return saved_cookie.drop(questionnaire.keep(_to("step", 1), questionnaire.begin()))


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def step(request: HttpRequest, number: int, change: bool = False) -> HttpResponse:
    """One page of the check: asks, or takes what was answered.

    What could not be taken is shown once, with what is wrong; then the page is again as it was.
    """
    seen = questionnaire.read(request)
    visit, walk = questionnaire.where(seen)
    if request.method == "POST":
        return _take(request, visit, walk, number, change=change)
    if number > len(walk.steps) or number < 1:
        return questionnaire.keep(_onward(walk), visit, seen)
    page = walk.steps[number - 1]
    answered = walk.answers.get(page.question.key) if page.question else None
    form = _form(page, visit, walk, sent=_sent(visit, page), answered=answered)
    if form.is_valid():
        # A release that came since would take it; but he has not sent it again.
        form = _form(page, visit, walk, answered=answered)
    asking = _ask(request, visit, walk, number, page, form, change=change)
    # What was refused waits until its own page has shown it.
    shown = request.method == "GET" and visit.refused is not None and visit.refused.question == page.key
    return questionnaire.keep(asking, replace(visit, refused=None) if shown else visit, seen)


def _take(request: HttpRequest, visit: Visit, walk: Walk, number: int, *, change: bool) -> HttpResponse:
    """Merges the one page that was posted, whatever the address says: two tabs do not disturb each other.

    A redirect answers whatever was sent, so that neither Back nor a reload asks him to send it again.
    """
    if request.POST.get("visit") != visit.token:
        raise NoVisit
    key = request.POST.get("question") or None
    page = next((step for step in walk.steps if step.key == key), None)
    if page is None:
        return questionnaire.keep(_onward(walk), visit)
    number, at_once = walk.number_of(key), change or page is walk.open
    form = _form(page, visit, walk, sent=request.POST)
    if not form.is_valid():
        again = _to("change" if change else "step", number)
        return questionnaire.keep(again, replace(visit, refused=Refused(key, form.sent)))
    if isinstance(form, AgeForm):
        visit = replace(visit, age=form.cleaned_age)
    elif page.question:
        visit = visit.answered(page.question.key, form.cleaned_options)
    visit, walk = questionnaire.where(_for_this_emergency(replace(visit, refused=None)))
    return questionnaire.keep(_after(walk, key, at_once=at_once), visit)


def _for_this_emergency(visit: Visit) -> Visit:
    """The visit, no longer "going on" once the emergency it went on from is taken back: the next one stops it again."""
    if not visit.continued:
        return visit
    stopping = replace(visit, continued=False)
    _, walk = questionnaire.where(stopping)
    return visit if walk.ending is WhyNow.EMERGENCY else stopping


def _after(walk: Walk, key: str | None, *, at_once: bool) -> HttpResponse:
    """Where to go after a page was answered: through the pages he went back over, or at once to what is open."""
    if walk.too_young or walk.open is None or at_once:
        return _onward(walk)
    try:
        return _to("step", walk.number_of(key) + 1)
    except KeyError:
        return _onward(walk)


def _onward(walk: Walk) -> HttpResponse:
    """The first open page; at the end the list of answers, or straight to the outcome when the check was ended."""
    if walk.too_young or walk.ending in (WhyNow.EMERGENCY, WhyNow.ENDED):
        return _to("outcome")
    if walk.open is not None:
        return _to("step", len(walk.steps))
    return _to("answers")


def _sent(visit: Visit, page: WalkStep) -> MultiValueDict[str, str] | None:
    """The fields that this page sent last, if they could not be taken."""
    if visit.refused is None or visit.refused.question != page.key:
        return None
    sent = list(visit.refused.sent)
    return MultiValueDict({"age": sent} if page.key is None else {"question": [page.key], "options": sent})


def _form(
    page: WalkStep,
    visit: Visit,
    walk: Walk,
    *,
    sent: MultiValueDict[str, str] | None = None,
    answered: tuple[str, ...] | None = None,
) -> AgeForm | QuestionForm:
    form: AgeForm | QuestionForm
    if page.question is None:
        form = AgeForm(sent, least=walk.age_least, most=walk.age_most, age=visit.age, for_other=walk.for_other_man)
    else:
        check = partial(door.page_problem, page.question.key, answers=walk.answers)
        form = QuestionForm(sent, shown=page.question, check=check, chosen=answered or ())
    form.visit = visit.token
    return form


def _ask(
    request: HttpRequest,
    visit: Visit,
    walk: Walk,
    number: int,
    page: WalkStep,
    form: AgeForm | QuestionForm,
    *,
    change: bool,
) -> HttpResponse:
    form.action = request.path
    context = {
        "form": form,
        "number": number,
        "page": page,
        "visit": visit,
        "back": _back(number, change=change),
        "pages_left": walk.pages_left if walk.open and number == len(walk.steps) else None,
        "why_now": _why_now(page, for_other=walk.for_other_man),
        "for_other": walk.for_other_man and page.why_now is not WhyNow.SCOPE,
        "asked_again": bool(page.question and page.question.key in visit.asked_again),
    }
    return draw(request, "symptoms/question.html", context)


def _why_now(page: WalkStep, *, for_other: bool) -> str:
    words = _WHY_NOW | _WHY_NOW_OF_ANOTHER if for_other else _WHY_NOW
    words_now = words.get(page.why_now)
    return gettext(words_now) if words_now else ""


def _back(number: int, *, change: bool) -> str:
    if change:
        return reverse("symptoms:answers")
    return reverse("symptoms:step", args=[number - 1]) if number > 1 else reverse("symptoms:home")


@require_safe
@check_page
def answers(request: HttpRequest) -> HttpResponse:
    """All answers with a way to change each, before the outcome."""
    seen = questionnaire.read(request)
    visit, walk = questionnaire.where(seen)
    if walk.too_young or walk.open is not None or walk.ending is WhyNow.ENDED:
        return questionnaire.keep(_onward(walk), visit, seen)
    context = {"listed": answers_list(walk, visit.age), "for_other": walk.for_other_man}
    return questionnaire.keep(draw(request, "symptoms/answers.html", context), visit, seen)


@require_safe
@check_page
def outcome(request: HttpRequest) -> HttpResponse:
    """The outcome, the emergency stop, or why the check is not for this person."""
    seen = questionnaire.read(request)
    visit, walk = questionnaire.where(seen)
    # The age asks last: an emergency, or a scope answer that ends the check, goes before it.
    if walk.too_young and walk.open is not None:
        return questionnaire.keep(_stop(request, visit, walk, "stop_see_doctor", len(walk.steps)), visit, seen)
    if walk.open is not None:
        return questionnaire.keep(_onward(walk), visit, seen)
    today = timezone.localdate()
    result = questionnaire.outcome(visit, walk, today)
    if ends := questionnaire.scope_stop(result):
        return questionnaire.keep(_stop(request, visit, walk, ends, walk.ended_at), visit, seen)
    return questionnaire.keep(draw_outcome(request, visit, walk, result, today), visit, seen)


def draw_outcome(
    request: HttpRequest,
    visit: Visit,
    walk: Walk,
    result: questionnaire.Outcome,
    today: date,
    *,
    folder: str = "symptoms",
    **more: object,
) -> HttpResponse:
    """An outcome, or the emergency that stopped the check, by the templates of a folder; `more` goes into them.

    `today` is the day the outcome was made.
    """
    answered = told(age=None if walk.too_young else visit.age, answers=visit.answers)
    context: dict[str, object] = {
        "page": door.page_of(result, answered.danger, walk),
        "outcome": result,
        "visit": visit,
        "phone": spoken(result, answered, visit.age),
        "for_other": walk.for_other_man,
        "today": weekday_and_day(today),
        **more,
    }
    if walk.ending in (WhyNow.EMERGENCY, WhyNow.ENDED):
        stop = {
            "can_continue": walk.can_continue,
            "wait": safe_texts.words(for_another=walk.for_other_man).numbered("emergency_stop_wait"),
            "last_step": walk.ended_at,
        }
        return draw(request, f"{folder}/emergency.html", context | stop)
    context["attribution"] = gettext(ATTRIBUTION)
    return draw(request, f"{folder}/outcome.html", context)


def _stop(request: HttpRequest, visit: Visit, walk: Walk, ends: str, back: int) -> HttpResponse:
    """Why the check is not for this person, the way back to the answer that ended it, and what that one set aside."""
    texts = safe_texts.words(for_another=walk.for_other_man).texts
    page = walk.steps[back - 1].question
    context = {
        "for_other": walk.for_other_man,
        "ends": ends,
        "stop_title": texts[f"scope_{ends}_title"],
        "stop_text": texts[f"scope_{ends}_text"],
        "back": back,
        "ended_by": page.text if page else age_label(for_other=walk.for_other_man),
        "set_aside": answers_list(walk, visit.age).set_aside,
    }
    return draw(request, "symptoms/stop.html", context)


@require_safe
@check_page
def onward(request: HttpRequest) -> HttpResponse:
    """To the page where the visit stands."""
    seen = questionnaire.read(request)
    visit, walk = questionnaire.where(seen)
    return questionnaire.keep(_onward(walk), visit, seen)


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def go_on(request: HttpRequest) -> HttpResponse:
    """He chose to go on after the emergency stop; the emergency stays on top of the outcome."""
    seen = questionnaire.read(request)
    visit, walk = questionnaire.where(seen)
    if request.method == "POST":
        if request.POST.get("visit") != visit.token:
            raise NoVisit
        if walk.can_continue:
            visit, walk = questionnaire.where(replace(visit, continued=True))
    return questionnaire.keep(_onward(walk), visit, seen)


@require_http_methods(["GET", "HEAD", "POST"])
@check_page
def clear(request: HttpRequest) -> HttpResponse:
    """Asks once, then clears every answer and leaves."""
    if request.method == "POST":
        return saved_cookie.drop(questionnaire.drop(_to("cleared")))
    context = {}
    with suppress(NoVisit, NoRelease, CouldNotAssess):
        _, walk = questionnaire.where(questionnaire.read(request))
        context["for_other"] = walk.for_other_man
    return draw(request, "symptoms/clear.html", context)


@require_safe
@check_page
def cleared(request: HttpRequest) -> HttpResponse:
    """The neutral page after clearing."""
    return draw(request, "symptoms/cleared.html")


@require_safe
@check_page
def start_again(request: HttpRequest) -> HttpResponse:
    """There are no answers to go on with: cleared, expired, or a browser without cookies."""
    return draw(request, "symptoms/start_again.html")


@require_safe
@check_page
def something_new(request: HttpRequest) -> HttpResponse:
    """What to do when a new sign starts after the outcome. Here for anyone, without answers or a release too."""
    context = {}
    with suppress(NoVisit, NoRelease, CouldNotAssess):
        _, walk = questionnaire.where(questionnaire.read(request))
        context["for_other"] = walk.for_other_man
    return draw(request, "symptoms/something_new.html", context)
