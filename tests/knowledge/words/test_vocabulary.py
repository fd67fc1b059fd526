"""Every field of the content has words, and those words stand for what the field holds."""

import dataclasses
import enum
from typing import get_args, get_type_hints

import pytest

from knowledge.content import CONCEPTS, KnowledgeBase, Settings
from knowledge.words.vocabulary import (
    CONCEPT_WORDS,
    FIELD_WORDS,
    NAME_FIELDS,
    OWN_FIELD_WORDS,
    REFERENCES,
    SETTING_WORDS,
    WORD_FIELDS,
    inside,
    name_and_key,
    plural_of,
    readable,
    singular_of,
)


def leaves(row_class, prefix=""):
    """(path, type) of each field that is not a group of fields itself."""
    for name, hint in get_type_hints(row_class).items():
        inner = next((part for part in (hint, *get_args(hint)) if dataclasses.is_dataclass(part)), None)
        if inner and prefix + name != "show_with" and inner.__name__ != "RegionSource":
            yield from leaves(inner, f"{prefix}{name}.")
        else:
            yield prefix + name, hint


ROWS = {concept: get_args(hint)[0] for concept, hint in get_type_hints(KnowledgeBase).items() if concept != "settings"}
LEAVES = {(concept, path): hint for concept, row in ROWS.items() for path, hint in leaves(row)}


def test_every_concept_has_words():
    assert set(CONCEPT_WORDS) == set(CONCEPTS)


def test_every_field_has_words_and_no_words_are_left_over():
    own = {"place", "retired", "evidence", "options"}
    assert set(FIELD_WORDS) - own == {path for _, path in LEAVES}
    assert set(OWN_FIELD_WORDS) <= set(LEAVES)


def test_every_setting_has_words_of_its_own_and_no_words_are_left_over():
    assert set(SETTING_WORDS) == {path for path, _ in leaves(Settings)}
    assert len(set(SETTING_WORDS.values())) == len(SETTING_WORDS)


def test_no_two_fields_of_an_entry_share_their_words():
    for concept in ROWS:
        words = [
            OWN_FIELD_WORDS.get((concept, path), FIELD_WORDS[path])
            for owner, path in LEAVES
            if owner == concept and not path.startswith(("evidence.", "options."))
        ]
        assert len(set(words)) == len(words), concept


def test_every_word_from_a_list_is_made_readable():
    hints = [*LEAVES.items(), *((("settings", path), hint) for path, hint in leaves(Settings))]
    words = {
        path.rpartition(".")[2]
        for (_, path), hint in hints
        if any(isinstance(part, type) and issubclass(part, enum.Enum) for part in (hint, *get_args(hint)))
    }
    assert words == WORD_FIELDS


def test_every_list_of_texts_names_the_concept_of_its_keys_or_holds_plain_texts():
    lists = {path for (_, path), hint in LEAVES.items() if hint == tuple[str, ...]}
    assert lists - set(REFERENCES) == {"article", "tests", "cautions", "emergency_also", "recall"}


#: Regions name their sources by title and address instead of a key.
_BY_KEY = [place for place in LEAVES if place[1] in REFERENCES and place != ("regions", "sources")]


@pytest.mark.parametrize(("concept", "path"), _BY_KEY)
def test_references_hold_keys_of_the_concept_they_name(knowledge, concept, path):
    keys = {row.key for row in getattr(knowledge, REFERENCES[path])}
    values = list(getattr(knowledge, concept))
    for step in path.split("."):
        values = [getattr(value, step) for value in values]
        values = [item for value in values for item in (value if isinstance(value, tuple) else [value])]
    assert values
    assert set(values) <= keys


def test_the_fields_that_name_an_entry_are_in_the_content():
    assert set(NAME_FIELDS.items()) <= set(LEAVES)
    assert set(CONCEPTS) - set(NAME_FIELDS) == {"settings", "texts", "vignettes"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (readable("emergency_now"), "Emergency now"),
        (readable("fit.strong"), "Fit, strong"),
        (readable("Already words"), "Already words"),
        (readable(""), ""),
        (singular_of("red_flags"), "Red-flag rule"),
        (plural_of("self_care"), "Self-care pictures"),
        (singular_of("old_things"), "Old things"),
        (plural_of("old_things"), "Old things"),
        (name_and_key("numb_feet", "Numb feet"), "Numb feet (numb_feet)"),
        (name_and_key("numb_feet", None), "numb_feet"),
        (name_and_key("numb_feet", "numb_feet"), "numb_feet"),
        (inside("Treatment"), "treatment"),
        (inside("ICD-10 code"), "ICD-10 code"),
    ],
)
def test_words_are_put_together(words, expected):
    assert words == expected
