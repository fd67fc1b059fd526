"""What a man reads on the pages around the check has a reading age of 9 to 11."""

from __future__ import annotations

import pytest

from symptoms.pages.questions import QUESTIONS
from tests.reading_age import HARDEST, grade, syllables, texts_of
from tests.symptoms.pages.test_pages import PLAIN


@pytest.mark.parametrize(
    ("word", "count"),
    [
        *(("leg", 1), ("weakness", 2), ("potassium", 4), ("tired", 1), ("muscle", 2), ("likely", 2), ("idea", 3)),
        *(("muscles", 2), ("settled", 2), ("called", 1), ("diet", 2), ("spasm", 2), ("lying", 2)),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_long_words_and_long_sentences_raise_the_grade():
    assert grade(["The cat sat. It ran."]) < 0
    assert grade(["The physiotherapist recommends individually supervised rehabilitation."]) > 20
    assert grade(["We go to the shop and then we go to the park and then we go home to eat."]) > grade(
        ["We go to the shop. Then we go to the park. Then we go home to eat."]
    )


@pytest.mark.parametrize("path", ["/", *PLAIN, "/about/accuracy/", "/library/", "/nothing-here"])
def test_a_page_is_easy_to_read(live, see, path):
    assert grade(texts_of(see(path).main)) <= HARDEST


@pytest.mark.parametrize("key", [question.key for question in QUESTIONS])
def test_an_answer_is_easy_to_read(live, see, key):
    section = next(part for part in see("/questions/").main.all("section") if part["aria-labelledby"] == key)
    assert grade([part.text for part in section.children if part.tag == "p"]) <= HARDEST


def test_each_page_of_the_library_is_easy_to_read(live, see, library):
    paths = [f"/library/causes/{key}/" for key in library.causes] + [
        f"/library/advice/{key}/" for key in library.advice
    ]
    grades = {path: grade(texts_of(see(path).main)) for path in paths}
    assert {path: hard for path, hard in grades.items() if hard > HARDEST} == {}


def test_the_sentences_of_each_page_of_the_library_are_easy_to_read_without_its_labels(library):
    said = {key: [page.text, *page.cautions] for key, page in library.advice.items()}
    said |= {
        key: [page.summary, *(text for item in (*page.you_can_do, *page.doctor_may_do) for text in said[item.key])]
        for key, page in library.causes.items()
    }
    assert len(said) == len(library.causes) + len(library.advice)
    grades = {key: grade(texts) for key, texts in said.items()}
    assert {key: hard for key, hard in grades.items() if hard > HARDEST} == {}
