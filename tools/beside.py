"""Runs a command beside the process that started this one, and stops it when that process has ended."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time

from tools.commands import ROOT

#: Seconds between two looks at the other process.
_LOOK = 0.5


def main(arguments: list[str]) -> int:
    """Arguments: the number of the process that started this one, and the command. Returns the command's exit code."""
    parent, *command = arguments
    os.nice(15)
    # Only this project's own commands come here, as lists.
    beside = subprocess.Popen(command, cwd=ROOT)  # noqa: S603
    # The terminal's Ctrl+C reaches all three.
    with contextlib.suppress(KeyboardInterrupt):
        # An orphan gets another parent.
        while beside.poll() is None and os.getppid() == int(parent):
            time.sleep(_LOOK)
    beside.terminate()
    return beside.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
