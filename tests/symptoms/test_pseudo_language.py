"""Every word that a visitor reads can be translated: in the pseudo-language no page has a letter without accent.

The texts of the knowledge are in it too, by the same way that a translation takes.
"""

from __future__ import annotations

import dataclasses
import json

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from knowledge.documents import build_document, read_document
from symptoms import errors, serving
from symptoms.catalogue import build_catalogue
from symptoms.engine.answers import states_of_evidence
from symptoms.engine.assessment import assess_states
from symptoms.engine.cases import Case, case_evidence
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.likelihood import differential
from symptoms.engine.simulated import Unnamed, all_answers
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.cases import case_of
from symptoms.evaluation.report import VERSION, page_of_report
from symptoms.gate import Gate
from symptoms.interview_report import man_of_case
from symptoms.languages import FIGURES
from symptoms.serving import Accuracy, NoRelease, ReleaseHolder, Served, holder
from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.unmarked import brackets_differ, data_of, data_of_figures, plain_words
from tests.symptoms.visitor import ANSWERS, OUTCOME, Shown, Visitor
from tools.pseudo import LANGUAGE, pseudo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_pseudo")]

#: Cases whose outcome is of each level; the first one brings the crisis texts too.
LEVELS = {
    "v43_thin_thigh_twitching": "within_days",
    "v74_better_on_the_trolley": "routine",
    "v91_first_leg_day": "self_care",
    "v29_slipped_disc_drop_foot": "same_day",
}

STATIC = (
    "/",
    "/questions/",
    "/library/",
    "/sources/",
    "/about/",
    "/about/how-it-works/",
    "/about/privacy/",
    "/about/accessibility/",
    # Before it was measured.
    "/about/accuracy/",
    "/about/releases/",
    "/feedback/thanks/3/",
    "/check/start-again/",
    "/check/cleared/",
    "/check/clear/",
    "/check/something-new/",
    "/nothing-here",
)


@pytest.fixture(scope="module")
def names(knowledge):
    """What stays as it is: names of the knowledge, and the note that staff wrote on the release."""
    return (*data_of(knowledge), "The shipped knowledge")


@pytest.fixture(scope="module")
def pseudo_release(pseudo_knowledge):
    """The knowledge in the pseudo-language as a worker serves it."""
    document = read_document(build_document(pseudo_knowledge))
    release = compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "ZZ")
    return Served(release, build_catalogue(document.knowledge, release))


@pytest.fixture
def served(monkeypatch, pseudo_release):
    """It is served, and it is never time to look for another one."""

    class Clock:
        @staticmethod
        def monotonic():
            return 1000.0

    monkeypatch.setattr(serving, "time", Clock)
    monkeypatch.setattr(holder, "_served", pseudo_release)
    monkeypatch.setattr(holder, "_looked_at", 1000.0)


@pytest.fixture
def look(names):
    """look(response) is the page; nothing on it may be without its accents, and no text may have been cut."""

    def at(response) -> Shown:
        html = response.content.decode()
        assert plain_words(html, names) == [], response.request["PATH_INFO"] if hasattr(response, "request") else ""
        assert not brackets_differ(html)
        return Shown(response) if hasattr(response, "request") else response

    return at


class Watched(Visitor):
    """A visitor each of whose pages is looked at."""

    def __init__(self, client, look) -> None:
        super().__init__(client)
        self.look = look

    def _show(self, response) -> Shown:
        shown = super()._show(response)
        self.look(shown.response)
        return shown


@pytest.fixture
def man(client, look, served):
    return Watched(client, look)


@pytest.fixture
def at_the_end(man, knowledge, release):
    """at_the_end(case, "low_mood") is the man of a case who has answered every page, and said yes to more."""

    def put(key: str, *more: str, **changes: object) -> Watched:
        case: Case = case_of(next(row for row in knowledge.vignettes if row.key == key))
        case = dataclasses.replace(case, present=(*case.present, *more))
        answers = all_answers(release, man_of_case(release, case, Unnamed.DENIES))
        man.keep(dataclasses.replace(new_visit(1), age=case.age, answers=answers | changes))
        return man

    return put


