"""The web server of a container, as gunicorn itself understands the image's command."""

from __future__ import annotations

import functools
import json
import re
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deploy.reading import environment_of, example, last
from tools.commands import ROOT
from tools.scratch import scratch_environment

#: Where the server of a container listens.
EVERYWHERE = "0.0.0.0:8000"


def command(bind: str = EVERYWHERE) -> list[str]:
    """The image's command, with this environment's gunicorn, listening elsewhere if wanted."""
    program, *arguments = json.loads(last("CMD"))
    assert program == "gunicorn"
    assert EVERYWHERE in arguments
    return [sys.executable, "-m", "gunicorn", *[bind if word == EVERYWHERE else word for word in arguments]]


def site_environment(folder: Path, **wanted: str) -> dict[str, str]:
    """What a web container gets with these variables in .env, but for its database."""
    given = example(
        POSTGRES_PASSWORD=secrets.token_hex(16),
        LEGCHECK_SECRET_KEY=secrets.token_urlsafe(50),
        LEGCHECK_HOSTS="legs.example.org, www.legs.example.org",
        LEGCHECK_REGION="GB",
        **wanted,
    )
    site = {name: value for name, value in environment_of("web", given).items() if name != "DATABASE_URL"}
    return scratch_environment(folder) | site


@functools.cache
def _printed(workers: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [*command(), "--print-config"],
            cwd=ROOT,
            env=site_environment(Path(folder), WEB_CONCURRENCY=workers),
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


def effective(name: str, workers: str = "") -> str:
    """A setting as gunicorn has it after its file and the image's command, with WEB_CONCURRENCY so in .env."""
    return re.search(rf"^{name}\s*= (.*)$", _printed(workers), flags=re.MULTILINE)[1]
