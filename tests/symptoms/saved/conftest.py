"""A place for the keys that is thrown away, and men whose result can be saved."""

from __future__ import annotations

import pytest

from tests.symptoms.saved.saving import calm_visit, stopped_visit
from tests.symptoms.visitor import Visitor


@pytest.fixture
def day_keys(settings, tmp_path):
    """Saving is on, with its keys in this folder."""
    settings.LEGCHECK_DAY_KEYS = tmp_path / "day-keys"
    return settings.LEGCHECK_DAY_KEYS


@pytest.fixture
def stopped(visitor) -> Visitor:
    """A man whom a danger sign has stopped."""
    visitor.keep(stopped_visit())
    return visitor


@pytest.fixture
def calm(visitor, knowledge) -> Visitor:
    """A man with an outcome and no danger sign."""
    visitor.keep(calm_visit(knowledge))
    return visitor