def test_the_reader_finds_words_without_accents_and_says_where():
    html = (
        '<html lang="en-XA"><body><p>[Åå] Yes <b aria-label="No">112</b></p><p>NHS 24 [Öö]</p>'
        '<div lang="en-GB">English</div><img alt="Drawing"></body></html>'
    )
    assert plain_words(html, ["NHS 24"]) == ["[Åå] Yes", "No", "Drawing"]
    assert brackets_differ("<html><body><p>[Åå</p></body></html>")


@pytest.mark.parametrize("path", STATIC)
def test_a_page_around_the_check_is_translated(served, client, look, path):
    look(client.get(path))


@pytest.mark.parametrize("changes", [{}, {"own": False, "misses": []}], ids=["its own cases", "others, none missed"])
def test_the_figures_of_an_evaluation_are_translated(
    served, client, monkeypatch, names, pseudo_release, pseudo_figures, changes
):
    report = json.dumps(json.loads(pseudo_figures) | changes)
    with override(LANGUAGE):
        accuracy = Accuracy(ENGINE_VERSION, VERSION, page_of_report(report, FIGURES))
    monkeypatch.setattr(holder, "_served", dataclasses.replace(pseudo_release, accuracy=accuracy))
    html = client.get("/about/accuracy/").content.decode()
    assert plain_words(html, (*names, *data_of_figures(report))) == []
    assert not brackets_differ(html)
    assert html.count("<svg") > 10
    assert '<td><div lang="en-GB" dir="ltr">' in html


def test_the_figures_are_in_the_language_of_the_site_though_the_staff_side_made_us_look():
    with override("en-gb"):
        accuracy = ReleaseHolder().current().accuracy
    assert accuracy.page["sections"][0].title == pseudo("What the project asks of itself")


def test_the_pages_that_name_who_runs_the_site_are_translated(served, client, look, settings):
    for settings.LEGCHECK_OPERATOR in ("", "112 999"):
        settings.LEGCHECK_OPERATOR_CONTACT = "1@2.3"
        for path in ("/about/", "/about/privacy/", "/about/accessibility/"):
            look(client.get(path))


def test_the_library_is_translated(served, client, look, knowledge):
    for cause in {row.urgency: row for row in knowledge.causes}.values():
        look(client.get(f"/library/causes/{cause.key}/"))
    for cause in ("depression", "sciatica_disc"):
        look(client.get(f"/library/causes/{cause}/"))
    for advice in [*{row.kind: row for row in knowledge.advice}.values()]:
        look(client.get(f"/library/advice/{advice.key}/"))
    look(client.get("/library/advice/crisis_support/"))


@pytest.mark.parametrize("scope", ["me_man", "other_man"])
def test_every_page_of_a_calm_visit_is_translated(man, scope):
    page = man.go(CALM | {"scope": scope, "danger_now": "not_sure"})
    assert page.path == ANSWERS
    man.open("/check/something-new/")
    for number in range(1, 6):
        man.open(f"/check/{number}/change/")
    assert man.open(OUTCOME).status == 200


def test_the_first_page_of_a_worker_that_has_just_started_is_that_of_the_release(client, served, monkeypatch):
    words = holder.peek()
    monkeypatch.setattr(holder, "_served", None)
    monkeypatch.setattr(holder, "_looked_at", None)
    monkeypatch.setattr(serving, "_read", lambda number: words)
    assert pseudo("Start the check") in client.get("/").content.decode()


def test_messages_of_forms_are_translated(man):
    page = man.begin()
    man.send(page)
    man.send(page, question="side", options=["both"])
    page = man.choose(page, CALM["scope"])
    for age in ("", "x", "999"):
        man.send(page, age=age)
    page = man.send(page, age=50)
    for options in ([], ["chest_pain", "none"], ["rest_not_sure"], ["gone"]):
        assert "govuk-error-summary" in man.send(page, options=options).response.content.decode()


