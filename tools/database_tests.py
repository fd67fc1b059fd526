"""A pytest plugin that gives every test with a database the mark `django_db`, so that `-m django_db` chooses it.

pytest-django lets a test ask for the database by the mark or by a fixture; a choice by the mark alone would leave out
the second kind without a word. Given to pytest with `-p tools.database_tests`.
"""

from __future__ import annotations

import pytest

_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks before pytest chooses: fixtures count however many others lie between them and the test."""
    for item in items:
        if _FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("django_db")
