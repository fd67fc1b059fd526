"""Who answers for another man is spoken to as such: in the engine, on the pages and in the API."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from knowledge.content import WORDS_FOR_ANOTHER, KnowledgeBase, Question, Stage, Text
from knowledge.documents import build_document, read_document
from symptoms.engine.answers import for_another_man, read_answers, speaking_to, states_of_evidence
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.in_full import assess_answers_in_full, assess_states_in_full
from symptoms.plain import as_plain
from symptoms.walk import walk
from tests.symptoms.api.bodies import CALM, answers, read

#: Stands before every word that is meant for who answers for another.
HIS = "Of him: "

DANGER = CALM | {"danger_now": ("chest_pain",)}


def doubled(knowledge: KnowledgeBase) -> KnowledgeBase:
    """The knowledge with words for another everywhere, a line under each option, and every page under a theme."""

    def row(value):
        words = {
            name: f"{HIS}{getattr(value, ordinary)}"
            for name, ordinary in WORDS_FOR_ANOTHER[type(value)].items()
            if getattr(value, ordinary) is not None
        }
        if isinstance(value, Question):
            words["options"] = tuple(row(replace(option, explain=f"That is {option.key}.")) for option in value.options)
            words["theme"] = "calm" if value.stage is Stage.DETAIL else "first"
        return replace(value, **words)

    texts = (*knowledge.texts, Text("theme_first", "What came first"), Text("theme_calm", "All the rest"))
    return replace(
        knowledge,
        questions=tuple(map(row, knowledge.questions)),
        red_flags=tuple(map(row, knowledge.red_flags)),
        texts=tuple(map(row, texts)),
        regions=tuple(replace(region, urgent_line=row(region.urgent_line)) for region in knowledge.regions),
    )


def compiled(knowledge: KnowledgeBase, region: str = "GB") -> CompiledRelease:
    document = read_document(build_document(knowledge))
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), region)


@pytest.fixture(scope="module")
def two_voices(knowledge: KnowledgeBase) -> CompiledRelease:
    return compiled(doubled(knowledge))


def given(release, pages, scope):
    said = {**pages, "scope": (scope,)}
    return read_answers(release, [(row["question"], row["options"]) for row in answers(said)])


def outcome(release, pages, scope):
    return as_plain(assess_answers_in_full(release, 50, given(release, pages, scope), continued=False))


# The engine


def test_the_shipped_scope_page_marks_the_option_for_another_man(release):
    assert for_another_man(release, {"scope": ("other_man",)})
    assert not for_another_man(release, {"scope": ("me_man",)})
    assert not for_another_man(release, {})


def without_words_for_another(knowledge: KnowledgeBase, *, mark: bool) -> KnowledgeBase:
    """The knowledge without any words for another man, and the mark on the option for him only with `mark`."""

    def row(value):
        words = dict.fromkeys(WORDS_FOR_ANOTHER[type(value)])
        if isinstance(value, Question):
            words["options"] = tuple(
                row(replace(option, for_another_man=mark and option.for_another_man)) for option in value.options
            )
        return replace(value, **words)

    return replace(
        knowledge,
        questions=tuple(map(row, knowledge.questions)),
        red_flags=tuple(map(row, knowledge.red_flags)),
        texts=tuple(map(row, knowledge.texts)),
        regions=tuple(replace(region, urgent_line=row(region.urgent_line)) for region in knowledge.regions),
    )


def test_the_second_voice_is_there_only_where_somebody_can_ask_for_it(knowledge, two_voices):
    scope, *rest = doubled(knowledge).questions
    himself = tuple(option for option in scope.options if option.key != "other_man")
    assert two_voices.for_another is not None
    assert two_voices.for_another.for_another is None
    nobody = replace(doubled(knowledge), questions=(replace(scope, options=himself), *rest))
    assert compiled(nobody).for_another is None


@pytest.mark.parametrize("region", ["GB", "ZZ"])
def test_without_words_for_another_there_is_one_voice(knowledge, region):
    release = compiled(without_words_for_another(knowledge, mark=True), region)
    assert release.for_another is None
    assert speaking_to(release, {"scope": ("other_man",)}) is release


@pytest.mark.parametrize("pages", [CALM, DANGER, {}], ids=["calm", "danger", "nothing asked"])
def test_an_outcome_for_another_differs_in_words_alone(two_voices, pages):
    his, mine = outcome(two_voices, pages, "other_man"), outcome(two_voices, pages, "me_man")
    assert his["urgency"]["title"].startswith(HIS)
    assert all(reason.startswith(HIS) for reason in his["urgency"]["reasons"])
    assert HIS not in json.dumps(mine)
    assert json.loads(json.dumps(his).replace(HIS, "")) == mine


def test_numbers_of_the_region_are_filled_into_the_words_for_another(two_voices):
    told = outcome(two_voices, DANGER, "other_man")["urgency"]["action"]
    assert told.startswith(f"{HIS}Call 999 now.")


def test_an_assessment_of_evidence_speaks_to_the_man_himself(two_voices):
    states = states_of_evidence(two_voices, [("chest_pain", "present")])
    assert HIS not in json.dumps(as_plain(assess_states_in_full(two_voices, 50, states, continued=False)))


# The API


@pytest.fixture
def voices_served(db, serve, knowledge):
    """A release in two voices is served."""
    serve(doubled(knowledge))


def test_the_api_asks_and_answers_in_the_words_for_another(voices_served, api):
    def step(pages, **more):
        return read(api("interviews/next", {"age": 50, "answers": answers(pages), **more}))

    asked = step({"scope": ("other_man",)})["question"]
    assert asked["text"].startswith(HIS)
    assert asked["options"][0]["label"].startswith(HIS)
    assert asked["options"][0]["explain"] == f"{HIS}That is breathless_rest."
    assert asked["theme"] == f"{HIS}What came first"
    assert HIS not in json.dumps(step({"scope": ("me_man",)}))
    ended = step(DANGER | {"scope": ("other_man",)})["outcome"]
    assert ended["urgency"]["title"].startswith(HIS)
    sent = {"age": 50, "answers": answers(DANGER | {"scope": ("other_man",)})}
    assert read(api("assessments", sent)) == ended


def test_the_lists_of_the_api_hold_the_ordinary_words(voices_served, api):
    rules, pages = read(api("red-flag-rules")), read(api("questions"))
    assert HIS not in json.dumps([rules, pages])
    assert not {"tell_for_another", "because_for_another"} & rules["items"][0].keys()
    assert pages["items"][0]["options"][0]["explain"] == "That is injury."


# The pages


def test_the_pages_ask_in_the_words_for_another_and_take_them_back(voices_served, visitor):
    page = visitor.go({"scope": "other_man"}, rest=None)
    assert page.heading.startswith(f"{HIS}Do you have any of these now")
    assert "That is chest_pain." not in visitor.open("/check/1/").text
    page = visitor.choose(visitor.open("/check/1/"), "me_man")
    assert HIS not in visitor.open("/check/3/").text


def test_the_emergency_and_its_takeaways_speak_of_another(voices_served, visitor):
    stop = visitor.go({"scope": "other_man", "danger_now": "chest_pain"})
    assert stop.heading.startswith(HIS)
    assert visitor.open("/check/doctor/").text.count(HIS) > 0
    mine = visitor.go({"danger_now": "chest_pain"})
    assert HIS not in mine.text


def test_the_outcome_speaks_of_another(voices_served, visitor):
    visitor.go(CALM | {"scope": "other_man"})
    assert visitor.open("/check/outcome/").heading.startswith(HIS)


def test_a_stop_of_the_scope_speaks_as_the_option_says(db, serve, knowledge, visitor):
    """An option may both answer for another man and end the check."""
    content = doubled(knowledge)
    scope, *rest = content.questions
    both = tuple(replace(option, for_another_man=option.key == "known_cause") for option in scope.options)
    serve(replace(content, questions=(replace(scope, options=both), *rest)))
    stop = visitor.go({"scope": "known_cause"})
    assert stop.heading.startswith(HIS)
    assert visitor.open("/check/doctor/").path == stop.path


def test_the_list_of_answers_stands_under_the_themes_of_the_content(voices_served, visitor):
    page = visitor.go(CALM)
    assert page.path == "/check/answers/"
    headings = page.headings()
    assert headings[1:3] == ["What came first", "All the rest"]
    his = visitor.go(CALM | {"scope": "other_man"})
    assert his.headings()[1:3] == [f"{HIS}What came first", f"{HIS}All the rest"]


def test_a_walk_knows_for_whom_it_is_by_the_mark_and_not_by_the_key(db, serve, knowledge):
    scope, *rest = knowledge.questions
    renamed = tuple(replace(option, key="brother") if option.key == "other_man" else option for option in scope.options)
    serve(replace(knowledge, questions=(replace(scope, options=renamed), *rest)))
    for key, other in (("brother", True), ("me_man", False)):
        assert walk(age=50, answers={"scope": (key,)}, continued=False, release_number=1).for_other_man is other


def test_a_release_of_before_the_mark_knows_another_man_and_says_whom_it_means(db, serve, knowledge, visitor):
    serve(without_words_for_another(knowledge, mark=False))
    page = visitor.go({"scope": "other_man"}, rest=None)
    assert walk(age=50, answers={"scope": ("other_man",)}, continued=False, release_number=1).for_other_man
    assert "Where it says you, think of him." in page.main.text
    assert "How old is he?" in visitor.open("/check/2/").main.text
    stop = visitor.choose(visitor.open(page.path), "chest_pain")
    assert "Where it says you or your, it means him." in stop.main.text
    mine = visitor.go({"scope": "me_man"}, rest=None)
    assert "think of him" not in mine.main.text


def test_the_release_of_now_needs_no_word_on_whom_it_means(db, serve, knowledge, visitor):
    serve(knowledge)
    page = visitor.go({"scope": "other_man"}, rest=None)
    assert "You are answering for another man." in page.main.text
    assert "think of him" not in page.main.text
