"""Runs cases through the engine and the interview, and tells how often the outcome was right."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from knowledge.documents import build_document, read_document
from knowledge.interchange import SHIPPED_FOLDER, Unreadable, read_folder
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.evaluation.casefile import UnreadableCases, read_cases
from symptoms.evaluation.cases import cases_of
from symptoms.evaluation.evaluation import evaluate, evaluation_json, plain_evaluation
from symptoms.evaluation.noise import DRAWS, SEED
from symptoms.evaluation.page import page_of
from symptoms.evaluation.summary import summary
from symptoms.evaluation.words import ENGLISH


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError("write a whole number from 0")
    return int(text)


class Command(BaseCommand):
    help = "Measures how often the outcome of cases is right, directly and through the interview, and under noise."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="A case file, YAML or JSON (default: the vignettes).")
        parser.add_argument("--folder", type=Path, help="Where evaluation.json and evaluation.html are written.")
        parser.add_argument(
            "--knowledge", type=Path, default=SHIPPED_FOLDER, help="Folder of the YAML files to use (default: shipped)."
        )
        parser.add_argument(
            "--draws",
            type=_count,
            default=DRAWS,
            help=f"How often noise is drawn for each case; 0 for none (default: {DRAWS}).",
        )
        parser.add_argument("--seed", type=_count, default=SEED, help=f"Seed of the noise (default: {SEED}).")

    def handle(
        self,
        *args: object,
        file: Path | None,
        folder: Path | None,
        knowledge: Path,
        draws: int,
        seed: int,
        **options: object,
    ) -> None:
        # What can be wrong with the call is told before the work begins.
        source = None if file is None else (file.name, _text_of(file))
        if folder is not None:
            _make(folder)
        try:
            document = read_document(build_document(read_folder(knowledge)))
        except Unreadable as error:
            raise CommandError(f"The files cannot be read: {len(error.problems)} problems.") from error
        content = document.knowledge
        # The region changes texts alone.
        release = compile_release(document, ReleaseIdentity(0, document.hash, "not published"), content.regions[0].key)
        try:
            cases = cases_of(release, content) if source is None else read_cases(release, *source)
        except UnreadableCases as error:
            raise CommandError("\n".join(error.problems)) from error
        evaluation = evaluate(release, content, cases, own=source is None, draws=draws, seed=seed)
        plain = plain_evaluation(evaluation)
        for line in summary(plain):
            self.stdout.write(line)
        if folder is not None:
            (folder / "evaluation.json").write_bytes(evaluation_json(evaluation))
            page = render_to_string("symptoms/evaluation/alone.html", page_of(plain, ENGLISH))
            (folder / "evaluation.html").write_text(page, encoding="utf-8")
            self.stdout.write(f"\nWritten: {folder / 'evaluation.json'} and {folder / 'evaluation.html'}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: the folder cannot be made: {error.strerror}.") from error


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{file}: the file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{file}: the file cannot be read: it is not UTF-8.") from error
