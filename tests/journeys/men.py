"""Four men who come to the check, each with what he answers: for pictures, and for journeys like theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symptoms.engine.levels import Level
from tests.journeys.visitor import Choose, Visitor, saying

#: To a page that is not named he says "None of these".
Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Man:
    """His name in pictures, his age in years, what he answers to the questions that fit his story, and his level."""

    name: str
    age: int
    story: str
    level: Level
    answers: Answers

    @property
    def choose(self) -> Choose:
        """What he chooses on each page."""
        return saying({"scope": ("me_man",), **self.answers})

    def answer_all(self, visitor: Visitor) -> None:
        """Goes through the check to the list of answers, past an emergency stop."""
        visitor.start()
        visitor.answer_on(self.choose, age=self.age)
        if visitor.path == "/check/outcome/":
            visitor.press("Continue anyway")
            visitor.answer_on(self.choose, age=self.age)


MEN = (
    Man(
        name="sunday-morning",
        age=24,
        story="Both legs limp on a Sunday morning, after a heavy meal.",
        level=Level.EMERGENCY_NOW,
        answers={
            "danger_now": ("cannot_walk",),
            "how_fast": ("sudden",),
            "how_long": ("week",),
            "course": ("same",),
            "side": ("both",),
            "kind": ("true_weak",),
            "area": ("area_hips_thighs",),
            "key_facts": ("attacks_after_food_rest",),
            "timing": ("attacks",),
            "function": ("trouble_chair", "trouble_stairs"),
            "feeling_ok": ("yes",),
        },
    ),
    Man(
        name="numb-feet",
        age=58,
        story="Diabetes, and feet that have been numb for years.",
        level=Level.WITHIN_DAYS,
        answers={
            "how_fast": ("years",),
            "how_long": ("over_year",),
            "course": ("same",),
            "side": ("both",),
            "kind": ("heavy",),
            "area": ("area_feet_ankles",),
            "feeling": ("numb_feet",),
            "feeling_ok": ("no",),
            "illnesses": ("hx_diabetes",),
            "walking": ("unsteady_walk", "unsteady_dark"),
            "veins": ("burning_feet",),
            "medicines": ("med_metformin",),
            "bladder_sex": ("prefer_not_to_say",),
        },
    ),
    Man(
        name="back-pain",
        age=71,
        story="Back pain, cancer ten years ago, and legs that get weaker each week.",
        level=Level.EMERGENCY_NOW,
        answers={
            "how_fast": ("weeks",),
            "how_long": ("month",),
            "course": ("worse_slow",),
            "side": ("both",),
            "kind": ("true_weak",),
            "area": ("area_hips_thighs",),
            "key_facts": ("hx_cancer",),
            "pain": ("back_pain", "back_pain_night"),
            "function": ("trouble_chair", "trouble_stairs"),
            "walking": ("unsteady_walk",),
            "feeling_ok": ("yes",),
        },
    ),
    Man(
        name="hard-run",
        age=35,
        story="Sore thighs two days after a hard run.",
        level=Level.SELF_CARE,
        answers={
            "how_fast": ("days",),
            "how_long": ("week",),
            "course": ("better",),
            "side": ("both",),
            "kind": ("pain",),
            "area": ("area_hips_thighs",),
            "before": ("hard_exercise_recent",),
            "everyday": ("sore_after_exercise",),
            "function": ("trouble_stairs", "muscle_aches"),
            "feeling_ok": ("yes",),
        },
    ),
)
