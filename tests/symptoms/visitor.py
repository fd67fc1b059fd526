"""A man at the pages: he sees what is drawn, follows links and sends the forms as they stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.test import Client

from symptoms import questionnaire
from symptoms.visit import Visit
from tests.symptoms.api.bodies import CALM
from tests.symptoms.test_forms import Element, Page

#: The man of `tests.symptoms.api.bodies.CALM`, with an age.
AGE = 50

ON = "/check/on/"
ANSWERS = "/check/answers/"
OUTCOME = "/check/outcome/"
START_AGAIN = "/check/start-again/"

SCOPE = {"scope": CALM["scope"]}
CHEST_PAIN = SCOPE | {"danger_now": "chest_pain"}
TELL_THEM = "Tell the person on the phone if any of these start:"
STOP = "Stop here and call 112 or your local emergency number now"


class Shown:
    """A page as it was drawn, read strictly."""

    def __init__(self, response) -> None:
        self.response = response
        self.path = response.request["PATH_INFO"]
        self.status = response.status_code
        self.root: Element = Page(response.content.decode()).root

    @property
    def text(self) -> str:
        return self.root.one("body").text

    @property
    def title(self) -> str:
        # Drawings have titles too.
        return self.root.one("head").one("title").text

    @property
    def heading(self) -> str:
        return self.root.one("h1").text

    @property
    def main(self) -> Element:
        return self.root.one("main")

    def links(self) -> dict[str, str]:
        """Address of every link in the main part, by its text."""
        return {link.text: link["href"] for link in self.main.all("a")}

    def headings(self) -> list[str]:
        """Texts of the headings of the main part, in order."""
        return [part.text for part in self.main.all() if part.tag in ("h1", "h2")]

    def forms(self) -> list[Element]:
        return list(self.main.all("form"))

    def hidden(self, form: int = 0) -> dict[str, str]:
        """The hidden fields of a form."""
        return {field["name"]: field["value"] for field in self.forms()[form].all("input", type="hidden")}

    @property
    def question(self) -> str | None:
        """Key of the question that is asked; None for the age."""
        return self.hidden().get("question")

    def chosen(self) -> list[str]:
        """What stands chosen on the page."""
        return [field["value"] for field in self.main.all("input") if "checked" in field.attributes]

    def offered(self) -> list[str]:
        """The options of the page, in order."""
        return [field["value"] for field in self.main.all("input") if field["name"] == "options"]


class Visitor:
    """Holds the cookies, and remembers every address he was sent to and every title he saw."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.sent_to: list[str] = []
        self.titles: list[str] = []

    def _show(self, response) -> Shown:
        sent_to_before = len(self.sent_to)
        while response.status_code == 302:
            self.sent_to.append(response["Location"])
            assert len(self.sent_to) - sent_to_before < 5, "sent round in circles"
            response = self.client.get(response["Location"])
        shown = Shown(response)
        self.titles.append(shown.title)
        return shown

    def open(self, path: str) -> Shown:
        """The page at an address, after all redirects."""
        return self._show(self.client.get(path))

    def send(self, page: Shown, form: int = 0, **fields: object) -> Shown:
        """Sends a form of a page with its hidden fields, as a browser does."""
        action = page.forms()[form].attributes.get("action") or page.path
        return self._show(self.client.post(action, page.hidden(form) | fields))

    def begin(self) -> Shown:
        return self.send(self.open("/"))

    def choose(self, page: Shown, *options: str) -> Shown:
        return self.send(page, options=list(options))

    def go(self, answers: Mapping[str, object], *, age: int | str = AGE, rest: str | None = "none") -> Shown:
        """Begins, and answers page after page up to one that has no answer here, finds an error or asks nothing.

        A page that is not in `answers` gets `rest` where it is offered.
        """
        page = self.begin()
        while re.fullmatch(r"/check/\d+/", page.path) and not page.title.startswith("Error"):
            if page.question is None:
                page = self.send(page, age=age)
                continue
            chosen = answers.get(page.question, rest if rest in page.offered() else None)
            if chosen is None:
                return page
            page = self.choose(page, *([chosen] if isinstance(chosen, str) else chosen))
        return page

    @property
    def cookie(self):
        """The cookie with the visit, with its attributes."""
        return self.client.cookies[questionnaire.COOKIE]

    @property
    def visit(self) -> Visit:
        """What is in the cookie."""
        return questionnaire._current_box().open(self.cookie.value, hours=24)

    def keep(self, visit: Visit) -> None:
        """Puts a visit into the cookie, as an earlier page would have."""
        self.client.cookies[questionnaire.COOKIE] = questionnaire._current_box().close(visit)


def card_of(page: Shown) -> Element:
    """The card of an outcome that says what to do and how soon."""
    return next(part for part in page.main.all("div") if "lc-urgency" in part["class"])
