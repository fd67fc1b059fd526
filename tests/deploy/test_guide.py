"""docs/deploy.md: what it tells people to type exists."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.deploy.reading import compose, example_lines, text_of
from tests.deploy.web_server import effective
from tests.test_docs import fences
from tools.commands import ROOT

PAGES = ["docs/deploy.md", "README.md"]

#: What of compose the guide uses, and whether services follow its options.
COMPOSE = {"build", "config", "exec", "logs", "ps", "pull", "restart", "stop", "up"}


def commands(page: str) -> list[list[str]]:
    """The words of every line that calls compose, in blocks and in code marks."""
    text = text_of(page)
    marks = re.findall(r"`(docker compose [^`\n]+)`", text)
    lines = [line.strip() for block in fences(text.replace("\n   ", "\n")) for line in block.splitlines()]
    return [shlex.split(line) for line in [*lines, *marks] if line.startswith("docker compose")]


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_compose_name_what_it_has(page):
    services = set(compose()["services"])
    found = commands(page)

    assert found
    for _, _, verb, *words in found:
        assert verb in COMPOSE, verb
        plain = [word for word in words if not word.startswith("-") and word not in ("1h", "web=3")]
        named = plain[:1] if verb == "exec" else plain
        assert set(named) <= services, " ".join(words)


def test_programs_run_in_a_container_are_those_of_its_image():
    run = {
        tuple([word for word in words if not word.startswith("-")][:2])
        for _, _, verb, *words in commands(PAGES[0])
        if verb == "exec"
    }

    assert run == {
        ("web", "python"),
        ("web", "touch"),
        ("database", "pg_dump"),
        ("database", "dropdb"),
        ("database", "createdb"),
        ("database", "pg_restore"),
        ("database", "psql"),
    }


def test_programs_of_the_database_use_its_own_name_and_user():
    environment = compose()["services"]["database"]["environment"]
    calls = [words for words in commands(PAGES[0]) if "database" in words and "exec" in words]

    assert len(calls) == 5
    for words in calls:
        assert words[words.index("--username") + 1] == environment["POSTGRES_USER"]
    assert {words[words.index("--dbname") + 1] for words in calls if "--dbname" in words} == {
        environment["POSTGRES_DB"]
    }


@pytest.mark.parametrize("page", PAGES)
def test_files_for_deployment_that_are_named_exist(page):
    named = re.findall(r"[`/ ](deploy/[\w./-]+\w|docker-compose\.yml|Dockerfile|\.env\.example)", text_of(page))

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_variables_that_are_named_are_settings_or_those_of_the_proxy():
    named = set(re.findall(r"`([A-Z]+_[A-Z_]+|PAGES)\b", text_of(PAGES[0])))
    known = {name for name, _, _ in example_lines()} | set(re.findall(r"\{\$(\w+)", text_of("deploy/Caddyfile")))

    assert {"LEGCHECK_VISIT_KEYS", "POSTGRES_PASSWORD", "WEB_HOST"} <= named
    assert named - known == set()


@pytest.mark.parametrize("page", ["settings.md", "privacy.md", "safety.md"])
def test_guide_leads_to_what_must_be_read(page):
    assert f"({page})" in text_of(PAGES[0])


def test_limits_that_are_told_are_those_that_are_set():
    told = text_of(PAGES[0])

    assert f"replaces the worker after {effective('timeout')}." in told
    limits = re.findall(r"import site (\d+)s", text_of("deploy/Caddyfile"))
    assert "gives up after {1} seconds (in the admin {0})".format(*limits) in told
