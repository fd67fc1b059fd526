from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.management.translating import add_source, read_source, read_words
from knowledge.translation import texts, translation_problems
from knowledge.translation_files import po_text


class Command(BaseCommand):
    help = (
        "Writes every text of the knowledge to a PO file for a translator. Words that stand in the file already are "
        "kept, and marked fuzzy where the English was changed since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="made if it is not there, brought up to date if it is")
        parser.add_argument("--language", required=True, help="the language to translate into, such as de or pt_BR")
        add_source(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        knowledge = read_source(self, options)
        known = read_words(file) if file.exists() else {}
        wanted = texts(knowledge)
        try:
            written = po_text(options["language"], wanted, known)
            file.write_text(written, encoding="utf-8")
        except (ValueError, OSError) as error:
            raise CommandError(f"Nothing was written: {error}") from error
        open_places = {(row.concept, row.key, row.path) for row in translation_problems(knowledge, read_words(file))}
        self.stdout.write(f"Wrote {len(wanted)} texts to {file}; {len(open_places)} of them need words.")
