"""Every page and state of the public site, each brought about in a few steps.

A state deep in the check is reached by a cookie with the answers of a man who came there, sealed with the site's own
key as the site seals it; that pages lead there is what the other journeys show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.content import KnowledgeBase
from symptoms import walk as door
from symptoms.questionnaire import COOKIE, COOKIE_PATH
from symptoms.visit import Visit, VisitBox, key_from_secret, new_visit
from tests.journeys.test_outcomes import as_the_vignette
from tests.journeys.test_saving import GONE, SAVE
from tests.journeys.visitor import CALM, Choose, Visitor, saying

#: Number of the release that is served.
RELEASE = 1


@dataclass(frozen=True)
class Deep:
    """A visitor who can be set down anywhere in the check."""

    visitor: Visitor
    secret: str

    def at(self, path: str, answers: Mapping[str, tuple[str, ...]], age: int | None = 58, **more: bool) -> None:
        """Opens a page of the check as a man who gave these answers."""
        visit = Visit(**{**_fields(new_visit(RELEASE)), "age": age, "answers": answers, **more})
        sealed = VisitBox([key_from_secret(self.secret)]).close(visit)
        where = {"domain": urlsplit(self.visitor.url).hostname, "path": COOKIE_PATH}
        flags = {"httpOnly": True, "secure": True, "sameSite": "Lax"}
        self.visitor.page.context.add_cookies([{"name": COOKIE, "value": sealed, **where, **flags}])
        self.visitor.open(path)

    def wrong(self) -> None:
        """Sends the page as it stands, which is an error."""
        self.visitor.press("Continue")
        assert self.visitor.page.title().startswith("Error: ")


def _fields(visit: Visit) -> dict[str, object]:
    return {name: getattr(visit, name) for name in visit.__slots__}


def answered(choose: Choose, *, age: int = 58, continued: bool = False, until: str = "") -> dict[str, tuple[str, ...]]:
    """The answers of a man who answers so, up to the page `until` or the end. The release must be served here too."""
    answers: dict[str, tuple[str, ...]] = {}
    known: int | None = None
    while True:
        walk = door.walk(age=known, answers=answers, continued=continued, release_number=RELEASE)
        if walk.open is None:
            return answers
        if walk.open.question is None:
            known = age
        elif walk.open.question.key == until:
            return answers
        else:
            answers[walk.open.question.key] = choose(walk.open.question.key)


_CALM = saying(CALM)

State = Callable[[Deep], None]


def _question(key: str, *, wrong: bool, other: bool = False) -> State:
    def bring(deep: Deep) -> None:
        answers = answered(saying({**CALM, "scope": ("other_man",)}) if other else _CALM, until=key)
        deep.at("/check/on/", answers, None if key == "scope" else 58)
        assert deep.visitor.asked == key
        if wrong:
            deep.wrong()

    return bring


def _age(*, wrong: bool) -> State:
    def bring(deep: Deep) -> None:
        deep.at("/check/on/", {"scope": ("me_man",)}, None)
        assert deep.visitor.asked == "age"
        if wrong:
            deep.wrong()

    return bring


def _stop(option: str) -> State:
    return lambda deep: deep.at("/check/outcome/", {"scope": (option,)}, None)


def _at(path: str, *, continued: bool = False, **said: tuple[str, ...]) -> State:
    choose = saying({**CALM, **said})
    return lambda deep: deep.at(path, answered(choose, continued=continued), continued=continued)


def _unsure(key: str) -> tuple[str, ...]:
    """Is sure of nothing but whom he asks for."""
    return CALM["scope"] if key == "scope" else ("not_sure",)


def _of_the_case(key: str, *more: str, level: str) -> Callable[[KnowledgeBase], State]:
    """The outcome of a vignette, at the level it must have."""

    def of(knowledge: KnowledgeBase) -> State:
        vignette = next(row for row in knowledge.vignettes if row.key == key)

        def bring(deep: Deep) -> None:
            deep.at(
                "/check/outcome/",
                answered(as_the_vignette(vignette, knowledge, *more), age=vignette.age),
                vignette.age,
            )
            assert deep.visitor.page.locator(f".lc-urgency--{level}").count() == 1

        return bring

    return of


def _path(path: str, status: int = 200) -> State:
    def bring(deep: Deep) -> None:
        deep.visitor.watch.expect(status)
        assert deep.visitor.open(path).status == status

    return bring


def _without_token(deep: Deep) -> None:
    deep.visitor.watch.expect(403)
    deep.at("/check/on/", {}, None)
    deep.visitor.page.context.clear_cookies(name="csrftoken")
    deep.visitor.press("Continue")


def _last_resort(deep: Deep) -> None:
    """What stands there when Django itself cannot read the request."""
    # It names no icon, so the browser looks for one where none is.
    deep.visitor.watch.expect(500, 404)
    page = deep.visitor.page
    page.route("**/feedback/", lambda route: route.continue_(method="POST", headers={"Content-Type": _UNREADABLE}))
    assert deep.visitor.open("/feedback/").status == 500
    page.unroute("**/feedback/")


def _changing(deep: Deep) -> None:
    deep.at("/check/3/change/", answered(_CALM))
    assert deep.visitor.chosen


def _told_for_the_doctor(deep: Deep) -> None:
    deep.at("/check/doctor/", answered(_CALM))
    deep.visitor.page.get_by_label("Your own words").fill("My right foot slaps on the stairs. " * 8)
    deep.visitor.press("Put my words on the page")


def _too_many_words(deep: Deep) -> None:
    deep.at("/check/doctor/", answered(_CALM))
    words = deep.visitor.page.get_by_label("Your own words")
    words.evaluate("field => { field.removeAttribute('maxlength'); field.value = 'word '.repeat(200) }")
    deep.visitor.press("Put my words on the page")
    assert deep.visitor.page.title().startswith("Error: ")


def _saving(**said: tuple[str, ...]) -> State:
    """The page that asks whether to save the result."""

    def bring(deep: Deep) -> None:
        _at("/check/save/", **said)(deep)
        assert deep.visitor.heading == "Save this result"

    return bring


def _saved(path: str, heading: str = "", **said: tuple[str, ...]) -> State:
    """A page of a result that was saved just now; an empty heading stands for that of the result."""

    def bring(deep: Deep) -> None:
        _at("/check/outcome/", **said)(deep)
        seen = deep.visitor.heading
        deep.visitor.open("/check/save/")
        deep.visitor.press(SAVE)
        assert deep.visitor.path == "/saved/link/"
        deep.visitor.open(path)
        assert deep.visitor.heading == (heading or seen)

    return bring


def _deleted(deep: Deep) -> None:
    _saved("/saved/delete/", "Delete the saved result")(deep)
    deep.visitor.press("Delete it now")
    assert deep.visitor.heading == "Deleted"


def _gone(deep: Deep) -> None:
    """The link of a result that was deleted; one that ended by itself, or never was, is answered alike."""
    _saved("/saved/link/", "Your private link")(deep)
    link = deep.visitor.page.locator("main a").first.inner_text().removeprefix(deep.visitor.url)
    deep.visitor.open("/saved/delete/")
    deep.visitor.press("Delete it now")
    _path(link, 404)(deep)
    assert (deep.visitor.path, deep.visitor.heading) == ("/saved/", GONE)


#: A Content-Type that Django cannot read.
_UNREADABLE = "application/json; charset*=odd_charset''x"

#: States of a site in good order.
STATES: Mapping[str, State] = {
    "first page": _path("/"),
    "about": _path("/about/"),
    "how it works": _path("/about/how-it-works/"),
    "accuracy": _path("/about/accuracy/"),
    "privacy": _path("/about/privacy/"),
    "accessibility": _path("/about/accessibility/"),
    "releases": _path("/about/releases/"),
    "sources": _path("/sources/"),
    "library": _path("/library/"),
    "cause": _path("/library/causes/depression/"),
    "advice": _path("/library/advice/strength_train/"),
    "common questions": _path("/questions/"),
    "thanks": _path("/feedback/thanks/3/"),
    "cleared": _path("/check/cleared/"),
    "start again": _path("/check/start-again/"),
    "something new": _path("/check/something-new/"),
    "clear": _path("/check/clear/"),
    "not found": _path("/nothing-here", 404),
    "form without its token": _without_token,
    "last resort": _last_resort,
    "scope": _question("scope", wrong=False),
    "scope, nothing chosen": _question("scope", wrong=True),
    "age": _age(wrong=False),
    "age, empty": _age(wrong=True),
    "ticks": _question("danger_now", wrong=False),
    "ticks, none ticked": _question("danger_now", wrong=True),
    "sensitive question": _question("danger_spine", wrong=False),
    "sensitive question, none ticked": _question("danger_spine", wrong=True),
    "one of several": _question("how_fast", wrong=False),
    "one of several, none chosen": _question("how_fast", wrong=True),
    "for another man": _question("danger_now", wrong=False, other=True),
    "changing an answer": _changing,
    "stop: under 18": _stop("under_18"),
    "stop: an injury": _stop("injury"),
    "stop: a known cause": _stop("known_cause"),
    "stop: too young": lambda deep: deep.at("/check/outcome/", {"scope": ("me_man",)}, 17),
    "emergency stop": _at("/check/outcome/", danger_now=("chest_pain",)),
    "emergency stop, for another man": _at("/check/outcome/", danger_now=("chest_pain",), scope=("other_man",)),
    "outcome: emergency": _at("/check/outcome/", continued=True, danger_now=("chest_pain",)),
    "outcome: sure of nothing": lambda deep: deep.at("/check/outcome/", answered(_unsure)),
    "check your answers": _at("/check/answers/"),
    "check your answers, for another man": _at("/check/answers/", scope=("other_man",)),
    "page for the doctor": _at("/check/doctor/"),
    "page for the doctor, after an emergency": _at("/check/doctor/", danger_now=("chest_pain",)),
    "page for the doctor, with his words": _told_for_the_doctor,
    "page for the doctor, too many words": _too_many_words,
    "saving": _saving(),
    "saving, for another man": _saving(scope=("other_man",)),
    "link of a saved result": _saved("/saved/link/", "Your private link"),
    "saved result": _saved("/saved/"),
    "saved result, after an emergency": _saved("/saved/", danger_now=("chest_pain",)),
    "saved result, page for the doctor": _saved("/saved/doctor/", "For the doctor"),
    "deleting a saved result": _saved("/saved/delete/", "Delete the saved result"),
    "saved result, deleted": _deleted,
    "saved result, gone": _gone,
}

#: Outcomes of vignettes, at each other level.
OUTCOMES: Mapping[str, Callable[[KnowledgeBase], State]] = {
    "outcome: same day": _of_the_case("v29_slipped_disc_drop_foot", level="same_day"),
    "outcome: within days, low mood": _of_the_case("v43_thin_thigh_twitching", "low_mood", level="within_days"),
    "outcome: routine": _of_the_case("v74_better_on_the_trolley", level="routine"),
    "outcome: self-care": _of_the_case("v91_first_leg_day", level="self_care"),
}
