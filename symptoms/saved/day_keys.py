"""Keys of saved results: one for each day on which results end, in a folder outside the database.

Deleting the key of a day makes everything that ends then unreadable for good, in backups of the database too, as
long as the folder itself is in no backup. Beside a key stands the list of results that were deleted before their
day: a backup that is put back would bring their rows back, and the list keeps them closed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from datetime import date
from pathlib import Path

_KEY_BYTES = 32
#: A line of a list: a hash in hexadecimal, and its end.
_LINE_BYTES = 2 * hashlib.sha256().digest_size + 1
#: Made with the folder, and never deleted by the site. A folder without it is not the one that keys were made in, but
#: the place where that should have been mounted.
_MARKER = "folder-of-the-day-keys"
#: Whatever belongs to a day starts with it: its key, a key that is being made, and its list.
_OF_A_DAY = re.compile(r"\.?(\d{4}-\d\d-\d\d)\..+")


class NoKey(Exception):
    """There is no key for this day: none was made, or it was deleted."""


class DayKeys:
    """The keys in `folder`, which is made when the first one is. Whatever the disk refuses is an OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def key(self, ends: date) -> bytes:
        """The 32 bytes for results that end on this day. Raises NoKey."""
        try:
            key = self._key_file(ends).read_bytes()
        except FileNotFoundError:
            if not self.is_begun():
                # A folder that is missing as a whole is a fault of the site, not a key that was deleted.
                raise
            raise NoKey from None
        if len(key) != _KEY_BYTES:
            raise NoKey
        return key

    def key_or_new(self, ends: date) -> bytes:
        """The same, made if there is none: of several processes one makes it, and all of them get that one."""
        try:
            return self.key(ends)
        except (NoKey, FileNotFoundError):
            self._make(ends)
        try:
            return self.key(ends)
        except NoKey as error:
            # Nothing may be locked with what will not open it again.
            raise OSError(f"{self._key_file(ends)} is no key") from error

    def is_begun(self) -> bool:
        """Whether this is a folder in which keys were made, were they deleted since or not."""
        return (self.folder / _MARKER).is_file()

    def _make(self, ends: date) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.folder / _MARKER).touch(mode=0o600)
        # Readable for this user alone. A key is linked to its name when all of it is on the disk, and only if the
        # name is free; the name it is made under tells its day too, so that shredding finds what a crash left.
        handle, made = tempfile.mkstemp(dir=self.folder, prefix=f".{ends.isoformat()}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(made, self._key_file(ends))
            except FileExistsError:
                return
        finally:
            Path(made).unlink()
            self._to_disk()

    def note_deleted(self, ends: date, link: str) -> None:
        """Notes that the result behind this hash was deleted, for as long as the key of its day is kept."""
        if not self.is_begun():
            raise FileNotFoundError(f"{self.folder} is not the folder of the keys")
        opened = os.open(self._list_file(ends), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as file:
            file.write(f"{link}\n")
            file.flush()
            os.fsync(file.fileno())

    def was_deleted(self, ends: date, link: str) -> bool:
        """Whether the result behind this hash was deleted before its day."""
        try:
            return link in self._list_file(ends).read_text(encoding="ascii").split()
        except FileNotFoundError:
            return False

    def count_deleted(self, ends: date) -> int:
        """How many results that end on this day were noted as deleted."""
        try:
            return self._list_file(ends).stat().st_size // _LINE_BYTES
        except FileNotFoundError:
            return 0

    def shred(self, today: date) -> int:
        """Deletes the keys and lists of all days up to `today`; gives the number of keys."""
        if not self.folder.is_dir():
            return 0
        past = [
            file
            for file in self.folder.iterdir()
            if (named := _OF_A_DAY.fullmatch(file.name)) and named[1] <= today.isoformat()
        ]
        for file in past:
            # Another process may shred at the same time.
            file.unlink(missing_ok=True)
        if past:
            self._to_disk()
        return sum(file.suffix == ".key" for file in past)

    def _key_file(self, ends: date) -> Path:
        return self.folder / f"{ends.isoformat()}.key"

    def _list_file(self, ends: date) -> Path:
        return self.folder / f"{ends.isoformat()}.deleted"

    def _to_disk(self) -> None:
        """Waits until the names in the folder are on the disk."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
