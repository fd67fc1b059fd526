"""What the draft looked like when it was last loaded from files."""

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
