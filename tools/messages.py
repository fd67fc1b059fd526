"""Writes the catalogues of the words that the site shows, and says what is wrong with them.

`legcheck/locale/legcheck.pot` lists every text of templates and code that is marked for translation. A language has a
folder beside it with `django.po`, which people translate, and `django.mo`, which Django reads; both are committed, so
that a site needs no tool to show them. Nothing of it needs GNU gettext. docs/translating.md explains the work.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template import Node
from django.template.base import FilterExpression, Lexer, TokenType
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from tools.commands import ROOT, say
from tools.placeholders import differing

LOCALES = ROOT / "legcheck" / "locale"
TEMPLATE = "legcheck.pot"
_MESSAGES = Path("LC_MESSAGES")

_CODE = ("symptoms", "legcheck")
_TEMPLATES = ROOT / "templates"
#: The admin, and the page that `manage.py evaluate` writes, are in English on every site; the last is a part of a tag.
_NOT_TRANSLATED = ("admin/", "symptoms/evaluation/alone.html", "legcheck/field/described_by.html")
#: The site, and the name of a form of files.
_NAMES = re.compile(r"\b(legcheck|JSON)\b")

_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_WORD = re.compile("[A-Za-z]")
#: Attributes that a screen reader says.
_SPOKEN = ("aria-label", "alt", "title", "placeholder")
#: `_("...")` inside a tag or a variable: nothing here would find it.
_HIDDEN = re.compile(r"\{[{%][^}]*\b_\(")
#: What changes though no text did: dates, and the program that wrote the file.
_UNSTEADY = re.compile(
    r'^"(Project-Id-Version|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To'
    r"|Generated-By): .*\n",
    re.MULTILINE,
)

#: A text that is looked up: its context, itself, and its plural.
_Text = tuple[str | None, str, str | None]


class NotFound(Exception):
    """A template marks a text in a way that no catalogue can list."""


def texts_of_template(source: str) -> Iterator[_Text]:
    """What a template has translated, just as Django looks it up. Raises NotFound for `_("...")`."""
    if hidden := _HIDDEN.search(source):
        raise NotFound(f'{hidden[0]}"...") is not listed: use the translate tag, with "as" for a name.')
    for node in Engine.get_default().from_string(source).nodelist.get_nodes_by_type(Node):
        if isinstance(node, TranslateNode):
            literal = getattr(node.filter_expression.var, "literal", None)
            if isinstance(literal, str):
                yield _context(node.message_context), literal.replace("%", "%%"), None
        elif isinstance(node, BlockTranslateNode):
            plural = node.render_token_list(node.plural)[0] if node.plural else None
            yield _context(node.message_context), node.render_token_list(node.singular)[0], plural


def _context(context: FilterExpression | None) -> str | None:
    return None if context is None else str(context.var)


class _Unmarked(HTMLParser):
    """Collects the words of a template that stand outside its tags and marks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if _WORD.search(_NAMES.sub("", data)):
            self.found.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        described = tag == "meta" and ("name", "description") in attrs
        for name, value in attrs:
            if name in _SPOKEN or (described and name == "content"):
                self.handle_data(value or "")


def unmarked(source: str) -> list[str]:
    """What a visitor would read of a template that is not marked for translation."""
    reader = _Unmarked()
    inside = False
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            name = token.contents.split()[0]
            inside = name == "blocktranslate" or (inside and name != "endblocktranslate")
        # What a tag gives is not known here: a digit stands for it.
        reader.feed(token.contents if token.token_type is TokenType.TEXT and not inside else "0")
    reader.close()
    return reader.found


def texts_of_code(file: Path) -> Iterator[_Text]:
    """What a file of Python code marks for translation."""
    source = file.read_bytes()
    # Reading a file as Python takes a hundred times as long.
    if b"gettext" in source:
        for _, message, _, context in extract("python", io.BytesIO(source), _KEYWORDS):
            single, plural = message if isinstance(message, tuple) else (message, None)
            yield context, single, plural


def catalogue() -> Catalog:
    """Every text that is marked, with the files it stands in."""
    found = Catalog(project="legcheck", charset="utf-8", fuzzy=False)
    found.header_comment = "# Written by `make messages`. docs/translating.md says how to translate it."
    for name, texts in _sources():
        for context, single, plural in texts:
            found.add((single, plural) if plural else single, locations=[(name, 0)], context=context)
    return found


