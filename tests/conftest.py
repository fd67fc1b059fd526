"""What all tests share: the shipped knowledge, a compiled release, a database with a published one."""

from __future__ import annotations

import gc

import pytest

from knowledge.content import KnowledgeBase
from knowledge.documents import ReleaseDocument, build_document, read_document
from knowledge.interchange import SHIPPED_FOLDER, read_folder
from knowledge.translation import texts, with_words
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.evaluation.cases import cases_of
from symptoms.evaluation.evaluation import evaluate, evaluation_json
from tools.pseudo import pseudo

#: New objects before Python looks for cycles among them; its own default is 700. One reading of the knowledge makes
#: some 100,000 objects and no cycle, and looking through them again and again took half of the time of many tests.
_NEW_OBJECTS = 50_000


def pytest_collection_finish() -> None:
    """Lets Python look for cycles more seldom, and never among what lives as long as the run: modules and tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    """The knowledge that ships with the project."""
    return read_folder(SHIPPED_FOLDER)


@pytest.fixture(scope="session")
def document(knowledge: KnowledgeBase) -> ReleaseDocument:
    """The release that the shipped knowledge makes."""
    return read_document(build_document(knowledge))


@pytest.fixture(scope="session")
def release(document: ReleaseDocument) -> CompiledRelease:
    """That release, compiled for Great Britain."""
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "GB")


@pytest.fixture(scope="session")
def figures_of_a_few(release: CompiledRelease, knowledge: KnowledgeBase) -> str:
    """An evaluation on three of the vignettes as JSON: all of them take long, and few tests need them."""
    cases = cases_of(release, knowledge)[:3]
    return evaluation_json(evaluate(release, knowledge, cases, own=True, draws=0, seed=1)).decode()


@pytest.fixture(scope="session")
def pseudo_knowledge(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The shipped knowledge in the pseudo-language."""
    return with_words(knowledge, {place: pseudo(text) for place, text in texts(knowledge).items()})


#: An emergency at once, one that can be lost, a miss, and one that did not finish: the page has all its sections.
_TELLING = ("v12_ripping_pain", "v24_puffed_and_swollen", "v67_tick_and_night_pain", "v103_almost_nothing_said")


@pytest.fixture(scope="session")
def pseudo_figures(pseudo_knowledge: KnowledgeBase) -> str:
    """An evaluation of that knowledge on a few telling vignettes, with noise, as JSON."""
    document = read_document(build_document(pseudo_knowledge))
    release = compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "GB")
    cases = [named for named in cases_of(release, pseudo_knowledge) if named.key in _TELLING]
    return evaluation_json(evaluate(release, pseudo_knowledge, cases, own=True, draws=1, seed=1)).decode()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker, knowledge: KnowledgeBase, figures_of_a_few: str) -> None:
    """Every test database holds the shipped knowledge as draft and as the live release 1, by the real verbs."""
    from knowledge.loading import load
    from knowledge.models import AccuracyReport
    from knowledge.releases import publish
    from symptoms.engine.version import ENGINE_VERSION
    from symptoms.evaluation.report import VERSION
    from symptoms.gate import Gate

    with django_db_blocker.unblock():
        load(knowledge=knowledge, replace=False)
        release = publish(gate=Gate(), author="tests", note="The shipped knowledge", thorough=False)
        AccuracyReport.objects.create(
            hash=release.hash,
            engine=ENGINE_VERSION,
            version=VERSION,
            document=figures_of_a_few,
            created_at=release.created_at,
        )


@pytest.fixture
def api(client):
    """Calls the API: api("assessments", {...}) posts, api("questions") gets; gives the response."""

    def call(address: str, body: object = None, **headers: str):
        if body is None:
            return client.get(f"/api/v1/{address}", headers=headers)
        return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)

    return call
