"""Which options of a page have a small line drawing beside their words, and what each drawing shows.

The drawings are the files of templates/drawings/, put into the page itself: docs/drawings.md says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from symptoms.catalogue import QuestionShown


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing. `alternative` says what is drawn; `tells_more` that this is more than the option's words say.

    What tells more is read out together with the option; the others are found by who reads through the page.
    `option` is the option's key where it is not that of its finding.
    """

    name: str
    alternative: Promise
    tells_more: bool
    option: str = ""

    @property
    def template(self) -> str:
        """Its file, as a template."""
        return f"drawings/{self.name}.svg"


#: By the finding that the option stands for: its meaning stays when a clinician words or orders a page anew.
DRAWINGS: Mapping[str, Drawing] = {
    "saddle_numbness": Drawing(
        "saddle-area",
        gettext_lazy(
            "A man from behind. What would touch the saddle of a bike is shaded: "
            "between the buttocks and at the top of the inner thighs."
        ),
        tells_more=True,
    ),
    "numb_band": Drawing(
        "trunk-band",
        gettext_lazy("The front of a man's body. A shaded band goes right round it, between the chest and the navel."),
        tells_more=True,
    ),
    "side_both": Drawing(
        "legs-both",
        gettext_lazy("A man from the front, shaded from hip to foot on both sides."),
        tells_more=False,
        option="both",
    ),
    "side_one": Drawing(
        "leg-one",
        gettext_lazy("A man from the front. One of his legs is shaded from hip to foot. It could be the other one."),
        tells_more=True,
        option="one",
    ),
    "side_one_arm_leg": Drawing(
        "arm-and-leg",
        gettext_lazy(
            "A man from the front. One arm is shaded from the shoulder down, and the leg below it from the hip down."
        ),
        tells_more=True,
        option="arm_leg",
    ),
    "weak_all_over": Drawing(
        "all-over", gettext_lazy("A man from the front, shaded from head to foot."), tells_more=False
    ),
    "neck_weak": Drawing(
        "head-sunk", gettext_lazy("A man from the side. His head has sunk to his chest."), tells_more=True
    ),
    "spreading_up": Drawing(
        "spreading-up",
        gettext_lazy("Two legs from the front, shaded below the middle of the calf. Arrows point up from there."),
        tells_more=True,
    ),
    "area_arms_too": Drawing(
        "arms", gettext_lazy("A man from the front, shaded on both sides from shoulder to hand."), tells_more=False
    ),
    "hands_weak_clumsy": Drawing("hand", gettext_lazy("An open hand, shaded all over."), tells_more=False),
    "foot_drop": Drawing(
        "foot-drop",
        gettext_lazy(
            "A man's legs as he takes a step. The foot in the air hangs down, so that its toes scrape the ground."
        ),
        tells_more=True,
    ),
    "area_feet_ankles": Drawing(
        "feet", gettext_lazy("Two legs from the front, shaded below the calf."), tells_more=False
    ),
    "area_hips_thighs": Drawing(
        "hips-thighs",
        gettext_lazy("Two legs from the front, shaded from the hips down to the knees."),
        tells_more=False,
    ),
    "trouble_chair": Drawing(
        "rise-from-chair",
        gettext_lazy("A man who gets up from a chair. He leans forward, and his arms are folded on his chest."),
        tells_more=True,
    ),
}


def drawings_of(question: QuestionShown) -> Mapping[str, Drawing]:
    """The drawings of a page by the key of their option. None for a finding it does not ask about."""
    return {drawing.option or finding: drawing for finding, drawing in DRAWINGS.items() if finding in question.findings}