def templates() -> Iterator[tuple[str, str]]:
    """Every template that a visitor sees: its name and its text."""
    for file in sorted(_TEMPLATES.rglob("*.html")):
        name = file.relative_to(_TEMPLATES).as_posix()
        if not name.startswith(_NOT_TRANSLATED):
            yield f"templates/{name}", file.read_text(encoding="utf-8")


def _sources() -> Iterator[tuple[str, Iterator[_Text]]]:
    for name, source in templates():
        yield name, texts_of_template(source)
    for folder in _CODE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), texts_of_code(file)


def po_text(found: Catalog) -> str:
    """A catalogue as a PO file, the same for the same texts: without dates and numbers of lines."""
    written = io.BytesIO()
    write_po(written, found, width=120, sort_by_file=True, include_lineno=False)
    return _UNSTEADY.sub("", written.getvalue().decode())


def mo_bytes(found: Catalog) -> bytes:
    """A catalogue as Django reads it."""
    written = io.BytesIO()
    write_mo(written, found)
    return written.getvalue()


def languages(folder: Path = LOCALES) -> dict[str, Path]:
    """The folder of each language, by its locale, such as "pt_BR"."""
    return {file.parent.parent.name: file.parent for file in sorted(folder.glob(f"*/{_MESSAGES}/django.po"))}


def brought_up(locale: str, folder: Path, template: Catalog) -> Catalog:
    """The catalogue of a language with the texts of today; a text that only changed keeps its old words as fuzzy."""
    found = Catalog(locale=locale)
    file = folder / "django.po"
    if file.is_file():
        with file.open("rb") as source:
            found = read_po(source, locale=locale)
    found.update(template, update_header_comment=True, keep_user_comments=True)
    return found


def write(folder: Path = LOCALES, new: tuple[str, ...] = ()) -> None:
    """Writes the list of all texts and brings up every language, and those of `new` that are not there yet."""
    template = catalogue()
    (folder / TEMPLATE).write_text(po_text(template), encoding="utf-8")
    for locale in new:
        (folder / locale / _MESSAGES).mkdir(parents=True, exist_ok=True)
    for locale, place in ({name: folder / name / _MESSAGES for name in new} | languages(folder)).items():
        found = brought_up(locale, place, template)
        (place / "django.po").write_text(po_text(found), encoding="utf-8")
        (place / "django.mo").write_bytes(mo_bytes(found))


def problems(folder: Path = LOCALES) -> list[str]:
    """What is wrong with the catalogues of a folder, a sentence each."""
    template = catalogue()
    wrong = [f"{name}: “{text}” is not marked." for name, source in templates() for text in unmarked(source)]
    listed = folder / TEMPLATE
    if not listed.is_file() or listed.read_text(encoding="utf-8") != po_text(template):
        wrong.append(f"{TEMPLATE} is not what the templates and the code hold: run make messages.")
    for locale, place in languages(folder).items():
        found = brought_up(locale, place, template)
        if (place / "django.po").read_text(encoding="utf-8") != po_text(found):
            wrong.append(f"{locale}/django.po does not have the texts of today: run make messages.")
        if not (place / "django.mo").is_file() or (place / "django.mo").read_bytes() != mo_bytes(found):
            wrong.append(f"{locale}/django.mo was not made from django.po: run make messages.")
        wrong += [f"{locale}: {what}" for message in found if message.id for what in _wrong_with(message)]
    return wrong


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """The forms of a text that has a plural; of another one, itself."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _wrong_with(message: Message) -> Iterator[str]:
    """Why a message of a language cannot be shown."""
    sources, words = forms(message.id), forms(message.string)
    if message.fuzzy or not all(words):
        yield f"“{sources[0]}” is not translated."
        return
    for one in words:
        # Of the forms of a plural each may leave out the number.
        if not any(differing(source, one) == "" for source in sources):
            yield f"“{one}”: {differing(sources[-1], one)}"


def main(arguments: list[str]) -> int:
    """Writes the catalogues, and those of the locales named; with --check says what is wrong instead."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legcheck.settings")
    django.setup()
    try:
        if arguments == ["--check"]:
            wrong = problems()
        else:
            write(new=tuple(arguments))
            wrong = []
    except NotFound as missed:
        wrong = [str(missed)]
    for sentence in wrong:
        say(sentence)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
