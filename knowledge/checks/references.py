"""Every place where one row names another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.content import AllOf, Cause, KnowledgeBase


class Reference(NamedTuple):
    """Row `key` of `concept` names, at `path`, the row `name` of the concept `target`."""

    concept: str
    key: str
    path: str
    target: str
    name: str


def references(content: KnowledgeBase) -> Iterator[Reference]:
    """All references of a knowledge base, whether what they name exists or not."""
    for finding in content.findings:
        yield from _listed("findings", finding.key, "sources", "sources", finding.sources)
    for cause in content.causes:
        yield from _of_cause(cause)
    for page in content.questions:
        for place, option in enumerate(page.options):
            yield from _listed("questions", page.key, f"options[{place}].present", "findings", option.present)
            yield from _listed("questions", page.key, f"options[{place}].absent", "findings", option.absent)
        yield from _clauses("questions", page.key, "ask_if", page.ask_if)
    for rule in content.red_flags:
        yield from _clauses("red_flags", rule.key, "all_of", rule.all_of)
        yield from _listed("red_flags", rule.key, "suspects", "causes", rule.suspects)
        yield from _listed("red_flags", rule.key, "sources", "sources", rule.sources)
    for picture in content.self_care:
        yield from _clauses("self_care", picture.key, "all_of", picture.all_of)
        yield from _listed("self_care", picture.key, "advice", "advice", picture.advice)
        yield from _listed("self_care", picture.key, "sources", "sources", picture.sources)
    for advice in content.advice:
        yield from _listed("advice", advice.key, "sources", "sources", advice.sources)
        yield from _listed("advice", advice.key, "suppressed_by", "causes", advice.suppressed_by)
        yield from _listed("advice", advice.key, "always_when", "findings", advice.always_when)
    for vignette in content.vignettes:
        expect = vignette.expect
        yield from _listed("vignettes", vignette.key, "present", "findings", vignette.present)
        yield from _listed("vignettes", vignette.key, "absent", "findings", vignette.absent)
        yield from _listed("vignettes", vignette.key, "unsure", "findings", vignette.unsure)
        yield from _listed("vignettes", vignette.key, "expect.categories_top3", "categories", expect.categories_top3)
        yield from _listed("vignettes", vignette.key, "expect.causes_top5", "causes", expect.causes_top5)


def _of_cause(cause: Cause) -> Iterator[Reference]:
    yield Reference("causes", cause.key, "category", "categories", cause.category)
    yield from _listed("causes", cause.key, "requires", "findings", cause.requires)
    yield from _listed("causes", cause.key, "treatment", "advice", cause.treatment)
    yield from _listed("causes", cause.key, "sources", "sources", cause.sources)
    for place, evidence in enumerate(cause.evidence):
        yield Reference("causes", cause.key, f"evidence[{place}].finding", "findings", evidence.finding)
        yield from _listed("causes", cause.key, f"evidence[{place}].sources", "sources", evidence.sources)
    for place, shown in enumerate(cause.show_with):
        yield Reference("causes", cause.key, f"show_with[{place}].finding", "findings", shown.finding)
        yield Reference("causes", cause.key, f"show_with[{place}].cause", "causes", shown.cause)


def _listed(concept: str, key: str, path: str, target: str, names: Iterable[str]) -> Iterator[Reference]:
    for place, name in enumerate(names):
        yield Reference(concept, key, f"{path}[{place}]", target, name)


def _clauses(concept: str, key: str, path: str, clauses: AllOf) -> Iterator[Reference]:
    for place, clause in enumerate(clauses):
        yield from _listed(concept, key, f"{path}[{place}]", "findings", clause)
