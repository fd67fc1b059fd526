"""The releases: the list, the page of each, putting one live again, withdrawing one."""

import re

import pytest
from django.test import Client

from knowledge.models import Advice, Cause, GateReport, LiveRelease, Release, ReleaseEvent
from knowledge.releases import Status, live, releases_with_status, roll_back, withdraw
from tests.knowledge.admin.drafting import OpenGate, edit, published
from tests.knowledge.admin.pages import page_of, text_of
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/release/"
GATES = "tests.knowledge.admin.drafting"


@pytest.fixture(autouse=True)
def quick_gate(settings) -> None:
    """What the pages do with the gate is tested here, not the gate."""
    settings.LEGCHECK_GATE = f"{GATES}.OpenGate"


@pytest.fixture
def publisher() -> Client:
    """A browser that is signed in as Paul, who publishes."""
    return sign_in(Client(), make_user("Paul", "knowledge publisher"))


@pytest.fixture
def second() -> Release:
    """Release 2, which is live; it gave a cause another name."""
    edit(Cause.objects.get(key="peripheral_neuropathy"), name="Nerve damage in the feet")
    return published("A plainer name")


def page(number: int) -> str:
    return f"{LIST}{number}/change/"


def back(number: int) -> str:
    return f"{LIST}{number}/roll-back/"


def away(number: int) -> str:
    return f"{LIST}{number}/withdraw/"


def status_of(number: int) -> str:
    return releases_with_status().get(number=number).status


def sent(response, **values: str) -> dict[str, str]:
    """What the form of a page sends, with these values typed."""
    return {"seen_live": re.search(r'name="seen_live" value="(\d*)"', response.content.decode())[1], **values}


# The list


def test_the_list_tells_which_release_is_live(editor, second):
    listed = text_of(editor.get(LIST))
    assert re.search(rf"Release 2 .* Paul A plainer name Live {second.hash[:12]}", listed)
    assert re.search(r"Release 1 .* tests The shipped knowledge No longer live", listed)


def test_the_list_tells_which_release_was_withdrawn(editor, second):
    withdraw(gate=OpenGate(), number=1, by="Paul", reason="Wrong")
    assert re.search(r"Release 1 .* Withdrawn for good", text_of(editor.get(LIST)))


def test_the_list_never_reads_the_documents_and_takes_as_many_queries_for_more_releases(
    editor, second, django_assert_num_queries
):
    editor.get(LIST)
    with django_assert_num_queries(7) as before:
        editor.get(LIST)
    assert "document" not in " ".join(query["sql"] for query in before.captured_queries)
    edit(Cause.objects.get(key="peripheral_neuropathy"), name="Another name")
    published("Third")
    with django_assert_num_queries(7):
        editor.get(LIST)


def test_the_list_is_searched_by_note(editor, second):
    listed = text_of(editor.get(LIST, {"q": "plainer"}))
    assert "Release 2" in listed
    assert "Release 1" not in listed


# The page of one


def test_the_page_of_a_release_tells_all_about_it(editor, second):
    told = text_of(editor.get(page(2)))
    assert second.hash in told
    assert re.search(r"Published on \d+ \w+ \d{4}, \d\d:\d\d by Paul A plainer name", told)
    assert re.search(r"Passed on .* Tested: 132 vignettes, region\. Version of the engine: open", told)
    assert "What it changed after release 1" in told
    assert "now “Nerve damage in the feet”." in told
    assert page_of(Cause.objects.get(key="peripheral_neuropathy")) in editor.get(page(2)).content.decode()


def test_the_page_tells_what_happened_later(editor, second):
    assert re.search(r"Published on .* No longer live on .* by Paul A plainer name", text_of(editor.get(page(1))))


def test_the_page_tells_of_a_refused_test(editor, second):
    GateReport.objects.create(
        hash=second.hash,
        passed=False,
        engine="newer",
        findings={"examined": {"vignettes": 132}, "findings": [{}, {}]},
        created_at=second.created_at,
    )
    assert "Refused, with 2 objections on" in text_of(editor.get(page(2)))


