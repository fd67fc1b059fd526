"""Publishing outside the request that asks for it: the gate takes longer than a request may.

A run is asked for, started as a process of its own, and carried out there once. Its row tells how it went.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from knowledge.checks.problem import KnowledgeProblems, Problem
from knowledge.detached import start_command
from knowledge.drafts import BrokenDraft, EmptyDraft
from knowledge.gate import GateFinding, configured_gate
from knowledge.models import LiveRelease, PublishRun
from knowledge.releases import GateRefused, Refusal, live, publish

logger = logging.getLogger(__name__)

#: A run that has not ended this long after it was asked for counts as lost: its process is gone, or hangs.
LOST_AFTER = timedelta(minutes=10)

LOST = "Lost: nothing was heard of it any more. If the list of releases does not show it, publish again"

State = PublishRun.State
_OPEN = (State.WAITING, State.RUNNING)


class NoNote(Refusal):
    """No note was given."""

    code = "no_note"

    def __init__(self) -> None:
        super().__init__("Write what is new: the note stands in the list of releases.")


class AnotherRun(Refusal):
    """Another run is waiting or under way."""

    code = "another_run"

    def __init__(self, run: PublishRun) -> None:
        self.run = run
        super().__init__(f"{run.author} is publishing at this moment. Wait until that has ended, then look again.")


class NotWaiting(Refusal):
    """The run is not there, was carried out already, or is lost."""

    code = "not_waiting"

    def __init__(self, number: int) -> None:
        super().__init__(f"Run {number} is not waiting to be carried out.")


def ask_to_publish(*, author: str, note: str, expected: str = "") -> PublishRun:
    """Writes down that the draft is to be published; `start` does it. Raises NoNote or AnotherRun.

    `expected` is the content hash of the draft that was looked at: no other one is published then.
    """
    note = note.strip()
    if not note:
        raise NoNote
    live()
    with transaction.atomic():
        # Whoever asks at the same moment waits here, and then sees this run.
        LiveRelease.objects.select_for_update().get(pk=1)
        other = run_under_way()
        if other is not None:
            raise AnotherRun(other)
        return PublishRun.objects.create(author=author, note=note, expected=expected, asked_at=timezone.now())


def run_under_way() -> PublishRun | None:
    """The run that is waiting or running and not lost."""
    return PublishRun.objects.filter(state__in=_OPEN, asked_at__gt=timezone.now() - LOST_AFTER).first()


def is_lost(run: PublishRun) -> bool:
    """Whether a run should have ended by now and has not."""
    return run.state in _OPEN and run.asked_at <= timezone.now() - LOST_AFTER


def has_ended(run: PublishRun) -> bool:
    """Whether there is nothing more to wait for."""
    return run.state not in _OPEN or is_lost(run)


def state_in_words(run: PublishRun) -> str:
    """How a run stands, for people."""
    return LOST if is_lost(run) else State(run.state).label


def start(run: PublishRun) -> None:
    """Carries out a run in a process of its own, as soon as the transaction around this call has been committed."""
    transaction.on_commit(partial(_launch, run.pk))


def _launch(number: int) -> None:
    try:
        start_command("run_publish", str(number), ended=partial(_ended, number))
    except OSError as error:
        _fail(number, error)


def _ended(number: int, code: int) -> None:
    """A run that its process left open will not go on: others need not wait for it."""
    if not code:
        return
    logger.error("Publish run %s: its process ended with %s", number, code)
    try:
        open_run = PublishRun.objects.filter(pk=number, state__in=_OPEN)
        open_run.update(state=State.FAILED, ended_at=timezone.now(), refusals=[_refusal(LOST, code="lost")])
    finally:
        # Of this thread alone.
        connection.close()


def carry_out(number: int) -> PublishRun:
    """Publishes the draft for a run that waits, and writes down how it went. Raises NotWaiting.

    A run is taken once: of two processes one publishes.
    """
    waiting = PublishRun.objects.filter(pk=number, state=State.WAITING, asked_at__gt=timezone.now() - LOST_AFTER)
    if not waiting.update(state=State.RUNNING, started_at=timezone.now()):
        raise NotWaiting(number)
    run = PublishRun.objects.get(pk=number)
    try:
        release = publish(gate=configured_gate(), author=run.author, note=run.note, expected=run.expected)
    except (EmptyDraft, BrokenDraft, KnowledgeProblems, Refusal) as refusal:
        _end(number, state=State.REFUSED, refusals=_in_words(refusal))
    except Exception as error:
        _fail(number, error)
    else:
        _end(number, state=State.PUBLISHED, release=release)
    return PublishRun.objects.get(pk=number)


def _end(number: int, **how: object) -> None:
    PublishRun.objects.filter(pk=number).update(ended_at=timezone.now(), **how)


def _fail(number: int, error: Exception) -> None:
    """Keeps the name of the error alone: its message may hold anything."""
    name = type(error).__name__
    logger.error("Publish run %s failed: %s", number, name)
    message = f"Something went wrong in the program ({name}). Nothing was published. Tell whoever runs the site."
    _end(number, state=State.FAILED, refusals=[_refusal(message, code="failed")])


def _refusal(message: str, *, concept: str = "", key: str = "", code: str = "", path: str = "") -> dict[str, str]:
    return {"concept": concept, "key": key, "code": code, "message": message, "path": path}


def _in_words(refusal: Exception) -> list[dict[str, str]]:
    """Every reason why nothing was published, each with the row it is about."""
    if isinstance(refusal, KnowledgeProblems):
        return list(_of_problems(refusal.problems))
    if isinstance(refusal, GateRefused):
        return list(_of_findings(refusal.findings))
    if isinstance(refusal, EmptyDraft):
        return [_refusal("The draft is empty: nothing was loaded into it yet.", code="empty")]
    if isinstance(refusal, Refusal):
        return [_refusal(str(refusal), code=refusal.code)]
    return [_refusal(f"The draft cannot be read: {refusal}", code="broken")]


def _of_problems(problems: Iterable[Problem]) -> Iterable[dict[str, str]]:
    for row in problems:
        yield _refusal(row.message, concept=row.concept, key=row.key, code=row.code, path=row.path)


def _of_findings(findings: Iterable[GateFinding]) -> Iterable[dict[str, str]]:
    for row in findings:
        yield _refusal(row.message, concept=row.concept, key=row.key, code=row.test)
