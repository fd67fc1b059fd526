"""The half minute on the phone: short, the most urgent first, and nothing left out in silence."""

from __future__ import annotations

import random
import re
from types import SimpleNamespace

import pytest

from symptoms.engine.levels import Level
from symptoms.spoken import MOST_WORDS, spoken
from symptoms.told import DangerSigns, Ticked, Told

NO_DANGER = DangerSigns((), (), (), (), (), ())
NOTHING = Ticked((), asked=True, all_asked=True)
TOLD = Told(False, (), (), NO_DANGER, NOTHING, NOTHING, NOTHING, NOTHING, (), (), (), {})
LABEL = "Some sign with six words inside"


def danger(**lists):
    return DangerSigns(**{name: tuple(lists.get(name, ())) for name in DangerSigns.__dataclass_fields__})


def outcome(*, matched=(), fitting=(), against=(), level=Level.WITHIN_DAYS, reasons=()):
    """An outcome whose rules matched these findings, and whose first cause they fit or speak against."""
    items = [SimpleNamespace(finding=key, strength="strong_for") for key in fitting]
    items += [SimpleNamespace(finding=key, strength="strong_against") for key in against]
    return SimpleNamespace(
        urgency=SimpleNamespace(title="See a doctor within a week", level=level, reasons=reasons),
        red_flags=[SimpleNamespace(matched=[matched])],
        causes=[SimpleNamespace(contributions=items)],
    )


def told(**changes):
    values = {name: getattr(TOLD, name) for name in Told.__dataclass_fields__}
    return Told(**values | changes)


@pytest.mark.parametrize(
    ("changes", "age", "first"),
    [
        ({}, 58, "I am 58. My legs are weak."),
        ({}, None, "My legs are weak."),
        ({"for_another": True}, 58, "I call for a man of 58. His legs are weak."),
        ({"for_another": True}, None, "I call for a man. His legs are weak."),
    ],
)
def test_who_it_is_about_comes_first_and_then_the_advice(changes, age, first):
    said = spoken(outcome(), told(**changes), age)
    assert said == (first, "A check on the web gave this advice: see a doctor within a week.")


def test_the_order_is_danger_doubt_course_and_the_rest():
    man = told(
        danger=danger(present=["Chest pain"], not_sure=["Fever"], denied=["Fits"]),
        course=("Came on over days", "One leg only"),
        ticked={"ache": "Muscle ache", "copd": "COPD"},
    )
    assert spoken(outcome(), man, 58)[2:] == (
        "Danger signs: chest pain.",
        "Not sure about: fever.",
        "The weakness: came on over days; one leg only.",
        "Also: muscle ache; COPD.",
        "I ticked no other danger sign.",
    )


def test_in_an_emergency_the_danger_sign_comes_before_the_advice():
    man = told(danger=danger(present=["Chest pain"], not_sure=["Fever"]))
    assert spoken(outcome(level=Level.EMERGENCY_NOW), man, 58)[:3] == (
        "I am 58. My legs are weak.",
        "Danger signs: chest pain.",
        "A check on the web gave this advice: see a doctor within a week.",
    )


@pytest.mark.parametrize(
    ("lists", "last"),
    [
        ({"denied": ["Fits"]}, "I ticked no danger sign."),
        ({"present": ["Fever"], "open": ["Fits"]}, "I ticked no other danger sign."),
        ({"denied": ["Fits"], "not_asked": ["Fever"]}, "Not all danger signs were asked."),
    ],
)
def test_what_became_of_the_other_danger_signs_comes_last(lists, last):
    assert spoken(outcome(), told(danger=danger(**lists)), 58)[-1] == last


REASONS = ("Cancer with new weakness can press on the spine.", "Another reason.")


@pytest.mark.parametrize("level", [Level.EMERGENCY_NOW, Level.SAME_DAY])
@pytest.mark.parametrize("lists", [{}, {"not_sure": ["Fever"]}], ids=["none", "unsure"])
def test_an_urgent_level_without_a_danger_sign_gives_its_first_reason_and_denies_nothing(level, lists):
    man = told(danger=danger(denied=["Fits"], **lists), course=("One leg only",))
    said = spoken(outcome(level=level, reasons=REASONS), man, 58)
    assert said[2] == "The reason: cancer with new weakness can press on the spine."
    assert said[-1] == "The weakness: one leg only."
    assert not any("ticked no" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("level", "lists", "last"),
    [
        (Level.EMERGENCY_NOW, {"present": ["Fever"], "denied": ["Fits"]}, "I ticked no other danger sign."),
        (Level.WITHIN_DAYS, {"denied": ["Fits"]}, "I ticked no danger sign."),
    ],
)
def test_a_danger_sign_or_time_to_wait_needs_no_reason(level, lists, last):
    said = spoken(outcome(level=level, reasons=REASONS), told(danger=danger(**lists)), 58)
    assert not any(sentence.startswith("The reason:") for sentence in said)
    assert said[-1] == last


