"""What the tests of the evaluation share: the shipped vignettes as cases, by key."""

from __future__ import annotations

import pytest

from symptoms.evaluation.cases import NamedCase, cases_of


@pytest.fixture(scope="session")
def cases(release, knowledge) -> dict[str, NamedCase]:
    return {named.key: named for named in cases_of(release, knowledge)}
