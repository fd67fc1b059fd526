"""What sets the urgency: red-flag rules, and the pictures that may end in self-care."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from knowledge.content import Urgency
from knowledge.models.base import (
    Clause,
    Concept,
    OptionalTextField,
    Placed,
    ProtectedManyToManyField,
    check_texts,
    choices_of,
    known_word,
)

REVIEW_PATTERN = r"^[1-9][0-9]{0,3} days?\Z"
REVIEW_MESSAGE = 'Write a number of days, such as "7 days".'


class Rule(Concept):
    """A red-flag rule: it fires when each of its clauses has at least one finding present."""

    title = models.CharField(help_text="Example: Sudden face, speech or one-sided weakness.")
    urgency = models.CharField(max_length=20, choices=choices_of(Urgency), help_text="The least level when it fires.")
    tell = models.TextField(help_text="What the man should do. Example: Call {emergency_number} now.")
    because = models.TextField(help_text="Why, in one sentence. Example: This may be a stroke.")
    tell_for_another = OptionalTextField(
        "tell, for another man",
        null=True,
        blank=True,
        help_text="What somebody who answers for the man should do. Empty: the words above. Example: Call "
        "{emergency_number} for him now.",
    )
    because_for_another = OptionalTextField(
        "because, for another man",
        null=True,
        blank=True,
        help_text="Empty: the words above. Example: He needs to be looked at today.",
    )
    suspects = ProtectedManyToManyField(
        "knowledge.Cause",
        related_name="suspected_by",
        blank=True,
        help_text="Causes it looks for. Example: stroke_tia.",
    )
    sources = ProtectedManyToManyField("knowledge.Source", related_name="rules", blank=True)
    article = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Places in the origin article, one a line. Example: F10.",
    )
    accuracy = OptionalTextField(
        null=True, blank=True, help_text="What was published on it. Example: sensitivity 77%, specificity 60%."
    )
    note = OptionalTextField(
        null=True, blank=True, help_text="Why it is as it is. Example: Older events go to another rule."
    )

    class Meta(Concept.Meta):
        verbose_name = "red-flag rule"
        constraints = [*Concept.Meta.constraints, known_word("rule", "urgency", Urgency)]


class RuleClause(Clause):
    """One clause of a red-flag rule. All clauses must hold for the rule to fire."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="clauses")

    class Meta(Clause.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "position"],
                name="ruleclause_place_once",
                violation_error_message="Give each clause its own place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: clause {self.position}"


class SelfCarePicture(Concept):
    """A picture that may end in self-care when no rule fires."""

    title = models.CharField(help_text="Example: Pulled muscle that is getting better.")
    review_after = models.CharField(
        validators=[RegexValidator(REVIEW_PATTERN, REVIEW_MESSAGE)],
        help_text="When the man should check again. Example: 7 days.",
    )
    sources = ProtectedManyToManyField("knowledge.Source", related_name="pictures", blank=True)

    class Meta(Concept.Meta):
        verbose_name = "self-care picture"
        constraints = [
            *Concept.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(review_after__regex=REVIEW_PATTERN),
                name="selfcarepicture_review_after_shape",
                violation_error_message=REVIEW_MESSAGE,
            ),
        ]


class PictureClause(Clause):
    """One clause of a self-care picture. All clauses must hold."""

    picture = models.ForeignKey(SelfCarePicture, on_delete=models.CASCADE, related_name="clauses")

    class Meta(Clause.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "position"],
                name="pictureclause_place_once",
                violation_error_message="Give each clause its own place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture}: clause {self.position}"


class PictureAdvice(Placed):
    """A piece of advice that is given with a self-care picture."""

    picture = models.ForeignKey(SelfCarePicture, on_delete=models.CASCADE, related_name="advice")
    advice = models.ForeignKey("knowledge.Advice", on_delete=models.PROTECT, related_name="pictures")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "picture advice"
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "advice"],
                name="pictureadvice_once",
                violation_error_message="This picture already names this advice.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture}: {self.advice}"
