"""Writes pictures of the pages to docs/pictures/, for the docs and for reviews of the look.

The site runs in a process of its own on a database that is thrown away, as in the journeys.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Browser

from tests.journeys import chromium
from tests.journeys.chromium import DESK, PHONE
from tests.journeys.men import MEN
from tests.journeys.serving import Server, Site
from tests.journeys.visitor import Questions, Visitor
from tests.journeys.watching import Secrets, Watch
from tools.commands import ROOT, say

FOLDER = ROOT / "docs" / "pictures"

#: Each width with the height, in CSS pixels, at which longer pages are cut off: a picture stays small.
_SIZES = ((PHONE, 1400), (DESK, 800))


def take(visitor: Visitor, name: str, folder: Path) -> None:
    """Pictures of the page that is open, at both widths."""
    for size, most in _SIZES:
        visitor.page.set_viewport_size(size)
        height = min(visitor.page.evaluate("document.documentElement.scrollHeight"), most)
        visitor.page.screenshot(
            path=folder / f"{name}-{size['width']}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": size["width"], "height": height},
        )


def take_all(browser: Browser, server: Server, folder: Path) -> None:
    """Walks through the check and takes each kind of page, and the outcome of each of four men."""
    context = browser.new_context()
    questions = Questions(server.api("questions")["items"])
    watch = Watch(context, server.url, Secrets(frozenset(), frozenset()))
    visitor = Visitor(context.new_page(), server.url, questions, watch)
    visitor.open("/")
    take(visitor, "start", folder)
    visitor.stand_at("danger_now")
    take(visitor, "question", folder)
    visitor.press("Continue")
    take(visitor, "error", folder)
    visitor.answer("danger_now", "chest_pain")
    take(visitor, "stop", folder)
    for man in MEN:
        man.answer_all(visitor)
        if man.name == "numb-feet":
            take(visitor, "check", folder)
        visitor.follow("See what to do")
        take(visitor, f"outcome-{man.name}", folder)
    context.close()


def main() -> int:
    """Takes the pictures; 1 with a sentence where there is no Chromium."""
    try:
        program = chromium.find_chromium()
    except chromium.NoChromium as reason:
        say(f"No pictures were taken. Chromium: {reason}")
        return 1
    # The codes of the second factor are made by a package of Django's, which wants settings to be there.
    os.environ["DJANGO_SETTINGS_MODULE"] = "legcheck.settings"
    django.setup()
    from tools.admin_pictures import take_admin

    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.manage("prepare_site", database="pictures")
        with site.served("pictures") as server, chromium.started(program) as browser:
            take_all(browser, server, FOLDER)
            take_admin(browser, site, server, "pictures", FOLDER)
    say(f"Wrote {len(list(FOLDER.glob('*.png')))} pictures to {FOLDER.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
