"""Makes an environment and installs a lock into it, once per change of the lock.

Run by any fitting Python before the environment exists: standard library only.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.commands import ROOT, StepFailed, run, say
from tools.locks import SETS, pins

OLDEST, NEWEST = (3, 11), (3, 13)

#: Where each set lives. What `make bench` compares with is large and stays away from the tests.
FOLDERS = {"run": ".venv", "test": ".venv", "bench": ".venv-bench"}

# Since 22.3 pip fills an environment other than its own.
_HAS_PIP = "import pip; raise SystemExit([int(part) for part in pip.__version__.split('.')[:2]] < [22, 3])"
_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


class Environment:
    """The virtual environment in `folder`, filled from the locks in `locks`."""

    def __init__(self, folder: Path, locks: Path, creator: str = sys.executable) -> None:
        self.folder = folder
        self.locks = locks
        self.creator = creator
        self.python = str(folder / "bin" / "python")

    def prepare(self, name: str, *, exact_version: bool = False) -> None:
        """Makes the environment if it is missing or broken, and installs the lock `name` if it changed.

        `exact_version` makes it again when its Python is not of the creator's version.
        Raises StepFailed with a sentence when the environment cannot be made or filled.
        """
        with self._one_at_a_time():
            if reason := self._must_be_made(exact_version):
                say(f"{reason} with Python {_version_of(self.creator)} ...")
                self._make()
            if not self.has(name):
                say(f"Installing {name}.txt: this takes a minute the first time ...")
                self._install(name)

    def has(self, name: str) -> bool:
        """Whether the lock `name` is installed as it is now."""
        stamp = self._stamp(name)
        return stamp.is_file() and stamp.read_text() == self._digest(name)

    def _stamp(self, name: str) -> Path:
        return self.folder / f"legcheck-{name}.sha256"

    def _lock(self, name: str) -> Path:
        return self.locks / f"{name}.txt"

    def _digest(self, name: str) -> str:
        return hashlib.sha256(self._lock(name).read_bytes()).hexdigest()

    def _must_be_made(self, exact_version: bool) -> str:
        """The reason as the start of a line, or nothing."""
        name = self.folder.name
        if not self.folder.exists():
            return f"Making {name}"
        version = _version_of(self.python)
        if not version:
            return f"Making {name} again, its Python does not start,"
        if not OLDEST <= tuple(int(part) for part in version.split(".")) <= NEWEST:
            return f"Making {name} again, it was made with Python {version},"
        if exact_version and version != _version_of(self.creator):
            return f"Making {name} again, it was made with Python {version} and PYTHON names another,"
        return ""

    def _make(self) -> None:
        made = run([self.creator, "-m", "venv", "--clear", str(self.folder)], quiet=True)
        if made.ok:
            return
        # Debian's Python without python3-venv has no ensurepip; its own pip can fill the environment.
        bare = run([self.creator, "-m", "venv", "--clear", "--without-pip", str(self.folder)], quiet=True)
        if not bare.ok:
            raise StepFailed(f"{self.folder.name} could not be made with {self.creator}:\n{bare.output.strip()}")

    def _pip(self) -> list[str]:
        """The command of a pip that fills the environment: its own, or the creator's."""
        if run([self.python, "-c", _HAS_PIP], quiet=True).ok:
            return [self.python, "-m", "pip"]
        if run([self.creator, "-c", _HAS_PIP], quiet=True).ok:
            return [self.creator, "-m", "pip", "--python", self.python]
        raise StepFailed(
            f"{self.creator} has neither ensurepip nor a pip of version 22.3 or newer: "
            "install one of them (Debian, Ubuntu: apt-get install python3-venv) and try again."
        )

    def _install(self, name: str) -> None:
        # An interrupted install must not pass for a finished one, nor may a set that this one changes.
        for stamp in map(self._stamp, SETS):
            stamp.unlink(missing_ok=True)
        only_what_is_locked = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(self._lock(name))]
        options = ["--quiet", "--no-input", "--disable-pip-version-check"]
        done = run([*self._pip(), "install", *options, *only_what_is_locked], quiet=True)
        if not done.ok:
            raise StepFailed(
                f"{name}.txt could not be installed. pip said:\n{done.output.strip()}\n"
                "Check the network connection and run the same command again."
            )
        installed = pins(self._lock(name).read_text())
        for contained in SETS:
            if pins(self._lock(contained).read_text()) <= installed:
                self._stamp(contained).write_text(self._digest(contained))

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Two commands started side by side must not fill the same environment at once."""
        folder = os.open(self.locks, os.O_RDONLY)
        try:
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another command is preparing an environment: waiting for it ...")
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _version_of(python: str) -> str:
    """Major and minor version, or nothing if the program does not start."""
    answer = run([python, "-c", _VERSION], quiet=True)
    last_line = answer.output.strip().rpartition("\n")[2]
    return last_line if answer.ok and re.fullmatch(r"\d+\.\d+", last_line) else ""


def main(name: str) -> int:
    """Prepares the environment of the set `name`."""
    environment = Environment(ROOT / FOLDERS[name], ROOT / "requirements")
    try:
        environment.prepare(name, exact_version=bool(os.environ.get("PYTHON")))
    except StepFailed as failed:
        say(str(failed))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
