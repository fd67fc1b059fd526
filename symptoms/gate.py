"""What a release must pass to go live: it compiles, its vignettes come out right, region and cookie are in order."""

from __future__ import annotations

from django.conf import settings

from knowledge.content import KnowledgeBase
from knowledge.documents import read_document
from knowledge.gate import GateFinding, GateResult
from symptoms.cookie_size import longest_cookie
from symptoms.engine.cases import objections
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.cases import case_of

#: Stands for the number and date that the release does not have yet.
_CANDIDATE = "not published"


class Gate:
    """Implements `knowledge.gate.Gate`."""

    engine = ENGINE_VERSION

    def examine(self, document: bytes) -> GateResult:
        """Findings for every vignette that fails, for a region that is missing, for a cookie that can get too large.

        Raises Unreadable for bytes that are no release.
        """
        read = read_document(document)
        identity = ReleaseIdentity(number=0, hash=read.hash, published=_CANDIDATE)
        # The region changes texts alone, never a level or a share.
        release = compile_release(read, identity, read.knowledge.regions[0].key)
        findings = (*_vignette_findings(release, read.knowledge), *_region_findings(read.knowledge))
        examined = {"vignettes": len(read.knowledge.vignettes), "region": 1, "cookie": 1}
        return GateResult(self.engine, examined, findings + _cookie_findings(release))


def _vignette_findings(release: CompiledRelease, knowledge: KnowledgeBase) -> tuple[GateFinding, ...]:
    return tuple(
        GateFinding(
            "vignette",
            vignette.key,
            f"Test case {vignette.key}: {message}. Put right what was changed, or the test case if that is wrong.",
            "vignettes",
        )
        for vignette in knowledge.vignettes
        for message in objections(release, case_of(vignette))
    )


def _region_findings(knowledge: KnowledgeBase) -> tuple[GateFinding, ...]:
    served = settings.LEGCHECK_REGION
    if served in (region.key for region in knowledge.regions):
        return ()
    message = f"This site shows the phone numbers of region {served}, which is missing. Add it, or take it back."
    return (GateFinding("region", served, message, "regions"),)


def _cookie_findings(release: CompiledRelease) -> tuple[GateFinding, ...]:
    size, most = longest_cookie(release), release.numbers.cookie_bytes_max
    if size <= most:
        return ()
    message = (
        f"A visit with every page answered needs a cookie of {size} bytes; settings.visit.cookie_bytes_max "
        f"allows {most}. Use fewer pages or options, or shorter keys."
    )
    return (GateFinding("cookie", "", message),)
