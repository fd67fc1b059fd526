"""The headings under which a man finds his answers again, and the lines that say what a word of an answer means."""

from __future__ import annotations

import re

from knowledge.content import Stage, theme_text

#: Letters and signs of a line that is still one line on a small phone, or nearly so.
ONE_LINE = 90
#: What may stand before a word that is explained.
_BEFORE = re.compile(r"^(?:a|an|the|to) ", re.IGNORECASE)


def options(knowledge):
    return [option for page in knowledge.questions for option in page.options]


def test_every_page_stands_under_one_of_a_few_themes_and_every_theme_has_pages(knowledge):
    themes = [page.theme for page in knowledge.questions]
    assert None not in themes
    assert 6 <= len(set(themes)) <= 9
    assert all(themes.count(theme) <= 6 for theme in themes if theme != themes[0])
    headings = {text.key for text in knowledge.texts if text.key.startswith(theme_text(""))}
    assert headings == {theme_text(theme) for theme in themes}


def test_the_pages_on_danger_signs_stand_together_and_alone(knowledge):
    themes = {stage: {page.theme for page in knowledge.questions if page.stage == stage} for stage in Stage}
    assert len(themes[Stage.EMERGENCY]) == len(themes[Stage.SCOPE]) == 1
    apart = themes[Stage.EMERGENCY] | themes[Stage.SCOPE]
    assert len(apart) == 2
    assert not apart & (themes[Stage.PATTERN] | themes[Stage.DETAIL])


def test_headings_of_themes_are_short_and_unlike(knowledge):
    headings = [text.text for text in knowledge.texts if text.key.startswith(theme_text(""))]
    assert len(set(headings)) == len(headings)
    assert all(len(heading.split()) <= 6 for heading in headings)


def test_explanations_are_one_plain_line_and_few(knowledge):
    lines = [option.explain for option in options(knowledge) if option.explain]
    assert 20 <= len(lines) <= len(options(knowledge)) / 4
    assert [line for line in lines if len(line) > ONE_LINE or not line.endswith(".") or "\n" in line] == []


def test_an_explanation_is_the_same_whomever_it_is_about(knowledge):
    lines = [option.explain for option in options(knowledge) if option.explain]
    assert [line for line in lines if re.search(r"\b(?:I|me|my|you|your|he|his|him)\b", line, re.IGNORECASE)] == []
    assert not any(option.explain_for_another for option in options(knowledge))


def test_each_word_that_is_explained_stands_in_the_answer(knowledge):
    explained = [
        (option, _BEFORE.sub("", word).lower())
        for option in options(knowledge)
        for word in re.findall(r"(?:^|[.] )([^.:]+):", option.explain or "")
    ]
    assert len(explained) > 20
    labels = [(word, label) for option, word in explained for label in (option.label, option.label_for_another)]
    assert [(word, label) for word, label in labels if label and word not in label.lower()] == []
