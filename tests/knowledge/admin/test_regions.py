"""The pages of regions: their phone lines, lists one entry a line, and the region that must stay."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from knowledge.drafts import read_draft
from knowledge.models import Change, Region
from tests.knowledge.admin.posting import form_data
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/region/"
FALLBACK = "ZZ serves every country that is not listed"

#: The most that a page of the admin may ask the database.
MOST_QUERIES = 15


def page_of(key, verb="change"):
    return reverse(f"admin:knowledge_region_{verb}", args=[Region.objects.get(key=key).pk])


def send(client, key, **values):
    """Opens the page of a region, changes some boxes and sends it."""
    return client.post(page_of(key), form_data(client.get(page_of(key))) | values)


def errors_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def region(key):
    return next(row for row in read_draft().regions if row.key == key)


NEW = {
    "key": "PT",
    "name": "Portugal",
    "spelling": "british",
    "emergency_number": "112",
    "emergency_dial": "112",
    "urgent_line_if_none": "Phone your doctor.",
    "crisis_line_label": "a crisis line",
    "checked": "recall",
}


def test_a_new_region_needs_only_what_every_region_has(editor):
    data = form_data(editor.get(f"{LIST}add/")) | NEW

    assert editor.post(f"{LIST}add/", data).status_code == 302

    row = region("PT")
    assert (row.emergency_dial, row.emergency_also, row.sources, row.recall) == ("112", (), (), ())
    assert (row.urgent_line.label, row.urgent_line.number, row.crisis_line.number, row.note) == (None,) * 4


@pytest.mark.parametrize("key", ["gb", "GBR", "G1", ""])
def test_a_key_that_is_no_country_is_refused(editor, key):
    data = form_data(editor.get(f"{LIST}add/")) | NEW | {"key": key}

    assert "key" in errors_of(editor.post(f"{LIST}add/", data))


def test_the_key_tells_how_it_is_written_and_never_changes(editor):
    assert "Two capital letters of the country. Example: GB." in editor.get(f"{LIST}add/").content.decode()
    assert "key" not in form_data(editor.get(page_of("GB")))


def test_saving_a_region_without_a_change_changes_nothing(editor):
    before = read_draft().regions

    for key in Region.objects.values_list("key", flat=True):
        assert send(editor, key).status_code == 302, key

    assert read_draft().regions == before
    assert not Change.objects.filter(how="edited").exists()


def test_lists_are_written_one_entry_a_line(editor):
    response = send(
        editor,
        "GB",
        emergency_also="112 also works.\r\n\r\n  101 is the police.  ",
        sources="Samaritans, contact https://www.samaritans.org/\r\nNHS 24 https://www.nhs24.scot/111/",
        recall="if_none\r\ncrisis_line",
    )

    assert response.status_code == 302
    row = region("GB")
    assert row.emergency_also == ("112 also works.", "101 is the police.")
    assert [(source.name, source.url) for source in row.sources] == [
        ("Samaritans, contact", "https://www.samaritans.org/"),
        ("NHS 24", "https://www.nhs24.scot/111/"),
    ]
    assert row.recall == ("if_none", "crisis_line")


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("emergency_dial", "+112", 'K070 "+112" cannot be dialled: write digits only.'),
        ("emergency_dial", "11 2", 'K070 "11 2" cannot be dialled: write digits only.'),
        ("sources", "Samaritans", "“Samaritans” is not a name and an address."),
        ("sources", "Samaritans ftp://samaritans.org", "is not a web address"),
        ("urgent_line_if_none", "Call {emergency_number}.", "K014 "),
        ("emergency_also", "112 works.\r\n112 works.", "K015 "),
        ("crisis_line_label", "", "This field is required."),
    ],
)
def test_what_does_not_fit_is_told_at_its_box(editor, box, typed, words):
    before = read_draft().regions

    errors = errors_of(send(editor, "GB", **{box: typed}))

    assert set(errors) == {box}
    assert words in errors[box][0]
    assert read_draft().regions == before


def test_the_boxes_stand_in_groups(editor):
    headings = re.findall(r'fieldset-heading">(.*?)<', editor.get(page_of("GB")).content.decode())

    assert headings == ["Emergency", "Urgent line", "Crisis line", "Where the numbers were seen", "In the lists"]


def test_the_fallback_can_be_changed_and_not_retired(editor):
    errors = errors_of(send(editor, "ZZ", retired="on"))

    assert errors["retired"][0].startswith(FALLBACK)
    assert not Region.objects.get(key="ZZ").retired
    assert send(editor, "ZZ", name="Elsewhere").status_code == 302


def test_the_fallback_is_not_deleted(client):
    superuser = sign_in(client, make_user("Eve", superuser=True))

    response = superuser.post(page_of("ZZ", "delete"), {"post": "yes"}, follow=True)

    assert next(str(message) for message in response.context["messages"]).startswith(FALLBACK)
    assert Region.objects.filter(key="ZZ").exists()
    assert FALLBACK in superuser.get(page_of("ZZ")).content.decode()
    assert FALLBACK not in superuser.get(page_of("GB")).content.decode()


def test_another_region_can_be_retired(editor):
    assert send(editor, "IE", retired="on").status_code == 302

    assert "IE" not in {row.key for row in read_draft().regions}


def test_the_list_shows_the_numbers_and_how_they_were_checked(editor):
    html = editor.get(f"{LIST}?q=Ireland").content.decode()

    cells = re.findall(r'class="field-(\w+)">(?:<a [^>]*>)?([^<]*)', html)
    start = cells.index(("key", "IE"))
    assert cells[start : start + 4] == [
        ("key", "IE"),
        ("name", "Ireland"),
        ("emergency_number", "999"),
        ("checked", "Read"),
    ]


def test_the_list_and_the_pages_ask_few_questions_of_the_database(editor, django_assert_max_num_queries):
    for address in (LIST, page_of("GB"), f"{LIST}add/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert editor.get(address).status_code == 200
