from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.checks.problem import KnowledgeProblems
from knowledge.interchange import SHIPPED_FOLDER, Unreadable, read_folder
from knowledge.loading import EditedDraft, load
from knowledge.management.listing import list_problems


class Command(BaseCommand):
    help = "Loads the knowledge from YAML files into the draft, whole or not at all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED_FOLDER, help="default: the shipped files")
        parser.add_argument(
            "--replace", action="store_true", help="replace a draft that was edited since it was loaded"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            knowledge = read_folder(folder)
            changed = load(knowledge=knowledge, replace=options["replace"])
        except (Unreadable, KnowledgeProblems) as error:
            list_problems(self.stderr, error.problems)
            raise CommandError(f"Nothing was loaded: {len(error.problems)} problems in {folder}.") from error
        except EditedDraft as error:
            for difference in error.differences:
                self.stderr.write(f"  {difference}")
            raise CommandError(
                "Nothing was loaded: the draft was edited since it was last loaded, and loading would undo the "
                f"{len(error.differences)} differences above. Keep them with dump_knowledge, or add --replace."
            ) from error
        if changed:
            self.stdout.write(
                f"Loaded {len(knowledge.causes)} causes, {len(knowledge.findings)} findings, "
                f"{len(knowledge.questions)} questions and {len(knowledge.red_flags)} rules from {folder.name}/."
            )
        else:
            self.stdout.write("The draft holds just this already: nothing to do.")
