"""Releases that are live without the draft: for tests of what comes after publishing."""

from __future__ import annotations

from functools import lru_cache

from django.utils import timezone

from knowledge.content import KnowledgeBase
from knowledge.documents import build_document
from knowledge.interchange import sha256
from knowledge.models import GateReport, LiveRelease, Release, ReleaseEvent
from knowledge.releases import live
from symptoms.engine.version import ENGINE_VERSION


def goes_live(document: str, *, engine: str = ENGINE_VERSION, author: str = "tests", note: str = "") -> Release:
    """The next release, passed by this engine, as `publish` leaves it. Whether it can be read is not looked at."""
    before = live()
    assert before.release_id is not None
    release = Release(
        number=before.release_id + 1,
        document=document,
        hash=sha256(document.encode()),
        author=author,
        note=note,
        created_at=timezone.now(),
    )
    release.save(force_insert=True)
    GateReport.objects.create(hash=release.hash, passed=True, engine=engine, findings={}, created_at=release.created_at)
    LiveRelease.objects.update(release=release, turn=before.turn + 1)
    for number, kind in ((release.number, "published"), (before.release_id, "superseded")):
        ReleaseEvent.objects.create(release_id=number, kind=kind, by=author, at=release.created_at)
    return release


@lru_cache(maxsize=4)
def document_of(knowledge: KnowledgeBase) -> str:
    """The document of a release with this content; written once for all tests that publish the same."""
    return build_document(knowledge).decode()
