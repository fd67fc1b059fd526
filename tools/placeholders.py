"""The parts of a text that a translation must take over as they are: placeholders, tags and entities."""

from __future__ import annotations

import re
from collections import Counter

#: %% and %(name)s of Django's templates, {name} of our code and of the knowledge, HTML tags, entities, addresses.
PART = re.compile(r"%%|%\(\w+\)[a-z]|\{\w*\}|<[^<>]*>|&#?\w+;|https?://[\w./-]+\w")


def parts(text: str) -> Counter[str]:
    """Each such part of a text, and how often it stands there."""
    return Counter(PART.findall(text))


def differing(source: str, words: str) -> str:
    """What a translation has too little or too much of, as half a sentence; empty where nothing is wrong."""
    missing, extra = parts(source) - parts(words), parts(words) - parts(source)
    if missing:
        return f"{', '.join(sorted(missing))} is missing."
    if extra:
        return f"{', '.join(sorted(extra))} is too much."
    # They would be read as HTML, or end an attribute: texts are shown as they are.
    if stray := set('<>"') & set(PART.sub("", words)) - set(PART.sub("", source)):
        return f"{' '.join(sorted(stray))} may not stand there: write quotation marks as “ ”, « » or „ “."
    return ""
