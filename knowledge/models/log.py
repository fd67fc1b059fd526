"""The change log of the draft: who changed which concept, when, and what it was before and after."""

from __future__ import annotations

from django.db import models

from knowledge.content import CONCEPTS


class Change(models.Model):
    """One change of one concept. Rows are only added.

    `before` and `after` are the whole concept as canonical JSON, with its place and whether it is retired;
    empty before it was added and after it was removed. A key that stands here was used once and is not
    given to anything else.
    """

    class How(models.TextChoices):
        EDITED = "edited", "Edited"
        LOADED = "loaded", "Loaded from files"

    concept = models.CharField(max_length=20, choices=[(concept, concept) for concept in CONCEPTS])
    key = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    how = models.CharField(max_length=20, choices=How)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "change log"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["concept", "key"], name="change_of_concept")]
        constraints = [
            models.CheckConstraint(condition=models.Q(concept__in=CONCEPTS), name="change_concept_is_known"),
            models.CheckConstraint(condition=models.Q(how__in=["edited", "loaded"]), name="change_how_is_known"),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="change_changes_something"),
        ]

    def __str__(self) -> str:
        return f"{self.concept} {self.key}, {self.at:%Y-%m-%d %H:%M}"
