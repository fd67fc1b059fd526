"""Causes with their evidence, their treatment and what is shown with them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from knowledge.content import AGE_BANDS, Frequency, PriorBand, Urgency
from knowledge.models.base import (
    Concept,
    OptionalTextField,
    Placed,
    ProtectedManyToManyField,
    check_texts,
    choices_of,
    known_word,
)


class Cause(Concept):
    """A possible explanation of weak legs, in one category."""

    name_field = "name"

    name = models.CharField(help_text="As shown to the man. Example: Pinched nerve in the lower back.")
    clinical_name = models.CharField(help_text="For clinicians. Example: Lumbar radiculopathy.")
    category = models.ForeignKey("knowledge.Category", on_delete=models.PROTECT, related_name="causes")
    summary = models.TextField(help_text="One or two plain sentences on what goes wrong in the body.")
    urgency = models.CharField(
        max_length=20,
        choices=choices_of(Urgency),
        help_text="Usual level, for show only: rules set the level of a man.",
    )
    prior_a18_39 = models.CharField(
        "prior at 18-39",
        max_length=20,
        choices=choices_of(PriorBand),
        help_text="Share of men with weak legs whose main cause it is. Example: uncommon is 0.5 to 3%.",
    )
    prior_a40_59 = models.CharField(
        "prior at 40-59", max_length=20, choices=choices_of(PriorBand), help_text="The same at 40 to 59 years."
    )
    prior_a60_74 = models.CharField(
        "prior at 60-74", max_length=20, choices=choices_of(PriorBand), help_text="The same at 60 to 74 years."
    )
    prior_a75_plus = models.CharField(
        "prior at 75+", max_length=20, choices=choices_of(PriorBand), help_text="The same from 75 years."
    )
    requires = ProtectedManyToManyField(
        "knowledge.Finding",
        related_name="required_by",
        blank=True,
        help_text="The cause counts far less unless all of these are present. Example: med_statin.",
    )
    icd10 = models.CharField("ICD-10", help_text="One code, two or a range. Example: G62.9.")
    snomed = models.CharField("SNOMED CT id", null=True, blank=True, help_text="Example: 302226006.")
    codes_verified = models.BooleanField(default=False, help_text="Someone looked the SNOMED id up.")
    article = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Places in the origin article, one a line. Example: A4.",
    )
    typical_course = models.TextField(help_text="For clinicians. Example: Slow and even, creeping up from the toes.")
    tests = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="In order of use, one a line. Example: vitamin B12.",
    )
    sources = ProtectedManyToManyField(
        "knowledge.Source", related_name="causes", blank=True, help_text="For what stands outside the evidence rows."
    )
    hide_from_urgency = models.CharField(
        max_length=20,
        choices=choices_of(Urgency),
        null=True,
        blank=True,
        help_text="Not shown while a rule of this level or above fires. Example: same_day.",
    )
    never_alone = models.BooleanField(default=False, help_text="Shown only beside another cause.")

    class Meta(Concept.Meta):
        constraints = [
            *Concept.Meta.constraints,
            known_word("cause", "urgency", Urgency),
            known_word("cause", "hide_from_urgency", Urgency),
            *(known_word("cause", f"prior_{band}", PriorBand) for band in AGE_BANDS),
        ]


class Evidence(models.Model):
    """How a finding speaks for or against a cause: a frequency word or a risk multiplier, one of the two."""

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="evidence")
    finding = models.ForeignKey("knowledge.Finding", on_delete=models.PROTECT, related_name="evidence")
    frequency = models.CharField(
        max_length=20,
        choices=choices_of(Frequency),
        null=True,
        blank=True,
        help_text="How many men with the cause have the finding. Example: frequent is 30 to 79%.",
    )
    likelihood_ratio = models.FloatField(
        null=True, blank=True, help_text="Instead of a word: a yes multiplies the odds by this. Example: 4.5."
    )
    sources = ProtectedManyToManyField("knowledge.Source", related_name="evidence", blank=True)
    note = OptionalTextField(null=True, blank=True, help_text="Why this value. Example: AUDIT study, men over 50.")

    class Meta:
        ordering = ["cause", "finding"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "finding"],
                name="evidence_once_per_cause_and_finding",
                violation_error_message="This cause already has evidence on this finding.",
            ),
            known_word("evidence", "frequency", Frequency),
            models.CheckConstraint(
                condition=Q(frequency__isnull=False, likelihood_ratio__isnull=True)
                | Q(frequency__isnull=True, likelihood_ratio__isnull=False),
                name="evidence_word_or_ratio",
                violation_error_message="Give a frequency or a likelihood ratio, one of the two.",
            ),
            # The upper bound also keeps out infinity and not-a-number, which PostgreSQL would store.
            models.CheckConstraint(
                condition=Q(likelihood_ratio__gt=0, likelihood_ratio__lte=1_000_000),
                name="evidence_likelihood_ratio_in_range",
                violation_error_message="A likelihood ratio is more than 0 and at most a million.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause}: {self.finding}"


class Treatment(Placed):
    """A piece of advice that belongs to a cause."""

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="treatment")
    advice = models.ForeignKey("knowledge.Advice", on_delete=models.PROTECT, related_name="treatment_of")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "treatment"
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "advice"],
                name="treatment_once_per_cause_and_advice",
                violation_error_message="This cause already names this advice.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cause}: {self.advice}"


class ShowWith(models.Model):
    """Show the cause when the finding is present and the other cause is shown."""

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="show_with")
    finding = models.ForeignKey(
        "knowledge.Finding", on_delete=models.PROTECT, related_name="shows_causes", help_text="Example: med_diuretic."
    )
    other_cause = models.ForeignKey(
        Cause, on_delete=models.PROTECT, related_name="brings_along", help_text="Example: hypokalaemia."
    )

    class Meta:
        ordering = ["cause", "finding", "other_cause"]
        verbose_name = "shown with"
        verbose_name_plural = "shown with"
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "finding", "other_cause"],
                name="showwith_once",
                violation_error_message="This pair is already listed.",
            ),
            models.CheckConstraint(
                condition=~Q(cause=F("other_cause")),
                name="showwith_another_cause",
                violation_error_message="A cause cannot be shown with itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause}: with {self.other_cause} and {self.finding}"
