"""From the first page to the outcome: the page says what the API says, at every level, on screen and on paper."""

from __future__ import annotations

import pytest

from knowledge.content import KnowledgeBase, Vignette
from tests.journeys.examining import assert_good
from tests.journeys.serving import Server
from tests.journeys.visitor import CALM, Choose, Visitor, saying


def as_the_vignette(vignette: Vignette, knowledge: KnowledgeBase, *more: str) -> Choose:
    """Chooses what the man of a vignette has, or none; of single answers the one that fits, or not sure.

    `more` are findings that he has besides.
    """
    present = {*vignette.present, *more}
    questions = {question.key: question for question in knowledge.questions}

    def choose(key: str) -> tuple[str, ...]:
        question = questions[key]
        if key in CALM and question.stage == "scope":
            return CALM[key]
        fitting = tuple(
            option.key for option in question.options if option.present and present.issuperset(option.present)
        )
        if question.kind == "multiple":
            return fitting or ("none",)
        if question.kind == "yes_no":
            return fitting or ("no",)
        return fitting[:1] or ("not_sure",)

    return choose


def asked_of_the_api(server: Server, visitor: Visitor) -> dict:
    """What the API answers to the same age and answers."""
    answers = [{"question": key, "options": list(options)} for key, options in visitor.answers.items()]
    return server.api("assessments", {"age": visitor.age, "answers": answers})


def assert_page_says_what_the_api_says(visitor: Visitor, assessed: dict, knowledge: KnowledgeBase) -> None:
    shown = visitor.page
    urgency = assessed["urgency"]
    assert visitor.heading == urgency["title"]
    assert shown.locator(f".lc-urgency--{urgency['level']}").count() == 1
    unfold(visitor)
    words = shown.locator("main").inner_text()
    for name in ("action", "where", "say", "come_back"):
        assert urgency[name] in words, name
    for reason in urgency["reasons"]:
        assert reason in words
    crisis = assessed["crisis"] or {"texts": []}
    assert shown.locator("section[aria-labelledby=crisis]").count() == (1 if crisis["texts"] else 0)
    for text in crisis["texts"]:
        assert text in words

    serious = [cause["name"] for cause in assessed["serious"]][: knowledge.settings.shown.serious_apart]
    apart = {cause["name"] for cause in assessed["serious"] if cause["urgency"] not in ("routine", "self_care")}
    ranked = [cause for cause in assessed["causes"] if cause["name"] not in apart.union(serious)]
    ranked = ranked[: knowledge.settings.shown.causes]
    by_group = [
        (group["name"], [cause["name"] for cause in ranked if cause["category"] == group["key"]])
        for group in assessed["categories"]
    ]
    fitting = {row["name"] for row in (*ranked, *assessed["categories"]) if row["fit"] in ("strong", "possible")}
    shown_groups = [(name, names) for name, names in by_group if names][: knowledge.settings.shown.categories]
    expected = sorted(shown_groups, key=lambda group: fitting.isdisjoint([group[0], *group[1]]))
    groups = shown.locator("section:has(> .lc-group__head):has(> article h4)").all()
    assert [(group.locator("h3").inner_text(), group.locator("h4").all_inner_texts()) for group in groups] == expected
    box = shown.locator(".lc-serious article h3")
    assert box.all_inner_texts() == serious


def unfold(visitor: Visitor) -> None:
    """Opens everything that is folded."""
    visitor.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def assert_whole_on_paper(visitor: Visitor) -> None:
    """Printed, what is folded on the screen is open, and what can only be pressed is left out."""
    page = visitor.page
    reasons = page.locator(".lc-cause").first.locator(".lc-reasons")
    page.reload()
    assert page.locator("details[open]").count() == 0
    assert not reasons.first.is_visible()
    page.emulate_media(media="print")
    folded = page.locator("main details > :not(summary)").all()
    assert [part.inner_text() for part in folded if not part.is_visible()] == []
    assert reasons.first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    for gone in (".lc-header", ".lc-footer", ".lc-skip", ".lc-contents", "button", ".lc-button:not([href^='tel:'])"):
        assert [part.inner_text() for part in page.locator(gone).all() if part.is_visible()] == [], gone
    page.emulate_media(media="screen")


@pytest.mark.parametrize(
    ("case", "more", "level"),
    [
        ("v43_thin_thigh_twitching", "low_mood", "within_days"),
        pytest.param("v74_better_on_the_trolley", "", "routine", marks=pytest.mark.slow),
        pytest.param("v91_first_leg_day", "", "self_care", marks=pytest.mark.slow),
        pytest.param("v29_slipped_disc_drop_foot", "", "same_day", marks=pytest.mark.slow),
    ],
)
def test_the_page_says_what_the_api_says(visitor, server, knowledge, case, more, level):
    vignette = next(vignette for vignette in knowledge.vignettes if vignette.key == case)
    visitor.start()
    visitor.answer_on(as_the_vignette(vignette, knowledge, *more.split()), age=vignette.age)
    assert visitor.heading == "Check your answers"
    visitor.follow("See what to do")

    assessed = asked_of_the_api(server, visitor)
    assert assessed["urgency"]["level"] == level
    assert bool(assessed["crisis"]) == bool(more)
    assert_page_says_what_the_api_says(visitor, assessed, knowledge)
    assert_whole_on_paper(visitor)
    assert_good(visitor.page)


@pytest.mark.slow
def test_what_he_was_not_sure_about_can_be_answered_again_from_the_outcome(visitor):
    visitor.start()
    visitor.answer_on(saying(CALM | {"danger_now": ("not_sure",)}))
    visitor.follow("See what to do")
    assert visitor.heading == "See a doctor within a week"
    assert_good(visitor.page)
    changes = visitor.page.locator("section[aria-labelledby=changes]")
    assert changes.locator("h3").last.inner_text() == "Answers that could make this clearer"
    visitor.follow(visitor.questions.text("danger_now"))
    visitor.answer("danger_now", "none")
    visitor.follow("See what to do")
    assert visitor.heading == "See a doctor in the next few weeks"
    assert "You were not sure" not in changes.inner_text()
