"""The release that this worker serves: compiled once, replaced when a newer one goes live.

The database is asked at most once in LEGCHECK_RELEASE_CHECK_SECONDS, by one request at a time. While it
is away the last good release goes on being served. A withdrawn release is not served, whatever the pointer says.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseProblem
from django.utils.translation import override

from knowledge.accuracy import newest_report
from knowledge.documents import ReleaseDocument, read_document
from knowledge.interchange import Unreadable
from knowledge.languages import same_language
from knowledge.models import Release
from knowledge.releases import Status, releases_with_status, withdrawal_reason
from symptoms.catalogue import build_catalogue
from symptoms.engine.compile import UnknownRegion, compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.report import VERSION, page_of_report
from symptoms.faults import log_fault
from symptoms.languages import FIGURES
from symptoms.mappings import PageMeanings, page_meanings

logger = logging.getLogger(__name__)


class NoRelease(Exception):
    """No release is published, or none can be read."""


class Withdrawn(Exception):
    """A release was withdrawn: nothing that was made from it is shown any more. `day` is when it came out."""

    def __init__(self, number: int, day: date, reason: str) -> None:
        self.number = number
        self.day = day
        self.reason = reason
        super().__init__(number)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured on the test cases of the release: by which engine, in which way, and the page that tells."""

    engine: str
    version: str
    page: dict[str, Any]

    @property
    def engine_now(self) -> str:
        """The engine that gives the advice; another one after an update, until it is measured."""
        return ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Served:
    """A compiled release and the lists that are made from it."""

    release: CompiledRelease
    catalogue: dict[str, list[dict[str, Any]]]
    #: None until it was measured, which is after the release went live.
    accuracy: Accuracy | None = None


#: Earlier releases that a process keeps compiled, for results that were saved under them.
_MOST_EARLIER = 2

#: What `showing` shows instead of the live release, to the request that asked for it alone.
_shown: ContextVar[Served | None] = ContextVar("shown", default=None)


