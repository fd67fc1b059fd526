"""The verbs: load a draft, publish it."""

import dataclasses

import pytest
from django.db import connection

from knowledge import immutability
from knowledge.checks.problem import Problem
from knowledge.drafts import read_draft, write_draft
from knowledge.gate import GateFinding, GateResult, configured_gate
from knowledge.interchange import sha256
from knowledge.models import Cause, GateReport, LiveRelease, Release, ReleaseEvent, Setting
from knowledge.releases import (
    AnotherWasFaster,
    EditedDraft,
    GateRefused,
    KnowledgeProblems,
    NothingNew,
    UnprotectedReleases,
    draft_was_edited,
    live,
    load,
    publish,
)

pytestmark = pytest.mark.django_db


class OpenGate:
    """Lets everything pass; for tests of what comes after the gate."""

    def examine(self, document):
        return GateResult("test", {}, ())


class ClosedGate:
    def examine(self, document):
        return GateResult("test", {"vignettes": 1}, (GateFinding("vignette", "v01", "the level is routine"),))


def rename_a_cause(name="Nerve damage in the feet"):
    Cause.objects.filter(key="peripheral_neuropathy").update(name=name)


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
    release = publish(gate=configured_gate(), author="Alice", note="A plainer name")
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


def test_publishing_the_same_content_again_is_refused():
    with pytest.raises(NothingNew):
        publish(gate=OpenGate(), author="Alice", note="again")
    assert Release.objects.count() == 1


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
        publish(gate=configured_gate(), author="Alice", note="x")
    assert "v01_one_side_at_breakfast" in [finding.key for finding in refused.value.findings]


def test_of_two_publishers_one_wins_and_the_other_is_told():
    rename_a_cause()

    class SlowGate:
        """While this gate looks, someone else publishes."""

        def examine(self, document):
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
