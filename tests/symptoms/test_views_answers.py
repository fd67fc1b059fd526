"""Answering: what is taken, what is said when it cannot be, going back, changing, clearing, several tabs."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client

from knowledge.content import Text
from symptoms.visit import Refused, new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import ANSWERS, ON, OUTCOME, START_AGAIN, Visitor

pytestmark = pytest.mark.django_db

SCOPE = {"scope": CALM["scope"]}


@pytest.fixture
def ready(visitor, knowledge):
    """A visitor who has answered everything, as the calm man does."""
    answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
    visitor.keep(dataclasses.replace(new_visit(1), age=50, answers=answers))
    return visitor


def at_danger_signs(visitor):
    """The first page of danger signs, with everything before it answered."""
    return visitor.go(SCOPE, rest=None)


def asked(knowledge, key):
    """The words of a question."""
    return next(page.text for page in knowledge.questions if page.key == key)


def changes_of(page):
    """Where the links of the list lead that change an answer."""
    return [link["href"] for link in page.main.all("a") if link.text.startswith("Change the answer to: ")]


# What a page offers


def test_a_page_says_why_it_is_asked_and_how_many_follow(visitor):
    page = at_danger_signs(visitor)
    assert (page.path, page.title, page.question) == ("/check/3/", "Question 3 - legcheck", "danger_now")
    assert page.main.one("details").one("summary").text == "Why we ask"
    assert "stroke" in page.main.one("details").text
    progress = page.main.one("p", **{"class": "lc-progress"}).text
    assert progress.startswith("About ")
    assert progress.endswith("questions left. Danger signs come first.")


def test_a_page_about_private_things_says_why_without_being_asked(visitor):
    page = at_danger_signs(visitor)
    assert "open" not in page.main.one("details").attributes
    page = visitor.choose(page, "none")
    assert page.question == "danger_spine"
    assert "open" in page.main.one("details").attributes


def test_a_page_says_why_it_comes_now(visitor):
    page = at_danger_signs(visitor)
    said = []
    while page.path != ANSWERS:
        said.append(page.main.one("p", **{"class": "lc-progress"}).text.partition(". ")[2])
        page = visitor.choose(page, CALM.get(page.question, "none"))
    reasons = list(dict.fromkeys(said))
    assert reasons[:3] == [
        "Danger signs come first.",
        "We ask every man this.",
        "We ask this now to see how soon you need help.",
    ]
    assert reasons[-1] == "We ask this now as it tells most about the cause."


@pytest.mark.parametrize(
    ("key", "reserved"),
    [
        ("danger_now", ["rest_not_sure", "none", "not_sure"]),
        ("how_fast", ["not_sure"]),
        ("bladder_sex", ["rest_not_sure", "prefer_not_to_say", "none", "not_sure"]),
        ("scope", []),
    ],
)
def test_a_page_offers_the_ways_out_that_fit_it(ready, knowledge, key, reserved):
    own = next([option.key for option in page.options] for page in knowledge.questions if page.key == key)
    (link,) = [link for text, link in ready.open(ANSWERS).links().items() if text.endswith(asked(knowledge, key))]
    assert ready.open(link).offered() == own + reserved


def test_every_page_about_private_things_says_why_and_may_be_left_unsaid(ready, knowledge):
    private = {finding.key for finding in knowledge.findings if finding.sensitive}
    links = ready.open(ANSWERS).links().items()
    seen = []
    for question in (row for row in knowledge.questions if private.intersection(row.findings)):
        (link,) = [link for text, link in links if text.endswith(question.text)]
        page = ready.open(link)
        why = page.main.one("details")
        assert (page.question, "open" in why.attributes) == (question.key, True)
        assert why.one("p").text == " ".join(question.why.split()) != ""
        (choice,) = page.main.all("input", value="prefer_not_to_say")
        assert page.main.one("label", **{"for": choice["id"]}).text == "Prefer not to say"
        seen.append(question.key)
    assert {"danger_spine", "mood", "bladder_sex"} <= set(seen)


@pytest.mark.parametrize(
    "options",
    [["none"], ["not_sure"], ["confusion"], ["confusion", "speech_trouble"], ["face_droop", "rest_not_sure"]],
)
def test_whole_answers_are_kept(visitor, options):
    visitor.choose(at_danger_signs(visitor), *options)
    assert sorted(visitor.visit.answers["danger_now"]) == sorted(options)
    assert sorted(visitor.open("/check/3/").chosen()) == sorted(options)


# What cannot be taken


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Choose at least one answer, or “None of these”"),
        (["none", "chest_pain"], "“None of these” cannot go with other answers."),
        (["rest_not_sure"], "goes with at least one other answer"),
        (["no_such_option"], "One of these answers is no longer on this page."),
        (["chest_pain", "chest_pain"], "These answers do not fit together."),
    ],
)
def test_an_answer_that_is_not_whole_is_asked_again_and_says_why(visitor, options, said):
    page = visitor.choose(at_danger_signs(visitor), *options)
    assert (page.path, page.title) == ("/check/3/", "Error: Question 3 - legcheck")
    summary = page.main.one("div", **{"class": "govuk-error-summary"})
    assert summary.one("h2").text == "There is a problem"
    assert said in summary.text
    target = summary.one("a")["href"].removeprefix("#")
    assert page.main.one("input", id=target)["type"] == "checkbox"
    assert sorted(set(page.chosen())) == sorted(set(options) - {"no_such_option"})
    assert "danger_now" not in visitor.visit.answers
    assert visitor.visit.answers.keys() == SCOPE.keys()


@pytest.mark.parametrize("path", ["/check/3/", "/check/3/change/"])
def test_a_form_that_cannot_be_taken_leads_to_its_page_which_says_why_once(ready, path):
    before, page = ready.visit, ready.open(path)
    sent = ready.client.post(path, page.hidden() | {"options": ["none", "chest_pain", "sentinel" * 9]})
    assert (sent.status_code, sent["Location"]) == (302, path)
    assert ready.visit == dataclasses.replace(before, refused=Refused("danger_now", ("none", "chest_pain", "")))

    wrong, after = ready.open(path), ready.open(path)
    assert (wrong.title, after.title) == ("Error: Question 3 - legcheck", "Question 3 - legcheck")
    assert (set(wrong.chosen()), after.chosen()) == ({"none", "chest_pain"}, ["none"])
    assert "One of these answers is no longer on this page." in wrong.main.text
    assert ready.visit == before


def test_of_a_long_text_in_the_place_of_the_age_the_beginning_comes_back(visitor):
    page = visitor.send(visitor.choose(visitor.begin(), "me_man"), age="as old as my right leg, and the left")
    assert page.main.one("input", id="id_age")["value"] == "as old as my right l"
    assert page.title.startswith("Error: ")


def test_what_was_sent_in_vain_is_gone_with_the_next_answer(ready):
    page, other = ready.open("/check/3/"), ready.open("/check/4/")
    # The page that would have said so never came.
    ready.client.post("/check/3/", page.hidden())
    assert ready.visit.refused == Refused("danger_now", ())
    ready.client.post("/check/4/", other.hidden() | {"options": ["not_sure"]})
    assert ready.visit.refused is None
    assert ready.visit.answers["danger_spine"] == ("not_sure",)
    assert ready.open("/check/3/").title == "Question 3 - legcheck"


def test_what_a_newer_release_would_take_is_not_shown_as_wrong(ready):
    before = ready.visit
    ready.keep(dataclasses.replace(before, refused=Refused("danger_now", ("chest_pain",))))
    page = ready.open("/check/3/")
    assert (page.title, page.chosen()) == ("Question 3 - legcheck", ["none"])
    assert ready.visit == before


def test_an_empty_page_keeps_what_was_answered_there_before(ready):
    page = ready.choose(ready.open("/check/3/change/"))
    assert page.title == "Error: Question 3 - legcheck"
    assert ready.visit.answers["danger_now"] == ("none",)


@pytest.mark.parametrize("age", ["", "old", "5.5", "-1", "121", "1e2", "50 60"])
def test_an_age_that_is_none_is_asked_again(visitor, age):
    page = visitor.go(SCOPE, age=age)
    assert (page.path, page.title) == ("/check/2/", "Error: Question 2 - legcheck")
    assert page.main.one("input", name="age")["value" if age else "id"] == (age or "id_age")
    assert visitor.visit.age is None


@pytest.mark.parametrize("age", [18, 120])
def test_ages_at_the_ends_are_taken(visitor, age):
    assert visitor.go(SCOPE, age=age, rest=None).path == "/check/3/"
    assert visitor.visit.age == age


@pytest.mark.parametrize(
    "fields", [{"question": "no_such_question"}, {"question": "kind", "options": "heavy"}, {"question": "\x00"}]
)
def test_an_answer_to_a_page_that_is_not_asked_changes_nothing(visitor, fields):
    page = visitor.send(at_danger_signs(visitor), **fields)
    assert (page.path, page.question) == ("/check/3/", "danger_now")
    assert visitor.visit.answers.keys() == SCOPE.keys()


# Back and change


def test_back_leads_through_the_pages_to_the_first_one(visitor):
    page = at_danger_signs(visitor)
    seen = []
    while "Back" in page.links():
        page = visitor.open(page.links()["Back"])
        seen.append(page.path)
    assert seen == ["/check/2/", "/check/1/", "/"]


def test_going_back_shows_what_was_chosen_and_leads_on_page_by_page(visitor):
    at_danger_signs(visitor)
    page = visitor.open("/check/1/")
    assert page.chosen() == ["me_man"]
    assert visitor.choose(page, "other_man").path == "/check/2/"
    age = visitor.open("/check/2/")
    assert age.main.one("input", name="age")["value"] == "50"
    assert visitor.send(age, age=77).path == "/check/3/"
    assert visitor.visit.age == 77
    assert visitor.visit.answers.keys() == SCOPE.keys()


def test_a_changed_answer_leads_back_to_the_list(ready):
    page = ready.open(ANSWERS)
    change = next(link for text, link in page.links().items() if "Which leg is weak" in text)
    form = ready.open(change)
    assert form.links()["Back"] == ANSWERS
    assert ready.choose(form, "one").path == ANSWERS
    assert ready.visit.answers["side"] == ("one",)


def test_a_change_that_opens_a_question_asks_it_first(ready):
    ready.keep(dataclasses.replace(ready.visit, answers=dict(list(ready.visit.answers.items())[:4])))
    page = ready.choose(ready.open("/check/4/change/"), "leg_pain_both")
    assert (page.path, page.question) == ("/check/6/", "how_fast")


# The list of answers


def test_the_list_shows_every_answer_with_a_way_to_change_it(visitor):
    page = visitor.go(CALM | {"scope": "other_man", "eyes_head": ["vision_change", "rest_not_sure"]}, age=61)
    assert page.path == ANSWERS
    assert page.headings() == [
        *("Check your answers", "About the man", "Danger signs", "How it began and goes on", "The weakness itself"),
        *("Other changes in the body", "Illnesses and medicines", "Pain and feeling", "Daily life and mood"),
        "Walking and moving",
    ]
    rows = [(row.one("dt").text, next(row.all("dd")).text) for row in page.main.all("div") if list(row.all("dt"))]
    assert rows[0] == ("Who is this check for?", "Another man aged 18 or over, and I can answer for him")
    assert rows[1] == ("How old is he?", "61")
    assert (
        "Any of these in the eyes, face or head?",
        "Blurred sight, or another change of sight I'm not sure about the others",
    ) in rows
    assert len(rows) == len(visitor.visit.answers) + 1
    # By theme, so not always in the order of asking.
    assert sorted(changes_of(page)) == sorted(f"/check/{number}/change/" for number in range(1, len(rows) + 1))
    assert page.links()["See what to do"] == OUTCOME


def test_pages_of_a_theme_stand_together_where_the_first_of_them_was_asked(ready, knowledge, serve):
    themes = {"danger_leg": "place", "side": "place", "how_fast": "start"}
    pages = tuple(dataclasses.replace(page, theme=themes.get(page.key)) for page in knowledge.questions)
    headings = (Text("theme_start", "How it began"), Text("theme_place", "Where it is"))
    serve(dataclasses.replace(knowledge, questions=pages, texts=(*knowledge.texts, *headings)))
    page = ready.open(ANSWERS)
    listed = {}
    for part in page.main.all():
        if part.tag == "h2":
            listed[part.text] = []
        elif part.tag in ("dt", "a") and listed:
            listed[list(listed)[-1]].append(part.text)
    assert list(listed) == [
        "About the man",
        "Danger signs",
        "Where it is",
        "How it began",
        "The weakness",
        "More about it",
    ]
    assert listed["Where it is"] == [
        words
        for key in ("danger_leg", "side")
        for words in (asked(knowledge, key), f"Change the answer to: {asked(knowledge, key)}")
    ]
    assert asked(knowledge, "how_fast") in listed["How it began"]


def test_answers_off_the_way_count_and_so_they_are_in_the_list_too(ready, knowledge, release):
    assert len(knowledge.questions) + 1 > release.numbers.max_pages
    page = ready.open(ANSWERS)
    changes = changes_of(page)
    assert len(changes) == len(knowledge.questions) + 1
    last = f"/check/{len(changes)}/change/"
    assert last in changes
    assert ready.choose(ready.open(last), "not_sure").path == ANSWERS
    assert ready.visit.answers[knowledge.questions[-1].key] == ("not_sure",)


def test_an_answer_that_no_longer_applies_is_set_aside_and_comes_back(ready, knowledge, serve):
    pages = tuple(
        dataclasses.replace(page, ask_if=(("swollen_one_leg",),)) if page.key == "veins" else page
        for page in knowledge.questions
    )
    serve(dataclasses.replace(knowledge, questions=pages))
    swelling = next(page for page in knowledge.questions if "swollen_one_leg" in page.findings)
    text = asked(knowledge, "veins")
    page = ready.open(ANSWERS)
    assert page.headings()[-1] == "Set aside"
    aside = page.main.one("section")
    (row,) = [part for part in aside.all("div") if list(part.all("dt"))]
    assert row.one("dt").text == text
    swollen = next(finding.label for finding in knowledge.findings if finding.key == "swollen_one_leg")
    assert [part.text for part in row.all("dd")] == ["None of these", f"Does not count. It counts only with: {swollen}"]
    assert not any(text in link for link in page.links())
    change = next(link for text_of_link, link in page.links().items() if swelling.text in text_of_link)
    option = next(option.key for option in swelling.options if "swollen_one_leg" in option.present)
    page = ready.choose(ready.open(change), option)
    assert "Set aside" not in page.headings()
    assert any(text in link for link in page.links())


def test_an_answer_that_ends_the_check_sets_the_others_aside_and_they_come_back(ready, knowledge):
    answered = len(ready.visit.answers)
    page = ready.choose(ready.open("/check/1/"), "known_cause")
    assert (page.path, page.heading) == (OUTCOME, "Ask the team who treats you")
    aside = page.main.one("section", **{"aria-labelledby": "aside"})
    scope = asked(knowledge, "scope")
    assert f"They are set aside, because of your answer to “{scope}”." in aside.text
    rows = [row.text for row in aside.all("dt")]
    assert rows[0] == "How old are you?"
    assert len(rows) == answered
    assert scope not in rows
    assert asked(knowledge, "veins") in rows
    assert "Your other answers" not in ready.choose(ready.open("/check/1/"), "me_man").headings()
    assert len(ready.visit.answers) == answered


def test_an_age_that_ends_the_check_sets_the_answers_aside_too(ready, knowledge):
    page = ready.send(ready.open("/check/2/"), age=15)
    assert page.heading == "This check is not made for this person"
    aside = page.main.one("section", **{"aria-labelledby": "aside"})
    assert "because of your answer to “How old are you?”" in aside.text
    assert len(list(aside.all("dt"))) == len(ready.visit.answers) - 1


def test_a_first_answer_that_ends_the_check_sets_nothing_aside(visitor):
    page = visitor.choose(visitor.begin(), "known_cause")
    assert page.heading == "Ask the team who treats you"
    assert "Your other answers" not in page.headings()


def test_rows_with_the_same_words_are_told_apart_by_an_example(ready, knowledge, serve):
    alike = "Do you have any of these?"
    pages = tuple(
        dataclasses.replace(page, text=alike) if page.key in ("signs", "danger_leg") else page
        for page in knowledge.questions
    )
    serve(dataclasses.replace(knowledge, questions=pages))
    page = ready.open(ANSWERS)
    asked = [row.text for row in page.main.all("dt")]
    links = [link.text for link in page.main.all("a")]
    assert len(set(asked)) == len(asked)
    assert len(set(links)) == len(links)
    assert len([row for row in asked if row.startswith(alike)]) == 2
    assert f"{alike} For example: One leg or foot is cold, and pale or blue" in asked
    # Rows that no other is like need none.
    assert "Which leg is weak?" in asked


# Answering for another man


def note(page):
    """The note about the other man, or None."""
    notes = [part.text for part in page.main.all("p") if part.attributes.get("class", "").startswith("lc-note")]
    return notes[0] if notes else None


def test_the_check_knows_the_option_that_stands_for_another_man(knowledge):
    (page,) = [page for page in knowledge.questions if page.key == "scope"]
    assert "other_man" in [option.key for option in page.options]


def test_answering_for_another_man_is_said_on_every_question_but_the_first(visitor):
    page = visitor.go(SCOPE | {"scope": "other_man"}, rest=None)
    assert note(page) == "You are answering for another man."
    assert "stay with him if he is getting worse" in note(visitor.open("/check/2/"))
    assert note(visitor.open("/check/1/")) is None


def test_our_own_words_speak_of_the_other_man(visitor):
    page = visitor.go(SCOPE | {"scope": "other_man"}, rest=None)
    assert visitor.open("/check/2/").heading == "How old is he?"
    why = set()
    while page.path != ANSWERS:
        why.add(page.main.one("p", **{"class": "lc-progress"}).text.partition(". ")[2])
        page = visitor.choose(page, CALM.get(page.question, "none"))
    assert "We ask this now to see how soon he needs help." in why
    assert not any(" you " in words for words in why)
    outcome = visitor.open(OUTCOME)
    assert note(outcome) == "You answered for another man. Tell him what this page says."
    assert "What he can do himself" in outcome.headings()
    assert "These steps are written to him. Show him this part." in outcome.text
    assert "Check how his legs are" in outcome.text
    assert "his legs" in visitor.client.get("/check/again.ics").content.decode()


def test_every_page_of_a_check_for_another_man_has_the_texts_about_him(ready, knowledge, serve):
    said = {row.key: row for row in knowledge.texts}["worsening_1"]
    about_him = dataclasses.replace(said, text_for_another="His sight goes")
    serve(dataclasses.replace(knowledge, texts=tuple(about_him if row is said else row for row in knowledge.texts)))
    paths = ("/check/2/", "/check/3/", ANSWERS, OUTCOME, "/check/doctor/", "/check/something-new/")
    assert [path for path in paths if about_him.text_for_another in ready.open(path).text] == []
    ready.keep(dataclasses.replace(ready.visit, answers=ready.visit.answers | {"scope": ("other_man",)}))
    assert [path for path in paths if about_him.text_for_another not in ready.open(path).text] == []
    assert [path for path in paths if said.text in ready.open(path).text] == []


def test_an_emergency_of_another_man_says_to_call_for_him(visitor):
    page = visitor.go({"scope": "other_man", "danger_now": "chest_pain"})
    assert note(page).startswith("You answered for another man. Call for him, and tell him what this page says.")


def test_a_man_who_answers_for_himself_is_spoken_to(ready):
    assert note(ready.open("/check/3/")) is None
    assert ready.open("/check/2/").heading == "How old are you?"
    outcome = ready.open(OUTCOME)
    assert note(outcome) is None
    assert "What you can do yourself" in outcome.headings()


def test_taking_back_that_it_is_for_another_man_takes_back_the_words(visitor):
    visitor.go(SCOPE | {"scope": "other_man"}, rest=None)
    visitor.choose(visitor.open("/check/1/"), "me_man")
    assert note(visitor.open("/check/3/")) is None


# Clearing


def test_clearing_asks_once_and_leaves_nothing(ready):
    page = ready.open("/check/clear/")
    assert page.heading == "Clear my answers"
    assert page.links()["Keep my answers and go back"] == ON
    assert ready.open(ON).path == ANSWERS
    assert ready.send(page).path == "/check/cleared/"
    assert (ready.visit.answers, ready.visit.age) == ({}, None)
    assert ready.open(OUTCOME).path == "/check/1/"


def test_a_page_left_open_brings_nothing_back_after_clearing(ready):
    stale = ready.open("/check/3/")
    ready.send(ready.open("/check/clear/"))
    assert ready.choose(stale, "chest_pain").path == START_AGAIN
    assert ready.visit.answers == {}


def test_a_page_left_open_does_not_reach_into_the_next_visit(ready):
    stale = ready.open("/check/1/")
    ready.begin()
    assert ready.choose(stale, "other_man").path == START_AGAIN
    assert ready.visit.answers == {}


def test_a_stop_page_left_open_does_not_go_on_in_the_next_visit(visitor):
    stale = visitor.go(SCOPE | {"danger_now": "chest_pain"})
    visitor.begin()
    assert visitor.send(stale).path == START_AGAIN
    assert not visitor.visit.continued


# Several tabs


def test_two_tabs_do_not_disturb_each_other(visitor):
    one = other = at_danger_signs(visitor)
    one = visitor.choose(one, "none")
    one = visitor.choose(one, "bladder_new")
    other = visitor.choose(other, "not_sure")
    assert visitor.visit.answers["danger_now"] == ("not_sure",)
    assert visitor.visit.answers["danger_spine"] == ("bladder_new",)
    assert (other.path, other.chosen()) == ("/check/4/", ["bladder_new"])


def test_two_men_do_not_meet(visitor):
    other = Visitor(Client())
    page = at_danger_signs(visitor)
    other.begin()
    assert other.choose(page, "chest_pain").path == START_AGAIN
    assert "danger_now" not in visitor.visit.answers
