"""A page of the draft drawn for clinicians: the same as the public page, and nothing can be sent from it."""

import re
from dataclasses import replace

import pytest
from django.test import RequestFactory

from knowledge.interchange import SHIPPED_FOLDER, read_folder
from knowledge.preview import configured_preview
from symptoms import preview
from symptoms.catalogue import question_shown
from symptoms.serving import holder
from tests.symptoms.api.bodies import CALM
from tests.symptoms.test_forms import Page

PAGES = {page.key: page for page in read_folder(SHIPPED_FOLDER).questions}

#: The pages that are compared with what a man gets in the interview.
COMPARED = ["scope", "danger_now", "danger_spine", "how_fast", "feeling_ok"]

BACK = "/admin/the-form/"


@pytest.fixture
def british(settings):
    """The site shows the numbers of Great Britain, and no release is served."""
    settings.LEGCHECK_REGION = "GB"
    holder.forget()
    yield
    holder.forget()


def drawn(question, *, sensitive=False):
    """The preview of a page as HTML."""
    request = RequestFactory().get("/admin/the-preview/")
    response = configured_preview()(request, question, sensitive=sensitive, back=BACK)
    assert response.status_code == 200
    return response.content.decode()


def is_sensitive(knowledge, question):
    return any(finding.sensitive for finding in knowledge.findings if finding.key in question.findings)


def asking_every_page(knowledge):
    """The knowledge with an interview that leaves no page out, however little it tells."""
    interview = replace(knowledge.settings.interview, min_gain_bits=0.0, max_pages=len(PAGES) + 1)
    return replace(knowledge, settings=replace(knowledge.settings, interview=interview))


def form_of(html):
    """The form of a question without what ties it to a visit, and with its button as it would be in one."""
    form, *_ = re.findall(r"<form.*?</form>", html, flags=re.DOTALL)
    form = re.sub(r'<input type="hidden" name="(csrfmiddlewaretoken|visit)"[^>]*>', "", form)
    form = re.sub(r' action="/check/\d+/"', "", form)
    return re.sub(r"\s+", " ", form.replace(" disabled", ""))


@pytest.mark.parametrize("key", PAGES)
def test_every_shipped_page_is_shown_as_in_a_release(british, knowledge, release, key):
    page = PAGES[key]
    public = question_shown(release, next(question for question in release.questions if question.key == key))
    shown = preview.shown(page, sensitive=is_sensitive(knowledge, page))
    # The theme is a heading of the list of answers, not of the page.
    assert replace(shown, findings=(), theme=None) == replace(public, findings=(), theme=None)
    assert set(shown.findings) == set(public.findings)


@pytest.mark.django_db
@pytest.mark.parametrize("key", COMPARED)
def test_the_form_is_that_of_the_public_page(serve, visitor, knowledge, key):
    serve(asking_every_page(knowledge))
    page = visitor.go(CALM | {key: None})
    assert page.question == key
    html = drawn(PAGES[key], sensitive=is_sensitive(knowledge, PAGES[key]))
    assert form_of(html) == form_of(page.response.content.decode())


def test_the_pages_compared_are_of_every_kind_and_one_is_private(knowledge):
    compared = [PAGES[key] for key in COMPARED]
    assert {page.kind for page in compared} == {"single", "multiple", "yes_no"}
    assert any(is_sensitive(knowledge, page) for page in compared)


def test_it_says_that_it_is_a_preview_and_leads_back():
    main = Page(drawn(PAGES["danger_now"])).root.one("main")
    assert "Preview of the draft: nothing is sent or kept." in main.text
    assert [link["href"] for link in main.all("a")] == [BACK, BACK]
    assert Page(drawn(PAGES["danger_now"])).root.one("title").text.startswith("Preview: ")


@pytest.mark.parametrize("key", ["danger_now", "how_fast", "feeling_ok"])
def test_its_button_cannot_be_pressed_and_there_is_no_other(key):
    form = Page(drawn(PAGES[key])).root.one("form")
    # A form whose button is disabled is not sent by the Enter key either.
    (button,) = form.all("button")
    assert (button["type"], "disabled" in button.attributes) == ("submit", True)
    assert not list(form.all("input", type="submit"))
    assert not list(form.all("input", name="csrfmiddlewaretoken"))
    assert "action" not in form.attributes


def test_numbers_in_the_texts_are_those_of_the_site(british):
    page = replace(PAGES["danger_now"], hint="Call {emergency_number} or {urgent_line}.")
    html = drawn(page)
    assert "Call 999" in html
    assert "{" not in Page(html).root.one("body").text


def test_what_is_typed_is_shown_as_text():
    page = PAGES["danger_now"]
    option = replace(page.options[0], label="<b>Bold</b>")
    html = drawn(replace(page, text="<script>alert(1)</script>", why="a & b", options=(option, *page.options[1:])))
    assert "<script>alert" not in html
    assert "<b>Bold</b>" not in html
    assert "a &amp; b" in html


def test_an_option_that_stands_alone_is_offered_as_the_page_needs_it():
    shown = preview.shown(PAGES["feeling"], sensitive=True)
    assert [option.key for option in shown.options if option.reserved] == [
        "none",
        "not_sure",
        "rest_not_sure",
        "prefer_not_to_say",
    ]
    assert not [option for option in preview.shown(PAGES["scope"], sensitive=False).options if option.reserved]


def test_whether_a_question_is_clear_is_not_asked_in_a_preview():
    assert drawn(PAGES["danger_now"]).count("<form") == 1
