"""The bytes of a release: the whole knowledge base and its prepared logarithms as canonical JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass

from knowledge import ratios
from knowledge.canonical import canonical
from knowledge.checks.problem import Problem
from knowledge.content import KnowledgeBase
from knowledge.interchange import Unreadable, canonical_json, from_plain, sha256, to_plain
from knowledge.ratios import LogRatios, log_ratios

#: Number of the document's shape. A reader that meets another one refuses.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ReleaseDocument:
    """A release as it is stored and hashed."""

    knowledge: KnowledgeBase
    log_ratios: LogRatios
    hash: str


def build_document(knowledge: KnowledgeBase) -> bytes:
    """The canonical bytes of a release made from `knowledge`, which must have passed every check."""
    knowledge = canonical(knowledge)
    return canonical_json(
        {"format": FORMAT, "knowledge": to_plain(knowledge), "log_ratios": ratios.to_plain(log_ratios(knowledge))}
    )


def read_document(data: bytes) -> ReleaseDocument:
    """The release in `data`. Raises Unreadable when it is no release of this format."""
    try:
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise ValueError(f"format {plain['format']!r} is not {FORMAT}")
        return ReleaseDocument(from_plain(plain["knowledge"]), ratios.from_plain(plain["log_ratios"]), sha256(data))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(
            [Problem("release", "", "K006", f"no release document of format {FORMAT}: {error}")]
        ) from error
