"""The draft as a whole: what it was when it was last loaded, and what it is after the last change."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

HASH_PATTERN = r"^[0-9a-f]{64}\Z"
HASH_MESSAGE = "A hash is 64 digits of 0 to 9 and a to f."


class DraftState(models.Model):
    """A single row: when the draft was last loaded, and the hash of what was loaded. Tells if it was edited since."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    loaded_hash = models.CharField(
        max_length=64,
        validators=[RegexValidator(HASH_PATTERN, HASH_MESSAGE)],
        help_text="SHA-256 of the content that was loaded, 64 hexadecimal digits.",
    )
    loaded_at = models.DateTimeField(help_text="When it was loaded.")

    class Meta:
        verbose_name_plural = "draft state"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="draftstate_single_row"),
            models.CheckConstraint(
                condition=models.Q(loaded_hash__regex=HASH_PATTERN),
                name="draftstate_loaded_hash_shape",
                violation_error_message=HASH_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"loaded {self.loaded_at:%Y-%m-%d %H:%M}"


class DraftSnapshot(models.Model):
    """A single row: the whole draft after its last change, as canonical JSON, and what is wrong with it.

    Pages read it instead of the forty tables. Whoever changes the draft locks this row first, so that changes
    stand one after the other. Publishing never trusts it: it reads the tables again.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    document = models.TextField(blank=True, help_text="Empty when the rows make no knowledge base.")
    broken = models.TextField(blank=True, help_text="Why the rows make no knowledge base.")
    problems = models.JSONField(default=list, help_text="What the checks found.")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "draft"
        verbose_name_plural = "draft: check, compare, publish"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="draftsnapshot_single_row")]

    def __str__(self) -> str:
        return f"snapshot of {self.taken_at:%Y-%m-%d %H:%M}" if self.taken_at else "no snapshot yet"
