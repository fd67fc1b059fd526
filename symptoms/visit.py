"""The visit as it travels in the cookie: what was answered, packed, encrypted and signed.

Nothing of a visit is stored on the server. The packed form carries its own format number, so that a
later version can tell what it reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

#: Number of the packed shape.
FORMAT = 1
#: Of what was typed as an age and cannot be one, so many characters are kept.
TYPED_MOST = 20
#: A packed visit never unfolds to more bytes than this.
_MOST_BYTES = 32_768


class NoVisit(Exception):
    """There is no visit that can be gone on with: none, a broken one, or one that has expired."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What one page sent last and what could not be taken, to show that page again with it; none of it counts.

    `question` is None for the age, `sent` the options' keys, or the one text that was typed.
    """

    question: str | None
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """Answers so far. `token` ties a form to this visit, `release` is the number they were given under.

    `begun` is when the visit began, in whole seconds of Unix time: its age counts from there, however
    often it is packed anew. `asked_again` are pages whose answer was dropped when the release changed.
    """

    token: str
    release: int
    begun: int
    age: int | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    continued: bool = False
    asked_again: tuple[str, ...] = ()
    refused: Refused | None = None

    def answered(self, question: str, options: tuple[str, ...]) -> Visit:
        """The visit with one page answered anew; every other page stays as it is."""
        again = tuple(key for key in self.asked_again if key != question)
        return replace(self, answers={**self.answers, question: options}, asked_again=again)


def new_visit(release: int) -> Visit:
    """An empty visit under a release."""
    return Visit(token=secrets.token_urlsafe(9), release=release, begun=int(time.time()))


def key_from_secret(secret: str) -> bytes:
    """A Fernet key made from the site's secret, for sites that set no keys of their own."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"legcheck visit " + secret.encode("utf-8")).digest())


class VisitBox:
    """Packs visits with the first of `keys` and opens them with any. Each is a Fernet key."""

    def __init__(self, keys: list[bytes]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def close(self, visit: Visit) -> str:
        """The visit as text that fits in a cookie."""
        packed = {
            "f": FORMAT,
            "t": visit.token,
            "r": visit.release,
            "a": visit.age,
            "q": {key: list(options) for key, options in visit.answers.items()},
            "c": visit.continued,
            "n": visit.asked_again,
        }
        if visit.refused:
            packed["w"] = [visit.refused.question, visit.refused.sent]
        data = json.dumps(packed, separators=(",", ":")).encode("utf-8")
        return self._fernet.encrypt_at_time(zlib.compress(data, 9), visit.begun).decode("ascii")

    def open(self, text: str, *, hours: int) -> Visit:
        """The visit in a cookie, if it began at most `hours` ago. Raises NoVisit for anything else."""
        try:
            token = text.encode("ascii")
            data = self._fernet.decrypt(token, ttl=hours * 3600)
            unfolding = zlib.decompressobj()
            plain = unfolding.decompress(data, _MOST_BYTES)
            packed = json.loads(plain)
            if packed["f"] != FORMAT:
                raise NoVisit
            question, sent = packed.get("w") or (None, None)
            return Visit(
                token=str(packed["t"]),
                release=int(packed["r"]),
                begun=self._fernet.extract_timestamp(token),
                age=None if packed["a"] is None else int(packed["a"]),
                answers={str(key): tuple(map(str, options)) for key, options in packed["q"].items()},
                continued=packed["c"] is True,
                asked_again=tuple(map(str, packed["n"])),
                refused=None if sent is None else Refused(question and str(question), tuple(map(str, sent))),
            )
        except (InvalidToken, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NoVisit from error
