"""Publishing outside the request: asked for, started as a process of its own, carried out once."""

import datetime
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.utils import timezone

from knowledge import detached, publishing
from knowledge.gate import GateFinding, GateResult
from knowledge.models import Cause, PublishRun, Release, Setting
from knowledge.publishing import (
    LOST,
    LOST_AFTER,
    AnotherRun,
    NoNote,
    NotWaiting,
    ask_to_publish,
    carry_out,
    has_ended,
    is_lost,
    run_under_way,
    start,
    state_in_words,
)
from knowledge.releases import AnotherWasFaster

pytestmark = pytest.mark.django_db

OPEN_STATES = ["waiting", "running"]
MINUTE = datetime.timedelta(minutes=1)


class GateOfTest:
    """A gate that says what a test wants."""

    engine = "test"
    findings = ()

    def examine(self, document, *, thorough):
        return GateResult(self.engine, {}, self.findings)


class ClosedGate(GateOfTest):
    findings = (
        GateFinding("vignette", "v01", "Test case v01: the level is routine.", "vignettes"),
        GateFinding("cookie", "", "Use fewer pages."),
    )


class BrokenGate(GateOfTest):
    def examine(self, document, *, thorough):
        raise RuntimeError("something private")


@pytest.fixture(autouse=True)
def open_gate(settings):
    settings.LEGCHECK_GATE = f"{__name__}.GateOfTest"


def rename_a_cause(name="Numb feet"):
    Cause.objects.filter(key="peripheral_neuropathy").update(name=name)


def asked(**changes):
    """A run that Alice asked for; `ago` before now."""
    ago = changes.pop("ago", datetime.timedelta())
    values = {"author": "Alice", "note": "A plainer name", "asked_at": timezone.now() - ago} | changes
    return PublishRun.objects.create(**values)


# Asking


def test_asking_writes_a_run_down_that_waits():
    run = ask_to_publish(author="Alice", note=" A plainer name ")
    assert (run.author, run.note, run.state, run.release) == ("Alice", "A plainer name", "waiting", None)
    assert run_under_way() == run
    assert not has_ended(run)
    assert state_in_words(run) == "Waiting to start"


@pytest.mark.parametrize("note", ["", " \n\t"])
def test_asking_needs_a_note(note):
    with pytest.raises(NoNote, match="Write what is new"):
        ask_to_publish(author="Alice", note=note)
    assert not PublishRun.objects.exists()


@pytest.mark.parametrize("state", OPEN_STATES)
def test_asking_is_refused_while_another_run_is_under_way(state):
    other = asked(state=state, ago=LOST_AFTER - MINUTE)
    with pytest.raises(AnotherRun, match="Alice is publishing at this moment") as refused:
        ask_to_publish(author="Bob", note="x")
    assert refused.value.run == other
    assert PublishRun.objects.count() == 1


@pytest.mark.parametrize("state", OPEN_STATES)
def test_a_run_that_never_ended_is_lost_and_stands_in_nobodys_way(state):
    lost = asked(state=state, ago=LOST_AFTER)
    assert is_lost(lost)
    assert has_ended(lost)
    assert state_in_words(lost) == LOST
    assert run_under_way() is None
    assert ask_to_publish(author="Bob", note="x").state == "waiting"


@pytest.mark.parametrize("state", ["published", "refused", "failed"])
def test_a_run_that_ended_is_never_lost_and_stands_in_nobodys_way(state):
    ended = asked(state=state, ago=LOST_AFTER)
    assert not is_lost(ended)
    assert has_ended(ended)
    assert state_in_words(ended) == ended.get_state_display()
    assert ask_to_publish(author="Bob", note="x").state == "waiting"


# Carrying out


def test_carrying_out_publishes_the_draft_in_the_name_of_who_asked():
    rename_a_cause()
    run = carry_out(asked().pk)
    assert (run.state, run.refusals, run.release.number) == ("published", [], 2)
    assert (run.release.author, run.release.note) == ("Alice", "A plainer name")
    assert run.asked_at <= run.started_at <= run.ended_at
    assert state_in_words(run) == "Published"


@pytest.mark.parametrize("state", ["running", "published", "refused", "failed"])
def test_a_run_is_carried_out_once(state):
    rename_a_cause()
    run = asked(state=state)
    with pytest.raises(NotWaiting, match=f"Run {run.pk} is not waiting"):
        carry_out(run.pk)
    assert Release.objects.count() == 1


