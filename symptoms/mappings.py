"""What the options of each page mean in a release, so that a newer one never reads an old answer differently.

An answer holds the keys of options, not their meaning. When a release changes in the middle of a visit,
an answer stays only where its page still means the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symptoms.engine.compiled import CompiledRelease

#: Findings that an option makes present, those it makes absent, and how it ends the check.
OptionMeaning = tuple[frozenset[str], frozenset[str], str | None]


@dataclass(frozen=True, slots=True)
class PageMeaning:
    """A page without its words: its kind, and what each of its own options means."""

    kind: str
    options: Mapping[str, OptionMeaning]


PageMeanings = Mapping[str, PageMeaning]


def page_meanings(release: CompiledRelease) -> PageMeanings:
    """The meaning of every page of a release, by the key of its question."""
    return {
        question.key: PageMeaning(
            question.kind,
            {
                option.key: (
                    frozenset(release.keys(option.present)),
                    frozenset(release.keys(option.absent)),
                    option.ends,
                )
                for option in question.options
            },
        )
        for question in release.questions
    }


def changed_pages(before: PageMeanings | None, release: CompiledRelease) -> frozenset[str]:
    """Pages of `release` that meant something else `before`. Without a before, every page but those of the scope."""
    if before is None:
        return frozenset(question.key for question in release.questions if not question.is_scope)
    return frozenset(key for key, meaning in page_meanings(release).items() if meaning != before.get(key))
