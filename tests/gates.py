"""The real gate at the depth of a roll back, for tests that need a release and not its thorough examination."""

from __future__ import annotations

from knowledge.gate import GateResult
from symptoms.gate import Gate


class QuickGate(Gate):
    """Examines as for a roll back, whatever is asked for."""

    def examine(self, document: bytes, *, thorough: bool) -> GateResult:
        return super().examine(document, thorough=False)
