"""The verbs of the knowledge: load a draft from files, and publish it as a release.

Each verb checks, changes and records in one place and raises its own error.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from knowledge import immutability
from knowledge.checks.problem import Problem
from knowledge.checks.whole import all_problems
from knowledge.compare import Difference, differences
from knowledge.content import KnowledgeBase
from knowledge.documents import build_document
from knowledge.drafts import BrokenDraft, EmptyDraft, draft_is_empty, read_draft, write_draft
from knowledge.gate import Gate, GateFinding
from knowledge.interchange import content_hash, sha256
from knowledge.models import DraftState, GateReport, LiveRelease, Release, ReleaseEvent


class KnowledgeProblems(Exception):
    """The knowledge does not pass its checks. `problems` names every fault."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class EditedDraft(Exception):
    """The draft was edited since it was loaded. `differences` tells what would be lost."""

    def __init__(self, found: Sequence[Difference]) -> None:
        self.differences = tuple(found)
        super().__init__("\n".join(str(difference) for difference in self.differences))


class GateRefused(Exception):
    """The gate objects to the draft. `findings` tells why."""

    def __init__(self, findings: Sequence[GateFinding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{row.test} {row.key}: {row.message}" for row in self.findings))


class NothingNew(Exception):
    """The draft is the release that is live already, or an earlier one."""


class AnotherWasFaster(Exception):
    """Someone else published while this release was being made."""


class UnprotectedReleases(Exception):
    """The triggers that keep published rows as they are do not stand."""


def draft_was_edited() -> bool:
    """True when the draft differs from what was last loaded from files, or cannot be read any more."""
    if draft_is_empty():
        return False
    draft = _readable_draft()
    return draft is None or _differs_from_load(draft)


def _readable_draft() -> KnowledgeBase | None:
    """The draft, or None when rows were edited so that it is no knowledge base any more."""
    try:
        return read_draft()
    except (BrokenDraft, EmptyDraft):
        return None


def _differs_from_load(draft: KnowledgeBase) -> bool:
    state = DraftState.objects.first()
    return state is None or state.loaded_hash != content_hash(draft)


def load(*, knowledge: KnowledgeBase, replace: bool) -> bool:
    """Makes `knowledge` the draft, whole or not at all. False when the draft held just that already.

    Raises KnowledgeProblems when it does not pass its checks, and EditedDraft, unless `replace`, when
    rows were edited since the last load.
    """
    problems = all_problems(knowledge)
    if problems:
        raise KnowledgeProblems(problems)
    new_hash = content_hash(knowledge)
    if not draft_is_empty():
        draft = _readable_draft()
        if draft is not None and content_hash(draft) == new_hash:
            return False
        if not replace and (draft is None or _differs_from_load(draft)):
            raise EditedDraft(differences(draft, knowledge) if draft is not None else ())
    with transaction.atomic():
        write_draft(knowledge)
        DraftState.objects.update_or_create(pk=1, defaults={"loaded_hash": new_hash, "loaded_at": timezone.now()})
    return True


def publish(*, gate: Gate, author: str, note: str) -> Release:
    """Publishes the draft: row and whole-set checks, the gate, the release, the pointer.

    Raises EmptyDraft, BrokenDraft, KnowledgeProblems, GateRefused, NothingNew, AnotherWasFaster or UnprotectedReleases.
    """
    unprotected = immutability.missing(connection)
    if unprotected:
        raise UnprotectedReleases(f"missing triggers: {', '.join(unprotected)}; run: python manage.py migrate")
    knowledge = read_draft()
    problems = all_problems(knowledge)
    if problems:
        raise KnowledgeProblems(problems)
    turn = live().turn
    document = build_document(knowledge)
    if Release.objects.filter(hash=sha256(document)).exists():
        raise NothingNew("this content was published before")
    _examine(gate, document)
    return _publish_document(document=document, turn=turn, author=author, note=note)


def _examine(gate: Gate, document: bytes) -> None:
    """Runs the gate and stores its report for exactly these bytes. Raises GateRefused."""
    result = gate.examine(document)
    findings = [{"test": row.test, "key": row.key, "message": row.message} for row in result.findings]
    GateReport.objects.create(
        hash=sha256(document),
        passed=result.passed,
        engine=result.engine,
        findings={"examined": result.examined, "findings": findings},
        created_at=timezone.now(),
    )
    if not result.passed:
        raise GateRefused(result.findings)


def _publish_document(*, document: bytes, turn: int, author: str, note: str) -> Release:
    document_hash = sha256(document)
    now = timezone.now()
    with transaction.atomic():
        report = GateReport.objects.filter(hash=document_hash).first()
        if report is None or not report.passed:
            raise GateRefused([GateFinding("gate", "", "there is no passed report for exactly this content")])
        before = live()
        number = (Release.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
        release = Release(
            number=number,
            document=document.decode("utf-8"),
            hash=document_hash,
            author=author,
            note=note,
            created_at=now,
        )
        moved = LiveRelease.objects.filter(pk=1, turn=turn).update(release_id=number, turn=turn + 1)
        if not moved:
            raise AnotherWasFaster("another release went live meanwhile; look at it, then publish again")
        release.save(force_insert=True)
        ReleaseEvent.objects.create(release=release, kind=ReleaseEvent.Kind.PUBLISHED, by=author, reason=note, at=now)
        if before.release_id is not None:
            ReleaseEvent.objects.create(
                release_id=before.release_id, kind=ReleaseEvent.Kind.SUPERSEDED, by=author, reason=note, at=now
            )
    return release


def live() -> LiveRelease:
    """The pointer row; made when the database is new."""
    pointer, _ = LiveRelease.objects.get_or_create(pk=1)
    return pointer
