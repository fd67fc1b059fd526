"""What a screen reader is told of the main pages, in files that people can read: tests/journeys/trees, one a page.

Whoever changes a page on purpose writes the files anew and reads the difference:
`UPDATE_GOLDEN=1 make test ARGS=tests/journeys/test_trees.py`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.states import OUTCOMES, STATES, Deep
from tests.journeys.trees import tree_of

FOLDER = Path(__file__).parent / "trees"

#: The file of each state.
PAGES = {
    "first_page": "first page",
    "question_one_of_several": "scope",
    "question_ticks": "ticks",
    "question_sensitive": "sensitive question",
    "age_error": "age, empty",
    "ticks_error": "ticks, none ticked",
    "check_your_answers": "check your answers",
    "outcome": "outcome: routine",
    "emergency_stop": "emergency stop",
    "page_for_the_doctor": "page for the doctor",
    "not_found": "not found",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_screen_reader_is_told(visitor, site, served_here, knowledge, name):
    state = PAGES[name]
    bring = STATES[state] if state in STATES else OUTCOMES[state](knowledge)
    bring(Deep(visitor, site.secret))
    tree = tree_of(visitor.page)
    file = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.parent.mkdir(exist_ok=True)
        file.write_text(tree, encoding="utf-8")
    assert tree == file.read_text(encoding="utf-8"), f"{file.name} says something else"


def test_every_tree_is_compared():
    assert {file.stem for file in FOLDER.iterdir()} == set(PAGES)


def test_the_order_of_tab_is_the_order_of_reading(visitor, site, served_here):
    """Names of links and buttons as Tab comes to them, beside those of the tree."""
    STATES["ticks, none ticked"](Deep(visitor, site.secret))
    page = visitor.page
    page.reload()
    read = [
        line.strip().partition(" ")[2].split('"')[1]
        for line in tree_of(page).splitlines()
        if line.strip().startswith(("link ", "button ", "checkbox ", "DisclosureTriangle "))
    ]
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex') }")
    reached = []
    for _ in read:
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const part = document.activeElement;"
                " const name = document.getElementById(part.getAttribute('aria-labelledby')) ?? part.labels?.[0];"
                " return (name ?? part)"
                ".textContent.trim().replace(/\\s+/g, ' ') }"
            )
        )
    assert reached == read
