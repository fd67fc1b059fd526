"""What holds on the page of every concept: few queries, checks on saving, the change log, keys, retiring."""

import json
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.drafts import read_draft
from knowledge.drafts.rows import CONCEPT_OF, TABLES
from knowledge.loading import load
from knowledge.models import Advice, Cause, Change, DraftSnapshot, Evidence, Finding, Rule, Source
from knowledge.snapshot import last_snapshot, snapshot_content, snapshot_problems
from tests.knowledge.admin.posting import add_row, form_data, row_number
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

#: The most that a page of the admin may ask the database.
MOST_QUERIES = 15

#: A menu with more entries is a list of everything.
MOST_OPTIONS = 60


def address(row, verb="change"):
    return reverse(f"admin:knowledge_{row._meta.model_name}_{verb}", args=[row.pk])


def list_address(table, verb="changelist"):
    return reverse(f"admin:knowledge_{table._meta.model_name}_{verb}")


def heaviest(table):
    """The row of a concept whose page has the most to show."""
    rows = {
        Cause: Cause.objects.annotate(parts=Count("evidence")).order_by("-parts"),
        Finding: Finding.objects.annotate(parts=Count("evidence")).order_by("-parts"),
        Source: Source.objects.annotate(parts=Count("evidence")).order_by("-parts"),
        Rule: Rule.objects.annotate(parts=Count("clauses__findings")).order_by("-parts"),
    }
    return rows.get(table, table.objects.order_by("pk"))[0]


def posted(client, row, **values):
    """Opens the page of a row, changes some boxes and sends it."""
    data = form_data(client.get(address(row))) | values
    return client.post(address(row), data)


def errors_of(response):
    return [str(error) for errors in response.context["errors"] for error in errors]


def menus_of(html):
    return re.findall(r"<select.*?</select>", html, flags=re.DOTALL)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_page_of_a_concept_asks_little_and_offers_no_list_of_everything(editor, table):
    pages = (list_address(table), list_address(table, "add"), address(heaviest(table)))
    for page in (*pages, address(heaviest(table), "history")):
        editor.get(page)
        with CaptureQueriesContext(connection) as queries:
            response = editor.get(page)
        assert response.status_code == 200, page
        assert len(queries) <= MOST_QUERIES, [query["sql"][:200] for query in queries]
        for menu in menus_of(response.content.decode()):
            assert menu.count("<option") <= MOST_OPTIONS, menu[:200]


def test_every_concept_is_searched_and_filtered(editor):
    for table in TABLES.values():
        row = table.objects.order_by("pk")[0]
        found = editor.get(list_address(table), {"q": row.key})
        assert row in found.context["cl"].queryset
        assert "retired" in list(admin.site.get_model_admin(table).get_list_filter(found.wsgi_request))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_saving_a_page_as_it_is_changes_nothing(editor, table, knowledge):
    before = Change.objects.count()
    response = posted(editor, heaviest(table))
    assert response.status_code == 302, errors_of(response)
    assert Change.objects.count() == before
    assert read_draft() == knowledge


def test_a_change_is_saved_written_down_and_in_the_snapshot(editor):
    finding = Finding.objects.get(key="numb_feet")
    response = posted(editor, finding, label="Feet that feel numb")
    assert response.status_code == 302
    finding.refresh_from_db()
    assert finding.label == "Feet that feel numb"

    change = Change.objects.first()
    assert (change.concept, change.key, change.by, change.how) == ("findings", "numb_feet", "Alice", "edited")
    before, after = json.loads(change.before), json.loads(change.after)
    assert after == before | {"label": "Feet that feel numb"}
    draft = snapshot_content(last_snapshot())
    assert "Feet that feel numb" in [row.label for row in draft.findings]
    history = editor.get(address(finding, "history")).content.decode()
    assert "edited by Alice" in history
    assert "Feet that feel numb" in history


