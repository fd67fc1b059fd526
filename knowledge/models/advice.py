"""The library of self-care and treatment."""

from __future__ import annotations

from django.db import models

from knowledge.content import AdviceKind, Urgency
from knowledge.models.base import Concept, ProtectedManyToManyField, check_texts, choices_of, known_word


class Advice(Concept):
    """One thing a man can do himself, or a doctor may do."""

    title = models.CharField(help_text="Example: Enough protein.")
    kind = models.CharField(
        max_length=20,
        choices=choices_of(AdviceKind),
        help_text="Medical treatment, surgery and medicine review stand under what a doctor may do.",
    )
    text = models.TextField(help_text="Two or three plain sentences. Example: Drink enough through the day.")
    cautions = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Who should take care, one a line. Example: Kidney disease.",
    )
    article = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Places in the origin article, one a line. Example: A6a.",
    )
    sources = ProtectedManyToManyField("knowledge.Source", related_name="advice", blank=True)
    suppressed_by = ProtectedManyToManyField(
        "knowledge.Cause",
        related_name="suppresses",
        blank=True,
        help_text="Not shown when one of these is a strong or possible fit. Example: me_cfs.",
    )
    always_when = ProtectedManyToManyField(
        "knowledge.Finding",
        related_name="always_brings",
        blank=True,
        help_text="Shown whenever one of these is present. Example: low_mood.",
    )
    only_from_urgency = models.CharField(
        max_length=20,
        choices=choices_of(Urgency),
        null=True,
        blank=True,
        help_text="Shown only at this level or above. Example: emergency_now.",
    )

    class Meta(Concept.Meta):
        verbose_name_plural = "advice"
        constraints = [
            *Concept.Meta.constraints,
            known_word("advice", "kind", AdviceKind),
            known_word("advice", "only_from_urgency", Urgency),
        ]
