"""Dockerfile and .dockerignore, line by line: what the image holds, who runs it, and what never gets into it."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from deploy import healthcheck
from tests.deploy.reading import copies, instructions, last, reaches_the_image, text_of
from tools.commands import ROOT


def position(name: str) -> int:
    """Where the last instruction of this name stands."""
    return max(number for number, (instruction, _) in enumerate(instructions()) if instruction == name)


def runs() -> list[str]:
    return [words for name, words in instructions() if name == "RUN"]


def test_base_is_a_small_python_of_a_version_that_the_project_supports():
    oldest, newest = re.findall(r"\d+\.(\d+)", tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"])
    base = [words for name, words in instructions() if name == "FROM"]

    assert len(base) == 1
    minor = re.fullmatch(r"python:3\.(\d+)-slim-\w+", base[0])
    assert minor
    assert int(oldest) <= int(minor[1]) < int(newest)


def test_site_runs_as_a_user_that_owns_nothing():
    user = last("USER")

    assert any(re.search(rf"useradd .*--uid [1-9]\d{{3,}} .* {user}$", run) for run in runs())
    assert max(position("COPY"), position("RUN")) < position("USER") < position("CMD")
    assert not any("--ch" in word for sources, _ in copies() for word in sources)
    assert not any(re.search(r"\bch(own|mod)\b", run) for run in runs())


def test_packages_are_those_of_the_lock_with_their_hashes_and_nothing_is_compiled():
    installs = [run for run in runs() if re.search(r"\b(pip|apt|apt-get|apk|uv)\b", run)]

    assert installs == ["pip install --require-hashes --only-binary :all: --requirement requirements/run.txt"]


def test_no_secret_stays_in_the_image():
    kept = " ".join(words for name, words in instructions() if name in ("ENV", "ARG", "LABEL"))
    statics = [run for run in runs() if "collectstatic" in run]

    assert not re.search(r"SECRET|PASSWORD|KEY|DATABASE", kept)
    assert len(statics) == 1
    assert 'LEGCHECK_SECRET_KEY="$(python -c' in statics[0]
    assert "LEGCHECK_DEBUG=false" in statics[0]


def test_what_is_copied_exists_and_reaches_the_image():
    taken = [source for sources, _ in copies() for source in sources]

    assert [source for source in taken if not (ROOT / source).exists()] == []
    assert [source for source in taken if not reaches_the_image(source.rstrip("/"))] == []


def test_every_file_of_the_rooms_reaches_the_image_and_what_python_makes_of_them_does_not():
    rooms = [source for sources, _ in copies() for source in sources if source.endswith("/")]
    held_back = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in (ROOT / room).rglob("*")
        if path.is_file() and not reaches_the_image(path.relative_to(ROOT).as_posix())
    }

    assert set(rooms) == {"templates/", "legcheck/", "knowledge/", "symptoms/"}
    assert {path for path in held_back if "__pycache__" not in path} == set()


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".env.example",
        "legcheck/.env",
        ".venv/bin/python",
        ".git/config",
        "legcheck.sqlite3",
        "legcheck.sqlite3-wal",
        "knowledge/old.sqlite3",
        "tests/conftest.py",
        "docs/deploy.md",
        "frontend/node_modules/sass/sass.js",
        "staticfiles/legcheck.css",
        "backups/legcheck.dump",
        "legcheck/__pycache__/settings.cpython-313.pyc",
        "symptoms/engine/old.pyc",
        "requirements/test.txt",
        "deploy/Caddyfile",
        "docker-compose.yml",
    ],
)
def test_image_is_kept_free_of(path):
    assert not reaches_the_image(path)


def test_health_check_is_our_program_and_waits_for_its_words():
    options, check = last("HEALTHCHECK").split(" CMD ")

    assert json.loads(check) == ["python", "deploy/healthcheck.py"]
    assert int(re.search(r"--timeout=(\d+)s", options)[1]) > healthcheck.PATIENCE
