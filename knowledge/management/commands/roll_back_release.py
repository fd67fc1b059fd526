from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.gate import configured_gate
from knowledge.management.accuracy import add_skip_accuracy, measure_and_tell
from knowledge.management.person import add_author, author
from knowledge.releases import Refusal, roll_back


class Command(BaseCommand):
    help = "Puts an earlier release live again. Runs the gate on it, unless the engine in use passed it before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="number of the release")
        parser.add_argument("--reason", required=True, help="why, for the release list")
        add_author(parser)
        add_skip_accuracy(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            release = roll_back(
                gate=configured_gate(), number=options["number"], by=author(options), reason=options["reason"]
            )
        except Refusal as refusal:
            raise CommandError(f"Nothing was changed. {refusal}") from refusal
        self.stdout.write(f"Release {release.number} is live again. SHA-256 {release.hash}")
        if not options["skip_accuracy"]:
            measure_and_tell(self)
