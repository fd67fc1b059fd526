"""tools/commands.py and tools/scratch.py: starting programs and the variables they get."""

from __future__ import annotations

import sys

import pytest

from legcheck.environment import Environment
from tools.commands import run, without_addresses
from tools.scratch import scratch_environment


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Looking in indexes: https://packages.example.org/simple, x", "Looking in indexes: (address), x"),
        ("Retrying: HTTPSConnectionPool(host='packages.example.org', port=443)", "HTTPSConnectionPool(host=(index)"),
        ("cannot read file:///srv/wheels", "cannot read (address)"),
    ],
)
def test_addresses_of_indexes_are_not_shown(said, shown):
    assert shown in without_addresses(said)
    assert "example.org" not in without_addresses(said)


def test_a_quiet_program_s_words_are_kept_with_its_errors():
    done = run([sys.executable, "-c", "import sys; sys.stderr.write('bad'); sys.exit(3)"], quiet=True)

    assert (done.code, done.output, done.ok) == (3, "bad", False)


def test_a_program_that_does_not_exist_fails_like_any_other():
    done = run(["no-such-program"], quiet=True)

    assert done.code == 127
    assert "no-such-program" in done.output


def test_lint_and_tests_see_no_setting_of_this_machine_s_site(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@db/live")
    monkeypatch.setenv("LEGCHECK_DEBUG", "false")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "another.settings")

    scratch = scratch_environment(tmp_path)

    assert "PATH" in scratch
    assert not {"LEGCHECK_DEBUG", "DJANGO_SETTINGS_MODULE"} & set(scratch)


@pytest.mark.parametrize("name", ["plain", "with space", "a+b", "50%", "what?", "no#1"])
def test_the_scratch_database_is_in_the_given_folder_whatever_its_name(tmp_path, name):
    scratch = scratch_environment(tmp_path / name)

    assert Environment(scratch).database("DATABASE_URL", "")["NAME"] == str(tmp_path / name / "legcheck.sqlite3")
