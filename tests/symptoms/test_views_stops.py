"""What ends a check early: an emergency, an answer about whom it is for, an age it is not made for."""

from __future__ import annotations

import dataclasses

import pytest

from tests.symptoms.api.bodies import CALM, read
from tests.symptoms.visitor import ANSWERS, CHEST_PAIN, OUTCOME, SCOPE, STOP, TELL_THEM, card_of

pytestmark = pytest.mark.django_db


# The emergency stop


def test_a_danger_sign_stops_the_check_at_once(visitor):
    page = visitor.go(CHEST_PAIN)
    assert (page.path, page.heading, page.title) == (OUTCOME, STOP, "What to do now - legcheck")
    assert page.links()["Call 112 or your local emergency number"] == "tel:112"
    assert page.headings()[1:] == [
        "Why",
        "What to say on the phone",
        "While you wait for help",
        TELL_THEM,
        "To show or send",
        "Continue anyway",
    ]
    assert "It may be the heart, the main artery or a lung clot." in page.main.text
    assert visitor.open("/check/4/").path == OUTCOME


#: Each page has rules of its own; together they ask for more than three things.
MANY_RULES = {
    "danger_now": ("chest_pain", "cannot_walk"),
    "danger_spine": ("saddle_numbness", "bladder_new", "numb_band", "back_pain_severe"),
}


@pytest.mark.parametrize("continued", [False, True], ids=["stop", "outcome"])
@pytest.mark.parametrize("told", [{"danger_spine": "saddle_numbness"}, MANY_RULES], ids=["one", "many"])
def test_an_emergency_gives_one_order_and_what_the_rules_add_stands_below_it(api, ready, continued, told):
    visitor = ready(**told)
    visitor.keep(dataclasses.replace(visitor.visit, continued=continued))
    page = visitor.open(OUTCOME)
    sent = [{"question": key, "options": list(options)} for key, options in visitor.visit.answers.items()]
    urgency = read(api("assessments", {"age": 50, "answers": sent, "continued": continued}))["urgency"]
    added = [line for line in urgency["tell"] if line not in urgency["action"]]
    card = card_of(page)
    assert [part.text for part in card.all("strong")] == [urgency["action"]]
    assert "For your answers:" in card.text
    assert [part.text for part in next(iter(card.all("ul"))).all("li")] == added[:3]
    assert card.text.index(urgency["action"]) < card.text.index("For your answers:") < card.text.index("Why")
    assert TELL_THEM in page.headings()
    assert "at once if any of these start" not in " ".join(page.headings())


def test_an_emergency_whose_rules_add_nothing_has_no_list_for_it(visitor):
    assert "For your answers:" not in visitor.go(CHEST_PAIN).main.text


def test_going_on_is_not_offered_on_paper(visitor):
    page = visitor.go(CHEST_PAIN)
    part = page.main.one("form", action="/check/go-on/").parent
    assert part["class"] == "lc-noprint"
    assert [part.one("h2").text, part.one("button").text] == ["Continue anyway", "Continue anyway"]
    assert page.main.text.count("Continue anyway") == 2


def test_a_man_told_to_call_who_ticked_no_danger_sign_reads_out_why(ready):
    page = ready(age=71, key_facts="hx_cancer", pain="back_pain", how_fast="weeks", side="both").open(OUTCOME)
    assert page.heading == STOP
    said = page.main.one("blockquote").text
    assert "The reason: " in said
    assert "ticked no" not in said
    assert "read out the reasons under “Why”" in page.main.text


def test_the_stop_leads_back_to_the_answer_that_brought_it(visitor):
    page = visitor.go(CHEST_PAIN)
    back = visitor.open(page.links()["Go back and change my answer"])
    assert (back.path, back.chosen()) == ("/check/3/", ["chest_pain"])
    assert visitor.choose(back, "none").path == "/check/4/"


def test_the_stop_leads_to_that_answer_also_when_all_else_was_answered(ready):
    page = ready(danger_leg="cola_urine").open(OUTCOME)
    assert page.heading == STOP
    assert ready(danger_leg="cola_urine").open(page.links()["Go back and change my answer"]).question == "danger_leg"


def test_he_can_go_on_and_the_emergency_stays_on_top(visitor):
    page = visitor.send(visitor.go(CHEST_PAIN))
    assert (page.path, page.question, visitor.visit.continued) == ("/check/4/", "danger_spine", True)
    while page.path not in (ANSWERS, OUTCOME):
        page = visitor.choose(page, CALM.get(page.question, "none"))
    page = visitor.open(OUTCOME)
    assert page.heading == "Get emergency help now"
    assert "It may be the heart, the main artery or a lung clot." in page.main.text
    assert "What it might be" in page.headings()


