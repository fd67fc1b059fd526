"""A clinician at the admin."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.staff import make_user, sign_in


@pytest.fixture
def editor(db) -> Client:
    """A browser that is signed in as Alice, who edits the knowledge."""
    return sign_in(Client(), make_user("Alice", "knowledge editor"))
