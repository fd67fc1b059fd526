"""Findings: everything that can be true of a man."""

from __future__ import annotations

from django.db import models

from knowledge.content import AGE_BANDS, FindingKind
from knowledge.models.base import (
    Concept,
    ProtectedManyToManyField,
    check_texts,
    choices_of,
    in_range,
    known_word,
)


class Finding(Concept):
    """One thing that can be true of a man: a symptom, a sign, a pattern, a past illness, a medicine or a habit."""

    name_field = "label"

    label = models.CharField(help_text="As a man would say it. Example: Numb or tingling feet.")
    kind = models.CharField(
        max_length=20,
        choices=choices_of(FindingKind),
        help_text="Demographic and derived findings have no question: they are worked out.",
    )
    cluster = models.CharField(
        null=True,
        blank=True,
        help_text="Findings of one cluster overlap and weigh less together. Example: tempo.",
    )
    background_a18_39 = models.FloatField(
        "background at 18-39", help_text="Share of men with weak legs who would say yes, 0 to 1. Example: 0.13."
    )
    background_a40_59 = models.FloatField("background at 40-59", help_text="The same at 40 to 59 years.")
    background_a60_74 = models.FloatField("background at 60-74", help_text="The same at 60 to 74 years.")
    background_a75_plus = models.FloatField("background at 75+", help_text="The same from 75 years.")
    sensitive = models.BooleanField(default=False, help_text='Its page also offers "I prefer not to say".')
    hpo = models.CharField("HPO id", null=True, blank=True, help_text="Example: HP:0011009.")
    snomed = models.CharField("SNOMED CT id", null=True, blank=True, help_text="Example: 302226006.")
    codes_verified = models.BooleanField(default=False, help_text="Someone looked the ids up; off means from memory.")
    sources = ProtectedManyToManyField("knowledge.Source", related_name="findings", blank=True)
    article = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Places in the origin article, one a line. Example: F10.",
    )

    class Meta(Concept.Meta):
        constraints = [
            *Concept.Meta.constraints,
            known_word("finding", "kind", FindingKind),
            *(in_range("finding", f"background_{band}", 0, 1) for band in AGE_BANDS),
        ]
