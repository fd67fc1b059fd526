"""The strictest look over a page as it stands: each zoom, text size, spacing and scheme, every target and focus."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, ViewportSize

from tests.journeys.chromium import DESK, PHONE
from tests.journeys.examining import CUT_OFF, LARGE_TEXT, OPEN_ALL, SPACING, TOO_WIDE, accessibility_faults

#: A window of 1280 by 1024 at a zoom of 400 %, which is what WCAG 1.4.10 asks for.
ZOOMED: ViewportSize = {"width": 320, "height": 256}

#: What can be pressed or typed into. A radio or checkbox is pressed by its label too.
_TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']"

#: WCAG 2.2, 2.5.8: at least 24 by 24 px, or a link within a sentence, or far enough from every other target. What is
#: tapped to choose an option, to go on or to unfold is held to 44 px.
_TOO_SMALL = f"""() => {{
    const targets = [...document.querySelectorAll("{_TARGETS}")].filter(part => part.checkVisibility())
    const box = part => (part.labels?.length && ['radio', 'checkbox'].includes(part.type) ? part.labels[0] : part)
        .getBoundingClientRect()
    const boxes = new Map(targets.map(part => [part, box(part)]))
    const inSentence = part => getComputedStyle(part).display.startsWith('inline') && part.matches('a') &&
        part.parentElement.textContent.trim().length > part.textContent.trim().length
    const apart = part => {{
        const own = boxes.get(part), x = own.left + own.width / 2, y = own.top + own.height / 2
        return targets.every(other => {{
            const there = boxes.get(other)
            const dx = Math.max(there.left - x, 0, x - there.right), dy = Math.max(there.top - y, 0, y - there.bottom)
            return other === part || Math.hypot(dx, dy) >= 12
        }})
    }}
    const small = (part, least) => boxes.get(part).height < least || boxes.get(part).width < least
    const large = '.lc-button, summary, [type=radio], [type=checkbox], .govuk-input, .lc-words'
    return targets.filter(part => !part.matches('.lc-skip'))
        .filter(part => small(part, 24) && !inSentence(part) && !apart(part) ||
            part.matches(large) && boxes.get(part).height < 44)
        .map(part => part.outerHTML.slice(0, 120) + ' ' + JSON.stringify(boxes.get(part)))
}}"""

#: Focuses everything in turn: it is marked by an outline, stands in the window, and nothing covers it.
_FOCUS_LOST = f"""() => {{
    const lost = []
    for (const part of document.querySelectorAll("{_TARGETS}")) {{
        if (!part.checkVisibility()) continue
        part.focus()
        const label = ['radio', 'checkbox'].includes(part.type) ? part.labels[0] : part
        const style = getComputedStyle(label), box = label.getBoundingClientRect()
        // "auto" is the browser's own ring, of the width it thinks best.
        const marked = style.outlineStyle === 'auto' || style.outlineStyle !== 'none' &&
            parseFloat(style.outlineWidth) >= 2 && !/^rgba.*, 0\\)$/.test(style.outlineColor)
        // What is higher than the window can only be seen in part; of a long text its line is what must be seen.
        const inPart = box.height > innerHeight || part.matches('textarea')
        const inside = box.left >= -1 && box.right <= innerWidth + 1 && (inPart
            ? box.top < innerHeight && box.bottom > 0 : box.top >= -1 && box.bottom <= innerHeight + 1)
        const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2
        const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2
        const there = document.elementFromPoint(x, y)
        // The middle of a link on two lines may be beside it.
        const free = there && [part, label].some(own => own.contains(there) || there.contains(own)) ||
            part.getClientRects().length > 1
        if (document.activeElement !== part || !marked || !inside || !free) {{
            lost.push(part.outerHTML.slice(0, 120) + ' ' + JSON.stringify({{marked, inside, free, box}}))
        }}
    }}
    document.activeElement.blur()
    return lost
}}"""

#: With the reader's own few colours: what was told by a ground is told by an edge, and every drawn mark still differs
#: from the page.
_UNSEEN = """() => {
    const page = getComputedStyle(document.body).backgroundColor
    const edge = (style, side) => style[`border${side}Style`] !== 'none' &&
        parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Color`] !== page &&
        !/^rgba.*, 0\\)$/.test(style[`border${side}Color`])
    const marks = [
        ['.lc-button:not(.lc-button--link)', null, 'Top'],
        ['.lc-urgency, .lc-danger, .lc-serious, .lc-note', null, 'Left'],
        ['.lc-fit', null, 'Top'],
        ['.govuk-form-group--error', null, 'Left'],
        ['.govuk-error-summary', null, 'Top'],
        ['.govuk-input, .lc-words', null, 'Top'],
        ['.govuk-radios__label, .govuk-checkboxes__label', '::before', 'Top'],
        ['.govuk-radios__input:checked + label', '::after', 'Top'],
        ['.govuk-checkboxes__input:checked + label', '::after', 'Bottom'],
        ['.govuk-radios__item:has(:checked), .govuk-checkboxes__item:has(:checked)', null, 'Top'],
        ['.lc-strength', '::before', 'Top'],
    ]
    return marks.flatMap(([selector, pseudo, side]) => [...document.querySelectorAll(selector)]
        .filter(part => part.checkVisibility() && !edge(getComputedStyle(part, pseudo), side))
        .map(part => `${selector}${pseudo ?? ''}: ${part.outerHTML.slice(0, 100)}`))
}"""


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with a page, in any way of looking at it; the page is left as it was found."""
    return [f"{where}: {fault}" for where, fault in _looked_at(page)]


def _looked_at(page: Page) -> Iterator[tuple[str, str]]:
    page.evaluate(OPEN_ALL)
    page.set_viewport_size(DESK)
    for fault in accessibility_faults(page):
        yield "axe", fault
    for size in (DESK, PHONE, ZOOMED):
        page.set_viewport_size(size)
        yield from _found(page, f"at {size['width']} by {size['height']}", TOO_WIDE, CUT_OFF)
        # Chromium marks what a script focuses only after a key was pressed.
        page.keyboard.press("Shift")
        yield from _found(page, f"focus at {size['width']} by {size['height']}", _FOCUS_LOST)
        yield from _found(page, f"targets at {size['width']} by {size['height']}", _TOO_SMALL)
    page.set_viewport_size(DESK)
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        yield from _found(page, f"forced colours, {scheme}", _UNSEEN, _FOCUS_LOST)
    page.emulate_media(forced_colors="none", color_scheme="light")
    with _undone(page):
        page.evaluate(LARGE_TEXT)
        yield from _found(page, "text of twice the size", TOO_WIDE, CUT_OFF)
    if not page.evaluate("document.styleSheets.length"):
        # Nothing of ours lays the page out.
        return
    with _undone(page):
        page.evaluate(SPACING)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            yield from _found(page, f"spaced text at {size['width']}", TOO_WIDE, CUT_OFF)
    page.set_viewport_size(DESK)


def _found(page: Page, where: str, *looks: str) -> Iterator[tuple[str, str]]:
    for look in looks:
        for fault in page.evaluate(look):
            yield where, fault


@contextmanager
def _undone(page: Page) -> Iterator[None]:
    """Takes back what was done to the sizes and distances of text."""
    rules = page.evaluate("document.styleSheets[0]?.cssRules.length ?? 0")
    yield
    page.evaluate(
        """rules => {
            document.documentElement.style.fontSize = ''
            const sheet = document.styleSheets[0]
            while (sheet && sheet.cssRules.length > rules) sheet.deleteRule(sheet.cssRules.length - 1)
        }""",
        rules,
    )
