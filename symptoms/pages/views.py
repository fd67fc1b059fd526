"""The pages around the check: what it is, where its facts come from, the library, the common questions.

They read no cookie, user or session. Only the list of releases asks the database, and is shown without it too; only
"Was this question clear?" writes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import groupby

from django.conf import settings
from django.db import Error as DatabaseProblem
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from symptoms import published, safe_texts
from symptoms.catalogue import ATTRIBUTION
from symptoms.errors import closed
from symptoms.faults import log_fault
from symptoms.feedback import count
from symptoms.pages.library import Library, library_of
from symptoms.pages.places import ABOUT, INDEXED
from symptoms.pages.questions import answered
from symptoms.saved.keeping import is_on as saving_is_on
from symptoms.serving import NoRelease, Served, holder

#: Kinds of sources in the order and the words of the page; what nobody looked up comes last.
_SOURCE_KINDS = {
    "guideline": gettext_noop("Guidelines"),
    "review": gettext_noop("Reviews of studies"),
    "study": gettext_noop("Studies"),
    "textbook": gettext_noop("Textbooks and reference pages"),
    "ontology": gettext_noop("Catalogues of diseases"),
    "article": gettext_noop("The article this site began with"),
    "estimate": gettext_noop("Facts that nobody looked up"),
}

#: Words for where a release stands.
_STATUS_WORDS = {
    "live": gettext_noop("In use now"),
    "superseded": gettext_noop("Replaced"),
    "withdrawn": gettext_noop("Withdrawn: do not rely on it"),
}

View = Callable[..., HttpResponse]


def _needs_release(view: View) -> View:
    """A page that is made from the release: without one it is closed, with safe advice."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoRelease:
            return closed()

    return guarded


def _page(request: HttpRequest, template: str, context: Mapping[str, object] | None = None) -> HttpResponse:
    words = safe_texts.words()
    shared = {
        "words": words,
        "signs": words.numbered("worsening"),
        "start_signs": words.numbered("start_danger"),
        "operator": settings.LEGCHECK_OPERATOR,
        "operator_contact": settings.LEGCHECK_OPERATOR_CONTACT,
        "saving": saving_is_on(),
    }
    return render(request, template, {**shared, **(context or {})})


def _served() -> Served | None:
    """What is served now; None when nothing can be."""
    try:
        return holder.current()
    except NoRelease:
        return None


def _library() -> Library:
    return library_of(holder.current())


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the check is and is not, and who stands behind it."""
    disclaimer = safe_texts.words().paragraphs("disclaimer_full")
    return _page(request, "pages/about.html", {"disclaimer": disclaimer, "places": ABOUT, "served": _served()})


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """How the advice comes about."""
    served = _served()
    context = {"served": served, "library": library_of(served) if served else None}
    return _page(request, "pages/how_it_works.html", context)


@_needs_release
def accuracy(request: HttpRequest) -> HttpResponse:
    """What was measured on the test cases of the live release; a sentence where nothing was measured."""
    served = holder.current()
    measured = served.accuracy
    context = {
        "identity": served.release.identity,
        "engine": measured.engine if measured else None,
        "engine_now": measured.engine_now if measured else None,
    }
    return _page(request, "pages/accuracy.html", context | (measured.page if measured else {}))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What stays with the visitor, and what the site gets to see."""
    return _page(request, "pages/privacy.html", {"served": _served()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the site is made to work for everyone."""
    return _page(request, "pages/accessibility.html")


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every release with its date and note; while the database is away, the one that is served."""
    served = _served()
    try:
        rows = published.releases()["items"]
    except DatabaseProblem as error:
        log_fault(error)
        rows = None
    else:
        words = {status: gettext(text) for status, text in _STATUS_WORDS.items()}
        rows = [row | {"status_words": words[row["status"]]} for row in rows]
    return _page(request, "pages/releases.html", {"releases": rows, "served": served})


@_needs_release
def sources(request: HttpRequest) -> HttpResponse:
    """Every source of the served release, by kind."""
    order = list(_SOURCE_KINDS)
    rows = sorted(_library().sources.values(), key=lambda row: (order.index(row.kind), row.title.lower()))
    groups = [(gettext(_SOURCE_KINDS[kind]), list(found)) for kind, found in groupby(rows, key=lambda row: row.kind)]
    return _page(
        request, "pages/sources.html", {"groups": groups, "attribution": gettext(ATTRIBUTION), "library": _library()}
    )


@_needs_release
def library(request: HttpRequest) -> HttpResponse:
    """The index of causes and advice."""
    return _page(request, "pages/library.html", {"library": _library()})


@_needs_release
def cause(request: HttpRequest, key: str) -> HttpResponse:
    """One cause."""
    page = _library().causes.get(key)
    if page is None:
        raise Http404
    return _page(request, "pages/cause.html", {"page": page, "attribution": gettext(ATTRIBUTION)})


@_needs_release
def advice(request: HttpRequest, key: str) -> HttpResponse:
    """One advice."""
    page = _library().advice.get(key)
    if page is None:
        raise Http404
    return _page(request, "pages/advice.html", {"page": page})


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The common questions, answered."""
    served = _served()
    found = library_of(served) if served else None
    context = {"answers": answered(found), "article": found.sources.get("article") if found else None}
    return _page(request, "pages/questions.html", context)


@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Counts whether a question was clear, then leads to thanks; with `stay` the page he is on stays as it is."""
    voice = request.POST.get("clear")
    if voice in ("yes", "no"):
        count(request.POST.get("about", ""), clear=voice == "yes", today=timezone.localdate())
    if request.POST.get("stay"):
        return HttpResponse(status=204)
    step = request.POST.get("step", "")
    known = step.isascii() and step.isdigit() and len(step) < 4
    return HttpResponseRedirect(reverse("symptoms:thanks", args=[int(step) if known else 1]))


@require_safe
def thanks(request: HttpRequest, step: int) -> HttpResponse:
    """Thanks, and the way back to the question he came from."""
    return _page(request, "pages/thanks.html", {"back": reverse("symptoms:step", args=[step])})


@_needs_release
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that search engines may list."""
    found = _library()
    paths = [reverse(name) for name in INDEXED]
    paths += [reverse("symptoms:library-cause", args=[key]) for key in found.causes]
    paths += [reverse("symptoms:library-advice", args=[key]) for key in found.advice]
    context = {"addresses": [request.build_absolute_uri(path) for path in paths]}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines shall leave alone, and where the site map is."""
    context = {"sitemap": request.build_absolute_uri(reverse("symptoms:sitemap"))}
    return render(request, "pages/robots.txt", context, content_type="text/plain; charset=utf-8")
