"""Pages of the interview in the admin: options, what they say, when a page is asked, and its preview."""

import json
import re

import pytest
from django.contrib import messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.drafts import read_row
from knowledge.interchange import SHIPPED_FOLDER, read_folder
from knowledge.models import Change, Finding, Option, OptionFinding, Question, QuestionCondition
from tests.knowledge.admin.posting import add_row, form_data, row_number
from tests.staff import make_user, sign_in

pytestmark = pytest.mark.django_db

#: The most that a page of the admin may ask the database.
MOST_QUERIES = 15

#: A page with room for one more option.
ROOM = "timing"

PAGES = [page.key for page in read_folder(SHIPPED_FOLDER).questions]


@pytest.fixture
def reader(db):
    """A browser that is signed in as Ben, who may look at everything and change nothing."""
    return sign_in(Client(), make_user("Ben", "knowledge publisher"))


def address(key, verb="change"):
    return reverse(f"admin:knowledge_question_{verb}", args=[Question.objects.get(key=key).pk])


def finding_id(key):
    return str(Finding.objects.get(key=key).pk)


def opened(client, key):
    return form_data(client.get(address(key)))


def says(data, option):
    """Name of the box with what an option says."""
    return f"options-{option_row(data, option)}-findings"


def option_row(data, option):
    ids = {row.key: str(row.pk) for row in Option.objects.filter(pk__in=[value for value in option_ids(data) if value])}
    return row_number(data, "options", "id", ids[option])


def option_ids(data):
    return [data[f"options-{number}-id"] for number in range(int(data["options-TOTAL_FORMS"]))]


def content(key):
    return read_row("questions", Question.objects.get(key=key).pk)


def said(key):
    """What each option of a page says is true, and what is not."""
    return {option.key: (set(option.present), set(option.absent)) for option in content(key).options}


def errors_of(response):
    assert response.status_code == 200
    return [str(error) for errors in response.context["errors"] for error in errors]


def row_errors(response, number):
    """The errors of one row of the options, by box."""
    return response.context["inline_admin_formsets"][0].formset.forms[number].errors


def add_option(data, key, *findings):
    """Adds a new option that says these findings; gives the number of its row."""
    chosen = [finding_id(finding) for finding in findings]
    return add_row(data, "options", position="", key=key, label=f"Label of {key}", ends="", findings=chosen)


def add_empty_page():
    """A page that the checks would refuse, as files can bring it into the draft."""
    return Question.objects.create(key="empty", text="Empty?", hint="-", why="No.", kind="single", stage="detail")


@pytest.fixture
def spare(db):
    """Three findings that no page asks yet."""
    made = Finding.objects.get(key="numb_feet")
    for number in range(3):
        made.pk, made.key, made.label = None, f"spare_{number}", f"Spare {number}"
        made.save()
    return [f"spare_{number}" for number in range(3)]


# Opening and saving


@pytest.mark.parametrize("key", PAGES)
def test_saving_a_shipped_page_as_it_is_changes_nothing(editor, key, knowledge):
    changes = Change.objects.count()
    response = editor.post(address(key), opened(editor, key))
    assert response.status_code == 302, errors_of(response)
    assert Change.objects.count() == changes
    assert content(key) == next(page for page in knowledge.questions if page.key == key)


@pytest.mark.parametrize("key", ["danger_now", "course", "feeling_ok", "before"])
def test_a_page_asks_the_database_little(editor, key):
    editor.get(address(key))
    with CaptureQueriesContext(connection) as queries:
        response = editor.get(address(key))
    assert response.status_code == 200
    assert len(queries) <= MOST_QUERIES, [query["sql"][:200] for query in queries]


def test_every_option_has_one_menu_of_findings_with_what_it_says(editor):
    html = editor.get(address("feeling")).content.decode()
    data = opened(editor, "feeling")
    assert data[says(data, "numb_feet")] == [finding_id("numb_feet")]
    assert 'data-field-name="finding"' in html
    menus = re.findall(r'<select name="options-(\d+)-findings"', html)
    assert len(menus) == len(content("feeling").options)
    assert html.count("<option") < 60, "no menu lists all findings"


def test_the_menu_of_an_option_finds_findings_by_name(editor):
    where = {"app_label": "knowledge", "model_name": "optionfinding", "field_name": "finding", "term": "numb feet"}
    found = editor.get(reverse("admin:autocomplete"), where).json()["results"]
    assert finding_id("numb_feet") in [entry["id"] for entry in found]


