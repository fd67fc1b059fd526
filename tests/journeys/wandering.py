"""A man who wanders: he answers by chance, goes Back, forward, reloads, changes, and sends from tabs that are old.

What he said is kept apart from the site: an answer counts once he sent it from a page of this visit that the check
still asks. Where the check stands, and what it advises, is asked of the engine itself with just these answers.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playwright.sync_api import BrowserContext, Page

from knowledge.content import NONE, NOT_SURE, PREFER_NOT_TO_SAY, REST_NOT_SURE
from symptoms import walk as door
from symptoms.catalogue import QuestionShown
from symptoms.engine.levels import Level
from symptoms.engine.outcome import Assessment
from symptoms.told import told
from symptoms.walk import Walk, WhyNow

#: Number of the release that is served, and here.
RELEASE = 1

#: What a document shows, in one look.
_LOOK = """(shown, path) => {
    const value = name => shown.querySelector(`main input[name=${name}]`)?.value
    const rows = [...shown.querySelectorAll('.lc-answers > div')]
    return {
        path,
        title: shown.title,
        heading: shown.querySelector('h1')?.textContent ?? '',
        token: value('visit'),
        question: value('question'),
        asksAge: !!shown.getElementById('id_age'),
        age: shown.getElementById('id_age')?.value,
        ticked: [...shown.querySelectorAll('main input[name=options]:checked')].map(input => input.value),
        level: shown.querySelector('.lc-urgency')?.className.match(/lc-urgency--(\\w+)/)?.[1],
        listed: rows.map(row => [
            row.querySelector('dt').firstChild.textContent.trim(),
            [...row.querySelectorAll('dd')[0].querySelectorAll('li')].map(line => line.textContent).join('|') ||
                row.querySelector('dd').textContent,
        ]),
        reasons: [...shown.querySelectorAll('.lc-urgency ul')].map(list => list.textContent).join('\\n'),
        causes: [...shown.querySelectorAll('.lc-cause__head > :first-child')].map(part => part.textContent),
    }
}"""
_SHOWN = f"() => ({_LOOK})(document, location.pathname)"

#: Asks for a page, or sends the form of the last page that came so, by the browser's own means but without drawing it.
_UNDRAWN = f"""async ({{path, options, age}}) => {{
    const last = window.undrawn ?? {{shown: document, path: location.pathname}}
    let asked = {{}}
    if (options) {{
        const form = last.shown.querySelector('main form:has([name=options], #id_age)')
        for (const input of form.querySelectorAll('[name=options]')) input.checked = options.includes(input.value)
        const typed = last.shown.getElementById('id_age')
        if (typed) typed.value = age
        asked = {{method: 'POST', body: new URLSearchParams(new FormData(form))}}
    }}
    const answer = await fetch(path ?? last.path, asked)
    const shown = new DOMParser().parseFromString(await answer.text(), 'text/html')
    window.undrawn = {{shown, path: new URL(answer.url).pathname}}
    return ({_LOOK})(shown, window.undrawn.path)
}}"""

#: Ticks what is named and nothing else, as he would with his finger, and sends the page.
_SEND = """({options, age}) => {
    const inputs = [...document.querySelectorAll('main input[name=options]')]
    for (const input of inputs) if (input.type === 'checkbox' && input.checked) input.click()
    for (const input of inputs) if (options.includes(input.value)) input.click()
    const typed = document.getElementById('id_age')
    if (typed) typed.value = age
    document.querySelector('main form:has([name=options], #id_age) button').click()
}"""
_PRESS = "words => [...document.querySelectorAll('a, button')].find(part => part.textContent === words).click()"
_FOLLOW = "address => document.querySelector(`main a[href='${address}']`).click()"

#: How often he does what, where he can.
_HABITS = {"answer": 45, "empty": 9, "back link": 9, "Back": 9, "forward": 7, "reload": 7, "other tab": 9, "open": 5}

#: How often he comes to the end before he steps by chance, and so sees the list with its changes.
_AT_THE_END = 0.4

#: Seldom he starts anew in another tab, and goes on in the old one.
_STARTS_ANEW = 0.01

#: How often he has a danger sign where he is asked for them. Most of them end the check, unless he goes on.
_DANGER = 0.2

#: How many men have little, and seldom say more than "none" where they may; the others hardly come to the low levels.
_HAVE_LITTLE = 0.2


class Strayed(AssertionError):
    """The site and the man do not agree; the text tells his way."""


@dataclass
class Said:
    """What he said last in his visit."""

    token: str = ""
    age: int | None = None
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    continued: bool = False
    _stood: tuple[object, Walk] | None = None

    def stand(self) -> Walk:
        """Where the check stands with these answers."""
        said = (self.age, dict(self.answers), self.continued)
        if self._stood is None or self._stood[0] != said:
            walk = door.walk(age=self.age, answers=self.answers, continued=self.continued, release_number=RELEASE)
            self._stood = said, walk
        return self._stood[1]

    def outcome(self) -> Assessment:
        """What the engine advises with these answers."""
        walk = self.stand()
        return door.outcome(
            age=None if walk.too_young else self.age,
            answers=self.answers,
            continued=self.continued,
            release_number=RELEASE,
            today=date.today(),
        )

    def takes(self, question: str | None) -> bool:
        """Whether the check still asks this page; None is the age."""
        try:
            self.stand().number_of(question)
        except KeyError:
            return False
        return True

    def says(self, question: str | None, options: tuple[str, ...], age: int) -> None:
        """He sent a page. Going on after an emergency ends with that emergency."""
        if question is None:
            self.age = age
        else:
            self.answers[question] = options
        if self.continued:
            self.continued = False
            self.continued = self.stand().ending is WhyNow.EMERGENCY


@dataclass
class Wanderer:
    """One man with his two tabs. `done` tells what he did, and `did` counts it."""

    context: BrowserContext
    url: str
    number: int
    questions: Mapping[str, QuestionShown]
    tabs: list[Page] = field(init=False)
    said: Said = field(default_factory=Said)
    done: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)
        self.has_little = self.chance.random() < _HAVE_LITTLE
        # A new tab costs more time than a page. What the man before him did is out of reach of Back.
        first = self.context.pages[0] if self.context.pages else self.context.new_page()
        first.goto(f"{self.url}/check/cleared/")
        self.context.new_cdp_session(first).send("Page.resetNavigationHistory")
        self.tabs = [first]

    @property
    def page(self) -> Page:
        """The tab he looks at."""
        return self.tabs[0]

    def wander(self, steps: int) -> str:
        """Answers for a while, takes as many steps by chance, then goes on to the end; returns the level he is told.

        The steps by chance are those of a browser window. Before and after, where he just goes on, pages are not drawn:
        drawing takes most of the time. Raises Strayed where the site shows something else than it should.
        """
        self._start()
        self._go_on(80 if self.chance.random() < _AT_THE_END else self.chance.randint(0, 24))
        self._open("/check/on/")
        for _ in range(steps):
            self._step(self._shown())
        self._go_on(80)
        return self._compare()

    def leave(self) -> None:
        """Closes his second tab."""
        for tab in self.context.pages[1:]:
            tab.close()

    def _go_on(self, most: int) -> None:
        """Answers page after page from where the check stands."""
        shown = self._undrawn(path="/check/on/")
        for _ in range(most):
            if not self._is_question(shown):
                break
            question, options, age = self._chosen(shown)
            self._note(f"answer {question} {options or age}, undrawn")
            shown = self._undrawn(options=list(options), age=str(age))
            self.said.says(question, options, age)
            if shown["title"].startswith("Error"):
                self._stray("the site refuses what may be sent")
            self._look_at_ticks(shown)

    def _undrawn(self, **asked: object) -> dict[str, Any]:
        shown: dict[str, Any] = self.page.evaluate(_UNDRAWN, asked)
        return shown

    # What he does

    def _start(self) -> None:
        self._open("/")
        self._go("start", lambda: self.page.evaluate(_PRESS, "Start the check"))
        self.said = Said(token=self._shown()["token"])

    def _step(self, shown: dict[str, Any]) -> None:
        if shown["path"] == "/check/start-again/":
            self._start()
        elif self._is_question(shown):
            if self.chance.random() < _STARTS_ANEW:
                self._start_in_another_tab()
            else:
                self._do(self.chance.choices(list(_HABITS), list(_HABITS.values()))[0], shown)
        else:
            self._leave_the_end(shown)

    def _do(self, what: str, shown: dict[str, Any]) -> None:
        if what == "answer":
            self._answer(shown)
        elif what == "empty":
            self._go("empty", lambda: self.page.evaluate(_SEND, {"options": [], "age": ""}))
        elif what == "back link":
            self._go("back link", lambda: self.page.evaluate("document.querySelector('.lc-back').click()"))
        elif what == "Back":
            self._back()
        elif what == "forward":
            # Before a Back there is nothing to go forward to.
            self._back()
            self._go("forward", lambda: self.page.go_forward(wait_until="domcontentloaded"), waits=False)
        elif what == "reload":
            self._reload()
        elif what == "other tab":
            self._other_tab()
        else:
            self._open(self.chance.choice(["/check/on/", "/check/answers/", "/check/outcome/", "/check/2/", "/"]))

    def _answer(self, shown: dict[str, Any]) -> None:
        """Sends the page he sees, which may be an old one."""
        question, options, age = self._chosen(shown)
        ours, taken = shown["token"] == self.said.token, self.said.takes(question)
        stale = "" if ours and taken else ", which is old"
        self._go(
            f"answer {question} {options or age}{stale}",
            lambda: self.page.evaluate(_SEND, {"options": list(options), "age": str(age)}),
        )
        after = self._shown()
        if not ours:
            self._agree(after["path"], "/check/start-again/")
        elif taken:
            self.said.says(question, options, age)
            if after["title"].startswith("Error"):
                self._stray("the site refuses what may be sent")
        self._look_at_ticks(after)

    def _back(self) -> None:
        self._go("Back", lambda: self.page.go_back(wait_until="domcontentloaded"), waits=False)

    def _reload(self) -> None:
        self._go("reload", lambda: self.page.reload(wait_until="domcontentloaded"), waits=False)
        # What was wrong is said once.
        self._look_at_ticks(self._shown())

    def _other_tab(self) -> None:
        """Looks at the other tab, where some page stands as it was when he left it."""
        if len(self.tabs) == 1:
            self.tabs.append(self.context.new_page())
        self.tabs.reverse()
        self._note("other tab")
        if self.page.url == "about:blank" or self.chance.random() < 0.4:
            pages = len(self.said.stand().steps)
            self._open(f"/check/{self.chance.randint(1, pages + 1)}/")
            self._look_at_ticks(self._shown())

    def _start_in_another_tab(self) -> None:
        if len(self.tabs) == 1:
            self.tabs.append(self.context.new_page())
        self.tabs.reverse()
        self._start()
        # He goes on where he was, in a visit that is gone.
        self.tabs.reverse()

    def _leave_the_end(self, shown: dict[str, Any]) -> None:
        """From the list, an outcome or any other page without a question: a change, going on, or Back."""
        walk = self.said.stand()
        if shown["path"] == "/check/outcome/" and walk.can_continue and self.chance.random() < 0.6:
            self._go("go on", lambda: self.page.evaluate(_PRESS, "Continue anyway"))
            self.said.continued = True
        elif shown["path"] == "/check/answers/" and walk.open is None and self.chance.random() < 0.8:
            number = self.chance.randint(1, len(walk.steps))
            self._go("change", lambda: self.page.evaluate(_FOLLOW, f"/check/{number}/change/"))
            self._look_at_ticks(self._shown())
        elif self.chance.random() < 0.5:
            self._back()
        else:
            self._open(f"/check/{self.chance.randint(1, len(walk.steps) + 1)}/")

    def _chosen(self, shown: dict[str, Any]) -> tuple[str | None, tuple[str, ...], int]:
        """The question of a page, and what he says to it: options, or an age where the question is None."""
        question = shown["question"]
        return question, () if question is None else self._options(question), self._age()

    def _options(self, question: str) -> tuple[str, ...]:
        """Options of a page that go together, by chance."""
        shown = self.questions[question]
        keys = [option.key for option in shown.options]
        alone = [key for key in (NONE, NOT_SURE, PREFER_NOT_TO_SAY) if key in keys]
        own = [key for key in keys if key not in (*alone, REST_NOT_SURE)]
        if shown.stage == "scope" and self.chance.random() < 0.9:
            return (self.chance.choice(["me_man", "other_man"]),)
        if shown.kind != "multiple":
            return (self.chance.choice([*own, *own, *alone]),)
        says = (_DANGER if shown.stage == "emergency" else 0.5) * (0.2 if self.has_little else 1)
        if alone and self.chance.random() > says:
            if self.has_little and NONE in alone:
                return (NONE,)
            return (self.chance.choice([NONE if NONE in alone else alone[0], *alone]),)
        ticks = self.chance.sample(own, self.chance.randint(1, min(3, len(own))))
        if REST_NOT_SURE in keys and self.chance.random() < 0.2:
            ticks.append(REST_NOT_SURE)
        return tuple(key for key in keys if key in ticks)

    def _age(self) -> int:
        return self.chance.randint(18, 95) if self.chance.random() < 0.97 else 17

    # What he sees

    def _shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = self.page.evaluate(_SHOWN)
        return shown

    def _is_question(self, shown: dict[str, Any]) -> bool:
        return shown["question"] is not None or shown["asksAge"]

    def _look_at_ticks(self, shown: dict[str, Any]) -> None:
        """A page that comes fresh from the site shows what he sent last."""
        if not self._is_question(shown) or shown["token"] != self.said.token:
            return
        if shown["question"] is None:
            self._agree(shown["age"], "" if self.said.age is None else str(self.said.age))
        else:
            self._agree(set(shown["ticked"]), set(self.said.answers.get(shown["question"], ())))

    def _compare(self) -> str:
        """The list and the outcome that the site shows at the end are those of what he said. Returns the level."""
        walk = self.said.stand()
        if walk.open is None and walk.ending is not WhyNow.ENDED:
            shown = self._undrawn(path="/check/answers/")
            self._agree(sorted(map(tuple, shown["listed"])), sorted(self._in_words(walk)))
        self._open("/check/outcome/")
        shown = self._shown()
        if walk.too_young and walk.open is not None:
            self._agree(shown["heading"], "This check is not made for this person")
            return "too young"
        outcome = self.said.outcome()
        # An emergency that he told of goes before the answer that ended the check.
        if walk.ending is WhyNow.ENDED and not any(flag.level is Level.EMERGENCY_NOW for flag in outcome.red_flags):
            self._agree(shown["heading"], outcome.urgency.title)
            return "not for him"
        self._agree(shown["level"], outcome.urgency.level.value)
        self._agree([reason for reason in outcome.urgency.reasons if reason not in shown["reasons"]], [])
        if walk.ending is WhyNow.FINISHED:
            self._agree(shown["heading"], outcome.urgency.title)
            page = door.page_of(outcome, told(age=self.said.age, answers=walk.answers).danger, walk)
            groups = [card.name for group in (*page.groups, *page.weaker) for card in group.causes]
            self._agree(shown["causes"], groups + [card.name for card in page.serious])
        return outcome.urgency.level.value

    def _in_words(self, walk: Walk) -> list[tuple[str, str]]:
        """All that he said, as the list words it."""
        asked = "How old is he?" if walk.for_other_man else "How old are you?"
        rows = [(asked, str(self.said.age))] if self.said.age is not None else []
        # The pages of the walk speak to him who answers, for himself or for another man.
        pages = (*(step.question for step in walk.done), *walk.set_aside)
        questions = {**self.questions, **{page.key: page for page in pages if page is not None}}
        for key, options in self.said.answers.items():
            question = questions[key]
            labels = {option.key: option.label for option in question.options}
            rows.append((question.text, "|".join(labels[option] for option in options)))
        return rows

    # How he goes

    def _open(self, path: str) -> None:
        self._go(f"open {path}", lambda: self.page.goto(self.url + path, wait_until="domcontentloaded"), waits=False)

    def _go(self, what: str, act: Callable[[], object], *, waits: bool = True) -> None:
        self._note(what)
        if waits:
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                act()
        else:
            # A page that had answered a form itself would end here, at the browser's question to send it again.
            act()
        if not self.page.url.startswith(self.url):
            # Back before the first page.
            self.page.goto(f"{self.url}/check/on/", wait_until="domcontentloaded")

    def _note(self, what: str) -> None:
        self.did[what.split()[0]] += 1
        self.done.append(f"{what} at {self.page.url.removeprefix(self.url)}")

    def _agree(self, shown: object, expected: object) -> None:
        if shown != expected:
            self._stray(f"shown {shown!r}, expected {expected!r}")

    def _stray(self, why: str) -> None:
        way = "\n".join(f"  {step}" for step in self.done)
        raise Strayed(f"man {self.number} at {self.page.url}: {why}\n{way}")
