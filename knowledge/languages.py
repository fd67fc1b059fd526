"""Whether the knowledge speaks the language of the site."""

from __future__ import annotations


def same_language(one: str, other: str) -> bool:
    """Whether two BCP 47 tags name the same language, whatever the country: "en" and "en-GB" do, "en" and "de" not."""
    return one.split("-")[0].lower() == other.split("-")[0].lower()
