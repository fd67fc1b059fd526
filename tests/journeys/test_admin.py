"""A clinician changes the knowledge and sees it live; a roll back brings the old outcome back, byte for byte."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.journeys.clinician import Clinician
from tests.journeys.visitor import CALM, Questions, Visitor, saying
from tests.journeys.watching import Secrets, Watch
from tests.staff import PASSWORD

#: Where the new finding is asked: a page with room for one more option.
PAGE = "timing"

FINDING = "Toes that tingle when I sneeze"
OPTION = "My toes tingle when I sneeze"

_MAKE_STAFF = f"""
from django.contrib.auth.models import Group, User
for name in ("anna", "ben"):
    user = User.objects.create_user(name, password={PASSWORD!r}, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["knowledge editor", "knowledge publisher"]))
"""


@pytest.fixture(scope="module")
def clinic(site):
    """The site with a database of its own, on which Anna and Ben may edit and publish."""
    shutil.copy(site.database("published"), site.database("clinic"))
    site.manage("shell", "-c", _MAKE_STAFF, database="clinic")
    with site.served("clinic", {"LEGCHECK_RELEASE_CHECK_SECONDS": "0"}) as server:
        yield server


@pytest.fixture
def anna(browser, clinic):
    """Someone at the admin, whose every page is watched."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    clinician = Clinician(context.new_page(), clinic.url)
    yield clinician
    context.close()
    assert clinician.faults == []


def outcome_bytes(server, options):
    """What the API answers to a man who is calm but for one page, byte for byte."""
    answers = [{"question": key, "options": list(chosen)} for key, chosen in {**CALM, PAGE: options}.items()]
    return server.api_bytes("assessments", {"age": 58, "answers": answers})


def add_the_finding(anna):
    anna.open("/admin/knowledge/finding/add/")
    anna.fill("Label:", FINDING)
    anna.fill("Key:", "toes_sneeze")
    anna.choose("Kind:", "Symptom")
    anna.find("Sources", "estimate", "estimate")
    for band in ("18-39", "40-59", "60-74", "75+"):
        anna.fill(f"Background at {band}:", "0.02")
    anna.assert_accessible()
    anna.press("Save")
    assert any("added successfully" in words for words in anna.told)
    # Nobody asks it yet: that stops a release, and not the saving.
    assert any("1 thing to put right before it can be published" in words for words in anna.told)


def add_the_option(anna, key):
    anna.open(f"/admin/knowledge/question/?q={key}")
    anna.follow(anna.page.locator("#result_list tbody th a").first.inner_text())
    anna.add_row("Add another Option")
    number = int(anna.page.locator("#id_options-TOTAL_FORMS").input_value()) - 1
    row = anna.page.locator(f"#options-{number}")
    row.locator("[name$=-key]").fill("toes_sneeze")
    row.locator("[name$=-label]").fill(OPTION)
    anna.find_in(row, "sneeze", FINDING)
    anna.assert_accessible()
    anna.press("Save and continue editing")
    assert anna.errors == []
    anna.follow("See this page as a man sees it")
    assert anna.page.get_by_label(OPTION, exact=True).count() == 1
    assert "Preview" in anna.page.locator("body").inner_text()


def add_the_evidence(anna):
    anna.open("/admin/knowledge/cause/?q=peripheral_neuropathy")
    anna.follow(anna.page.locator("#result_list tbody th a").first.inner_text())
    anna.add_row("Add another Evidence")
    number = int(anna.page.locator("#id_evidence-TOTAL_FORMS").input_value()) - 1
    row = anna.page.locator(f"#evidence-{number}")
    anna.find_in(row.locator(".field-finding"), "sneeze", FINDING)
    row.locator("[name$=-frequency]").select_option(label="Frequent")
    # Without a source it is refused, with its place and the code of the check.
    anna.press("Save")
    assert [words for words in anna.errors if words.startswith("K016 Evidence on toes_sneeze: No source is named")]
    row = anna.page.locator(f"#evidence-{number}")
    row.locator("summary").click()
    anna.find_in(row.locator(".field-sources"), "estimate", "estimate")
    assert row.locator("summary").inner_text() == "1 source"
    anna.assert_accessible()
    anna.press("Save")
    assert anna.errors == []


def add_the_rule(anna):
    anna.open("/admin/knowledge/rule/add/")
    anna.fill("Title:", "Toes tingle on sneezing")
    anna.fill("Key:", "toes_sneeze_today")
    anna.choose("Urgency:", "Self care")
    anna.fill("Tell:", "See a doctor today.")
    anna.fill("Because:", "This may be a nerve in trouble.")
    anna.find("Sources", "estimate", "estimate")
    anna.add_row("Add another Clause")
    anna.find_in(anna.page.locator("#clauses-0"), "sneeze", FINDING)
    anna.press("Save and continue editing")
    # The wrong rule is stopped, with what was typed and a message that says what to do.
    assert [words for words in anna.errors if words.startswith("K053 A red flag never means self_care")]
    assert anna.page.get_by_label("Title:", exact=True).input_value() == "Toes tingle on sneezing"
    anna.assert_accessible()
    anna.choose("Urgency:", "Same day")
    anna.press("Save and continue editing")
    assert anna.errors == []
    assert anna.page.locator(".kb-sentence").inner_text().strip().endswith(f"Same day if: {FINDING}")


