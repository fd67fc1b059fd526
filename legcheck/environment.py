"""Reads settings from the environment and refuses bad values with a sentence that says what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_language, to_locale

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}
#: Least age for the list of hosts that browsers know to speak HTTPS alone, in seconds.
_YEAR = 31_536_000
_HOST = re.compile(r"^(\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]|\*)$", re.IGNORECASE)
#: Where a catalogue lies below a folder of them: the name of its locale comes first.
_CATALOGUE = "*/LC_MESSAGES/django.mo"
_CONTACT = re.compile(r"[^\s@/]+@[^\s@/]+\.[^\s@/.]+|https://[^\s/]+\S*")

#: SQLite as measured under concurrent writes: with Django's defaults two of three transactions were lost.
SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}

#: PostgreSQL: fail within seconds instead of hanging a worker.
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "connect_timeout": 3,
    "options": "-c statement_timeout=15000 -c lock_timeout=5000",
}


class Environment:
    """The variables of one process. Every reader raises ImproperlyConfigured with the variable's name."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        """A yes or no. Raises ImproperlyConfigured for any other word."""
        word = self.text(name).lower()
        if not word:
            return default
        if word in _TRUE | _FALSE:
            return word in _TRUE
        raise ImproperlyConfigured(f"{name} is {word!r}: write true or false.")

    def safeguard(self, name: str, *, may_be_off: bool) -> bool:
        """A protection that is on unless `may_be_off`. Raises ImproperlyConfigured if it is off all the same."""
        on = self.flag(name, default=not may_be_off)
        if not (on or may_be_off):
            raise ImproperlyConfigured(
                f"{name} is off: that is for a local trial site alone. Leave it out, or write true."
            )
        return on

    def number(self, name: str, *, default: int, least: int, most: int) -> int:
        """A whole number between `least` and `most`, both included."""
        word = self.text(name, str(default))
        if not (word.isascii() and word.isdigit() and least <= int(word) <= most):
            raise ImproperlyConfigured(f"{name} is {word!r}: write a whole number from {least} to {most}.")
        return int(word)

    def hsts_preload(self, name: str, *, seconds: int) -> bool:
        """Whether to ask for a place on the HSTS preload list of browsers, which takes a year and no less.

        `seconds` is for how long browsers insist on HTTPS. Raises ImproperlyConfigured if that is too short.
        """
        on = self.flag(name, default=False)
        if on and seconds < _YEAR:
            raise ImproperlyConfigured(
                f"{name} is on: that needs a public site with LEGCHECK_HSTS_SECONDS of {_YEAR} or more."
            )
        return on

    def word(self, name: str, *, default: str, known: tuple[str, ...]) -> str:
        """One of a few words, whatever their case."""
        word = self.text(name, default).upper()
        if word not in known:
            raise ImproperlyConfigured(f"{name} is {word!r}: write one of {', '.join(known)}.")
        return word

    def folder(self, name: str, *, local_default: Path | None) -> Path | None:
        """An absolute path; it need not exist yet. `local_default` is for a local trial, and may be None."""
        value = self.text(name)
        if not value:
            return local_default
        folder = Path(value)
        if not folder.is_absolute():
            raise ImproperlyConfigured(f"{name} is {value!r}: write a path that begins with a slash.")
        return folder

    def contact(self, name: str) -> str:
        """An e-mail address, or the https address of a page; empty when it is not set."""
        value = self.text(name)
        if value and not _CONTACT.fullmatch(value):
            raise ImproperlyConfigured(
                f"{name} is {value!r}: write an e-mail address, or the address of a page that begins with https://."
            )
        return value

    def secret(self, name: str, *, local_default: str | None) -> str:
        """A long random text. `local_default` is for a local trial; None means it must be given."""
        value = self.text(name)
        if not value and local_default is not None:
            return local_default
        if len(value) < 50 or len(set(value)) < 5:
            raise ImproperlyConfigured(
                f"{name} must be at least 50 random characters. Make one with: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
            )
        return value

    def fernet_keys(self, name: str) -> list[str]:
        """Fernet keys, parted by commas, the newest first. Raises ImproperlyConfigured for anything else."""
        keys = [key.strip() for key in self.text(name).split(",") if key.strip()]
        for key in keys:
            try:
                Fernet(key)
            except ValueError as error:
                raise ImproperlyConfigured(
                    f"{name} holds something that is no Fernet key. Make one with: "
                    'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
                ) from error
        return keys

    def hosts(self, name: str, *, local_default: list[str] | None) -> list[str]:
        """Host names, parted by commas, without scheme or port."""
        hosts = [host.strip() for host in self.text(name).split(",") if host.strip()]
        if not hosts:
            if local_default is not None:
                return local_default
            raise ImproperlyConfigured(f"{name} must name the site's hosts, for example: legs.example.org")
        for host in hosts:
            if not _HOST.match(host):
                raise ImproperlyConfigured(f"{name} holds {host!r}: write names only, such as legs.example.org.")
        return hosts

    def origins(self, name: str) -> list[str]:
        """Origins such as https://legs.example.org, parted by commas."""
        origins = [origin.strip() for origin in self.text(name).split(",") if origin.strip()]
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in ("https", "http") or not parts.netloc or parts.path:
                raise ImproperlyConfigured(f"{name} holds {origin!r}: write it like https://legs.example.org.")
        return origins

    def region(self, name: str, *, local_default: str | None) -> str:
        """Two capital letters of a country; that the knowledge has it is checked when a release is served."""
        value = self.text(name).upper()
        if not value:
            if local_default is not None:
                return local_default
            raise ImproperlyConfigured(
                f"{name} must name the country whose emergency numbers are shown, for example GB. "
                "ZZ shows the fallback, 112 or the local number."
            )
        if not re.fullmatch(r"[A-Z]{2}", value):
            raise ImproperlyConfigured(f"{name} is {value!r}: write two letters such as GB.")
        return value

    def folders(self, name: str) -> list[Path]:
        """Folders, parted as the system parts paths: by a colon, on Windows by a semicolon."""
        return [Path(part) for part in self.text(name).split(os.pathsep) if part]

    def language(self, name: str, default: str, folders: list[Path]) -> str:
        """A language code such as de or pt-br: the default, or one with a catalogue in one of the folders."""
        code = self.text(name, default).lower()
        if code == default:
            return code
        found = sorted(path.parent.parent.name for folder in folders for path in folder.glob(_CATALOGUE))
        if to_locale(code) not in found:
            others = ", ".join(to_language(locale) for locale in dict.fromkeys(found))
            also = f", or one of {others}" if others else ""
            raise ImproperlyConfigured(f"{name} is {code!r}, which has no catalogue: write {default}{also}.")
        return code

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if value not in available_timezones():
            raise ImproperlyConfigured(f"{name} is {value!r}: write a name such as Europe/London.")
        return value

    def database(self, name: str, default: str) -> dict[str, Any]:
        """A Django DATABASES entry from a URL: sqlite:///path or postgres://user:password@host:port/name."""
        url = self.text(name, default)
        scheme = url.split(":", 1)[0]
        if scheme not in ("sqlite", "postgres", "postgresql"):
            raise ImproperlyConfigured(
                f"{name} starts with {scheme!r}: use sqlite:///legcheck.sqlite3 or postgres://user:password@host:5432/name."
            )
        try:
            config: dict[str, Any] = dict(environ.Env.db_url_config(url))
        except Exception as error:
            raise ImproperlyConfigured(
                f"{name} could not be read: write postgres://user:password@host:5432/name."
            ) from error
        if not config.get("NAME"):
            raise ImproperlyConfigured(f"{name} names no database: end it with /name.")
        options = SQLITE_OPTIONS if scheme == "sqlite" else POSTGRESQL_OPTIONS
        config["OPTIONS"] = options | config.get("OPTIONS", {})
        if scheme != "sqlite":
            config["CONN_MAX_AGE"] = 600
            config["CONN_HEALTH_CHECKS"] = True
        return config
