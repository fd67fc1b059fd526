"""One language for the whole site: what pages say of it, and what stays in English."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import override

from legcheck.last_resort import _answer
from symptoms.dates import day_in_words
from symptoms.evaluation.words import ENGLISH
from symptoms.languages import FIGURES
from tests.staff import make_user, sign_in


def drawn(source: str) -> str:
    return Template("{% load languages %}" + source).render(Context())


@pytest.mark.parametrize(
    ("language", "attributes"),
    [
        ("en-gb", 'lang="en-GB"'),
        ("de", 'lang="de"'),
        ("zh-hans", 'lang="zh-Hans"'),
        ("ar", 'lang="ar" dir="rtl"'),
    ],
)
def test_a_page_says_which_language_it_is_in_and_which_way_it_is_read(language, attributes):
    with override(language):
        assert drawn("<html {% language_attributes %}>") == f"<html {attributes}>"


def test_a_part_that_is_always_in_english_says_so_on_a_page_in_another_language():
    part = "{% in_english %}<p>{{ a|default:'x' }}</p>{% end_in_english %}"
    assert drawn(part) == "<p>x</p>"
    with override("ar"):
        assert drawn(part) == '<div lang="en-GB" dir="ltr"><p>x</p></div>'


@pytest.mark.parametrize(
    ("value", "english", "german"), [(18.0, "18", "18"), (19.5, "19.5", "19,5"), (0.2, "0.2", "0,2")]
)
def test_figures_are_written_as_the_language_writes_numbers(value, english, german):
    for language, written in (("en-gb", english), ("de", german)):
        with override(language):
            assert FIGURES.number(value) == written
            assert FIGURES.percent(value / 100) == f"{written} %"
            assert ENGLISH.number(value) == english


@pytest.mark.usefixtures("in_pseudo")
def test_days_are_words_of_the_language():
    assert day_in_words(date(2026, 11, 1)) == "[1 [Ñööṽééṁƀééŕ] 2026]"


@pytest.mark.usefixtures("in_pseudo")
def test_the_last_resort_is_in_the_language_of_the_site():
    text = _answer("/")[1].decode()
    assert '<html lang="en-XA">' in text
    assert "[Ĝöö ţöö ţĥéé ƒîîŕšţ þååĝéé]" in text


@pytest.mark.django_db
@pytest.mark.usefixtures("in_pseudo")
def test_the_browser_s_wish_changes_nothing_and_pages_vary_by_none(client):
    answers = [client.get("/questions/", headers={"accept-language": wish}) for wish in ("de", "en-gb")]
    assert answers[0].content == answers[1].content
    assert b'lang="en-XA"' in answers[0].content
    assert "language" not in answers[0].get("Vary", "").lower()
    assert "Content-Language" not in answers[0]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_pseudo")
def test_the_staff_side_stays_in_english(client):
    page = sign_in(client, make_user("boss", superuser=True)).get("/admin/").content.decode()
    assert '<html lang="en-gb"' in page
    assert not set(page) & set("åéîöû")
