"""The library: each fact of a cause stands on its page with its sources; advice says whom it does not suit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.content import AdviceKind, Frequency, SourceKind, Urgency
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
        apart = [sign.label for sign in (*page.call, *page.today)]
        shown += [("Apart", sign) for sign in (*page.call, *page.today)]
        told = sorted(
            (word, sign.label, sorted(page.sources[place - 1].key for place in sign.sources)) for word, sign in shown
        )
        assert told == sorted(
            (
                "Apart"
                if labels[row.finding] in apart and row.frequency is not Frequency.EXCLUDED
                else WORDS[row.frequency]
                if row.frequency
                else "Makes it more likely"
                if row.likelihood_ratio >= 1
                else "Makes it less likely",
                labels[row.finding],
                sorted(row.sources),
            )
            for row in cause.evidence
        )


@pytest.fixture(scope="session")
def danger(knowledge):
    """Findings of the pages of danger signs, and those that alone complete an urgent rule."""
    asked = {
        key
        for question in knowledge.questions
        if question.stage == "emergency"
        for option in question.options
        for key in option.present
    }
    alone = {
        key
        for rule in knowledge.red_flags
        if len(rule.all_of) == 1 and rule.urgency in ("emergency_now", "same_day")
        for key in rule.all_of[0]
    }
    assert {"cola_urine", "breathless_rest", "saddle_numbness"} <= asked
    assert {"swollen_one_leg", "spreading_down"} <= alone - asked
    return asked | alone


def test_no_danger_sign_stands_unmarked_and_none_is_a_plain_sign_of_a_cause_that_can_wait(library, knowledge, danger):
    labels = {finding.label for finding in knowledge.findings if finding.key in danger}
    marked = 0
    for cause in knowledge.causes:
        page = library.causes[cause.key]
        plain = [sign for group in (*page.signs, *page.course, *page.before) for sign in group.signs]
        apart = [*page.call, *page.today]
        for sign in (*plain, *page.not_typical, *apart):
            assert bool(sign.mark) is (sign.label in labels), (cause.key, sign)
            marked += bool(sign.mark)
        if cause.urgency in ("emergency_now", "same_day"):
            assert apart == []
        else:
            assert [sign.label for sign in plain if sign.mark] == [], cause.key
            typical = {row.finding for row in cause.evidence if row.frequency is not Frequency.EXCLUDED}
            assert len(apart) == len(typical & danger), cause.key
    assert marked > 300


def test_the_page_of_a_harmless_cause_names_danger_signs_apart_and_says_whom_to_call(live, see):
    sections = {part["aria-labelledby"]: part for part in see("/library/causes/muscle_strain/").main.all("section")}
    apart = sections["whatever-the-cause"].text
    assert "Get help for these, whatever the cause" in apart
    assert "call 999 if one of these is true now. Cannot put weight on one leg" in apart
    assert "today if one of these is true now. " in apart
    assert "One calf or leg newly swollen" in apart.split("today if one")[1]
    assert "(a danger sign)" not in apart
    assert "One side of the face droops (a danger sign)" in see("/library/causes/stroke_tia/").main.text
    doms = {part["aria-labelledby"]: part for part in see("/library/causes/doms_overtraining/").main.all("section")}
    assert "Urine brown, red or like cola" in doms["whatever-the-cause"].text
    assert "whatever-the-cause" not in {
        part["aria-labelledby"] for part in see("/library/causes/stroke_tia/").main.all("section")
    }


@pytest.mark.parametrize(
    "path", ["/library/", "/library/causes/obesity/", "/library/advice/stretching/", "/questions/"]
)
def test_all_signs_to_call_about_stand_in_view(live, see, path):
    box = next(part for part in see(path).main.all("section") if part["aria-labelledby"] == "danger")
    assert "999 at once if an arm or leg suddenly goes weak" in box.text
    shown = [item.text for part in box.children if part.tag == "ul" for item in part.all("li")]
    assert shown == [text for key, text in live.release.texts.items() if key.removeprefix("worsening_").isdigit()]
    assert len(shown) == 10


def test_what_is_rare_is_folded_and_the_most_typical_comes_first(library):
    order = ["Nearly always", "Often", "Sometimes", "Rarely", "Makes it more likely", "Makes it less likely"]
    for page in library.causes.values():
        for groups in (page.signs, page.course, page.before):
            words = [group.word for group in groups]
            assert words == sorted(words, key=order.index)
            assert {group.word for group in groups if group.folded} <= {"Sometimes", "Rarely", "Makes it less likely"}


def test_helps_are_those_of_the_cause_but_for_what_does_not_suit_it(library, knowledge):
    not_for = {item.key: item.suppressed_by for item in knowledge.advice}
    order = list(Urgency)
    soonest = {item.key: order.index(item.only_from_urgency or order[-1]) for item in knowledge.advice}
    assert order[0] == "emergency_now"
    for cause in knowledge.causes:
        page = library.causes[cause.key]
        shown = [item.key for item in (*page.you_can_do, *page.doctor_may_do)]
        assert sorted(shown) == sorted(
            key
            for key in cause.treatment
            if cause.key not in not_for[key] and order.index(cause.urgency) <= soonest[key]
        )
        assert all(item.for_doctor for item in page.doctor_may_do)
        assert not any(item.for_doctor for item in page.you_can_do)
        for item in (*page.you_can_do, *page.doctor_may_do):
            assert Link(cause.key, cause.name) in item.causes
        for item in library.advice.values():
            if item.key not in shown:
                assert Link(cause.key, cause.name) not in item.causes
    assert "emergency_hospital" in next(row.treatment for row in knowledge.causes if row.key == "brain_tumour")
    assert {"stroke_tia"} < {link.key for link in library.advice["emergency_hospital"].causes}
    assert "brain_tumour" not in {link.key for link in library.advice["emergency_hospital"].causes}
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


def test_every_source_is_listed_and_says_how_it_was_read(live, see, knowledge):
    entries = [item.text for item in see("/sources/").main.all("li")]
    assert len(entries) == len(knowledge.sources)
    article = next(entry for entry in entries if "What Every Man Should Know" in entry)
    assert article.endswith("(News7Health). Read in full. Reliability: low.")
    assert "Human Phenotype Ontology (release 2025-01-16)" in see("/sources/").main.text
