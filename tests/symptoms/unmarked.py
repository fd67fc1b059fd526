"""Which words of a page are not in the pseudo-language: those that no translator could reach."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from knowledge.content import KnowledgeBase
from tests.symptoms.test_forms import Element, Page

#: The name of the site, of a form of files, and of a catalogue that must be named.
NAMES = ("legcheck", "JSON", "https://hpo.jax.org")

#: What a screen reader says, or a search engine shows, beside the text itself.
_SPOKEN = ("aria-label", "alt", "title", "placeholder")

_PLAIN = re.compile("[A-Za-z]+")


def data_of(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """What is no text but a name of the knowledge: titles of sources keep their language, codes have none."""
    sources = {text for row in knowledge.sources for text in (row.title, row.publisher)}
    return (*sources, *(row.codes.icd10 for row in knowledge.causes))


def data_of_figures(figures: str) -> tuple[str, ...]:
    """What is no text in an evaluation, given as JSON: the keys that it names, and the hash of the release."""
    plain = json.loads(figures)
    told = (*plain["misses"], *plain["lost"]["lost"])
    keys = {key for row in plain["lost"]["lost"] for key in (*row["findings"], *row["instead"])}
    keys |= {row["case"] for row in told} | {reason["rule"] for row in told for reason in row["reasons"]}
    return (*sorted(keys), *plain["unfinished"], plain["release"][:12])


def plain_words(html: str, allowed: Iterable[str] = ()) -> list[str]:
    """Texts of a page, read strictly, in which a letter without accent is left; what is `allowed` may hold some.

    A part in another language than the page, which says so itself, is left out.
    """
    root = Page(html).root
    known = sorted({*allowed, *NAMES}, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in known))
    return [text for text in _texts(root, root.one("html")["lang"]) if _PLAIN.search(pattern.sub("", text))]


def brackets_differ(html: str) -> bool:
    """Whether a text was cut: then a bracket has lost its partner."""
    text = Page(html).root.one("body").text
    return text.count("[") != text.count("]")


def _texts(part: Element, language: str) -> Iterator[str]:
    if part.attributes.get("lang", language) != language:
        return
    yield from (part.attributes[name] or "" for name in _SPOKEN if name in part.attributes)
    if part.tag == "meta" and part.attributes.get("name") == "description":
        yield part["content"]
    for inner in part.inside:
        if isinstance(inner, Element):
            yield from _texts(inner, language)
        elif inner.strip():
            yield " ".join(inner.split())
