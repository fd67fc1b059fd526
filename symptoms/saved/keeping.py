"""Saves, opens and deletes results that a man asked to be kept. The only place that touches their rows.

A row holds the hash of a link, a day and locked bytes. Whoever holds the link can open it before that day; nobody can
without the link.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from symptoms.faults import log_fault
from symptoms.models import SavedResult
from symptoms.saved.day_keys import DayKeys, NoKey
from symptoms.saved.kept import Kept, NotKept, pack, unpack
from symptoms.saved.sealing import Unreadable, is_token, link_of, new_token, seal, unseal

#: For how many days a result can be kept, and what is offered first.
DAYS = (7, 30, 90)
DAYS_OFFERED = 30


class NoSaved(Exception):
    """Nothing opens with this link: it was never made, was deleted, or its day has come. Nobody is told which."""


class Full(Exception):
    """So many results end on that day that no more are taken."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A result that was opened, and the day on which it is deleted."""

    kept: Kept
    ends: date

    @property
    def last_day(self) -> date:
        """The last day on which it opens: the one he chose."""
        return self.ends - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows and keys of past days were deleted."""

    results: int
    keys: int


def is_on() -> bool:
    """Whether this site saves results: it has a place for the keys."""
    return settings.LEGCHECK_DAY_KEYS is not None


def save(kept: Kept, *, days: int, today: date) -> str:
    """Keeps a result for some of DAYS, and gives the token of its link, which is kept nowhere.

    It opens on the last of those days too, which may be the very one that the outcome names; it ends on the next.

    Raises Full, django.db.Error or OSError; nothing is kept then.
    """
    # Also where nobody runs the command: what has ended goes when the next one comes.
    purge(today)
    ends = today + timedelta(days=days + 1)
    keys = _keys()
    # Rows first: whoever made one had begun the folder before.
    if SavedResult.objects.exists() and not keys.is_begun():
        raise FileNotFoundError(f"{keys.folder} is not the folder that saved results were locked with")
    # Deleted ones count too, or saving and deleting by turns would fill the list of those.
    taken = SavedResult.objects.filter(ends=ends).count() + keys.count_deleted(ends)
    if taken >= settings.LEGCHECK_SAVED_PER_DAY:
        raise Full
    token = new_token()
    sealed = seal(pack(kept), token=token, day_key=keys.key_or_new(ends), ends=ends)
    SavedResult.objects.create(link=link_of(token), ends=ends, sealed=sealed)
    return token


def open_saved(token: str, *, today: date) -> Saved:
    """What was saved under a token. Raises NoSaved, django.db.Error or OSError."""
    row = _row(token)
    if row is None or row.ends <= today or _keys().was_deleted(row.ends, row.link):
        raise NoSaved
    try:
        plain = unseal(bytes(row.sealed), token=token, day_key=_keys().key(row.ends), ends=row.ends)
        return Saved(unpack(plain), row.ends)
    except (NoKey, Unreadable, NotKept) as error:
        raise NoSaved from error


def delete(token: str) -> None:
    """Deletes the row at once, and notes it beside the key; without a row there is nothing to do.

    Raises django.db.Error.
    """
    row = _row(token)
    if row is None:
        return
    SavedResult.objects.filter(pk=row.pk).delete()
    try:
        _keys().note_deleted(row.ends, row.link)
    except OSError as error:
        # The result is gone; what is missing guards against a backup that is put back.
        log_fault(error)


def purge(today: date) -> Purged:
    """Deletes the keys of all days up to `today`, then their rows. Raises django.db.Error or OSError."""
    keys = _keys().shred(today) if is_on() else 0
    results, _ = SavedResult.objects.filter(ends__lte=today).delete()
    return Purged(results, keys)


def _row(token: str) -> SavedResult | None:
    if not (is_on() and is_token(token)):
        return None
    return SavedResult.objects.filter(link=link_of(token)).first()


def _keys() -> DayKeys:
    folder: Path | None = settings.LEGCHECK_DAY_KEYS
    if folder is None:
        raise OSError("LEGCHECK_DAY_KEYS is not set")
    return DayKeys(folder)
