"""Starts the local site: a free port, a prepared database, measuring beside it, then the server in its place."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import NoReturn

from tools.commands import ROOT, StepFailed, run, say
from tools.ports import port_number, require_free

_MANAGE = [sys.executable, "manage.py"]


def main() -> int:
    """Prepares and serves the site at ADDRESS and PORT; returns only if it cannot."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)  # another project's, where it is set at all
    address = os.environ.get("ADDRESS") or "127.0.0.1"
    try:
        port = port_number(os.environ.get("PORT") or "8000")
        # Before the database is touched: whoever starts a second site by mistake loses no time.
        require_free(address, port)
    except StepFailed as failed:
        say(str(failed))
        return 1
    prepared = run([*_MANAGE, "prepare_site", "--skip-accuracy"])
    if not prepared.ok:
        say("The site was not started, because it could not be prepared.")
        return prepared.code
    host = f"[{address}]" if ":" in address else address
    say(f"legcheck is at http://{host}:{port}/ - stop it with Ctrl+C.")
    _measure_beside()
    return _become([*_MANAGE, "runserver", "--noreload", f"{host}:{port}"])


def _measure_beside() -> None:
    """Starts measuring the accuracy, unless that was done. It ends by itself, or with the server, and says nothing."""
    # A child of the process that becomes the server, at whose end tools/beside.py stops it.
    subprocess.Popen(  # noqa: S603 - our own command, as a list
        [sys.executable, "-m", "tools.beside", str(os.getpid()), *_MANAGE, "measure_accuracy"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _become(command: list[str]) -> NoReturn:
    """Ctrl+C and signals must reach the server itself, so it takes this process's place."""
    os.chdir(ROOT)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    sys.exit(main())
