"""Changes of the draft and gates, for tests of the pages over the whole draft and over releases."""

from __future__ import annotations

from django.db import transaction

from knowledge.changelog import record, state_of
from knowledge.drafts.rows import CONCEPT_OF
from knowledge.gate import GateFinding, GateResult
from knowledge.models import Release
from knowledge.models.base import Concept
from knowledge.releases import publish
from knowledge.snapshot import lock_draft, take_snapshot


def edit(row: Concept, **values: object) -> None:
    """Changes a row as saving its page does."""
    with transaction.atomic():
        lock_draft()
        before = state_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        record(concept=CONCEPT_OF[type(row)], key=row.key, before=before, after=state_of(row), by="Alice")
        take_snapshot()


class OpenGate:
    """Lets everything pass."""

    engine = "open"

    def examine(self, document: bytes, *, thorough: bool) -> GateResult:
        return GateResult(self.engine, {"vignettes": 132, "region": 1}, ())


class ClosedGate:
    """A newer engine that objects to everything."""

    engine = "closed"

    def examine(self, document: bytes, *, thorough: bool) -> GateResult:
        objection = GateFinding("vignette", "v01_one_side_at_breakfast", "The level is routine.", "vignettes")
        return GateResult(self.engine, {"vignettes": 132}, (objection,))


def published(note: str, author: str = "Paul") -> Release:
    """The draft as the newest release."""
    return publish(gate=OpenGate(), author=author, note=note)
