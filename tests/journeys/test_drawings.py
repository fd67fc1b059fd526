"""The pages with drawings in a browser: beside the words and never over them, part of the option, light enough."""

from __future__ import annotations

import gzip
import re
from itertools import product

import pytest

from tests.journeys.chromium import DESK, PHONE
from tests.journeys.examining import assert_bears_large_text, assert_good
from tests.journeys.test_weight import carried
from tests.journeys.visitor import CALM, saying

#: One leg, truly weak for months: he is asked every page that has drawings.
SAID = {**CALM, "how_long": ("three_months",), "course": ("worse_slow",), "side": ("one",), "kind": ("true_weak",)}
EARLY, LATE = {"danger_spine", "side"}, {"function", "area"}

#: For each drawing: whether it lies in its card and touches the words, its height, what a tap in its middle hits.
_PLACES = """() => [...document.querySelectorAll('.lc-drawing')].map(drawing => {
    drawing.scrollIntoView({block: 'center'})
    const card = drawing.parentElement, label = card.querySelector('label')
    const box = drawing.getBoundingClientRect(), around = card.getBoundingClientRect()
    const range = document.createRange()
    range.selectNodeContents(label)
    const touching = [...range.getClientRects()].some(words => words.right > box.left && words.left < box.right &&
        words.bottom > box.top && words.top < box.bottom)
    const inside = box.left >= around.left && box.right <= around.right && box.top >= around.top &&
        box.bottom <= around.bottom
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    return {inside, touching, high: box.height >= 64, chooses: hit === label}
})"""
_GOOD = {"inside": True, "touching": False, "high": True, "chooses": True}

#: The colours that a drawing and the words beside it are shown in.
_COLOURS = """() => [...document.querySelectorAll('.lc-drawn')].map(card => [
    getComputedStyle(card.querySelector('svg > path')).stroke, getComputedStyle(card.querySelector('label')).color])"""


def standing_at(visitor, pages):
    """Walks through the check and stops at each of these pages."""
    left, choose = set(pages), saying(SAID)
    visitor.start()
    while left:
        while visitor.asked not in left:
            if visitor.asked == "age":
                visitor.say_age(58)
            else:
                visitor.answer(visitor.asked, *choose(visitor.asked))
        left.remove(visitor.asked)
        yield visitor.asked


@pytest.mark.slow
@pytest.mark.parametrize("pages", [EARLY, LATE], ids=["early", "late"])
def test_a_page_with_drawings_is_good_at_any_width_and_size_of_text_and_light(visitor, pages):
    files = {}
    visitor.page.on("response", lambda response: files.setdefault(response.url, response))
    for question in standing_at(visitor, pages):
        response = visitor.open(visitor.path)
        assert_light(question, response.body(), visitor.page.locator(".lc-drawing").count(), files)
        assert_good(visitor.page)
        for size in (PHONE, DESK):
            visitor.page.set_viewport_size(size)
            places = visitor.page.evaluate(_PLACES)
            assert places == [_GOOD] * len(places) != []
        assert_bears_large_text(visitor.page)
        places = visitor.page.evaluate(_PLACES)
        assert places == [_GOOD] * len(places)
        visitor.open(visitor.path)


def assert_light(question, html, shown, files):
    """Each drawing is small, and the page without them weighs with its files what a page without drawings may."""
    drawings = re.findall(rb"<svg.*?</svg>", html, re.S)
    assert len(drawings) == shown > 0
    assert max(map(len, drawings)) < 3000
    static = sum(carried(response) for url, response in files.items() if "/static/" in url)
    bare = len(gzip.compress(re.sub(rb"<svg.*?</svg>", b"", html, flags=re.S), 6))
    assert static > 5_000
    assert bare + static <= 20_000, question
    # No file that a browser keeps or a log lists tells which drawings were shown.
    assert not [url for url in files if "drawing" in url]


def test_lines_have_the_colour_of_the_words(visitor):
    visitor.stand_at("danger_spine")
    seen = set()
    for scheme, forced in product(("light", "dark"), ("none", "active")):
        visitor.page.emulate_media(color_scheme=scheme, forced_colors=forced)
        colours = visitor.page.evaluate(_COLOURS)
        assert len(colours) == 2
        assert all(line == words for line, words in colours), (scheme, forced)
        seen.update(line for line, _ in colours)
    assert len(seen) == 4


def test_a_tap_on_a_drawing_chooses_its_option(visitor):
    visitor.stand_at("danger_spine")
    card = visitor.page.locator(".lc-drawn").first
    box = card.locator(".lc-drawing").bounding_box()
    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert visitor.chosen == [card.locator("label").inner_text()]


def test_a_drawing_is_told_to_who_does_not_see_it(visitor):
    visitor.stand_at("danger_spine")
    card = visitor.page.locator(".lc-drawn").first
    # What explains a word of the label is told first, as it is read first.
    drawn = card.locator(".lc-drawing").get_attribute("aria-label")
    name, *explained = card.locator("label").inner_text().split("\n")
    words = " ".join([*explained, drawn])
    tree = visitor.page.context.new_cdp_session(visitor.page).send("Accessibility.getFullAXTree")["nodes"]
    told = [(node.get("name", {}).get("value"), node.get("description", {}).get("value")) for node in tree]
    assert told.count((name, words)) == 1
    assert [name for name, _ in told].count(drawn) == 1