class ReleaseHolder:
    """Holds what this process serves."""

    def __init__(self) -> None:
        self._served: Served | None = None
        self._looked_at: float | None = None
        #: The highest number that visits made us look for. After a roll back theirs may be higher than the live one.
        self._sought = 0
        self._lock = threading.Lock()
        #: What the pages of releases served before meant, by number.
        self._meanings: dict[int, PageMeanings] = {}
        #: The one shown last comes last.
        self._earlier: dict[int, Served] = {}

    def current(self, at_least: int = 0) -> Served:
        """What is served now; looks first, once, when a visit knows of a release newer than ours.

        Raises NoRelease when there is nothing to serve.
        """
        if (shown := _shown.get()) is not None:
            return shown
        # While one request looks, the others are served what there is.
        if self._should_look(at_least) and self._lock.acquire(blocking=self._served is None):
            try:
                if self._should_look(at_least):
                    self._look()
                    self._sought = max(self._sought, at_least)
            finally:
                self._lock.release()
        # Another thread may drop it between two readings.
        served = self._served
        if served is None:
            raise NoRelease
        return served

    def peek(self) -> Served | None:
        """What is served, without ever asking the database."""
        return _shown.get() or self._served

    @contextmanager
    def showing(self, number: int) -> Iterator[None]:
        """Inside, all is made from this release, as when it was live: its rules, its causes and its words.

        The database is asked each time whether it still may be. Raises Withdrawn, NoRelease when there is no such
        release or it can no longer be read, or django.db.Error.
        """
        before = _shown.set(self._fit_to_show(number))
        try:
            yield
        finally:
            _shown.reset(before)

    def _fit_to_show(self, number: int) -> Served:
        row = releases_with_status().defer("document").filter(number=number).first()
        if row is None:
            raise NoRelease
        if row.status == Status.WITHDRAWN:
            raise Withdrawn(number, row.created_at.date(), withdrawal_reason(number))
        served = self._served
        if served is not None and served.release.identity.number == number:
            return served
        with self._lock:
            found = self._earlier.pop(number, None)
            if found is None:
                found = self._read_earlier(number)
            self._earlier[number] = found
            while len(self._earlier) > _MOST_EARLIER:
                del self._earlier[next(iter(self._earlier))]
        return found

    def _read_earlier(self, number: int) -> Served:
        try:
            return _read(number)
        except DatabaseProblem:
            raise
        except Exception as error:
            log_fault(error)
            raise NoRelease from None

    def page_meanings(self, number: int) -> PageMeanings | None:
        """What the pages of an earlier release meant; None when that cannot be found out.

        The database is asked only for a release that this process has not served, and once.
        """
        if number not in self._meanings:
            try:
                self._meanings[number] = page_meanings(_compiled(number)[0])
            except Release.DoesNotExist:
                return None
            except Exception as error:
                log_fault(error)
                return None
        return self._meanings[number]

    def forget(self) -> None:
        """Drops all that was read, so that the next request reads the live release anew."""
        with self._lock:
            self._served = None
            self._looked_at = None
            self._sought = 0
            self._meanings = {}
            self._earlier = {}

    def _should_look(self, at_least: int) -> bool:
        served = self._served
        known_newer = served is not None and max(served.release.identity.number, self._sought) < at_least
        return known_newer or self._due()

    def _due(self) -> bool:
        looked_at = self._looked_at
        return looked_at is None or time.monotonic() - looked_at >= settings.LEGCHECK_RELEASE_CHECK_SECONDS

    def _look(self) -> None:
        try:
            live = releases_with_status().filter(live__pk=1).values_list("number", "hash", "status").first()
            if live is None:
                self._served = None
                logger.error("No release is live. Run: python manage.py prepare_site")
            elif live[2] == Status.WITHDRAWN:
                self._served = None
                logger.error("Release %s was withdrawn and is not served. Roll back to another one.", live[0])
            elif self._served is None or live[:2] != (
                self._served.release.identity.number,
                self._served.release.identity.hash,
            ):
                self._drop_withdrawn()
                self._served = _read(live[0])
                self._meanings[live[0]] = page_meanings(self._served.release)
            elif self._served.accuracy is None or self._served.accuracy.version != VERSION:
                self._served = replace(self._served, accuracy=_accuracy(live[1]))
        except UnknownRegion as error:
            logger.error("LEGCHECK_REGION must name a region of the release: %s", error)
        except Exception as error:
            # Whatever is wrong with the newest one, the last good release goes on being served.
            log_fault(error)
        self._looked_at = time.monotonic()

    def _drop_withdrawn(self) -> None:
        """Stops serving what was withdrawn, also when the one in its place cannot be read."""
        served = self._served
        if served is None:
            return
        row = releases_with_status().filter(number=served.release.identity.number, status=Status.WITHDRAWN)
        if row.exists():
            self._served = None


def _read(number: int) -> Served:
    release, document = _compiled(number)
    written, spoken = document.knowledge.settings.language, settings.LANGUAGE_CODE
    if not same_language(written, spoken):
        words = "Release %s is written in %s and LEGCHECK_LANGUAGE is %s: pages mix both languages."
        logger.warning(words, number, written, spoken)
    return Served(release, build_catalogue(document.knowledge, release), _accuracy(document.hash))


def _compiled(number: int) -> tuple[CompiledRelease, ReleaseDocument]:
    row = Release.objects.get(pk=number)
    document = read_document(row.document.encode("utf-8"))
    if document.hash != row.hash:
        raise Unreadable([])
    identity = ReleaseIdentity(row.number, row.hash, row.created_at.date().isoformat())
    return compile_release(document, identity, settings.LEGCHECK_REGION), document


def _accuracy(content_hash: str) -> Accuracy | None:
    """The newest report as a page; None without one, or where it cannot be had or read.

    It is the last query of a look, and requests hold no transaction open, so that one that fails spoils no other.
    """
    try:
        report = newest_report(content_hash)
        if report is None:
            return None
        # Whoever made us look, the staff side in English too: the page is for visitors.
        with override(settings.LANGUAGE_CODE):
            return Accuracy(report.engine, report.version, page_of_report(report.document, FIGURES))
    except Exception as error:
        # A release is served whatever is wrong with its figures.
        log_fault(error)
        return None


holder = ReleaseHolder()
