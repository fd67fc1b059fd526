"""Rules as sentences that cannot be misread."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.words.conditions import (
    LEVEL_WORDS,
    NO_FINDING,
    condition_words,
    picture_sentence,
    question_sentence,
    rule_sentence,
)

LABELS = {
    "sudden": "came on suddenly",
    "face": "face drooping",
    "speech": "speech trouble",
    "numb": "numb feet",
    "grip": "Weak grip, or clumsy hands",
    "stand": "New: cannot stand",
    "limp": 'a leg that feels “gone” or "dead"',
}


@pytest.mark.parametrize(
    ("urgency", "all_of", "sentence"),
    [
        (
            "emergency_now",
            (("sudden",), ("face", "speech")),
            "Emergency if: came on suddenly AND any of: face drooping, speech trouble",
        ),
        ("same_day", (("numb",),), "Same day if: numb feet"),
        (
            "within_days",
            (("face", "speech"), ("numb", "sudden")),
            "Within days if: any of: face drooping, speech trouble AND any of: numb feet, came on suddenly",
        ),
        ("routine", (("numb", "grip"),), "Routine if: any of: “numb feet”, “Weak grip, or clumsy hands”"),
        ("self_care", (("numb",), ("stand",)), "Self-care if: “numb feet” AND “New: cannot stand”"),
        ("same_day", (("limp",),), 'Same day if: “a leg that feels "gone" or "dead"”'),
        ("same_day", (("unsure_red_flag",),), "Same day if: unsure_red_flag"),
        ("same_day", (("numb", "no_such_key"),), "Same day if: any of: numb feet, no_such_key"),
        ("same_day", (), "Same day if: no finding chosen yet"),
        ("same_day", (("numb",), ()), "Same day if: numb feet AND no finding chosen yet"),
        ("next_week", (("numb",),), "Next week if: numb feet"),
    ],
)
def test_a_rule_reads_as_a_sentence(urgency, all_of, sentence):
    assert rule_sentence(urgency, all_of, LABELS.get) == sentence


def test_a_picture_and_a_condition_for_asking_read_as_sentences():
    assert picture_sentence((("sudden",),), LABELS.get) == "Self-care may fit if: came on suddenly"
    assert question_sentence((("face", "numb"),), LABELS.get) == "Asked only if: any of: face drooping, numb feet"
    assert question_sentence((), LABELS.get) == "Asked without a condition"


def test_shipped_rules_and_pictures_read_as_sentences(knowledge):
    label_of = {finding.key: finding.label for finding in knowledge.findings}.get
    rules = {rule.key: rule_sentence(rule.urgency, rule.all_of, label_of) for rule in knowledge.red_flags}
    assert rules["spine_fever"] == (
        "Emergency if: any of: “Spine pain that is worse lying down, or wakes from sleep at night”, “New, severe or "
        "fast-worsening back or neck pain” AND “Fever, shivers or drenching night sweats”"
    )
    pulled = next(picture for picture in knowledge.self_care if picture.key == "pulled_muscle")
    assert picture_sentence(pulled.all_of, label_of) == (
        "Self-care may fit if: “Felt a sudden pull, pop or tear” AND “One leg only, or clearly one leg more” AND "
        "any of: “Present for 1 to 4 weeks”, “Present for less than a week” AND “Slowly getting better” AND "
        "“Stopped by pain or stiffness”"
    )


def test_every_level_that_a_rule_can_have_has_words(knowledge):
    assert {rule.urgency.value for rule in knowledge.red_flags} <= set(LEVEL_WORDS)


def read_back(sentence):
    """The labels of each clause, found from the sentence alone."""
    if "“" in sentence:
        clauses = re.split(r"(?<=”) AND |(?<=no finding chosen yet) AND ", sentence)
        return [re.findall("“([^”]*)”", clause) for clause in clauses]
    clauses = [clause.removeprefix("any of: ") for clause in sentence.split(" AND ")]
    return [[] if clause == NO_FINDING else clause.split(", ") for clause in clauses]


@given(st.data())
def test_the_clauses_can_be_read_back_from_every_sentence(knowledge, data):
    real = [finding.label for finding in knowledge.findings]
    odd = ["a AND b", "any of: x", "one, two", "“said” so", "AND", NO_FINDING, "semi; colon"]
    labels = dict(enumerate([*real, *odd]))
    keys = st.lists(st.sampled_from(sorted(labels)), min_size=1, max_size=4, unique=True)
    all_of = data.draw(st.lists(keys, min_size=1, max_size=4))
    expected = [[re.sub("[“”]", '"', labels[key]) for key in clause] for clause in all_of]
    assert read_back(condition_words(all_of, labels.get)) == expected
