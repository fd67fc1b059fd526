"""What the tests of the pages share: a visitor, a clock that stands still, a changed knowledge that is served."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from knowledge.documents import ReleaseDocument, build_document, read_document
from symptoms import serving
from symptoms import walk as door
from symptoms.catalogue import build_catalogue
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.serving import Served, holder
from symptoms.visit import new_visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.stories import CLEAR, DAY, STORIES, given_by
from tests.symptoms.visitor import Visitor
from tools import pseudo

#: Enough for what is live and for what tests make live in its place; each takes some megabytes.
_RELEASES_KEPT = 4


@pytest.fixture(scope="session")
def pseudo_locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the catalogue of the pseudo-language, as LEGCHECK_LOCALES names it."""
    folder = tmp_path_factory.mktemp("locales")
    pseudo.write(folder)
    return folder


@pytest.fixture
def in_pseudo(settings, pseudo_locales: Path) -> None:
    """The whole site is in the pseudo-language."""
    settings.LOCALE_PATHS = [pseudo_locales]
    settings.LANGUAGES = [("en-gb", "en-gb"), (pseudo.LANGUAGE, pseudo.LANGUAGE)]
    settings.LANGUAGE_CODE = pseudo.LANGUAGE


@pytest.fixture
def visitor(client):
    """A man with a browser of his own."""
    return Visitor(client)


@pytest.fixture
def ready(visitor, knowledge):
    """ready(side="one") is a visitor at the outcome who answered as the calm man but for this."""

    def put(age=50, **changes):
        answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
        answers |= {key: (value,) if isinstance(value, str) else tuple(value) for key, value in changes.items()}
        visitor.keep(dataclasses.replace(new_visit(1), age=age, answers=answers))
        return visitor

    return put


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """What a worker reads and compiles is kept for the next test: the same bytes give the same release each time."""
    kept: dict[tuple[str, ReleaseIdentity, str], CompiledRelease] = {}

    def compile_once(document: ReleaseDocument, identity: ReleaseIdentity, region: str) -> CompiledRelease:
        key = document.hash, identity, region
        if key not in kept:
            kept[key] = compile_release(document, identity, region)
            if len(kept) > _RELEASES_KEPT:
                del kept[next(iter(kept))]
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "read_document", lru_cache(maxsize=_RELEASES_KEPT)(serving.read_document))
        patch.setattr(serving, "compile_release", compile_once)
        yield


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


@pytest.fixture(params=STORIES)
def given(request, knowledge):
    """The visit of each story."""
    story = STORIES[request.param]
    if everywhere := story.get(""):
        story = {page.key: everywhere for page in knowledge.questions if page.stage != "scope"}
    return given_by(story, knowledge)


@pytest.fixture
def outcome(given):
    """What the man of each story is told."""
    return door.outcome(**given, today=DAY)


@pytest.fixture
def page(outcome, given):
    """The page that the man of each story sees."""
    return door.page_of(outcome, CLEAR, door.walk(**given))
