"""The words of the site that need no database: those of the release being served, else of the shipped files.

Everything that is shown when something failed comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from knowledge.content import Region, Text
from knowledge.for_another import said_to_another
from knowledge.interchange import SHIPPED_FOLDER, read_folder
from symptoms.engine.compile import region_lines
from symptoms.engine.compiled import RegionLines
from symptoms.engine.wording import fill, fill_region
from symptoms.serving import holder

#: The region whose words fit anywhere.
_FALLBACK_REGION = "ZZ"

#: What opens the advice, by the code of the problem.
OPENING = {
    "could_not_assess": (
        "level_could_not_assess_title",
        "fault_action",
        "level_could_not_assess_where",
        "fault_come_back",
    ),
    "no_published_release": ("error_503_title", "error_503_text"),
    "server_error": ("error_500_title", "error_500_text"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Texts by key with the region's numbers filled in, and the region's lines.

    `to_another`: they are words of their own for somebody who answers for a man.
    """

    texts: Mapping[str, str]
    region: RegionLines
    to_another: bool = False

    def paragraphs(self, key: str) -> tuple[str, ...]:
        """A text by its paragraphs."""
        return tuple(self.texts[key].split("\n\n"))

    def filled(self, key: str, **values: str) -> str:
        """A text with its other placeholders, such as a date, filled in."""
        return fill(self.texts[key], values)

    def numbered(self, stem: str) -> tuple[str, ...]:
        """The texts stem_1, stem_2 and so on."""
        return tuple(text for key, text in self.texts.items() if key.removeprefix(f"{stem}_").isdigit())


@cache
def _shipped(region_key: str, for_another: bool) -> Words:
    rows, every_region = _shipped_rows()
    regions = {region.key: region for region in every_region}
    region = regions.get(region_key) or regions[_FALLBACK_REGION]
    lines = region_lines(said_to_another(region) if for_another else region)
    texts = {
        row.key: fill_region(row.text, lines.emergency_number, lines.urgent_line, lines.urgent_number)
        for row in (map(said_to_another, rows) if for_another else rows)
    }
    return Words(texts, lines, for_another)


@cache
def _shipped_rows() -> tuple[tuple[Text, ...], tuple[Region, ...]]:
    """The texts and regions of the shipped files; the rest of them is not kept."""
    knowledge = read_folder(SHIPPED_FOLDER)
    return knowledge.texts, knowledge.regions


def words(*, for_another: bool = False) -> Words:
    """The words of the served release, or of the shipped files while none is served. Never asks the database.

    They are for the man himself, or `for_another`: for somebody who answers for him.
    """
    shipped = _shipped(settings.LEGCHECK_REGION, for_another)
    served = holder.peek()
    if served is None:
        return shipped
    release = served.release.speaking(for_another=for_another)
    # A text that a later version of the site needs, and an older release lacks, comes from the shipped files.
    return Words({**shipped.texts, **release.texts}, release.region, release is not served.release)


def must_display_texts(code: str, *, for_another: bool = False) -> list[dict[str, str]]:
    """Texts to show instead of an outcome for a problem code, most important first, then the worsening signs.

    They are for the man himself, or `for_another`: for somebody who answers for him.
    """
    texts = words(for_another=for_another).texts
    keys = [*OPENING[code], "worsening_intro", *(key for key in texts if key.removeprefix("worsening_").isdigit())]
    return [{"key": key, "audience": "person", "text": texts[key]} for key in keys]


def scope_stop_texts() -> list[dict[str, str]]:
    """Texts for a person the check is not made for."""
    texts = words().texts
    keys = ("scope_stop_see_doctor_title", "scope_stop_see_doctor_text")
    return [{"key": key, "audience": "person", "text": texts[key]} for key in keys]


@dataclass(frozen=True, slots=True)
class ErrorTexts:
    """The words of an error page."""

    title: str
    text: str
    worsening_intro: str
    worsening: tuple[str, ...]


def error_texts(status: int) -> ErrorTexts:
    """The words for an HTTP status of 400, 403, 404, 429, 500 or 503. Raises KeyError for others."""
    found = words()
    return ErrorTexts(
        title=found.texts[f"error_{status}_title"],
        text=found.texts[f"error_{status}_text"],
        worsening_intro=found.texts["worsening_intro"],
        worsening=found.numbered("worsening"),
    )
