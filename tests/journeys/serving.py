"""The site in processes of its own: gunicorn with the settings of a public site, on databases that are thrown away."""

from __future__ import annotations

import itertools
import json
import re
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tools.commands import ROOT
from tools.scratch import scratch_environment

#: As a public site, but without the proxy that would speak https in front of it.
_PUBLIC = {
    "LEGCHECK_DEBUG": "false",
    "LEGCHECK_HOSTS": "127.0.0.1",
    "LEGCHECK_REGION": "GB",
    "LEGCHECK_HTTPS_REDIRECT": "false",
    # What a log must not tell is told least of all when it tells the most.
    "LEGCHECK_LOG_LEVEL": "DEBUG",
}

#: What a web server may know of a request: the line, status, length, where it came from, the browser, and its cookies.
_EVERY_PART = '%(r)s %(s)s %(b)s "%(f)s" "%(a)s" "%({cookie}i)s" "%({set-cookie}o)s"'

_SETTINGS = """
from legcheck.settings import *

STATIC_ROOT = {static!r}
"""

#: Longest wait for a process, in seconds.
_PATIENCE = 120


@dataclass(frozen=True)
class Server:
    """A running site."""

    url: str
    #: All that the server prints, with a line for every request.
    log: Path

    def api(self, address: str, body: object = None) -> Any:
        """What the API answers: to a GET, or to a POST with a body."""
        return json.loads(self.api_bytes(address, body))

    def api_bytes(self, address: str, body: object = None) -> bytes:
        """The same, as it was sent."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the address is this server's own
            f"{self.url}/api/v1/{address}", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310 - as above
            answer: bytes = response.read()
        return answer


class Site:
    """A folder with the settings and the static files of a public site, and its databases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = itertools.count(1)
        (folder / "journey_settings.py").write_text(_SETTINGS.format(static=str(folder / "static")))
        self._environment = {
            **scratch_environment(folder),
            **_PUBLIC,
            "LEGCHECK_DAY_KEYS": str(folder / "day-keys"),
            "LEGCHECK_SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "journey_settings",
            "PYTHONPATH": str(folder),
        }
        self.manage("collectstatic", "--noinput", database="none")

    @property
    def secret(self) -> str:
        """The secret with which the site signs and seals."""
        return self._environment["LEGCHECK_SECRET_KEY"]

    def database(self, name: str) -> Path:
        """The file of a database; it stands in a folder of its own."""
        file = self.folder / name / "site.sqlite3"
        file.parent.mkdir(exist_ok=True)
        return file

    def manage(self, *arguments: str, database: str) -> None:
        """Runs a management command on the database of that name."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self._on(database),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def served(
        self, database: str, variables: Mapping[str, str] | None = None, *, application: str = "legcheck.wsgi"
    ) -> Iterator[Server]:
        """A gunicorn on the database of that name, on a free port, stopped at the end."""
        # Several may run on one database.
        log = self.folder / f"{database}-{next(self._number)}.log"
        options = ["--bind", "127.0.0.1:0", "--workers", "1", "--threads", "4", "--no-control-socket"]
        options += ["--access-logfile", "-", "--access-logformat", _EVERY_PART]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", f"{application}:application", *options],
                cwd=ROOT,
                env={**self._on(database), **(variables or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Server(_address(process, log), log)
        finally:
            process.terminate()
            process.wait(_PATIENCE)

    def _on(self, database: str) -> dict[str, str]:
        return {**self._environment, "DATABASE_URL": f"sqlite:///{quote(str(self.database(database)))}"}


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Where the process says it listens."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if said := re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", log.read_text()):
            return said.group(1)
        time.sleep(0.05)
    raise AssertionError(log.read_text())