def test_the_list_tells_kind_stage_and_number_of_options(editor):
    response = editor.get(reverse("admin:knowledge_question_changelist"), {"kind__exact": "yes_no"})
    (page,) = response.context["cl"].result_list
    assert (page.key, page.option_count) == ("feeling_ok", 2)
    assert '<td class="field-option_count">2</td>' in response.content.decode()


# What the options say


def test_an_option_is_added_with_what_it_says(editor, spare):
    data = opened(editor, ROOM)
    add_option(data, "spare", spare[0])
    assert editor.post(address(ROOM), data).status_code == 302
    option = content(ROOM).options[-1]
    assert (option.key, option.label, option.present, option.absent) == ("spare", "Label of spare", (spare[0],), ())
    change = Change.objects.first()
    assert (change.concept, change.key, change.by) == ("questions", ROOM, "Alice")
    assert "spare" in [entry["key"] for entry in json.loads(change.after)["options"]]


def test_an_option_keeps_its_line_and_its_words_for_another_each_on_one_line(editor):
    data = opened(editor, "feeling")
    row = f"options-{option_row(data, 'numb_feet')}"
    data |= {
        f"{row}-explain": "You do not feel\r\na light touch.",
        f"{row}-label_for_another": "His feet  are numb",
        f"{row}-explain_for_another": "",
    }
    response = editor.post(address("feeling"), data)
    assert response.status_code == 302, errors_of(response)
    option = next(option for option in content("feeling").options if option.key == "numb_feet")
    assert option.explain == "You do not feel a light touch."
    assert (option.label_for_another, option.explain_for_another) == ("His feet are numb", None)
    assert "label_for_another" in Change.objects.first().after


def test_every_box_of_an_option_has_a_name_and_each_column_one_heading(editor):
    html = editor.get(address("scope")).content.decode()
    assert 'aria-label="Answers for another man, ' in html
    assert 'aria-label="Label, for another man, ' in html
    for heading, shown in (("label", 1), ("explain", 0), ("label_for_another", 0), ("ends", 1), ("for_another_man", 0)):
        assert html.count(f'class="column-{heading}') == shown


def test_a_mark_for_another_man_outside_the_scope_is_refused(editor):
    data = opened(editor, "feeling")
    data[f"options-{option_row(data, 'numb_feet')}-for_another_man"] = "on"
    (error,) = [words for words in errors_of(editor.post(address("feeling"), data)) if words.startswith("K048")]
    assert "Option numb_feet" in error


def test_words_for_another_without_the_placeholder_are_refused_at_their_box(editor):
    data = opened(editor, "danger_now") | {"hint_for_another": "Tick all that fit him. If one is true now, call 999."}
    response = editor.post(address("danger_now"), data)
    (error,) = response.context["adminform"].form.errors["hint_for_another"]
    assert error.startswith("K018 Here stands what stands in hint: use {emergency_number}.")


def test_a_place_left_empty_is_the_next_one(editor, spare):
    data = opened(editor, ROOM)
    last = max(Option.objects.filter(question__key=ROOM).values_list("position", flat=True))
    add_option(data, "spare", spare[0])
    editor.post(address(ROOM), data)
    assert Option.objects.get(question__key=ROOM, key="spare").position == last + 1


def test_an_option_of_single_answers_rules_the_others_out(editor, spare):
    data = opened(editor, "side")
    add_option(data, "spare", spare[0])
    assert editor.post(address("side"), data).status_code == 302
    sides = {"side_both", "side_one", "side_one_arm_leg"}
    assert said("side")["both"] == ({"side_both"}, sides - {"side_both"} | {spare[0]})
    assert said("side")["spare"] == ({spare[0]}, sides)


def test_taking_an_option_out_changes_what_the_others_rule_out(editor):
    data = opened(editor, "side")
    data[f"options-{option_row(data, 'one')}-DELETE"] = "on"
    assert editor.post(address("side"), data).status_code == 302
    assert "one" not in said("side")
    assert said("side")["both"] == ({"side_both"}, {"side_one_arm_leg"})
    assert not OptionFinding.objects.filter(finding__key="side_one").exists()


def test_a_tick_of_several_rules_nothing_out(editor):
    data = opened(editor, "side") | {"kind": "multiple"}
    assert editor.post(address("side"), data).status_code == 302
    assert all(len(present) == 1 and not absent for present, absent in said("side").values())


def test_no_rules_out_what_yes_says(editor, spare):
    data = opened(editor, "feeling_ok")
    data[says(data, "yes")] = [finding_id("feeling_normal"), finding_id(spare[0])]
    assert editor.post(address("feeling_ok"), data).status_code == 302
    both = {"feeling_normal", spare[0]}
    assert said("feeling_ok") == {"yes": (both, set()), "no": (set(), both)}


