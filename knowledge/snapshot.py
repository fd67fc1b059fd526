"""The snapshot of the draft: made by whoever changes it, read by every page that looks at the draft as a whole."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.utils import timezone

from knowledge.checks.problem import Problem
from knowledge.checks.whole import all_problems
from knowledge.content import KnowledgeBase
from knowledge.drafts import BrokenDraft, EmptyDraft, read_draft
from knowledge.interchange import Unreadable, canonical_json, from_plain, to_plain
from knowledge.models import DraftSnapshot


def lock_draft() -> None:
    """Waits until nobody else changes the draft, and keeps others waiting until this transaction ends.

    Without it two people who save at once would each leave out the other's change from the snapshot. Raises
    TransactionManagementError outside a transaction.
    """
    DraftSnapshot.objects.get_or_create(pk=1)
    DraftSnapshot.objects.select_for_update().get(pk=1)


def take_snapshot() -> DraftSnapshot:
    """Reads the whole draft, checks it, and keeps both. To be called after each change, in its transaction."""
    document, broken, problems = "", "", []
    try:
        draft = read_draft()
    except (BrokenDraft, EmptyDraft) as error:
        broken = str(error)
    else:
        document = canonical_json(to_plain(draft)).decode("utf-8")
        problems = [asdict(problem) for problem in all_problems(draft)]
    snapshot, _ = DraftSnapshot.objects.update_or_create(
        pk=1,
        defaults={"document": document, "broken": broken, "problems": problems, "taken_at": timezone.now()},
    )
    return snapshot


def last_snapshot() -> DraftSnapshot:
    """The snapshot after the last change; made now where there is none yet."""
    snapshot = DraftSnapshot.objects.filter(pk=1, taken_at__isnull=False).first()
    return take_snapshot() if snapshot is None else snapshot


def snapshot_content(snapshot: DraftSnapshot) -> KnowledgeBase | None:
    """The draft of a snapshot; None when the rows made no knowledge base, or an earlier program wrote it otherwise."""
    try:
        return from_plain(json.loads(snapshot.document)) if snapshot.document else None
    except Unreadable:
        return None


def snapshot_problems(snapshot: DraftSnapshot) -> tuple[Problem, ...]:
    """What the checks found."""
    return tuple(Problem(**problem) for problem in snapshot.problems)