def test_the_first_release_has_none_before_it(editor):
    assert "It was the first release" in text_of(editor.get(page(1)))


def test_a_release_that_this_program_cannot_read_is_shown_without_a_comparison(editor, second):
    Release.objects.create(
        number=3, document='{"format": 99}', hash="c" * 64, author="x", note="Odd", created_at=second.created_at
    )
    assert "This version of the program cannot read both releases" in text_of(editor.get(page(3)))


def test_the_page_of_a_release_takes_few_queries(publisher, second, django_assert_num_queries):
    publisher.get(page(2))
    with django_assert_num_queries(11):
        publisher.get(page(2))


@pytest.mark.parametrize(
    ("number", "actions"), [(1, {"roll-back", "withdraw"}), (2, {"withdraw"})], ids=["no longer live", "live"]
)
def test_publishers_are_offered_what_can_be_done(publisher, second, number, actions):
    html = publisher.get(page(number)).content.decode()
    assert set(re.findall(rf"{LIST}{number}/(roll-back|withdraw)/", html)) == actions


def test_nothing_can_be_done_with_a_withdrawn_release(publisher, second):
    withdraw(gate=OpenGate(), number=1, by="Paul", reason="Wrong")
    html = publisher.get(page(1)).content.decode()
    assert "Withdrawn for good" in html
    assert not re.findall(r"/1/(roll-back|withdraw)/", html)


def test_editors_are_offered_nothing_and_may_do_nothing(editor, second):
    assert not re.findall(r"/1/(roll-back|withdraw)/", editor.get(page(1)).content.decode())
    for address in (back(1), away(1), away(2)):
        assert editor.get(address).status_code == 403
        data = {"reason": "x", "seen_live": "2", "sure": "on", "instead": "1"}
        assert editor.post(address, data).status_code == 403
    assert live().release_id == 2
    assert status_of(1) == Status.SUPERSEDED


def test_releases_are_neither_added_nor_changed_nor_deleted(publisher, second):
    assert publisher.get(f"{LIST}add/").status_code == 403
    assert publisher.get(f"{LIST}1/delete/").status_code == 403
    publisher.post(page(1), {"note": "Changed"})
    assert Release.objects.get(number=1).note == "The shipped knowledge"


@pytest.mark.parametrize("address", [page(9), page("x"), back(9), away(9)])
def test_there_is_no_page_of_a_release_that_is_not_there(publisher, address):
    assert publisher.get(address).status_code == 404


@pytest.mark.parametrize("address", [LIST, page(1), back(1), away(1)])
def test_the_pages_are_closed_to_staff_without_permissions(address):
    assert sign_in(Client(), make_user("Sam")).get(address).status_code == 403


# Putting one live again


def test_before_rolling_back_one_reads_what_will_change(publisher, second):
    before = Cause.objects.get(key="peripheral_neuropathy").name
    told = text_of(publisher.get(back(1)))
    assert "they get release 1 instead of release 2" in told
    assert f"Name: was “{before}”, now" in told
    assert live().release_id == 2


def test_rolling_back_puts_the_release_live_and_keeps_the_reason(publisher, second):
    data = sent(publisher.get(back(1)), reason="The new name confused")
    response = publisher.post(back(1), data, follow=True)
    assert response.request["PATH_INFO"] == page(1)
    assert "Release 1 is live again." in text_of(response)
    assert live().release_id == 1
    event = ReleaseEvent.objects.get(kind="restored")
    assert (event.release_id, event.by, event.reason) == (1, "Paul", "The new name confused")


@pytest.fixture
def started(monkeypatch):
    """Which release was live each time that measuring was started."""
    calls = []
    monkeypatch.setattr("knowledge.admin.releases.start_measuring", lambda: calls.append(live().release_id))
    return calls


