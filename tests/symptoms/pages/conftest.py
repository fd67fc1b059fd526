"""What the tests of the pages around the check share. Most of them have no database, so that none can be asked."""

from __future__ import annotations

import pytest

from symptoms import serving
from symptoms.catalogue import build_catalogue
from symptoms.pages.library import Library, build_library
from symptoms.serving import Served, holder
from tests.symptoms.visitor import Shown


@pytest.fixture(scope="session")
def served(knowledge, release) -> Served:
    """The shipped knowledge as a worker in Great Britain serves it."""
    return Served(release, build_catalogue(knowledge, release))


@pytest.fixture
def hold(monkeypatch):
    """hold(served) serves this, or nothing, and it is never time to look for another one."""

    class Clock:
        @staticmethod
        def monotonic():
            return 1000.0

    def put(what: Served | None) -> None:
        monkeypatch.setattr(serving, "time", Clock)
        monkeypatch.setattr(holder, "_served", what)
        monkeypatch.setattr(holder, "_looked_at", 1000.0)

    return put


@pytest.fixture
def live(hold, served) -> Served:
    """The shipped knowledge is served."""
    hold(served)
    return served


@pytest.fixture(scope="session")
def library(served) -> Library:
    """The library of the shipped knowledge."""
    return build_library(served)


@pytest.fixture
def see(client):
    """see("/about/") is the page at an address."""

    def get(path: str) -> Shown:
        return Shown(client.get(path))

    return get
