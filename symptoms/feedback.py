""" "Was this question clear?": counted by question and day, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import Error as DatabaseProblem
from django.db import transaction
from django.db.models import F, Sum

from symptoms.faults import log_fault
from symptoms.models import QuestionFeedback
from symptoms.serving import NoRelease, holder

#: The page that asks the age is no question of the release.
AGE = "age"


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a question was called clear and unclear."""

    question: str
    clear: int
    unclear: int


def count(question: str, *, clear: bool, today: date) -> None:
    """Counts one voice. What the release does not ask is not counted; a database that is away is logged, no more."""
    if question != AGE and not _asked(question):
        return
    field = "clear" if clear else "unclear"
    try:
        with transaction.atomic():
            row, _ = QuestionFeedback.objects.get_or_create(day=today, question=question)
            QuestionFeedback.objects.filter(pk=row.pk).update(**{field: F(field) + 1})
    except DatabaseProblem as error:
        log_fault(error)


def _asked(question: str) -> bool:
    """True when the live release asks this; a worker that has served nothing yet reads the release first."""
    try:
        return question in holder.current().release.question_index
    except NoRelease:
        return False


def counted(*, days: int, today: date) -> list[Counted]:
    """The sums of the last `days` days, today among them; what was most often unclear comes first."""
    rows = (
        QuestionFeedback.objects.filter(day__gt=today - timedelta(days=days))
        .values("question")
        .annotate(yes=Sum("clear"), no=Sum("unclear"))
        .order_by("-no", "question")
    )
    return [Counted(row["question"], row["yes"], row["no"]) for row in rows]
