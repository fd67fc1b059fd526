"""The report on a release that the public page shows: how it is measured, and its text read as a page."""

from __future__ import annotations

import json
from typing import Any

from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.page import page_of
from symptoms.evaluation.words import Words

#: Changes whenever the shape of the JSON, or what a figure of it means, does.
FORMAT = 3

#: How often noise is drawn for each case, and the seed it is drawn from: the same for every release, so that
#: the figures of two releases can be compared.
DRAWS = 2
SEED = 1

#: What reports that are made now have in common. Those of another version are made anew.
VERSION = f"{ENGINE_VERSION}, format {FORMAT}, {DRAWS} draws, seed {SEED}"


def page_of_report(text: str, words: Words) -> dict[str, Any]:
    """A report as a page in the language of the words. Raises whatever reading a text of another form may raise."""
    return page_of(json.loads(text), words)
