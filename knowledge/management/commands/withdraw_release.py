from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.gate import configured_gate
from knowledge.management.accuracy import add_skip_accuracy, measure_and_tell
from knowledge.management.person import add_author, author
from knowledge.releases import Refusal, withdraw


class Command(BaseCommand):
    help = "Withdraws a release for good: it is never served again, and its content is never published again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="number of the release")
        parser.add_argument("--reason", required=True, help="why, for the release list")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--instead", type=int, metavar="N", help="the release that takes the place of the live one")
        place.add_argument(
            "--nothing-served", action="store_true", help="none takes its place: the site gives its safe advice"
        )
        add_author(parser)
        add_skip_accuracy(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            live = withdraw(
                gate=configured_gate(),
                number=options["number"],
                by=author(options),
                reason=options["reason"],
                instead=options["instead"],
                allow_nothing_served=options["nothing_served"],
            )
        except Refusal as refusal:
            raise CommandError(f"Nothing was changed. {refusal}") from refusal
        self.stdout.write(f"Release {options['number']} is withdrawn.")
        self.stdout.write("No release is live." if live is None else f"Release {live.number} is live.")
        if not options["skip_accuracy"] and live is not None:
            measure_and_tell(self)
