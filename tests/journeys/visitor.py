"""A visitor: opens pages, finds fields by their labels, and remembers what he answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Response

from tests.journeys.watching import Watch

#: The options chosen on a page, by the key of its question.
Choose = Callable[[str], tuple[str, ...]]

#: What a man with old, steady, heavy legs says; to every other page he says "None of these".
CALM: Mapping[str, tuple[str, ...]] = {
    "scope": ("me_man",),
    "how_fast": ("months",),
    "how_long": ("over_year",),
    "course": ("same",),
    "side": ("both",),
    "kind": ("heavy",),
    "feeling_ok": ("yes",),
}

AGE_HEADING = "How old are you?"
AGE_HEADING_FOR_ANOTHER = "How old is he?"


@dataclass
class Questions:
    """The questions of the served release. `for_another` has those words that are others about another man."""

    rows: list[dict[str, Any]]
    for_another: Questions | None = None

    def __post_init__(self) -> None:
        self._by_key = {row["key"]: row for row in self.rows}

    def text(self, question: str) -> str:
        """Words of a question."""
        words: str = self._by_key[question]["text"]
        return words

    def is_sensitive(self, question: str) -> bool:
        """Whether a question asks what not everyone wants to say."""
        sensitive: bool = self._by_key[question]["sensitive"]
        return sensitive

    def label(self, question: str, option: str) -> str:
        """Words of an option."""
        labels: dict[str, str] = {row["key"]: row["label"] for row in self._by_key[question]["options"]}
        return labels[option]


@dataclass
class Visitor:
    """Someone with a browser window. `answers` and `age` are what he said last, as the API takes it."""

    page: Page
    url: str
    questions: Questions
    watch: Watch
    age: int | None = None
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    # Moving about

    def open(self, path: str) -> Response:
        """Goes to an address of the site."""
        response = self.page.goto(self.url + path)
        self.watch.look(self.page)
        assert response is not None
        return response

    def press(self, name: str) -> None:
        """Presses the button with this name."""
        self._click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follows the link with this name."""
        self._click(self.page.get_by_role("link", name=name, exact=True))

    def back(self) -> None:
        """The browser's own Back."""
        self.page.go_back()
        self.watch.look(self.page)

    def start(self) -> None:
        """Starts the check on the first page."""
        self.open("/")
        self.press("Start the check")
        self.answers, self.age = {}, None

    def _click(self, thing: Locator) -> None:
        with self.page.expect_navigation():
            thing.click()
        self.watch.look(self.page)

    # What is shown

    @property
    def path(self) -> str:
        """The address without the host."""
        return self.page.url.removeprefix(self.url)

    @property
    def heading(self) -> str:
        """Words of the page's one main heading."""
        return self.page.locator("h1").inner_text()

    @property
    def asked(self) -> str | None:
        """Key of the question that the page asks, "age", or None. Headings alone do not tell: two may be the same."""
        if self.heading in (AGE_HEADING, AGE_HEADING_FOR_ANOTHER):
            return "age"
        hidden = self.page.locator("input[name=question]")
        if not hidden.count():
            return None
        question = hidden.input_value()
        # A tab may show a page as it was drawn before he said for whom he answers.
        said = [words.text(question) for words in (self.questions, self.questions.for_another) if words]
        assert self.heading in said
        return question

    def texts(self, selector: str) -> list[str]:
        """Words of everything that fits the selector, shown or folded."""
        return [text.strip() for text in self.page.locator(selector).all_text_contents()]

    @property
    def chosen(self) -> list[str]:
        """Labels of what is ticked on the page."""
        return [
            self.page.locator(f"label[for={ticked.get_attribute('id')}]").inner_text()
            for ticked in self.page.locator("input:checked").all()
        ]

    @property
    def listed(self) -> list[tuple[str, tuple[str, ...]]]:
        """Questions and answers as the list before the outcome shows them, sorted."""
        rows = self.page.locator(".lc-answers:not(.lc-answers--aside) > div").all()
        return sorted(
            # The first line: an example under it tells rows with the same words apart.
            (row.locator("dt").inner_text().splitlines()[0], tuple(row.locator("dd").first.inner_text().splitlines()))
            for row in rows
        )

    @property
    def age_heading(self) -> str:
        """The question about the age, as it is put to him after what he last said of whom he answers for."""
        return AGE_HEADING_FOR_ANOTHER if self.answers.get("scope") == ("other_man",) else AGE_HEADING

    @property
    def words(self) -> Questions:
        """The questions as they are put to him after what he last said of whom he answers for."""
        for_another = self.questions.for_another
        return for_another if for_another and self.answers.get("scope") == ("other_man",) else self.questions

    @property
    def said(self) -> list[tuple[str, tuple[str, ...]]]:
        """What he answered last, in words, sorted."""
        said: list[tuple[str, tuple[str, ...]]] = [(self.age_heading, (str(self.age),))] if self.age else []
        for question, options in self.answers.items():
            said.append((self.words.text(question), tuple(self.words.label(question, key) for key in options)))
        return sorted(said)

    # Answering

    def option(self, question: str, option: str) -> Locator:
        """The radio or checkbox of an option, found by its label."""
        return self.page.get_by_label(self.words.label(question, option), exact=True)

    def tick(self, *options: str) -> None:
        """Chooses options of the question that is asked."""
        question = self.asked
        assert question is not None, f"{self.path} asks nothing: {self.heading}"
        for option in options:
            self.option(question, option).check()

    def answer(self, question: str, *options: str) -> None:
        """Answers the page of this question and goes on."""
        assert self.asked == question
        self.tick(*options)
        self.press("Continue")
        self.answers[question] = options

    def say_age(self, age: int) -> None:
        """Answers the page of the age and goes on."""
        self.fill_age(str(age))
        self.age = age

    def fill_age(self, text: str) -> None:
        """Sends a text as the age."""
        self.page.get_by_label(self.age_heading).fill(text)
        self.press("Continue")

    def answer_on(self, choose: Choose, *, age: int = 58, until: str = "") -> None:
        """Answers page after page, until one asks `until` or asks nothing."""
        while (asked := self.asked) is not None and asked != until:
            if asked == "age":
                self.say_age(age)
            else:
                self.answer(asked, *choose(asked))

    def stand_at(self, question: str, said: Mapping[str, tuple[str, ...]] = CALM, *, age: int = 58) -> None:
        """Starts, and answers until this question is asked."""
        self.start()
        self.answer_on(saying(said), age=age, until=question)
        assert self.asked == question


def saying(said: Mapping[str, tuple[str, ...]]) -> Choose:
    """Chooses what is in `said`, and "None of these" on every other page."""
    return lambda question: said.get(question, ("none",))
