from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.checks.whole import all_problems
from knowledge.drafts import BrokenDraft, EmptyDraft, read_draft
from knowledge.interchange import Unreadable, read_folder
from knowledge.management.listing import list_problems


class Command(BaseCommand):
    help = "Lists everything that is wrong in the draft, or in a folder of YAML files. Changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="YAML files to check instead of the draft")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["folder"]
        try:
            knowledge = read_folder(folder) if folder else read_draft()
        except Unreadable as error:
            problems = list(error.problems)
        except EmptyDraft as error:
            raise CommandError("The draft is empty. Run: python manage.py load_knowledge") from error
        except BrokenDraft as error:
            raise CommandError(f"The draft cannot be read: {error}") from error
        else:
            problems = all_problems(knowledge)
        if problems:
            list_problems(self.stdout, problems)
            raise CommandError(f"{len(problems)} problems.")
        self.stdout.write("No problems.")
