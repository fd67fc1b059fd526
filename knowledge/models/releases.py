"""What was published: immutable releases, what happened to them, gate reports, and the one that is live."""

from __future__ import annotations

from django.db import models

from knowledge.models.draft import HASH_PATTERN


class Release(models.Model):
    """One published state of the whole knowledge base: its canonical bytes as text, and their SHA-256.

    A row never changes and never goes away; triggers in the database see to it. What happens to a
    release later stands in its events.
    """

    number = models.PositiveIntegerField(primary_key=True)
    document = models.TextField()
    hash = models.CharField(max_length=64, unique=True)
    author = models.CharField(max_length=150)
    note = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        default_permissions = ("view",)
        permissions = [
            ("publish_release", "Can publish the draft as a release"),
            ("roll_back_release", "Can put an earlier release live again"),
            ("withdraw_release", "Can withdraw a release for good"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="release_number_from_1"),
            models.CheckConstraint(condition=models.Q(hash__regex=HASH_PATTERN), name="release_hash_shape"),
        ]

    def __str__(self) -> str:
        return f"release {self.number}"


class ReleaseEvent(models.Model):
    """Something that happened to a release. Rows are only added."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "No longer live"
        RESTORED = "restored", "Live again"
        WITHDRAWN = "withdrawn", "Withdrawn"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["published", "superseded", "restored", "withdrawn"]),
                name="releaseevent_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["release"], condition=models.Q(kind="withdrawn"), name="releaseevent_withdrawn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.kind}"


class GateReport(models.Model):
    """What the gate found in the content with this hash. Rows are only added; the newest one counts."""

    hash = models.CharField(max_length=64, db_index=True)
    passed = models.BooleanField()
    engine = models.CharField(max_length=40)
    findings = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=models.Q(hash__regex=HASH_PATTERN), name="gatereport_hash_shape"),
        ]

    def __str__(self) -> str:
        return f"{'passed' if self.passed else 'refused'} {self.hash[:12]}"


class AccuracyReport(models.Model):
    """What the engine achieved on the test cases of the release with this hash, as JSON for the public page.

    Rows are only added; the newest one counts. `version` names the engine and all else that the figures hang on.
    """

    hash = models.CharField(max_length=64, db_index=True)
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=80)
    document = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=models.Q(hash__regex=HASH_PATTERN), name="accuracyreport_hash_shape"),
        ]

    def __str__(self) -> str:
        return f"accuracy {self.hash[:12]} {self.engine}"


class LiveRelease(models.Model):
    """The pointer to the release that is served: one row, moved by compare-and-swap on `turn`."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="live")
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="liverelease_single_row")]

    def __str__(self) -> str:
        return f"live: {self.release_id}"


class PublishRun(models.Model):
    """One attempt to publish the draft, made outside the request that asked for it; its state is shown meanwhile.

    `refusals` are sentences that say why nothing was published, each with the concept and key it is about.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to start"
        RUNNING = "running", "Checking and running the gate"
        PUBLISHED = "published", "Published"
        REFUSED = "refused", "Not published: there is something to put right"
        FAILED = "failed", "Not published: something went wrong"

    author = models.CharField(max_length=150)
    note = models.TextField()
    expected = models.CharField(max_length=64, blank=True, help_text="Hash of the draft that was looked at.")
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    refusals = models.JSONField(default=list)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="runs")

    class Meta:
        ordering = ["-id"]
        verbose_name = "attempt to publish"
        verbose_name_plural = "attempts to publish"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "published", "refused", "failed"]),
                name="publishrun_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, asked by {self.author}"