def test_what_a_roll_back_makes_live_is_measured(publisher, second, started):
    publisher.post(back(1), sent(publisher.get(back(1)), reason=" "))
    assert started == []
    publisher.post(back(1), sent(publisher.get(back(1)), reason="Back"))
    assert started == [1]


def test_what_a_withdrawal_makes_live_is_measured(publisher, second, started):
    publisher.post(away(2), sent(publisher.get(away(2)), reason="Wrong", instead="1", sure="on"))
    assert started == [1]


def test_rolling_back_needs_a_reason(publisher, second):
    response = publisher.post(back(1), sent(publisher.get(back(1)), reason=" "))
    assert "Write why: the reason is kept with the release." in text_of(response)
    assert 'aria-describedby="id_reason_helptext id_reason_error"' in response.content.decode()
    assert live().release_id == 2


def test_rolling_back_on_a_page_that_is_out_of_date_is_refused(publisher, second):
    data = sent(publisher.get(back(1)), reason="Back")
    edit(Advice.objects.first(), title="Another title")
    published("Third")
    response = publisher.post(back(1), data)
    assert "Another release went live since you opened this page, so nothing was done." in text_of(response)
    assert "instead of release 3" in text_of(response)
    assert live().release_id == 3
    assert publisher.post(back(1), sent(response, reason="Back")).status_code == 302


def test_the_live_release_cannot_be_put_live_again(publisher, second):
    response = publisher.get(back(2))
    assert "Release 2 is the one that is live. Choose another one." in text_of(response)
    assert "seen_live" not in response.content.decode()
    told = text_of(publisher.post(back(2), {"reason": "x", "seen_live": "2"}))
    assert "Release 2 is the one that is live. Choose another one." in told
    assert not ReleaseEvent.objects.filter(kind="restored").exists()


def test_a_withdrawn_release_cannot_be_put_live_again(publisher, second):
    withdraw(gate=OpenGate(), number=1, by="Paul", reason="Wrong")
    words = "Release 1 was withdrawn, which is for good. Choose another one."
    assert words in text_of(publisher.get(back(1)))
    assert words in text_of(publisher.post(back(1), {"reason": "x", "seen_live": "2"}))
    assert live().release_id == 2


def test_what_the_gate_objects_to_is_told_with_links(publisher, second, settings):
    settings.LEGCHECK_GATE = f"{GATES}.ClosedGate"
    response = publisher.post(back(1), sent(publisher.get(back(1)), reason="Back"))
    assert "The gate objects to this release, so nothing was done." in text_of(response)
    assert "The level is routine." in text_of(response)
    assert re.search(
        r'<a href="/admin/knowledge/vignette/\d+/change/">v01_one_side_at_breakfast</a>', str(response.content)
    )
    assert live().release_id == 2


def test_somebody_else_who_is_faster_is_told_of(publisher, second, settings, monkeypatch):
    def meanwhile(self, document, *, thorough):
        LiveRelease.objects.filter(pk=1).update(turn=live().turn + 1)
        return OpenGate().examine(document, thorough=thorough)

    settings.LEGCHECK_GATE = f"{GATES}.ClosedGate"
    monkeypatch.setattr(f"{GATES}.ClosedGate.examine", meanwhile)
    response = publisher.post(back(1), sent(publisher.get(back(1)), reason="Back"))
    assert "Someone else published, rolled back or withdrew a release meanwhile." in text_of(response)
    assert live().release_id == 2


def test_after_nothing_was_live_an_earlier_release_can_go_live(publisher, second):
    roll_back(gate=OpenGate(), number=1, by="Paul", reason="Back")
    roll_back(gate=OpenGate(), number=2, by="Paul", reason="And back")
    withdraw(gate=OpenGate(), number=2, by="Paul", reason="Wrong", instead=None, allow_nothing_served=True)
    response = publisher.get(back(1))
    assert "None: visitors get only safe advice." in text_of(response)
    assert "Visitors get this release in place of the safe advice." in text_of(response)
    publisher.post(back(1), sent(response, reason="Better than nothing"))
    assert live().release_id == 1


