"""Tries the safety laws on a knowledge base and prints every counterexample, and on demand every witness."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from knowledge.checks.whole import all_problems
from knowledge.interchange import SHIPPED_FOLDER, Unreadable, read_folder
from symptoms.gate import THOROUGH
from symptoms.laws.breach import LAWS
from symptoms.laws.check import Budget, check_subject
from symptoms.laws.subject import Subject
from symptoms.laws.witnesses import Reached, reach


def _at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise ArgumentTypeError("write a whole number from 1")
    return int(text)


class Command(BaseCommand):
    help = "Tries the safety laws on many answers and prints the smallest answers that break one, if there are any."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--answers",
            type=_at_least_one,
            default=THOROUGH.answer_sets,
            metavar="N",
            help="answer sets to try (default: gate)",
        )
        parser.add_argument(
            "--witnesses", action="store_true", help="print an interview for each rule and page, not the other laws"
        )
        parser.add_argument("--folder", type=Path, default=SHIPPED_FOLDER, help="YAML files to use (default: shipped)")

    def handle(self, *args: object, answers: int, witnesses: bool, folder: Path, **options: object) -> None:
        try:
            content = read_folder(folder)
        except Unreadable as error:
            raise CommandError(f"The files cannot be read: {len(error.problems)} problems.") from error
        if problems := all_problems(content):
            raise CommandError(f"{len(problems)} problems: run check_knowledge first.")
        subject = Subject.of(content)
        if witnesses:
            self._print_witnesses(subject, reach(subject, THOROUGH.men_each))
            return
        found = check_subject(subject, Budget(answers, THOROUGH.men_each))
        for example in found:
            self.stdout.write(f"Law {example.law}: {LAWS[example.law]}")
            self.stdout.write(f"  {example.words(subject.release)}")
            self.stdout.write(f"  {example.breach.advice}")
        if found:
            raise CommandError(f"{len(found)} counterexamples.")
        self.stdout.write(
            f"No counterexample in {answers} answer sets; every rule and page can be reached by an interview."
        )

    def _print_witnesses(self, subject: Subject, reached: Reached) -> None:
        for kind, witnesses in (("rule", reached.rules), ("page", reached.pages)):
            for key, witness in witnesses.items():
                self.stdout.write(f"{kind} {key}: {witness.words(subject.release)}")
        for breach in reached.breaches:
            self.stdout.write(breach.message)
        if reached.breaches:
            raise CommandError(f"{len(reached.breaches)} rules and pages without a witness.")
