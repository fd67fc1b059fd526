"""What a man reads on the pages around the check has a reading age of 9 to 11."""

from __future__ import annotations

import pytest

from symptoms.pages.questions import QUESTIONS
from tests.reading_age import grade, syllables
from tests.symptoms.pages.test_pages import PLAIN

#: Ages 9 to 11.
HARDEST = 6.0

#: The formula is made for whole pages: in a text of one or two sentences a single long name weighs much. So a text
#: of the library alone may go up to this, while all of them together keep to the ages.
HARDEST_ALONE = 8.0
EXCEPTIONS = {
    "mg_k_food": "one sentence lists foods, the other names potassium and magnesium",
    "rehydrate_salts": "one sentence that must say when, what and where from",
    "walking_aid": "one sentence, and the person who fits the aid is a physiotherapist",
    "immune_treatment": "names immune drugs, the defence system and specialists",
    "hormone_treatment": "one sentence that names hormones and a specialist",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [("leg", 1), ("weakness", 2), ("potassium", 4), ("tired", 1), ("muscle", 2), ("likely", 2), ("idea", 3)],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_long_words_and_long_sentences_raise_the_grade():
    assert grade(["The cat sat. It ran."]) < 0
    assert grade(["The physiotherapist recommends individually supervised rehabilitation."]) > 20
    assert grade(["We go to the shop and then we go to the park and then we go home to eat."]) > grade(
        ["We go to the shop. Then we go to the park. Then we go home to eat."]
    )


@pytest.mark.parametrize("path", ["/", *PLAIN, "/nothing-here"])
def test_a_page_is_easy_to_read(live, see, path):
    texts = [part.text for part in see(path).main.all() if part.tag in ("p", "li") and len(part.text.split()) > 3]
    assert grade(texts) <= HARDEST


@pytest.mark.parametrize("key", [question.key for question in QUESTIONS])
def test_an_answer_is_easy_to_read(live, see, key):
    section = next(part for part in see("/questions/").main.all("section") if part["aria-labelledby"] == key)
    assert grade([part.text for part in section.children if part.tag == "p"]) <= HARDEST


def test_the_library_as_a_whole_is_easy_to_read(library):
    assert grade([page.summary for page in library.causes.values()]) <= HARDEST
    assert grade([page.text for page in library.advice.values()]) <= HARDEST


def test_each_text_of_the_library_is_easy_to_read_but_for_these(library):
    texts = {key: page.summary for key, page in library.causes.items()}
    texts |= {key: page.text for key, page in library.advice.items()}
    assert {key for key, text in texts.items() if grade([text]) > HARDEST_ALONE} == set(EXCEPTIONS)
