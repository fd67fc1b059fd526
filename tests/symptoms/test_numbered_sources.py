"""Sources as a numbered list: each once, in the order in which they are named first."""

from __future__ import annotations

from symptoms.numbered_sources import NumberedSources, SourceLine

ROWS = {
    "guide": {"title": "A guide", "publisher": "A college", "url": "https://guide.example/", "year": 2024},
    "book": {"title": "A book", "publisher": "A house", "url": None, "year": 1999},
}


def test_each_source_stands_once_in_the_order_of_its_first_naming():
    sources = NumberedSources(ROWS, ["book", "guide", "book"])
    guide = SourceLine("A guide", "A college", "https://guide.example/")
    assert sources.lines == (SourceLine("A book", "A house", None), guide)


def test_numbers_are_places_in_the_list_from_one_the_lowest_first():
    sources = NumberedSources(ROWS, ["book", "guide"])
    assert sources.numbers(["guide", "book"]) == (1, 2)
    assert sources.numbers(["guide"]) == (2,)
    assert sources.numbers([]) == ()


def test_a_source_that_the_release_does_not_know_has_no_line_and_no_number():
    sources = NumberedSources(ROWS, ["lost", "guide"])
    assert [line.title for line in sources.lines] == ["A guide"]
    assert sources.numbers(["lost", "guide", "book"]) == (1,)
