"""How a check ends: the outcome, the emergency stop, the stops of the scope and the age; the same as the API's."""

from __future__ import annotations

import dataclasses
import random
from datetime import timedelta

import pytest
from django.utils import timezone

from symptoms.dates import weekday_and_day
from symptoms.serving import holder
from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM, read
from tests.symptoms.visitor import ANSWERS, OUTCOME

pytestmark = pytest.mark.django_db

SCOPE = {"scope": CALM["scope"]}
CHEST_PAIN = SCOPE | {"danger_now": "chest_pain"}
TELL_THEM = "Tell the person on the phone if any of these start:"
STOP = "Stop here and call 112 or your local emergency number now"


@pytest.fixture
def ready(visitor, knowledge):
    """ready(side="one") is a visitor at the outcome who answered as the calm man but for this."""

    def put(age=50, **changes):
        answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
        answers |= {key: (value,) if isinstance(value, str) else tuple(value) for key, value in changes.items()}
        visitor.keep(dataclasses.replace(new_visit(1), age=age, answers=answers))
        return visitor

    return put


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


# The outcome page


def test_the_outcome_begins_with_what_to_do_and_ends_with_the_release(ready):
    page = ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME)
    headings = page.headings()
    assert headings[0] == page.heading
    wanted = ["Why", "Where to go", "What to say", "On this page"]
    wanted += ["Call 112 or your local emergency number at once if any of these start:", "What it might be"]
    wanted += ["Less likely, but serious", "What would change this advice", "What you can do yourself"]
    wanted += ["What a doctor may ask, check and do", "Keep this", "When to check again", "When to get help again"]
    assert [heading for heading in headings if heading in wanted] == [text for text in wanted if text in headings]
    assert {"What it might be", "Less likely, but serious", "Keep this"} <= set(headings)
    last = list(page.main.all("p"))[-1].text
    assert last.startswith("Medical facts: release 1, ")
    assert "Engine " in last
    assert "Human Phenotype Ontology" in page.main.text


def test_every_link_of_the_contents_leads_to_its_part(ready):
    page = ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME)
    links = {link.text: link["href"] for link in page.main.one("nav").all("a")}
    assert list(links.values())[:3] == ["#worsening", "#causes", "#serious"]
    for name, target in links.items():
        part = page.main.one(id=target.removeprefix("#"))
        assert part.tag == "h2"
        assert part.text == name or target == "#worsening"


def card_of(page):
    return next(part for part in page.main.all("div") if "lc-urgency" in part["class"])


def test_one_card_says_what_to_do_how_soon_why_where_and_with_which_words(ready):
    page = ready(danger_now="not_sure").open(OUTCOME)
    card = card_of(page)
    limit = timezone.localdate() + timedelta(days=7)
    assert f"When: by {weekday_and_day(limit)}" in card.text
    assert [part.text for part in card.all("h2")] == ["Why", "Where to go", "What to say"]
    assert page.main.text.count("What to say") == 1
    assert page.main.text.count("I am 50. My legs are weak.") == 1


def test_today_is_named_and_the_urgent_line_can_be_called(ready, settings, warm):
    settings.LEGCHECK_REGION = "AU"
    holder.forget()
    page = ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME)
    card = card_of(page)
    assert f"When: today, {weekday_and_day(timezone.localdate())}" in " ".join(card.text.split())
    assert "tel:1800022222" in [link["href"] for link in card.all("a")]
    # He is to ring: the words stand open.
    assert not inside(card.one("blockquote"), list(card.all("details")))


def test_a_region_without_an_urgent_number_has_no_button_that_calls_nobody(ready):
    card = card_of(ready(how_fast="days", danger_spine="leg_pain_both").open(OUTCOME))
    assert [link["href"] for link in card.all("a") if link["href"].startswith("tel:")] == []


AFTER_A_RUN = {
    "how_fast": "days",
    "how_long": "week",
    "course": "better",
    "kind": "pain",
    "before": "hard_exercise_recent",
    "everyday": "sore_after_exercise",
}


@pytest.mark.parametrize(("told", "level", "folded"), [(AFTER_A_RUN, "self_care", False), ({}, "routine", True)])
def test_what_he_can_do_is_open_where_it_is_all_the_advice_and_else_folded_with_its_cautions(
    ready, told, level, folded
):
    page = ready(**told).open(OUTCOME)
    assert card_of(page)["class"].endswith(level)
    folds = list(page.main.all("details"))
    parts = [part for part in page.main.all() if part.tag in ("h2", "summary", "h3") or part.text == "Take care:"]
    names = [part.text for part in parts]
    his = parts[names.index("What you can do yourself") : names.index("What a doctor may ask, check and do")]
    cautions = [part for part in his if part.text == "Take care:"]
    assert cautions
    assert {inside(part, folds) for part in cautions} == {folded}


