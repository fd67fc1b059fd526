"""Content goes through the draft tables unchanged, whole or not at all."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from knowledge import content, interchange, models
from knowledge.canonical import canonical
from knowledge.drafts import BrokenDraft, EmptyDraft, UnknownKey, draft_is_empty, read_draft, write_draft
from knowledge.drafts.rows import DRAFT_TABLES
from tests.knowledge.small import SMALL

QUERIES_OF_A_READING = 38


@pytest.fixture
def draft(db):
    write_draft(SMALL)
    return SMALL


# --- content goes through the tables unchanged ---


@pytest.mark.django_db
def test_the_shipped_knowledge_comes_back_the_same(knowledge):
    write_draft(knowledge)
    assert read_draft() == canonical(knowledge)
    assert interchange.content_hash(read_draft()) == interchange.content_hash(knowledge)


def test_a_knowledge_base_that_uses_every_table_comes_back_the_same(draft):
    assert [table.__name__ for table in DRAFT_TABLES if not table.objects.exists()] == []
    assert read_draft() == canonical(draft)
    assert interchange.content_hash(read_draft()) == interchange.content_hash(draft)


def test_the_canonical_order_is_that_of_the_files(draft):
    read = read_draft()
    cause, rule, picture, advice = read.causes[0], read.red_flags[0], read.self_care[0], read.advice[0]
    assert [row.finding for row in cause.evidence] == ["sudden", "numb", "slow"]
    assert cause.evidence[2].sources == cause.sources == rule.sources == picture.sources == ("recall", "study")
    assert cause.requires == ("numb", "sudden")
    assert [pair.finding for pair in cause.show_with] == ["numb", "sudden"]
    assert cause.article == rule.article == advice.article == read.findings[0].article == ("A3", "F2")
    assert rule.suspects == advice.suppressed_by == ("pinched_nerve", "stroke")
    assert rule.all_of == (("sudden",), ("cold", "numb"))
    assert picture.all_of == (("cold", "slow"), ("cold",))
    assert read.questions[0].options[0].absent == ("cold", "slow")
    assert read.questions[1].ask_if == (("slow", "sudden"), ("cold",))
    assert advice.always_when == ("cold", "numb")
    assert read.vignettes[0].present == ("numb", "sudden")
    assert read.vignettes[0].expect.categories_top3 == ("blood_flow", "nerves")
    assert read.vignettes[0].expect.causes_top5 == ("pinched_nerve", "stroke")


def test_orders_with_a_meaning_are_kept(draft):
    read = read_draft()
    cause = read.causes[0]
    assert [row.key for row in read.findings] == ["numb", "cold", "sudden", "slow"]
    assert (cause.tests, cause.treatment) == (("scan", "blood pressure"), ("walk", "drink"))
    assert read.self_care[0].advice == ("walk", "drink")
    assert read.advice[0].cautions == ("Stop when it hurts.", "Heart illness: ask first.")
    assert [option.key for option in read.questions[1].options] == ["yes", "no"]
    assert read.regions[0].emergency_also == ("112 also works.", "101 is the police.")
    assert read.regions[0].recall == ("if_none", "crisis_line")


@pytest.mark.parametrize("frequency", [*content.Frequency])
def test_evidence_with_a_ratio_stands_just_before_what_is_excluded(frequency):
    ratio = content.Evidence(finding="numb", sources=(), likelihood_ratio=2.0)
    word = content.Evidence(finding="cold", sources=(), frequency=frequency)
    cause = dataclasses.replace(SMALL.causes[0], evidence=(ratio, word))
    ordered = canonical(dataclasses.replace(SMALL, causes=(cause,))).causes[0].evidence
    assert ordered == ((ratio, word) if frequency is content.Frequency.EXCLUDED else (word, ratio))


def test_making_canonical_twice_changes_nothing(knowledge):
    assert canonical(canonical(SMALL)) == canonical(SMALL) != SMALL
    assert canonical(canonical(knowledge)) == canonical(knowledge)


def test_rows_at_one_place_go_by_key_the_same_way_on_every_database(draft):
    keys = ["cold_feet", "coldness", "cold", "cold2"]
    models.Text.objects.all().delete()
    models.Text.objects.bulk_create(models.Text(key=key, text="A text.") for key in keys)
    assert [text.key for text in read_draft().texts] == ["cold", "cold2", "cold_feet", "coldness"]


def test_a_new_row_comes_after_those_of_the_files(draft):
    models.Category.objects.create(key="a_new_one", name="New", summary="New.")
    assert [category.key for category in read_draft().categories] == ["nerves", "blood_flow", "a_new_one"]


def test_a_whole_number_typed_for_a_setting_is_the_same_content(draft):
    before = interchange.content_hash(read_draft())
    assert models.Setting.objects.get(key="ratio.max").value == 60
    models.Setting.objects.filter(key="ratio.max").update(value=60)
    assert interchange.content_hash(read_draft()) == before


def test_writing_replaces_every_row(draft, knowledge):
    counts = {table: table.objects.count() for table in DRAFT_TABLES}
    write_draft(knowledge)
    assert models.Evidence.objects.count() == sum(len(cause.evidence) for cause in knowledge.causes)
    write_draft(draft)
    assert {table: table.objects.count() for table in DRAFT_TABLES} == counts
    assert read_draft() == canonical(draft)


def test_reading_takes_the_same_number_of_queries_for_any_size(draft, knowledge, django_assert_num_queries):
    with django_assert_num_queries(QUERIES_OF_A_READING):
        read_draft()
    write_draft(knowledge)
    with django_assert_num_queries(QUERIES_OF_A_READING):
        read_draft()


def _elsewhere(action):
    """What `action` gives on a connection of its own, outside the transaction of the test."""

    def run():
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets nobody write during a reading transaction")
def test_an_edit_saved_during_a_reading_is_not_in_it(db, knowledge):
    edited, key = [], knowledge.categories[0].key

    def rename(old, new):
        return _elsewhere(lambda: models.Category.objects.filter(key=old).update(key=new))

    def edit_once_the_categories_were_read(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "knowledge_category" in sql and not edited:
            edited.append(rename(key, "renamed"))
        return result

    def read_with_an_edit_in_the_middle():
        with connection.execute_wrapper(edit_once_the_categories_were_read):
            return read_draft()

    try:
        assert _elsewhere(read_with_an_edit_in_the_middle) == knowledge
        assert edited == [1]
        assert _elsewhere(read_draft).categories[0].key == "renamed"
    finally:
        rename("renamed", key)


# --- all or nothing ---


def _with_cause(knowledge, **changes):
    return dataclasses.replace(
        knowledge, causes=(dataclasses.replace(knowledge.causes[0], **changes), *knowledge.causes[1:])
    )


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"category": "nowhere"}, "No category has the key 'nowhere'"),
        ({"sources": ("nobody",)}, "No source has the key 'nobody'"),
        ({"requires": ("nothing",)}, "No finding has the key 'nothing'"),
        ({"treatment": ("hope",)}, "No advice has the key 'hope'"),
        ({"show_with": (content.ShowWith("numb", "ghost"),)}, "No cause has the key 'ghost'"),
    ],
)
def test_content_that_names_a_missing_row_changes_nothing(draft, changes, named):
    with pytest.raises(UnknownKey, match=named):
        write_draft(_with_cause(draft, **changes))
    assert read_draft() == canonical(draft)


def test_content_that_breaks_a_rule_of_the_last_table_changes_nothing(draft):
    vignette = dataclasses.replace(draft.vignettes[0], absent=("sudden",))
    with pytest.raises(IntegrityError):
        write_draft(dataclasses.replace(draft, vignettes=(vignette,)))
    assert read_draft() == canonical(draft)


def test_two_rows_with_one_key_change_nothing(draft):
    with pytest.raises(IntegrityError):
        write_draft(dataclasses.replace(draft, texts=draft.texts * 2))
    assert read_draft() == canonical(draft)


# --- empty and broken drafts ---


@pytest.fixture
def no_rows(db):
    for table in reversed(DRAFT_TABLES):
        table.objects.all().delete()


def test_an_empty_draft_says_so(no_rows):
    assert draft_is_empty()
    with pytest.raises(EmptyDraft, match="load a knowledge base first"):
        read_draft()


@pytest.mark.parametrize("table", [models.Text, models.Category])
def test_a_draft_with_a_single_row_is_not_empty_but_cannot_be_read(no_rows, table):
    table.objects.create(key="welcome")
    assert not draft_is_empty()
    with pytest.raises(EmptyDraft):
        read_draft()


def test_a_missing_setting_is_named(draft):
    models.Setting.objects.filter(key="fit.strong").delete()
    with pytest.raises(BrokenDraft, match=r"fit\.strong"):
        read_draft()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("fit.strong", "much"),
        ("shown.causes", 2.5),
        ("format", True),
        ("age_bands.a18_39", [18]),
        ("serious_apart.urgency_at_least", "soon"),
    ],
)
def test_a_setting_of_the_wrong_type_is_named(draft, key, value):
    models.Setting.objects.filter(key=key).update(value=value)
    with pytest.raises(BrokenDraft, match=key.replace(".", r"\.")):
        read_draft()


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        (models.Cause, "tests", "scan"),
        (models.Cause, "article", ["A3", 4]),
        (models.Advice, "cautions", {"a": "b"}),
        (models.Region, "emergency_also", "112 also works."),
        (models.Region, "sources", [{"name": "Samaritans"}]),
        (models.Region, "sources", ["Samaritans"]),
    ],
)
def test_a_list_that_is_none_is_named(draft, table, field, value):
    row = table.objects.first()
    setattr(row, field, value)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert set(refused.value.message_dict) == {field}
    table.objects.filter(pk=row.pk).update(**{field: value})
    with pytest.raises(BrokenDraft, match=f"{row.key}, {field}: Write a list"):
        read_draft()
