"""What he told, sorted for a doctor: every finding that can be asked stands in one place."""

from __future__ import annotations

import dataclasses
import random

import pytest

from symptoms.told import Ticked, told
from tests.symptoms.api.bodies import CALM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm")]


def calm(knowledge, **changes):
    answers = {page.key: (CALM.get(page.key, "none"),) for page in knowledge.questions}
    return answers | {key: (value,) if isinstance(value, str) else tuple(value) for key, value in changes.items()}


@pytest.mark.parametrize("seed", range(8))
def test_every_danger_sign_and_every_tick_stands_in_one_place(knowledge, seed):
    chance = random.Random(seed)
    labels = {row.key: row.label for row in knowledge.findings}
    answers, danger, ticked = {}, [], []
    for page in knowledge.questions:
        findings = [key for option in page.options for key in option.present]
        if page.stage == "emergency":
            danger += findings
        if page.kind == "multiple" and chance.random() < 0.8:
            options = chance.sample(page.options, chance.randint(0, 3))
            answers[page.key] = tuple(option.key for option in options) or (chance.choice(["none", "not_sure"]),)
            ticked += [key for option in options for key in option.present if page.stage != "emergency"]
    man = told(age=50, answers=answers)
    found = [*man.danger.present, *man.danger.not_sure, *man.danger.denied, *man.danger.open, *man.danger.not_asked]
    assert sorted(found) == sorted(labels[key] for key in danger)
    assert sorted(man.ticked) == sorted(ticked)
    kinds = (man.signs, man.illnesses, man.medicines, man.habits)
    groups = [label for kind in kinds for label in kind.labels]
    assert sorted(groups) == sorted(labels[key] for key in ticked)
    assert not set(groups) & {*man.denied, *man.not_sure}


def test_a_page_with_one_choice_gives_the_words_that_were_chosen(knowledge):
    man = told(age=50, answers=calm(knowledge, how_fast="weeks", side="not_sure", feeling_ok="no"))
    said = {answer.question: answer.said for answer in man.answers}
    assert said["how_fast"] == "Over 1 to 8 weeks"
    assert said["side"] == "I'm not sure"
    assert said["feeling_ok"] == "No, or not fully"
    assert "scope" not in said
    assert man.course == ("Came on over 1 to 8 weeks", "Present for more than a year", "Staying about the same")


def test_nothing_answered_is_nothing_told():
    man = told(age=None, answers={})
    assert {answer.said for answer in man.answers} == {None}
    assert (man.course, man.ticked, man.denied, man.not_sure) == ((), {}, (), ())
    assert (man.danger.present, man.danger.denied, man.danger.open) == ((), (), ())
    assert man.danger.not_asked
    assert man.signs == man.medicines == Ticked((), asked=False, all_asked=False)


def test_how_much_of_a_kind_was_asked_is_told(knowledge):
    assert told(age=50, answers=calm(knowledge)).medicines == Ticked((), asked=True, all_asked=True)
    some = told(age=50, answers={"medicines": ("none",)})
    assert some.medicines == Ticked((), asked=True, all_asked=False)
    assert not some.signs.asked


def test_an_answer_that_was_set_aside_is_not_told(knowledge, serve):
    changed = [
        dataclasses.replace(page, ask_if=(("onset_sudden",),)) if page.key in ("side", "pain") else page
        for page in knowledge.questions
    ]
    serve(dataclasses.replace(knowledge, questions=tuple(changed)))
    for how_fast, said in (("sudden", "One leg only, or one leg clearly more"), ("weeks", None)):
        man = told(age=50, answers=calm(knowledge, how_fast=how_fast, side="one", pain="back_pain"))
        assert {answer.question: answer.said for answer in man.answers}["side"] == said
        assert bool(man.signs.labels) is bool(said)


def test_who_answered_is_told(knowledge):
    assert told(age=50, answers=calm(knowledge, scope="other_man")).for_another
    assert not told(age=50, answers=calm(knowledge)).for_another
