"""What the tests of the pages share: a visitor, a clock that stands still, a changed knowledge that is served."""

from __future__ import annotations

import pytest

from knowledge.documents import build_document, read_document
from symptoms import serving
from symptoms.catalogue import build_catalogue
from symptoms.engine.compile import compile_release
from symptoms.serving import Served, holder
from tests.symptoms.visitor import Visitor


@pytest.fixture
def visitor(client):
    """A man with a browser of his own."""
    return Visitor(client)


@pytest.fixture
def warm(monkeypatch):
    """The release is in memory, and it is never time to look for another one."""

    class Clock:
        @staticmethod
        def monotonic():
            return 1000.0

    holder.forget()
    monkeypatch.setattr(serving, "time", Clock)
    holder.current()
    yield
    holder.forget()


@pytest.fixture
def serve(warm, monkeypatch):
    """serve(knowledge) serves a knowledge under the name of the live release."""

    def put(knowledge):
        document = read_document(build_document(knowledge))
        served = holder.current()
        release = compile_release(document, served.release.identity, served.release.region.key)
        monkeypatch.setattr(holder, "_served", Served(release, build_catalogue(document.knowledge, release)))

    return put
