"""A release that changes in the middle of a visit: answers stay where a page still means the same."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import OperationalError, connection

from knowledge import content
from knowledge.documents import read_document
from knowledge.models import Release
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.mappings import changed_pages, page_meanings
from symptoms.serving import holder
from symptoms.visit import new_visit
from tests.releasing import document_of, goes_live
from tests.symptoms.api.bodies import CALM
from tests.symptoms.visitor import ANSWERS, ON

pytestmark = pytest.mark.django_db

NOTICE = "The medical facts were updated, so this question is asked again."


def with_page(knowledge, key, **changes):
    """The knowledge with one page changed."""
    pages = tuple(dataclasses.replace(page, **changes) if page.key == key else page for page in knowledge.questions)
    return dataclasses.replace(knowledge, questions=pages)


def page_of(knowledge, key):
    return next(page for page in knowledge.questions if page.key == key)


def without_last_option(knowledge, key):
    return with_page(knowledge, key, options=page_of(knowledge, key).options[:-1])


def swapped(knowledge, key):
    """The first two options of a page mean each other's."""
    one, other, *rest = page_of(knowledge, key).options
    first = dataclasses.replace(one, present=other.present, absent=other.absent)
    second = dataclasses.replace(other, present=one.present, absent=one.absent)
    return with_page(knowledge, key, options=(first, second, *rest))


def reworded(knowledge, key):
    page = page_of(knowledge, key)
    options = tuple(dataclasses.replace(option, label=f"{option.label}!") for option in page.options)
    return with_page(knowledge, key, text=f"{page.text} Really?", options=options)


def turned_round(knowledge, key):
    return with_page(knowledge, key, options=page_of(knowledge, key).options[::-1])


def ends_another_way(knowledge, key):
    first, *rest = page_of(knowledge, key).options
    changed = dataclasses.replace(first, ends=content.ScopeEnd.SEE_DOCTOR)
    return with_page(knowledge, key, options=(changed, *rest))


def compiled(knowledge, number=2):
    document = read_document(document_of(knowledge).encode())
    return compile_release(document, ReleaseIdentity(number, document.hash, "2026-02-02"), "GB")


# What counts as a change


@pytest.mark.parametrize(
    ("change", "key", "changed"),
    [
        (reworded, "area", set()),
        (turned_round, "area", set()),
        (reworded, "how_fast", set()),
        (swapped, "area", {"area"}),
        (swapped, "how_fast", {"how_fast"}),
        (without_last_option, "area", {"area"}),
        (ends_another_way, "scope", {"scope"}),
    ],
)
def test_a_page_changed_when_its_options_mean_something_else(knowledge, release, change, key, changed):
    after = change(knowledge, key)
    if change is without_last_option:
        # The finding that no page asks about any more must not be asked for by a rule to be compiled.
        assert changed_pages(page_meanings(compiled(after)), release) == changed
    else:
        assert changed_pages(page_meanings(release), compiled(after)) == changed


def test_a_page_of_another_kind_changed(release):
    before = dict(page_meanings(release))
    before["area"] = dataclasses.replace(before["area"], kind="single")
    assert changed_pages(before, release) == {"area"}


def test_a_page_that_was_not_there_before_changed(release):
    before = {key: meaning for key, meaning in page_meanings(release).items() if key != "area"}
    assert changed_pages(before, release) == {"area"}


def test_the_order_of_findings_in_a_release_is_no_change(knowledge, release):
    turned = dataclasses.replace(knowledge, findings=knowledge.findings[::-1])
    assert changed_pages(page_meanings(release), compiled(turned)) == set()


def test_without_a_record_every_clinical_page_changed(release):
    changed = changed_pages(None, release)
    assert {question.key for question in release.questions} - changed == {"scope"}


# In a visit


@pytest.fixture
def at_the_end(visitor, knowledge, settings):
    """A visitor who has answered everything under release 1, and who meets each new release at once."""
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = 0
    holder.forget()
    holder.current()
    answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
    visitor.keep(dataclasses.replace(new_visit(1), age=61, answers=answers))
    yield visitor
    holder.forget()


def publish_next(knowledge):
    goes_live(document_of(knowledge))


def test_a_reworded_release_asks_nothing_again(at_the_end, knowledge):
    publish_next(reworded(knowledge, "area"))
    assert at_the_end.open(ON).path == ANSWERS
    assert at_the_end.visit.release == 2
    assert len(at_the_end.visit.answers) == len(knowledge.questions)


def test_a_page_that_means_something_else_is_asked_again_with_a_notice(at_the_end, knowledge):
    publish_next(swapped(knowledge, "how_fast"))
    page = at_the_end.open(ANSWERS)
    assert (page.path, page.question) == ("/check/6/", "how_fast")
    assert NOTICE in page.main.text
    assert page.chosen() == []
    assert len(at_the_end.visit.answers) == len(knowledge.questions) - 1
    again = at_the_end.choose(page)
    assert again.title.startswith("Error")
    assert NOTICE in again.main.text
    assert at_the_end.choose(again, "weeks").path == ANSWERS
    assert NOTICE not in at_the_end.open("/check/6/").main.text
    assert at_the_end.visit.asked_again == ()


