"""The site in the pseudo-language on a small phone: every word is translated, and longer words find room.

The knowledge goes the way of a translation: out as a PO file, in as files, into the draft and through the gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from knowledge.content import KnowledgeBase
from knowledge.translation import Entry, texts
from knowledge.translation_files import po_text
from tests.journeys.chromium import PHONE
from tests.journeys.examining import assert_fits_a_phone
from tests.journeys.serving import Server, Site
from tests.journeys.visitor import CALM
from tests.symptoms.unmarked import brackets_differ, data_of, data_of_figures, plain_words
from tools import pseudo
from tools.pseudo import LANGUAGE

pytestmark = pytest.mark.slow

PATHS = (
    "/",
    "/questions/",
    "/library/",
    "/library/causes/depression/",
    "/library/advice/strength_train/",
    "/sources/",
    "/about/",
    "/about/how-it-works/",
    "/about/privacy/",
    "/about/accessibility/",
    "/about/releases/",
    "/nothing-here",
)

#: As prepare_site publishes the shipped files: the same rules need no thorough search again.
_PUBLISH = """
from knowledge.releases import publish
from symptoms.gate import Gate
publish(gate=Gate(), author="tests", note="112", thorough=False)
"""


@pytest.fixture(scope="module")
def pseudo_server(
    site: Site, knowledge: KnowledgeBase, pseudo_figures: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A public site in the pseudo-language, with figures on a few cases."""
    folder: Path = tmp_path_factory.mktemp("pseudo")
    pseudo.write(folder / "locales")
    words = {place: Entry(text, pseudo.pseudo(text)) for place, text in texts(knowledge).items()}
    (folder / "words.po").write_text(po_text("en", texts(knowledge), words), encoding="utf-8")
    for command in (
        ("migrate",),
        ("import_texts", str(folder / "words.po"), str(folder / "knowledge")),
        ("load_knowledge", str(folder / "knowledge")),
        ("shell", "-c", _PUBLISH),
    ):
        site.manage(*command, database="pseudo")
    site.keep_report(pseudo_figures, database="pseudo")
    variables = {"LEGCHECK_LOCALES": str(folder / "locales"), "LEGCHECK_LANGUAGE": LANGUAGE}
    with site.served("pseudo", variables) as server:
        yield server


#: The words of plots of which a part stands outside the picture, where nobody sees it.
_BEYOND = """texts => texts.filter(text => {
    const box = text.getBBox(), picture = text.ownerSVGElement.viewBox.baseVal;
    return box.x < 0 || box.x + box.width > picture.width || box.y < 0 || box.y + box.height > picture.height;
}).map(text => text.textContent)"""


class Reader:
    """Someone with a small phone who reads every page to its end."""

    def __init__(self, browser: Browser, url: str, names: tuple[str, ...]) -> None:
        self.url, self.names = url, names
        self.page: Page = browser.new_context(viewport=PHONE).new_page()

    def read(self) -> None:
        """Nothing on the page is without its accents, cut off or wider than the phone."""
        html = self.page.content()
        assert plain_words(html, self.names) == [], self.page.url
        assert not brackets_differ(html), self.page.url
        assert_fits_a_phone(self.page)

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)
        self.read()

    def press(self) -> None:
        """Presses the button of the form that the page is for."""
        with self.page.expect_navigation():
            self.page.locator("main form .lc-button, main .lc-buttons .lc-button").first.click()
        self.read()

    def answer_on(self, said: dict[str, tuple[str, ...]]) -> None:
        """Answers page after page up to one that asks nothing; "none of these" where nothing is said."""
        while "/check/outcome/" not in self.page.url and "/check/answers/" not in self.page.url:
            asked = self.page.locator("input[name=question]")
            if asked.count():
                for option in said.get(asked.input_value(), ("none",)):
                    self.page.locator(f"input[name=options][value={option}]").check()
            else:
                self.page.locator("input[name=age]").fill("58")
            self.press()


@pytest.fixture
def reader(browser: Browser, pseudo_server: Server, knowledge: KnowledgeBase) -> Iterator[Reader]:
    made = Reader(browser, pseudo_server.url, data_of(knowledge))
    yield made
    made.page.context.close()


def test_the_pages_around_the_check_hold_longer_words(reader):
    for path in PATHS:
        reader.open(path)


def test_the_figures_of_an_evaluation_hold_longer_words(reader, pseudo_figures):
    reader.names += data_of_figures(pseudo_figures)
    reader.open("/about/accuracy/")
    assert reader.page.locator("svg.lc-plot").count() > 10
    assert reader.page.locator("svg.lc-plot text").evaluate_all(_BEYOND) == []


def test_a_visit_to_its_outcome_holds_longer_words(reader):
    reader.open("/")
    reader.press()
    reader.press()  # with nothing chosen: the page says what is wrong
    assert reader.page.locator(".govuk-error-summary").count() == 1
    reader.answer_on(dict(CALM))
    reader.press()
    assert reader.page.locator(".lc-urgency").count() == 1
    reader.open("/check/doctor/")


def test_an_emergency_holds_longer_words(reader):
    reader.open("/")
    reader.press()
    reader.answer_on(dict(CALM) | {"danger_now": ("chest_pain",)})
    assert reader.page.locator(".lc-urgency--emergency_now").count() == 1