def test_a_lost_run_is_not_carried_out_any_more():
    rename_a_cause()
    with pytest.raises(NotWaiting):
        carry_out(asked(ago=LOST_AFTER).pk)
    assert Release.objects.count() == 1


def test_a_run_that_is_not_there_is_not_carried_out():
    with pytest.raises(NotWaiting):
        carry_out(77)


def refusals(run):
    assert run.state == "refused"
    assert run.release is None
    assert run.ended_at is not None
    return run.refusals


def test_every_problem_of_the_draft_is_told_with_its_place():
    rename_a_cause(" ")
    (told,) = refusals(carry_out(asked().pk))
    assert (told["concept"], told["key"], told["path"]) == ("causes", "peripheral_neuropathy", "name")
    assert told["code"].startswith("K")
    assert told["message"]


def test_every_finding_of_the_gate_is_told_with_its_test_case(settings):
    rename_a_cause()
    settings.LEGCHECK_GATE = f"{__name__}.ClosedGate"
    message = "Test case v01: the level is routine."
    assert refusals(carry_out(asked().pk)) == [
        {"concept": "vignettes", "key": "v01", "code": "vignette", "message": message, "path": ""},
        {"concept": "", "key": "", "code": "cookie", "message": "Use fewer pages.", "path": ""},
    ]


def test_a_draft_without_anything_new_is_told():
    (told,) = refusals(carry_out(asked().pk))
    assert told["code"] == "nothing_new"
    assert "It is release 1, which is live already" in told["message"]


def test_an_empty_draft_is_told():
    Setting.objects.all().delete()
    (told,) = refusals(carry_out(asked().pk))
    assert told["code"] == "empty"


def test_a_draft_that_cannot_be_read_is_told():
    Setting.objects.filter(key="cluster_decay").delete()
    (told,) = refusals(carry_out(asked().pk))
    assert told["code"] == "broken"
    assert "cluster_decay" in told["message"]


def test_someone_who_was_faster_is_told(monkeypatch):
    def too_late(**_):
        raise AnotherWasFaster

    monkeypatch.setattr(publishing, "publish", too_late)
    (told,) = refusals(carry_out(asked().pk))
    assert (told["code"], "then try again" in told["message"]) == ("another_was_faster", True)


def test_of_any_other_error_only_the_name_is_kept_and_logged(settings, caplog):
    rename_a_cause()
    settings.LEGCHECK_GATE = f"{__name__}.BrokenGate"
    run = carry_out(asked().pk)
    assert (run.state, run.release, Release.objects.count()) == ("failed", None, 1)
    (told,) = run.refusals
    assert "RuntimeError" in told["message"]
    assert "RuntimeError" in caplog.text
    assert "private" not in told["message"] + caplog.text
    assert has_ended(run)


# Starting


@pytest.fixture
def started(monkeypatch):
    """What was started, and how."""
    calls = []

    class Process:
        def __init__(self, command, **options):
            self.waited = threading.Event()
            calls.append((command, options, self))

        def wait(self):
            self.waited.set()

    monkeypatch.setattr(detached.subprocess, "Popen", Process)
    return calls


def test_starting_waits_for_the_commit_and_detaches_a_process(started, settings, django_capture_on_commit_callbacks):
    run = asked()
    with django_capture_on_commit_callbacks(execute=True):
        start(run)
        assert started == []
    ((command, options, process),) = started
    assert command == [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_publish", str(run.pk)]
    assert Path(command[1]).is_file()
    assert options["start_new_session"]
    assert {options[stream] for stream in ("stdin", "stdout")} == {subprocess.DEVNULL}
    # What goes wrong before the run is taken is told in the site's own log.
    assert "stderr" not in options
    # Without variables of its own it has those of the site.
    assert options.get("env") is None
    assert process.waited.wait(30)


def test_a_process_that_cannot_be_started_fails_the_run(
    tmp_path, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(detached.sys, "executable", str(tmp_path / "nothing here"))
    run = asked()
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        start(run)
    run.refresh_from_db()
    assert run.state == "failed"
    assert "FileNotFoundError" in run.refusals[0]["message"]
    assert str(tmp_path) not in run.refusals[0]["message"] + caplog.text
