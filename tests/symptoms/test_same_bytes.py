"""The same request gives the same bytes in every process and on both databases.

Real processes: each prepares a new database with prepare_site and answers over Django's test client.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlsplit

import psycopg2
import pytest

from tests.symptoms.api.bodies import CALM, answers, evidence
from tools.commands import ROOT
from tools.scratch import scratch_environment

ASSESSMENTS = "/api/v1/assessments"
NEXT_STEP = "/api/v1/interviews/next"

#: Address and body of what is asked; no body to get.
REQUESTS = {
    "nothing asked": (ASSESSMENTS, {"age": 50, "evidence": []}),
    "emergency": (ASSESSMENTS, {"age": 71, "evidence": evidence({"chest_pain": "present", "onset_sudden": "present"})}),
    "every state": (
        ASSESSMENTS,
        {
            "age": 33,
            "evidence": evidence(
                {
                    "numb_feet": "present",
                    "burning_feet": "unticked",
                    "leg_ache": "absent",
                    "fever_sweats": "not_sure",
                    "onset_days": "present",
                    "onset_weeks": "present",
                    "low_mood": "present",
                }
            ),
        },
    ),
    "answers": (ASSESSMENTS, {"age": 66, "answers": answers(CALM | {"danger_now": "none", "feeling": ["numb_feet"]})}),
    "end": (ASSESSMENTS, {"age": 50, "answers": answers({"scope": "known_cause"})}),
    "first step": (NEXT_STEP, {"answers": []}),
    "later step": (NEXT_STEP, {"age": 50, "answers": answers(CALM | {"danger_now": "not_sure"})}),
    "refused": (ASSESSMENTS, {"age": 50, "evidence": evidence({"no_such": "present"})}),
    "causes": ("/api/v1/causes", None),
    "rules": ("/api/v1/red-flag-rules", None),
    "current release": ("/api/v1/releases/current", None),
    "releases": ("/api/v1/releases", None),
    "description": ("/api/v1/openapi.json", None),
}


Result = TypeVar("Result")


class Site:
    """A prepared site on one database."""

    def __init__(self, folder: Path, database: str) -> None:
        self.environment = scratch_environment(folder) | {"DATABASE_URL": database}
        self.run("manage.py", "prepare_site", "--skip-accuracy")

    def run(self, *arguments: str, given: str = "", **variables: str) -> bytes:
        """What a Python process of this site prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | variables,
            input=given.encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def answers(self, hash_seed: str) -> dict[str, bytes]:
        """The answers of a new process to REQUESTS; the seed decides the order of its sets."""
        given = "\n".join(json.dumps(request) for request in REQUESTS.values())
        printed = self.run("-m", "tests.symptoms.print_answers", given=given, PYTHONHASHSEED=hash_seed)
        return dict(zip(REQUESTS, printed.splitlines(), strict=True))


@contextmanager
def new_postgres_database(server: str) -> Iterator[str]:
    """The URL of a new database on a server, dropped at the end."""
    name = f"legcheck_same_bytes_{uuid.uuid4().hex}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                yield urlsplit(server)._replace(path=f"/{name}").geturl()
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        connection.close()


def on_one_day(work: Callable[[], Result]) -> Result:
    """What `work` gives, done anew if midnight passes meanwhile: a release and its advice are dated."""
    while True:
        day = datetime.datetime.now(datetime.UTC).date()
        result = work()
        if datetime.datetime.now(datetime.UTC).date() == day:
            return result


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> Iterator[dict[str, Site]]:
    """A prepared site on SQLite and, where there is a server, one on PostgreSQL."""
    with ExitStack() as databases:

        def prepare() -> dict[str, Site]:
            folder = tmp_path_factory.mktemp("sites")
            prepared = {"SQLite": Site(folder, f"sqlite:///{quote(str(folder / 'same_bytes.sqlite3'))}")}
            if server := os.environ.get("TEST_DATABASE_URL"):
                prepared["PostgreSQL"] = Site(folder, databases.enter_context(new_postgres_database(server)))
            return prepared

        yield on_one_day(prepare)


@pytest.mark.slow
def test_two_processes_give_the_same_bytes(sites):
    first, second = on_one_day(lambda: (sites["SQLite"].answers("1"), sites["SQLite"].answers("2")))
    assert first == second
    statuses = {name: int(line.split()[0]) for name, line in first.items()}
    assert statuses == dict.fromkeys(REQUESTS, 200) | {"refused": 422}


@pytest.mark.slow
def test_sqlite_and_postgresql_give_the_same_bytes(sites):
    if "PostgreSQL" not in sites:
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL; make test sets it")
    first, second = on_one_day(lambda: (sites["SQLite"].answers("3"), sites["PostgreSQL"].answers("4")))
    assert first == second
    current = json.loads(first["current release"].split(b" ", 1)[1])
    assert len(current["release"]["hash"]) == 64
