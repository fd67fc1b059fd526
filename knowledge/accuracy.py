"""What a measurement of accuracy is: what the engine achieves on the test cases of a release, kept for the public page.

The knowledge does not know the engine. What measures is named by the setting LEGCHECK_ACCURACY.
"""

from __future__ import annotations

import logging
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from knowledge.detached import start_command
from knowledge.models import AccuracyReport
from knowledge.releases import live

logger = logging.getLogger(__name__)


class Measure(Protocol):
    """Runs every test case of a release through the engine."""

    @property
    def engine(self) -> str:
        """Version of the engine that would be measured now."""

    @property
    def version(self) -> str:
        """That of the engine and all else that the figures hang on; at most 80 characters."""

    def can_read(self, report: str) -> bool:
        """Whether a report can be shown."""

    def measure(self, document: bytes) -> str:
        """The figures as JSON, for the bytes of a release."""


def configured_measure() -> Measure:
    """The measurement of the setting LEGCHECK_ACCURACY."""
    measure: Measure = import_string(settings.LEGCHECK_ACCURACY)()
    return measure


def measure_live() -> AccuracyReport | None:
    """The report on the live release that would be made now: the one there is, else it is measured.

    It takes longer than a request may. None when no release is live.
    """
    release = live().release
    if release is None:
        return None
    measure = configured_measure()
    known = newest_report(release.hash)
    if known is not None and _is_up_to_date(known, measure):
        return known
    return AccuracyReport.objects.create(
        hash=release.hash,
        engine=measure.engine,
        version=measure.version,
        document=measure.measure(release.document.encode("utf-8")),
        created_at=timezone.now(),
    )


def is_measured() -> bool:
    """Whether there is nothing to measure: no release is live, or the report on it is as it would be made now."""
    release = live().release
    if release is None:
        return True
    known = newest_report(release.hash)
    return known is not None and _is_up_to_date(known, configured_measure())


def start_measuring() -> None:
    """Measures the live release in a process of its own, once the transaction around this call has been committed.

    Only where that is still to be done. A failure is logged and harms nothing.
    """
    transaction.on_commit(_launch)


def _launch() -> None:
    try:
        if not is_measured():
            start_command("measure_accuracy", ended=_ended)
    except Exception as error:
        # What was asked for is done: the page goes on saying that nothing was measured.
        logger.error("Accuracy: measuring was not started: %s", type(error).__name__)


def _ended(code: int) -> None:
    if code:
        logger.error("Accuracy: the process that measures ended with %s", code)


def _is_up_to_date(report: AccuracyReport, measure: Measure) -> bool:
    return report.version == measure.version and measure.can_read(report.document)


def newest_report(content_hash: str) -> AccuracyReport | None:
    """The report on the content with this hash that was made last, by whichever engine."""
    return AccuracyReport.objects.filter(hash=content_hash).first()
