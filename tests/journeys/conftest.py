"""A browser, a served site, and visitors whose every page is watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from knowledge.content import KnowledgeBase
from symptoms.catalogue import build_catalogue
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.serving import Served, holder
from tests.journeys import chromium
from tests.journeys.chromium import DESK
from tests.journeys.serving import Server, Site
from tests.journeys.visitor import Questions, Visitor
from tests.journeys.watching import Secrets, Watch, secrets_of


# Of the package, not of the session: while Playwright runs, Django refuses its database to the tests of other rooms.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    try:
        program = chromium.find_chromium()
    except chromium.NoChromium as reason:
        pytest.skip(f"Chromium: {reason}")
    with chromium.started(program) as browser:
        yield browser


@pytest.fixture(scope="session")
def site(tmp_path_factory, figures_of_a_few: str) -> Site:
    """The settings and static files of a public site, and two databases with the shipped knowledge, published.

    "prepared" has a report on it too; "published" is never served, and copied by who needs one of his own.
    """
    made = Site(tmp_path_factory.mktemp("journeys"))
    made.manage("prepare_site", "--skip-accuracy", database="published")
    shutil.copy(made.database("published"), made.database("prepared"))
    made.keep_report(figures_of_a_few, database="prepared")
    return made


@pytest.fixture(scope="session")
def server(site: Site) -> Iterator[Server]:
    """That site, served."""
    with site.served("prepared") as server:
        yield server


@pytest.fixture(scope="session")
def unpublished(site: Site) -> Iterator[Server]:
    """A served site whose database has no release yet."""
    site.manage("migrate", database="unpublished")
    with site.served("unpublished") as server:
        yield server


@pytest.fixture(scope="module")
def served_here(release: CompiledRelease, knowledge: KnowledgeBase) -> Iterator[None]:
    """The release that the site serves is served in this process too, without a database."""
    before = holder._served, holder._looked_at
    holder._served, holder._looked_at = Served(release, build_catalogue(knowledge, release)), float("inf")
    yield
    holder._served, holder._looked_at = before


@pytest.fixture(scope="session")
def questions(server: Server, knowledge: KnowledgeBase, release: CompiledRelease) -> Questions:
    """The questions of the served release, and as they are about another man."""
    about_another = build_catalogue(knowledge, release.speaking(for_another=True))["questions"]
    return Questions(server.api("questions")["items"], Questions(about_another))


@pytest.fixture(scope="session")
def told_nowhere(server: Server, knowledge: KnowledgeBase) -> Secrets:
    """Words that no address and no title may hold."""
    lists = [server.api(address)["items"] for address in ("questions", "findings", "causes", "red-flag-rules")]
    titles = {row.key: row.text for row in knowledge.texts}
    levels = [{"key": level.value, "title": titles[f"level_{level.value}_title"]} for level in Level]
    return secrets_of([*lists, levels])


@pytest.fixture
def visitors(
    browser: Browser, server: Server, questions: Questions, told_nowhere: Secrets
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors, each with a browser of his own; at the end nothing may have been wrong with any page."""
    watches: list[Watch] = []

    def make(*, javascript: bool = True, at: Server = server) -> Visitor:
        context = browser.new_context(java_script_enabled=javascript, viewport=DESK)
        watches.append(Watch(context, at.url, told_nowhere, javascript))
        return Visitor(context.new_page(), at.url, questions, watches[-1])

    yield make
    for watch in watches:
        for page in watch.context.pages:
            watch.look(page)
        watch.context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture
def visitor(visitors: Callable[..., Visitor]) -> Visitor:
    """A visitor with a browser like most."""
    return visitors()
