"""The verbs: load a draft, publish it, roll back to an earlier release, withdraw one for good."""

import dataclasses

import pytest
from django.db import connection

from knowledge import immutability
from knowledge.checks.problem import KnowledgeProblems, Problem
from knowledge.drafts import read_draft, write_draft
from knowledge.gate import GateFinding, GateResult, configured_gate
from knowledge.interchange import content_hash, sha256
from knowledge.loading import EditedDraft, draft_was_edited, load
from knowledge.models import Cause, GateReport, LiveRelease, Release, ReleaseEvent, Setting
from knowledge.releases import (
    AlreadyLive,
    AnotherWasFaster,
    DamagedRelease,
    DraftChanged,
    GateRefused,
    NoReason,
    NothingNew,
    NothingToServe,
    NotLive,
    UnknownRelease,
    UnprotectedReleases,
    WithdrawnRelease,
    live,
    publish,
    releases_with_status,
    roll_back,
    withdraw,
)
from tests.releasing import goes_live

pytestmark = pytest.mark.django_db


class OpenGate:
    """Lets everything pass, and keeps what it was shown; for tests of what comes after the gate."""

    engine = "test"

    def __init__(self):
        self.shown = []

    def examine(self, document, *, thorough):
        self.shown.append(document)
        return GateResult("test", {}, ())


class AskedGate(OpenGate):
    """Keeps how thoroughly it was asked to look."""

    def examine(self, document, *, thorough):
        self.shown.append(thorough)
        return GateResult("test", {}, ())


class ClosedGate:
    engine = "test"

    def examine(self, document, *, thorough):
        return GateResult("test", {"vignettes": 1}, (GateFinding("vignette", "v01", "the level is routine"),))


def rename_a_cause(name="Nerve damage in the feet"):
    Cause.objects.filter(key="peripheral_neuropathy").update(name=name)


@pytest.fixture
def second():
    """Release 2, which is live and was passed by the gate "test"; release 1 is the shipped knowledge."""
    return next_release()


def next_release():
    """Another release as `publish` leaves it, of a content that only an open gate looks at."""
    document = f"content {live().release_id + 1}"
    return goes_live(document, engine="test", author="Alice", note="A plainer name")


def later_events():
    """Kind, release, person and reason of what happened since release 2 was published."""
    return list(ReleaseEvent.objects.values_list("kind", "release_id", "by", "reason")[3:])


def statuses():
    return dict(releases_with_status().values_list("number", "status"))


def test_loading_what_the_draft_holds_already_changes_nothing(knowledge):
    assert load(knowledge=knowledge, replace=False) is False
    assert draft_was_edited() is False


def test_loading_refuses_an_edited_draft_and_shows_the_difference(knowledge):
    rename_a_cause()
    assert draft_was_edited()
    with pytest.raises(EditedDraft) as refused:
        load(knowledge=knowledge, replace=False)
    assert [str(row) for row in refused.value.differences] == ["causes: peripheral_neuropathy changed (name)"]
    assert Cause.objects.get(key="peripheral_neuropathy").name == "Nerve damage in the feet"


def test_loading_replaces_an_edited_draft_when_told_to(knowledge):
    rename_a_cause()
    assert load(knowledge=knowledge, replace=True) is True
    assert read_draft() == knowledge
    assert draft_was_edited() is False


def test_loading_is_whole_or_not_at_all(knowledge):
    wrong = dataclasses.replace(knowledge, causes=knowledge.causes[1:])
    with pytest.raises(KnowledgeProblems) as refused:
        load(knowledge=wrong, replace=True)
    assert all(isinstance(problem, Problem) for problem in refused.value.problems)
    assert read_draft() == knowledge


def test_a_draft_that_cannot_be_read_counts_as_edited_and_can_be_replaced(knowledge):
    Setting.objects.filter(key="cluster_decay").delete()
    assert draft_was_edited()
    with pytest.raises(EditedDraft):
        load(knowledge=knowledge, replace=False)
    assert load(knowledge=knowledge, replace=True) is True
    assert read_draft() == knowledge


