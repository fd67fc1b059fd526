"""What is published stays protected whichever way a site migrates. Each site has a database of its own."""

import os
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.symptoms.test_same_bytes import new_postgres_database
from tools.commands import ROOT
from tools.scratch import scratch_environment

#: From a site of the second migration with a published release to the newest, back and forth again.
MIGRATING = """
import django
django.setup()
from django.core.management import call_command
from django.db import DatabaseError, connection
from knowledge import immutability

def refused(statement):
    try:
        connection.cursor().execute(statement)
    except DatabaseError as error:
        return "never" in str(error)
    return False

call_command("migrate", "knowledge", "0002", verbosity=0)
with connection.cursor() as cursor:
    values = "1, '{}', '%s', 'x', 'x', '2026-01-01 00:00:00+00:00'" % ("0" * 64)
    columns = "number, document, hash, author, note, created_at"
    cursor.execute(f"INSERT INTO knowledge_release ({columns}) VALUES ({values})")
    cursor.execute("INSERT INTO knowledge_liverelease (id, release_id, turn) VALUES (1, 1, 1)")
    event = "INSERT INTO knowledge_releaseevent (release_id, kind, by, reason, at) VALUES (1, '%s', 'x', 'x', '%s')"
    cursor.execute(event % ("published", "2026-01-01 00:00:00+00:00"))
for step in ([], ["knowledge", "0002"], []):
    call_command("migrate", *step, verbosity=0)
    print(
        immutability.missing(connection),
        refused("UPDATE knowledge_release SET note = 'y'"),
        refused("DELETE FROM knowledge_releaseevent"),
        refused(event % ("withdrawn", "2026-01-02 00:00:00+00:00")),
    )
"""


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_triggers_stand_after_migrating_a_site_with_a_published_release(tmp_path, vendor):
    with ExitStack() as databases:
        environment = scratch_environment(tmp_path)
        if vendor == "postgresql":
            if not (server := os.environ.get("TEST_DATABASE_URL")):
                pytest.skip("TEST_DATABASE_URL names no PostgreSQL; make test sets it")
            environment["DATABASE_URL"] = databases.enter_context(new_postgres_database(server))
        environment["DJANGO_SETTINGS_MODULE"] = "legcheck.settings"
        done = subprocess.run(
            [sys.executable, "-c", MIGRATING], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["[] True True True"] * 3
