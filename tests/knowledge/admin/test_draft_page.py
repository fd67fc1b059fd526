"""The draft as a whole: what to put right, what differs from what is live, publishing."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from knowledge.models import Cause, Finding, PictureClause, PublishRun, Region, Rule, Setting, Vignette
from knowledge.publishing import LOST_AFTER, carry_out
from knowledge.releases import live, roll_back, withdraw
from knowledge.snapshot import take_snapshot
from tests.knowledge.admin.drafting import OpenGate, edit, published
from tests.knowledge.admin.pages import page_of, text_of
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

DRAFT = "/admin/knowledge/draftsnapshot/"
CHECK_AGAIN = f"{DRAFT}check-again/"
PUBLISH = f"{DRAFT}publish/"


@pytest.fixture
def publisher() -> Client:
    """A browser that is signed in as Paul, who publishes."""
    return sign_in(Client(), make_user("Paul", "knowledge publisher"))


@pytest.fixture
def neuropathy() -> Cause:
    return Cause.objects.get(key="peripheral_neuropathy")


@pytest.fixture
def launched(monkeypatch) -> list[int]:
    """The runs whose process was started; none is."""
    numbers: list[int] = []
    monkeypatch.setattr("knowledge.publishing._launch", numbers.append)
    return numbers


def seen(client: Client) -> str:
    """The state of the draft that the form on the page stands for."""
    return re.search(r'name="seen" value="(\w+)"', client.get(DRAFT).content.decode())[1]


def test_a_draft_that_was_just_published_is_what_is_live(publisher):
    page = text_of(publisher.get(DRAFT))
    assert "The draft passes every check." in page
    assert "The draft is what is live." in page
    assert "There is nothing to publish: the draft is what is live." in page


def test_what_differs_is_told_in_words_with_a_link(editor, neuropathy):
    before = neuropathy.name
    edit(neuropathy, name="Nerve damage in the feet")
    response = editor.get(DRAFT)
    assert f"Name: was “{before}”, now “Nerve damage in the feet”." in text_of(response)
    assert f'<a href="{page_of(neuropathy)}">Nerve damage in the feet</a>' in response.content.decode()
    assert "The draft is what is live" not in text_of(response)


@pytest.mark.parametrize(
    ("table", "key", "values", "code", "words"),
    [
        (Rule, "stroke_signs", {"tell": ""}, "K013", "This text is empty"),
        (Region, "GB", {"emergency_dial": "nine"}, "K070", "nine"),
        (Vignette, "v01_one_side_at_breakfast", {"story": ""}, "K013", "This text is empty"),
    ],
)
def test_a_problem_is_told_with_its_code_and_a_link_to_the_row(publisher, table, key, values, code, words):
    row = table.objects.get(key=key)
    edit(row, **values)
    response = publisher.get(DRAFT)
    page = text_of(response)
    assert "1 thing to put right before the draft can be published." in page
    assert code in page
    assert words in page
    assert f'<a href="{page_of(row)}">' in response.content.decode()
    assert "First put right what is listed above." in page


def test_the_settings_are_linked_as_a_whole(editor):
    Setting.objects.filter(key="visit.answers_hours").update(value=500)
    take_snapshot()
    response = editor.get(DRAFT)
    assert "Keep answers for 1 to 168 hours. K091" in text_of(response)
    assert f'<a href="{reverse("admin:knowledge_setting_changelist")}">Settings</a>' in response.content.decode()


def test_a_retired_row_that_others_name_is_to_be_taken_out_or_brought_back(editor):
    finding = Finding.objects.get(key="numb_feet")
    edit(finding, retired=True)
    response = editor.get(DRAFT)
    link = f'<a href="{page_of(finding)}">{escape(finding.label)}</a>'
    assert f"{link} is retired: take it out here, or bring it back." in response.content.decode()
    assert re.search(rf"{re.escape(finding.label)} is retired, and still stands in \d+ places\.", text_of(response))
    assert 'There is no finding "numb_feet"' not in text_of(response)


def test_a_problem_with_a_row_that_is_named_and_not_retired_is_told_in_its_own_words(editor):
    clause = PictureClause.objects.first()
    clause.findings.add(Finding.objects.get(key="unsure_red_flag"))
    take_snapshot()
    page = text_of(editor.get(DRAFT))
    assert "K104" in page
    assert "Clause 1: " in page
    assert "is retired" not in page


def test_a_retired_row_that_must_exist_is_to_be_brought_back(editor):
    edit(Region.objects.get(key="ZZ"), retired=True)
    page = text_of(editor.get(DRAFT))
    assert "K113" in page
    assert "This entry is retired. If it is needed, bring it back." in page


def test_a_draft_that_cannot_be_read_is_told_in_words(publisher):
    Setting.objects.get(key="cluster_decay").delete()
    take_snapshot()
    page = text_of(publisher.get(DRAFT))
    assert "The draft cannot be read as a whole" in page
    assert "cluster_decay" in page
    assert "That can be told once the draft can be read again." in page
    assert "First put right what is listed above." in page


def test_checking_again_reads_what_was_changed_outside_the_admin(editor, neuropathy):
    Cause.objects.filter(pk=neuropathy.pk).update(name="Changed from outside")
    assert "Changed from outside" not in text_of(editor.get(DRAFT))
    assert "Changed from outside" not in text_of(editor.get(CHECK_AGAIN, follow=True))
    page = text_of(editor.post(CHECK_AGAIN, follow=True))
    assert "The draft was read anew and checked." in page
    assert "Changed from outside" in page


def test_publishing_starts_once_what_was_asked_is_committed(
    publisher, neuropathy, launched, django_capture_on_commit_callbacks
):
    edit(neuropathy, name="Nerve damage in the feet")
    data = {"seen": seen(publisher), "note": "A plainer name"}
    with django_capture_on_commit_callbacks() as callbacks:
        response = publisher.post(PUBLISH, data)
        assert launched == []
    [callback] = callbacks
    callback()
    run = PublishRun.objects.get()
    assert launched == [run.pk]
    assert (run.author, run.note) == ("Paul", "A plainer name")
    assert response.url == f"/admin/knowledge/publishrun/{run.pk}/change/"
    assert live().release_id == 1


def test_a_draft_that_changed_after_the_page_was_opened_is_not_published(publisher, neuropathy, launched):
    edit(neuropathy, name="What Paul saw")
    data = {"seen": seen(publisher), "note": "A plainer name"}
    edit(neuropathy, name="What came later")
    response = publisher.post(PUBLISH, data)
    page = text_of(response)
    assert "The draft has changed since you opened this page, so nothing was published." in page
    assert "What came later" in page
    assert "A plainer name" in page
    assert not PublishRun.objects.exists()
    again = {"seen": seen(publisher), "note": "A plainer name"}
    assert publisher.post(PUBLISH, again).status_code == 302


@pytest.mark.parametrize("note", ["", "   "])
def test_publishing_needs_a_note(publisher, neuropathy, launched, note):
    edit(neuropathy, name="Nerve damage in the feet")
    response = publisher.post(PUBLISH, {"seen": seen(publisher), "note": note})
    assert "Write what is new: the note stands in the list of releases." in text_of(response)
    assert 'aria-invalid="true" aria-describedby="id_note_helptext id_note_error"' in response.content.decode()
    assert not PublishRun.objects.exists()


def test_while_somebody_publishes_others_wait(publisher, neuropathy, launched):
    edit(neuropathy, name="Nerve damage in the feet")
    data = {"seen": seen(publisher), "note": "Second"}
    run = PublishRun.objects.create(author="Petra", note="First", asked_at=timezone.now())
    response = publisher.post(PUBLISH, data)
    assert "Petra is publishing at this moment. Wait until that has ended, then look again." in text_of(response)
    assert PublishRun.objects.get() == run
    response = publisher.get(DRAFT)
    assert "Petra is publishing at this moment. See how it goes" in text_of(response)
    assert f"{page_of(run)}" in response.content.decode()


def test_only_publishers_see_and_use_the_form(editor, neuropathy):
    edit(neuropathy, name="Nerve damage in the feet")
    page = editor.get(DRAFT).content.decode()
    assert PUBLISH not in page
    assert editor.post(PUBLISH, {"note": "x", "seen": "x"}).status_code == 403
    assert not PublishRun.objects.exists()


def test_the_form_is_closed_while_the_draft_has_problems(publisher):
    edit(Rule.objects.get(key="stroke_signs"), tell="")
    assert '<fieldset class="kb-plain" disabled' in publisher.get(DRAFT).content.decode()


def test_the_form_is_open_when_the_draft_can_be_published(publisher, neuropathy):
    edit(neuropathy, name="Nerve damage in the feet")
    assert '<fieldset class="kb-plain">' in publisher.get(DRAFT).content.decode()


def test_reading_the_address_of_publishing_leads_to_the_page(publisher):
    assert publisher.get(PUBLISH).url == DRAFT


def test_a_draft_that_is_an_earlier_release_says_so(publisher, neuropathy):
    before = neuropathy.name
    edit(neuropathy, name="Nerve damage in the feet")
    published("A plainer name")
    edit(neuropathy, name=before)
    page = text_of(publisher.get(DRAFT))
    assert "The draft is the same as release 1 , which is no longer live." in page
    assert "This was published before, as release 1 , which is no longer live. Put that one live again" in page


def test_a_draft_that_is_a_withdrawn_release_says_so(publisher, neuropathy):
    edit(neuropathy, name="Nerve damage in the feet")
    published("A plainer name")
    roll_back(gate=OpenGate(), number=1, by="Paul", reason="Back")
    withdraw(gate=OpenGate(), number=2, by="Paul", reason="Wrong")
    page = text_of(publisher.get(DRAFT))
    assert "The draft is the same as release 2 , which was withdrawn for good." in page
    assert "Change the draft first." in page


def test_without_a_live_release_the_page_says_what_visitors_get(publisher):
    withdraw(gate=OpenGate(), number=1, by="Paul", reason="Wrong", allow_nothing_served=True)
    assert "No release is live: visitors get only safe advice." in text_of(publisher.get(DRAFT))


@pytest.mark.parametrize(
    ("permission", "status"),
    [(None, 403), ("view_finding", 403), ("change_finding", 200), ("change_setting", 200), ("view_release", 200)],
)
def test_the_page_is_for_those_who_change_the_draft_or_see_releases(permission, status):
    user = make_user("Sam")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="knowledge", codename=permission))
    client = sign_in(Client(), user)
    assert client.get(DRAFT).status_code == status
    assert client.post(CHECK_AGAIN).status_code == (302 if status == 200 else 403)
    assert (DRAFT in client.get("/admin/").content.decode()) == (status == 200)


@pytest.mark.parametrize("group", ["knowledge editor", "knowledge publisher"])
def test_the_page_takes_few_queries(group, django_assert_num_queries):
    client = sign_in(Client(), make_user("Anna", group))
    edit(Finding.objects.get(key="numb_feet"), retired=True)
    for number in range(3):
        PublishRun.objects.create(author="Petra", note=str(number), asked_at=timezone.now())
    client.get(DRAFT)
    with django_assert_num_queries(10):
        client.get(DRAFT)


def test_the_page_takes_few_queries_when_the_draft_can_be_published(publisher, neuropathy, django_assert_num_queries):
    edit(neuropathy, name="Nerve damage in the feet")
    publisher.get(DRAFT)
    with django_assert_num_queries(10):
        publisher.get(DRAFT)


# The page of a run


def run_page(client, run) -> str:
    return text_of(client.get(page_of(run)))


def test_a_run_under_way_is_looked_at_again(publisher):
    run = PublishRun.objects.create(author="Paul", note="A plainer name", asked_at=timezone.now())
    html = publisher.get(page_of(run)).content.decode()
    assert "Waiting to start." in run_page(publisher, run)
    assert "Look again" in html
    assert 'data-ended="no"' in html
    assert 'src="/static/knowledge/run.js"' in html


def test_a_run_that_published_leads_to_its_release(publisher, neuropathy):
    edit(neuropathy, name="Nerve damage in the feet")
    run = PublishRun.objects.create(author="Paul", note="A plainer name", asked_at=timezone.now())
    carry_out(run.pk)
    html = publisher.get(page_of(run)).content.decode()
    assert "Published." in run_page(publisher, run)
    assert '<a href="/admin/knowledge/release/2/change/">Release 2</a>' in html
    assert 'data-ended="yes"' in html
    assert "run.js" not in html


def test_a_refused_run_says_why_with_links_to_the_rows(publisher):
    rule = Rule.objects.get(key="stroke_signs")
    edit(rule, tell="")
    run = PublishRun.objects.create(author="Paul", note="A plainer name", asked_at=timezone.now())
    carry_out(run.pk)
    page = run_page(publisher, run)
    assert "Not published: there is something to put right." in page
    assert "This text is empty" in page
    assert "K013" in page
    assert f'<a href="{page_of(rule)}">{escape(rule.title)}</a>' in publisher.get(page_of(run)).content.decode()


def test_a_run_without_a_row_to_blame_says_why(publisher):
    run = PublishRun.objects.create(author="Paul", note="Again", asked_at=timezone.now())
    carry_out(run.pk)
    assert "It is release 1, which is live already: there is nothing to do." in run_page(publisher, run)


def test_a_lost_run_is_told_and_not_waited_for(publisher, neuropathy):
    edit(neuropathy, name="Nerve damage in the feet")
    run = PublishRun.objects.create(
        author="Paul", note="x", asked_at=timezone.now() - LOST_AFTER - timedelta(minutes=1)
    )
    assert "Lost: nothing was heard of it any more." in run_page(publisher, run)
    assert "run.js" not in publisher.get(page_of(run)).content.decode()
    assert "is publishing at this moment" not in text_of(publisher.get(DRAFT))


def test_runs_are_only_read(editor, publisher):
    run = PublishRun.objects.create(author="Paul", note="x", asked_at=timezone.now())
    assert "x" in run_page(editor, run)
    assert "Waiting to start" in text_of(editor.get("/admin/knowledge/publishrun/"))
    assert publisher.get("/admin/knowledge/publishrun/add/").status_code == 403
    assert publisher.get(f"/admin/knowledge/publishrun/{run.pk}/delete/").status_code == 403
    assert publisher.get("/admin/knowledge/publishrun/999/change/").status_code == 404
    nobody = sign_in(Client(), make_user("Sam"))
    assert nobody.get(page_of(run)).status_code == 403


# The first page of the admin


def test_the_first_page_tells_how_the_draft_stands(editor, neuropathy):
    assert "It passes every check. Live is release 1 , published on" in text_of(editor.get("/admin/"))
    edit(Rule.objects.get(key="stroke_signs"), tell="")
    assert "1 thing to put right before it can be published." in text_of(editor.get("/admin/"))
    Setting.objects.get(key="cluster_decay").delete()
    take_snapshot()
    assert "The draft cannot be read as a whole." in text_of(editor.get("/admin/"))


def test_the_first_page_says_when_nothing_is_live(editor):
    withdraw(gate=OpenGate(), number=1, by="Paul", reason="Wrong", allow_nothing_served=True)
    assert "No release is live: visitors get only safe advice." in text_of(editor.get("/admin/"))


def test_the_first_page_tells_nothing_to_staff_without_permissions(client, db):
    assert "Live is" not in text_of(sign_in(client, make_user("Sam")).get("/admin/"))


def test_the_first_page_takes_few_queries(editor, django_assert_num_queries):
    editor.get("/admin/")
    with django_assert_num_queries(8):
        editor.get("/admin/")
