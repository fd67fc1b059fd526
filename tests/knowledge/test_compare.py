"""What differs between two knowledge bases."""

import dataclasses

from knowledge.compare import Difference, differences


def test_equal_knowledge_has_no_differences(knowledge):
    assert differences(knowledge, knowledge) == ()


def test_added_removed_and_changed_concepts_are_told(knowledge):
    first, second, *rest = knowledge.causes
    changed = dataclasses.replace(second, name="Another name", summary="Other words.")
    added = dataclasses.replace(first, key="a_new_cause")
    after = dataclasses.replace(knowledge, causes=(changed, *rest, added))
    assert differences(knowledge, after) == (
        Difference("causes", first.key, "removed"),
        Difference("causes", second.key, "changed", ("name", "summary")),
        Difference("causes", "a_new_cause", "added"),
    )


def test_a_changed_setting_and_another_order_are_told(knowledge):
    settings = dataclasses.replace(knowledge.settings, cluster_decay=0.4)
    after = dataclasses.replace(knowledge, settings=settings, questions=knowledge.questions[::-1])
    assert [str(difference) for difference in differences(knowledge, after)] == [
        "questions: the order of the entries changed",
        "settings: settings changed (cluster_decay)",
    ]
