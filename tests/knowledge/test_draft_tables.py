"""What the draft tables refuse, protect and say, whoever writes to them."""

import dataclasses
from enum import EnumType
from typing import get_args, get_type_hints

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.forms import modelform_factory
from django.utils import timezone

from knowledge import content, models
from knowledge.canonical import canonical
from knowledge.drafts import read_draft, write_draft
from knowledge.drafts.rows import DRAFT_TABLES
from knowledge.models.base import Concept
from tests.knowledge.small import SMALL


@pytest.fixture
def rows(db):
    """The shipped knowledge, which every test database holds, and one row of the table it does not use."""
    condition = models.QuestionCondition.objects.create(question=models.Question.objects.first(), position=1)
    condition.findings.add(models.Finding.objects.first())


@pytest.fixture
def draft(db):
    write_draft(SMALL)
    return SMALL


# --- what the database refuses, whoever writes ---


def _first(table):
    return table.objects.order_by("pk").first()


def _copy(table, changes):
    """A copy of the first row with other values, not saved. A callable is asked for its value."""
    row = _first(table)
    row.pk = None
    row._state.adding = True
    for field, value in changes.items():
        setattr(row, field, value() if callable(value) else value)
    return row


def _same(table, field):
    """What the first row has there already."""
    return {field: lambda: getattr(_first(table), field)}


NEW_KEY = {"key": "new_one"}
# Neither evidence nor options nor vignettes use a finding that is worked out.
UNUSED = {"finding": lambda: models.Finding.objects.filter(kind="demographic").first()}
ASKED = {"finding": lambda: models.OptionFinding.objects.filter(state="present").last().finding}
RATIO = {"frequency": None, "likelihood_ratio": 4.5}
OTHER_ADVICE = {"advice": lambda: models.Advice.objects.get_or_create(key="new_one", kind="diet")[0]}
LAST_PLACE = {"position": 99}

CONCEPTS = [table for table in DRAFT_TABLES if issubclass(table, Concept) and table is not models.Region]

REFUSED = [
    # The first columns make a row that is taken, the last one spoils it.
    *((table, NEW_KEY, {"key": key}) for table in (*CONCEPTS, models.Option) for key in ("", "Key")),
    *((models.Category, NEW_KEY, {"key": key}) for key in ("1key", "a-key", "a key", "_key", "key\n", "ké")),
    *((table, NEW_KEY, _same(table, "key")) for table in (*CONCEPTS, models.Option)),
    *((models.Option, NEW_KEY, {"key": key}) for key in content.RESERVED_OPTION_KEYS),
    *((models.Region, {"key": "XX"}, {"key": key}) for key in ("ZZ", "xx", "X", "X1", "")),
    # Numbers.
    *(
        (models.Finding, NEW_KEY, {f"background_{band}": share})
        for band in content.AGE_BANDS
        for share in (-0.1, 1.1, float("nan"), float("inf"), None)
    ),
    *(
        (models.Evidence, UNUSED | RATIO, {"likelihood_ratio": ratio})
        for ratio in (0, -1, float("nan"), float("inf"), None)
    ),
    *((models.Vignette, NEW_KEY, {"age": age}) for age in (17, 121, None)),
    *((models.Source, NEW_KEY, {"year": year}) for year in (0, 99, 10_000)),
    *((models.SelfCarePicture, NEW_KEY, {"review_after": text}) for text in ("a week", "0 days", "7", "7 days\n")),
    # Evidence has a word or a ratio, and its finding once.
    (models.Evidence, UNUSED, {"likelihood_ratio": 2.0}),
    (models.Evidence, UNUSED, {"frequency": None}),
    (models.Evidence, UNUSED, _same(models.Evidence, "finding")),
    # Parts that stand once.
    (models.Treatment, OTHER_ADVICE, _same(models.Treatment, "advice")),
    (models.PictureAdvice, OTHER_ADVICE, _same(models.PictureAdvice, "advice")),
    (models.ShowWith, UNUSED, _same(models.ShowWith, "finding")),
    (models.ShowWith, UNUSED, {"other_cause": lambda: _first(models.ShowWith).cause}),
    (models.RuleClause, LAST_PLACE, _same(models.RuleClause, "position")),
    (models.PictureClause, LAST_PLACE, _same(models.PictureClause, "position")),
    (models.QuestionCondition, LAST_PLACE, _same(models.QuestionCondition, "position")),
    (models.OptionFinding, UNUSED, _same(models.OptionFinding, "finding")),
    (models.OptionFinding, UNUSED | {"state": "present"}, ASKED),
    (models.VignetteFinding, UNUSED, _same(models.VignetteFinding, "finding")),
]


@pytest.mark.parametrize(("table", "taken", "spoiled"), REFUSED)
def test_the_database_refuses(rows, table, taken, spoiled):
    sound = _copy(table, taken)
    with transaction.atomic():
        table.objects.bulk_create([sound])
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.bulk_create([_copy(table, taken | spoiled)])


WORDS = [(table, field.name) for table in DRAFT_TABLES for field in table._meta.concrete_fields if field.choices]


