"""What the clinical rows lean on: categories, sources, fixed texts, regions and settings."""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import get_type_hints

from django.core.validators import RegexValidator
from django.db import models

from knowledge.content import Checked, HowMuchRead, Reliability, Settings, SourceKind, Spelling
from knowledge.models.base import (
    LAST,
    Concept,
    OptionalTextField,
    check_links,
    check_texts,
    choices_of,
    in_range,
    known_word,
)

REGION_PATTERN = r"^[A-Z]{2}\Z"
REGION_MESSAGE = "The key of a region is two capital letters, such as GB."


def setting_keys(group: type, prefix: str = "") -> list[str]:
    """The dotted keys of every number below `group`, a dataclass of settings, in the order of its fields."""
    keys = []
    for name, kind in get_type_hints(group).items():
        inner = isinstance(kind, type) and is_dataclass(kind)
        keys += setting_keys(kind, f"{prefix}{name}.") if inner else [prefix + name]
    return keys


SETTING_KEYS = setting_keys(Settings)


class Category(Concept):
    """A group of causes, shown to the man. Example: Blood flow and heart."""

    name_field = "name"

    name = models.CharField(help_text="As shown to the man. Example: Blood flow and heart.")
    summary = models.TextField(
        help_text="One or two plain sentences. Example: Blood does not get to the legs as it should."
    )
    article = models.BooleanField(default=False, help_text="The origin article names this group.")

    class Meta(Concept.Meta):
        verbose_name_plural = "categories"


class Source(Concept):
    """Where a fact comes from, how reliable it is and how much of it was read."""

    title = models.TextField(help_text="Example: NICE NG127, suspected neurological conditions.")
    publisher = models.CharField(help_text="Example: NICE.")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Year it came out. Example: 2023.")
    url = models.CharField(null=True, blank=True, help_text="Address to read it at. Example: https://hpo.jax.org.")
    kind = models.CharField(max_length=20, choices=choices_of(SourceKind), help_text="Example: guideline.")
    reliability = models.CharField(max_length=20, choices=choices_of(Reliability), help_text="How far to trust it.")
    read = models.CharField(
        max_length=20, choices=choices_of(HowMuchRead), help_text="How much was read; secondary: through someone else."
    )

    class Meta(Concept.Meta):
        constraints = [
            *Concept.Meta.constraints,
            known_word("source", "kind", SourceKind),
            known_word("source", "reliability", Reliability),
            known_word("source", "read", HowMuchRead),
            in_range("source", "year", 1000, 9999),
        ]


class Text(Concept):
    """A fixed text of the pages and the API. Its key says where it stands."""

    name_field = "text"

    text = models.TextField(help_text="Placeholders stay in braces. Example: Call {emergency_number} now.")
    text_for_another = OptionalTextField(
        "text, for another man",
        null=True,
        blank=True,
        help_text="Read by somebody who answers for the man. Empty: the text itself. Example: Call {emergency_number} "
        "for him now.",
    )
    note = OptionalTextField(null=True, blank=True, help_text="For those who edit it; not shown to the man.")


class Region(Concept):
    """The phone lines of one country. ZZ is the fallback for all others."""

    name_field = "name"

    key = models.CharField(
        max_length=2,
        unique=True,
        validators=[RegexValidator(REGION_PATTERN, REGION_MESSAGE)],
        help_text="Two capital letters of the country. Example: GB.",
    )
    name = models.CharField(help_text="Example: United Kingdom.")
    emergency_number = models.CharField(help_text="As read on the page. Example: 999.")
    emergency_dial = models.CharField(help_text="Digits of the link that dials. Example: 999.")
    emergency_also = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Sentences under it, one a line. Example: 112 also works.",
    )
    urgent_line_label = models.CharField(
        null=True, blank=True, help_text="Who to call when it is urgent. Example: the NHS 111 helpline."
    )
    urgent_line_number = models.CharField(null=True, blank=True, help_text="Its number. Example: 111.")
    urgent_line_if_none = models.TextField(help_text="What to do without that line. Example: Phone your GP.")
    urgent_line_label_for_another = models.CharField(
        "urgent line label, for another man",
        null=True,
        blank=True,
        help_text="Read by somebody who answers for the man. Empty: the label itself. Example: his GP.",
    )
    urgent_line_if_none_for_another = OptionalTextField(
        "urgent line if none, for another man",
        null=True,
        blank=True,
        help_text="Empty: the words above. Example: Phone his GP.",
    )
    crisis_line_label = models.CharField(help_text="Help for a low mood. Example: Samaritans.")
    crisis_line_number = models.CharField(null=True, blank=True, help_text="Example: 116 123.")
    spelling = models.CharField(max_length=20, choices=choices_of(Spelling), help_text="Spelling used in its texts.")
    sources = models.JSONField(
        default=list,
        blank=True,
        validators=[check_links],
        help_text="Where the numbers were seen: a name, then its address, one a line. Example: NHS https://www.nhs.uk/.",
    )
    checked = models.CharField(
        max_length=20, choices=choices_of(Checked), help_text="Read: seen at a source. Recall: from memory only."
    )
    recall = models.JSONField(
        default=list,
        blank=True,
        validators=[check_texts],
        help_text="Parts from memory even so, one a line. Example: if_none.",
    )
    note = OptionalTextField(null=True, blank=True, help_text="For those who edit it; not shown to the man.")

    class Meta(Concept.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__regex=REGION_PATTERN),
                name="region_key_shape",
                violation_error_message=REGION_MESSAGE,
            ),
            known_word("region", "spelling", Spelling),
            known_word("region", "checked", Checked),
        ]


class Setting(models.Model):
    """One number of the engine that is not on a cause, a finding or a rule; or the language of the texts."""

    key = models.CharField(
        max_length=60, unique=True, choices=[(key, key) for key in SETTING_KEYS], help_text="Example: fit.strong."
    )
    position = models.PositiveIntegerField("place", default=LAST, help_text="Place in the list.")
    value = models.JSONField(
        help_text='A number, a pair of ages, an urgency or a language. Examples: 0.35, [18, 39], "same_day", "en".'
    )

    class Meta:
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(key__in=SETTING_KEYS), name="setting_key_is_known"),
        ]

    def __str__(self) -> str:
        return self.key
