"""What several test files of the API serve or send."""

from __future__ import annotations

import dataclasses

import pytest

from knowledge.documents import build_document, read_document
from symptoms.engine.compile import compile_release
from symptoms.serving import Served, holder


@pytest.fixture
def veins_after_swelling(db, knowledge, monkeypatch):
    """Serves a knowledge whose page on veins is asked only of men with one swollen leg."""
    pages = tuple(
        dataclasses.replace(page, ask_if=(("swollen_one_leg",),)) if page.key == "veins" else page
        for page in knowledge.questions
    )
    changed = read_document(build_document(dataclasses.replace(knowledge, questions=pages)))
    served = holder.current()
    # Under the name of the live release, so that it is not taken for an old one and replaced.
    release = compile_release(changed, served.release.identity, served.release.region.key)
    monkeypatch.setattr(holder, "_served", Served(release, served.catalogue))
