"""The knowledge in the words for somebody who answers for a man."""

from dataclasses import fields, replace

from knowledge.content import WORDS_FOR_ANOTHER, Option, Text
from knowledge.for_another import knowledge_for_another, said_to_another
from tests.knowledge.small import SMALL

PAGE = SMALL.questions[1]
RULE = SMALL.red_flags[0]


def test_each_word_for_another_stands_for_a_field_of_the_same_row():
    for kind, words in WORDS_FOR_ANOTHER.items():
        names = {field.name for field in fields(kind)}
        assert words.keys() | set(words.values()) <= names
        assert {name for name in names if name.endswith("_for_another")} == set(words)
        assert all(name == f"{ordinary}_for_another" for name, ordinary in words.items())


def test_a_page_says_what_is_meant_for_another():
    said = said_to_another(PAGE)
    assert (said.text, said.hint, said.why) == (PAGE.text_for_another, PAGE.hint_for_another, PAGE.why_for_another)
    yes, no = said.options
    assert (yes.label, yes.explain) == ("Yes, his do", "He does not feel a light touch.")
    assert no == PAGE.options[1]


def test_what_has_no_words_for_another_says_what_it_says_to_the_man():
    assert said_to_another(Text("welcome", "Welcome.")) == Text("welcome", "Welcome.")
    option = Option("sit", "When sitting", present=(), absent=(), explain="On a chair.", label_for_another="He sits")
    assert (said_to_another(option).label, said_to_another(option).explain) == ("He sits", "On a chair.")


def test_nothing_but_words_differs():
    said = knowledge_for_another(SMALL)
    assert said.red_flags[0].tell == "Call {emergency_number} for him now."
    assert said.texts[1].text == "Goodbye to you both."
    words = {"tell": RULE.tell, "because": RULE.because}
    assert replace(said.red_flags[0], **words) == RULE
    others = {"questions": SMALL.questions, "red_flags": SMALL.red_flags, "texts": SMALL.texts}
    others["regions"] = SMALL.regions
    assert replace(said, **others) == SMALL
    assert knowledge_for_another(said) == said
