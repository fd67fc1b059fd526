"""Every page and state, looked over in every way: zoom, large and spaced text, dark and forced colours, keyboard."""

from __future__ import annotations

import shutil

import pytest

from tests.journeys.looking import faults_of
from tests.journeys.states import OUTCOMES, STATES, Deep

#: The site with an engine that fails, and with pages around the check that do.
_FAILING = """
from legcheck.wsgi import application
from symptoms.engine import answers
from symptoms.pages import views


def fail(*arguments):
    raise ValueError(f"cannot read {arguments}")


answers.states_of_answers = views._served = fail
"""


@pytest.fixture
def deep(visitor, site, served_here) -> Deep:
    """Can be set down anywhere."""
    return Deep(visitor, site.secret)


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_lost_in_any_state(deep, state):
    STATES[state](deep)
    assert faults_of(deep.visitor.page) == []


@pytest.mark.slow
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nothing_is_lost_at_any_urgency(deep, knowledge, outcome):
    OUTCOMES[outcome](knowledge)(deep)
    assert faults_of(deep.visitor.page) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/library/", 503),
        ("/questions/", 200),
        ("/sources/", 503),
        ("/about/accuracy/", 503),
        ("/about/releases/", 200),
    ],
)
def test_nothing_is_lost_without_a_release(visitors, unpublished, path, status):
    visitor = visitors(at=unpublished)
    visitor.watch.expect(status)
    assert visitor.open(path).status == status
    assert faults_of(visitor.page) == []


@pytest.fixture(scope="module")
def failing(site):
    """A served site on which things fail inside."""
    (site.folder / "failing_site.py").write_text(_FAILING)
    with site.served("prepared", application="failing_site") as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize(("path", "status"), [("/about/", 500), ("/check/on/", 503)])
def test_nothing_is_lost_where_something_fails(visitors, site, failing, path, status):
    visitor = visitors(at=failing)
    visitor.watch.expect(status)
    if status == 503:
        Deep(visitor, site.secret).at(path, {"scope": ("me_man",)})
    else:
        assert visitor.open(path).status == status
    assert visitor.page.get_by_role("link", name="999").first.is_visible()
    assert faults_of(visitor.page) == []


@pytest.fixture(scope="module")
def forsaken(site):
    """A served site that has lost its database."""
    shutil.copy(site.database("prepared"), site.database("forsaken"))
    with site.served("forsaken", {"LEGCHECK_RELEASE_CHECK_SECONDS": "0"}) as server:
        # It read its release before.
        server.api("questions")
        folder = site.database("forsaken").parent
        folder.rename(folder.with_name("forsaken-gone"))
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("state", ["first page", "library", "releases", "ticks, none ticked", "check your answers"])
def test_nothing_is_lost_while_the_database_is_away(visitors, site, forsaken, served_here, state):
    visitor = visitors(at=forsaken)
    STATES[state](Deep(visitor, site.secret))
    assert faults_of(visitor.page) == []
