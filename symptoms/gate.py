"""What a draft must pass to be published: it compiles, every vignette comes out right, a visit fits in a cookie."""

from __future__ import annotations

from knowledge.content import Vignette
from knowledge.documents import read_document
from knowledge.gate import GateFinding, GateResult
from symptoms.cookie_size import longest_cookie
from symptoms.engine.cases import Case, objections
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.levels import Level
from symptoms.engine.version import ENGINE_VERSION

#: Stands for the number and date that the release does not have yet.
_CANDIDATE = "not published"


class Gate:
    """Implements `knowledge.gate.Gate`."""

    def examine(self, document: bytes) -> GateResult:
        """Findings for every vignette that fails, and for a cookie that can get too large.

        Raises Unreadable for bytes that are no release.
        """
        read = read_document(document)
        identity = ReleaseIdentity(number=0, hash=read.hash, published=_CANDIDATE)
        # The region changes texts alone, never a level or a share.
        release = compile_release(read, identity, read.knowledge.regions[0].key)
        findings = tuple(
            GateFinding("vignette", vignette.key, message)
            for vignette in read.knowledge.vignettes
            for message in objections(release, case_of(vignette))
        )
        examined = {"vignettes": len(read.knowledge.vignettes), "cookie": 1}
        return GateResult(ENGINE_VERSION, examined, findings + _cookie_findings(release))


def _cookie_findings(release: CompiledRelease) -> tuple[GateFinding, ...]:
    size, most = longest_cookie(release), release.numbers.cookie_bytes_max
    if size <= most:
        return ()
    message = (
        f"A visit with every page answered needs a cookie of {size} bytes; settings.visit.cookie_bytes_max "
        f"allows {most}. Use fewer pages or options, or shorter keys."
    )
    return (GateFinding("cookie", "", message),)


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