def test_going_on_is_over_when_the_emergency_is_taken_back(visitor):
    visitor.send(visitor.go(CHEST_PAIN))
    visitor.choose(visitor.open("/check/3/"), "none")
    assert not visitor.visit.continued
    page = visitor.choose(visitor.open("/check/4/"), "none")
    assert visitor.choose(page, "cola_urine").heading == STOP


def test_going_on_lasts_while_the_emergency_does(visitor):
    visitor.send(visitor.go(CHEST_PAIN))
    page = visitor.choose(visitor.open("/check/4/"), "none")
    assert visitor.choose(page, "cola_urine").path == "/check/6/"
    assert visitor.visit.continued


def test_nobody_goes_on_before_an_emergency(visitor):
    page = visitor.go(SCOPE, rest=None)
    visitor.client.post("/check/go-on/", page.hidden())
    assert not visitor.visit.continued
    assert visitor.choose(page, "chest_pain").heading == STOP


# The stops of the scope and the age


STOPS = {
    "under_18": ({"scope": "under_18"}, "This check is not made for this person", 1),
    "someone_else": ({"scope": "someone_else"}, "This check is not made for this person", 1),
    "injury": ({"scope": "injury"}, "Get help for the injury now", 1),
    "treatment": ({"scope": "known_cause"}, "Ask the team who treats you", 1),
}


@pytest.mark.parametrize(("answers", "title", "step"), STOPS.values(), ids=STOPS)
def test_a_scope_answer_can_end_the_check(visitor, answers, title, step):
    page = visitor.go(answers)
    assert (page.path, page.heading, page.title) == (OUTCOME, title, "What to do now - legcheck")
    assert page.links()["Go back and change my answer"] == f"/check/{step}/"
    assert ("Call 112 or your local emergency number" in page.links()) == (title == "Get help for the injury now")
    assert "What it might be" not in page.text
    assert visitor.open(ANSWERS).path == OUTCOME
    assert visitor.choose(visitor.open(f"/check/{step}/"), "me_man").path == f"/check/{step + 1}/"


@pytest.mark.parametrize(("answers", "title", "step"), STOPS.values(), ids=STOPS)
def test_a_stop_says_once_when_to_call(visitor, answers, title, step):
    headings = visitor.go(answers).headings()
    now = title == "Get help for the injury now"
    assert (TELL_THEM in headings, "at once if any of these start" in " ".join(headings)) == (now, not now)


@pytest.mark.parametrize("age", [0, 17])
def test_a_boy_is_sent_to_a_doctor(visitor, age):
    page = visitor.go(SCOPE, age=age)
    assert (page.path, page.heading) == (OUTCOME, "This check is not made for this person")
    back = visitor.open(page.links()["Go back and change my answer"])
    assert back.main.one("input", name="age")["value"] == str(age)
    assert visitor.send(back, age=18).path == "/check/3/"


@pytest.mark.parametrize("path", ["/check/3/", "/check/99/", ANSWERS, "/check/on/"])
def test_a_boy_is_not_asked_on(visitor, path):
    visitor.go(SCOPE, age=17)
    assert visitor.open(path).path == OUTCOME


def test_a_boy_whose_scope_is_then_put_right_sees_the_same_page(visitor):
    visitor.go(SCOPE, age=15)
    page = visitor.choose(visitor.open("/check/1/"), "under_18")
    assert page.heading == "This check is not made for this person"
    assert page.links()["Go back and change my answer"] == "/check/1/"


@pytest.mark.parametrize("continued", [False, True])
def test_an_age_below_18_never_hides_an_emergency(visitor, continued):
    page = visitor.go(CHEST_PAIN)
    if continued:
        visitor.send(page)
    page = visitor.send(visitor.open("/check/2/"), age=16)
    assert page.path == OUTCOME
    assert (page.heading == STOP) is not continued
    if not continued:
        assert visitor.send(page).heading == "This check is not made for this person"


@pytest.mark.parametrize("scope", [{"scope": "known_cause"}, {"scope": "someone_else"}])
def test_a_scope_answer_never_hides_an_emergency(ready, scope):
    assert ready(danger_now="chest_pain", **scope).open(OUTCOME).heading == STOP


def test_an_injury_goes_before_a_wrong_age(ready):
    assert ready(age=16, scope="injury").open(OUTCOME).heading == "Get help for the injury now"
