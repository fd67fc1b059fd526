"""The commands as a person calls them."""

import dataclasses
import io
import shutil
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from knowledge.drafts import read_draft, write_draft
from knowledge.interchange import SHIPPED_FOLDER, content_hash, read_folder
from knowledge.management.commands import prepare_site
from knowledge.models import Advice, Cause, LiveRelease, PublishRun, Release, ReleaseEvent
from tests.knowledge import measures

pytestmark = pytest.mark.django_db


MEASURING = "Accuracy: measuring it on the test cases of the live release, unless that was done ..."


@pytest.fixture(autouse=True)
def quick(settings):
    """The real gate at its quick depth, and no measuring: how deep each verb looks is tested in test_releases.py."""
    settings.LEGCHECK_GATE = "tests.gates.QuickGate"
    settings.LEGCHECK_ACCURACY = f"{measures.__name__}.Measured"


def run(*words, **options):
    """Standard output and standard error of a command, and its refusal or None."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err, **options)
    except CommandError as refusal:
        return out.getvalue(), err.getvalue(), str(refusal)
    return out.getvalue(), err.getvalue(), None


def test_load_knowledge_lists_every_problem_and_loads_nothing(tmp_path, knowledge):
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED_FOLDER, folder)
    causes = folder / "causes.yaml"
    text = causes.read_text(encoding="utf-8")
    text = text.replace("finding: numb_feet,", "finding: numb_feat,", 1).replace("urgency: routine", "urgency: soon", 1)
    causes.write_text(text, encoding="utf-8")
    _, listed, refusal = run("load_knowledge", folder, replace=True)
    assert "causes.yaml: peripheral_neuropathy.urgency: K004" in listed
    assert "Nothing was loaded" in refusal
    causes.write_text(text.replace("urgency: soon", "urgency: routine"), encoding="utf-8")
    _, listed, refusal = run("load_knowledge", folder, replace=True)
    assert "causes.yaml: peripheral_neuropathy.evidence[0].finding: K" in listed
    assert "numb_feat" in listed
    assert read_draft() == knowledge


def test_load_knowledge_refuses_an_edited_draft_unless_told_to_replace():
    Advice.objects.filter(key="hydrate").update(title="Drink")
    _, listed, refusal = run("load_knowledge")
    assert "advice: hydrate changed (title)" in listed
    assert "--replace" in refusal
    assert Advice.objects.get(key="hydrate").title == "Drink"
    out, _, refusal = run("load_knowledge", replace=True)
    assert refusal is None
    assert "114 causes" in out
    assert Advice.objects.get(key="hydrate").title != "Drink"


def test_load_knowledge_of_a_folder_that_is_not_there_says_so(tmp_path):
    assert "is not a folder" in run("load_knowledge", tmp_path / "nowhere")[2]


def test_dump_knowledge_writes_files_that_read_back_to_the_draft(tmp_path):
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    out, _, _ = run("dump_knowledge", tmp_path / "dump")
    written = read_folder(tmp_path / "dump")
    assert written == read_draft()
    assert content_hash(written) in out


def test_dump_knowledge_of_a_release_writes_what_was_published(tmp_path, knowledge):
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    run("dump_knowledge", tmp_path / "dump", release=1)
    assert read_folder(tmp_path / "dump") == knowledge
    assert run("dump_knowledge", tmp_path / "other", release=99)[2] == "There is no release 99."


def test_check_knowledge_finds_nothing_wrong_in_the_shipped_files_and_the_draft():
    assert run("check_knowledge")[0] == "No problems.\n"
    assert run("check_knowledge", SHIPPED_FOLDER)[0] == "No problems.\n"


def test_check_knowledge_lists_what_is_wrong_in_the_draft():
    Cause.objects.filter(key="peripheral_neuropathy").update(name=" ")
    out, _, refusal = run("check_knowledge")
    assert "peripheral_neuropathy" in out
    assert refusal == "1 problems."


def test_publish_knowledge_publishes_a_changed_draft_and_refuses_an_unchanged_one():
    _, _, refusal = run("publish_knowledge", note="again")
    assert refusal.startswith("Nothing was published. This content was published before. It is release 1, which is")
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    out, _, refusal = run("publish_knowledge", note="A plainer name", author="Alice")
    assert refusal is None
    assert out.startswith("Release 2 is live.")
    assert Release.objects.get(number=2).author == "Alice"


def test_publish_knowledge_lists_the_problems_of_a_draft_that_fails_its_checks():
    Cause.objects.filter(key="peripheral_neuropathy").update(name=" ")
    _, listed, refusal = run("publish_knowledge", note="x")
    assert "causes.yaml: peripheral_neuropathy.name: K" in listed
    assert refusal == "Nothing was published: 1 problems."


def test_publish_knowledge_lists_what_the_gate_objects_to(knowledge):
    calm = tuple(
        dataclasses.replace(rule, urgency="routine") if rule.urgency == "emergency_now" else rule
        for rule in knowledge.red_flags
    )
    write_draft(dataclasses.replace(knowledge, red_flags=calm))
    _, listed, refusal = run("publish_knowledge", note="x")
    assert "Test case v01_one_side_at_breakfast: the level is " in listed
    assert refusal.startswith("Nothing was published: the gate objects in ")


@pytest.fixture
def second():
    """Release 2, which is live."""
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    run("publish_knowledge", note="A plainer name", author="Alice")
    return Release.objects.get(number=2)


def last_events(count):
    rows = ReleaseEvent.objects.order_by("-id").values_list("kind", "release_id", "by", "reason")
    return list(rows[:count])[::-1]


def test_roll_back_release_puts_an_earlier_one_live(second):
    out, _, refusal = run("roll_back_release", 1, reason="It confuses", author="Bob")
    assert refusal is None
    assert out.startswith("Release 1 is live again.")
    assert last_events(2) == [("restored", 1, "Bob", "It confuses"), ("superseded", 2, "Bob", "It confuses")]


def test_roll_back_release_says_why_it_refuses():
    assert run("roll_back_release", 9, reason="x")[2].startswith("Nothing was changed. There is no release 9.")
    assert run("roll_back_release", 1, reason=" ")[2] == (
        "Nothing was changed. Write why: the reason is kept with the release."
    )


def test_withdraw_release_puts_another_one_in_its_place(second):
    refusal = run("withdraw_release", 2, reason="Wrong")[2]
    assert refusal.startswith("Nothing was changed. Release 2 is live. Say which release goes live in its place")
    out, _, refusal = run("withdraw_release", 2, "--instead", "1", reason="Wrong", author="Bob")
    assert refusal is None
    assert out == f"Release 2 is withdrawn.\nRelease 1 is live.\n{MEASURING}\n"
    assert last_events(2) == [("restored", 1, "Bob", "Wrong"), ("withdrawn", 2, "Bob", "Wrong")]


def test_withdraw_release_can_leave_nothing():
    out, _, refusal = run("withdraw_release", 1, "--nothing-served", reason="Wrong", author="Bob")
    assert refusal is None
    assert out == "Release 1 is withdrawn.\nNo release is live.\n"
    assert LiveRelease.objects.get().release_id is None


def test_withdraw_release_takes_one_word_about_its_place_alone(second):
    refusal = run("withdraw_release", "2", "--reason", "x", "--instead", "1", "--nothing-served")[2]
    assert "not allowed with" in refusal
    assert LiveRelease.objects.get().release_id == 2


@pytest.fixture
def asked():
    return PublishRun.objects.create(author="Alice", note="x", asked_at=timezone.now())


def test_run_publish_carries_a_run_out_once(asked):
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    assert run("run_publish", asked.pk) == (f"Release 2 is live.\n{MEASURING}\n", "", None)
    assert run("run_publish", asked.pk)[2] == f"Run {asked.pk} is not waiting to be carried out."


def test_run_publish_says_why_nothing_was_published(asked):
    _, listed, refusal = run("run_publish", asked.pk)
    assert listed.startswith("  nothing_new: This content was published before.")
    assert refusal == "Not published: there is something to put right."


def test_prepare_site_publishes_no_knowledge_in_another_language(monkeypatch, settings):
    settings.LANGUAGE_CODE = "de"
    LiveRelease.objects.update(release=None)
    nothing_yet = SimpleNamespace(objects=SimpleNamespace(exists=lambda: False))
    monkeypatch.setattr(prepare_site, "Release", nothing_yet)
    out, _, refusal = run("prepare_site", skip_accuracy=True)
    assert refusal is None
    assert "The knowledge is written in en, and LEGCHECK_LANGUAGE is de: docs/translating.md says how" in out
    assert LiveRelease.objects.get().release_id is None


def test_prepare_site_keeps_what_is_there():
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    out, _, refusal = run("prepare_site")
    assert refusal is None
    assert "the draft is kept as it is, with the edits made since it was loaded." in out
    assert "number 1 is live" in out
    assert Cause.objects.get(key="peripheral_neuropathy").name == "Numb feet"
    assert LiveRelease.objects.get().release_id == 1