def test_danger_signs_that_were_not_asked_are_said_beside_a_reason():
    man = told(danger=danger(denied=["Fits"], not_asked=["Fever"]))
    said = spoken(outcome(level=Level.EMERGENCY_NOW, reasons=REASONS), man, 58)
    assert said[2:] == (
        "The reason: cancer with new weakness can press on the spine.",
        "Not all danger signs were asked.",
    )


def test_a_sign_that_is_new_has_one_colon_before_it():
    man = told(danger=danger(present=["New: cannot stand", "Fits"]), ticked={"rush": "New: must rush"})
    assert spoken(outcome(), man, 58)[2:] == (
        "Danger signs: cannot stand, and that is new; fits.",
        "Also: must rush, and that is new.",
    )


def test_what_he_did_not_say_is_counted_and_never_named():
    man = told(danger=danger(present=["Chest pain"], not_said=["Leaking urine", "Numb bottom"], denied=["Fits"]))
    assert spoken(outcome(), man, 58)[2:] == (
        "Danger signs: chest pain.",
        "I did not tell the check about 2 danger signs.",
        "I ticked no other danger sign.",
    )
    alone = spoken(outcome(), told(danger=danger(not_said=["Leaking urine"], denied=["Fits"])), 58)
    assert alone[2:] == ("I did not tell the check about 1 danger sign.", "I ticked no other danger sign.")


def test_signs_of_the_rules_come_before_those_of_the_causes_and_those_before_the_rest():
    ticked = {"a": "A a", "b": "B b", "c": "C c", "d": "D d"}
    said = spoken(outcome(matched=("d", "elsewhere"), fitting=("c", "d"), against=("b",)), told(ticked=ticked), 58)
    assert said[-1] == "Also: d d; c c; a a; b b."


def words(sentences):
    return sum(len(sentence.split()) for sentence in sentences)


def named(sentence):
    """How many labels a sentence stands for: those it says and those it counts."""
    more = re.search(r"and (\d+) more\.$", sentence)
    return sentence.count(LABEL[1:]) + (int(more[1]) if more else 0)


@pytest.mark.parametrize("seed", range(60))
def test_it_takes_half_a_minute_at_most_and_counts_what_finds_no_room(seed):
    chance = random.Random(seed)
    present, not_sure, not_said, course, ticks = (chance.choice([0, 1, 2, 5, 21]) for _ in range(5))
    man = told(
        danger=danger(
            present=[LABEL] * present, not_sure=[LABEL] * not_sure, not_said=[LABEL] * not_said, denied=["Fits"]
        ),
        course=(LABEL,) * min(course, 4),
        ticked={str(number): LABEL for number in range(ticks)},
    )
    reason = f"The reason: {' '.join(['word'] * 18)}."
    urgent = chance.choice([True, False])
    level = Level.EMERGENCY_NOW if urgent else Level.ROUTINE
    said = spoken(outcome(level=level, reasons=(reason.removeprefix("The reason: "),)), man, 58)
    assert words(said) <= MOST_WORDS
    assert (reason in said) is (urgent and not present)
    by_start = {sentence.split(":")[0]: sentence for sentence in said}
    assert named(by_start.get("Danger signs", "")) == present
    assert ("Danger signs" in by_start) is bool(present)
    for intro, number, counted in (
        ("Not sure about", not_sure, "Not sure about {} other danger sign{}."),
        ("Also", ticks, "I ticked {} other thing{}."),
    ):
        alone = counted.format(number, "s" if number > 1 else "") in said
        assert alone or named(by_start.get(intro, "")) == number
        assert alone <= bool(number)
    assert named(by_start.get("The weakness", "")) == min(course, 4)


def test_a_danger_sign_is_said_however_long_it_is():
    said = spoken(outcome(), told(danger=danger(present=["Very " * 100 + "bad", "Fits"])), 58)
    assert said[2].startswith("Danger signs: very Very ")
    assert said[2].endswith(" bad; and 1 more.")
