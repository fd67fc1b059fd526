"""The library: each fact of a cause stands on its page with its sources; advice says whom it does not suit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.content import AdviceKind, Frequency, SourceKind
from symptoms.pages import library as rooms
from symptoms.pages.library import Link, library_of
from symptoms.pages.views import _SOURCE_KINDS

WORDS = {
    Frequency.OBLIGATE: "Nearly always",
    Frequency.VERY_FREQUENT: "Nearly always",
    Frequency.FREQUENT: "Often",
    Frequency.OCCASIONAL: "Sometimes",
    Frequency.VERY_RARE: "Rarely",
    Frequency.EXCLUDED: "Does not fit",
}


def test_every_fact_of_every_cause_stands_once_on_its_page_with_its_sources(library, knowledge):
    labels = {finding.key: finding.label for finding in knowledge.findings}
    for cause in knowledge.causes:
        page = library.causes[cause.key]
        groups = [*page.signs, *page.course, *page.before]
        shown = [(group.word, sign) for group in groups for sign in group.signs]
        shown += [("Does not fit", sign) for sign in page.not_typical]
        told = sorted(
            (word, sign.label, sorted(page.sources[place - 1].key for place in sign.sources)) for word, sign in shown
        )
        assert told == sorted(
            (
                WORDS[row.frequency]
                if row.frequency
                else "Makes it more likely"
                if row.likelihood_ratio >= 1
                else "Makes it less likely",
                labels[row.finding],
                sorted(row.sources),
            )
            for row in cause.evidence
        )


def test_what_is_rare_is_folded_and_the_most_typical_comes_first(library):
    order = ["Nearly always", "Often", "Sometimes", "Rarely", "Makes it more likely", "Makes it less likely"]
    for page in library.causes.values():
        for groups in (page.signs, page.course, page.before):
            words = [group.word for group in groups]
            assert words == sorted(words, key=order.index)
            assert {group.word for group in groups if group.folded} <= {"Sometimes", "Rarely", "Makes it less likely"}


def test_helps_are_those_of_the_cause_but_for_what_does_not_suit_it(library, knowledge):
    not_for = {item.key: item.suppressed_by for item in knowledge.advice}
    for cause in knowledge.causes:
        page = library.causes[cause.key]
        shown = [item.key for item in (*page.you_can_do, *page.doctor_may_do)]
        assert sorted(shown) == sorted(key for key in cause.treatment if cause.key not in not_for[key])
        assert all(item.for_doctor for item in page.doctor_may_do)
        assert not any(item.for_doctor for item in page.you_can_do)
        for item in (*page.you_can_do, *page.doctor_may_do):
            assert Link(cause.key, cause.name) in item.causes
    assert "start_slow" in next(row.treatment for row in knowledge.causes if row.key == "rhabdomyolysis")
    assert all(link.key != "rhabdomyolysis" for link in library.advice["start_slow"].causes)


def test_training_names_the_illnesses_that_it_does_not_suit(live, see):
    links = see("/library/advice/strength_train/").links()
    assert links["ME/CFS (long illness with crashes after effort)"] == "/library/causes/me_cfs/"


def test_an_empty_shelf_is_left_out_and_every_page_stands_on_one(library):
    for pages, shelves in ((library.causes, library.cause_shelves), (library.advice, library.advice_shelves)):
        assert sorted(link.key for shelf in shelves for link in shelf.pages) == sorted(pages)
        assert all(shelf.pages for shelf in shelves)


def test_kinds_of_the_knowledge_all_have_words():
    assert set(rooms._KINDS) == set(AdviceKind)
    assert set(_SOURCE_KINDS) == set(SourceKind)
    assert set(rooms._HOW_OFTEN) | {rooms._NOT_TYPICAL} == set(Frequency)


def test_facts_that_were_looked_up_are_counted(library, knowledge):
    unread = {source.key for source in knowledge.sources if source.kind is SourceKind.ESTIMATE}
    rows = [row for cause in knowledge.causes for row in cause.evidence]
    assert library.evidence == len(rows)
    assert library.evidence_looked_up == sum(1 for row in rows if not unread.issuperset(row.sources))
    assert 0 < library.evidence_looked_up < library.evidence


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/library/causes/depression/", True),
        ("/library/advice/crisis_support/", True),
        ("/library/causes/muscle_strain/", False),
        ("/library/advice/stretching/", False),
    ],
)
def test_whom_to_call_in_a_crisis_stands_where_mood_is_low(live, see, path, shown):
    assert ("Samaritans: 116 123" in see(path).main.text) is shown


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("stroke_tia", "Men with this need emergency help at once."),
        ("dvt", "Men with this need to be seen the same day."),
        ("lupus_sle", "Men with this need to see a doctor within a week."),
        ("obesity", "Most men can look after this at home for a while."),
        ("parkinsons_disease", "Men with this need to see a doctor in the next few weeks."),
    ],
)
def test_a_cause_says_how_soon_men_with_it_are_seen(live, see, key, said):
    assert said in see(f"/library/causes/{key}/").main.text


def test_a_page_says_that_it_is_no_diagnosis_leads_to_the_check_and_marks_what_is_for_doctors(live, see):
    page = see("/library/causes/motor_neurone_disease/")
    assert "Reading about a cause is no diagnosis." in page.main.text
    assert page.links()["Go to the check"] == "/"
    folded = next(part for part in page.main.all("details") if "Amyotrophic lateral sclerosis" in part.text)
    assert folded.one("summary").text == "Medical name and usual course"
    assert page.headings()[-4:] == [
        "Tests a doctor may do",
        "For a doctor",
        "What to do about your own legs",
        "Where the facts come from",
    ]
    assert page.headings()[:2] == ["Motor neurone disease (ALS)", "Is it an emergency?"]


def test_numbers_to_call_are_those_of_the_region(live, see):
    page = see("/library/advice/emergency_hospital/")
    assert page.main.text.count("Call 999") == 2
    assert "{" not in page.text


def test_the_library_is_made_once_and_anew_for_another_release(served):
    made = library_of(served)
    assert library_of(replace(served, accuracy=None)) is made
    first = replace(served.release.causes[0], name="Another name")
    other = replace(served, release=replace(served.release, causes=(first, *served.release.causes[1:])))
    assert library_of(other).causes[first.key].name == "Another name"
    assert library_of(served).causes[first.key].name != "Another name"


def test_a_source_is_named_with_all_that_is_known_of_it(library):
    source = library.sources["article"]
    assert source.published == "News7Health"
    assert replace(source, publisher="unknown", year=2021).published == "2021"
    assert replace(source, publisher="unknown").published == ""


def test_every_source_is_listed_and_says_how_it_was_read(live, see, knowledge):
    entries = [item.text for item in see("/sources/").main.all("li")]
    assert len(entries) == len(knowledge.sources)
    article = next(entry for entry in entries if "What Every Man Should Know" in entry)
    assert article.endswith("(News7Health). Read in full. Reliability: low.")
    assert "Human Phenotype Ontology (release 2025-01-16)" in see("/sources/").main.text
