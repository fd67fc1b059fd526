"""What a draft must pass to be published: it compiles, and every vignette comes out right."""

from __future__ import annotations

from knowledge.content import Vignette
from knowledge.documents import read_document
from knowledge.gate import GateFinding, GateResult
from symptoms.engine.cases import Case, objections
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.levels import Level
from symptoms.engine.version import ENGINE_VERSION

#: Stands for the number and date that the release does not have yet.
_CANDIDATE = "not published"


class Gate:
    """Implements `knowledge.gate.Gate`."""

    def examine(self, document: bytes) -> GateResult:
        """Findings for every vignette that fails. Raises Unreadable for bytes that are no release."""
        read = read_document(document)
        identity = ReleaseIdentity(number=0, hash=read.hash, published=_CANDIDATE)
        # The region changes texts alone, never a level or a share.
        release = compile_release(read, identity, read.knowledge.regions[0].key)
        findings = tuple(
            GateFinding("vignette", vignette.key, message)
            for vignette in read.knowledge.vignettes
            for message in objections(release, case_of(vignette))
        )
        return GateResult(ENGINE_VERSION, {"vignettes": len(read.knowledge.vignettes)}, findings)


def case_of(vignette: Vignette) -> Case:
    """A vignette of the knowledge as a case for the engine."""
    expect = vignette.expect
    return Case(
        age=vignette.age,
        present=vignette.present,
        absent=vignette.absent,
        unsure=vignette.unsure,
        at_least=Level(expect.urgency_at_least.value),
        at_most=Level(expect.urgency_at_most.value),
        categories=expect.categories_top3,
        causes=expect.causes_top5,
    )
