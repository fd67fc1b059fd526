"""What a check reports: one thing that is wrong in the knowledge, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault in a knowledge base, told so that a clinician can put it right.

    `concept` is a field of `KnowledgeBase`, which is also the stem of its file. `key` names the row, and is
    empty when the fault is of the whole file. `code` is one of `CODES`. `path` is the place inside the row.
    """

    concept: str
    key: str
    code: str
    message: str
    path: str = ""

    def __str__(self) -> str:
        place = ".".join(part for part in (self.key, self.path) if part)
        return ": ".join(part for part in (f"{self.concept}.yaml", place, f"{self.code} {self.message}") if part)


class KnowledgeProblems(Exception):
    """The knowledge does not pass its checks. `problems` names every fault."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
