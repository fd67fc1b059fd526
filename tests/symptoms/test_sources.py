"""How a source is named: with all that is known of it, alike in the library and in an outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from symptoms.numbered_sources import SourceLine
from symptoms.pages.library import Source
from tests.symptoms.visitor import OUTCOME

IN_THE_LIBRARY = Source(
    key="diary", title="Diary", publisher="A house", year=2021, url=None, kind="web", reliability="low", read="full"
)
IN_AN_OUTCOME = SourceLine(title="Diary", publisher="A house", url=None)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (IN_THE_LIBRARY, "Diary (A house, 2021)"),
        (replace(IN_THE_LIBRARY, year=None), "Diary (A house)"),
        (replace(IN_THE_LIBRARY, publisher="unknown"), "Diary (2021)"),
        (replace(IN_THE_LIBRARY, publisher="unknown", year=None), "Diary"),
        (IN_AN_OUTCOME, "Diary (A house)"),
        (replace(IN_AN_OUTCOME, publisher="unknown"), "Diary"),
        (
            replace(IN_AN_OUTCOME, publisher="unknown", url="https://diary.example/"),
            '<a href="https://diary.example/" rel="noreferrer noopener">Diary</a>',
        ),
    ],
)
def test_a_source_is_named_with_all_that_is_known_of_it(source, line):
    assert render_to_string("symptoms/source.html", {"source": source}) == line


@pytest.mark.django_db
def test_an_outcome_names_a_source_of_no_known_publisher_by_its_title(ready, knowledge):
    nameless = {source.title for source in knowledge.sources if source.publisher == "unknown"}
    page = ready(how_fast="weeks").open(OUTCOME)
    lines = [item.text for part in page.main.all("ol", **{"class": "lc-sources lc-quiet"}) for item in part.all("li")]
    assert nameless & set(lines)
    assert [line for line in lines if "unknown" in line] == []