def test_the_notice_waits_until_its_page_is_reached(at_the_end, knowledge):
    changed = swapped(swapped(knowledge, "how_fast"), "side")
    publish_next(changed)
    page = at_the_end.choose(at_the_end.open(ON), "weeks")
    assert (page.question, NOTICE in page.main.text) == ("side", True)


def test_an_answer_sent_under_the_old_release_is_read_under_the_new_one(at_the_end, knowledge):
    page = at_the_end.open("/check/6/change/")
    publish_next(swapped(knowledge, "side"))
    asked = at_the_end.choose(page, "weeks")
    assert (asked.question, NOTICE in asked.main.text) == ("side", True)
    assert at_the_end.visit.answers["how_fast"] == ("weeks",)


def test_a_question_that_is_gone_is_dropped_and_the_rest_stays(at_the_end, knowledge):
    smaller = dataclasses.replace(
        knowledge, questions=tuple(page for page in knowledge.questions if page.key != "veins")
    )
    kept = at_the_end.visit.answers.keys() - {"veins"}
    gone = set(page_of(knowledge, "veins").findings)
    publish_next(without_findings(smaller, gone))
    assert at_the_end.open(ON).path == ANSWERS
    assert at_the_end.visit.answers.keys() == kept
    assert at_the_end.visit.asked_again == ()


def without_findings(knowledge, gone):
    """The knowledge without some findings, wherever they are named."""

    def left(keys):
        return tuple(key for key in keys if key not in gone)

    def clauses(all_of):
        return tuple(left(clause) for clause in all_of)

    return dataclasses.replace(
        knowledge,
        findings=tuple(row for row in knowledge.findings if row.key not in gone),
        causes=tuple(
            dataclasses.replace(
                cause,
                requires=left(cause.requires),
                evidence=tuple(row for row in cause.evidence if row.finding not in gone),
                show_with=tuple(pair for pair in cause.show_with if pair.finding not in gone),
            )
            for cause in knowledge.causes
        ),
        advice=tuple(dataclasses.replace(row, always_when=left(row.always_when)) for row in knowledge.advice),
        red_flags=tuple(
            dataclasses.replace(rule, all_of=clauses(rule.all_of))
            for rule in knowledge.red_flags
            if all(clauses(rule.all_of))
        ),
        self_care=tuple(
            dataclasses.replace(row, all_of=clauses(row.all_of))
            for row in knowledge.self_care
            if all(clauses(row.all_of))
        ),
        vignettes=tuple(
            dataclasses.replace(row, present=left(row.present), absent=left(row.absent), unsure=left(row.unsure))
            for row in knowledge.vignettes
        ),
    )


# Where the old meaning comes from


def test_a_release_served_before_is_not_read_again(at_the_end, knowledge, django_assert_num_queries, settings):
    publish_next(reworded(knowledge, "area"))
    holder.current()
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = 10
    with django_assert_num_queries(0):
        assert at_the_end.open(ON).path == ANSWERS


def test_a_release_of_before_this_process_is_read_once(at_the_end, knowledge, django_assert_num_queries, settings):
    publish_next(swapped(knowledge, "side"))
    holder.forget()
    holder.current()
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = 10
    cookie = at_the_end.visit
    with django_assert_num_queries(1):
        assert at_the_end.open(ON).question == "side"
        at_the_end.keep(cookie)
        assert at_the_end.open(ON).question == "side"


def test_while_the_database_is_away_every_clinical_page_is_asked_again(at_the_end, knowledge, settings, caplog):
    publish_next(reworded(knowledge, "area"))
    holder.forget()
    holder.current()
    settings.LEGCHECK_RELEASE_CHECK_SECONDS = 10

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(fail):
        page = at_the_end.open(ON)
    assert (page.path, page.question) == ("/check/3/", "danger_now")
    assert NOTICE in page.main.text
    assert (at_the_end.visit.age, set(at_the_end.visit.answers)) == (
        61,
        {"scope"},
    )
    assert "OperationalError" in caplog.text


def test_under_a_release_that_is_not_known_every_clinical_page_is_asked_again(at_the_end):
    at_the_end.keep(dataclasses.replace(at_the_end.visit, release=77))
    assert at_the_end.open(ON).question == "danger_now"
    assert at_the_end.visit.release == 1
    assert not Release.objects.filter(number=77).exists()


def test_an_empty_visit_asks_for_no_old_release(visitor, warm, django_assert_num_queries):
    visitor.keep(new_visit(0))
    with django_assert_num_queries(0):
        assert visitor.open("/check/1/").path == "/check/1/"
    assert visitor.visit.release == 1