def test_of_many_signs_he_was_not_sure_about_those_of_an_emergency_stand_open(ready, knowledge):
    page = ready(**{row.key: "not_sure" for row in knowledge.questions if row.stage != "scope"}).open(OUTCOME)
    box = page.main.one("section", **{"aria-labelledby": "unsure"})
    folded = box.one("details")
    shown = [part.text for part in box.all("li") if not inside(part, [folded])]
    hidden = {part.text for part in folded.all("li")}
    labels = {row.key: row.label for row in knowledge.findings}
    danger_now = next(row for row in knowledge.questions if row.key == "danger_now")
    assert {labels[key] for option in danger_now.options for key in option.present} <= set(shown)
    emergencies = [rule for rule in knowledge.red_flags if rule.urgency == "emergency_now" and len(rule.all_of) == 1]
    assert not hidden & {labels[key] for rule in emergencies for key in rule.all_of[0]}
    assert folded.one("summary").text == f"{len(hidden)} less urgent signs"


def test_the_box_of_unclear_signs_stands_open_below_the_worsening_signs_and_in_the_contents(ready):
    page = ready(danger_now="not_sure", danger_spine="prefer_not_to_say").open(OUTCOME)
    box = page.main.one("section", **{"aria-labelledby": "unsure"})
    assert box.parent.tag != "details"
    links = [link["href"] for link in page.main.one("nav").all("a")]
    assert links[:3] == ["#worsening", "#unsure", "#causes"]
    places = [part.attributes.get("id") for part in page.main.all("h2")]
    assert places.index("unsure") == places.index("worsening") + 1 < places.index("causes")
    assert "You were not sure about this." not in box.text
    lines = [part.text for part in box.all("li")]
    assert "Chest pain" in lines
    assert "New loss of bowel control or feeling (You chose not to say.)" in lines


CHANGES = "What would change this advice"
CLEARER = "Answers that could make this clearer"


def test_what_he_was_not_sure_about_is_answered_again_from_the_outcome(ready):
    page = ready(danger_now="not_sure").open(OUTCOME)
    assert page.heading == "See a doctor within a week"
    assert [part.text for part in page.main.all("h3") if part.text.endswith(" if:")] == [
        "Get emergency help now if:",
        "Get medical advice today if:",
    ]
    assert CLEARER in [part.text for part in page.main.all("h3")]
    assert "or did not answer, is a no, the advice would be: See a doctor in the next few weeks" in page.main.text
    asked = "Do you have any of these now, or did they start with the weakness?"
    visitor = ready(danger_now="not_sure")
    again = visitor.open(page.links()[asked])
    assert (again.path, again.chosen()) == ("/check/3/change/", ["not_sure"])
    assert visitor.choose(again, "none").path == ANSWERS
    page = visitor.open(OUTCOME)
    assert page.heading == "See a doctor in the next few weeks"
    assert CHANGES in page.headings()
    assert CLEARER not in [part.text for part in page.main.all("h3")]


def test_an_emergency_is_not_talked_down(ready, visitor):
    ready(danger_now="chest_pain", danger_spine="not_sure")
    assert CHANGES not in visitor.open(OUTCOME).text
    visitor.keep(dataclasses.replace(visitor.visit, continued=True))
    page = visitor.open(OUTCOME)
    assert page.heading == "Get emergency help now"
    assert CHANGES not in page.text


def test_reasons_and_sources_stand_behind_details(ready):
    page = ready(feeling_ok="no").open(OUTCOME)
    behind = list(page.main.all("details"))
    assert [part for part in page.main.all("a") if part["href"].startswith("http") and not inside(part, behind)] == []
    assert [part for part in page.main.all("ul", **{"class": "lc-reasons"}) if not inside(part, behind)] == []
    assert all("open" not in part.attributes for part in behind)


def inside(element, others):
    while element is not None:
        if element in others:
            return True
        element = element.parent
    return False


def test_the_rules_behind_the_advice_are_those_of_its_level(api, ready):
    visitor = ready(how_fast="days", danger_spine="leg_pain_both")
    page = visitor.open(OUTCOME)
    sent = [{"question": key, "options": list(options)} for key, options in visitor.visit.answers.items()]
    rules = read(api("assessments", {"age": 50, "answers": sent}))["red_flags"]
    behind = card_of(page).one("details").text
    assert {rule["level"] for rule in rules} > {"same_day"}
    assert all((rule["title"] in behind) is (rule["level"] == "same_day") for rule in rules)


def test_the_names_of_tests_are_explained_once(ready):
    page = ready(feeling_ok="no").open(OUTCOME)
    assert page.main.text.count("The names are those that doctors use.") == 1


