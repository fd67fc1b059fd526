"""The digest by which a browser knows that a script is the one that was meant."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage

register = template.Library()


@register.simple_tag
def integrity(name: str) -> str:
    """Value of the attribute `integrity` for a static file, as W3C Subresource Integrity has it: SHA-384 in base64.

    Raises ValueError for a file that was not collected, or is nowhere.
    """
    # On a local trial site files change while it runs.
    return _digest(_content(name)) if settings.DEBUG else _kept(name)


@cache
def _kept(name: str) -> str:
    return _digest(_content(name))


def _digest(content: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(content).digest()).decode('ascii')}"


def _content(name: str) -> bytes:
    """The bytes as they are served: those that were collected, else those that lie in the project."""
    if isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        with staticfiles_storage.open(staticfiles_storage.stored_name(name)) as file:
            content: bytes = file.read()
        return content
    found = finders.find(name)
    if found is None:
        raise ValueError(f"There is no static file named {name}.")
    return Path(found).read_bytes()
