"""Words of the options with a fixed meaning. Pure, for the laws read them too."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """The same text, marked for the catalogue of translations (Django's function of this name does no more)."""
    return text


#: As they are written; `symptoms.catalogue.reserved_label` has them in the language of the site.
RESERVED_LABELS = {
    "none": gettext_noop("None of these"),
    "not_sure": gettext_noop("I'm not sure"),
    "rest_not_sure": gettext_noop("I'm not sure about the others"),
    "prefer_not_to_say": gettext_noop("Prefer not to say"),
}
