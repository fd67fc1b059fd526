"""What the public side stores: how often a question was called clear, and results that a man asked to be kept."""

from django.db import models


class QuestionFeedback(models.Model):
    """A counter. Who pressed, and what he answered, is not known here."""

    day = models.DateField()
    question = models.CharField(max_length=100)
    clear = models.PositiveIntegerField(default=0)
    unclear = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "question"], name="symptoms_feedback_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.question}: {self.clear} clear, {self.unclear} not clear"


class SavedResult(models.Model):
    """A result that a man asked to be kept: no name, no address, no time but the day on which it is deleted.

    The hash is the key of the row; a running number would tell in which order results were saved.
    """

    link = models.CharField(max_length=64, primary_key=True)
    ends = models.DateField(db_index=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"until {self.ends}"
