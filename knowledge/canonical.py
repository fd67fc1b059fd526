"""One order for what has no order of its own, so that equal content is written in one way only.

Lists of keys whose order says nothing (sources, suspects, members of a clause ...) are sorted by key.
Concepts, options, clauses, treatment, tests, cautions and the advice of a picture keep their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from knowledge.content import (
    Advice,
    AllOf,
    Cause,
    Evidence,
    Finding,
    Frequency,
    KnowledgeBase,
    Option,
    Question,
    Rule,
    SelfCarePicture,
    ShowWith,
    Vignette,
)

Row = TypeVar("Row")

#: The place of an evidence row in its cause; None stands for a likelihood ratio.
_EVIDENCE_RANK = {
    word: rank
    for rank, word in enumerate(
        (
            Frequency.OBLIGATE,
            Frequency.VERY_FREQUENT,
            Frequency.FREQUENT,
            Frequency.OCCASIONAL,
            Frequency.VERY_RARE,
            None,
            Frequency.EXCLUDED,
        )
    )
}


def canonical(content: KnowledgeBase) -> KnowledgeBase:
    """The same knowledge with every order that has no meaning set to the one order of the files.

    Evidence goes from the most frequent finding to the least, then risk multipliers, then what is
    excluded. Nothing is added, dropped or checked, and doing it twice changes nothing.
    """
    return replace(
        content,
        causes=tuple(map(_cause, content.causes)),
        findings=tuple(map(_finding, content.findings)),
        questions=tuple(map(_question, content.questions)),
        red_flags=tuple(map(_rule, content.red_flags)),
        self_care=tuple(map(_picture, content.self_care)),
        advice=tuple(map(_advice, content.advice)),
        vignettes=tuple(map(_vignette, content.vignettes)),
    )


def canonical_row(row: Row) -> Row:
    """The same for one row by itself; a row without such orders is given back as it is."""
    ordered: Callable[[Any], Any] | None = _ORDERS.get(type(row))
    return row if ordered is None else ordered(row)


def _keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(keys))


def _clauses(all_of: AllOf) -> AllOf:
    return tuple(map(_keys, all_of))


def _evidence_order(row: Evidence) -> tuple[int, str]:
    return _EVIDENCE_RANK[row.frequency], row.finding


def _show_with_order(pair: ShowWith) -> tuple[str, str]:
    return pair.finding, pair.cause


def _cause(cause: Cause) -> Cause:
    return replace(
        cause,
        requires=_keys(cause.requires),
        article=_keys(cause.article),
        sources=_keys(cause.sources),
        evidence=tuple(replace(row, sources=_keys(row.sources)) for row in sorted(cause.evidence, key=_evidence_order)),
        show_with=tuple(sorted(cause.show_with, key=_show_with_order)),
    )


def _finding(finding: Finding) -> Finding:
    return replace(finding, sources=_keys(finding.sources), article=_keys(finding.article))


def _option(option: Option) -> Option:
    return replace(option, present=_keys(option.present), absent=_keys(option.absent))


def _question(question: Question) -> Question:
    return replace(question, options=tuple(map(_option, question.options)), ask_if=_clauses(question.ask_if))


def _rule(rule: Rule) -> Rule:
    return replace(
        rule,
        all_of=_clauses(rule.all_of),
        suspects=_keys(rule.suspects),
        sources=_keys(rule.sources),
        article=_keys(rule.article),
    )


def _picture(picture: SelfCarePicture) -> SelfCarePicture:
    return replace(picture, all_of=_clauses(picture.all_of), sources=_keys(picture.sources))


def _advice(advice: Advice) -> Advice:
    return replace(
        advice,
        article=_keys(advice.article),
        sources=_keys(advice.sources),
        suppressed_by=_keys(advice.suppressed_by),
        always_when=_keys(advice.always_when),
    )


def _vignette(vignette: Vignette) -> Vignette:
    expect = vignette.expect
    return replace(
        vignette,
        present=_keys(vignette.present),
        absent=_keys(vignette.absent),
        unsure=_keys(vignette.unsure),
        expect=replace(expect, categories_top3=_keys(expect.categories_top3), causes_top5=_keys(expect.causes_top5)),
    )


_ORDERS: Mapping[type, Callable[[Any], Any]] = {
    Cause: _cause,
    Finding: _finding,
    Question: _question,
    Rule: _rule,
    SelfCarePicture: _picture,
    Advice: _advice,
    Vignette: _vignette,
}
