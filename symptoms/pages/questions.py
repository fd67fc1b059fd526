"""The ten questions that men ask most: their order, and which causes and advice each answer rests on.

The answers themselves are templates in templates/pages/questions/, named by their key.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from symptoms.pages.library import Library, Link


@dataclass(frozen=True, slots=True)
class Question:
    """A question, to be translated, and the keys of what its answer rests on. The key is also its place on the page."""

    key: str
    text: str
    causes: tuple[str, ...]
    advice: tuple[str, ...]

    @property
    def template(self) -> str:
        """The answer."""
        return f"pages/questions/{self.key}.html"


QUESTIONS = (
    Question(
        "signs",
        gettext_noop("What are common signs of weak legs?"),
        ("peripheral_neuropathy", "sarcopenia", "deconditioning", "lumbar_spinal_stenosis"),
        ("see_doctor",),
    ),
    Question(
        "vitamins",
        gettext_noop("Which vitamins and minerals do legs need?"),
        (
            "vitamin_d_deficiency",
            "vitamin_b12_deficiency",
            "magnesium_deficiency",
            "hypokalaemia",
            "iron_deficiency_anaemia",
        ),
        (
            "diet_balanced",
            "vit_d_supplement",
            "b12_treatment",
            "mg_supplement",
            "k_supplement_no",
            "iron_tablets",
            "supplements_general",
        ),
    ),
    Question(
        "water",
        gettext_noop("Can too little water make legs weak?"),
        ("dehydration_electrolyte", "hypokalaemia", "hyponatraemia", "rhabdomyolysis"),
        ("hydrate", "rehydrate_salts", "salts_prescribed"),
    ),
    Question(
        "treatment",
        gettext_noop("What helps weak legs?"),
        (),
        (
            "physio",
            "strength_train",
            "b12_treatment",
            "salts_prescribed",
            "nerve_medicines",
            "immune_treatment",
            "surgery",
            "rehab_supervision",
            "meds_review",
        ),
    ),
    Question(
        "stress",
        gettext_noop("Can stress or worry make legs weak?"),
        ("anxiety_hyperventilation", "depression", "stroke_tia"),
        ("stress_relief", "talk_therapy", "keep_moving", "crisis_support"),
    ),
    Question(
        "age",
        gettext_noop("Why do legs get weaker with age?"),
        ("sarcopenia", "deconditioning", "male_hypogonadism", "malnutrition_eating_disorder"),
        ("strength_train", "protein", "checkups"),
    ),
    Question(
        "physiotherapy",
        gettext_noop("How can physiotherapy help?"),
        (),
        ("physio", "balance_train", "stretching", "walking_aid", "electrical_stim"),
    ),
    Question(
        "illness",
        gettext_noop("Which illnesses make legs weak?"),
        (
            "peripheral_neuropathy",
            "multiple_sclerosis",
            "parkinsons_disease",
            "myasthenia_gravis",
            "lupus_sle",
            "hypothyroidism",
            "diabetes_high_sugar",
            "chronic_inflammatory_disease",
            "muscular_dystrophy_adult",
        ),
        (),
    ),
    Question(
        "exercise",
        gettext_noop("Which exercise is good for weak legs?"),
        ("me_cfs", "rhabdomyolysis"),
        ("start_slow", "strength_train", "aerobic", "balance_train", "stretching"),
    ),
    Question(
        "doctor",
        gettext_noop("When should a man with weak legs see a doctor?"),
        (),
        ("see_doctor", "neurology_referral"),
    ),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with links to those pages of the library that the served release has."""

    question: Question
    causes: tuple[Link, ...]
    advice: tuple[Link, ...]


def answered(library: Library | None) -> tuple[Answered, ...]:
    """All questions; without a library they have no links."""
    causes = library.causes if library else {}
    advice = library.advice if library else {}
    return tuple(
        Answered(
            question,
            tuple(Link(key, causes[key].name) for key in question.causes if key in causes),
            tuple(Link(key, advice[key].title) for key in question.advice if key in advice),
        )
        for question in QUESTIONS
    )
