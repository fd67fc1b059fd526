"""What a preview is: a page of the draft drawn as a man sees it.

The knowledge does not know how pages are drawn. What draws them is named by the setting LEGCHECK_PREVIEW.
"""

from __future__ import annotations

from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from knowledge.content import Question


class Preview(Protocol):
    """Draws one page that has passed the row checks, whatever the rest of the draft is like.

    `sensitive` says whether one of its findings is, which adds an answer to the page; `back` is the address of the
    form it is edited in. What is drawn says that it is a preview, and sends nothing.
    """

    def __call__(self, request: HttpRequest, question: Question, *, sensitive: bool, back: str) -> HttpResponse: ...


def configured_preview() -> Preview:
    """The preview of the setting LEGCHECK_PREVIEW."""
    preview: Preview = import_string(settings.LEGCHECK_PREVIEW)
    return preview
