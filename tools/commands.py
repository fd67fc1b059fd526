"""Starts other programs and says what happens, without the address of any package index."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The folder of the project.
ROOT = Path(__file__).resolve().parent.parent

_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s'\",)>]+", re.IGNORECASE)
_HOST = re.compile(r"host='[^']*'")


class StepFailed(Exception):
    """A step could not be done; the text is a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit code, and what it printed if that was kept."""

    code: int
    output: str

    @property
    def ok(self) -> bool:
        return self.code == 0


def run(command: Sequence[str], *, quiet: bool = False, env: Mapping[str, str] | None = None) -> Outcome:
    """Runs a program in the project's folder and waits for it.

    `quiet` keeps what it prints for the outcome instead of showing it. A program that cannot be
    started ends with code 127, as in a shell.
    """
    kept = subprocess.PIPE if quiet else None
    stderr = subprocess.STDOUT if quiet else None
    try:
        # Only this project's own commands come here, as lists: no shell reads them.
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=kept, stderr=stderr, text=True, check=False)  # noqa: S603
    except OSError as error:
        return Outcome(127, f"{command[0]}: {error.strerror}")
    return Outcome(done.returncode, without_addresses(done.stdout or ""))


def without_addresses(text: str) -> str:
    """The text with each network address replaced by a word, as pip and uv name their index in errors."""
    return _HOST.sub("host=(index)", _ADDRESS.sub("(address)", text))


def say(text: str) -> None:
    """Prints a line at once, so that steps appear in order beside what other programs print."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
