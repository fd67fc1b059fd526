"""Walks the man of a vignette, or of all vignettes, through the interview and prints what happened."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from knowledge.documents import build_document, read_document
from knowledge.interchange import SHIPPED_FOLDER, Unreadable, read_folder
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.simulated import Unnamed
from symptoms.evaluation.cases import case_of
from symptoms.interview_report import page_by_page, summary, walked


class Command(BaseCommand):
    help = "Walks the man of a vignette through the interview: what was asked, why, and how the causes moved."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--vignette", metavar="KEY", help="One vignette, page by page.")
        which.add_argument("--all", action="store_true", help="All vignettes, with the fewest pages possible for each.")
        parser.add_argument("--folder", type=Path, default=SHIPPED_FOLDER, help="YAML files to use (default: shipped).")
        parser.add_argument(
            "--not-sure", action="store_true", help="He is not sure of what the vignette does not name, not denying it."
        )

    def handle(self, *args: object, vignette: str | None, folder: Path, not_sure: bool, **options: object) -> None:
        try:
            document = read_document(build_document(read_folder(folder)))
        except Unreadable as error:
            raise CommandError(f"The files cannot be read: {len(error.problems)} problems.") from error
        knowledge = document.knowledge
        # The region changes texts alone.
        release = compile_release(
            document, ReleaseIdentity(0, document.hash, "not published"), knowledge.regions[0].key
        )
        unnamed = Unnamed.NOT_SURE if not_sure else Unnamed.DENIES
        cases = {row.key: case_of(row) for row in knowledge.vignettes}
        if vignette is None:
            lines = summary([walked(release, key, case, unnamed) for key, case in cases.items()])
        elif vignette in cases:
            lines = page_by_page(release, cases[vignette], unnamed)
        else:
            raise CommandError(f"There is no vignette {vignette}.")
        for line in lines:
            self.stdout.write(line)
