"""Test cases: a man's findings and the outcome that must follow."""

from __future__ import annotations

from django.db import models

from knowledge.content import Urgency
from knowledge.models.base import Concept, ProtectedManyToManyField, choices_of, in_range, known_word


class VignetteState(models.TextChoices):
    """What the man of a vignette says about a finding."""

    PRESENT = "present"
    ABSENT = "absent"
    UNSURE = "unsure"


class Vignette(Concept):
    """An invented man and the outcome that must follow. Findings it does not name were not asked."""

    name_field = "story"

    age = models.PositiveSmallIntegerField(help_text="Years, 18 to 120. Example: 68.")
    story = models.TextField(help_text="In his words. Example: I woke up and my left leg would not move.")
    urgency_at_least = models.CharField(
        max_length=20, choices=choices_of(Urgency), help_text="The least level allowed."
    )
    urgency_at_most = models.CharField(
        max_length=20, choices=choices_of(Urgency), help_text="The highest level allowed."
    )
    categories_top3 = ProtectedManyToManyField(
        "knowledge.Category",
        related_name="vignettes",
        blank=True,
        help_text="At least one of these must be among the first three.",
    )
    causes_top5 = ProtectedManyToManyField(
        "knowledge.Cause",
        related_name="vignettes",
        blank=True,
        help_text="At least one of these must be among the first five.",
    )

    class Meta(Concept.Meta):
        constraints = [
            *Concept.Meta.constraints,
            in_range("vignette", "age", 18, 120),
            known_word("vignette", "urgency_at_least", Urgency),
            known_word("vignette", "urgency_at_most", Urgency),
        ]


class VignetteFinding(models.Model):
    """What the man of a vignette said about a finding."""

    vignette = models.ForeignKey(Vignette, on_delete=models.CASCADE, related_name="findings")
    finding = models.ForeignKey("knowledge.Finding", on_delete=models.PROTECT, related_name="vignettes")
    state = models.CharField(
        max_length=20, choices=VignetteState.choices, help_text='Unsure: he answered "I\'m not sure".'
    )

    class Meta:
        ordering = ["vignette", "finding"]
        constraints = [
            models.UniqueConstraint(
                fields=["vignette", "finding"],
                name="vignettefinding_once",
                violation_error_message="This vignette already names this finding.",
            ),
            known_word("vignettefinding", "state", VignetteState),
        ]

    def __str__(self) -> str:
        return f"{self.vignette}: {self.finding} {self.state}"
