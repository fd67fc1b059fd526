"""The change log in words: who changed a concept, when, and what it was before and after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from knowledge.models import Change
from knowledge.snapshot import last_snapshot, snapshot_content
from knowledge.words.changes import FieldChange, changes_in_words
from knowledge.words.differences import labels_of

if TYPE_CHECKING:
    from knowledge.admin.base import ConceptAdmin

_PAGE = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a concept as it is shown."""

    by: str
    at: datetime
    how: str
    changes: tuple[FieldChange, ...]


def entry_of(change: Change, labels: Mapping[str, Mapping[str, str]]) -> Entry:
    """A change in words."""
    before, after = (json.loads(text) if text else None for text in (change.before, change.after))
    return Entry(
        by=change.by,
        at=change.at,
        how=change.get_how_display(),
        changes=changes_in_words(change.concept, before, after, labels),
    )


def known_labels() -> Mapping[str, Mapping[str, str]]:
    """The names of everything in the draft, by concept and key; empty while the draft makes no knowledge base."""
    content = snapshot_content(last_snapshot())
    return {} if content is None else labels_of(content)


def history_page(model_admin: ConceptAdmin, request: HttpRequest, object_id: str) -> HttpResponse:
    """All changes of one concept, the newest first. Raises Http404 and PermissionDenied as Django's own page does."""
    row = model_admin.get_object(request, object_id)
    if row is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"History of {row}",
        "opts": model_admin.opts,
        "original": row,
        **history_context(request, model_admin.concept, row.key),
    }
    return TemplateResponse(request, "admin/knowledge/history.html", context)


def history_context(request: HttpRequest, concept: str, key: str) -> dict[str, Any]:
    """`page` and `entries` for a list of changes: those of one concept on the page that the request asks for."""
    page = Paginator(Change.objects.filter(concept=concept, key=key), _PAGE).get_page(request.GET.get("p"))
    labels = known_labels()
    return {"page": page, "entries": [entry_of(change, labels) for change in page.object_list]}