def test_no_must_say_nothing_itself(editor, spare, knowledge):
    data = opened(editor, "feeling_ok")
    data[says(data, "no")] = [finding_id(spare[0])]
    response = editor.post(address("feeling_ok"), data)
    assert row_errors(response, option_row(data, "no"))["findings"] == [
        "Leave this empty: no says by itself that what yes says is not true."
    ]


def test_findings_change_places_between_two_options_in_one_save(editor):
    data = opened(editor, "feeling")
    first, second = content("feeling").options[:2]
    data[says(data, first.key)], data[says(data, second.key)] = (
        data[says(data, second.key)],
        data[says(data, first.key)],
    )
    response = editor.post(address("feeling"), data)
    assert response.status_code == 302
    assert said("feeling")[first.key] == (set(second.present), set())
    assert said("feeling")[second.key] == (set(first.present), set())


@pytest.mark.parametrize("retired", [False, True])
def test_a_finding_of_another_page_is_refused_and_the_page_is_named(editor, retired):
    Question.objects.filter(key="feeling").update(retired=retired)
    data = opened(editor, "cramps")
    number = add_option(data, "numb", "numb_feet")
    response = editor.post(address("cramps"), data)
    (words,) = row_errors(response, number)["findings"]
    label = Finding.objects.get(key="numb_feet").label
    assert words.startswith(f"“{label}” is asked on the page feeling already: a finding is asked once only.")
    assert words.endswith("That page is retired: take it out there first.") is retired
    # What was chosen is still chosen, and nothing was saved.
    assert finding_id("numb_feet") in form_data(response)[f"options-{number}-findings"]
    assert "numb" not in said("cramps")


def test_a_finding_that_stands_with_two_options_is_refused(editor):
    data = opened(editor, "feeling")
    first, second = content("feeling").options[:2]
    data[says(data, second.key)] = [*data[says(data, second.key)], *data[says(data, first.key)]]
    response = editor.post(address("feeling"), data)
    (words,) = row_errors(response, option_row(data, second.key))["findings"]
    assert words.endswith(f"stands with the option {first.key} of this page already: keep it with one of them.")


@pytest.mark.parametrize(
    ("key", "change", "error"),
    [
        ("scope", {"me_man": 0}, "K040 Option me_man: Options of a scope page carry no findings"),
        ("side", {"both": None}, "K042 Option both: An option of a single-choice page has exactly one finding."),
        ("feeling", {"numb_feet": None}, "K043 Option numb_feet: This option says nothing"),
        ("feeling_ok", {"yes": None}, "K044 Yes must make the findings of this page present"),
    ],
)
def test_options_that_do_not_fit_the_kind_of_the_page_are_refused(editor, spare, knowledge, key, change, error):
    data = opened(editor, key)
    for option, chosen in change.items():
        data[says(data, option)] = [] if chosen is None else [finding_id(spare[chosen])]
    response = editor.post(address(key), data)
    assert [words for words in errors_of(response) if words.startswith(error)]
    assert content(key) == next(page for page in knowledge.questions if page.key == key)


# Keys


def test_the_key_of_a_saved_option_stays(editor):
    data = opened(editor, "feeling")
    number = option_row(data, "numb_feet")
    assert f"options-{number}-key" not in data, "it is shown as text"
    data[f"options-{number}-key"] = "other"
    editor.post(address("feeling"), data)
    assert "numb_feet" in said("feeling")
    assert "other" not in said("feeling")


def test_the_key_of_an_option_that_was_taken_out_is_never_used_again(editor, spare):
    data = opened(editor, "feeling")
    data[f"options-{option_row(data, 'numb_feet')}-DELETE"] = "on"
    assert editor.post(address("feeling"), data).status_code == 302
    data = opened(editor, "feeling")
    number = add_option(data, "numb_feet", "numb_feet")
    response = editor.post(address("feeling"), data)
    assert row_errors(response, number)["key"] == [
        "The key “numb_feet” was used on this page before and a key is never used again: choose another."
    ]
    assert "numb_feet" not in said("feeling")

    # Another page may have it: keys of options belong to their page.
    data = opened(editor, "cramps")
    add_option(data, "numb_feet", "numb_feet")
    assert editor.post(address("cramps"), data).status_code == 302


def test_an_option_is_not_replaced_by_another_with_its_key(editor):
    data = opened(editor, "feeling")
    data[f"options-{option_row(data, 'numb_feet')}-DELETE"] = "on"
    number = add_option(data, "numb_feet", "numb_feet")
    assert row_errors(editor.post(address("feeling"), data), number)["key"]
    assert content("feeling").options[0].label != "Label of numb_feet"


