"""Translations of the knowledge as PO files, and the commands that write and read them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.interchange import Unreadable, read_folder, write_folder
from knowledge.translation import Entry, texts, with_words
from knowledge.translation_files import entries_of, language_of, po_text
from tests.knowledge.small import SMALL
from tools.pseudo import pseudo

PLACES = tuple(texts(SMALL))


def run(name: str, *arguments: object) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=io.StringIO())
    return out.getvalue()


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(PLACES), st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)))
def test_what_is_written_is_read_again(words):
    source = texts(SMALL)
    entries = {place: Entry(text, words.get(place, "")) for place, text in source.items()}
    assert entries_of(po_text("de", source, entries)) == entries


def test_percent_signs_quotes_and_lines_are_kept():
    entry = Entry('5 % off "x"\n\n\\ %d', 'ab "5 %"\n\nc \\')
    assert entries_of(po_text("de", {"texts/a/text": entry.source}, {"texts/a/text": entry})) == {"texts/a/text": entry}


def test_words_of_a_text_that_changed_are_kept_as_fuzzy_beside_what_it_was():
    known = {"texts/a/text": Entry("Old", "Alt"), "texts/gone/text": Entry("B", "B")}
    written = po_text("de", {"texts/a/text": "New"}, known)
    assert '#| msgid "Old"' in written
    assert entries_of(written) == {"texts/a/text": Entry("New", "Alt", unsure=True)}
    again = po_text("de", {"texts/a/text": "New"}, entries_of(written))
    assert entries_of(again) == entries_of(written)


def test_the_same_words_make_the_same_file():
    assert po_text("pt_BR", texts(SMALL), {}) == po_text("pt_BR", texts(SMALL), {})
    assert '"Language: pt_BR\\n"' in po_text("pt_BR", texts(SMALL), {})


@pytest.mark.parametrize(("language", "tag"), [("de", "de"), ("pt_BR", "pt-BR"), ("zh_Hans_CN", "zh-Hans-CN")])
def test_a_file_says_its_language(language, tag):
    assert language_of(po_text(language, {"texts/a/text": "A"}, {})) == tag


@pytest.mark.parametrize("head", ["", "Language: \\n", "Language: klingon\\n"])
def test_a_file_that_does_not_say_its_language_is_refused(head):
    written = po_text("de", {"texts/a/text": "A"}, {}).replace("Language: de\\n", head)
    with pytest.raises(Unreadable, match=r"names no language|no PO file"):
        language_of(written)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("hello", "this is no PO file"),
        ("", "holds no text"),
        ('msgctxt "a/b/c"\nmsgid "x"\nmsgstr "y"\n\nmsgctxt "a/b/c"\nmsgid "x"\nmsgstr "z"\n', "stands twice"),
        ('msgctxt "a/b/c"\nmsgid "x"\nmsgstr "y"\n\nmsgctxt "a/b/c"\nmsgid "w"\nmsgstr "z"\n', "stands twice"),
    ],
)
def test_a_file_that_is_none_is_refused(text, fault):
    with pytest.raises(Unreadable, match=fault):
        entries_of(text)


def test_a_language_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="write it like de or pt_BR"):
        po_text("klingon", {}, {})


@pytest.fixture
def english(tmp_path):
    """A folder with a small knowledge."""
    write_folder(SMALL, tmp_path / "english")
    return tmp_path / "english"


def test_a_translation_goes_from_the_shipped_files_to_the_translator_and_back(tmp_path, knowledge):
    file = tmp_path / "de.po"
    number = len(texts(knowledge))
    told = run("export_texts", file, "--language", "de")
    assert told == f"Wrote {number} texts to {file}; {number} of them need words.\n"
    with pytest.raises(CommandError, match=f"Nothing was written: {number} problems"):
        run("import_texts", file, tmp_path / "german")
    assert not (tmp_path / "german").exists()

    words = {place: pseudo(text) for place, text in texts(knowledge).items()}
    entries = {place: Entry(text, words[place]) for place, text in texts(knowledge).items()}
    file.write_text(po_text("de", texts(knowledge), entries), encoding="utf-8")
    assert "; 0 of them need words." in run("export_texts", file, "--language", "de")
    assert "Wrote the knowledge in de " in run("import_texts", file, tmp_path / "german")
    german = replace(knowledge, settings=replace(knowledge.settings, language="de"))
    assert read_folder(tmp_path / "german") == with_words(german, words)


@pytest.mark.parametrize("folder", ["english", "de.po"])
def test_the_english_is_never_written_over(tmp_path, english, folder):
    file = tmp_path / "de.po"
    run("export_texts", file, "--language", "de", "--source", english)
    with pytest.raises(CommandError, match="name another one"):
        run("import_texts", file, tmp_path / folder, "--source", english)


def test_files_that_cannot_be_read_are_named(tmp_path, english):
    (tmp_path / "de.po").write_text("hello", encoding="utf-8")
    with pytest.raises(CommandError, match="this is no PO file"):
        run("export_texts", tmp_path / "de.po", "--language", "de", "--source", english)
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_texts", tmp_path / "none.po", tmp_path / "german", "--source", english)
    with pytest.raises(CommandError, match=r"The knowledge in .* cannot be read"):
        run("export_texts", tmp_path / "new.po", "--language", "de", "--source", tmp_path)
    with pytest.raises(CommandError, match="Nothing was written: “xx” is no language"):
        run("export_texts", tmp_path / "new.po", "--language", "xx", "--source", english)