def test_publishing_makes_an_immutable_numbered_release_and_moves_the_pointer():
    rename_a_cause()
    release = publish(gate=configured_gate(), author="Alice", note="A plainer name", thorough=False)
    assert release.number == 2
    assert sha256(release.document.encode()) == release.hash
    assert live().release_id == 2
    assert list(ReleaseEvent.objects.values_list("release_id", "kind", "by")) == [
        (1, "published", "tests"),
        (2, "published", "Alice"),
        (1, "superseded", "Alice"),
    ]
    report = GateReport.objects.get(hash=release.hash)
    assert report.passed
    assert report.findings["examined"]["vignettes"] == 132


def test_publishing_looks_thoroughly_and_a_roll_back_or_withdrawal_quickly(second):
    """The latter two happen while somebody waits for a page."""
    gate = AskedGate()
    rename_a_cause()
    publish(gate=gate, author="Alice", note="x")
    roll_back(gate=gate, number=1, by="Bob", reason="x")
    withdraw(gate=gate, number=1, by="Bob", reason="x", instead=2)
    assert gate.shown == [True, False, False]


def test_publishing_what_is_live_is_refused():
    with pytest.raises(NothingNew, match="It is release 1, which is live already: there is nothing to do"):
        publish(gate=OpenGate(), author="Alice", note="again")
    assert Release.objects.count() == 1


def test_publishing_what_an_earlier_release_holds_is_refused(second):
    with pytest.raises(NothingNew, match="It is release 1: roll back to it instead"):
        publish(gate=OpenGate(), author="Alice", note="again")


def test_publishing_what_was_withdrawn_is_refused(second):
    withdraw(gate=OpenGate(), number=1, by="Alice", reason="Wrong")
    with pytest.raises(NothingNew, match="release 1, which was withdrawn and cannot be published again"):
        publish(gate=OpenGate(), author="Alice", note="again")
    assert live().release_id == 2


def test_publishing_needs_the_checks(knowledge):
    write_draft(dataclasses.replace(knowledge, vignettes=()))
    with pytest.raises(KnowledgeProblems):
        publish(gate=OpenGate(), author="Alice", note="no vignettes")
    assert Release.objects.count() == 1


def test_a_gate_that_objects_stops_publishing_and_its_report_is_kept():
    rename_a_cause()
    with pytest.raises(GateRefused) as refused:
        publish(gate=ClosedGate(), author="Alice", note="x")
    assert refused.value.findings == (GateFinding("vignette", "v01", "the level is routine"),)
    assert Release.objects.count() == 1
    assert GateReport.objects.filter(passed=False).count() == 1


def test_the_real_gate_refuses_rules_that_miss_an_emergency(knowledge):
    calm = tuple(
        dataclasses.replace(rule, urgency="routine") if rule.urgency == "emergency_now" else rule
        for rule in knowledge.red_flags
    )
    write_draft(dataclasses.replace(knowledge, red_flags=calm))
    with pytest.raises(GateRefused) as refused:
        publish(gate=configured_gate(), author="Alice", note="x", thorough=False)
    assert "v01_one_side_at_breakfast" in [finding.key for finding in refused.value.findings]


def test_the_real_gate_refuses_knowledge_without_the_region_of_the_site(settings):
    settings.LEGCHECK_REGION = "QQ"
    rename_a_cause()
    with pytest.raises(GateRefused, match="region QQ, which is missing") as refused:
        publish(gate=configured_gate(), author="Alice", note="x", thorough=False)
    assert [(row.concept, row.key) for row in refused.value.findings] == [("regions", "QQ")]


def test_of_two_publishers_one_wins_and_the_other_is_told():
    rename_a_cause()

    class SlowGate:
        """While this gate looks, someone else publishes."""

        engine = "test"

        def examine(self, document, *, thorough):
            LiveRelease.objects.filter(pk=1).update(turn=live().turn + 1)
            return GateResult("test", {}, ())

    with pytest.raises(AnotherWasFaster):
        publish(gate=SlowGate(), author="Bob", note="x")
    assert Release.objects.count() == 1


def test_publishing_is_refused_while_releases_are_not_protected():
    rename_a_cause()
    immutability.remove(connection)
    with pytest.raises(UnprotectedReleases):
        publish(gate=OpenGate(), author="Alice", note="x")
    immutability.install(connection)
    assert publish(gate=OpenGate(), author="Alice", note="x").number == 2


# Rolling back


