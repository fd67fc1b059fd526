"""What the tests of the knowledge share: the checks of a draft, and its document, are made once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from knowledge import releases, snapshot
from knowledge.checks.problem import Problem
from knowledge.checks.whole import all_problems
from knowledge.content import KnowledgeBase
from knowledge.documents import build_document

#: Enough for the shipped knowledge and for what a test and the ones beside it make of it.
_DRAFTS_KEPT = 4


@pytest.fixture(scope="session", autouse=True)
def looked_through_once() -> Iterator[None]:
    """What saving and publishing find in a draft is kept for the next test: the same content gives the same."""
    kept = lru_cache(maxsize=_DRAFTS_KEPT)(all_problems)

    def problems(content: KnowledgeBase) -> list[Problem]:
        return list(kept(content))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "all_problems", problems)
        patch.setattr(releases, "all_problems", problems)
        patch.setattr(releases, "build_document", lru_cache(maxsize=_DRAFTS_KEPT)(build_document))
        yield