# Withdrawing one


def test_withdrawing_a_release_that_is_not_live_leaves_the_live_one(publisher, second):
    response = publisher.get(away(1))
    assert "Which release goes live in its place?" not in text_of(response)
    response = publisher.post(away(1), sent(response, reason="Wrong advice", sure="on"), follow=True)
    assert "Release 1 is withdrawn for good." in text_of(response)
    assert response.request["PATH_INFO"] == page(1)
    assert status_of(1) == Status.WITHDRAWN
    assert live().release_id == 2


def test_withdrawing_the_live_release_puts_the_chosen_one_in_its_place(publisher, second):
    edit(Advice.objects.first(), title="Another title")
    published("Third")
    response = publisher.get(away(3))
    offered = re.findall(r'name="instead" value="(\d+)"', response.content.decode())
    assert offered == ["2", "1"]
    data = sent(response, reason="Wrong advice", sure="on", instead="1")
    response = publisher.post(away(3), data, follow=True)
    assert "Release 3 is withdrawn for good, and release 1 is live." in text_of(response)
    assert live().release_id == 1
    assert status_of(3) == Status.WITHDRAWN


def test_withdrawn_releases_are_not_offered_in_place_of_the_live_one(publisher, second):
    edit(Advice.objects.first(), title="Another title")
    published("Third")
    withdraw(gate=OpenGate(), number=1, by="Paul", reason="Wrong")
    assert re.findall(r'name="instead" value="(\d+)"', publisher.get(away(3)).content.decode()) == ["2"]


def test_withdrawing_the_only_release_warns_that_only_safe_advice_is_left(publisher):
    response = publisher.get(away(1))
    assert "visitors get only safe advice" in text_of(response)
    assert "Which release goes live in its place?" not in text_of(response)
    response = publisher.post(away(1), sent(response, reason="Dangerous", sure="on"), follow=True)
    assert "No release is live: visitors get only safe advice." in text_of(response)
    assert live().release_id is None


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("reason", "Write why: the reason is kept with the release."),
        ("sure", "Tick this if you are sure: withdrawing cannot be taken back."),
        ("instead", "Choose the release that goes live in its place."),
    ],
)
def test_withdrawing_needs_every_answer(publisher, second, missing, words):
    data = sent(publisher.get(away(2)), reason="Wrong", sure="on", instead="1")
    del data[missing]
    response = publisher.post(away(2), data)
    assert words in text_of(response)
    assert f'id="id_{missing}_error"' in response.content.decode()
    assert live().release_id == 2


def test_withdrawing_on_a_page_that_is_out_of_date_is_refused(publisher, second):
    data = sent(publisher.get(away(2)), reason="Wrong", sure="on", instead="1")
    roll_back(gate=OpenGate(), number=1, by="Petra", reason="Back")
    response = publisher.post(away(2), data)
    assert "Another release went live since you opened this page, so nothing was done." in text_of(response)
    assert status_of(2) == Status.SUPERSEDED


def test_withdrawing_twice_says_that_it_is_done(publisher, second):
    data = sent(publisher.get(away(1)), reason="Wrong", sure="on")
    publisher.post(away(1), data)
    words = "Release 1 was withdrawn, which is for good."
    assert words in text_of(publisher.get(away(1)))
    assert words in text_of(publisher.post(away(1), data))
    assert ReleaseEvent.objects.filter(kind="withdrawn").count() == 1


def test_a_release_that_the_gate_refuses_does_not_take_the_place_of_a_withdrawn_one(publisher, second, settings):
    settings.LEGCHECK_GATE = f"{GATES}.ClosedGate"
    data = sent(publisher.get(away(2)), reason="Wrong", sure="on", instead="1")
    told = text_of(publisher.post(away(2), data))
    assert "The gate objects to this release, so nothing was done." in told
    assert "The level is routine." in told
    assert live().release_id == 2