def test_a_row_that_fails_a_check_is_not_saved_and_says_why(editor, knowledge):
    rule = Rule.objects.get(key=knowledge.red_flags[0].key)
    response = posted(editor, rule, urgency="self_care", title="Typed before")
    assert response.status_code == 200
    assert [error for error in errors_of(response) if error.startswith("K053 A red flag never means self_care")]
    # At the field it belongs to, with what was typed.
    assert response.context["adminform"].form.errors["urgency"]
    assert 'value="Typed before"' in response.content.decode()
    assert read_draft() == knowledge
    assert Change.objects.first().how == "loaded"


def test_words_in_brackets_that_nobody_fills_in_are_refused(editor, knowledge):
    rule = Rule.objects.get(key=knowledge.red_flags[0].key)
    response = posted(editor, rule, tell="Call {emergency_nubmer} now.")
    (error,) = response.context["adminform"].form.errors["tell"]
    assert error.startswith("K014")
    assert "{emergency_number}" in error


def test_evidence_without_a_source_is_refused_with_its_place(editor, knowledge):
    cause = Cause.objects.get(key="sciatica") if Cause.objects.filter(key="sciatica") else Cause.objects.all()[0]
    finding = Finding.objects.exclude(evidence__cause=cause).exclude(kind__in=("demographic", "derived"))[0]
    data = form_data(editor.get(address(cause)))
    number = add_row(data, "evidence", finding=str(finding.pk), frequency="frequent", likelihood_ratio="", note="")
    response = editor.post(address(cause), data)
    assert [error for error in errors_of(response) if error.startswith(f"K016 Evidence on {finding.key}: No source")]
    assert read_draft() == knowledge

    # The same with a source is saved.
    data[f"evidence-{number}-sources"] = [str(Source.objects.get(key="estimate").pk)]
    assert editor.post(address(cause), data).status_code == 302
    assert Evidence.objects.get(cause=cause, finding=finding).frequency == "frequent"


def test_evidence_with_a_word_and_a_ratio_is_refused(editor, knowledge):
    cause = Cause.objects.all()[0]
    data = form_data(editor.get(address(cause)))
    evidence = cause.evidence.filter(frequency__isnull=False)[0]
    data[f"evidence-{row_number(data, 'evidence', 'id', str(evidence.pk))}-likelihood_ratio"] = "3"
    assert "Give a frequency or a likelihood ratio, one of the two." in errors_of(editor.post(address(cause), data))
    assert read_draft() == knowledge


def test_the_finding_of_saved_evidence_stays_whatever_is_sent(editor, knowledge):
    cause = Cause.objects.all()[0]
    data = form_data(editor.get(address(cause)))
    data["evidence-0-finding"] = str(Finding.objects.exclude(evidence__cause=cause)[0].pk)
    assert editor.post(address(cause), data).status_code == 302
    assert read_draft() == knowledge


def test_a_key_cannot_be_changed(editor, knowledge):
    assert posted(editor, Finding.objects.get(key="numb_feet"), key="other_feet").status_code == 302
    assert read_draft() == knowledge


def new_advice(client, key):
    data = form_data(client.get(list_address(Advice, "add")))
    data |= {
        "title": "Rest for a day",
        "key": key,
        "kind": Advice.objects.all()[0].kind,
        "text": "Rest for a day.",
        "sources": [str(Source.objects.get(key="estimate").pk)],
    }
    return client.post(list_address(Advice, "add"), data)


def test_a_new_concept_can_be_deleted_until_it_is_used_or_released(editor):
    assert new_advice(editor, "rest_a_day").status_code == 302
    advice = Advice.objects.get(key="rest_a_day")
    added, by = Change.objects.filter(key="rest_a_day").values_list("before", "by")[0]
    assert (added, by) == ("", "Alice")
    assert editor.post(address(advice, "delete"), {"post": "yes"}).status_code == 302
    assert not Advice.objects.filter(key="rest_a_day").exists()
    assert Change.objects.first().after == ""

    # Its key stays taken.
    response = new_advice(editor, "rest_a_day")
    (error,) = response.context["adminform"].form.errors["key"]
    assert "never used again" in error
    assert not Advice.objects.filter(key="rest_a_day").exists()


