"""The change log over the whole draft."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from knowledge.changelog import record, settings_state, state_of
from knowledge.models import Cause, Change, Finding
from tests.knowledge.admin.drafting import edit
from tests.knowledge.admin.pages import page_of, text_of
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

LOG = "/admin/knowledge/change/"


@pytest.fixture
def neuropathy() -> Cause:
    return Cause.objects.get(key="peripheral_neuropathy")


@pytest.fixture
def change(neuropathy) -> Change:
    """Alice gave a cause another name and another summary."""
    edit(neuropathy, name="Nerve damage in the feet", summary="Nerves of the feet work badly.")
    return Change.objects.first()


def test_the_log_tells_the_newest_change_first_in_short(editor, change):
    edit(Finding.objects.get(key="numb_feet"), label="Numb feet")
    log = text_of(editor.get(LOG))
    assert log.index("Finding: Numb feet (numb_feet)") < log.index("Cause: Nerve damage in the feet")
    assert re.search(r"Alice Cause: Nerve damage in the feet \(peripheral_neuropathy\) .* And 1 more\.", log)


def test_the_log_names_what_was_retired(editor):
    finding = Finding.objects.get(key="numb_feet")
    edit(finding, retired=True)
    assert f"Finding: {finding.label} (numb_feet) Retired." in text_of(editor.get(LOG))


def test_the_log_tells_what_was_added_and_removed(editor, neuropathy):
    state = state_of(neuropathy)
    record(concept="causes", key="new_cause", before=None, after=state | {"key": "new_cause"}, by="Alice")
    record(concept="causes", key="old_cause", before=state | {"key": "old_cause"}, after=None, by="Alice")
    log = text_of(editor.get(LOG))
    assert f"Cause: {neuropathy.name} (new_cause) Added." in log
    assert f"Cause: {neuropathy.name} (old_cause) Removed." in log


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"concept": "causes"}, True),
        ({"concept": "findings"}, False),
        ({"how__exact": "edited"}, True),
        ({"how__exact": "loaded"}, False),
        ({"by": "Alice"}, True),
        ({"by": "somebody"}, False),
        ({"q": "peripheral_neuropathy"}, True),
        ({"q": "Alice"}, True),
        ({"q": "nothing_like_it"}, False),
    ],
)
def test_the_log_is_filtered_and_searched(editor, change, asked, found):
    assert ("Nerve damage in the feet" in text_of(editor.get(LOG, asked))) is found


def test_the_log_takes_few_queries_for_a_whole_page(editor, change, django_assert_num_queries):
    assert Change.objects.count() > 50
    editor.get(LOG)
    with django_assert_num_queries(9):
        editor.get(LOG)


def test_a_change_is_told_with_every_sentence_and_a_link(editor, neuropathy, change):
    response = editor.get(page_of(change))
    told = text_of(response)
    assert "now “Nerve damage in the feet”." in told
    assert "Summary: was “" in told
    assert "now “Nerves of the feet work badly.”." in told
    assert re.search(r"When \d+ \w+ \d{4}, \d\d:\d\d By Alice How Edited", told)
    assert f'<a href="{page_of(neuropathy)}">{escape(neuropathy.name)}</a>' in response.content.decode()


def test_a_change_of_a_row_that_is_gone_says_so(editor, neuropathy):
    change = record(concept="causes", key="old_cause", before=state_of(neuropathy), after=None, by="Alice")
    assert f"{neuropathy.name}, which is not in the draft any more old_cause" in text_of(editor.get(page_of(change)))


def test_a_change_of_a_retired_row_says_so(editor, neuropathy, change):
    edit(neuropathy, retired=True)
    assert re.search(r"Nerve damage in the feet , which is retired", text_of(editor.get(page_of(change))))


def test_a_change_of_the_settings_leads_to_their_page(editor):
    before = settings_state()
    after = before | {"cluster_decay": 0.4}
    change = record(concept="settings", key="settings", before=before, after=after, by="Alice")
    assert "Alice Settings Weight of each further finding in a cluster (cluster_decay): was" in text_of(editor.get(LOG))
    response = editor.get(page_of(change))
    assert "Change of the settings" in text_of(response)
    assert '<a href="/admin/knowledge/setting/">' in response.content.decode()


def test_the_log_is_only_read(editor, change):
    assert editor.get(f"{LOG}add/").status_code == 403
    assert editor.get(f"{page_of(change).removesuffix('change/')}delete/").status_code == 403
    editor.post(page_of(change), {"by": "Somebody"})
    assert Change.objects.get(pk=change.pk).by == "Alice"
    assert editor.get(f"{LOG}999999/change/").status_code == 404


def test_the_log_is_closed_to_staff_without_permissions(change):
    nobody = sign_in(Client(), make_user("Sam"))
    assert nobody.get(LOG).status_code == 403
    assert nobody.get(page_of(change)).status_code == 403
