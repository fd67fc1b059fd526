"""What he takes with him from the outcome: the files, and the page for the doctor."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest
from django.utils import timezone

from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.test_calendar_file import read_calendar
from tests.symptoms.visitor import OUTCOME, START_AGAIN

pytestmark = pytest.mark.django_db

FILE = "/check/outcome.json"
CALENDAR = "/check/again.ics"
DOCTOR = "/check/doctor/"
ALL = (FILE, CALENDAR, DOCTOR)

#: A man with much to tell.
LONG = {
    "danger_now": "not_sure",
    "how_fast": "weeks",
    "course": "worse_slow",
    "side": "one",
    "area": ("foot_drop", "area_feet_ankles"),
    "pain": ("back_pain",),
    "illnesses": ("hx_diabetes", "med_blood_thinner"),
    "feeling_ok": "no",
}


@pytest.fixture
def ready(visitor, knowledge):
    """ready(side="one") is a visitor at the outcome who answered as the calm man but for this."""

    def put(age=50, continued=False, **changes):
        answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
        answers |= {key: (value,) if isinstance(value, str) else tuple(value) for key, value in changes.items()}
        visitor.keep(dataclasses.replace(new_visit(1), age=age, answers=answers, continued=continued))
        return visitor

    return put


def of_the_api(api, visitor):
    """The bytes of the API for the same age and answers."""
    visit = visitor.visit
    sent = [{"question": key, "options": list(options)} for key, options in visit.answers.items()]
    response = api("assessments", {"age": visit.age, "answers": sent, "continued": visit.continued})
    assert response.status_code == 200
    return response.content


# The file


@pytest.mark.parametrize(
    "told",
    [{}, LONG, {"danger_now": "chest_pain"}, {"danger_now": "chest_pain", "continued": True}, {"scope": "other_man"}],
    ids=["calm", "long", "emergency", "went on", "for another"],
)
def test_the_file_is_what_the_api_answers_to_the_byte(api, ready, told):
    visitor = ready(**told)
    response = visitor.client.get(FILE)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"] == 'attachment; filename="legcheck.json"'
    assert response.content == of_the_api(api, visitor)


# The calendar


@pytest.mark.parametrize(
    ("told", "days"),
    [({}, 28), ({"danger_now": "not_sure"}, 7)],
    ids=["routine", "within days"],
)
def test_the_calendar_file_holds_the_day_to_check_again_and_no_answer(ready, told, days):
    visitor = ready(**told)
    response = visitor.client.get(CALENDAR)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="check-again.ics"'
    event = read_calendar(response.content)
    today = timezone.localdate()
    limit = json.loads(visitor.client.get(FILE).content)["urgency"]["limit_date"]
    assert (date.fromisoformat(limit) - today).days == days
    assert event["DTSTART;VALUE=DATE"] == limit.replace("-", "")
    assert event["DTSTAMP"] == f"{today:%Y%m%d}T000000Z"
    assert event["SUMMARY"] == "Check how my legs are"
    assert visitor.visit.token.encode() not in response.content
    assert visitor.client.get(CALENDAR).content == response.content


@pytest.mark.parametrize("told", [{"danger_now": "chest_pain"}, {"danger_spine": "leg_pain_both", "how_fast": "days"}])
def test_an_outcome_that_says_today_or_now_has_no_day_to_check_again(ready, told):
    assert ready(**told).open(CALENDAR).path == OUTCOME


# The page for the doctor


def rows(page):
    """What stands on the page, by its label; labels that stand twice are numbered."""
    found = {}
    for part in page.main.one("article").all("div"):
        if any(True for _ in part.all("dt")):
            name = part.one("dt").text
            found[name if name not in found else f"{name} 2"] = part.one("dd").text.replace(" .", ".")
    return found


def test_the_page_for_the_doctor_says_what_he_told_and_what_he_did_not(ready, knowledge):
    page = ready(age=67, **LONG | {"danger_leg": "fever_sweats", "mood": "not_sure"}).open(DOCTOR)
    assert (page.title, page.heading) == ("For the doctor - legcheck", "For the doctor")
    said = rows(page)
    assert said["Advice given"].startswith("Get medical advice today. Because of: ")
    assert said["Age"] == "67"
    assert said["Yes"] == "Fever, shivers or drenching night sweats"
    assert "Chest pain" in said["Not sure"].split("; ")
    assert "Numb below a line on the body, or a tight band round chest or belly" in said["Denied"].split("; ")
    assert "Trouble swallowing, or choking" in said["Not ticked"].split("; ")
    danger = {key for row in knowledge.questions if row.stage == "emergency" for o in row.options for key in o.present}
    told = [said[name].split("; ") for name in ("Yes", "Not sure", "Denied", "Not ticked")]
    assert sorted(label for labels in told for label in labels) == sorted(
        row.label for row in knowledge.findings if row.key in danger
    )
    assert said["How fast did the weakness come on?"] == "Over 1 to 8 weeks"
    assert said["Is the feeling in your legs and body fully normal?"] == "No, or not fully"
    assert said["Symptoms and signs"] == (
        "Weak feet or ankles; Front of the foot drops, slaps or catches; Back pain in the last month"
    )
    assert said["Illnesses and events"] == "Diabetes"
    assert said["Medicines, of those the check knows"] == "Takes a blood thinner"
    assert said["Not sure 2"].startswith("Tired most of the time; ")
    text = page.main.one("article").text
    assert text.startswith("A man with weak legs filled this in himself on legcheck")
    assert "It is no diagnosis." in text
    assert "Medical facts: release 1, " in text
    assert "Engine " in text


def test_what_he_preferred_not_to_say_stands_apart_from_what_he_was_not_sure_of(ready):
    visitor = ready(danger_spine=("numb_band", "prefer_not_to_say"), mood="prefer_not_to_say", breath="not_sure")
    said = rows(visitor.open(DOCTOR))
    assert said["Preferred not to say"].startswith("New: numb round the genitals, back passage or inner thighs")
    assert "Numb below a line on the body, or a tight band round chest or belly" in said["Yes"]
    assert "Low, or no pleasure in things, most days" in said["Preferred not to say 2"]
    assert "Low, or no pleasure in things, most days" not in said["Not sure"]
    assert "Short of breath on mild effort" in said["Not sure"]


def test_the_page_for_the_doctor_names_the_causes_of_the_outcome(ready):
    visitor = ready(**LONG)
    outcome = json.loads(visitor.client.get(FILE).content)
    said = rows(visitor.open(DOCTOR))
    words = {"Strong fit": "strong", "Possible fit": "possible", "Weak fit": "weak"}
    named = {words[name]: text.split("; ") for name, text in said.items() if name in words}
    fits = {cause["name"]: cause["fit"] for cause in outcome["causes"]}
    assert named
    assert [fits[name] for fit, names in named.items() for name in names] == [
        fit for fit, names in named.items() for _ in names
    ]
    assert said["Less likely, but serious"].split("; ") == [cause["name"] for cause in outcome["serious"][:4]]


def test_the_page_for_the_doctor_names_only_the_rules_that_made_the_advice(ready):
    visitor = ready(danger_spine="leg_pain_both", how_fast="days")
    rules = json.loads(visitor.client.get(FILE).content)["red_flags"]
    made = [rule["title"] for rule in rules if rule["level"] == "same_day"]
    assert 0 < len(made) < len(rules)
    assert rows(visitor.open(DOCTOR))["Advice given"] == f"Get medical advice today. Because of: {'; '.join(made)}"


def test_a_day_that_the_advice_does_not_name_stands_beside_it(ready):
    assert rows(ready().open(DOCTOR))["Advice given"].startswith("See a doctor in the next few weeks (by ")


def test_a_man_with_very_much_to_tell_gets_small_print(ready, knowledge):
    def dense(visitor):
        return "lc-sheet--dense" in visitor.open(DOCTOR).main.one("article")["class"]

    ticked = {
        row.key: tuple(option.key for option in row.options)
        for row in knowledge.questions
        if row.kind == "multiple" and row.stage != "scope"
    }
    assert not dense(ready(**LONG))
    assert dense(ready(continued=True, **ticked))


def test_an_emergency_has_a_page_for_the_doctor_that_says_what_was_not_asked(visitor):
    stop = visitor.go({"scope": "other_man", "danger_now": "chest_pain"})
    page = visitor.open(stop.links()["A page for the doctor, to print or show"])
    said = rows(page)
    assert said["Advice given"].startswith("Get emergency help now. Because of: ")
    assert said["Yes"] == "Chest pain"
    assert "Confusion" not in said["Not asked"]
    assert "Fever, shivers or drenching night sweats" in said["Not asked"].split("; ")
    assert said["How fast did the weakness come on?"] == "Not asked"
    assert said["Symptoms and signs"] == said["Illnesses and events"] == "Not asked"
    assert not {"Strong fit", "Possible fit", "Weak fit", "Less likely, but serious"} & said.keys()
    assert "so it compared no causes" in page.main.text
    assert page.main.one("article").text.startswith("Another person filled this in for a man with weak legs")


def test_an_emergency_below_18_has_a_page_for_the_doctor_too(ready):
    said = rows(ready(age=16, danger_now="chest_pain").open(DOCTOR))
    assert (said["Age"], said["Yes"]) == ("16", "Chest pain")


WORDS = 'It began <b>after</b> the flu.\r\n"Quoted" & more'


def test_his_own_words_stand_on_the_page_that_answers_and_are_kept_nowhere(ready):
    visitor = ready()
    cookies = {name: cookie.value for name, cookie in visitor.client.cookies.items()}
    before = visitor.visit
    page = visitor.send(visitor.open(DOCTOR), words=WORDS)
    assert page.path == DOCTOR
    assert page.status == 200
    assert "In his own words" in page.headings()
    assert "It began <b>after</b> the flu." in page.main.one("article").text
    assert "<b>after" not in page.response.content.decode()
    assert page.response["Cache-Control"] == "no-store"
    assert visitor.visit == before
    assert set(visitor.client.cookies) == {*cookies, "csrftoken"}
    again = visitor.open(DOCTOR)
    assert "flu" not in again.text
    assert "In his own words" not in again.headings()


def test_words_that_are_too_many_come_back_to_be_made_shorter(ready):
    visitor = ready()
    asked = visitor.open(DOCTOR)
    assert "In his own words" in visitor.send(asked, words="a" * 300 + "\r\n" + "b" * 299).headings()
    page = visitor.send(asked, words="c" * 601)
    assert page.title == "Error: For the doctor - legcheck"
    assert "Use 600 characters or fewer." in page.main.text
    assert "In his own words" not in page.headings()
    assert page.main.one("textarea").text == "c" * 601
    assert page.main.one("textarea")["aria-describedby"] == "id_words_hint id_words_error"


def test_no_words_are_no_fault(ready):
    visitor = ready()
    page = visitor.send(visitor.open(DOCTOR), words="  ")
    assert (page.title, "In his own words" in page.headings()) == ("For the doctor - legcheck", False)


def test_the_words_of_one_who_answers_for_another_are_not_called_the_mans(ready):
    visitor = ready(scope="other_man")
    asked = visitor.open(DOCTOR)
    assert "Words of the person who filled this in:" in asked.main.one("article").text
    assert "Words of the person who filled this in, if you want to add some" in asked.headings()
    page = visitor.send(asked, words=WORDS)
    assert "Words of the person who filled this in" in page.headings()
    assert "own words" not in page.main.one("article").text
    assert "What else was told of him" in page.headings()


# On the outcome


def test_the_outcome_leads_to_all_of_them(ready):
    visitor = ready()
    links = visitor.open(OUTCOME).links()
    assert set(ALL) <= set(links.values())
    day = json.loads(visitor.client.get(FILE).content)["come_back"]["no_better"]
    assert f"{day} Do not wait for that day if it gets worse." in visitor.open(OUTCOME).main.text


def test_an_outcome_of_today_has_no_day_for_the_calendar(ready):
    page = ready(danger_spine="leg_pain_both", how_fast="days").open(OUTCOME)
    assert CALENDAR not in page.links().values()
    assert "When to check again" not in page.main.text


@pytest.mark.parametrize("told", [{}, {"danger_now": "chest_pain"}], ids=["calm", "emergency"])
def test_what_to_say_on_the_phone_stands_on_the_outcome(ready, told):
    said = ready(**told).open(OUTCOME).main.one("blockquote").text
    assert said.startswith("I am 50. My legs are weak.")
    assert ("Danger signs: chest pain." in said) is bool(told)


# All of them


@pytest.mark.parametrize("path", ALL)
def test_without_a_visit_there_is_nothing_to_take(visitor, path):
    assert visitor.open(path).path == START_AGAIN


@pytest.mark.parametrize("path", ALL)
def test_before_the_end_they_lead_to_the_open_page(visitor, path):
    open_page = visitor.go({"scope": "me_man"}, rest=None)
    assert visitor.open(path).path == open_page.path


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("scope", ["injury", "known_cause", "someone_else"])
def test_a_stop_of_the_scope_has_nothing_to_take(visitor, path, scope):
    stop = visitor.go({"scope": scope})
    assert visitor.open(path).heading == stop.heading


@pytest.mark.parametrize("path", ALL)
def test_a_boy_has_nothing_to_take(visitor, path):
    stop = visitor.go({"scope": "me_man"}, age=17)
    assert visitor.open(path).heading == stop.heading


@pytest.mark.parametrize("path", ALL)
def test_nothing_is_kept_and_the_database_is_not_asked(ready, warm, path, django_assert_num_queries):
    visitor = ready(**LONG)
    with django_assert_num_queries(0):
        response = visitor.client.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", ALL)
def test_they_are_only_read(ready, path):
    visitor = ready()
    assert visitor.client.delete(path).status_code == 405
    assert visitor.client.post(path).status_code == (200 if path == DOCTOR else 405)
