"""Runs the tests on SQLite, then those that use a database on a real PostgreSQL.

Arguments go to pytest, in both passes. With CI=true or REQUIRE_ALL=1 whatever cannot run here is a failure, and
the tests marked slow run too.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.postgres import Unavailable, any_server
from tools.commands import run, say
from tools.outcomes import Outcomes, never_run
from tools.scratch import scratch_environment

#: Two processes. worksteal hands out tests by their number: loadfile and loadscope go by name, and run one only of
#: several tests with the same name, as schemathesis makes for the operations of the API.
_PYTEST = [sys.executable, "-m", "pytest", "-p", "tools.outcomes", "-n", "2", "--dist", "worksteal"]
_WITH_DATABASE = ["-p", "tools.database_tests"]

#: What these draw is read from any database alike; how it is stored has tests of its own. CI draws it from both.
_DRAWN_ONCE = (
    *("tests/journeys", "tests/knowledge/admin", "tests/legcheck/staff", "tests/symptoms/pages"),
    *("tests/symptoms/test_views.py", "tests/symptoms/test_views_answers.py", "tests/symptoms/test_told.py"),
    *("tests/symptoms/test_for_another.py", "tests/symptoms/test_for_another_regions.py"),
    *("tests/symptoms/test_pseudo_language.py", "tests/symptoms/api/test_schema.py"),
)

_INTERRUPTED, _USAGE_ERROR, _NOTHING_COLLECTED = 2, 4, 5


def everything_required(environment: Mapping[str, str]) -> bool:
    """Whether a part that cannot run here is a failure."""
    return environment.get("CI", "").lower() in ("true", "1") or environment.get("REQUIRE_ALL") == "1"


def verdict(code: int, *, chosen: bool, pass_is_optional: bool) -> int:
    """pytest's exit code, as this run sees it.

    Tests that were chosen by arguments may all be without a database: then the optional pass has nothing to do.
    """
    return 0 if code == _NOTHING_COLLECTED and chosen and pass_is_optional else code


def choice(*, quick: bool, with_database: bool) -> list[str]:
    """The options that choose tests: those with a database, and in a quick run none of the slow ones and no page a
    second time that any database gives alike.
    """
    marks = [*(["django_db"] if with_database else []), *(["not slow"] if quick else [])]
    skipped = [f"--ignore={path}" for path in _DRAWN_ONCE] if quick and with_database else []
    return [*(["-m", " and ".join(marks)] if marks else []), *skipped]


class TestRun:
    """The two passes over the tests with the same arguments."""

    __test__ = False

    def __init__(self, arguments: list[str], folder: Path, environment: dict[str, str]) -> None:
        self.arguments = arguments
        self.folder = folder
        self.environment = environment
        self.codes: list[int] = []
        self.outcomes: list[Outcomes] = []

    def run_pass(self, name: str, *options: str, optional: bool = False, database: str = "") -> None:
        """Runs pytest once, unless an earlier pass was stopped or did not understand its arguments."""
        if {_INTERRUPTED, _USAGE_ERROR} & set(self.codes):
            return
        say(f"\n== Tests on {name} ==")
        file = self.folder / f"{name}.json"
        environment = self.environment | {"OUTCOMES_FILE": str(file)}
        if database:
            environment["DATABASE_URL"] = database
        done = run([*_PYTEST, *options, *self.arguments], env=environment)
        self.codes.append(verdict(done.code, chosen=bool(self.arguments), pass_is_optional=optional))
        self.outcomes.append(Outcomes.read(file))


def main(arguments: list[str]) -> int:
    """Runs both passes and returns the worst exit code; 1 if a required part could not run."""
    all_required = everything_required(os.environ)
    # Whoever names tests means them, slow or not.
    quick = not all_required and not arguments
    not_run = []
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        environment = scratch_environment(folder)
        # A server that was asked for by name must answer, wherever this runs.
        postgres_required = all_required or bool(environment.pop("TEST_DATABASE_URL", ""))
        try:
            url = environment["TEST_DATABASE_URL"] = running.enter_context(any_server())
        except Unavailable as reason:
            url = ""
            not_run.append(f"PostgreSQL: {reason}")
        tests = TestRun(arguments, folder, environment)
        tests.run_pass("SQLite", *choice(quick=quick, with_database=False))
        if url:
            options = [*_WITH_DATABASE, *choice(quick=quick, with_database=True)]
            tests.run_pass("PostgreSQL", *options, optional=True, database=url)
    not_run += [f"{why} ({count} skipped)" for why, count in never_run(tests.outcomes).items()]
    for part in not_run:
        say(f"Not run here: {part}")
    if quick:
        say("Left out: the tests marked slow, and on PostgreSQL most pages and the API's description.")
        say("REQUIRE_ALL=1 make test runs all of them.")
    failed = (all_required and bool(not_run)) or (postgres_required and not url)
    if failed:
        say("It is required here (by CI, REQUIRE_ALL or TEST_DATABASE_URL), so this is a failure.")
    # A pytest that was ended by a signal has a negative code.
    return max(*map(abs, tests.codes), int(failed))


def _stop(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    # Ending normally, so that the server and the folders are removed.
    for stopping in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(stopping, _stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
