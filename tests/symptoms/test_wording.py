"""What the pages say in words of their own: plain, kind, for men; and which words and exceptions are in use."""

from __future__ import annotations

import re

import pytest

from tests.wording import exceptions
from tests.wording.faults import CAPITALS, faults, long_words, taken_for_the_man
from tests.wording.texts import Reader, code_texts, knowledge_texts, runs_of_words, strings_of, template_texts
from tests.wording.words import EVERYDAY, HARD_WORDS


def test_the_pages_say_nothing_to_a_man_that_should_not_be_said_but_for_these():
    found = {(place, fault) for place, text in [*template_texts(), *code_texts()] for fault in faults(text)}
    assert found == set(exceptions.PAGES)


def test_pages_that_know_no_visit_take_nobody_for_the_man():
    own = ("templates/errors/", "templates/saved/", "templates/symptoms/cleared.html", "templates/symptoms/start_again")
    texts = [(place, text) for place, text in template_texts() if place.startswith(own)]
    assert len(texts) > 40
    assert [(place, found) for place, text in texts for found in taken_for_the_man(text)] == []


def test_every_word_that_was_thought_about_is_in_use(knowledge):
    texts = [text for _, text in [*knowledge_texts(knowledge, Reader.MAN), *template_texts(), *code_texts()]]
    used = {word for text in texts for word in long_words(text)}
    assert EVERYDAY | HARD_WORDS.keys() == used
    assert not EVERYDAY & HARD_WORDS.keys()
    capitals = {word for text in texts for word in re.findall(r"\b[A-Z]+\b", re.sub(r"\{\w+\}", "", text))}
    assert CAPITALS.keys() == capitals


def test_what_a_hard_word_means_is_said_in_easy_ones():
    for word, (meaning, reason) in HARD_WORDS.items():
        assert not long_words(meaning) - EVERYDAY - HARD_WORDS.keys(), word
        assert reason


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("<p>Call <a href='#'>us</a> now.</p><li>Two</li>", ["Call us now.", "Two"]),
        ("{% if a %}One way{% else %}Another way{% endif %}", ["One way", "Another way"]),
        ("<p>{% translate 'Call now' %}</p>", ["Call now"]),
        ("<p>{% blocktranslate %}Ask {{ who }} first{% endblocktranslate %}</p>", ["Ask it first"]),
        ('<nav aria-label="On this page"></nav>', ["On this page"]),
        ("{# no text #}<style>p { color: red }</style><p>{{ only }}</p>", ["it"]),
    ],
)
def test_the_words_of_a_template_are_found(template, texts):
    assert runs_of_words(template) == texts


def test_the_strings_of_code_are_found_without_docstrings():
    code = '"""Not this one."""\nA = "Call now"\ndef f():\n    """Nor this."""\n    return f"Age {1 + 1}."\n'
    assert list(strings_of(code)) == ["Call now", "Age it."]