def publish(anna):
    anna.open("/admin/knowledge/draftsnapshot/")
    assert "The draft passes every check." in anna.words
    assert "Same day" in anna.words
    anna.assert_accessible()
    anna.page.get_by_label("What is new, in a sentence or two").fill("Toes that tingle on sneezing")
    anna.press("Publish the draft")
    # The page looks again by itself until the run has ended.
    anna.page.locator("#run[data-ended=yes]").wait_for(timeout=120_000)
    anna.assert_accessible()
    assert "Release 2" in anna.words, anna.words


def withdraw(anna, number):
    anna.open(f"/admin/knowledge/release/{number}/change/")
    anna.follow("Withdraw for good")
    anna.assert_accessible()
    anna.page.get_by_label("Why").fill("It frightened men without need.")
    anna.page.get_by_label("I know that it can never be served again").check()
    anna.press(f"Withdraw release {number} for good")
    assert anna.page.get_by_role("link", name="Put this release live again").count() == 0


def roll_back(anna, number):
    anna.open(f"/admin/knowledge/release/{number}/change/")
    anna.assert_accessible()
    anna.follow("Put this release live again")
    anna.assert_accessible()
    anna.page.get_by_label("Why").fill("The new rule sends too many men.")
    anna.press(f"Put release {number} live again")
    assert "live" in anna.words


@pytest.mark.slow
def test_a_new_user_changes_the_knowledge_publishes_it_and_rolls_it_back(anna, clinic, browser):
    calm = outcome_bytes(clinic, ("none",))
    anna.sign_in_for_the_first_time("anna")
    anna.assert_accessible()
    add_the_finding(anna)
    add_the_option(anna, PAGE)
    add_the_evidence(anna)
    add_the_rule(anna)
    assert outcome_bytes(clinic, ("none",)) == calm
    publish(anna)

    # The man's page and the API show it.
    questions = clinic.api("questions")["items"]
    assert OPTION in [row["label"] for page in questions if page["key"] == PAGE for row in page["options"]]
    assert "toes_sneeze_today" in [row["key"] for row in clinic.api("red-flag-rules")["items"]]
    man = visitor_at(browser, clinic, questions)
    man.stand_at(PAGE)
    man.answer(PAGE, "toes_sneeze")
    man.answer_on(saying(CALM))
    man.follow("See what to do")
    assert man.page.locator(".lc-urgency--same_day").count() == 1
    assert json.loads(outcome_bytes(clinic, ("toes_sneeze",)))["urgency"]["level"] == "same_day"

    # Rolled back: the old outcome, byte for byte, and the old page.
    roll_back(anna, 1)
    assert outcome_bytes(clinic, ("none",)) == calm
    assert "toes_sneeze_today" not in [row["key"] for row in clinic.api("red-flag-rules")["items"]]
    man.open("/check/outcome/")
    assert man.page.locator(".lc-urgency--same_day").count() == 0
    man.page.context.close()

    # Withdrawn: it can never go live again, and the API says so.
    withdraw(anna, 2)
    assert [row["status"] for row in clinic.api("releases")["items"]] == ["withdrawn", "live"]
    assert outcome_bytes(clinic, ("none",)) == calm


def test_a_finding_is_changed_with_the_keyboard_alone(anna):
    keys = anna.page.keyboard
    anna.open("/admin/")
    anna.tab_to("Username")
    keys.type("ben")
    anna.tab_to("Password")
    keys.type(PASSWORD)
    anna.leave_by("Enter")
    anna.set_up_second_factor()
    anna.open("/admin/knowledge/finding/?q=numb_feet")
    anna.tab_to("Both feet or lower legs numb or tingling")
    anna.leave_by("Enter")
    anna.tab_to("Label")
    keys.press("End")
    keys.type(", day and night")
    anna.tab_to("Sources")
    keys.type("article")
    anna.page.locator(".select2-results__option", has_text="(article)").wait_for()
    keys.press("Enter")
    anna.tab_to("Save")
    anna.leave_by("Enter")
    assert any("was changed successfully" in words for words in anna.told)
    anna.open("/admin/knowledge/finding/?q=numb_feet")
    assert "numb or tingling, day and night" in anna.words


def visitor_at(browser, server, questions):
    context = browser.new_context()
    watch = Watch(context, server.url, Secrets(frozenset(), frozenset()))
    return Visitor(context.new_page(), server.url, Questions(questions), watch)
