"""The cases that are run: made-up or real men, each with the outcome that should follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.content import KnowledgeBase, Vignette
from symptoms.engine.cases import Case
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level


@dataclass(frozen=True, slots=True)
class NamedCase:
    """A case with its key and story.

    `finished`: what it does not name of the pages every outcome needs was asked and denied. Otherwise he
    stopped answering: what it does not name was not asked.
    """

    key: str
    story: str
    case: Case
    finished: bool


def case_of(vignette: Vignette) -> Case:
    """A vignette of the knowledge as a case for the engine."""
    expect = vignette.expect
    return Case(
        age=vignette.age,
        present=vignette.present,
        absent=vignette.absent,
        unsure=vignette.unsure,
        at_least=Level(expect.urgency_at_least.value),
        at_most=Level(expect.urgency_at_most.value),
        categories=expect.categories_top3,
        causes=expect.causes_top5,
    )


def cases_of(release: CompiledRelease, knowledge: KnowledgeBase) -> tuple[NamedCase, ...]:
    """The vignettes of a release as cases. Raises KeyError for findings the release does not have."""
    return tuple(
        NamedCase(vignette.key, vignette.story, case, names_the_screening(release, case))
        for vignette in knowledge.vignettes
        for case in (case_of(vignette),)
    )


def names_the_screening(release: CompiledRelease, case: Case) -> bool:
    """False for a case that tells almost nothing: no finding of the emergency pages is named, present or not,
    and a single-choice page has no answer. Such a man did not finish, so silence cannot count as a no.
    """
    answered = _mask(release, (*case.present, *case.unsure))
    named = answered | _mask(release, case.absent)
    danger = any(page.stage == "emergency" and page.mask & named for page in release.questions)
    return danger or all(page.mask & answered for page in release.questions if page.single_choice)


def _mask(release: CompiledRelease, keys: Iterable[str]) -> int:
    return sum(1 << release.finding_index[key] for key in set(keys))
