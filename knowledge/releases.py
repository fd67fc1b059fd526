"""The verbs of releases: publish the draft, roll back to an earlier release, withdraw one for good.

Each verb checks, changes and records in one place and raises its own error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Exists, Max, OuterRef, QuerySet, Value, When
from django.utils import timezone

from knowledge import immutability
from knowledge.checks.problem import KnowledgeProblems
from knowledge.checks.whole import all_problems
from knowledge.documents import build_document
from knowledge.drafts import read_draft
from knowledge.gate import Gate, GateFinding
from knowledge.interchange import Unreadable, content_hash, sha256
from knowledge.models import GateReport, LiveRelease, Release, ReleaseEvent

_Kind = ReleaseEvent.Kind


class Status(StrEnum):
    """Where a release stands now."""

    LIVE = "live"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Refusal(Exception):
    """What was asked for was not done. The text says why in plain words, and what to do; `code` stays the same."""

    code = ""


class GateRefused(Refusal):
    """The gate objects to the content. `findings` tells why."""

    code = "gate"

    def __init__(self, findings: Sequence[GateFinding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(row.message for row in self.findings))


class NothingNew(Refusal):
    """The content was published before, as the release `number`."""

    code = "nothing_new"

    def __init__(self, number: int, status: Status) -> None:
        self.number = number
        what_to_do = {
            Status.LIVE: f"It is release {number}, which is live already: there is nothing to do.",
            Status.SUPERSEDED: f"It is release {number}: roll back to it instead.",
            Status.WITHDRAWN: f"It is release {number}, which was withdrawn and cannot be published again: "
            "change the draft first.",
        }
        super().__init__(f"This content was published before. {what_to_do[status]}")


class AnotherWasFaster(Refusal):
    """Someone else published, rolled back or withdrew meanwhile."""

    code = "another_was_faster"

    def __init__(self) -> None:
        super().__init__(
            "Someone else published, rolled back or withdrew a release meanwhile. "
            "Look at the list of releases, then try again."
        )


class UnprotectedReleases(Refusal):
    """The triggers that keep published rows as they are do not stand."""

    code = "unprotected"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            "The database does not protect published releases at the moment. Ask whoever runs the site to run: "
            f"python manage.py migrate (missing triggers: {', '.join(missing)})"
        )


class NoReason(Refusal):
    """No reason was given."""

    code = "no_reason"

    def __init__(self) -> None:
        super().__init__("Write why: the reason is kept with the release.")


class UnknownRelease(Refusal):
    """There is no release with this number."""

    code = "unknown_release"

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no release {number}. Choose one from the list of releases.")


class AlreadyLive(Refusal):
    """The release is live now."""

    code = "already_live"

    def __init__(self, number: int) -> None:
        super().__init__(f"Release {number} is the one that is live. Choose another one.")


class WithdrawnRelease(Refusal):
    """The release was withdrawn, for good."""

    code = "withdrawn"

    def __init__(self, number: int) -> None:
        super().__init__(f"Release {number} was withdrawn, which is for good. Choose another one.")


class DamagedRelease(Refusal):
    """The stored bytes are not those that were published, or this version of the program cannot read them."""

    code = "damaged"

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"Release {number} cannot go live: {why}. Choose another one, and tell whoever runs the site.")


class DraftChanged(Refusal):
    """The draft is not the one that was looked at."""

    code = "draft_changed"

    def __init__(self) -> None:
        super().__init__(
            "The draft was changed after it was looked at. Read what differs from the live release now, then publish."
        )


class NotLive(Refusal):
    """Another release was named to take the place of one that is not live."""

    code = "not_live"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Release {number} is not live, so no other one has to take its place. "
            "Look at the list of releases, then withdraw it without naming another one."
        )


class NothingToServe(Refusal):
    """The live release was to be withdrawn without another one in its place."""

    code = "nothing_to_serve"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Release {number} is live. Say which release goes live in its place, or say that none does: "
            "the site then gives nothing but its safe advice."
        )


def publish(*, gate: Gate, author: str, note: str, expected: str = "", thorough: bool = True) -> Release:
    """Publishes the draft: row and whole-set checks, the gate, the release, the pointer.

    `expected` is the content hash of the draft that somebody looked at; without it any draft will do. `thorough`
    may be left out only for content that was examined thoroughly before, such as the shipped files. Raises
    EmptyDraft, BrokenDraft, DraftChanged, KnowledgeProblems, GateRefused, NothingNew, AnotherWasFaster or
    UnprotectedReleases.
    """
    _require_triggers()
    turn = live().turn
    knowledge = read_draft()
    if expected and content_hash(knowledge) != expected:
        raise DraftChanged
    problems = all_problems(knowledge)
    if problems:
        raise KnowledgeProblems(problems)
    document = build_document(knowledge)
    same = releases_with_status().filter(hash=sha256(document)).first()
    if same is not None:
        raise NothingNew(same.number, Status(same.status))
    _examine(gate, document, thorough=thorough)
    return _publish_document(document=document, turn=turn, author=author, note=note)


def roll_back(*, gate: Gate, number: int, by: str, reason: str) -> Release:
    """Puts a release that was live before live again. Runs the gate on it unless the engine in use passed it before.

    Raises NoReason, UnprotectedReleases, UnknownRelease, AlreadyLive, WithdrawnRelease, DamagedRelease,
    GateRefused or AnotherWasFaster.
    """
    reason = _required(reason)
    _require_triggers()
    before = live()
    release = _fit_to_serve(number, gate, before)
    now = timezone.now()
    with transaction.atomic():
        _point_to(release.number, turn=before.turn)
        _record(release.number, _Kind.RESTORED, by, reason, now)
        if before.release_id is not None:
            _record(before.release_id, _Kind.SUPERSEDED, by, reason, now)
    return release


def withdraw(
    *,
    gate: Gate,
    number: int,
    by: str,
    reason: str,
    instead: int | None = None,
    allow_nothing_served: bool = False,
) -> Release | None:
    """Withdraws a release for good and gives what is live afterwards.

    When it is the live one, `instead` goes live in its place in the same transaction, with the demands of
    `roll_back`; None is taken only with `allow_nothing_served`, and the site then gives its safe advice.

    Raises NotLive, NothingToServe, or as `roll_back` does.
    """
    reason = _required(reason)
    _require_triggers()
    before = live()
    withdrawn = _release(number)
    was_live = before.release_id == withdrawn.number
    if instead is not None and not was_live:
        raise NotLive(number)
    if instead is None and was_live and not allow_nothing_served:
        raise NothingToServe(number)
    after = before.release
    if was_live:
        after = None if instead is None else _fit_to_serve(instead, gate, before)
    now = timezone.now()
    with transaction.atomic():
        # The turn also counts a withdrawal that leaves the pointer where it is: whoever is about to move it to
        # this release comes too late.
        _point_to(None if after is None else after.number, turn=before.turn)
        if was_live and after is not None:
            _record(after.number, _Kind.RESTORED, by, reason, now)
        _record(number, _Kind.WITHDRAWN, by, reason, now)
    return after


def live() -> LiveRelease:
    """The pointer row; made when the database is new."""
    pointer, _ = LiveRelease.objects.get_or_create(pk=1)
    return pointer


def releases_with_status() -> QuerySet[Any]:
    """All releases, newest first, each with its `status`, a value of `Status`; one query."""
    events = ReleaseEvent.objects.filter(release=OuterRef("pk"), kind=_Kind.WITHDRAWN)
    pointer = LiveRelease.objects.filter(pk=1, release=OuterRef("pk"))
    return Release.objects.annotate(
        status=Case(
            When(Exists(events), then=Value(Status.WITHDRAWN.value)),
            When(Exists(pointer), then=Value(Status.LIVE.value)),
            default=Value(Status.SUPERSEDED.value),
        )
    )


def withdrawal_reason(number: int) -> str:
    """Why a release was withdrawn, in the words of who did it; empty for one that was not."""
    reasons = ReleaseEvent.objects.filter(release_id=number, kind=_Kind.WITHDRAWN).values_list("reason", flat=True)
    return reasons.first() or ""


def _required(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise NoReason
    return reason


def _require_triggers() -> None:
    unprotected = immutability.missing(connection)
    if unprotected:
        raise UnprotectedReleases(unprotected)


def _release(number: int) -> Release:
    """A release that was not withdrawn. Raises UnknownRelease or WithdrawnRelease."""
    release = releases_with_status().filter(number=number).first()
    if release is None:
        raise UnknownRelease(number)
    if release.status == Status.WITHDRAWN:
        raise WithdrawnRelease(number)
    found: Release = release
    return found


def _fit_to_serve(number: int, gate: Gate, pointer: LiveRelease) -> Release:
    """A release that may go live in place of the one that is. Raises why it may not."""
    release = _release(number)
    if number == pointer.release_id:
        raise AlreadyLive(number)
    document = release.document.encode("utf-8")
    if sha256(document) != release.hash:
        raise DamagedRelease(number, "what is stored is not what was published")
    # Also when it passed before: the engine, the region of the site and what a gate asks for may have changed.
    # Not thoroughly, as when it was published: somebody waits for the page, and perhaps in a hurry.
    try:
        _examine(gate, document, thorough=False)
    except Unreadable as error:
        raise DamagedRelease(number, "this version of the program cannot read it") from error
    return release


def _examine(gate: Gate, document: bytes, *, thorough: bool) -> None:
    """Runs the gate and stores its report for exactly these bytes. Raises GateRefused."""
    result = gate.examine(document, thorough=thorough)
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
            raise GateRefused([GateFinding("gate", "", "There is no passed report of the gate for this content.")])
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
        _point_to(number, turn=turn)
        release.save(force_insert=True)
        _record(number, _Kind.PUBLISHED, author, note, now)
        if before.release_id is not None:
            _record(before.release_id, _Kind.SUPERSEDED, author, note, now)
    return release


def _point_to(number: int | None, *, turn: int) -> None:
    """Moves the pointer, unless someone else had a turn meanwhile. Raises AnotherWasFaster."""
    if not LiveRelease.objects.filter(pk=1, turn=turn).update(release_id=number, turn=turn + 1):
        raise AnotherWasFaster


def _record(number: int, kind: ReleaseEvent.Kind, by: str, reason: str, at: datetime) -> None:
    ReleaseEvent.objects.create(release_id=number, kind=kind, by=by, reason=reason, at=at)
