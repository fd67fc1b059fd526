"""A language that nobody speaks, made from the English: it shows which words no translator could reach.

Every letter has an accent, every vowel is doubled, which makes words about 40 % longer, and brackets stand round each
text. So a plain letter on a page is a word that was not marked, and a bracket without its partner a text that was cut.
`python -m tools.pseudo FOLDER` writes the catalogue; docs/translating.md says how to look at the site in it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog

from tools.commands import say
from tools.messages import catalogue, forms, mo_bytes
from tools.placeholders import PART

#: The language, and the name of its folder: XA stands for "accented" where programs are tested, for no country.
LANGUAGE, LOCALE = "en-xa", "en_XA"

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "åƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýžÅɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_LETTERS = {
    ord(plain): accented * 2 if plain in "aeiou" else accented
    for plain, accented in zip(_PLAIN, _ACCENTED, strict=True)
}


def pseudo(text: str) -> str:
    """The text in brackets, longer and in letters with accents; placeholders, tags, entities and addresses are kept."""
    words, kept = PART.split(text), [*PART.findall(text), ""]
    return f"[{''.join(plain.translate(_LETTERS) + part for plain, part in zip(words, kept, strict=True))}]"


def pseudo_catalogue() -> Catalog:
    """Every text of the site in the pseudo-language."""
    found = Catalog(locale="en", fuzzy=False)
    for message in catalogue():
        words = tuple(pseudo(form) for form in forms(message.id))
        if message.id:
            found.add(message.id, words if message.pluralizable else words[0], context=message.context)
    return found


def write(folder: Path) -> None:
    """Writes the catalogue below a folder that LEGCHECK_LOCALES can name."""
    place = folder / LOCALE / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    (place / "django.mo").write_bytes(mo_bytes(pseudo_catalogue()))


def main(arguments: list[str]) -> int:
    """Writes the catalogue below the folder that is named."""
    if len(arguments) != 1:
        say("Name the folder to write to: python -m tools.pseudo FOLDER")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legcheck.settings")
    django.setup()
    write(Path(arguments[0]))
    say(f"Wrote {LOCALE}. Show it with: LEGCHECK_LOCALES={arguments[0]} LEGCHECK_LANGUAGE={LANGUAGE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
