"""Fixed texts, and the phone lines of each country."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from knowledge.admin.kept import KeptAdmin, KeptForm
from knowledge.admin.reading import short
from knowledge.admin.text_places import PLACES, filled_in, next_in_row, place_in_words, place_of
from knowledge.checks.texts import REQUIRED_TEXTS
from knowledge.models import Region, Text

_REQUIRED = frozenset(REQUIRED_TEXTS)
_NEEDED = "The site cannot do without this text: change its words, but it can be neither retired nor deleted."
_NUMBERED = (
    "Numbered texts are shown from 1 up to the first number that is missing, and “{following}” comes after this one: "
    "move the later words up by one number each, then retire the last one."
)
#: The region for all countries that are not listed.
FALLBACK_REGION = "ZZ"
_FALLBACK = "ZZ serves every country that is not listed: change it, but it can be neither retired nor deleted."


class _Needed(admin.SimpleListFilter):
    title = "needed"
    parameter_name = "needed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Needed"), ("no", "Not needed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Text]) -> QuerySet[Text]:
        match self.value():
            case "yes":
                return queryset.filter(key__in=_REQUIRED)
            case "no":
                return queryset.exclude(key__in=_REQUIRED)
            case _:
                return queryset


class _WhereItStands(admin.SimpleListFilter):
    title = "where it stands"
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        words = dict.fromkeys(place.words for place in PLACES)
        return [(word, word) for word in sorted(words)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Text]) -> QuerySet[Text]:
        chosen = self.value()
        if not chosen:
            return queryset
        keys = Text.objects.order_by().values_list("key", flat=True)
        return queryset.filter(key__in=[key for key in keys if (place := place_of(key)) and place.words == chosen])


class TextForm(KeptForm):
    """A fixed text."""

    @staticmethod
    def why_kept(key: str) -> str:
        if key in _REQUIRED:
            return _NEEDED
        following = next_in_row(key)
        if following and Text.objects.filter(key=following, retired=False).exists():
            return _NUMBERED.format(following=following)
        return ""


@admin.register(Text)
class TextAdmin(KeptAdmin):
    """Fixed texts. Their keys say where they stand."""

    form = TextForm
    change_form_template = "admin/knowledge/text.html"
    list_display = ("key", "words", "needed", "is_retired")
    list_filter = (_Needed, _WhereItStands)
    search_fields = ("note", "text_for_another")
    fieldsets = (
        (None, {"fields": ["key", "text", "text_for_another", "note"]}),
        ("In the lists", {"fields": ["position", "retired"]}),
    )

    @admin.display(description="Text", ordering="text")
    def words(self, row: Text) -> str:
        """The beginning of the text."""
        return short(row.text)

    @admin.display(description="Needed", boolean=True)
    def needed(self, row: Text) -> bool:
        """Whether the site cannot do without it."""
        return row.key in _REQUIRED

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        key = row.key if row else ""
        context["placeholders"] = filled_in(key)
        context["place"] = place_in_words(key) if row else ""
        context["kept"] = _NEEDED if key in _REQUIRED else ""
        return super().render_change_form(request, context, *args, **kwargs)


class RegionForm(KeptForm):
    """The phone lines of a country."""

    @staticmethod
    def why_kept(key: str) -> str:
        return _FALLBACK if key == FALLBACK_REGION else ""


@admin.register(Region)
class RegionAdmin(KeptAdmin):
    """The phone lines of each country."""

    form = RegionForm
    change_form_template = "admin/knowledge/region.html"
    list_display = ("key", "name", "emergency_number", "checked", "is_retired")
    list_filter = ("checked", "spelling")
    search_fields = ("emergency_number", "note")
    fieldsets = (
        (None, {"fields": ["key", "name", "spelling"]}),
        (
            "Emergency",
            {
                "fields": ["emergency_number", "emergency_dial", "emergency_also"],
                "description": "{emergency_number} in the texts becomes this number; the link on the page dials it.",
            },
        ),
        (
            "Urgent line",
            {
                "fields": [
                    "urgent_line_label",
                    "urgent_line_number",
                    "urgent_line_if_none",
                    "urgent_line_label_for_another",
                    "urgent_line_if_none_for_another",
                ],
                "description": "{urgent_line} in the texts becomes “label on number”, the label alone, or, where both "
                "are empty, “your doctor or an urgent care centre”, and about another man “his doctor”. It must read "
                "well after “call”. What to do without the line is shown where there is no number, and for men who "
                "cannot reach it.",
            },
        ),
        ("Crisis line", {"fields": ["crisis_line_label", "crisis_line_number"]}),
        (
            "Where the numbers were seen",
            {
                "fields": ["sources", "checked", "recall", "note"],
                "description": "Phone numbers change. Look every one up again at least twice a year.",
            },
        ),
        ("In the lists", {"fields": ["position", "retired"]}),
    )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = context.get("original")
        context["kept"] = self.form.why_kept(row.key) if row else ""
        return super().render_change_form(request, context, *args, **kwargs)
