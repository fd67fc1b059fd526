"""A translation of the knowledge as a PO file, the form that programs for translators read.

The place of a text is its context, the English is the message. The whole English text stands there, not a hash of it:
so it can be told that a text was changed since, and the translator sees what it was.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from knowledge.checks.problem import Problem
from knowledge.interchange import Unreadable
from knowledge.translation import Entry

#: Dates and programs in the head of a file: the same texts shall make the same file.
_UNSTEADY = re.compile(r'^"(?!Language:|MIME-Version:|Content-T)[A-Z][A-Za-z-]+: .*\n', re.MULTILINE)
#: The line that begins an entry; what a translator took out begins with a mark of comments.
_CONTEXT = re.compile(r"^msgctxt ", re.MULTILINE)
_HEAD = "# A translation of the knowledge. Written by manage.py export_texts; docs/translating.md says how to go on."


def po_text(language: str, texts: Mapping[str, str], known: Mapping[str, Entry]) -> str:
    """All texts with the words that are known. Raises ValueError for a language that there is not.

    Words of a text that was changed since are kept beside the new text, marked fuzzy. What is left over is dropped.
    """
    try:
        locale = Locale.parse(language, sep="_")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"“{language}” is no language: write it like de or pt_BR.") from error
    catalog = Catalog(locale=locale, fuzzy=False, charset="utf-8", header_comment=_HEAD)
    for place, text in texts.items():
        entry = known.get(place, Entry(text, ""))
        changed = entry.source != text
        fuzzy = bool(entry.words) and (changed or entry.unsure)
        catalog.add(
            text,
            entry.words,
            context=place,
            flags=("fuzzy",) if fuzzy else (),
            previous_id=(entry.source,) if fuzzy and changed else (),
        )
    for message in catalog:
        # "5 % of" is no placeholder of a program here.
        message.flags.discard("python-format")
    written = io.BytesIO()
    write_po(written, catalog, width=120, include_previous=True)
    return _UNSTEADY.sub("", written.getvalue().decode())


def entries_of(text: str) -> dict[str, Entry]:
    """The entries of a PO file by their place. Raises Unreadable for anything else and for a place that comes twice."""
    try:
        catalog = read_po(io.StringIO(text), ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise _unreadable(f"this is no PO file: {error}") from error
    entries = {
        message.context: Entry(str(message.id), str(message.string or ""), bool(message.fuzzy))
        for message in catalog
        if message.id and message.context
    }
    if not entries:
        raise _unreadable("the file holds no text of the knowledge")
    # Babel keeps the first of two without a word.
    if len(_CONTEXT.findall(text)) != len(entries):
        raise _unreadable("a text stands twice in the file")
    return entries


def language_of(text: str) -> str:
    """The language of a PO file as a BCP 47 tag, such as pt-BR. Raises Unreadable where its head does not tell."""
    try:
        locale = read_po(io.StringIO(text), ignore_obsolete=True).locale
    except (PoFileError, ValueError, UnknownLocaleError) as error:
        raise _unreadable(f"this is no PO file: {error}") from error
    if locale is None:
        raise _unreadable("its head names no language that there is, as “Language: de” does")
    return str(locale).replace("_", "-")


def _unreadable(message: str) -> Unreadable:
    return Unreadable([Problem("texts", "", "K006", message)])
