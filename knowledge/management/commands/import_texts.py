from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.checks.problem import KnowledgeProblems
from knowledge.checks.whole import all_problems
from knowledge.interchange import content_hash, write_folder
from knowledge.management.listing import list_problems
from knowledge.management.translating import add_source, read_language, read_source, read_words
from knowledge.translation import translated


class Command(BaseCommand):
    help = (
        "Makes the knowledge in another language from a PO file of export_texts: YAML files that load_knowledge takes, "
        "whole or not at all."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file of export_texts, translated")
        parser.add_argument("folder", type=Path, help="made if it is not there; files in it are overwritten")
        add_source(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        source = read_source(self, options)
        if folder.exists() and (not folder.is_dir() or folder.samefile(options["source"])):
            raise CommandError(f"{folder} is a file, or the folder of the English: name another one.")
        try:
            knowledge = translated(source, read_words(options["file"]), read_language(options["file"]))
            if problems := all_problems(knowledge):
                raise KnowledgeProblems(problems)
        except KnowledgeProblems as error:
            list_problems(self.stderr, error.problems)
            raise CommandError(f"Nothing was written: {len(error.problems)} problems in {options['file']}.") from error
        write_folder(knowledge, folder)
        language = knowledge.settings.language
        self.stdout.write(f"Wrote the knowledge in {language} with content hash {content_hash(knowledge)} to {folder}.")
