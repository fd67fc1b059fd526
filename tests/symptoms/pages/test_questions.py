"""The common questions: ten answers of a fair length, each resting on pages of the library."""

from __future__ import annotations

from dataclasses import replace

from symptoms.pages.questions import QUESTIONS, answered


def test_each_answer_is_as_long_as_a_man_will_read(live, see):
    sections = {part["aria-labelledby"]: part for part in see("/questions/").main.all("section")}
    lengths = {
        question.key: sum(len(part.text.split()) for part in sections[question.key].children if part.tag == "p")
        for question in QUESTIONS
    }
    assert len(lengths) == 10
    assert {key: count for key, count in lengths.items() if not 80 <= count <= 150} == {}


def test_each_answer_rests_on_the_library(library):
    for answer in answered(library):
        assert [link.key for link in answer.causes] == list(answer.question.causes)
        assert [link.key for link in answer.advice] == list(answer.question.advice)
        assert answer.causes or answer.advice


def test_the_last_answer_gives_the_signs_to_call_about(live, see):
    section = next(part for part in see("/questions/").main.all("section") if part["aria-labelledby"] == "doctor")
    lists = [[item.text for item in part.all("li")] for part in section.children if part.tag == "ul"]
    assert lists[0][0] == "Your weakness spreads, or gets worse over hours or days"
    assert len(lists[0]) == 10


def test_the_article_is_cited(live, see):
    links = see("/questions/").links()
    assert any("What Every Man Should Know" in text for text in links)


def test_a_page_that_the_release_no_longer_has_is_not_linked(library):
    without = replace(library, causes={}, advice={key: page for key, page in library.advice.items() if key == "physio"})
    links = [link.key for answer in answered(without) for link in (*answer.causes, *answer.advice)]
    assert set(links) == {"physio"}
