"""Content to rows: the whole draft is replaced at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from knowledge import models
from knowledge.content import AGE_BANDS, KnowledgeBase
from knowledge.drafts.rows import DRAFT_TABLES
from knowledge.models.base import Clause, Concept
from knowledge.models.reference import SETTING_KEYS

_Concept = TypeVar("_Concept", bound=Concept)

#: Where content keeps what a table has in a column of another name.
_PLACES = {
    **{f"background_{band}": f"background.{band}" for band in AGE_BANDS},
    **{f"prior_{band}": f"prior.{band}" for band in AGE_BANDS},
    "hpo": "codes.hpo",
    "snomed": "codes.snomed",
    "icd10": "codes.icd10",
    "codes_verified": "codes.verified",
    "urgent_line_label": "urgent_line.label",
    "urgent_line_number": "urgent_line.number",
    "urgent_line_if_none": "urgent_line.if_none",
    "urgent_line_label_for_another": "urgent_line.label_for_another",
    "urgent_line_if_none_for_another": "urgent_line.if_none_for_another",
    "crisis_line_label": "crisis_line.label",
    "crisis_line_number": "crisis_line.number",
    "urgency_at_least": "expect.urgency_at_least",
    "urgency_at_most": "expect.urgency_at_most",
    "categories_top3": "expect.categories_top3",
    "causes_top5": "expect.causes_top5",
}


#: Columns that say something of the row and not of the content.
_ONLY_IN_ROWS = {"position", "retired"}


class UnknownKey(ValueError):
    """The content names a key that none of its rows has."""


def write_draft(content: KnowledgeBase) -> None:
    """Replaces every row of the draft by `content`, or changes nothing when that fails.

    Raises UnknownKey when the content names a row it does not hold, and django.db.IntegrityError when
    it breaks another rule of the tables, such as two rows with one key.
    """
    with transaction.atomic():
        _delete_every_row()
        _Writer(content).write()


def _delete_every_row() -> None:
    """Empties the draft tables. In SQL, for Django would first fetch each row to see what points to it."""
    with connection.cursor() as cursor:
        for table in reversed(DRAFT_TABLES):
            links = [relation.m2m_db_table() for relation in table._meta.local_many_to_many]
            for name in (*links, table._meta.db_table):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 - names of our own tables


class _Rows(dict[str, _Concept]):
    """The rows of one table by key, made from the concepts of the same name."""

    def __init__(self, table: type[_Concept], concepts: Iterable[Any], **foreign: _Rows[Any]) -> None:
        self.table = table
        columns = [
            (field.name, attrgetter(_PLACES.get(field.name, field.name)))
            for field in table._meta.concrete_fields
            if not (field.primary_key or field.is_relation or field.name in _ONLY_IN_ROWS)
        ]
        self.concepts = tuple(concepts)
        rows = [
            table(
                position=place,
                **{name: _storable(value_of(concept)) for name, value_of in columns},
                **{name: rows[getattr(concept, name)] for name, rows in foreign.items()},
            )
            for place, concept in enumerate(self.concepts, start=1)
        ]
        super().__init__((row.key, row) for row in table._default_manager.bulk_create(rows))

    def __missing__(self, key: str) -> _Concept:
        raise UnknownKey(f"No {self.table._meta.verbose_name} has the key {key!r}.")

    def pick(self, keys: Iterable[str]) -> list[_Concept]:
        return [self[key] for key in keys]

    def link(self, relation: Any, targets: _Rows[Any]) -> None:
        """Fills a many-to-many of these rows from the keys their concepts list."""
        keys_of = attrgetter(_PLACES.get(relation.field.name, relation.field.name))
        _link(relation, ((self[concept.key], targets.pick(keys_of(concept))) for concept in self.concepts))


def _storable(value: Any) -> Any:
    """A value of content as a column takes it: lists hold no dataclasses."""
    if isinstance(value, tuple):
        return [asdict(item) if is_dataclass(item) and not isinstance(item, type) else item for item in value]
    return value


def _link(relation: Any, pairs: Iterable[tuple[Model, Iterable[Model]]]) -> None:
    """Fills a many-to-many: each row with the rows it names."""
    owner, target = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
    relation.through.objects.bulk_create(
        relation.through(**{f"{owner}_id": row.pk, f"{target}_id": named.pk})
        for row, all_named in pairs
        for named in all_named
    )


class _Writer:
    """Writes one knowledge base into empty tables. Concepts come first, for their parts point to them."""

    def __init__(self, content: KnowledgeBase) -> None:
        self.content = content
        self.sources = _Rows(models.Source, content.sources)
        self.categories = _Rows(models.Category, content.categories)
        self.findings = _Rows(models.Finding, content.findings)
        self.causes = _Rows(models.Cause, content.causes, category=self.categories)
        self.advice = _Rows(models.Advice, content.advice)
        self.questions = _Rows(models.Question, content.questions)
        self.rules = _Rows(models.Rule, content.red_flags)
        self.pictures = _Rows(models.SelfCarePicture, content.self_care)
        self.vignettes = _Rows(models.Vignette, content.vignettes)
        _Rows(models.Text, content.texts)
        _Rows(models.Region, content.regions)

    def write(self) -> None:
        """Writes all that is not a concept of its own."""
        self._write_settings()
        self._write_links()
        self._write_evidence()
        self._write_lists_of_causes()
        self._write_options()
        self._write_clauses(models.QuestionCondition, "question", self.questions, "ask_if")
        self._write_clauses(models.RuleClause, "rule", self.rules, "all_of")
        self._write_clauses(models.PictureClause, "picture", self.pictures, "all_of")
        models.PictureAdvice.objects.bulk_create(
            models.PictureAdvice(picture=self.pictures[picture.key], position=place, advice=self.advice[key])
            for picture in self.content.self_care
            for place, key in enumerate(picture.advice, start=1)
        )
        models.VignetteFinding.objects.bulk_create(
            models.VignetteFinding(vignette=self.vignettes[vignette.key], finding=self.findings[key], state=state)
            for vignette in self.content.vignettes
            for state in models.VignetteState
            for key in getattr(vignette, state.value)
        )

    def _write_settings(self) -> None:
        models.Setting.objects.bulk_create(
            models.Setting(position=place, key=key, value=attrgetter(key)(self.content.settings))
            for place, key in enumerate(SETTING_KEYS, start=1)
        )

    def _write_links(self) -> None:
        self.findings.link(models.Finding.sources, self.sources)
        self.causes.link(models.Cause.requires, self.findings)
        self.causes.link(models.Cause.sources, self.sources)
        self.advice.link(models.Advice.sources, self.sources)
        self.advice.link(models.Advice.suppressed_by, self.causes)
        self.advice.link(models.Advice.always_when, self.findings)
        self.rules.link(models.Rule.suspects, self.causes)
        self.rules.link(models.Rule.sources, self.sources)
        self.pictures.link(models.SelfCarePicture.sources, self.sources)
        self.vignettes.link(models.Vignette.categories_top3, self.categories)
        self.vignettes.link(models.Vignette.causes_top5, self.causes)

    def _write_evidence(self) -> None:
        evidence = [
            (
                models.Evidence(
                    cause=self.causes[cause.key],
                    finding=self.findings[row.finding],
                    frequency=row.frequency,
                    likelihood_ratio=row.likelihood_ratio,
                    note=row.note,
                ),
                self.sources.pick(row.sources),
            )
            for cause in self.content.causes
            for row in cause.evidence
        ]
        models.Evidence.objects.bulk_create(row for row, _ in evidence)
        _link(models.Evidence.sources, evidence)

    def _write_lists_of_causes(self) -> None:
        models.Treatment.objects.bulk_create(
            models.Treatment(cause=self.causes[cause.key], position=place, advice=self.advice[key])
            for cause in self.content.causes
            for place, key in enumerate(cause.treatment, start=1)
        )
        models.ShowWith.objects.bulk_create(
            models.ShowWith(
                cause=self.causes[cause.key],
                finding=self.findings[pair.finding],
                other_cause=self.causes[pair.cause],
            )
            for cause in self.content.causes
            for pair in cause.show_with
        )

    def _write_options(self) -> None:
        options = [
            (
                models.Option(
                    question=self.questions[question.key],
                    position=place,
                    key=option.key,
                    label=option.label,
                    ends=option.ends,
                    explain=option.explain,
                    label_for_another=option.label_for_another,
                    explain_for_another=option.explain_for_another,
                    for_another_man=option.for_another_man,
                ),
                option,
            )
            for question in self.content.questions
            for place, option in enumerate(question.options, start=1)
        ]
        models.Option.objects.bulk_create(row for row, _ in options)
        models.OptionFinding.objects.bulk_create(
            models.OptionFinding(option=row, finding=self.findings[key], state=state)
            for row, option in options
            for state in models.OptionState
            for key in getattr(option, state.value)
        )

    def _write_clauses(self, clause: type[Clause], owner: str, owners: _Rows[Any], field: str) -> None:
        clauses = [
            (clause(**{owner: owners[concept.key], "position": place}), keys)
            for concept in owners.concepts
            for place, keys in enumerate(getattr(concept, field), start=1)
        ]
        clause._default_manager.bulk_create(row for row, _ in clauses)
        _link(clause.findings, ((row, self.findings.pick(keys)) for row, keys in clauses))
