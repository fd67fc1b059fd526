"""Every page and state, looked over in every way: zoom, large and spaced text, dark and forced colours, keyboard."""

from __future__ import annotations

import pytest

from tests.journeys.looking import faults_of
from tests.journeys.states import OUTCOMES, STATES, Deep

#: A site on which the page "About" fails inside.
_FAILING = """
from legcheck.wsgi import application
from symptoms.pages import places


def fail(*arguments):
    raise ValueError(f"cannot list {arguments}")


places.places = fail
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
