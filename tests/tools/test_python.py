"""tools/python.sh: which interpreter is taken, and what is said when none fits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.commands import ROOT

FAILING = "echo 'the shim has no such version' >&2; exit 127"
TOO_OLD = "echo 3.9"
TOO_NEW = "echo 3.14"
FITTING = f"exec '{sys.executable}' \"$@\""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "some folder"
    made.mkdir()
    return made


def add(folder: Path, **programs: str) -> None:
    for name, body in programs.items():
        program = folder / name.replace("_", ".")
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)


def choose(folder: Path, python: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the script with `folder` as the whole PATH; it prints 'chosen' and its argument if a Python was found."""
    return subprocess.run(
        ["/bin/sh", ROOT / "tools/python.sh", "-c", "import sys; print('chosen', sys.argv[1])", "an argument"],
        env={"PATH": str(folder), "PYTHON": python},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["python3_13", "python3_12", "python3_11", "python3", "python"])
def test_each_usual_name_is_found(folder, name):
    add(folder, **{name: FITTING})

    assert choose(folder).stdout == "chosen an argument\n"


@pytest.mark.parametrize("unfit", [FAILING, TOO_OLD, TOO_NEW, "exit 0"], ids=["failing", "old", "new", "silent"])
def test_a_name_that_does_not_fit_is_passed_over(folder, unfit):
    add(folder, python3_13=unfit, python3=FITTING)

    assert choose(folder).stdout == "chosen an argument\n"


def test_the_newest_that_fits_is_taken(folder):
    add(folder, python3_13=f"[ $# -eq 2 ] && echo 3.13 || {FITTING}", python3_12="echo 3.12")

    assert choose(folder).stdout == "chosen an argument\n"


def test_a_named_interpreter_wins_even_with_a_space_in_its_path(folder):
    add(folder, python3=TOO_OLD, mine=FITTING)

    assert choose(folder, python=str(folder / "mine")).stdout == "chosen an argument\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [(TOO_OLD, "is Python 3.9"), (TOO_NEW, "is Python 3.14"), (FAILING, "does not start")],
)
def test_a_named_interpreter_that_does_not_fit_is_refused_though_others_would_do(folder, body, reason):
    add(folder, mine=body, python3=FITTING)

    refused = choose(folder, python="mine")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"PYTHON=mine {reason}" in refused.stderr


def test_without_any_that_fits_one_sentence_says_what_was_found_and_what_to_do(folder):
    add(folder, python3_13=FAILING, python3=TOO_OLD, python=TOO_NEW)

    refused = choose(folder)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "(python3 is 3.9, python is 3.14)" in refused.stderr
    assert "apt-get install python3" in refused.stderr
    assert refused.stderr.count("\n") == 1