def test_no_cause_has_a_percentage_or_a_probability(ready):
    page = ready(feeling_ok="no", danger_leg="fever_sweats").open(OUTCOME)
    said = [part.text for part in page.main.all("span")]
    said += [part.text for part in page.main.all() if part.tag in ("h3", "h4", "summary")]
    sources = [text for text in said if text.startswith("Source: ")]
    words = " ".join(text for text in said if text not in sources)
    assert len(words) > 1000
    assert "%" not in words
    assert "robability" not in page.main.text
    assert "0." not in words


def test_something_new_leads_to_the_danger_signs_and_a_new_check(ready):
    visitor = ready()
    page = visitor.open(visitor.open(OUTCOME).links()["Has something new happened?"])
    assert "Call 112 or your local emergency number at once if any of these start:" in page.headings()
    assert visitor.open(page.links()["Change my answers"]).path == ANSWERS
    assert visitor.send(page).path == "/check/1/"
    assert visitor.visit.answers == {}


def test_crisis_lines_stand_on_the_outcome_of_a_man_who_feels_very_low(ready, knowledge):
    page, option = next(
        (page.key, option.key)
        for page in knowledge.questions
        for option in page.options
        if "low_mood" in option.present
    )
    calm, low = ready().open(OUTCOME), ready(**{page: option}).open(OUTCOME)
    assert "If you are thinking about ending your life" not in calm.headings()
    assert "If you are thinking about ending your life" in low.headings()


# The page and the API


def of_the_page(page):
    """Heading, groups with their causes, and serious causes, as they are drawn."""
    groups = {part["aria-label"]: part for part in page.main.all("section") if "aria-label" in part.attributes}
    serious = list(page.main.all("section", **{"class": "lc-serious", "aria-labelledby": "serious"}))
    return {
        "title": page.heading,
        "groups": {name: [card.one("h4").text for card in part.all("article")] for name, part in groups.items()},
        "serious": [card.one("h3").text for part in serious for card in part.all("article")],
        "level": next(part["class"] for part in page.main.all("div") if "lc-urgency" in part["class"]).split("--")[1],
    }


def of_the_api(outcome, numbers):
    serious = [cause["key"] for cause in outcome["serious"]]
    ranked = [cause for cause in outcome["causes"] if cause["key"] not in serious][: numbers.shown_causes]
    groups = {
        category["name"]: [cause["name"] for cause in ranked if cause["category"] == category["key"]]
        for category in outcome["categories"]
    }
    shown = [(name, causes) for name, causes in groups.items() if causes][: numbers.shown_categories]
    return {
        "title": outcome["urgency"]["title"],
        "groups": dict(shown),
        "serious": [cause["name"] for cause in outcome["serious"]][: numbers.shown_serious],
        "level": outcome["urgency"]["level"],
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_page_and_the_api_give_the_same_outcome(api, visitor, release, knowledge, seed):
    chance = random.Random(seed)
    answers = {}
    for page in knowledge.questions:
        options = [option.key for option in page.options if not option.ends]
        if page.kind == "multiple":
            ticked = tuple(chance.sample(options, chance.choice([0, 0, 0, 1, 1, 2, 3][: len(options) + 3])))
            answers[page.key] = ticked or (chance.choice(["none", "none", "none", "not_sure"]),)
        else:
            answers[page.key] = (chance.choice(options),)
        if page.stage == "emergency" and seed % 3:
            answers[page.key] = ("none",)
    age = chance.randint(18, 120)
    visitor.keep(dataclasses.replace(new_visit(1), age=age, answers=answers, continued=True))
    sent = [{"question": key, "options": list(options)} for key, options in answers.items()]
    outcome = read(api("assessments", {"age": age, "answers": sent, "continued": True}))
    page = visitor.open(OUTCOME)
    assert of_the_page(page) == of_the_api(outcome, release.numbers)
    assert page.main.text.count(outcome["urgency"]["action"]) == 1
    assert all(reason in page.main.text for reason in outcome["urgency"]["reasons"])
    assert all(advice["title"] in page.main.text for advice in outcome["advice"])


def test_the_pages_of_a_visit_are_those_of_the_interview(api, visitor):
    chance = random.Random(3)
    page = visitor.begin()
    sent, age = [], None
    for _ in range(12):
        asked = read(api("interviews/next", {"answers": sent} | ({"age": age} if age else {})))
        if asked["kind"] == "age":
            assert page.question is None
            age = 44
            page = visitor.send(page, age=age)
            continue
        assert asked["question"]["key"] == page.question
        assert sorted(option["key"] for option in asked["question"]["options"]) == sorted(page.offered())
        calm = CALM.get(page.question, "none")
        option = calm if asked["question"]["stage"] in ("scope", "emergency") else chance.choice(page.offered())
        option = calm if option == "rest_not_sure" else option
        sent.append({"question": page.question, "options": [option]})
        page = visitor.choose(page, option)
