"""The one thing that the public side stores: how often a question was called clear or unclear on a day."""

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
