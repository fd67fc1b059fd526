"""Runs every check that needs no test: style, types, migrations, Django's checks, the catalogues, the API schema, the
locks."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tools import locks
from tools.commands import run, say
from tools.scratch import scratch_environment

_PYTHON = sys.executable
_MANAGE = [_PYTHON, "manage.py"]
TYPED = ["legcheck", "knowledge", "symptoms", "tools", "bench", "tests/postgres.py"]

CHECKS = {
    "style": [_PYTHON, "-m", "ruff", "check", "."],
    "layout": [_PYTHON, "-m", "ruff", "format", "--check", "."],
    "types": [_PYTHON, "-m", "mypy", *TYPED],
    "migrations": [*_MANAGE, "makemigrations", "--check", "--dry-run"],
    "Django checks": [*_MANAGE, "check", "--fail-level", "WARNING"],
    "catalogues of texts": [_PYTHON, "-m", "tools.messages", "--check"],
    "API schema": [*_MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull],
}


def main() -> int:
    """Runs all checks, shows what the failing ones said, and returns 1 if there is one."""
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        environment = scratch_environment(Path(folder))
        for name, command in CHECKS.items():
            done = run(command, quiet=True, env=environment)
            say(f"{'ok' if done.ok else 'FAILED':<7} {name}")
            if not done.ok:
                failed = True
                say(done.output.rstrip())
    wrong = locks.problems()
    say(f"{'FAILED' if wrong else 'ok':<7} locks")
    for sentence in wrong:
        say(sentence)
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
