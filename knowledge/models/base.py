"""What the draft tables share: keys, places, words, lists of texts, protected links, clauses."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

if TYPE_CHECKING:
    _TextField = models.TextField[str | None, str | None]
    _ManyToManyField = models.ManyToManyField[Any, Any]
else:  # Django's fields take no type arguments when the program runs
    _TextField = models.TextField
    _ManyToManyField = models.ManyToManyField

KEY_PATTERN = r"^[a-z][a-z0-9_]{0,39}\Z"
KEY_MESSAGE = "A key starts with a small letter and holds small letters, digits and _, at most 40."
KEY_VALIDATOR = RegexValidator(KEY_PATTERN, KEY_MESSAGE)
KEY_HELP = "Short name that other rows point to; never change it later. Example: numb_feet."

#: Place of a row that was just added: after those that came from a file.
LAST = 10_000
#: Characters of a name in lists and menus; stories and texts are longer.
NAME_LENGTH = 80


def choices_of(words: type[Enum]) -> list[tuple[str, str]]:
    """The words of an enum as choices of a field, with a readable label."""
    return [(word.value, word.value.replace("_", " ").capitalize()) for word in words]


def known_word(table: str, field: str, words: type[Enum]) -> models.CheckConstraint:
    """The database itself refuses a word that is not in the enum."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": [word.value for word in words]}), name=f"{table}_{field}_is_known"
    )


def in_range(table: str, field: str, least: float, most: float) -> models.CheckConstraint:
    """The number is between `least` and `most`, both included."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__gte": least, f"{field}__lte": most}),
        name=f"{table}_{field}_in_range",
        violation_error_message=f"{field} must be from {least} to {most}.",
    )


def check_texts(value: object) -> None:
    """Raises ValidationError unless `value` is a list of texts."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValidationError('Write a list of texts in double quotes, such as ["glucose", "kidney function"].')


def check_links(value: object) -> None:
    """Raises ValidationError unless `value` is a list of objects with the texts `name` and `url` and nothing else."""
    if not isinstance(value, list) or not all(
        isinstance(link, dict) and set(link) == {"name", "url"} and all(isinstance(text, str) for text in link.values())
        for link in value
    ):
        raise ValidationError('Write a list such as [{"name": "Samaritans", "url": "https://www.samaritans.org/"}].')


class OptionalTextField(_TextField):
    """A text that may be missing: a box left empty in a form is stored as missing, not as an empty text."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"empty_value": None, **kwargs})


class ProtectedManyToManyField(_ManyToManyField):
    """Many-to-many whose targets cannot be deleted while a row names them.

    Django's own link table lets go silently, and a rule that loses a finding of a clause fires for fewer men.
    """

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        link_table = self.remote_field.through
        if link_table is not None:  # an abstract model has none yet
            _, target = (field for field in link_table._meta.fields if isinstance(field, models.ForeignKey))
            target.remote_field.on_delete = models.PROTECT


class Placed(models.Model):
    """A row with a place in an ordered list."""

    position = models.PositiveIntegerField("place", help_text="Place in the list; the smallest number comes first.")

    class Meta:
        abstract = True


class Concept(Placed):
    """A row that other rows point to by its key."""

    key = models.CharField(max_length=40, unique=True, validators=[KEY_VALIDATOR], help_text=KEY_HELP)
    position = models.PositiveIntegerField(
        "place", default=LAST, help_text="Place in the list; the smallest number comes first, equal ones go by key."
    )
    retired = models.BooleanField(
        default=False,
        help_text="Leaves the next release and is offered nowhere. Take it out of what still uses it, too.",
    )

    #: The field that names the row for people.
    name_field: ClassVar[str] = "title"

    class Meta:
        abstract = True
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__regex=KEY_PATTERN),
                name="%(class)s_key_shape",
                violation_error_message=KEY_MESSAGE,
            )
        ]

    def __str__(self) -> str:
        name = str(getattr(self, self.name_field))
        return f"{name[:NAME_LENGTH].rstrip()}… ({self.key})" if len(name) > NAME_LENGTH else f"{name} ({self.key})"


class Clause(Placed):
    """One list of findings of an all-of: it holds when at least one of them is present."""

    findings = ProtectedManyToManyField(
        "knowledge.Finding",
        related_name="%(class)ss",
        help_text="The clause holds when at least one of these is present. Example: face_droop, speech_trouble.",
    )

    class Meta:
        abstract = True
        ordering = ["position"]
