"""What the knowledge says to a man: plain, kind, for men, and for a reading age of 9 to 11."""

from __future__ import annotations

import re
from itertools import groupby

import pytest

from tests.reading_age import HARDEST, grade
from tests.wording import exceptions
from tests.wording.faults import faults, long_words, wrong_phrases
from tests.wording.texts import READERS, Reader, fields_with_text, knowledge_texts


def found(texts, of=faults):
    """Every fault of some texts, as (place, name of the fault)."""
    return {(place, fault) for place, text in texts for fault in of(text)}


def filled(text):
    return re.sub(r"\{\w+\}", "it", text)


def test_it_is_known_of_every_text_who_reads_it(knowledge):
    assert fields_with_text(knowledge) == set(READERS)


def test_nothing_is_said_to_a_man_that_should_not_be_but_for_these(knowledge):
    assert found(knowledge_texts(knowledge, Reader.MAN)) == set(exceptions.KNOWLEDGE)


def test_names_of_tests_are_doctors_words_and_promise_and_scare_no_more_than_others(knowledge):
    assert found(knowledge_texts(knowledge, Reader.DOCTORS_WORDS), wrong_phrases) == set(exceptions.TESTS)


def test_every_exception_has_a_reason():
    reasons = [*exceptions.KNOWLEDGE.values(), *exceptions.TESTS.values(), *exceptions.PAGES.values()]
    assert all(len(reason.split()) > 3 for reason in reasons)


#: Names, and labels of a few words, are no sentences.
NO_SENTENCES = {
    *("causes.name", "advice.title", "regions.emergency_number"),
    *("regions.urgent_line.label", "regions.urgent_line.label_for_another"),
}


def test_all_texts_of_one_kind_are_easy_to_read(knowledge):
    def kind(text):
        return next(field for field in READERS if re.fullmatch(_places_of(field), text.place))

    texts = sorted(knowledge_texts(knowledge, Reader.MAN), key=kind)
    grades = {field: grade([filled(text) for _, text in of_it]) for field, of_it in groupby(texts, key=kind)}
    assert len(grades) > 15
    assert {field: hard for field, hard in grades.items() if hard > HARDEST and field not in NO_SENTENCES} == {}


def _places_of(field):
    """A pattern for places "concept.key.part" of a field "concept.part"; parts of a list have keys or numbers."""
    concept, *parts = field.split(".")
    return concept + r"\.\w+" + "".join(rf"\.{part}(?:\.\w+)?" for part in parts)


def both_ways(*words):
    """Words as they stand to the man himself, and as they stand to somebody who answers for him."""
    return [ordinary for ordinary, _ in words], [for_another or ordinary for ordinary, for_another in words]


def words_of_page(page):
    """All words of a page, each with those about another man."""
    yield from (
        (page.text, page.text_for_another),
        (page.hint, page.hint_for_another),
        (page.why, page.why_for_another),
    )
    for option in page.options:
        yield option.label, option.label_for_another
        if option.explain:
            yield option.explain, option.explain_for_another


def test_each_question_page_is_easy_to_read_whomever_it_is_about(knowledge):
    for page in knowledge.questions:
        for texts in both_ways(*words_of_page(page)):
            assert grade([filled(text) for text in texts]) <= HARDEST, page.key


def test_what_a_rule_tells_is_easy_to_read_as_a_whole_whomever_it_is_about(knowledge):
    rules = {
        rule.key: both_ways((rule.tell, rule.tell_for_another), (rule.because, rule.because_for_another))
        for rule in knowledge.red_flags
    }
    assert found((key, " ".join(texts)) for key, ways in rules.items() for texts in ways) == set()


def test_each_caution_is_a_sentence_that_stands_by_itself(knowledge):
    cautions = [caution for item in knowledge.advice for caution in item.cautions]
    assert len(cautions) > 50
    notes = [text for text in cautions if not re.fullmatch(r"(?!Not? )[A-Z][^:]+\.", text) or len(text.split()) < 4]
    assert notes == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("You have a stroke.", "says what he has"),
        ("You probably have a stroke.", "says what he has"),
        ("This rules out a clot.", "rules out"),
        ("A clot was ruled out.", "rules out"),
        ("Patients often feel better.", "calls him a patient"),
        ("The user ticks a box.", "calls him a user"),
        ("About 20% get better.", "percentage"),
        ("Call now!", "shouts"),
        ("CALL now.", "shouts CALL"),
        ("Ask her to stay.", "is not for men"),
        ("You are fine.", "promises"),
        ("Ask an alcoholic.", "is unkind"),
        ("Symptoms can grow.", "says symptom for sign"),
        ("It is an encephalopathy.", "new long word encephalopathy"),
        (
            "Potassium, magnesium, paracetamol and spironolactone are available at every pharmacy in the community.",
            "is hard to read",
        ),
    ],
)
def test_each_fault_is_found(text, fault):
    assert fault in set(faults(text))


@pytest.mark.parametrize(
    "text",
    ["Do you have any of these?", "Call {emergency_number} now.", "Stop if you have pain.", "I am sure.", "See a GP."],
)
def test_plain_words_have_no_fault(text):
    assert list(faults(text)) == []


def test_words_with_endings_are_the_words_themselves():
    assert long_words("Parkinson's, Potassium and {emergency_number}") == {"parkinson", "potassium"}
