"""What is examined: a knowledge base, compiled, and three variants of it that make the examination sharp and fast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.content import KnowledgeBase
from knowledge.documents import ReleaseDocument, build_document, read_document
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, FindingWeights, ReleaseIdentity, Weight
from symptoms.laws.reading import Reading

#: Stands for the number and date that the release does not have yet.
_CANDIDATE = "not published"


@dataclass(frozen=True)
class Subject:
    """A knowledge base and the release made from it."""

    content: KnowledgeBase
    release: CompiledRelease

    @classmethod
    def of(cls, content: KnowledgeBase) -> Subject:
        """`content` must have passed every check: raises KeyError where a key points nowhere."""
        return cls.of_document(read_document(build_document(content)))

    @classmethod
    def of_document(cls, document: ReleaseDocument) -> Subject:
        """The subject of a release that was built already."""
        identity = ReleaseIdentity(number=0, hash=document.hash, published=_CANDIDATE)
        # Region and words change neither a level nor a page: one region will do, and the words for one man.
        release = compile_release(document, identity, document.knowledge.regions[0].key)
        return cls(document.knowledge, replace(release, for_another=None))

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.content)

    @cached_property
    def without_causes(self) -> CompiledRelease:
        """The same rules and pages, and nothing that could weigh a cause: levels come out the same, and fast."""
        nothing = FindingWeights((), (), (), ())
        release = self.release
        return replace(
            release,
            causes=(),
            rules=tuple(replace(rule, suspects=()) for rule in release.rules),
            weights=tuple(tuple(nothing for _ in row) for row in release.weights),
            tellings=tuple(tuple(() for _ in row) for row in release.tellings),
        )

    @cached_property
    def with_other_causes(self) -> CompiledRelease:
        """The same rules and pages with every belief about the causes turned round."""
        release = self.release
        priors = [cause.log_priors for cause in release.causes]
        return replace(
            release,
            causes=tuple(
                replace(cause, log_priors=prior, requires=0)
                for cause, prior in zip(release.causes, reversed(priors), strict=True)
            ),
            weights=tuple(tuple(_turned(weights) for weights in row) for row in release.weights),
        )

    @cached_property
    def least_asking(self) -> CompiledRelease:
        """The same with an interview that asks nothing it could leave out.

        Its pages are the first ones of the real interview, for the limit never cuts what the rules need.
        """
        return replace(self.release, numbers=replace(self.release.numbers, max_pages=0))


def _turned(weights: FindingWeights) -> FindingWeights:
    def opposite(rows: tuple[Weight, ...]) -> Iterator[Weight]:
        return (row._replace(log_ratio=-row.log_ratio) for row in rows)

    return FindingWeights(
        present=tuple(opposite(weights.present)),
        absent=tuple(opposite(weights.absent)),
        unticked=tuple(opposite(weights.unticked)),
        risk=tuple(opposite(weights.risk)),
    )