def test_rolling_back_puts_an_earlier_release_live_and_writes_it_down(second):
    release = roll_back(gate=OpenGate(), number=1, by="Bob", reason="The new name confuses")
    assert (release.number, live().release_id) == (1, 1)
    assert later_events() == [
        ("restored", 1, "Bob", "The new name confuses"),
        ("superseded", 2, "Bob", "The new name confuses"),
    ]
    assert statuses() == {1: "live", 2: "superseded"}


def test_what_was_published_by_the_verb_can_be_rolled_back_and_forth():
    rename_a_cause()
    second = publish(gate=OpenGate(), author="Alice", note="A plainer name")
    roll_back(gate=configured_gate(), number=1, by="Bob", reason="x")
    with pytest.raises(NothingNew, match="release 2: roll back to it instead"):
        publish(gate=OpenGate(), author="Alice", note="again")
    assert roll_back(gate=OpenGate(), number=2, by="Bob", reason="y") == second


def test_rolling_back_can_be_rolled_back(second):
    roll_back(gate=OpenGate(), number=1, by="Bob", reason="x")
    assert roll_back(gate=OpenGate(), number=2, by="Bob", reason="y") == second
    assert statuses() == {1: "superseded", 2: "live"}


def test_rolling_back_after_nothing_was_live(second):
    withdraw(gate=OpenGate(), number=2, by="Bob", reason="x", allow_nothing_served=True)
    roll_back(gate=OpenGate(), number=1, by="Bob", reason="y")
    assert [kind for kind, *_ in later_events()] == ["withdrawn", "restored"]
    assert live().release_id == 1


def test_rolling_back_runs_the_gate_on_the_stored_bytes_each_time(second):
    gate = OpenGate()
    roll_back(gate=gate, number=1, by="Bob", reason="x")
    roll_back(gate=gate, number=2, by="Bob", reason="back again")
    assert gate.shown == [Release.objects.get(number=number).document.encode() for number in (1, 2)]


def test_publishing_refuses_a_draft_that_nobody_looked_at():
    looked_at = content_hash(read_draft())
    rename_a_cause()
    with pytest.raises(DraftChanged):
        publish(gate=OpenGate(), author="Alice", note="x", expected=looked_at)
    assert publish(gate=OpenGate(), author="Alice", note="x", expected=content_hash(read_draft())).number == 2


def test_rolling_back_is_refused_when_the_gate_objects(second):
    with pytest.raises(GateRefused) as refused:
        roll_back(gate=ClosedGate(), number=1, by="Bob", reason="x")
    assert refused.value.findings == (GateFinding("vignette", "v01", "the level is routine"),)
    assert live().release_id == 2
    assert GateReport.objects.first().passed is False


def test_a_release_that_this_engine_refused_before_is_examined_again(second):
    with pytest.raises(GateRefused):
        roll_back(gate=ClosedGate(), number=1, by="Bob", reason="x")
    gate = OpenGate()
    roll_back(gate=gate, number=1, by="Bob", reason="x")
    assert len(gate.shown) == 1


def of_other_bytes(number):
    row = Release.objects.get(number=1)
    return Release(number=number, document=row.document + " ", hash=sha256(b"x"), created_at=row.created_at)


def of_another_format(number):
    row = Release.objects.get(number=1)
    return Release(number=number, document='{"format":99}', hash=sha256(b'{"format":99}'), created_at=row.created_at)


@pytest.mark.parametrize(
    ("make", "why"),
    [(of_other_bytes, "not what was published"), (of_another_format, "this version of the program cannot read it")],
)
def test_rolling_back_to_damaged_bytes_is_refused(second, make, why):
    make(3).save(force_insert=True)
    with pytest.raises(DamagedRelease, match=why):
        roll_back(gate=configured_gate(), number=3, by="Bob", reason="x")
    assert live().release_id == 2


REFUSED = [
    (UnknownRelease, 9, "x", "There is no release 9"),
    (AlreadyLive, 2, "x", "Release 2 is the one that is live"),
    (WithdrawnRelease, 1, "x", "Release 1 was withdrawn, which is for good"),
    (NoReason, 1, " \n", "Write why"),
]


@pytest.mark.parametrize(("error", "number", "reason", "words"), REFUSED)
def test_rolling_back_is_refused_in_plain_words(second, error, number, reason, words):
    withdraw(gate=OpenGate(), number=1, by="Alice", reason="Wrong")
    gate = OpenGate()
    with pytest.raises(error, match=words):
        roll_back(gate=gate, number=number, by="Bob", reason=reason)
    assert gate.shown == []
    assert statuses() == {1: "withdrawn", 2: "live"}