@pytest.mark.parametrize(("case", "level"), LEVELS.items())
def test_an_outcome_and_what_he_takes_with_him_are_translated(at_the_end, case, level):
    man = at_the_end(case, *(["low_mood"] if level == "within_days" else []))
    page = man.open(OUTCOME)
    assert f"lc-urgency--{level}" in page.response.content.decode()
    man.open(ANSWERS)
    sheet = man.open("/check/doctor/")
    man.send(sheet, words="1" * 601)
    man.send(sheet, words="1, 2, 3")


def test_an_answer_that_was_set_aside_is_translated(at_the_end):
    man = at_the_end("v74_better_on_the_trolley")
    assert man.open(ANSWERS).status == 200
    visit = man.visit
    man.keep(dataclasses.replace(visit, answers=visit.answers | {"scope": ("other_man",)}))
    man.open(ANSWERS)


@pytest.mark.parametrize("scope", ["me_man", "other_man"])
def test_an_emergency_is_translated(man, scope):
    page = man.go({"scope": scope, "danger_now": ["chest_pain"]})
    assert "lc-urgency--emergency_now" in page.response.content.decode()
    man.open("/check/doctor/")
    on = man.send(page, form=0)
    assert on.path != OUTCOME
    rest = man.visit
    man.keep(dataclasses.replace(rest, answers={key: (CALM.get(key, "none"),) for key in CALM} | dict(rest.answers)))
    man.open(OUTCOME)


@pytest.mark.parametrize("scope", ["woman", "child", "unwell_now"])
def test_a_stop_of_the_scope_is_translated(man, release, scope):
    offered = {option.key for option in release.questions[0].options}
    man.choose(man.begin(), scope if scope in offered else sorted(offered - {"me_man", "other_man"})[0])


def test_who_is_too_young_is_told_in_the_language(man):
    page = man.choose(man.begin(), CALM["scope"])
    man.send(page, age=12)


def test_the_entry_of_the_calendar_is_translated(at_the_end):
    file = at_the_end("v43_thin_thigh_twitching").client.get("/check/again.ics").content.decode()
    assert "SUMMARY:[Çĥééçķ ĥööŵ ṁý ļééĝš ååŕéé]" in file.replace("\r\n ", "")


@pytest.mark.parametrize("status", [400, 403, 500, 503])
def test_an_error_is_translated(served, look, status):
    request = RequestFactory().get("/x")
    pages = {
        400: lambda: errors.bad_request(request, ValueError()),
        403: lambda: errors.refused_form(request),
        500: lambda: errors.server_error(request),
        503: lambda: errors.could_not_assess("/check/outcome/", for_another=True),
    }
    look(pages[status]())


def test_pages_without_a_release_have_no_text_of_the_program_that_is_not_translated(
    client, served, look, monkeypatch, pseudo_knowledge
):
    def nothing(*_: object, **__: object) -> None:
        raise NoRelease

    monkeypatch.setattr(holder, "current", nothing)
    for path in ("/about/", "/about/how-it-works/", "/about/privacy/", "/about/releases/", "/questions/", "/library/"):
        look(client.get(path))


def test_cases_come_out_with_the_same_levels_and_shares(pseudo_release, knowledge, release):
    def outcome(compiled, case):
        states = states_of_evidence(compiled, case_evidence(case))
        found = assess_states(compiled, case.age, states, continued=True)
        return found.urgency.level, differential(compiled, states, case.age).scores

    for case in map(case_of, knowledge.vignettes):
        assert outcome(pseudo_release.release, case) == outcome(release, case)


@pytest.mark.slow
def test_a_translation_passes_the_gate(pseudo_knowledge):
    assert Gate().examine(build_document(pseudo_knowledge), thorough=False).findings == ()