@pytest.mark.parametrize(("table", "field"), WORDS)
def test_the_database_refuses_an_unknown_word(rows, table, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        table.objects.update(**{field: "nonsense"})


def test_every_word_of_the_content_is_a_column_with_choices():
    words = [
        hint
        for part in vars(content).values()
        if dataclasses.is_dataclass(part) and part is not content.SeriousApart  # a setting, kept as JSON
        for hint in get_type_hints(part).values()
        if any(isinstance(kind, EnumType) for kind in (hint, *get_args(hint)))
    ]
    not_from_content = 3  # the keys of the settings, and the states of a finding in an option and in a vignette
    assert len(WORDS) == len(words) + not_from_content


@pytest.mark.parametrize("table", DRAFT_TABLES)
def test_the_database_refuses_links_to_nothing(rows, table):
    columns = [field.column for field in table._meta.concrete_fields if field.many_to_one]
    links = [relation.remote_field.through._meta for relation in table._meta.local_many_to_many]
    columns = [(table._meta.db_table, column) for column in columns]
    columns += [(link.db_table, field.column) for link in links for field in link.concrete_fields if field.many_to_one]
    for name, column in columns:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{name}" SET "{column}" = -"{column}"')
            assert cursor.rowcount > 0
            connection.check_constraints()


# --- what may be deleted ---


@pytest.mark.parametrize(
    ("table", "key"),
    [
        (models.Source, "study"),
        (models.Category, "nerves"),
        (models.Finding, "numb"),
        (models.Finding, "cold"),
        (models.Cause, "stroke"),
        (models.Cause, "pinched_nerve"),
        (models.Advice, "walk"),
    ],
)
def test_a_row_that_others_name_cannot_be_deleted(draft, table, key):
    with pytest.raises(ProtectedError):
        table.objects.get(key=key).delete()
    assert read_draft() == canonical(draft)


LINKS = [(table, relation.name) for table in DRAFT_TABLES for relation in table._meta.local_many_to_many]


@pytest.mark.parametrize(("table", "relation"), LINKS)
def test_a_row_named_in_one_list_only_cannot_be_deleted(rows, table, relation):
    field = table._meta.get_field(relation)
    named = field.related_model.objects.first()
    named.pk, named.key = None, "new_one"
    named.save()
    owner = table.objects.first()
    getattr(owner, relation).add(named)
    with pytest.raises(ProtectedError):
        named.delete()
    getattr(owner, relation).remove(named)
    assert named.delete()[0] == 1


def test_a_rule_goes_with_its_clauses_and_leaves_their_findings(draft):
    models.Rule.objects.get(key="sudden_and_numb").delete()
    assert not models.RuleClause.objects.exists()
    assert read_draft() == canonical(dataclasses.replace(draft, red_flags=()))


def test_a_page_goes_with_its_options_and_conditions(draft):
    models.Question.objects.get(key="feeling").delete()
    assert not models.QuestionCondition.objects.exists()
    assert read_draft() == canonical(dataclasses.replace(draft, questions=draft.questions[:1]))


def test_a_cause_that_nothing_names_goes_with_its_parts(draft):
    stroke = models.Cause.objects.get(key="stroke")
    stroke.suppresses.clear()
    stroke.suspected_by.clear()
    stroke.vignettes.clear()
    stroke.delete()
    for part in (models.Evidence, models.Treatment, models.ShowWith):
        assert not part.objects.exists()
    assert [cause.key for cause in read_draft().causes] == ["pinched_nerve"]


# --- the forms that will stand on these tables ---


@pytest.mark.parametrize(("table", "field"), [(models.Rule, "note"), (models.Source, "url"), (models.Cause, "snomed")])
def test_an_optional_text_left_empty_in_a_form_is_missing(rows, table, field):
    form = modelform_factory(table, fields=[field])({field: " "}, instance=table.objects.first())
    assert form.is_valid(), form.errors
    assert getattr(form.save(), field) is None


def test_a_form_says_what_is_wrong_in_plain_words(rows):
    evidence = _copy(models.Evidence, UNUSED | {"likelihood_ratio": 2.0})
    with pytest.raises(ValidationError, match="Give a frequency or a likelihood ratio, one of the two"):
        evidence.full_clean()
    with pytest.raises(ValidationError, match="A key starts with a small letter"):
        _copy(models.Category, {"key": "Bad Key"}).full_clean()
    with pytest.raises(ValidationError, match="Another option already asks for this finding"):
        _copy(models.OptionFinding, ASKED | {"state": "present"}).full_clean()


@pytest.mark.parametrize("table", DRAFT_TABLES)
def test_a_loaded_row_passes_its_form_and_has_a_name(rows, table):
    for row in table.objects.order_by("pk")[:3]:
        row.full_clean()
        assert str(row) and "object (" not in str(row)


# --- the state of the draft ---


@pytest.mark.parametrize(
    "changes", [{"pk": 2}, {"loaded_hash": "a" * 63}, {"loaded_hash": "A" * 64}, {"loaded_at": None}]
)
def test_the_state_of_the_draft_is_one_sound_row(db, changes):
    models.DraftState.objects.all().delete()
    sound = {"pk": 1, "loaded_hash": "0123456789abcdef" * 4, "loaded_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.DraftState.objects.bulk_create([models.DraftState(**sound | changes)])
    models.DraftState.objects.bulk_create([models.DraftState(**sound)])
    assert str(models.DraftState.objects.get()).startswith("loaded ")


def test_loading_content_leaves_the_state_of_the_draft_alone(draft):
    models.DraftState.objects.update_or_create(defaults={"loaded_hash": "0" * 64, "loaded_at": timezone.now()}, pk=1)
    write_draft(draft)
    assert models.DraftState.objects.get().loaded_hash == "0" * 64
