"""The lock of a saved result: it opens with the token of its link and the key of its day together, and with no less.

The key is HKDF-SHA256 (RFC 5869) with the day's key as salt and the token as input, used once; the cipher is
AES-256-GCM, with the day authenticated. So no row can be put in the place of another or given a later day.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import date

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: 192 random bits, in 32 letters that may stand in an address.
_TOKEN_BYTES = 24
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_NONCE_BYTES = 12
_PURPOSE = b"legcheck saved result 1"


class Unreadable(Exception):
    """The token, the key of the day and the row do not belong together."""


def new_token() -> str:
    """The secret part of a link."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_token(text: str) -> bool:
    """Whether a text has the form of a token."""
    return _TOKEN.fullmatch(text) is not None


def token_at_start(text: str) -> str | None:
    """The token a text begins with, if it does: who pastes a link may bring the full stop or bracket behind it."""
    found = _TOKEN.match(text)
    return found[0] if found else None


def link_of(token: str) -> str:
    """What the database knows of a link: the SHA-256 of its token. It has too many bits to be guessed."""
    return hashlib.sha256(token.encode("ascii")).hexdigest()


def seal(plain: bytes, *, token: str, day_key: bytes, ends: date) -> bytes:
    """`plain`, locked."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(token, day_key).encrypt(nonce, plain, _bound_to(ends))


def unseal(sealed: bytes, *, token: str, day_key: bytes, ends: date) -> bytes:
    """What was sealed with exactly these. Raises Unreadable."""
    try:
        nonce, locked = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        return _cipher(token, day_key).decrypt(nonce, locked, _bound_to(ends))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def _cipher(token: str, day_key: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=day_key, info=_PURPOSE).derive(token.encode("ascii"))
    return AESGCM(derived)


def _bound_to(ends: date) -> bytes:
    return ends.isoformat().encode("ascii")
