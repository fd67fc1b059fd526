"""What differs between two knowledge bases, entry by entry in words."""

from dataclasses import replace

import pytest

from knowledge.content import CONCEPTS
from knowledge.words import differences as differences_module
from knowledge.words.changes import FieldChange
from knowledge.words.differences import ConceptChange, differences_in_words, labels_of
from tests.knowledge.changes import changed, first, with_row


def test_equal_knowledge_has_no_differences(knowledge):
    assert differences_in_words(knowledge, knowledge) == ()


def test_added_removed_and_changed_entries_are_told(knowledge):
    gone, kept, *rest = knowledge.categories
    new = replace(gone, key="a_new_one", name="A new one", summary="Some words.", article=False)
    after = replace(knowledge, categories=(replace(kept, name="Water"), *rest, new))
    assert differences_in_words(knowledge, after) == (
        ConceptChange(
            "categories",
            gone.key,
            gone.name,
            "removed",
            (FieldChange("Category", "Food and vitamins (nutritional_deficiency)", ""),),
        ),
        ConceptChange("categories", kept.key, "Water", "changed", (FieldChange("Name", "Water and salts", "Water"),)),
        ConceptChange(
            "categories",
            "a_new_one",
            "A new one",
            "added",
            (
                FieldChange("Category", "", "A new one (a_new_one)"),
                FieldChange("Summary", "", "Some words."),
                FieldChange("Named in the article", "", "no"),
            ),
        ),
    )


def test_names_come_from_both_sides(knowledge):
    rule = first("red_flags", lambda row: row.key == "spine_fever")
    finding = first("findings", lambda row: row.key == "fever_sweats")
    new = replace(finding, key="new_fever", label="Hot")
    after = replace(with_row("red_flags", rule, changed(rule, "all_of[1]", ("new_fever",))))
    after = replace(after, findings=(*(row for row in after.findings if row is not finding), new))
    told = next(change for change in differences_in_words(knowledge, after) if change.concept == "red_flags")
    assert (told.key, told.name, told.change) == ("spine_fever", rule.title, "changed")
    assert [str(field) for field in told.fields] == [
        "Clause 2: took out “Fever, shivers or drenching night sweats (fever_sweats)”.",
        "Clause 2: added: Hot (new_fever).",
    ]


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ((1, 0, 2, 3), [(1, "2", "1")]),
        ((1, 2, 3, 0), [(0, "1", "4")]),
        ((3, 0, 1, 2), [(3, "4", "1")]),
        ((3, 2, 1, 0), [(3, "4", "1"), (2, "3", "2"), (1, "2", "3")]),
    ],
)
def test_another_order_is_told_by_the_fewest_entries_that_moved(knowledge, order, moved):
    rows = knowledge.regions
    after = replace(knowledge, regions=(*(rows[place] for place in order), *rows[4:]))
    (told,) = differences_in_words(knowledge, after)
    assert (told.concept, told.key, told.name, told.change) == ("regions", "", "Regions", "reordered")
    assert {(field.field, field.before, field.after) for field in told.fields} == {
        (f"Place of {rows[place].name} ({rows[place].key})", old, new) for place, old, new in moved
    }


def test_a_changed_setting_is_told_with_its_key(knowledge):
    after = replace(knowledge, settings=changed(knowledge.settings, "fit.strong", 0.4))
    assert differences_in_words(knowledge, after) == (
        ConceptChange(
            "settings", "settings", "Settings", "changed", (FieldChange("Strong fit from (fit.strong)", "0.35", "0.4"),)
        ),
    )


def test_only_rows_that_differ_are_converted(knowledge, monkeypatch):
    converted = []
    convert = differences_module.row_to_plain
    monkeypatch.setattr(differences_module, "row_to_plain", lambda row: converted.append(row.key) or convert(row))
    cause = first("causes", lambda row: row.key == "muscle_strain")
    differences_in_words(knowledge, with_row("causes", cause, replace(cause, summary="Other words.")))
    assert converted == [cause.key, cause.key]


def test_everything_removed_and_added_back_is_told_once_each(knowledge):
    empty = replace(knowledge, **{concept: () for concept in CONCEPTS if concept != "settings"})
    rows = sum(len(getattr(knowledge, concept)) for concept in CONCEPTS if concept != "settings")
    for before, after, change in ((empty, knowledge, "added"), (knowledge, empty, "removed")):
        told = differences_in_words(before, after)
        assert len(told) == rows
        assert {row.change for row in told} == {change}
        assert all(row.name and row.fields for row in told)


def test_every_entry_has_a_name(knowledge):
    labels = labels_of(knowledge)
    assert set(labels) == set(CONCEPTS) - {"settings"}
    assert all(set(labels[concept]) == {row.key for row in getattr(knowledge, concept)} for concept in labels)
    assert labels["findings"]["numb_feet"] == "Both feet or lower legs numb or tingling"
    assert labels["questions"]["scope"] == "Who is this check for?"
    assert labels["texts"]["level_emergency_now_title"] == "level_emergency_now_title"
