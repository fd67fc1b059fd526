"""Loading files into the draft: whole or not at all, and never over somebody's edits without being told to."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from knowledge.changelog import record_load, retired_states
from knowledge.checks.problem import KnowledgeProblems
from knowledge.checks.whole import all_problems
from knowledge.compare import Difference, differences
from knowledge.content import KnowledgeBase
from knowledge.drafts import BrokenDraft, EmptyDraft, draft_is_empty, read_draft, write_draft
from knowledge.interchange import content_hash
from knowledge.models import DraftState
from knowledge.snapshot import lock_draft, take_snapshot


class EditedDraft(Exception):
    """The draft was edited since it was loaded. `differences` tells what would be lost."""

    def __init__(self, found: Sequence[Difference]) -> None:
        self.differences = tuple(found)
        super().__init__("\n".join(str(difference) for difference in self.differences))


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


def load(*, knowledge: KnowledgeBase, replace: bool, by: str = "load_knowledge") -> bool:
    """Makes `knowledge` the draft, whole or not at all. False when the draft held just that already.

    `by` is who loads it, for the change log. Raises KnowledgeProblems when it does not pass its checks, and
    EditedDraft, unless `replace`, when rows were edited since the last load.
    """
    problems = all_problems(knowledge)
    if problems:
        raise KnowledgeProblems(problems)
    new_hash = content_hash(knowledge)
    with transaction.atomic():
        lock_draft()
        empty = draft_is_empty()
        draft = None if empty else _readable_draft()
        if draft is not None and content_hash(draft) == new_hash:
            return False
        if not replace and not empty and (draft is None or _differs_from_load(draft)):
            raise EditedDraft(differences(draft, knowledge) if draft is not None else ())
        retired = retired_states()
        write_draft(knowledge)
        DraftState.objects.update_or_create(pk=1, defaults={"loaded_hash": new_hash, "loaded_at": timezone.now()})
        record_load(before=draft, retired=retired, after=knowledge, by=by)
        take_snapshot()
    return True
