"""Rows to content: one query a table, and everything put together and ordered in Python."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from pydantic import TypeAdapter
from pydantic import ValidationError as WrongValues

from knowledge import content, models
from knowledge.canonical import canonical, canonical_row
from knowledge.checks.rows import KeyedRow
from knowledge.drafts.rows import (
    DRAFT_TABLES,
    BrokenDraft,
    advice_lists,
    checked,
    clauses,
    grouped,
    in_order,
    linked,
    of,
    states,
)

_SETTINGS = TypeAdapter(content.Settings)


class EmptyDraft(Exception):
    """There are no settings rows: no knowledge was loaded yet."""


def draft_is_empty() -> bool:
    """True when no draft table holds a row, so that nothing is lost by loading."""
    return not any(table._default_manager.exists() for table in DRAFT_TABLES)


def read_draft() -> content.KnowledgeBase:
    """The rows as content without the retired ones, in canonical order, all as they stood at one moment.

    Inside a transaction of the caller the moment is that transaction's: on PostgreSQL it must be
    REPEATABLE READ to keep out edits that are saved while the rows are read.

    Raises EmptyDraft when there are no settings rows, BrokenDraft when a setting is missing or has
    a value of the wrong type, or when a list of texts is none.
    """
    with _one_moment():
        return canonical(
            content.KnowledgeBase(
                settings=read_settings(),
                categories=_categories(),
                causes=_causes(),
                findings=_findings(),
                questions=_questions(),
                red_flags=_rules(),
                self_care=_pictures(),
                advice=_advice(),
                vignettes=_vignettes(),
                sources=_sources(),
                texts=_texts(),
                regions=_regions(),
            )
        )


def read_row(concept: str, pk: int) -> KeyedRow | None:
    """One row of the draft as content, in canonical order; None when there is none with that id.

    `concept` is a field of `KnowledgeBase` other than settings. Raises BrokenDraft as `read_draft` does.
    """
    found = _READERS[concept](pk)
    return canonical_row(found[0]) if found else None


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query inside sees the same rows, whoever saves meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def read_settings() -> content.Settings:
    """The settings of the draft. Raises EmptyDraft and BrokenDraft as `read_draft` does."""
    rows = dict(models.Setting.objects.order_by().values_list("key", "value"))
    if not rows:
        raise EmptyDraft("The draft holds no settings: load a knowledge base first.")
    nested: dict[str, Any] = {}
    for key, value in rows.items():
        *groups, name = key.split(".")
        inner = nested
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[name] = value
    try:
        return _SETTINGS.validate_json(json.dumps(nested), strict=True)
    except WrongValues as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise BrokenDraft("Settings do not fit. " + "; ".join(faults)) from error


def _categories(only: int | None = None) -> tuple[content.Category, ...]:
    return tuple(
        content.Category(key=row.key, name=row.name, summary=row.summary, article=row.article)
        for row in in_order(models.Category, only)
    )


def _sources(only: int | None = None) -> tuple[content.Source, ...]:
    return tuple(
        content.Source(
            key=row.key,
            title=row.title,
            publisher=row.publisher,
            year=row.year,
            url=row.url,
            kind=content.SourceKind(row.kind),
            reliability=content.Reliability(row.reliability),
            read=content.HowMuchRead(row.read),
        )
        for row in in_order(models.Source, only)
    )


def _texts(only: int | None = None) -> tuple[content.Text, ...]:
    return tuple(
        content.Text(key=row.key, text=row.text, note=row.note, text_for_another=row.text_for_another)
        for row in in_order(models.Text, only)
    )


def _regions(only: int | None = None) -> tuple[content.Region, ...]:
    return tuple(
        content.Region(
            key=row.key,
            name=row.name,
            emergency_number=row.emergency_number,
            emergency_dial=row.emergency_dial,
            emergency_also=tuple(checked(row, "emergency_also")),
            urgent_line=content.UrgentLine(
                label=row.urgent_line_label,
                number=row.urgent_line_number,
                if_none=row.urgent_line_if_none,
                label_for_another=row.urgent_line_label_for_another,
                if_none_for_another=row.urgent_line_if_none_for_another,
            ),
            crisis_line=content.CrisisLine(label=row.crisis_line_label, number=row.crisis_line_number),
            spelling=content.Spelling(row.spelling),
            sources=tuple(content.RegionSource(**link) for link in checked(row, "sources")),
            checked=content.Checked(row.checked),
            recall=tuple(checked(row, "recall")),
            note=row.note,
        )
        for row in in_order(models.Region, only)
    )


def _findings(only: int | None = None) -> tuple[content.Finding, ...]:
    sources = linked(models.Finding.sources, only)
    return tuple(
        content.Finding(
            key=row.key,
            label=row.label,
            kind=content.FindingKind(row.kind),
            cluster=row.cluster,
            background=content.Background(
                a18_39=row.background_a18_39,
                a40_59=row.background_a40_59,
                a60_74=row.background_a60_74,
                a75_plus=row.background_a75_plus,
            ),
            sensitive=row.sensitive,
            codes=content.FindingCodes(hpo=row.hpo, snomed=row.snomed, verified=row.codes_verified),
            sources=tuple(sources[row.pk]),
            article=tuple(checked(row, "article")),
        )
        for row in in_order(models.Finding, only)
    )


def _evidence(only: int | None = None) -> defaultdict[int, list[content.Evidence]]:
    sources = linked(models.Evidence.sources, only, through="cause_id")
    rows = of(models.Evidence.objects.all(), "cause_id", only).values_list(
        "pk", "cause_id", "finding__key", "frequency", "likelihood_ratio", "note"
    )
    return grouped(
        (
            cause_id,
            content.Evidence(
                finding=finding,
                sources=tuple(sources[pk]),
                frequency=None if word is None else content.Frequency(word),
                likelihood_ratio=ratio,
                note=note,
            ),
        )
        for pk, cause_id, finding, word, ratio, note in rows
    )


def _causes(only: int | None = None) -> tuple[content.Cause, ...]:
    categories = dict(models.Category.objects.order_by().values_list("pk", "key"))
    requires = linked(models.Cause.requires, only)
    sources = linked(models.Cause.sources, only)
    treatment = advice_lists(models.Treatment, "cause", only)
    show_with = grouped(
        (cause_id, content.ShowWith(finding=finding, cause=other))
        for cause_id, finding, other in of(models.ShowWith.objects.all(), "cause_id", only).values_list(
            "cause_id", "finding__key", "other_cause__key"
        )
    )
    evidence = _evidence(only)
    return tuple(
        content.Cause(
            key=row.key,
            name=row.name,
            clinical_name=row.clinical_name,
            category=categories[row.category_id],
            summary=row.summary,
            urgency=content.Urgency(row.urgency),
            prior=content.Prior(
                a18_39=content.PriorBand(row.prior_a18_39),
                a40_59=content.PriorBand(row.prior_a40_59),
                a60_74=content.PriorBand(row.prior_a60_74),
                a75_plus=content.PriorBand(row.prior_a75_plus),
            ),
            requires=tuple(requires[row.pk]),
            codes=content.CauseCodes(icd10=row.icd10, snomed=row.snomed, verified=row.codes_verified),
            article=tuple(checked(row, "article")),
            typical_course=row.typical_course,
            tests=tuple(checked(row, "tests")),
            treatment=tuple(treatment[row.pk]),
            sources=tuple(sources[row.pk]),
            evidence=tuple(evidence[row.pk]),
            hide_from_urgency=_urgency_or_none(row.hide_from_urgency),
            never_alone=row.never_alone,
            show_with=tuple(show_with[row.pk]),
        )
        for row in in_order(models.Cause, only)
    )


def _urgency_or_none(word: str | None) -> content.Urgency | None:
    return None if word is None else content.Urgency(word)


def _options(only: int | None = None) -> defaultdict[int, list[content.Option]]:
    findings = states(models.OptionFinding, "option", only, through="question_id")
    rows = sorted(of(models.Option.objects.all(), "question_id", only), key=lambda row: (row.position, row.key))
    return grouped(
        (
            row.question_id,
            content.Option(
                key=row.key,
                label=row.label,
                present=tuple(findings[row.pk, models.OptionState.PRESENT]),
                absent=tuple(findings[row.pk, models.OptionState.ABSENT]),
                ends=None if row.ends is None else content.ScopeEnd(row.ends),
                explain=row.explain,
                label_for_another=row.label_for_another,
                explain_for_another=row.explain_for_another,
                for_another_man=row.for_another_man,
            ),
        )
        for row in rows
    )


def _questions(only: int | None = None) -> tuple[content.Question, ...]:
    options = _options(only)
    ask_if = clauses(models.QuestionCondition, "question", only)
    return tuple(
        content.Question(
            key=row.key,
            text=row.text,
            hint=row.hint,
            why=row.why,
            kind=content.QuestionKind(row.kind),
            stage=content.Stage(row.stage),
            options=tuple(options[row.pk]),
            ask_if=tuple(ask_if[row.pk]),
            theme=row.theme,
            text_for_another=row.text_for_another,
            hint_for_another=row.hint_for_another,
            why_for_another=row.why_for_another,
        )
        for row in in_order(models.Question, only)
    )


def _rules(only: int | None = None) -> tuple[content.Rule, ...]:
    all_of = clauses(models.RuleClause, "rule", only)
    suspects = linked(models.Rule.suspects, only)
    sources = linked(models.Rule.sources, only)
    return tuple(
        content.Rule(
            key=row.key,
            title=row.title,
            urgency=content.Urgency(row.urgency),
            all_of=tuple(all_of[row.pk]),
            tell=row.tell,
            because=row.because,
            suspects=tuple(suspects[row.pk]),
            sources=tuple(sources[row.pk]),
            article=tuple(checked(row, "article")),
            accuracy=row.accuracy,
            note=row.note,
            tell_for_another=row.tell_for_another,
            because_for_another=row.because_for_another,
        )
        for row in in_order(models.Rule, only)
    )


def _pictures(only: int | None = None) -> tuple[content.SelfCarePicture, ...]:
    all_of = clauses(models.PictureClause, "picture", only)
    advice = advice_lists(models.PictureAdvice, "picture", only)
    sources = linked(models.SelfCarePicture.sources, only)
    return tuple(
        content.SelfCarePicture(
            key=row.key,
            title=row.title,
            all_of=tuple(all_of[row.pk]),
            review_after=row.review_after,
            advice=tuple(advice[row.pk]),
            sources=tuple(sources[row.pk]),
        )
        for row in in_order(models.SelfCarePicture, only)
    )


def _advice(only: int | None = None) -> tuple[content.Advice, ...]:
    sources = linked(models.Advice.sources, only)
    suppressed_by = linked(models.Advice.suppressed_by, only)
    always_when = linked(models.Advice.always_when, only)
    return tuple(
        content.Advice(
            key=row.key,
            title=row.title,
            kind=content.AdviceKind(row.kind),
            text=row.text,
            cautions=tuple(checked(row, "cautions")),
            article=tuple(checked(row, "article")),
            sources=tuple(sources[row.pk]),
            suppressed_by=tuple(suppressed_by[row.pk]),
            always_when=tuple(always_when[row.pk]),
            only_from_urgency=_urgency_or_none(row.only_from_urgency),
        )
        for row in in_order(models.Advice, only)
    )


def _vignettes(only: int | None = None) -> tuple[content.Vignette, ...]:
    findings = states(models.VignetteFinding, "vignette", only)
    categories_top3 = linked(models.Vignette.categories_top3, only)
    causes_top5 = linked(models.Vignette.causes_top5, only)
    return tuple(
        content.Vignette(
            key=row.key,
            age=row.age,
            story=row.story,
            present=tuple(findings[row.pk, models.VignetteState.PRESENT]),
            absent=tuple(findings[row.pk, models.VignetteState.ABSENT]),
            unsure=tuple(findings[row.pk, models.VignetteState.UNSURE]),
            expect=content.Expectation(
                urgency_at_least=content.Urgency(row.urgency_at_least),
                urgency_at_most=content.Urgency(row.urgency_at_most),
                categories_top3=tuple(categories_top3[row.pk]),
                causes_top5=tuple(causes_top5[row.pk]),
            ),
        )
        for row in in_order(models.Vignette, only)
    )


_READERS: dict[str, Callable[[int], Sequence[KeyedRow]]] = {
    "sources": _sources,
    "categories": _categories,
    "findings": _findings,
    "advice": _advice,
    "causes": _causes,
    "questions": _questions,
    "red_flags": _rules,
    "self_care": _pictures,
    "vignettes": _vignettes,
    "texts": _texts,
    "regions": _regions,
}
