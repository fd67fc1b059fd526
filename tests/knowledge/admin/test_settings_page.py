"""The page of all settings: what it shows, what it refuses and what it saves."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import NoReverseMatch, reverse

from knowledge.admin.settings_words import GROUPS
from knowledge.checks.bounds import BOUNDS
from knowledge.drafts import read_draft, read_settings
from knowledge.interchange import content_hash
from knowledge.models import Change, Setting
from knowledge.models.reference import SETTING_KEYS
from knowledge.snapshot import last_snapshot, snapshot_content
from tests.knowledge.admin.posting import form_data
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/knowledge/setting/"

#: The most that a page of the admin may ask the database.
MOST_QUERIES = 15


@pytest.fixture
def reader() -> Client:
    """A browser of Rita, who may look at the settings and not change them."""
    rita = make_user("Rita")
    rita.user_permissions.add(Permission.objects.get(codename="view_setting"))
    return sign_in(Client(), rita)


def send(client, **values):
    """Opens the page, changes some boxes and sends it."""
    return client.post(PAGE, form_data(client.get(PAGE)) | values)


def said(client, response):
    """The messages on the page that follows."""
    assert response.status_code == 302, errors_of(response)
    return [str(message) for message in client.get(response["Location"]).context["messages"]]


def errors_of(response):
    """The errors of a page that was shown again: the place each links to, and what it says."""
    assert response.status_code == 200
    return [(error.target, error.words) for error in response.context["form"].error_links()]


def changes():
    return Change.objects.filter(concept="settings", key="settings", how="edited")


class _Ids(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.labelled, self.named, self.boxes = set(), set(), set(), {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids.add(given.get("id"))
        if tag == "label":
            self.labelled.add(given.get("for"))
        for name in ("aria-describedby", "aria-labelledby"):
            self.named |= set((given.get(name) or "").split())
        if tag in ("input", "select") and given.get("type") not in ("hidden", "submit") and "__" in given.get("id", ""):
            self.boxes[given["id"]] = given


def parts_of(response):
    parts = _Ids()
    parts.feed(response.content.decode())
    return parts


# What is shown


def test_every_setting_but_the_format_has_its_place_on_the_page():
    assert sorted(entry.key for group in GROUPS for entry in group.settings) == sorted(set(SETTING_KEYS) - {"format"})


def test_the_page_shows_the_numbers_as_they_are_written_by_hand(editor):
    Setting.objects.filter(key="prior.very_rare").update(value=0.00002)

    data = form_data(editor.get(PAGE))

    assert data["prior__very_rare"] == "0.00002"
    assert data["interview__category_gain_weight"] == "2"
    assert (data["age_bands__a40_59__first"], data["age_bands__a40_59__last"]) == ("40", "59")
    assert data["serious_apart__urgency_at_least"] == "same_day"


def test_the_format_is_shown_and_cannot_be_changed(editor):
    page = editor.get(PAGE)
    send(editor, format="2", fit__strong="0.4")

    assert "Format number 1." in page.content.decode()
    assert "format" not in form_data(page)
    assert read_settings().format == 1


@pytest.mark.parametrize("key", BOUNDS)
def test_help_of_each_number_says_its_bounds_and_gives_an_example(editor_form, key):
    name = key.replace(".", "__")
    help_text = str(editor_form[f"{name}__first" if key.startswith("age_bands.") else name].help_text)

    assert "Example: " in help_text
    assert f"{BOUNDS[key].words}." in help_text


@pytest.fixture
def editor_form(editor):
    return editor.get(PAGE).context["form"].fields


def test_every_box_has_a_label_and_all_that_describes_it_is_there(editor):
    parts = parts_of(send(editor, fit__strong="0,4", fit__weak="0.9", shown__causes="0"))

    assert len(parts.boxes) > 40
    assert set(parts.boxes) <= parts.labelled
    assert parts.named <= parts.ids


def test_an_error_is_tied_to_its_box(editor):
    box = parts_of(send(editor, fit__strong="0,4")).boxes["id_fit__strong"]

    assert box["aria-invalid"] == "true"
    assert box["aria-describedby"].split() == ["id_fit__strong_helptext", "id_fit__strong_error"]


def test_the_page_asks_few_questions_of_the_database(editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        editor.get(PAGE)


def test_the_page_after_a_refusal_asks_few_questions_of_the_database(editor, django_assert_max_num_queries):
    data = form_data(editor.get(PAGE)) | {"fit__strong": "0.01", "shown__causes": "0", "age_bands__a40_59__last": "70"}

    with django_assert_max_num_queries(MOST_QUERIES):
        response = editor.post(PAGE, data)

    assert len(errors_of(response)) == 3


def test_the_history_asks_few_questions_of_the_database(editor, django_assert_max_num_queries):
    send(editor, fit__strong="0.4")

    with django_assert_max_num_queries(MOST_QUERIES):
        editor.get(f"{PAGE}history/")


# Saving


def test_saving_without_a_change_changes_nothing(editor):
    rows, before = list(Setting.objects.values_list()), content_hash(read_draft())

    response = send(editor)

    assert said(editor, response) == ["Nothing was changed, so nothing was saved."]
    assert [json.dumps(row) for row in Setting.objects.values_list()] == [json.dumps(row) for row in rows]
    assert content_hash(read_draft()) == before
    assert not changes().exists()


@pytest.mark.parametrize(
    ("boxes", "key", "value"),
    [
        ({"fit__strong": " 0.4 "}, "fit.strong", 0.4),
        ({"strength__strong": "3"}, "strength.strong", 3.0),
        ({"shown__causes": "9"}, "shown.causes", 9),
        ({"age_bands__a18_39__last": "44", "age_bands__a40_59__first": "45"}, "age_bands.a40_59", (45, 59)),
        ({"serious_apart__urgency_at_least": "within_days"}, "serious_apart.urgency_at_least", "within_days"),
    ],
)
def test_saving_keeps_the_type_of_each_value(editor, boxes, key, value):
    response = send(editor, **boxes)

    group, _, name = key.partition(".")
    saved = getattr(getattr(read_settings(), group), name)
    assert "The settings are saved in the draft." in said(editor, response)[0]
    assert (saved, type(saved) is float) == (value, isinstance(value, float))
    stored = Setting.objects.get(key=key).value
    assert json.dumps(stored) == json.dumps(list(value) if isinstance(value, tuple) else value)


def test_the_language_of_the_texts_is_kept_and_one_that_is_none_refused(editor):
    assert form_data(editor.get(PAGE))["language"] == "en"
    assert errors_of(send(editor, language="German")) == [
        ("id_language", "K092 “German” is no tag of a language: write it like en, de or pt-BR.")
    ]
    send(editor, language="de")
    assert read_settings().language == "de"
    send(editor, language="en")
    assert read_settings().language == "en"
    assert "language" not in json.loads(changes().first().after)


def test_saving_writes_one_change_for_all_and_a_new_snapshot(editor):
    send(editor, fit__strong="0.4", visit__answers_hours="12")

    change = changes().get()
    assert (change.by, json.loads(change.before)["fit"]["strong"]) == ("Alice", 0.35)
    assert json.loads(change.after)["visit"]["answers_hours"] == 12
    assert snapshot_content(last_snapshot()).settings == read_settings()
    assert read_settings().fit.strong == 0.4


def test_the_history_tells_the_changes_in_words(editor):
    send(editor, fit__strong="0.4", age_bands__a18_39__last="44", age_bands__a40_59__first="45")

    html = editor.get(f"{PAGE}history/").content.decode()

    assert "edited by Alice" in html
    assert "Strong fit from (fit.strong): was “0.35”, now “0.4”." in html
    assert "(age_bands.a40_59): was “40 to 59”, now “45 to 59”." in html
    assert f'<a href="{PAGE}history/"' in editor.get(PAGE).content.decode()


# Refusing


@pytest.mark.parametrize(
    ("box", "text", "words"),
    [
        ("fit__strong", "0,4", "“0,4” has a comma. Write parts after a point, and large numbers without a comma"),
        ("visit__cookie_bytes_max", "3,000", "“3,000” has a comma."),
        ("fit__strong", "nan", "“nan” is not a number."),
        ("ratio__max", "inf", "“inf” is not a number."),
        ("ratio__max", "1e999", "“1e999” is not a number."),
        ("ratio__max", "9" * 400, "is not a number."),
        ("fit__strong", "0.4\x00", "is not a number."),
        ("fit__strong", "\N{ARABIC-INDIC DIGIT FIVE}", "is not a number."),
        ("fit__strong", "", "This field is required."),
        ("shown__causes", "8.5", "“8.5” is not a whole number. Write digits only: 40."),
        ("shown__causes", "eight", "“eight” is not a whole number."),
        ("age_bands__a18_39__last", "39.5", "“39.5” is not a whole number."),
        ("serious_apart__urgency_at_least", "soon", "Select a valid choice."),
    ],
)
def test_what_is_no_value_of_its_kind_is_told_at_its_box(editor, box, text, words):
    [(target, told)] = errors_of(send(editor, **{box: text}))

    assert target == f"id_{box}"
    assert words in told


@pytest.mark.parametrize(
    ("boxes", "target", "code"),
    [
        ({"cluster_decay": "0"}, "id_cluster_decay", "K084"),
        ({"leak_of_background": "1.1"}, "id_leak_of_background", "K084"),
        ({"shown__causes": "-1"}, "id_shown__causes", "K088"),
        ({"visit__answers_hours": "169"}, "id_visit__answers_hours", "K091"),
        ({"age_bands__a60_74__first": "61"}, "id_age_bands__a60_74__first", "K081"),
        ({"ratio__max_absent": "61"}, "id_ratio__max_absent", "K085"),
        ({"age_bands__a18_39__first": "17"}, "group-age_bands", "K081"),
        ({"frequency__frequent": "0.1"}, "group-frequency", "K082"),
        ({"prior__rare": "0.5"}, "group-prior", "K083"),
        ({"ratio__min": "1"}, "group-ratio", "K085"),
        ({"fit__possible": "0.5"}, "group-fit", "K086"),
        ({"strength__moderate": "5"}, "group-strength", "K087"),
        ({"time_limit_days__within_days": "40"}, "group-time_limit_days", "K090"),
    ],
)
def test_a_number_that_does_not_fit_is_told_at_its_place_with_its_code(editor, boxes, target, code):
    rows = list(Setting.objects.values_list())

    response = send(editor, **boxes)

    [(told_at, words)] = errors_of(response)
    assert (told_at, words[:5]) == (target, f"{code} ")
    assert f'id="{target}"' in response.content.decode()
    assert response.content.decode().count(words.replace(">", "&gt;")) == 2, "in the list at the top and at its place"
    assert list(Setting.objects.values_list()) == rows
    assert not changes().exists()


def test_a_refused_page_keeps_what_was_typed(editor):
    data = form_data(send(editor, fit__strong="0.01", shown__causes="12"))

    assert (data["fit__strong"], data["shown__causes"]) == ("0.01", "12")
    data["fit__strong"] = "0.5"
    assert editor.post(PAGE, data).status_code == 302
    assert (read_settings().fit.strong, read_settings().shown.causes) == (0.5, 12)


def test_a_change_that_somebody_else_made_since_is_not_overwritten(editor):
    data = form_data(editor.get(PAGE)) | {"fit__strong": "0.5"}
    send(sign_in(Client(), make_user("Bert", "knowledge editor")), shown__causes="5")

    [(target, words)] = errors_of(editor.post(PAGE, data))

    assert target == ""
    assert re.match(r"Bert changed this on \d+ \w+ \d{4}", words)
    assert (read_settings().fit.strong, read_settings().shown.causes) == (0.35, 5)


@pytest.mark.parametrize("value", ["many", True, [8]])
def test_a_stored_value_of_the_wrong_kind_can_be_put_right_here(editor, value):
    Setting.objects.filter(key="shown.causes").update(value=value)

    response = send(editor, shown__causes="8")

    assert response.status_code == 302
    assert read_settings().shown.causes == 8


def test_a_setting_whose_row_is_lost_can_be_put_back_here(editor):
    Setting.objects.filter(key__in=["shown.causes", "age_bands.a40_59"]).delete()
    before = form_data(editor.get(PAGE))

    response = send(editor, shown__causes="8", age_bands__a40_59__first="40", age_bands__a40_59__last="59")

    assert (before["shown__causes"], before["age_bands__a40_59__first"]) == ("", "")
    assert response.status_code == 302
    assert (read_settings().shown.causes, read_settings().age_bands.a40_59) == (8, (40, 59))


def test_a_lost_format_is_told_and_nothing_is_saved(editor):
    Setting.objects.filter(key="format").delete()

    [(target, words)] = errors_of(send(editor, shown__causes="5"))

    assert (target, "format" in words) == ("", True)
    assert Setting.objects.get(key="shown.causes").value == 8


def test_an_empty_draft_says_what_to_do(editor):
    Setting.objects.all().delete()

    html = editor.get(PAGE).content.decode()

    assert "Load a knowledge base first." in html
    assert 'id="setting_form"' not in html
    assert editor.post(PAGE, {"shown__causes": "5"}).status_code == 403
    assert not Setting.objects.exists()


# Who may


def test_who_may_only_look_sees_closed_boxes_and_cannot_send(reader):
    page = reader.get(PAGE)
    parts = parts_of(page)

    assert len(parts.boxes) > 40
    assert all("disabled" in box for box in parts.boxes.values())
    assert 'value="Save"' not in page.content.decode()
    assert reader.post(PAGE, {"shown__causes": "5"}).status_code == 403
    assert reader.get(f"{PAGE}history/").status_code == 200
    assert read_settings().shown.causes == 8


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}history/"])
def test_who_may_not_see_settings_is_kept_out(address):
    client = sign_in(Client(), make_user("Nora"))

    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("tail", ["add/", "1/change/", "1/delete/", "1/history/", "1/"])
def test_single_settings_have_no_pages(client, tail):
    superuser = sign_in(client, make_user("Eve", superuser=True))

    assert superuser.get(f"{PAGE}{tail}").status_code == 404
    assert superuser.post(f"{PAGE}{tail}", {"post": "yes"}).status_code == 404
    assert Setting.objects.count() == len(SETTING_KEYS)


@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_nothing_links_to_pages_of_single_settings(verb):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:knowledge_setting_{verb}", args=[] if verb == "add" else [1])


def test_the_start_page_leads_to_the_settings(editor):
    assert f'href="{PAGE}"' in editor.get("/admin/").content.decode()
