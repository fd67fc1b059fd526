"""How a source is named, on the pages of the library and in an outcome alike."""

from __future__ import annotations

from typing import Protocol

from django import template

register = template.Library()

#: What stands in the knowledge in the place of a publisher that is not known.
_UNKNOWN = "unknown"


class _Source(Protocol):
    @property
    def publisher(self) -> str: ...


@register.filter
def published(source: _Source) -> str:
    """By whom a source was published, and when, as far as it is known and the line has it; may be empty."""
    publisher = "" if source.publisher == _UNKNOWN else source.publisher
    # The lines of an outcome have no year.
    return ", ".join(part for part in (publisher, str(getattr(source, "year", None) or "")) if part)
