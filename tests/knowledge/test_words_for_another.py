"""The words for somebody who answers for another man: the same advice, and about him, not about the one who reads."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from knowledge.content import WORDS_FOR_ANOTHER, Stage
from tests.wording.faults import taken_for_the_man

#: Words of the man himself on a question page: the page asks him, and the labels are his answers.
OF_THE_MAN = re.compile(r"\b(?:you|your|yours|yourself|I|my|me|mine|myself)\b", re.IGNORECASE)
#: Words to whoever reads advice.
OF_THE_READER = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)

#: Words of any person: the man, who answers for him, or who stands behind the check.
OF_A_PERSON = re.compile(OF_THE_MAN.pattern + r"|\b(?:he|him|his|himself|we|us|our|ours)\b", re.IGNORECASE)

#: What words for another man say to the one who reads them, by the key of the rule or the text.
SAID_TO_THE_ONE_WHO_ANSWERS = {
    "answering_for_other": ("You are answering", "if you can"),
    "crisis_text": ("You or he",),
    "emergency_stop_no_call": ("If you cannot call", "anyone near you"),
    "emergency_stop_text": ("your answers",),
    "level_could_not_assess_where": ("If you cannot reach",),
    "level_emergency_now_say": ("told you to call",),
    "low_sugar": ("you cannot check",),
}

#: Texts that say you and have no words for another man, as whoever calls, answers or stops is the one who reads them.
SAME_FOR_WHOEVER_ANSWERS = {
    *("come_back_advice", "fault_come_back", "conflict_text", "conflict_title", "emergency_stop_continue_text"),
    *("emergency_stop_wait_2", "emergency_stop_wait_title", "ended_early_text", "ended_early_title"),
    *("level_could_not_assess_come_back", "level_self_care_say", "not_sure_text", "reasons_intro"),
}
#: Starts of texts that speak to whoever uses the site, before or beside the check of a man, and to apps.
OF_THE_SITE = (
    *("clear_answers_", "disclaimer_", "error_", "feedback_", "must_display_", "privacy_", "saved_", "scope_stop_"),
    *("start_", "withdrawn_"),
)

#: Starts of texts on pages that know no visit, and so not whether it was about the one who reads them.
OF_PAGES_WITHOUT_A_VISIT = ("clear_answers_", "error_", "saved_", "withdrawn_")

#: Where the one who answers may do himself what the man was to ask of others: stay with him, call the crisis line.
HE_OR_SOMEBODY_ELSE = {f"texts.{key}.text" for key in ("crisis_text", "crisis_with_you", "level_emergency_now_action")}

#: What only the man himself can do, said as an order.
ORDERS_TO_HIM = re.compile(
    r"(?:^|[.;,] (?:and )?)"
    r"(?:go|see|rest|drink|sit|lie|stop|take(?! a list)"
    r"|do not (?:cross|drink|drive|eat|exercise|stop|take|try|walk))\b",
    re.IGNORECASE,
)
#: As for the man himself in `tests.wording.faults`: what no check can know.
SAYS_WHAT_HE_HAS = re.compile(r"(?<!\bif )(?<!\bwhen )(?<!\bthat )\bhe (?:\w+ )?(?:has|suffers|is suffering)\b", re.I)


def pairs(knowledge):
    """(place, ordinary words, words for another man) wherever there are both."""
    rows = chain(
        ((f"questions.{page.key}", page) for page in knowledge.questions),
        ((f"questions.{page.key}.{option.key}", option) for page in knowledge.questions for option in page.options),
        ((f"red_flags.{rule.key}", rule) for rule in knowledge.red_flags),
        ((f"texts.{text.key}", text) for text in knowledge.texts),
        ((f"regions.{region.key}", region.urgent_line) for region in knowledge.regions),
    )
    return [
        (f"{place}.{ordinary}", getattr(row, ordinary), getattr(row, name))
        for place, row in rows
        for name, ordinary in WORDS_FOR_ANOTHER[type(row)].items()
        if getattr(row, name) is not None
    ]


def shown(row):
    """The words of a row as they are shown about another man."""
    names = WORDS_FOR_ANOTHER[type(row)].items()
    words = (getattr(row, name) or getattr(row, ordinary) for name, ordinary in names)
    return [text for text in words if text is not None]


def advice(knowledge):
    """(key, words) of all rules, and of the texts that have words for another man, as they are shown about him."""
    rows = [*knowledge.red_flags, *(text for text in knowledge.texts if text.text_for_another)]
    return [(row.key, text) for row in rows for text in shown(row)]


def test_one_line_of_the_first_page_says_that_it_is_for_another_man(knowledge):
    said = [(page.key, option.key) for page in knowledge.questions for option in page.options if option.for_another_man]
    assert said == [("scope", "other_man")]


def test_no_page_about_another_man_speaks_to_that_man(knowledge):
    rows = [row for page in knowledge.questions if page.stage != Stage.SCOPE for row in (page, *page.options)]
    assert len(rows) > 200
    assert [text for row in rows for text in shown(row) if OF_THE_MAN.search(text)] == []


def test_a_finding_names_no_person_as_it_is_listed_whomever_it_is_about(knowledge):
    assert [row.label for row in knowledge.findings if OF_A_PERSON.search(row.label)] == []


def test_no_advice_about_another_man_speaks_to_that_man(knowledge):
    said = {}
    for key, text in advice(knowledge):
        for phrase in SAID_TO_THE_ONE_WHO_ANSWERS.get(key, ()):
            if phrase in text:
                said.setdefault(key, set()).add(phrase)
                text = text.replace(phrase, "")
        assert not OF_THE_READER.search(text), (key, text)
    assert said == {key: set(phrases) for key, phrases in SAID_TO_THE_ONE_WHO_ANSWERS.items()}


def test_no_advice_about_another_man_tells_the_reader_what_only_that_man_can_do(knowledge):
    assert [(key, text) for key, text in advice(knowledge) if ORDERS_TO_HIM.search(text)] == []


def test_no_advice_about_another_man_says_what_he_has(knowledge):
    assert [(key, text) for key, text in advice(knowledge) if SAYS_WHAT_HE_HAS.search(text)] == []


def test_every_other_text_that_says_you_means_whoever_reads_it(knowledge):
    texts = [text for text in knowledge.texts if not text.key.startswith(OF_THE_SITE)]
    said = {text.key for text in texts if OF_THE_READER.search(text.text) and not text.text_for_another}
    assert said == SAME_FOR_WHOEVER_ANSWERS


def test_pages_that_know_no_visit_take_nobody_for_the_man(knowledge):
    texts = [text for text in knowledge.texts if text.key.startswith(OF_PAGES_WITHOUT_A_VISIT)]
    assert len(texts) > 25
    assert [(text.key, found) for text in texts for found in taken_for_the_man(text.text)] == []


@pytest.mark.parametrize(
    ("pattern", "but_for"),
    [
        pytest.param(r"\{\w+\}", set(), id="words_in_curly_brackets"),
        pytest.param(r"\d+", set(), id="numbers"),
        pytest.param(r"\b(?:now|today|at once|sooner|same day|weeks?|hours?|minutes)\b", set(), id="times"),
        pytest.param(r"\b(?:not|no|none|never|nothing|cannot)\b", set(), id="whether_it_is_so"),
        pytest.param(r"\b(?:can|may|might|or|if|unless|until)\b", HE_OR_SOMEBODY_ELSE, id="whether_it_may_be_so"),
    ],
)
def test_words_for_another_man_keep_what_the_others_say(pattern, but_for, knowledge):
    def kept(text):
        return sorted(found.lower() for found in re.findall(pattern, text, re.IGNORECASE))

    found = {place for place, ordinary, for_another in pairs(knowledge) if kept(ordinary) != kept(for_another)}
    assert found == but_for


def test_words_for_another_man_stand_only_where_they_are_others(knowledge):
    found = pairs(knowledge)
    assert len(found) > 300
    assert [place for place, ordinary, for_another in found if ordinary == for_another] == []
