"""The pages of fixed texts: where a text stands, what is filled in, and which texts must stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.admin.text_places import PLACEHOLDER_WORDS, PLACES, filled_in, next_in_row, place_in_words, place_of
from knowledge.checks.texts import PLACEHOLDERS, REQUIRED_TEXTS
from knowledge.drafts import read_draft
from knowledge.models import Change, Text
from tests.knowledge.admin.posting import form_data
from tests.knowledge.changes import knowledge
from tests.staff import make_user, sign_in

ROOT = Path(__file__).parents[3]
LIST = "/admin/knowledge/text/"
NEEDED = "The site cannot do without this text"

KEYS = [row.key for row in knowledge().texts]

#: The most that a page of the admin may ask the database.
MOST_QUERIES = 15


def page_of(key, verb="change"):
    return reverse(f"admin:knowledge_text_{verb}", args=[Text.objects.get(key=key).pk])


def send(client, key, **values):
    """Opens the page of a text, changes some boxes and sends it."""
    return client.post(page_of(key), form_data(client.get(page_of(key))) | values)


def errors_of(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def listed(response):
    return {row.key for row in response.context["cl"].result_list}


# Where a text stands


@pytest.mark.parametrize("key", KEYS)
def test_every_shipped_text_has_its_place(key):
    assert place_of(key) is not None
    assert place_in_words(key).endswith(".")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.start)
def test_every_place_is_that_of_a_shipped_text(place):
    assert any(place_of(key) is place for key in KEYS)


@pytest.mark.parametrize("place", [place for place in PLACES if not place.shown], ids=lambda place: place.start)
def test_what_no_page_shows_yet_is_named_by_no_page(place):
    files = [*(ROOT / "symptoms").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    naming = [file.name for file in files if re.search(rf"\b{place.start}", file.read_text(encoding="utf-8"))]

    assert naming == []


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("level_same_day_time_limit", "Outcome “same day”: time limit."),
        ("worsening_3", "Worsening signs, on the outcome and on error pages: 3."),
        ("worsening_intro", "Worsening signs, on the outcome and on error pages."),
        ("error_404_title", "Error pages: 404 title."),
        ("release_line", "Foot of every outcome."),
        ("saved_done", "Saved outcomes: done."),
        ("feedback_thanks", "Feedback: thanks. No page shows it yet."),
        ("my_text", "The key does not tell. No page of the site asks for this text by itself."),
    ],
)
def test_the_place_is_told_in_words(key, words):
    assert place_in_words(key) == words


# Words in curly brackets


def test_every_word_in_curly_brackets_has_its_meaning():
    assert set(PLACEHOLDER_WORDS) == PLACEHOLDERS["texts"]


@pytest.mark.parametrize("row", knowledge().texts, ids=lambda row: row.key)
def test_shipped_texts_use_only_what_is_said_to_be_filled_in(row):
    assert set(re.findall(r"\{(\w+)\}", row.text)) <= set(filled_in(row.key))


@pytest.mark.parametrize(
    ("key", "has_date"),
    [("level_routine_say", True), ("come_back_no_better", True), ("come_back_advice", False), ("worsening_1", False)],
)
def test_dates_are_filled_in_only_where_there_is_a_time_limit(key, has_date):
    assert ("date" in filled_in(key), "weekday" in filled_in(key)) == (has_date, has_date)
    assert "emergency_number" in filled_in(key)


@pytest.mark.django_db
def test_the_page_says_where_the_text_stands_and_what_is_filled_in(editor):
    html = editor.get(page_of("level_routine_say")).content.decode()

    assert "Where it stands: Outcome “routine”: say." in html
    assert "<code>{weekday}</code>: The day of the week" in html
    assert NEEDED in html
    other = editor.get(page_of("start_title")).content.decode()
    assert "<code>{urgent_line}</code>: The urgent line" in other
    assert "{weekday}" not in other
    assert NEEDED not in other


@pytest.mark.django_db
def test_the_page_for_a_new_text_says_what_is_filled_in_everywhere(editor):
    html = editor.get(f"{LIST}add/").content.decode()

    assert "<code>{emergency_number}</code>" in html
    assert "<code>{date}</code>" not in html


@pytest.mark.django_db
def test_a_word_that_nobody_fills_in_is_refused_at_the_text(editor):
    errors = errors_of(send(editor, "start_title", text="Call {number} now"))

    assert re.match(r'K014 "{number}" is not filled in here: use only {date}, ', errors["text"][0])
    assert Text.objects.get(key="start_title").text != "Call {number} now"


# Saving


@pytest.mark.django_db
def test_a_text_of_several_paragraphs_is_saved_as_it_was_typed(editor):
    assert send(editor, "disclaimer_full", text="First.\r\n\r\nSecond.").status_code == 302

    assert Text.objects.get(key="disclaimer_full").text == "First.\n\nSecond."
    assert Change.objects.get(key="disclaimer_full", how="edited").by == "Alice"


@pytest.mark.django_db
def test_saving_a_text_without_a_change_leaves_it_byte_for_byte(editor):
    before = read_draft().texts

    for key in ("disclaimer_full", "start_what_it_is", "error_404_text"):
        assert send(editor, key).status_code == 302

    assert read_draft().texts == before
    assert not Change.objects.filter(how="edited").exists()


@pytest.mark.django_db
def test_the_box_of_a_text_is_large(editor):
    html = editor.get(page_of("disclaimer_full")).content.decode()
    box = re.search(r'<textarea name="text"[^>]*>', html)[0]

    assert int(re.search(r'rows="(\d+)"', box)[1]) >= 8
    assert "vLargeTextField" in box


# What must stay


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["level_same_day_title", "worsening_1", "error_404_text"])
def test_a_needed_text_can_be_changed_and_not_retired(editor, key):
    errors = errors_of(send(editor, key, retired="on"))

    assert errors["retired"][0].startswith(NEEDED)
    assert not Text.objects.get(key=key).retired
    assert send(editor, key, text="Other words").status_code == 302


@pytest.mark.django_db
def test_a_needed_text_is_not_deleted(client):
    superuser = sign_in(client, make_user("Eve", superuser=True))
    pk = Text.objects.get(key="worsening_1").pk

    response = superuser.post(page_of("worsening_1", "delete"), {"post": "yes"}, follow=True)

    assert next(str(message) for message in response.context["messages"]).startswith(NEEDED)
    assert Text.objects.filter(pk=pk).exists()
    assert "deletelink" not in superuser.get(page_of("worsening_1")).content.decode()


@pytest.mark.django_db
def test_a_text_that_is_not_needed_can_be_retired(editor):
    assert send(editor, "start_title", retired="on").status_code == 302

    assert Text.objects.get(key="start_title").retired
    assert "start_title" not in {row.key for row in read_draft().texts}


@pytest.mark.django_db
def test_of_numbered_texts_only_the_last_can_be_retired(editor):
    errors = errors_of(send(editor, "worsening_5", retired="on"))

    assert "“worsening_6” comes after this one" in errors["retired"][0]
    assert send(editor, "worsening_10", retired="on").status_code == 302
    assert send(editor, "worsening_9", retired="on").status_code == 302


@pytest.mark.django_db
def test_of_new_numbered_texts_only_the_last_can_be_deleted(client):
    superuser = sign_in(client, make_user("Eve", superuser=True))
    for key in ("extra_1", "extra_2"):
        data = form_data(superuser.get(f"{LIST}add/")) | {"key": key, "text": "One more line."}
        assert superuser.post(f"{LIST}add/", data).status_code == 302

    assert "deletelink" not in superuser.get(page_of("extra_1")).content.decode()
    assert "deletelink" in superuser.get(page_of("extra_2")).content.decode()
    response = superuser.post(page_of("extra_1", "delete"), {"post": "yes"}, follow=True)
    assert "“extra_2” comes after this one" in str(next(iter(response.context["messages"])))
    assert Text.objects.filter(key="extra_1").exists()


@pytest.mark.parametrize(
    ("key", "following"), [("worsening_9", "worsening_10"), ("worsening_intro", ""), ("error_404_title", "")]
)
def test_the_next_of_numbered_texts_has_the_next_number(key, following):
    assert next_in_row(key) == following


@pytest.mark.django_db
def test_a_new_text_can_be_added_and_deleted_again(client):
    superuser = sign_in(client, make_user("Eve", superuser=True))
    data = form_data(superuser.get(f"{LIST}add/")) | {"key": "start_extra", "text": "One more line."}

    assert superuser.post(f"{LIST}add/", data).status_code == 302
    assert superuser.post(page_of("start_extra", "delete"), {"post": "yes"}).status_code == 302

    assert not Text.objects.filter(key="start_extra").exists()


# The list


@pytest.mark.django_db
def test_the_list_shows_key_beginning_need_and_retiring(editor):
    Text.objects.filter(key="start_button").update(retired=True)
    html = editor.get(f"{LIST}?q=start_").content.decode()

    assert re.search(r'class="field-key"><a [^>]*>start_button</a>', html)
    assert "…" in html
    rows = re.findall(r"<tr>.*?</tr>", html, flags=re.DOTALL)
    [row] = [row for row in rows if ">start_button<" in row]
    assert re.search(r'field-needed"><img[^>]*alt="False"', row)
    assert 'field-is_retired">retired<' in row


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "key"),
    [("ambulance+service", "level_emergency_now_where"), ("recorded+clinical+review", "disclaimer_full")],
)
def test_the_search_looks_into_texts_and_notes(editor, query, key):
    assert key in listed(editor.get(f"{LIST}?q={query}"))
    assert "start_button" not in listed(editor.get(f"{LIST}?q={query}"))


@pytest.mark.django_db
def test_the_filters_tell_needed_texts_and_places_apart(editor):
    def of(query):
        return listed(editor.get(f"{LIST}?all=&{query}"))

    assert of("needed=yes") <= set(REQUIRED_TEXTS)
    assert not of("needed=no") & set(REQUIRED_TEXTS)
    assert of("place=Start+page") >= {"start_title", "answering_for_other"}
    assert not any(key.startswith(("start_danger", "level_")) for key in of("place=Start+page"))
    assert of("place=") == of("")


@pytest.mark.django_db
def test_the_list_and_the_pages_ask_few_questions_of_the_database(editor, django_assert_max_num_queries):
    for address in (LIST, f"{LIST}?needed=yes&place=Start+page", page_of("disclaimer_full"), f"{LIST}add/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert editor.get(address).status_code == 200


@pytest.mark.django_db
def test_who_may_not_see_texts_is_kept_out():
    client = sign_in(Client(), make_user("Nora"))

    assert client.get(LIST).status_code == 403
    assert client.post(page_of("start_title", "delete"), {"post": "yes"}).status_code == 403
    assert client.post(page_of("worsening_1", "delete"), {"post": "yes"}).status_code == 403
