"""A place for the keys that is thrown away."""

from __future__ import annotations

import pytest


@pytest.fixture
def day_keys(settings, tmp_path):
    """Saving is on, with its keys in this folder."""
    settings.LEGCHECK_DAY_KEYS = tmp_path / "day-keys"
    return settings.LEGCHECK_DAY_KEYS
