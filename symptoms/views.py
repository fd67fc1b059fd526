"""The pages of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from symptoms import safe_texts


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what it is not, and how to call the API."""
    return render(request, "pages/home.html", {"texts": safe_texts.home_texts()})