def test_a_reserved_key_is_refused(editor, spare):
    data = opened(editor, "feeling")
    number = add_option(data, "not_sure", spare[0])
    errors = row_errors(editor.post(address("feeling"), data), number)
    assert ["This key is added to pages by itself: choose another one."] in list(errors.values())


def test_a_page_is_added_with_its_options(editor, spare):
    url = reverse("admin:knowledge_question_add")
    data = form_data(editor.get(url)) | {
        "text": "Which of these?",
        "hint": "Choose what fits best.",
        "why": "They tell causes apart.",
        "key": "which",
        "kind": "single",
        "stage": "detail",
    }
    for number, finding in enumerate(spare):
        add_option(data, f"o{number}", finding)
    response = editor.post(url, data)
    assert response.status_code == 302, errors_of(response)
    assert [option.key for option in content("which").options] == ["o0", "o1", "o2"]
    assert said("which")["o1"] == ({spare[1]}, {spare[0], spare[2]})


# When it is asked


def test_the_condition_is_shown_as_a_sentence(editor):
    page = Question.objects.get(key="cramps")
    assert "Asked without a condition" in editor.get(address("cramps")).content.decode()
    data = opened(editor, "cramps")
    add_row(data, "ask_if", position="", findings=[finding_id("numb_feet")])
    assert editor.post(address("cramps"), data).status_code == 302
    assert QuestionCondition.objects.get(question=page).position == 1
    label = Finding.objects.get(key="numb_feet").label
    sentence = editor.get(address("cramps")).context["sentence"]
    assert sentence.startswith("Asked only if: ")
    assert label in sentence


# The preview


def test_the_form_leads_to_the_preview_and_the_preview_back(editor):
    assert f'<a href="{address("feeling", "preview")}">See this page as a man sees it</a>' in (
        editor.get(address("feeling")).content.decode()
    )
    html = editor.get(address("feeling", "preview")).content.decode()
    assert "Preview of the draft: nothing is sent or kept" in html
    assert f'href="{address("feeling")}"' in html


def test_the_preview_shows_what_somebody_reads_who_answers_for_another(editor):
    data = opened(editor, "feeling") | {"text_for_another": "How do his feet feel?"}
    assert editor.post(address("feeling"), data).status_code == 302
    link = f"{address('feeling', 'preview')}?for=another"
    assert f'<a href="{link}">' in editor.get(address("feeling")).content.decode()
    assert "How do his feet feel?" in editor.get(link).content.decode()
    assert "How do his feet feel?" not in editor.get(address("feeling", "preview")).content.decode()


def test_the_preview_shows_what_was_saved_while_the_rest_has_problems(editor):
    add_empty_page()
    data = opened(editor, "feeling") | {"text": "How do your feet feel now?"}
    assert editor.post(address("feeling"), data).status_code == 302
    response = editor.get(address("feeling", "preview"))
    assert response.status_code == 200
    assert "How do your feet feel now?" in response.content.decode()


@pytest.mark.parametrize(("sensitive", "offered"), [(True, True), (False, False)])
def test_a_page_that_asks_something_private_offers_not_to_say(editor, sensitive, offered):
    Finding.objects.filter(options__option__question__key="feeling").update(sensitive=False)
    Finding.objects.filter(key="numb_feet").update(sensitive=sensitive)
    assert ("Prefer not to say" in editor.get(address("feeling", "preview")).content.decode()) is offered


def test_a_page_that_cannot_be_drawn_says_why(editor):
    add_empty_page()
    response = editor.get(address("empty", "preview"))
    assert response.status_code == 302
    assert response.url == address("empty")
    (message,) = messages.get_messages(editor.get(response.url).wsgi_request)
    assert message.level == messages.ERROR
    assert str(message).startswith("This page cannot be shown as a man sees it until this is put right: K045")


def test_the_preview_takes_nothing(editor):
    assert editor.post(address("feeling", "preview"), {"options": ["numb_feet"]}).status_code == 405


def test_there_is_no_preview_of_a_page_that_is_not_there(editor):
    assert editor.get("/admin/knowledge/question/987654/preview/").status_code == 404


def test_who_may_only_look_sees_the_page_and_its_preview(reader):
    html = reader.get(address("feeling")).content.decode()
    assert Finding.objects.get(key="numb_feet").label in html
    assert "See this page as a man sees it" in html
    assert reader.get(address("feeling", "preview")).status_code == 200
    assert reader.post(address("feeling"), {"text": "Mine"}).status_code == 403


def test_who_may_not_look_sees_no_preview(client):
    url = address("feeling", "preview")
    assert client.get(url).url.startswith("/admin/login/")
    assert sign_in(client, make_user("Cleo")).get(url).status_code == 403
