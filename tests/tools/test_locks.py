"""tools/locks.py: what a lock may hold, and whether it belongs to its .in file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.locks import LOCKS, header, pins, problems, sources

HASH = f"    --hash=sha256:{'a' * 64}"
DJANGO = f"django==5.2.1 \\\n{HASH} \\\n{HASH}\n    # via -r requirements/run.in\n"
PYTEST = f"pytest==9.0.0 ; python_full_version >= '3.11' \\\n{HASH}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three locks with nothing wrong."""
    (tmp_path / "run.in").write_text("# Why: because\nDjango>=5.2\n")
    (tmp_path / "test.in").write_text("-r run.in\npytest\n")
    (tmp_path / "run.txt").write_text(header("run", tmp_path) + DJANGO)
    (tmp_path / "test.txt").write_text(header("test", tmp_path) + DJANGO + PYTEST)
    (tmp_path / "bench.in").write_text("pytest\n")
    (tmp_path / "bench.txt").write_text(header("bench", tmp_path) + PYTEST)
    return tmp_path


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


def test_good_locks_have_no_problem(folder):
    assert problems(folder) == []


def test_the_project_s_own_locks_have_no_problem():
    assert problems(LOCKS) == []


def test_pins_are_read_with_and_without_a_condition():
    assert pins(DJANGO + PYTEST) == {"django==5.2.1", "pytest==9.0.0"}


def test_the_sources_of_a_lock_include_the_files_it_takes_in(folder):
    assert [source.name for source in sources("test", folder)] == ["test.in", "run.in"]


@pytest.mark.parametrize(("changed", "outdated"), [("run.in", ["run.txt", "test.txt"]), ("test.in", ["test.txt"])])
def test_a_change_of_an_in_file_makes_the_locks_that_use_it_outdated(folder, changed, outdated):
    append(folder / changed, "whitenoise\n")

    assert [sentence.split(" ")[0] for sentence in problems(folder) if "run make lock" in sentence] == outdated


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example.org/simple",
        "--find-links wheels",
        "    # from https://packages.example.org/simple",
        "sample @ https://packages.example.org/sample.whl",
        "sample @ file:///home/someone/sample.whl \\\n" + HASH,
        "sample==1.0",
        "sample==1.0 \\",
        "sample>=1.0 \\\n" + HASH,
        "sample==1.0 \\\n    --hash=md5:" + "a" * 32,
        "-e .",
    ],
)
def test_a_line_that_is_no_pinned_and_hashed_package_is_a_problem(folder, line):
    append(folder / "test.txt", f"{line}\n")

    assert [sentence for sentence in problems(folder) if sentence.startswith("test.txt, line ")]


@pytest.mark.parametrize(
    "line", ["--index-url x", "--extra-index-url=x", "-f wheels", "sample @ https://example.org/x"]
)
def test_an_in_file_that_names_where_packages_come_from_is_a_problem(folder, line):
    append(folder / "test.in", f"{line}\n")

    assert "test.in names an address or an option of pip: name packages only." in problems(folder)


def test_another_version_in_the_bench_lock_is_a_problem(folder):
    (folder / "bench.txt").write_text(header("bench", folder) + PYTEST.replace("9.0.0", "8.0.0"))

    assert problems(folder) == ["bench.txt has other versions than test.txt of pytest==9.0.0: run make lock."]


def test_another_version_in_the_test_lock_is_a_problem(folder):
    (folder / "test.txt").write_text(header("test", folder) + DJANGO.replace("5.2.1", "5.2.0") + PYTEST)

    assert problems(folder) == ["test.txt has other versions than run.txt of django==5.2.1: run make lock."]
