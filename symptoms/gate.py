"""What a release must pass to go live.

It compiles, its vignettes come out right, no answers are found that break a safety law, and region, language
and cookie are in order.
"""

from __future__ import annotations

from django.conf import settings

from knowledge.content import KnowledgeBase
from knowledge.documents import read_document
from knowledge.gate import GateFinding, GateResult
from knowledge.languages import same_language
from symptoms.cookie_size import longest_cookie
from symptoms.engine.cases import objections
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.cases import case_of
from symptoms.laws.breach import LAWS
from symptoms.laws.check import Budget, check_subject
from symptoms.laws.subject import Subject

#: For publishing, which runs in a process of its own, and for a roll back inside a web request.
THOROUGH = Budget(answer_sets=140, men_each=300)
QUICK = Budget(answer_sets=20, men_each=0)


class Gate:
    """Implements `knowledge.gate.Gate`."""

    engine = ENGINE_VERSION

    def examine(self, document: bytes, *, thorough: bool) -> GateResult:
        """Findings for every vignette that fails, for safety laws that do not hold, for a region that is missing,
        for texts in another language than the site's, for a cookie that can get too large.

        Thorough means more answer sets, and a search for rules that no interview comes to, and for pages whose
        condition can never hold: about seven times as long. Raises Unreadable for bytes that are no release.
        """
        read = read_document(document)
        subject = Subject.of_document(read)
        release = subject.release
        budget = THOROUGH if thorough else QUICK
        findings = (
            *_vignette_findings(release, read.knowledge),
            *_law_findings(subject, budget),
            *_region_findings(read.knowledge),
            *_language_findings(read.knowledge),
            *_cookie_findings(release),
        )
        examined = {
            "vignettes": len(read.knowledge.vignettes),
            "answer sets": budget.answer_sets,
            "region": 1,
            "language": 1,
            "cookie": 1,
        }
        if budget.men_each:
            examined["rules and pages"] = len(read.knowledge.red_flags) + len(read.knowledge.questions)
        return GateResult(self.engine, examined, findings)


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


def _law_findings(subject: Subject, budget: Budget) -> tuple[GateFinding, ...]:
    return tuple(
        GateFinding(
            f"law_{found.law}",
            found.breach.key,
            f"Safety law {found.law} ({LAWS[found.law]}) {found.words(subject.release)} {found.breach.advice}",
            found.breach.concept,
        )
        for found in check_subject(subject, budget)
        if found.breach.forbids
    )


def _region_findings(knowledge: KnowledgeBase) -> tuple[GateFinding, ...]:
    served = settings.LEGCHECK_REGION
    if served in (region.key for region in knowledge.regions):
        return ()
    message = f"This site shows the phone numbers of region {served}, which is missing. Add it, or take it back."
    return (GateFinding("region", served, message, "regions"),)


def _language_findings(knowledge: KnowledgeBase) -> tuple[GateFinding, ...]:
    written, spoken = knowledge.settings.language, settings.LANGUAGE_CODE
    if same_language(written, spoken):
        return ()
    message = (
        f"The texts are written in “{written}”, and this site speaks “{spoken}” (LEGCHECK_LANGUAGE). Use texts in the "
        "language of the site. If they are, put the language right in the settings."
    )
    return (GateFinding("language", written, message, "settings"),)


def _cookie_findings(release: CompiledRelease) -> tuple[GateFinding, ...]:
    size, most = longest_cookie(release), release.numbers.cookie_bytes_max
    if size <= most:
        return ()
    message = (
        f"A visit with every page answered needs a cookie of {size} bytes; settings.visit.cookie_bytes_max "
        f"allows {most}. Use fewer pages or options, or shorter keys."
    )
    return (GateFinding("cookie", "", message),)