@pytest.mark.parametrize("verb", [roll_back, withdraw])
def test_nothing_moves_while_releases_are_not_protected(second, verb):
    immutability.remove(connection)
    with pytest.raises(UnprotectedReleases, match=r"python manage\.py migrate .*knowledge_liverelease_not_withdrawn"):
        verb(gate=OpenGate(), number=1, by="Bob", reason="x")
    assert statuses() == {1: "superseded", 2: "live"}


class Beside(OpenGate):
    """While this gate looks, someone else does something."""

    def __init__(self, what):
        super().__init__()
        self.what = what

    def examine(self, document, *, thorough):
        self.what()
        return super().examine(document, thorough=thorough)


def withdraw_first():
    withdraw(gate=OpenGate(), number=1, by="Alice", reason="Wrong")


def test_a_roll_back_comes_too_late_for_a_release_that_is_withdrawn_meanwhile(second):
    with pytest.raises(AnotherWasFaster, match="Look at the list of releases"):
        roll_back(gate=Beside(withdraw_first), number=1, by="Bob", reason="x")
    assert statuses() == {1: "withdrawn", 2: "live"}


# Withdrawing


def test_withdrawing_a_release_that_is_not_live_leaves_the_live_one(second):
    assert withdraw(gate=OpenGate(), number=1, by="Bob", reason="A wrong dose") == second
    assert later_events() == [("withdrawn", 1, "Bob", "A wrong dose")]
    assert statuses() == {1: "withdrawn", 2: "live"}


def test_withdrawing_the_live_release_puts_another_one_in_its_place(second):
    after = withdraw(gate=OpenGate(), number=2, by="Bob", reason="A wrong dose", instead=1)
    assert (after.number, live().release_id) == (1, 1)
    assert later_events() == [("restored", 1, "Bob", "A wrong dose"), ("withdrawn", 2, "Bob", "A wrong dose")]
    assert statuses() == {1: "live", 2: "withdrawn"}


def test_withdrawing_the_live_release_can_leave_nothing_when_that_is_said(second):
    with pytest.raises(NothingToServe, match="Say which release goes live in its place"):
        withdraw(gate=OpenGate(), number=2, by="Bob", reason="x")
    assert live().release_id == 2
    assert withdraw(gate=OpenGate(), number=2, by="Bob", reason="x", allow_nothing_served=True) is None
    assert live().release_id is None
    assert statuses() == {1: "superseded", 2: "withdrawn"}


def test_withdrawing_with_another_in_its_place_is_whole_or_not_at_all(second):
    with pytest.raises(GateRefused):
        withdraw(gate=ClosedGate(), number=2, by="Bob", reason="x", instead=1)
    assert later_events() == []
    assert statuses() == {1: "superseded", 2: "live"}


@pytest.mark.parametrize(
    ("error", "number", "instead", "reason", "words"),
    [
        (NoReason, 2, 1, " ", "Write why"),
        (UnknownRelease, 9, None, "x", "There is no release 9"),
        (UnknownRelease, 2, 9, "x", "There is no release 9"),
        (WithdrawnRelease, 3, None, "x", "Release 3 was withdrawn"),
        (WithdrawnRelease, 2, 3, "x", "Release 3 was withdrawn"),
        (AlreadyLive, 2, 2, "x", "Release 2 is the one that is live. Choose another one"),
        (NotLive, 1, 2, "x", "Release 1 is not live, so no other one has to take its place"),
    ],
)
def test_withdrawing_is_refused_in_plain_words(second, error, number, instead, reason, words):
    next_release()
    withdraw(gate=OpenGate(), number=3, by="Alice", reason="Wrong", instead=2)
    with pytest.raises(error, match=words):
        withdraw(gate=OpenGate(), number=number, by="Bob", reason=reason, instead=instead)
    assert statuses() == {1: "superseded", 2: "live", 3: "withdrawn"}


def test_of_two_who_move_the_pointer_one_wins(second):
    with pytest.raises(AnotherWasFaster):
        withdraw(gate=Beside(next_release), number=2, by="Bob", reason="x", instead=1)
    assert statuses() == {1: "superseded", 2: "superseded", 3: "live"}


def test_statuses_cost_one_query(second, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert statuses() == {1: "superseded", 2: "live"}
