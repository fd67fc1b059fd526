"""The list of the pages around the check: what the footer, the page "About" and the site map are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page by the name of its address, with the words of a link to it and what is found there."""

    name: str
    title: str
    what: str


#: What the page "About" lists, in this order.
ABOUT = (
    Place("symptoms:how-it-works", "How the check works", "How it finds danger signs and weighs causes."),
    Place("symptoms:accuracy", "How accurate it is", "What it gets right and what it misses on its own test cases."),
    Place("symptoms:privacy", "Your privacy", "What stays with you, and what the site gets to see."),
    Place(
        "symptoms:accessibility", "Accessibility", "How the site is made to work for everyone, and how it is tested."
    ),
    Place("symptoms:sources", "Sources", "Where each fact comes from, and how much of it was read."),
    Place("symptoms:releases", "Releases", "Each set of facts that was ever live here, by date."),
)

#: Everything that search engines may list, but for the pages of the library, which follow from the release.
INDEXED = (
    "symptoms:home",
    "symptoms:questions",
    "symptoms:library",
    "symptoms:about",
    *(place.name for place in ABOUT),
)
