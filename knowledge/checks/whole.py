"""Whole-set checks: what depends on several rows, and must hold before a knowledge base is published.

Each check works on any content, however broken: what one check reports, the others pass over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import fsum
from typing import NamedTuple

from knowledge.checks.common import repeated
from knowledge.checks.problem import Problem
from knowledge.checks.references import Reference, references
from knowledge.checks.rows import row_problems
from knowledge.checks.texts import REQUIRED_TEXTS
from knowledge.content import (
    AGE_BANDS,
    CONCEPTS,
    DERIVED_FINDINGS,
    Finding,
    FindingKind,
    KnowledgeBase,
    Question,
    QuestionKind,
    Stage,
    Urgency,
    theme_text,
)

#: How far the backgrounds of a single-choice page may add up beside 1: they are rounded to two digits.
BACKGROUND_SUM_TOLERANCE = 0.02
#: The region of countries that are not listed.
FALLBACK_REGION = "ZZ"

_STAGE_ORDER = {stage: place for place, stage in enumerate(Stage)}
_SINGULAR = {
    "sources": "source",
    "categories": "category",
    "findings": "finding",
    "causes": "cause",
    "advice": "advice",
}


class _Index(NamedTuple):
    """What several checks look up. `page_number` is the place of the first page that asks a finding."""

    content: KnowledgeBase
    finding: dict[str, Finding]
    page_number: dict[str, int]
    references: tuple[Reference, ...]

    def stage(self, finding: str) -> Stage | None:
        number = self.page_number.get(finding)
        return None if number is None else self.content.questions[number].stage


def whole_problems(content: KnowledgeBase) -> list[Problem]:
    """All that is wrong between the rows of a knowledge base, sorted. Single rows are not looked at."""
    page_number: dict[str, int] = {}
    for number, page in enumerate(content.questions):
        for finding in page.findings:
            page_number.setdefault(finding, number)
    index = _Index(
        content, {finding.key: finding for finding in content.findings}, page_number, tuple(references(content))
    )
    return sorted(problem for check in _CHECKS for problem in check(index))


def all_problems(content: KnowledgeBase) -> list[Problem]:
    """All that is wrong with a knowledge base, sorted: in its rows and between them."""
    problems = whole_problems(content)
    for concept in CONCEPTS:
        rows = (content.settings,) if concept == "settings" else getattr(content, concept)
        for row in rows:
            problems += row_problems(concept, row)
    return sorted(problems)


def _keys(content: KnowledgeBase, concept: str) -> list[str]:
    return [row.key for row in getattr(content, concept)]


def _repeated_keys(index: _Index) -> Iterator[Problem]:
    for concept in CONCEPTS:
        if concept != "settings":
            for key in repeated(_keys(index.content, concept)):
                yield Problem(
                    concept, key, "K101", f'More than one entry has the key "{key}": give each its own.', "key"
                )


def _dangling_references(index: _Index) -> Iterator[Problem]:
    known = {concept: set(_keys(index.content, concept)) for concept in _SINGULAR}
    for concept, key, path, target, name in index.references:
        if name not in known[target]:
            yield Problem(
                concept, key, "K102", f'There is no {_SINGULAR[target]} "{name}": add it, or correct the name.', path
            )


def _askings(index: _Index) -> Iterator[Problem]:
    pages: dict[str, list[str]] = defaultdict(list)
    for page in index.content.questions:
        for name in page.findings:
            pages[name].append(page.key)
    for key, finding in index.finding.items():
        asked = pages[key]
        if finding.kind.worked_out:
            if asked:
                message = f"It is worked out and never asked: take it off the page {asked[0]}."
                yield Problem("findings", key, "K103", message)
        elif not asked:
            yield Problem("findings", key, "K103", "No option asks about it: add it to a page, or remove the finding.")
        elif len(asked) > 1:
            message = f"{len(asked)} options ask about it (pages {', '.join(dict.fromkeys(asked))}): keep one."
            yield Problem("findings", key, "K103", message)


def _worked_out_uses(index: _Index) -> Iterator[Problem]:
    for concept, key, path, target, name in index.references:
        finding = index.finding.get(name) if target == "findings" else None
        if finding is None or not finding.kind.worked_out:
            continue
        if concept in ("vignettes", "self_care") or (concept == "causes" and path.startswith(("evidence", "requires"))):
            message = f'"{name}" is worked out from the age or the answers and cannot be used here: remove it.'
            yield Problem(concept, key, "K104", message, path)


def _emergency_findings_in_pictures(index: _Index) -> Iterator[Problem]:
    for concept, key, path, target, name in index.references:
        if concept == "self_care" and target == "findings" and index.stage(name) is Stage.EMERGENCY:
            message = f'"{name}" is a danger sign and never leads to self-care: remove it.'
            yield Problem(concept, key, "K105", message, path)


def _late_findings_in_emergency_rules(index: _Index) -> Iterator[Problem]:
    emergency = {rule.key for rule in index.content.red_flags if rule.urgency is Urgency.EMERGENCY_NOW}
    for concept, key, path, target, name in index.references:
        if concept != "red_flags" or target != "findings" or key not in emergency:
            continue
        finding = index.finding.get(name)
        if finding is None or finding.kind is FindingKind.DEMOGRAPHIC:
            continue
        if finding.kind is FindingKind.DERIVED or index.stage(name) is Stage.DETAIL:
            message = (
                f'An emergency must be seen before the detail pages, and "{name}" is not known by then: '
                "use another finding, move its page forward, or lower the urgency."
            )
            yield Problem(concept, key, "K106", message, path)


def _page_order(index: _Index) -> Iterator[Problem]:
    pages = index.content.questions
    furthest = Stage.SCOPE
    for page in pages:
        if _STAGE_ORDER[page.stage] < _STAGE_ORDER[furthest]:
            message = f"A page of the stage {page.stage} stands after one of the stage {furthest}: move it forward."
            yield Problem("questions", page.key, "K107", message, "stage")
        else:
            furthest = page.stage
    if all(page.stage is not Stage.EMERGENCY for page in pages):
        yield Problem("questions", "", "K108", "There is no page of the stage emergency: add one.")


def _late_conditions(index: _Index) -> Iterator[Problem]:
    for number, page in enumerate(index.content.questions):
        for i, clause in enumerate(page.ask_if):
            for j, name in enumerate(clause):
                finding = index.finding.get(name)
                if finding is None or finding.kind is FindingKind.DEMOGRAPHIC:
                    continue
                # A finding that no page asks, a derived one above all, is never known in time.
                if index.page_number.get(name, number) >= number:
                    message = f'"{name}" is not known before this page: use a finding of an earlier page, or an age.'
                    yield Problem("questions", page.key, "K109", message, f"ask_if[{i}][{j}]")


def _background_sums(index: _Index) -> Iterator[Problem]:
    for page in index.content.questions:
        if page.kind is QuestionKind.SINGLE and page.stage is not Stage.SCOPE:
            yield from _background_sum(index, page)


def _background_sum(index: _Index, page: Question) -> Iterator[Problem]:
    asked = [index.finding[name] for name in page.findings if name in index.finding]
    if len(asked) < len(page.findings):
        return
    for band in AGE_BANDS:
        total = fsum(getattr(finding.background, band) for finding in asked)
        if not abs(total - 1) <= BACKGROUND_SUM_TOLERANCE:
            message = (
                f"The backgrounds of its findings add up to {total:.3g} in the band {band}: make them add up to 1."
            )
            yield Problem("questions", page.key, "K110", message, "options")


def _derived_findings(index: _Index) -> Iterator[Problem]:
    for key in DERIVED_FINDINGS:
        if key not in index.finding:
            yield Problem("findings", key, "K111", "This finding is missing: add it, with the kind derived.")
        # Without such a rule "not sure" or "not asked" could end in routine, that is, reassure.
        if not any(
            rule.all_of == ((key,),) and rule.urgency.rank >= Urgency.WITHIN_DAYS.rank
            for rule in index.content.red_flags
        ):
            message = f'No rule of within_days or above asks for "{key}" alone: add one, so that it never reassures.'
            yield Problem("red_flags", "", "K112", message)


def _theme_headings(index: _Index) -> Iterator[Problem]:
    texts = set(_keys(index.content, "texts"))
    for page in index.content.questions:
        if page.theme is not None and theme_text(page.theme) not in texts:
            message = f'There is no text "{theme_text(page.theme)}" to put above its answers: add it.'
            yield Problem("questions", page.key, "K116", message, "theme")


def _needed_rows(index: _Index) -> Iterator[Problem]:
    content = index.content
    if FALLBACK_REGION not in _keys(content, "regions"):
        yield Problem("regions", FALLBACK_REGION, "K113", "The region for all other countries is missing: add it.")
    texts = set(_keys(content, "texts"))
    for key in REQUIRED_TEXTS:
        if key not in texts:
            yield Problem(
                "texts", key, "K114", "This text is missing and the check cannot be shown without it: add it."
            )
    expected = {vignette.expect.urgency_at_least for vignette in content.vignettes}
    for level in Urgency:
        if level not in expected:
            message = f"No vignette expects at least {level}: add one, so that this level is tested."
            yield Problem("vignettes", "", "K115", message)


_CHECKS = (
    _repeated_keys,
    _dangling_references,
    _askings,
    _worked_out_uses,
    _emergency_findings_in_pictures,
    _late_findings_in_emergency_rules,
    _page_order,
    _late_conditions,
    _background_sums,
    _derived_findings,
    _theme_headings,
    _needed_rows,
)