def test_what_is_used_or_released_cannot_be_deleted(editor):
    released = Advice.objects.all()[0]
    assert editor.post(address(released, "delete"), {"post": "yes"}).status_code == 403
    assert 'class="deletelink"' not in editor.get(address(released)).content.decode()

    new_advice(editor, "rest_a_day")
    used = Advice.objects.get(key="rest_a_day")
    Cause.objects.all()[0].treatment.create(advice=used, position=99)
    assert editor.post(address(used, "delete"), {"post": "yes"}).status_code == 403


def test_a_retired_concept_leaves_the_draft_and_what_names_it_is_told(editor):
    finding = Finding.objects.get(key="numb_feet")
    assert posted(editor, finding, retired="on").status_code == 302
    draft = snapshot_content(last_snapshot())
    assert "numb_feet" not in [row.key for row in draft.findings]
    problems = snapshot_problems(last_snapshot())
    assert {problem.code for problem in problems} >= {"K102"}
    assert json.loads(Change.objects.first().after)["retired"] is True

    # Brought back, all is as it was.
    data = form_data(editor.get(address(finding)))
    del data["retired"]
    assert editor.post(address(finding), data).status_code == 302
    assert snapshot_problems(last_snapshot()) == ()


def found_in_menu(client, term):
    query = {"app_label": "knowledge", "model_name": "evidence", "field_name": "finding", "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def test_menus_find_by_name_and_key_and_leave_out_what_is_retired(editor):
    finding = Finding.objects.get(key="numb_feet")
    assert str(finding) in found_in_menu(editor, "numb_feet")
    assert str(finding) in found_in_menu(editor, finding.label)
    Finding.objects.filter(pk=finding.pk).update(retired=True)
    assert str(finding) not in found_in_menu(editor, "numb_feet")
    # In the list it is still found.
    assert finding in editor.get(list_address(Finding), {"q": "numb_feet"}).context["cl"].queryset


def test_nobody_overwrites_what_another_has_just_saved(editor, client):
    finding = Finding.objects.get(key="numb_feet")
    opened = form_data(editor.get(address(finding)))
    bob = sign_in(client, make_user("Bob", "knowledge editor"))
    assert posted(bob, finding, label="Bob's words").status_code == 302
    response = editor.post(address(finding), opened | {"label": "Alice's words"})
    (error,) = errors_of(response)
    assert error.startswith("Bob changed this on ")
    finding.refresh_from_db()
    assert finding.label == "Bob's words"
    # The page that is shown again does not let it pass a second time.
    again = editor.post(address(finding), form_data(response))
    assert errors_of(again)


def test_what_uses_a_concept_is_listed_with_links(editor, knowledge):
    page = editor.get(address(Finding.objects.get(key="numb_feet"))).content.decode()
    for concept, rows in (("red_flags", knowledge.red_flags), ("causes", knowledge.causes)):
        users = [
            row
            for row in rows
            if "numb_feet"
            in (sum(row.all_of, ()) if concept == "red_flags" else [part.finding for part in row.evidence])
        ]
        assert users
        for row in users:
            assert address(TABLES[concept].objects.get(key=row.key)) in page
    source = heaviest(Source)
    assert "Evidence of the cause (" in editor.get(address(source)).content.decode()


def test_a_rule_is_shown_as_a_sentence_in_its_page_and_in_the_list(editor, knowledge):
    rule = Rule.objects.get(key=knowledge.red_flags[0].key)
    sentence = editor.get(address(rule)).context["sentence"]
    assert sentence.startswith(("Emergency if: ", "Same day if: ", "Within days if: ", "Routine if: "))
    for clause in rule.clauses.all():
        for finding in clause.findings.all():
            assert finding.label.replace("“", '"').replace("”", '"') in sentence
    listed = editor.get(list_address(Rule), {"q": rule.key}).content.decode()
    assert "In words" in listed
    assert sentence[:20] in listed


def test_clauses_of_a_rule_are_added_in_the_next_place(editor):
    rule = Rule.objects.all()[0]
    data = form_data(editor.get(address(rule)))
    add_row(data, "clauses", position="", findings=[str(Finding.objects.get(key="numb_feet").pk)])
    assert editor.post(address(rule), data).status_code == 302
    assert [finding.key for finding in rule.clauses.order_by("position").last().findings.all()] == ["numb_feet"]


def test_two_rows_change_places_in_one_go(editor):
    cause = Cause.objects.annotate(given=Count("treatment")).order_by("-given")[0]
    before = [row.advice_id for row in cause.treatment.order_by("position")]
    data = form_data(editor.get(address(cause)))
    data["treatment-0-position"], data["treatment-1-position"] = (
        data["treatment-1-position"],
        data["treatment-0-position"],
    )
    assert editor.post(address(cause), data).status_code == 302
    assert [row.advice_id for row in cause.treatment.order_by("position")] == [before[1], before[0], *before[2:]]
    told = editor.get(address(cause, "history")).content.decode()
    assert "edited by Alice" in told


@pytest.mark.parametrize("place", ["0", "1"])
def test_a_row_is_moved_to_the_top_by_one_number(editor, place):
    cause = Cause.objects.annotate(given=Count("treatment")).order_by("-given")[0]
    before = [row.advice_id for row in cause.treatment.order_by("position")]
    data = form_data(editor.get(address(cause))) | {"treatment-2-position": place}
    assert editor.post(address(cause), data).status_code == 302
    after = [row.advice_id for row in cause.treatment.order_by("position")]
    assert after == [before[2], *before[:2], *before[3:]]


def test_a_snapshot_of_an_earlier_program_does_not_take_the_pages_away(editor):
    last_snapshot()
    DraftSnapshot.objects.update(document='{"of": "earlier days"}')
    assert snapshot_content(last_snapshot()) is None
    for page in ("/admin/knowledge/draftsnapshot/", "/admin/knowledge/change/"):
        assert editor.get(page).status_code == 200


def test_texts_keep_one_kind_of_line_break(editor):
    rule = Rule.objects.all()[0]
    assert posted(editor, rule, note="First.\r\n\r\nSecond.").status_code == 302
    rule.refresh_from_db()
    assert rule.note == "First.\n\nSecond."


def test_who_may_only_look_changes_nothing(client, knowledge):
    publisher = sign_in(client, make_user("Carol", "knowledge publisher"))
    finding = Finding.objects.get(key="numb_feet")
    assert publisher.get(address(finding)).status_code == 200
    assert publisher.post(address(finding), {"label": "Carol's words"}).status_code == 403
    cause = Cause.objects.all()[0]
    page = publisher.get(address(cause))
    assert page.status_code == 200
    assert 'name="evidence-0-frequency"' not in page.content.decode()
    assert read_draft() == knowledge


def test_loading_files_over_edits_is_written_down_row_by_row(editor, knowledge):
    posted(editor, Finding.objects.get(key="numb_feet"), label="Feet that feel numb")
    posted(
        editor,
        Finding.objects.get(key="foot_drop" if Finding.objects.filter(key="foot_drop") else "cramps"),
        retired="on",
    )
    load(knowledge=knowledge, replace=True, by="Dora")
    loaded = Change.objects.filter(by="Dora")
    assert loaded.filter(key="numb_feet").count() == 1
    assert {(row.concept, row.how) for row in loaded} == {("findings", "loaded")}
    assert loaded.count() == 2
    assert DraftSnapshot.objects.get().problems == []


def test_every_concept_of_the_knowledge_has_its_page():
    assert {table for table in CONCEPT_OF if admin.site.is_registered(table)} == set(CONCEPT_OF)
