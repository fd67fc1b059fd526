"""The interview: pages, their options, and what an option says about findings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from knowledge.content import RESERVED_OPTION_KEYS, QuestionKind, ScopeEnd, Stage
from knowledge.models.base import (
    KEY_HELP,
    KEY_MESSAGE,
    KEY_PATTERN,
    KEY_VALIDATOR,
    Clause,
    Concept,
    OptionalTextField,
    Placed,
    choices_of,
    known_word,
)


class OptionState(models.TextChoices):
    """What an option says about a finding."""

    PRESENT = "present"
    ABSENT = "absent"


class Question(Concept):
    """One page of the interview."""

    name_field = "text"

    text = models.TextField(help_text="Example: Did the weakness come on suddenly?")
    hint = models.TextField(blank=True, help_text="One sentence under the question. Example: Choose all that fit.")
    why = models.TextField(help_text="Why we ask. Example: Sudden weakness can be an emergency.")
    kind = models.CharField(
        max_length=20, choices=choices_of(QuestionKind), help_text="How many options may be chosen."
    )
    stage = models.CharField(max_length=20, choices=choices_of(Stage), help_text="When in the interview it is asked.")
    theme = models.CharField(
        max_length=40,
        null=True,
        blank=True,
        validators=[KEY_VALIDATOR],
        help_text="The list of his answers shows this page under the fixed text theme_… of this name. Example: start, "
        "for the text theme_start.",
    )
    text_for_another = OptionalTextField(
        "text, for another man",
        null=True,
        blank=True,
        help_text="Read by somebody who answers for the man. Empty: the text itself. Example: Did his weakness come on "
        "suddenly?",
    )
    hint_for_another = OptionalTextField(
        "hint, for another man",
        null=True,
        blank=True,
        help_text="Empty: the hint itself. Example: Choose all that fit him.",
    )
    why_for_another = OptionalTextField(
        "why, for another man",
        null=True,
        blank=True,
        help_text="Empty: the words above. Example: His legs can be weak for many reasons.",
    )

    class Meta(Concept.Meta):
        constraints = [
            *Concept.Meta.constraints,
            known_word("question", "kind", QuestionKind),
            known_word("question", "stage", Stage),
        ]


class QuestionCondition(Clause):
    """One clause of when a page is asked. A page without any is always asked."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="ask_if")

    class Meta(Clause.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["question", "position"],
                name="questioncondition_place_once",
                violation_error_message="Give each clause its own place.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: condition {self.position}"


class Option(Placed):
    """One answer a man can choose on a page."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.CharField(max_length=40, validators=[KEY_VALIDATOR], help_text=KEY_HELP)
    label = models.CharField(help_text="As shown on the page. Example: Within seconds to an hour.")
    explain = OptionalTextField(
        null=True,
        blank=True,
        help_text="One plain line under it, where a word needs one. Example: The groin is where the leg joins the "
        "belly.",
    )
    label_for_another = models.CharField(
        "label, for another man",
        null=True,
        blank=True,
        help_text="Read by somebody who answers for him. Empty: the label itself. Example: He gets weak in attacks.",
    )
    explain_for_another = OptionalTextField(
        "explain, for another man",
        null=True,
        blank=True,
        help_text="Only where the line under the label speaks to the man himself. Empty: that line.",
    )
    for_another_man = models.BooleanField(
        "answers for another man",
        default=False,
        help_text="For scope pages: whoever chooses this answers for another man and reads the words meant for them.",
    )
    ends = models.CharField(
        max_length=20,
        choices=choices_of(ScopeEnd),
        null=True,
        blank=True,
        help_text="For scope pages: how this answer ends the check. Empty: the check goes on.",
    )

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "key"],
                name="option_key_once_per_question",
                violation_error_message="This page already has an option with this key.",
            ),
            models.CheckConstraint(
                condition=Q(key__regex=KEY_PATTERN), name="option_key_shape", violation_error_message=KEY_MESSAGE
            ),
            models.CheckConstraint(
                condition=~Q(key__in=RESERVED_OPTION_KEYS),
                name="option_key_not_reserved",
                violation_error_message="This key is added to pages by itself: choose another one.",
            ),
            known_word("option", "ends", ScopeEnd),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.key}"


class OptionFinding(models.Model):
    """What choosing an option says about a finding."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="findings")
    finding = models.ForeignKey("knowledge.Finding", on_delete=models.PROTECT, related_name="options")
    state = models.CharField(max_length=20, choices=OptionState.choices, help_text="True when it is chosen.")

    class Meta:
        ordering = ["option", "finding"]
        constraints = [
            models.UniqueConstraint(
                fields=["option", "finding"],
                name="optionfinding_once",
                violation_error_message="This option already speaks of this finding.",
            ),
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(state=OptionState.PRESENT.value),
                name="optionfinding_present_once",
                violation_error_message="Another option already asks for this finding: it is asked once only.",
            ),
            known_word("optionfinding", "state", OptionState),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.finding} {self.state}"
