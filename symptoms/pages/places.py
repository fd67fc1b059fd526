"""The list of the pages around the check: what the footer, the page "About" and the site map are made from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Place:
    """A page by the name of its address, with the words of a link to it and what is found there, to be translated."""

    name: str
    title: str
    what: str


#: What the page "About" lists, in this order.
ABOUT = (
    Place(
        "symptoms:how-it-works",
        gettext_noop("How the check works"),
        gettext_noop("How it finds danger signs and weighs causes."),
    ),
    Place(
        "symptoms:accuracy",
        gettext_noop("How accurate it is"),
        gettext_noop("What was measured on made-up men, and what that does not show."),
    ),
    Place(
        "symptoms:privacy",
        gettext_noop("Your privacy"),
        gettext_noop("What stays with you, and what the site gets to see."),
    ),
    Place(
        "symptoms:accessibility",
        gettext_noop("Accessibility"),
        gettext_noop("How the site is made to work for everyone, and how it is tested."),
    ),
    Place(
        "symptoms:sources",
        gettext_noop("Sources"),
        gettext_noop("Where each fact comes from, and how much of it was read."),
    ),
    Place(
        "symptoms:releases",
        gettext_noop("Releases"),
        gettext_noop("Each set of facts that was ever live here, by date."),
    ),
)

#: Everything that search engines may list, but for the pages of the library, which follow from the release.
INDEXED = (
    "symptoms:home",
    "symptoms:questions",
    "symptoms:library",
    "symptoms:about",
    *(place.name for place in ABOUT),
)
