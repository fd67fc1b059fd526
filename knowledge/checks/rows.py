"""Row checks: what must hold for one row by itself, before it is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import inf
from typing import assert_never

from knowledge.checks.common import (
    Flaw,
    address_flaws,
    clause_flaws,
    key_flaws,
    region_key_flaws,
    repeated,
    source_flaws,
    text_and_list_flaws,
    words_for_another_flaws,
)
from knowledge.checks.numbers import OLDEST, YOUNGEST, settings_flaws
from knowledge.checks.pages import question_flaws
from knowledge.checks.problem import Problem
from knowledge.content import (
    AGE_BANDS,
    DERIVED_FINDINGS,
    Advice,
    AllOf,
    Category,
    Cause,
    Finding,
    FindingKind,
    Question,
    Region,
    Rule,
    SelfCarePicture,
    Settings,
    Source,
    Text,
    Urgency,
    Vignette,
)

#: One row of a knowledge base that has a key.
KeyedRow = Category | Source | Finding | Advice | Cause | Question | Rule | SelfCarePicture | Vignette | Text | Region
Row = KeyedRow | Settings

_REVIEW = re.compile(r"[1-9][0-9]{0,3} days?")
_AGE_KEY = re.compile(r"age_([1-9][0-9]{1,2})_plus")


def row_problems(concept: str, row: Row) -> list[Problem]:
    """All that is wrong with one row by itself, sorted.

    `concept` is the field of `KnowledgeBase` the row belongs to. References to other rows are not looked at.
    """
    if isinstance(row, Settings):
        return sorted(Problem(concept, "", code, message, path) for code, path, message in settings_flaws(row))
    return list(_problems(concept, row))


# After a change of one row the whole draft is checked again, and all the other rows are as they were.
@lru_cache(maxsize=8192)
def _problems(concept: str, row: KeyedRow) -> tuple[Problem, ...]:
    flaws = [
        *(region_key_flaws(row.key) if isinstance(row, Region) else key_flaws(row.key)),
        *text_and_list_flaws(concept, row),
        *words_for_another_flaws(concept, row),
        *_own_flaws(row),
    ]
    return tuple(sorted(Problem(concept, row.key, code, message, path) for code, path, message in flaws))


def _own_flaws(row: KeyedRow) -> Iterable[Flaw]:
    match row:
        case Source():
            return address_flaws(row.url, "url")
        case Finding():
            return _finding_flaws(row)
        case Cause():
            return _cause_flaws(row)
        case Question():
            return question_flaws(row)
        case Rule():
            return _rule_flaws(row)
        case SelfCarePicture():
            return _picture_flaws(row)
        case Advice():
            return source_flaws(row.sources)
        case Vignette():
            return _vignette_flaws(row)
        case Region():
            return _region_flaws(row)
        case Category() | Text():
            return ()
        case _:
            assert_never(row)


def _finding_flaws(finding: Finding) -> Iterator[Flaw]:
    yield from source_flaws(finding.sources)
    for band in AGE_BANDS:
        share: float = getattr(finding.background, band)
        if finding.kind.worked_out:
            if not 0 <= share <= 1:
                yield Flaw("K020", f"background.{band}", f"{share} is no share: give a number from 0 to 1.")
        elif not 0 < share < 1:
            yield Flaw("K020", f"background.{band}", f"{share} does not fit: give a number above 0 and below 1.")
    if finding.kind is FindingKind.DEMOGRAPHIC:
        form = _AGE_KEY.fullmatch(finding.key)
        if form is None or not YOUNGEST <= int(form[1]) <= OLDEST:
            yield Flaw("K021", "key", f"Its key says the age: write it like age_50_plus, {YOUNGEST} to {OLDEST}.")
    if (finding.kind is FindingKind.DERIVED) is not (finding.key in DERIVED_FINDINGS):
        names = " and ".join(DERIVED_FINDINGS)
        yield Flaw("K022", "kind", f"The findings {names}, and no others, have the kind derived: change kind or key.")


def _cause_flaws(cause: Cause) -> Iterator[Flaw]:
    yield from source_flaws(cause.sources)
    for place, evidence in enumerate(cause.evidence):
        path = f"evidence[{place}]"
        yield from source_flaws(evidence.sources, f"{path}.sources")
        if (evidence.frequency is None) is (evidence.likelihood_ratio is None):
            yield Flaw("K030", path, f"Give {evidence.finding} a frequency word or a likelihood ratio, and only one.")
        if evidence.likelihood_ratio is not None and not 0 < evidence.likelihood_ratio < inf:
            yield Flaw("K031", f"{path}.likelihood_ratio", "Give a number above 0.")
    for finding in repeated(evidence.finding for evidence in cause.evidence):
        yield Flaw("K032", "evidence", f'"{finding}" has more than one evidence row: keep one.')


def _needed_flaws(all_of: AllOf) -> Iterator[Flaw]:
    if not all_of:
        yield Flaw("K050", "all_of", "Nothing is asked for, so it would always hold: add a list of findings.")
    yield from clause_flaws(all_of, "all_of")


def _rule_flaws(rule: Rule) -> Iterator[Flaw]:
    yield from source_flaws(rule.sources)
    yield from _needed_flaws(rule.all_of)
    if rule.urgency is Urgency.SELF_CARE:
        yield Flaw("K053", "urgency", "A red flag never means self_care: give a higher level or write a picture.")


def _picture_flaws(picture: SelfCarePicture) -> Iterator[Flaw]:
    yield from source_flaws(picture.sources)
    yield from _needed_flaws(picture.all_of)
    if not _REVIEW.fullmatch(picture.review_after):
        yield Flaw("K054", "review_after", f'"{picture.review_after}" does not fit: write it like 7 days.')


def _vignette_flaws(vignette: Vignette) -> Iterator[Flaw]:
    if not YOUNGEST <= vignette.age <= OLDEST:
        yield Flaw("K060", "age", f"The check is for men of {YOUNGEST} to {OLDEST} years, not {vignette.age}.")
    lists = (vignette.present, vignette.absent, vignette.unsure)
    for finding in repeated(finding for findings in lists for finding in dict.fromkeys(findings)):
        yield Flaw("K061", "", f'"{finding}" is in more than one of present, absent and unsure: keep one.')
    expect = vignette.expect
    if expect.urgency_at_least.rank > expect.urgency_at_most.rank:
        yield Flaw("K062", "expect", f"{expect.urgency_at_least} is above {expect.urgency_at_most}: swap them.")
    for name in ("categories_top3", "causes_top5"):
        if not getattr(expect, name):
            yield Flaw("K063", f"expect.{name}", "Nothing is expected here: name at least one.")


def _region_flaws(region: Region) -> Iterator[Flaw]:
    dial = region.emergency_dial
    # An empty number is told as an empty text.
    if dial.strip() and not (dial.isascii() and dial.isdigit()):
        yield Flaw("K070", "emergency_dial", f'"{dial}" cannot be dialled: write digits only.')
    for place, source in enumerate(region.sources):
        yield from address_flaws(source.url, f"sources[{place}].url")
