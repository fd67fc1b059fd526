"""tools/messages.py: the catalogues hold what Django looks up, and faults of a translation are named."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tools.messages import (
    LOCALES,
    NotFound,
    brought_up,
    catalogue,
    forms,
    mo_bytes,
    po_text,
    problems,
    texts_of_code,
    texts_of_template,
    unmarked,
    write,
)

GERMAN = Path("de") / "LC_MESSAGES"


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every text of the site."""
    return catalogue()


@pytest.fixture
def folder(tmp_path: Path, template: Catalog, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Catalogues of today with German in which "About" and two texts with parts to keep are translated."""
    monkeypatch.setattr("tools.messages.catalogue", lambda: template)
    write(tmp_path, new=("de",))
    translate(
        tmp_path,
        {
            "About": "Über uns",
            "Call %(number)s": "Rufen Sie %(number)s an",
            "and {number} more": "und {number} mehr",
        },
    )
    write(tmp_path)
    return tmp_path


def translate(folder: Path, words: dict[str, str]) -> None:
    """Puts words into the German file, as a translator does."""
    file = folder / GERMAN / "django.po"
    with file.open("rb") as source:
        found = read_po(source, locale="de")
    for message in found:
        for key in forms(message.id):
            if key in words:
                message.string = (words[key], words[key]) if isinstance(message.id, tuple) else words[key]
    file.write_text(po_text(found), encoding="utf-8")


def about(folder: Path, text: str) -> list[str]:
    return [problem for problem in problems(folder) if text in problem]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("{% load i18n %}{% translate 'Yes' %}", [(None, "Yes", None)]),
        ('{% load i18n %}{% translate "I\'m 5 % sure" as x %}', [(None, "I'm 5 %% sure", None)]),
        ("{% load i18n %}{% translate 'May' context 'month' %}", [("month", "May", None)]),
        ("{% load i18n %}{% translate name %}", []),
        (
            "{% load i18n %}{% if a %}{% for b in c %}{% blocktranslate trimmed with d=b.d %}\n  Call {{ d }}\n"
            "  now {% endblocktranslate %}{% endfor %}{% endif %}",
            [(None, "Call %(d)s now", None)],
        ),
        (
            "{% load i18n %}{% blocktranslate count n=a %}{{ n }} page{% plural %}{{ n }} pages{% endblocktranslate %}",
            [(None, "%(n)s page", "%(n)s pages")],
        ),
    ],
)
def test_texts_of_a_template_are_those_that_django_looks_up(source, texts):
    assert list(texts_of_template(source)) == texts


@pytest.mark.parametrize("source", ['{{ a|default:_("None") }}', '{% include "a.html" with b=_("None") %}'])
def test_a_text_that_could_not_be_listed_is_refused(source):
    with pytest.raises(NotFound):
        list(texts_of_template(source))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% load i18n %}<p>{% translate 'Yes' %} {{ name }} - legcheck</p>", []),
        ("{% load i18n %}<p>{% blocktranslate %}Call <b>{{ n }}</b>{% endblocktranslate %}</p>", []),
        ("{# A note #}<a class='plain' href='x.html'>{{ name }}</a>", []),
        ("<p>{% if a %}Yes{% endif %}</p>", ["Yes"]),
        ("<nav aria-label='Back'></nav><img alt='A leg'>", ["Back", "A leg"]),
        ("<meta name='description' content='What it is'><meta name='viewport' content='width=1'>", ["What it is"]),
    ],
)
def test_words_of_a_template_that_are_not_marked_are_found(source, words):
    assert unmarked(source) == words


def test_texts_of_code_are_found_where_they_are_marked(tmp_path):
    file = tmp_path / "code.py"
    file.write_text(
        'gettext("One " "text")\ngettext_lazy("Two")\ngettext_noop("Three")\n'
        'ngettext("{n} page", "{n} pages", 2)\npgettext("month", "May")\ngettext(name)\nother("Four")\n'
    )
    assert list(texts_of_code(file)) == [
        (None, "One text", None),
        (None, "Two", None),
        (None, "Three", None),
        (None, "{n} page", "{n} pages"),
        ("month", "May", None),
    ]


def test_the_project_s_own_catalogues_have_no_problem():
    assert problems(LOCALES) == []


def test_no_text_of_the_site_holds_what_could_break_out_of_an_attribute():
    assert [message.id for message in catalogue() if '"' in message.id and "<" not in message.id] == []


def test_writing_twice_changes_nothing(folder):
    before = {file: file.read_bytes() for file in folder.rglob("*.*")}
    write(folder)
    assert {file: file.read_bytes() for file in folder.rglob("*.*")} == before


def test_what_django_reads_holds_the_words_of_the_translator(folder):
    with (folder / GERMAN / "django.mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    assert german.gettext("About") == "Über uns"
    assert german.ngettext("and {number} more", "and {number} more", 3) == "und {number} mehr"


def test_every_text_that_is_not_translated_is_named(folder):
    assert about(folder, "“Privacy” is not translated")
    assert not about(folder, "“About” is not translated")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Rufen Sie an", "%(number)s is missing"),
        ("%(number)s %(line)s", "%(line)s is too much"),
        ("<b>%(number)s</b>", "</b>, <b> is too much"),
        ('"%(number)s"', "may not stand there"),
        ("%(number)s < 3", "may not stand there"),
    ],
)
def test_words_that_change_a_part_are_named(folder, words, fault):
    translate(folder, {"Call %(number)s": words})
    assert fault in "".join(about(folder, words))


def test_words_that_were_not_compiled_are_named(folder):
    translate(folder, {"Privacy": "Datenschutz"})
    assert about(folder, "de/django.mo was not made from django.po")


def test_a_new_text_is_named_until_the_files_are_written_anew(folder, monkeypatch):
    template = catalogue()
    template.add("A brand-new text", locations=[("symptoms/new.py", 0)])
    monkeypatch.setattr("tools.messages.catalogue", lambda: template)
    assert about(folder, "legcheck.pot is not what")
    assert about(folder, "de/django.po does not have the texts of today")
    write(folder)
    assert not about(folder, "run make messages")
    assert about(folder, "“A brand-new text” is not translated")


def test_a_text_that_changed_keeps_its_old_words_but_does_not_show_them(folder):
    template = catalogue()
    template.delete("Call %(number)s")
    template.add("Call %(number)s now", locations=[("templates/base.html", 0)])
    found = brought_up("de", folder / GERMAN, template)
    message = found["Call %(number)s now"]
    assert (message.string, message.fuzzy) == ("Rufen Sie %(number)s an", True)
    german = gettext.GNUTranslations(io.BytesIO(mo_bytes(found)))
    assert german.gettext("Call %(number)s now") == "Call %(number)s now"
