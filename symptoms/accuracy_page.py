"""The page that tells what was measured on the test cases of the live release."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from symptoms import safe_texts
from symptoms.errors import closed
from symptoms.serving import NoRelease, holder


@require_safe
def accuracy(request: HttpRequest) -> HttpResponse:
    """The figures of the live release; a sentence while it has not been measured yet."""
    try:
        served = holder.current()
    except NoRelease:
        return closed()
    words = safe_texts.words()
    context = {
        "words": words,
        "signs": words.numbered("worsening"),
        "identity": served.release.identity,
        "engine": served.accuracy.engine if served.accuracy else None,
        **(served.accuracy.page if served.accuracy else {}),
    }
    return render(request, "symptoms/accuracy.html", context)
