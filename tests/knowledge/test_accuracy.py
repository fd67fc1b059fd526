"""What the engine achieves is measured once for a release and an engine, and kept."""

import io

import pytest
from django.core.management import CommandError, call_command

from knowledge import detached
from knowledge.accuracy import is_measured, measure_live, newest_report, start_measuring
from knowledge.models import AccuracyReport, Cause, LiveRelease, Release
from symptoms.engine.version import ENGINE_VERSION
from tests.knowledge import measures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def measured(settings):
    settings.LEGCHECK_ACCURACY = f"{measures.__name__}.Measured"
    settings.LEGCHECK_GATE = "tests.gates.QuickGate"


@pytest.fixture
def failing(settings):
    settings.LEGCHECK_ACCURACY = f"{measures.__name__}.Failing"


def run(*words, **options):
    """What a command says, and what it complains of."""
    out, err = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_live_release_is_measured_by_the_engine_in_use_once():
    release = Release.objects.get(number=1)
    assert newest_report(release.hash).engine == ENGINE_VERSION
    report = measure_live()
    assert (report.hash, report.engine) == (release.hash, "1.1-test")
    assert report.document == f'{{"bytes": {len(release.document.encode())}}}'
    assert measure_live() == report == newest_report(release.hash)
    assert AccuracyReport.objects.count() == 2


def test_figures_of_the_same_engine_made_in_another_way_are_made_anew(settings):
    before = measure_live()
    settings.LEGCHECK_ACCURACY = f"{measures.__name__}.Updated"
    assert not is_measured()
    after = measure_live()
    assert (before.version, after.version) == ("1.1-test, twice", "1.1-test, three times")
    assert measure_live() == after
    assert is_measured()


def test_figures_that_cannot_be_read_are_made_anew():
    good = measure_live()
    AccuracyReport.objects.create(
        hash=good.hash, engine=good.engine, version=good.version, document="[]", created_at=good.created_at
    )
    assert not is_measured()
    after = measure_live()
    assert (after.document, after.pk > good.pk) == (good.document, True)


def test_without_a_live_release_there_is_nothing_to_measure():
    LiveRelease.objects.update(release=None)
    assert measure_live() is None
    assert is_measured()
    with pytest.raises(CommandError, match="No release is live"):
        run("measure_accuracy")


def test_measure_accuracy_says_by_which_engine():
    assert run("measure_accuracy")[0].startswith("Accuracy: measured with engine 1.1-test at 20")


def test_publishing_measures_the_new_release():
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    run("publish_knowledge", note="A plainer name")
    assert newest_report(Release.objects.get(number=2).hash).engine == "1.1-test"


def test_publishing_can_leave_measuring_for_later():
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    run("publish_knowledge", note="A plainer name", skip_accuracy=True)
    assert newest_report(Release.objects.get(number=2).hash) is None


@pytest.mark.parametrize("skip", [False, True])
def test_preparing_a_site_measures_what_is_live_unless_told_not_to(skip):
    run("prepare_site", skip_accuracy=skip)
    assert AccuracyReport.objects.filter(engine="1.1-test").count() == (0 if skip else 1)


def test_a_release_goes_live_also_when_it_cannot_be_measured(failing):
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    out, complaint = run("publish_knowledge", note="A plainer name")
    assert out.startswith("Release 2 is live.")
    assert complaint.startswith("Accuracy: it could not be measured (ZeroDivisionError).")
    assert "secret" not in complaint
    assert LiveRelease.objects.get().release_id == 2


@pytest.fixture
def second():
    """Release 2, live and measured; release 1 was measured in another way."""
    Cause.objects.filter(key="peripheral_neuropathy").update(name="Numb feet")
    run("publish_knowledge", note="A plainer name")


@pytest.mark.parametrize("command", [("roll_back_release", 1), ("withdraw_release", 2, "--instead", "1")])
@pytest.mark.parametrize("skip", [False, True])
def test_what_another_command_makes_live_is_measured_unless_told_not_to(second, command, skip):
    run(*command, reason="Wrong", skip_accuracy=skip)
    assert LiveRelease.objects.get().release_id == 1
    assert is_measured() is not skip


def test_where_nothing_is_live_after_a_withdrawal_nothing_is_measured():
    out, complaint = run("withdraw_release", 1, "--nothing-served", reason="Wrong")
    assert (out, complaint) == ("Release 1 is withdrawn.\nNo release is live.\n", "")


@pytest.fixture
def started(monkeypatch):
    """The commands that are started in a process of their own."""
    calls = []
    monkeypatch.setattr("knowledge.accuracy.start_command", lambda *words, ended: calls.append((*words, ended)))
    return calls


def test_the_site_starts_measuring_after_the_commit_and_tells_when_that_fails(
    started, caplog, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        start_measuring()
        assert started == []
    ((command, ended),) = started
    assert command == "measure_accuracy"
    ended(0)
    assert not caplog.records
    ended(9)
    assert "the process that measures ended with 9" in caplog.text


def test_the_site_starts_nothing_where_it_was_measured(started, django_capture_on_commit_callbacks):
    measure_live()
    with django_capture_on_commit_callbacks(execute=True):
        start_measuring()
    assert started == []


def test_measuring_that_cannot_be_started_harms_nothing(
    tmp_path, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(detached.sys, "executable", str(tmp_path / "nothing here"))
    with django_capture_on_commit_callbacks(execute=True):
        start_measuring()
    assert "measuring was not started: FileNotFoundError" in caplog.text
    assert str(tmp_path) not in caplog.text
