"""The language that a page is in: one for the whole site, chosen by LEGCHECK_LANGUAGE."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext, to_locale

from symptoms.evaluation.words import Words

#: The language that the texts of the program are written in.
SOURCE = "en-gb"


def language_tag() -> str:
    """The language in force as HTML names it (BCP 47), such as "en-GB"."""
    return to_locale(get_language() or SOURCE).replace("_", "-")


def is_source() -> bool:
    """Whether texts are shown as they are written in the program."""
    return (get_language() or SOURCE) == SOURCE


def is_english() -> bool:
    """Whether the language in force is a kind of English."""
    return (get_language() or SOURCE).split("-")[0] == "en"


def from_right() -> bool:
    """Whether the language in force is written from right to left."""
    return get_language_bidi()


def _number(value: float) -> str:
    return number_format(Decimal(f"{value:g}"))


#: The words of an evaluation in the language that is in force when they are looked up.
FIGURES = Words(gettext, ngettext, _number)
