"""The change log of the whole draft: who changed what, and when, in words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from knowledge.admin.history import entry_of, known_labels
from knowledge.admin.places import places_of
from knowledge.admin.reading import ReadOnlyAdmin, moment, short
from knowledge.content import CONCEPTS
from knowledge.models import Change
from knowledge.words.vocabulary import NAME_FIELDS, inside, name_and_key, plural_of, singular_of

#: Characters of a sentence in the list.
_LENGTH = 160


class ConceptFilter(admin.SimpleListFilter):
    """What kind of entry was changed."""

    title = "what was changed"
    parameter_name = "concept"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(concept, plural_of(concept)) for concept in CONCEPTS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(concept=self.value()) if self.value() else queryset


class WhenFilter(admin.DateFieldListFilter):
    """When it was changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "date"


class PersonFilter(admin.AllValuesFieldListFilter):
    """Who changed it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "person"


class ChangesInWords(ChangeList):
    """Gives each change of the shown page its words; the names are read once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        labels = known_labels()
        self.result_list = list(self.result_list)
        for change in self.result_list:
            change.words = in_short(change, [str(part) for part in entry_of(change, labels).changes])


def name_of(change: Change) -> str:
    """What the entry was called after the change, or before it was removed."""
    state = json.loads(change.after or change.before)
    return str(state.get(NAME_FIELDS.get(change.concept, "")) or change.key)


def in_short(change: Change, sentences: list[str]) -> str:
    """That it was added or removed; else the first sentence, and how many more there are."""
    if not change.before or not change.after:
        return "Removed." if change.before else "Added."
    more = f" And {len(sentences) - 1} more." if len(sentences) > 1 else ""
    return short("".join(sentences[:1]), _LENGTH) + more


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The list of changes, and the page of each."""

    list_display = ("when", "by", "what", "in_words")
    list_filter = (ConceptFilter, "how", ("at", WhenFilter), ("by", PersonFilter))
    search_fields = ("key", "by")
    ordering = ("-id",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ChangesInWords

    @admin.display(description="when", ordering="id")
    def when(self, change: Change) -> str:
        return moment(change.at)

    @admin.display(description="what", ordering="key")
    def what(self, change: Any) -> str:
        concept, name = singular_of(change.concept), name_of(change)
        return concept if change.concept == "settings" else f"{concept}: {name_and_key(change.key, name)}"

    @admin.display(description="what changed")
    def in_words(self, change: Any) -> str:
        words: str = change.words
        return words

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        intro = (
            "Every change of the draft, the newest first. Nothing here is ever changed or removed. Search for a key, "
            "such as numb_feet, or for who made the change."
        )
        return self.list_page(request, "Change log", intro)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One change with every sentence."""
        self.must_be_seen(request)
        change = self.get_object(request, object_id)
        if change is None:
            raise Http404
        name = name_of(change)
        context = {
            "title": f"Change of the {inside(singular_of(change.concept))}"
            + (f" {name}" if name != "settings" else ""),
            "change": change,
            "concept_words": singular_of(change.concept),
            "name": name,
            "place": places_of([(change.concept, change.key)]).get((change.concept, change.key)),
            "entry": entry_of(change, known_labels()),
        }
        return self.page(request, "change", context)
