"""What a gate is: the examination a release must pass before it is published.

The knowledge does not know the engine. The gate that runs it is named by the setting LEGCHECK_GATE.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class GateFinding:
    """Something the gate objects to: which test, about which row, in plain words with what to do about it.

    `concept` is a field of `KnowledgeBase`; it and `key` are empty when the finding is of no single row.
    """

    test: str
    key: str
    message: str
    concept: str = ""


@dataclass(frozen=True, slots=True)
class GateResult:
    """Passed when there are no findings. `examined` counts the cases by test."""

    engine: str
    examined: dict[str, int]
    findings: tuple[GateFinding, ...]

    @property
    def passed(self) -> bool:
        return not self.findings


class Gate(Protocol):
    """Examines the bytes of a release that is about to go live."""

    @property
    def engine(self) -> str:
        """Version of the engine in use now: a report made by another one does not count."""

    def examine(self, document: bytes, *, thorough: bool) -> GateResult:
        """Looks over a release. Thorough takes as long as it needs; otherwise it must fit into a web request."""
        ...


def configured_gate() -> Gate:
    """The gate of the setting LEGCHECK_GATE."""
    gate: Gate = import_string(settings.LEGCHECK_GATE)()
    return gate
