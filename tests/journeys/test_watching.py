"""The watch over every page and the look over a page do notice what they are there for."""

from __future__ import annotations

import pytest

from tests.journeys.chromium import DESK
from tests.journeys.examining import assert_bears_large_text, assert_good
from tests.journeys.watching import Watch

#: The watch over the journeys themselves: no journey of a quick run needs it tried each time.
pytestmark = pytest.mark.slow

#: What a page must not do, and a word of the sentence that tells it.
FAULTS = {
    "console.warn('careful')": "careful",
    "setTimeout(() => { throw new Error('broken') })": "broken",
    "document.body.style = 'color: red'; document.body.innerHTML += '<p style=\"color: red\">red</p>'": "style-src",
    "new Image().src = 'http://localhost:1/pixel.png'": "another host",
    "document.cookie = 'visitor=1'": "cookie",
    "localStorage.visits = 1": "in the browser",
    "sessionStorage.visits = 1": "in the browser",
    "document.title = 'Chest pain - legcheck'": "chest pain",
    "document.title = 'danger_now'": "danger_now",
    "location.search = 'chest_pain=yes'": "not plain",
    "location.href = '/check/danger_now/'": "not plain",
}


@pytest.mark.parametrize(("done", "told"), FAULTS.items(), ids=FAULTS.values())
def test_the_watch_tells(browser, server, told_nowhere, done, told):
    context = browser.new_context(viewport=DESK)
    watch = Watch(context, server.url, told_nowhere)
    page = context.new_page()
    page.goto(server.url)
    watch.look(page)
    assert watch.faults == []

    page.evaluate(f"() => {{ {done} }}")
    page.wait_for_timeout(200)
    watch.look(page)
    context.close()
    assert any(told in fault for fault in watch.faults), watch.faults


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("<img src='/static/icon.svg'>", "image-alt"),
        ("<p id='faint'>faint words</p>", "color-contrast"),
        ("<p>https://example.org/" + "long" * 80 + "</p><pre id='rigid'>" + "wide" * 90 + "</pre>", "wider"),
        ("<details class='lc-details'><summary>More</summary><input></details>", "label"),
    ],
    ids=["picture without words", "faint words", "too wide", "field without a label"],
)
def test_the_look_tells(visitor, added, told):
    visitor.open("/")
    visitor.page.evaluate(
        """added => {
            document.querySelector('main').insertAdjacentHTML('beforeend', added)
            const faint = document.getElementById('faint'), rigid = document.getElementById('rigid')
            if (faint) faint.style.color = '#eee'
            if (rigid) rigid.style.cssText = 'white-space: pre; overflow: visible'
        }""",
        added,
    )
    with pytest.raises(AssertionError, match=told):
        assert_good(visitor.page)


def test_the_look_tells_words_that_large_text_cuts_off(visitor):
    visitor.open("/")
    visitor.page.evaluate(
        "() => { const part = document.querySelector('main p'); part.style.overflow = 'hidden';"
        " part.style.height = `${part.clientHeight + 2}px` }"
    )
    with pytest.raises(AssertionError, match="cut off"):
        assert_bears_large_text(visitor.page)
