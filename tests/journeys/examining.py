"""Looks a page over: axe finds nothing, nothing is cut off or too small, at the widths of a phone and of a desk."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.chromium import DESK, PHONE

_AXE = Axe()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# axe leaves the size of targets out unless it is asked for.
_OPTIONS = {"runOnly": {"type": "tag", "values": _TAGS}, "rules": {"target-size": {"enabled": True}}}
_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", _OPTIONS), ("dark", _CONTRAST))

OPEN_ALL = "document.querySelectorAll('details').forEach(part => { part.open = true })"

#: The innermost elements that reach beyond the window, though it may hide that. Words for screen readers alone may,
#: and so may a table of figures, which is scrolled by itself.
TOO_WIDE = """() => {
    const wide = [document.scrollingElement, ...document.body.querySelectorAll('*')]
        .filter(part => !part.closest('.govuk-visually-hidden, .lc-table-scroll'))
        .filter(part => part.getBoundingClientRect().right > innerWidth + 1 ||
            // Inside a drawing this counts its own units.
            (part.scrollWidth > innerWidth && !part.closest('svg')))
    return wide.filter(part => !wide.some(other => other !== part && part.contains(other)))
        .map(part => part.outerHTML.slice(0, 120))
}"""

#: Height of what is tapped to choose an option, to go on or to unfold.
_HEIGHTS = """() => [...document.querySelectorAll('.govuk-radios__item, .govuk-checkboxes__item, .lc-button, summary')]
    .filter(part => part.checkVisibility())
    .map(part => [part.textContent.trim(), part.getBoundingClientRect().height])"""

#: Words that their own box cuts off. Words for screen readers alone are cut off on purpose.
CUT_OFF = """() => [...document.querySelectorAll('main *, aside *, footer *')]
    .filter(part => part.textContent.trim() && !part.closest('.govuk-visually-hidden'))
    .filter(part => !part.matches('.lc-table-scroll[tabindex="0"]'))
    .filter(part => getComputedStyle(part).overflow !== 'visible')
    .filter(part => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1)
    .map(part => part.outerHTML.slice(0, 120))"""

#: WCAG 2.2, 1.4.12: the distances a reader may set. As a rule of the page's own sheet, which its policy lets be.
SPACING = """() => { const sheet = document.styleSheets[0]; sheet.insertRule(
    '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }',
    sheet.cssRules.length) }"""
LARGE_TEXT = "document.documentElement.style.fontSize = '200%'"


def assert_good(page: Page) -> None:
    """The page as it is, with everything unfolded: nothing found by axe, nothing lost at any width or size of text."""
    page.evaluate(OPEN_ALL)
    page.set_viewport_size(DESK)
    assert_accessible(page)
    _assert_fits(page)
    page.set_viewport_size(PHONE)
    _assert_fits(page)
    page.set_viewport_size(DESK)


def assert_fits_a_phone(page: Page) -> None:
    """With everything unfolded, nothing is lost on a small phone."""
    page.evaluate(OPEN_ALL)
    page.set_viewport_size(PHONE)
    _assert_fits(page)


def assert_bears_large_text(page: Page) -> None:
    """With text of twice the size, and with the distances a reader may set, nothing is lost."""
    page.set_viewport_size(DESK)
    for change in (LARGE_TEXT, SPACING):
        page.evaluate(change)
        _assert_fits(page)


def assert_accessible(page: Page) -> None:
    """Nothing found by axe, in light and in dark."""
    faults = accessibility_faults(page)
    assert not faults, "\n".join([page.url, *faults])


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds, in light and in dark."""
    faults = []
    for scheme, options in _SCHEMES:
        page.emulate_media(color_scheme=scheme)
        # Colours that change slowly are still those of the other scheme at first.
        page.evaluate("Promise.all(document.getAnimations().map(change => change.finished))")
        found = _AXE.run(page, options=options)
        if found.violations_count:
            faults.append(f"{scheme}: {found.generate_report()}")
    page.emulate_media(color_scheme="light")
    return faults


def _assert_fits(page: Page) -> None:
    found = {
        "wider than the window": page.evaluate(TOO_WIDE),
        "cut off": page.evaluate(CUT_OFF),
        "too low to tap": [(name, height) for name, height in page.evaluate(_HEIGHTS) if height < 44],
    }
    faults = [f"{what} at {page.viewport_size}: {part}" for what, parts in found.items() for part in parts]
    assert not faults, "\n".join([page.url, *faults])
