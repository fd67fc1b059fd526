"""What he takes with him: the page for the doctor on screen and on one sheet of paper, and the files."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.journeys.examining import assert_bears_large_text, assert_good
from tests.journeys.test_outcomes import as_the_vignette, asked_of_the_api

#: A page of a PDF that Chromium writes; the parent of all pages has a type of its own.
_SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")


def saved(visitor, link: str) -> tuple[str, bytes]:
    """Name and content of the file behind a link."""
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name=link, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_man_with_much_to_tell_takes_it_to_the_doctor_on_one_sheet(visitor, server, knowledge):
    vignette = next(row for row in knowledge.vignettes if row.key == "v116_slow_faint_and_falling")
    visitor.start()
    visitor.answer_on(as_the_vignette(vignette, knowledge), age=vignette.age)
    visitor.follow("See what to do")
    spoken = visitor.page.locator("blockquote.lc-phone")
    assert not spoken.is_visible()
    visitor.page.get_by_text("Words to read out on the phone").first.click()
    assert spoken.inner_text().startswith(f"I am {vignette.age}.")

    name, content = saved(visitor, "A file of this result for other programs")
    assert (name, json.loads(content)) == ("legcheck.json", asked_of_the_api(server, visitor))
    name, content = saved(visitor, "Put this day in my calendar")
    assert name == "check-again.ics"
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")

    visitor.follow("A page for the doctor, to print or show")
    assert visitor.heading == "For the doctor"
    assert_good(visitor.page)
    words = "My right foot slaps on the stairs. " * 8
    visitor.page.get_by_label("Your own words, if you want to add some").fill(words)
    visitor.press("Put my words on the page")
    assert visitor.page.locator(".lc-own-words").inner_text() == words.strip()
    assert_good(visitor.page)
    assert len(_SHEET.findall(visitor.page.pdf(prefer_css_page_size=True))) == 1

    visitor.page.emulate_media(media="print")
    for gone in (".lc-header", ".lc-footer", ".lc-emergency", "form", ".lc-back"):
        assert not visitor.page.locator(gone).first.is_visible(), gone
    assert visitor.page.locator(".lc-own-words").is_visible()
    visitor.page.emulate_media(media="screen")
    assert_bears_large_text(visitor.page)

    visitor.open("/check/doctor/")
    assert not visitor.page.get_by_text(words.strip()).count()
