"""symptoms/forms.py and the crispy pack in templates/legcheck/: what is accepted, what is said, what is drawn."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.http import QueryDict
from django.template import TemplateDoesNotExist

from symptoms.catalogue import OptionShown, QuestionShown, question_shown
from symptoms.engine.answers import options_problem
from symptoms.forms import AgeForm, QuestionForm

NO_END = {"input", "br", "hr", "img", "meta", "link"}


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.inside = tag, attributes, parent, []

    def __getitem__(self, name):
        return self.attributes[name]

    def all(self, tag=None, **attributes):
        """Every element inside with this tag and these attributes, in document order."""
        for child in self.children:
            if (tag is None or child.tag == tag) and attributes.items() <= child.attributes.items():
                yield child
            yield from child.all(tag, **attributes)

    def one(self, tag=None, **attributes):
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def children(self):
        return [part for part in self.inside if isinstance(part, Element)]

    @property
    def text(self):
        return " ".join(" ".join(part if isinstance(part, str) else part.text for part in self.inside).split())


class Page(HTMLParser):
    """A strict reading of HTML: every element that is opened is closed, in order."""

    def __init__(self, html):
        super().__init__()
        self.root = self.here = Element("", {}, None)
        self.feed(html)
        self.close()
        assert self.here is self.root, f"<{self.here.tag}> is not closed"

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, dict(attrs), self.here)
        self.here.inside.append(element)
        if tag not in NO_END:
            self.here = element

    def handle_endtag(self, tag):
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.inside.append(data)


def draw(form):
    return Page(render_crispy_form(form, context={"csrf_token": "token-of-the-test"})).root


def checker(question):
    def check(options):
        problem = options_problem(question, options)
        return problem[0] if problem else None

    return check


@pytest.fixture
def ask(release):
    """ask("walking", "options=...") is the form of a shipped page with what was sent, or as first shown."""

    def make(key, sent=None, **more):
        question = release.questions[release.question_index[key]]
        data = None if sent is None else QueryDict(f"question={key}&{sent}")
        return QuestionForm(data, shown=question_shown(release, question), check=checker(question), **more)

    return make


def sent(*options):
    return "&".join(f"options={option}" for option in options)


@pytest.mark.parametrize(
    ("key", "options", "cleaned"),
    [
        ("scope", ["me_man"], ("me_man",)),
        ("feeling_ok", ["not_sure"], ("not_sure",)),
        ("how_fast", ["not_sure"], ("not_sure",)),
        ("danger_now", ["none"], ("none",)),
        ("danger_now", ["speech_trouble", "face_droop"], ("face_droop", "speech_trouble")),
        ("danger_now", ["rest_not_sure", "face_droop"], ("face_droop", "rest_not_sure")),
        ("bladder_sex", ["prefer_not_to_say"], ("prefer_not_to_say",)),
        ("bladder_sex", ["prefer_not_to_say", "constipation"], ("constipation", "prefer_not_to_say")),
    ],
)
def test_a_whole_answer_is_cleaned_into_the_order_of_the_page(ask, key, options, cleaned):
    form = ask(key, sent(*options))
    assert form.is_valid(), form.errors
    assert form.cleaned_options == cleaned


EMPTY = "Choose at least one answer, or “None of these”"
ONE = "Choose one answer"
GONE = "One of these answers is no longer on this page. Choose again."
ALONE = "“{}” cannot go with other answers. Untick it, or untick the others."
REST = (
    "“I'm not sure about the others” goes with at least one other answer. "
    "If you are not sure about any of them, choose “I'm not sure”."
)


ONE_REST = (
    "Choose “I'm not sure about the others” or “Prefer not to say”, not both. "
    "Each of them is about all that you did not tick."
)


@pytest.mark.parametrize(
    ("key", "options", "words"),
    [
        ("danger_now", [], EMPTY),
        ("how_fast", [], ONE),
        ("feeling_ok", [], ONE),
        ("scope", [], ONE),
        ("danger_now", [""], GONE),
        ("danger_now", ["no_such_option"], GONE),
        ("scope", ["not_sure"], GONE),
        ("danger_now", ["prefer_not_to_say"], GONE),
        ("feeling_ok", ["yes", "no"], ONE),
        ("how_fast", ["not_sure", "not_sure"], "These answers do not fit together. Choose again."),
        ("danger_now", ["none", "face_droop"], ALONE.format("None of these")),
        ("danger_now", ["face_droop", "not_sure"], ALONE.format("I'm not sure")),
        ("danger_now", ["none", "not_sure"], ALONE.format("None of these")),
        ("danger_now", ["none", "rest_not_sure"], ALONE.format("None of these")),
        ("bladder_sex", ["none", "prefer_not_to_say"], ALONE.format("None of these")),
        ("bladder_sex", ["constipation", "rest_not_sure", "prefer_not_to_say"], ONE_REST),
        ("danger_now", ["rest_not_sure"], REST),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_in_plain_words(ask, key, options, words):
    form = ask(key, sent(*options))
    assert not form.is_valid()
    assert form.errors == {"options": [words]}


def test_words_are_found_for_a_code_of_the_check_that_the_field_does_not_see_itself():
    shown = QuestionShown(
        "q", "Which?", "", "", "multiple", "symptom", False, (OptionShown("a", "A", reserved=False),), ()
    )
    said = {}
    for code in ("no_options", "unknown_option"):
        form = QuestionForm(QueryDict("question=q&options=a"), shown=shown, check=lambda _options, code=code: code)
        assert not form.is_valid()
        said[code] = form.errors["options"]
    assert said == {"no_options": ["Choose at least one answer"], "unknown_option": [GONE]}


@pytest.mark.parametrize("question", ["danger_now", "no_such_page", ""])
def test_the_same_option_of_another_page_is_no_answer_to_this_one(ask, question):
    form = ask("scope", chosen=[])
    other = QuestionForm(QueryDict(f"question={question}&options=yes"), shown=form.shown, check=lambda _options: None)
    assert not other.is_valid()
    assert other.non_field_errors() == ["These answers belong to another question. Choose again."]
    page = draw(other)
    assert page.one("input", name="question")["value"] == "scope"
    assert "another question" in page.one(role="alert").text


def test_every_page_of_the_release_is_drawn_whole(ask, release):
    for question in release.questions:
        for form in (ask(question.key), ask(question.key, "")):
            page = draw(form)
            ids = [element["id"] for element in page.all() if "id" in element.attributes]
            assert len(ids) == len(set(ids)), question.key
            fieldset = page.one("fieldset")
            assert fieldset.children[0].tag == "legend"
            assert fieldset.one("legend").one("h1").text == question.text
            assert page.one("h1")
            inputs = [box for box in page.all("input") if box["type"] in ("radio", "checkbox")]
            assert {box["value"] for box in inputs} == {option.key for option in form.shown.options}
            assert inputs[0]["id"] == "id_options"
            assert {box["name"] for box in inputs} == {"options"}
            assert {box["type"] for box in inputs} == {"checkbox" if question.kind == "multiple" else "radio"}
            labels = {label["for"]: label.text for label in page.all("label")}
            wanted = {
                option.key: f"{option.label} {option.explain}" if option.explain else option.label
                for option in form.shown.options
            }
            assert {box["value"]: labels[box["id"]] for box in inputs} == wanted
            described = fieldset["aria-describedby"].split()
            assert described == ["id_options_hint", "id_options_error"] if form.is_bound else ["id_options_hint"]
            assert set(described) <= set(ids)
            assert page.one(id="id_options_hint").text == question.hint
            details = page.one("details")
            assert (details.one("summary").text, details.one("p").text) == ("Why we ask", question.why)


def test_an_error_stands_in_the_summary_and_by_the_field(ask):
    page = draw(ask("danger_now", ""))
    summary = page.one("div", **{"class": "govuk-error-summary"})
    assert summary["tabindex"] == "-1"
    alert = summary.one(role="alert")
    assert alert.one("h2").text == "There is a problem"
    assert (alert.one("a").text, alert.one("a")["href"]) == (EMPTY, "#id_options")
    assert page.one("input", id="id_options")
    assert page.one(id="id_options_error").text == f"Error: {EMPTY}"
    assert page.one(id="id_options_error").one("span")["class"] == "govuk-visually-hidden"


def test_a_page_that_was_not_sent_shows_no_error(ask):
    page = draw(ask("danger_now"))
    assert not list(page.all(role="alert"))
    assert not list(page.all(id="id_options_error"))


def test_a_wrong_answer_keeps_what_was_ticked(ask):
    page = draw(ask("danger_now", sent("none", "face_droop")))
    assert {box["value"] for box in page.all("input") if "checked" in box.attributes} == {"none", "face_droop"}


def explained(kind):
    options = (
        OptionShown("sit", "When I sit", reserved=False, explain="On a chair, for ten minutes."),
        OptionShown("yes", "Always", reserved=False),
    )
    return QuestionShown("when", "When?", "Choose.", "It helps.", kind, "detail", False, options, ())


@pytest.mark.parametrize("kind", ["single", "multiple", "yes_no"])
def test_the_line_under_an_option_describes_it_and_is_no_part_of_its_name(kind):
    page = draw(QuestionForm(shown=explained(kind), check=lambda _: None))
    first, second = page.all("input", name="options")
    (label,) = page.all("label", **{"for": first["id"]})
    named, described = (page.one(id=first[name]) for name in ("aria-labelledby", "aria-describedby"))
    assert (named.text, described.text) == ("When I sit", "On a chair, for ten minutes.")
    # Both stand in the label, so that a tap on either chooses.
    assert {named, described} <= set(label.children)
    assert not {"aria-labelledby", "aria-describedby"} & second.attributes.keys()


def test_an_option_with_a_line_and_a_drawing_that_tells_more_is_described_by_both(ask, release):
    shown = question_shown(release, release.questions[release.question_index["side"]])
    lines = tuple(replace(option, explain=f"About {option.key}.") for option in shown.options)
    page = draw(QuestionForm(shown=replace(shown, options=lines), check=lambda _: None))
    described = [page_input["aria-describedby"].split() for page_input in page.all("input", name="options")]
    assert max(map(len, described)) == 2
    for ids in described:
        assert page.one(id=ids[0]).text.startswith("About ")


def test_what_no_page_offers_is_never_drawn(ask):
    page = draw(ask("danger_now", "options=%3Cscript%3E"))
    assert not list(page.all("script"))
    assert "script" not in page.text


@pytest.mark.parametrize(
    ("key", "chosen"),
    [("how_fast", ["weeks"]), ("danger_now", ["face_droop", "rest_not_sure"]), ("feeling_ok", ["yes"])],
)
def test_an_answer_given_before_is_shown_again(ask, key, chosen):
    page = draw(ask(key, chosen=chosen))
    assert [box["value"] for box in page.all("input") if "checked" in box.attributes] == chosen


def places(page):
    """Values of the options in order, with the divider and the place apart marked."""
    found = []
    for element in page.all("div"):
        name = element.attributes.get("class", "")
        if name.endswith("__divider"):
            found.append(element.text)
        elif "__item" in name:
            box = element.one("input")
            found.append(
                box["value"] + (" apart" if "lc-rest" in name else "") + (" alone" * ("data-alone" in box.attributes))
            )
    return found


@pytest.mark.parametrize(
    ("key", "last"),
    [
        ("danger_now", ["rest_not_sure apart", "or", "none alone", "not_sure alone"]),
        ("bladder_sex", ["rest_not_sure apart", "prefer_not_to_say apart", "or", "none alone", "not_sure alone"]),
        ("how_fast", ["or", "not_sure alone"]),
        ("feeling_ok", ["yes", "no", "not_sure alone"]),
        ("scope", ["injury", "under_18", "someone_else", "known_cause", "me_man", "other_man"]),
    ],
)
def test_answers_that_stand_alone_come_after_an_or(ask, key, last):
    found = places(draw(ask(key)))
    assert found[-len(last) :] == last
    assert not {"or", "rest_not_sure apart"} & set(found[: -len(last)])


@pytest.mark.parametrize(
    ("key", "block"),
    [
        ("danger_now", "govuk-checkboxes"),
        ("how_fast", "govuk-radios"),
        ("feeling_ok", "govuk-radios govuk-radios--inline"),
    ],
)
def test_each_kind_of_question_has_its_own_block(ask, key, block):
    assert draw(ask(key)).one("div", **{"class": block})


def test_the_form_is_posted_with_its_token_and_without_the_browser_s_own_messages(ask):
    form = draw(ask("how_fast")).one("form")
    assert form["method"] == "post"
    assert "novalidate" in form.attributes
    assert "action" not in form.attributes
    assert form.one("input", name="csrfmiddlewaretoken")["value"] == "token-of-the-test"
    assert form.one("input", name="question")["value"] == "how_fast"
    assert (form.one("button")["type"], form.one("button").text) == ("submit", "Continue")
    assert not [box for box in form.all("input") if "required" in box.attributes]


def test_words_of_the_knowledge_are_shown_as_words():
    nasty = "<script>{{ x }}</script> & 'co'"
    shown = QuestionShown(
        "q", nasty, nasty, nasty, "single", "symptom", False, (OptionShown("a", nasty, reserved=False),), ()
    )
    page = draw(QuestionForm(QueryDict(""), shown=shown, check=lambda _options: None))
    assert not list(page.all("script"))
    assert page.one("h1").text == page.one(id="id_options_hint").text == nasty
    assert page.one("label").text == page.one("details").one("p").text == nasty


def test_a_page_without_hint_and_reason_has_no_empty_places():
    shown = QuestionShown(
        "q", "Which?", "", "", "single", "symptom", False, (OptionShown("a", "A", reserved=False),), ()
    )
    page = draw(QuestionForm(shown=shown, check=lambda _options: None))
    assert "aria-describedby" not in page.one("fieldset").attributes
    assert not list(page.all("details"))
    assert not list(page.all("div", **{"class": "govuk-hint"}))


def age_form(data=None, **more):
    return AgeForm(None if data is None else QueryDict(mutable=True) | {"age": data}, least=18, most=120, **more)


@pytest.mark.parametrize(("written", "age"), [("58", 58), (" 58 ", 58), ("18", 18), ("120", 120), ("17", 17), ("0", 0)])
def test_an_age_is_read(written, age):
    form = age_form(written)
    assert form.is_valid(), form.errors
    assert form.cleaned_age == age


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Enter an age in years"),
        ("  ", "Enter the age as a whole number, for example 58"),
        ("fifty", "Enter the age as a whole number, for example 58"),
        ("58.5", "Enter the age as a whole number, for example 58"),
        ("1e2", "Enter the age as a whole number, for example 58"),
        ("9" * 5000, "Enter the age as a whole number, for example 58"),
        ("121", "Enter an age from 18 to 120"),
        ("-1", "Enter an age from 18 to 120"),
    ],
)
def test_what_is_wrong_with_an_age_is_said_in_plain_words(written, words):
    form = age_form(written)
    assert not form.is_valid()
    assert form.errors == {"age": [words]}


def test_the_age_page_has_its_label_as_heading_and_one_number():
    page = draw(age_form("200"))
    label = page.one("h1").one("label")
    box = page.one("input", id="id_age")
    assert (label.text, label["for"]) == ("How old are you?", "id_age")
    assert (box["type"], box["inputmode"], box["value"]) == ("text", "numeric", "200")
    assert box["aria-describedby"] == "id_age_hint id_age_error"
    assert page.one(id="id_age_hint").text.startswith("In whole years")
    assert page.one(id="id_age_error").text == "Error: Enter an age from 18 to 120"
    assert page.one(role="alert").one("a")["href"] == "#id_age"


@pytest.mark.parametrize(("age", "value"), [(None, None), (0, "0"), (58, "58")])
def test_an_age_given_before_is_shown_again(age, value):
    assert draw(age_form(age=age)).one("input", id="id_age").attributes.get("value") == value


class TextForm(forms.Form):
    """A kind of field that the pack does not draw."""

    name = forms.CharField()


def test_a_kind_of_field_the_pack_does_not_know_is_refused_by_name():
    form = TextForm()
    form.helper = FormHelper(form)
    with pytest.raises(TemplateDoesNotExist, match=r"legcheck/field/text\.html"):
        draw(form)


def test_a_layout_the_pack_does_not_know_is_refused_by_name():
    form = age_form()
    helper = FormHelper(form)
    helper.layout = Layout(Fieldset("Title", "age"))
    with pytest.raises(TemplateDoesNotExist, match=r"legcheck/layout/fieldset\.html"):
        render_crispy_form(form, helper)
