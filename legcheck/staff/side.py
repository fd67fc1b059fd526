"""Which requests belong to the staff side of the site."""

from __future__ import annotations

from django.http import HttpRequest

#: Everything of the staff is below this path, and so is the cookie of their sessions.
PREFIX = "/admin/"


def is_staff_side(request: HttpRequest) -> bool:
    """Whether the request goes to the staff side; all else is public."""
    return request.path_info.startswith(PREFIX)
