"""tools/test.py and tools/outcomes.py: what counts as run, as not run, and as failed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.commands import ROOT
from tools.outcomes import Outcomes, never_run
from tools.test import TestRun, choice, everything_required, verdict

TESTS = """
import pytest

def test_runs(): pass

def test_skips(): pytest.skip("no browser")

@pytest.mark.xfail(strict=True)
def test_is_known_to_fail(): assert False

@pytest.mark.skip(reason="never")
def test_is_switched_off(): pass
"""


@pytest.fixture
def outside(tmp_path) -> Path:
    """A folder of tests that is no part of the project."""
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_some.py").write_text(TESTS)
    (folder / "test_whole.py").write_text("import pytest\npytest.importorskip('no_such_package_at_all')\n")
    return folder


def outcomes_of_pytest(outside: Path, file: Path, *options: str) -> Outcomes:
    """What is noted of a real run of pytest over that folder."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.outcomes", *options]
    subprocess.run(
        [*command, "--rootdir", outside, "-c", outside / "pytest.ini", outside],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "OUTCOMES_FILE": str(file)},
        capture_output=True,
        check=True,
    )
    return Outcomes.read(file)


@pytest.mark.parametrize("options", [[], ["-p", "xdist", "-n", "2"]], ids=["one process", "two processes"])
def test_pytest_s_outcomes_are_noted(outside, tmp_path, options):
    noted = outcomes_of_pytest(outside, tmp_path / "outcomes.json", *options)

    assert noted.ran == {"test_some.py::test_runs", "test_some.py::test_is_known_to_fail"}
    assert noted.skipped.pop("test_whole.py").startswith("could not import 'no_such_package_at_all'")
    assert noted.skipped == {"test_some.py::test_skips": "no browser", "test_some.py::test_is_switched_off": "never"}


CHOOSING = """
import pytest

@pytest.fixture
def db(): pass

@pytest.fixture
def rows(db): pass

@pytest.mark.django_db
def test_marked(): pass

def test_with_the_fixture(db): pass

def test_with_a_fixture_of_a_fixture(rows): pass

def test_without_a_database(): pass
"""


def test_the_tests_with_a_database_are_chosen_by_mark_and_by_fixture(outside, tmp_path):
    (outside / "pytest.ini").write_text("[pytest]\nmarkers = django_db\n")
    (outside / "test_some.py").write_text(CHOOSING)

    noted = outcomes_of_pytest(outside, tmp_path / "outcomes.json", "-p", "tools.database_tests", "-m", "django_db")

    assert noted.ran == {
        "test_some.py::test_marked",
        "test_some.py::test_with_the_fixture",
        "test_some.py::test_with_a_fixture_of_a_fixture",
    }


def test_a_pytest_that_wrote_nothing_has_no_outcomes(tmp_path):
    assert Outcomes.read(tmp_path / "missing") == Outcomes()


def test_what_is_skipped_on_one_database_and_runs_on_the_other_has_run():
    on_sqlite = Outcomes({"a.py::one"}, {"a.py::two": "needs PostgreSQL", "b.py": "needs PostgreSQL"})
    on_postgres = Outcomes({"a.py::two", "b.py::three"}, {"a.py::one": "needs SQLite"})

    assert never_run([on_sqlite, on_postgres]) == {}


def test_what_runs_nowhere_is_counted_by_its_reason():
    both = [Outcomes({"a.py::one"}, {"b.py::x": "no browser", "b.py::y": "no browser", "c.py": "no package"})] * 2

    assert never_run(both) == {"no browser": 2, "no package": 1}


@pytest.mark.parametrize(
    ("variables", "required"),
    [
        ({"CI": "true"}, True),
        ({"CI": "1"}, True),
        ({"REQUIRE_ALL": "1"}, True),
        ({}, False),
        ({"CI": ""}, False),
        ({"CI": "false", "REQUIRE_ALL": "0"}, False),
    ],
)
def test_everything_is_required_in_ci_or_when_asked(variables, required):
    assert everything_required(variables) is required


@pytest.mark.parametrize(
    ("code", "chosen", "optional", "seen"),
    [
        (0, False, False, 0),
        (1, True, True, 1),
        (5, False, False, 5),  # no test at all
        (5, False, True, 5),  # no test for PostgreSQL in the whole project
        (5, True, False, 5),  # the arguments chose nothing
        (5, True, True, 0),  # they chose tests without a database
    ],
)
def test_a_pass_without_tests_fails_unless_the_chosen_tests_need_no_database(code, chosen, optional, seen):
    assert verdict(code, chosen=chosen, pass_is_optional=optional) == seen


def test_after_arguments_that_pytest_does_not_know_no_second_pass_starts(tmp_path, capfd):
    tests = TestRun(["--no-such-option"], tmp_path, dict(os.environ))

    tests.run_pass("SQLite")
    tests.run_pass("PostgreSQL")

    assert tests.codes == [4]
    assert "Tests on PostgreSQL" not in capfd.readouterr().out


@pytest.mark.parametrize(
    ("quick", "with_database", "options"),
    [
        (False, False, []),
        (True, False, ["-m", "not slow"]),
        (False, True, ["-m", "django_db"]),
        (True, True, ["-m", "django_db and not slow"]),
    ],
)
def test_slow_tests_are_left_out_of_a_quick_run_alone(quick, with_database, options):
    assert choice(quick=quick, with_database=with_database)[:2] == options


def test_a_quick_run_draws_pages_from_one_database_and_ci_from_both():
    left_out = choice(quick=True, with_database=True)[2:]
    assert left_out
    for option in left_out:
        assert (ROOT / option.removeprefix("--ignore=")).exists(), option
    assert not [option for option in choice(quick=False, with_database=True) if option.startswith("--ignore")]
    assert not [option for option in choice(quick=True, with_database=False) if option.startswith("--ignore")]
