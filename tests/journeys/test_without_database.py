"""The database goes away while the site runs: the check goes on."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture(scope="module")
def copied(site):
    """The prepared site on a copy of its database, which it looks at on every request."""
    shutil.copy(site.database("prepared"), site.database("copied"))
    with site.served("copied", {"LEGCHECK_RELEASE_CHECK_SECONDS": "0"}) as server:
        yield server


def test_the_check_goes_on_without_its_database(visitors, copied, site):
    visitor = visitors(at=copied)
    visitor.stand_at("danger_now")
    folder = site.database("copied").parent
    folder.rename(folder.with_name("gone"))

    visitor.answer("danger_now", "none")
    visitor.follow("Back")
    visitor.answer("danger_now", "chest_pain")
    assert visitor.heading == "Stop here and call 999 now"
    visitor.open("/check/answers/")
    assert visitor.listed == visitor.said
    visitor.start()
    assert visitor.asked == "scope"
    assert not folder.exists()
