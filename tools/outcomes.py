"""A pytest plugin that notes which tests ran and which were skipped, and why.

Given to pytest with `-p tools.outcomes`; the variable OUTCOMES_FILE names the file it writes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest


@dataclass
class Outcomes:
    """The tests that ran, and the reason of each that was skipped, by pytest's name for them."""

    ran: set[str] = field(default_factory=set)
    skipped: dict[str, str] = field(default_factory=dict)

    def write(self, file: Path) -> None:
        file.write_text(json.dumps({"ran": sorted(self.ran), "skipped": self.skipped}))

    @classmethod
    def read(cls, file: Path) -> Outcomes:
        """The outcomes of one run; none if pytest ended before it wrote them."""
        if not file.is_file():
            return cls()
        found = json.loads(file.read_text())
        return cls(set(found["ran"]), found["skipped"])


def never_run(passes: list[Outcomes]) -> dict[str, int]:
    """Of each reason for skipping, how many tests or files ran in none of the passes."""
    ran = set().union(*(outcomes.ran for outcomes in passes))
    left = {name: reason for outcomes in passes for name, reason in outcomes.skipped.items()}
    counts: dict[str, int] = {}
    for name, reason in left.items():
        # A file that skips itself as a whole is skipped under its own name.
        if name not in ran and not any(test.startswith(f"{name}::") for test in ran):
            counts[reason] = counts.get(reason, 0) + 1
    return counts


class _Recorder:
    def __init__(self, file: Path) -> None:
        self.file = file
        self.outcomes = Outcomes()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.outcomes.skipped[report.nodeid] = _reason(report)
        elif report.when == "call":
            self.outcomes.ran.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.outcomes.skipped[report.nodeid] = _reason(report)

    def pytest_sessionfinish(self) -> None:
        self.outcomes.write(self.file)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    longrepr = report.longrepr
    text = str(longrepr[2]) if isinstance(longrepr, tuple | list) else report.longreprtext
    return text.removeprefix("Skipped: ")


def pytest_configure(config: pytest.Config) -> None:
    """Starts noting, in the process that sees every report: xdist's workers send theirs to it."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Recorder(Path(os.environ["OUTCOMES_FILE"])))
