"""What a page of the admin says, and where the pages of rows are."""

from __future__ import annotations

import re
from html import unescape

from django.db.models import Model
from django.urls import reverse


def text_of(response) -> str:
    """What a page says to its reader, without tags. Raises AssertionError when it is none."""
    assert response.status_code == 200, response.status_code
    main = response.content.decode().partition("<main")[2]
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def page_of(row: Model) -> str:
    """The address of the page of a row."""
    return reverse(f"admin:knowledge_{row._meta.model_name}_change", args=[row.pk])
