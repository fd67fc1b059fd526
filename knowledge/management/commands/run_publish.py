from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.management.accuracy import measure_and_tell
from knowledge.models import PublishRun
from knowledge.publishing import NotWaiting, carry_out, state_in_words


class Command(BaseCommand):
    help = (
        "Carries out a run that was asked for in the admin, which starts this command by itself. A run is taken once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="ID", help="number of the run")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = carry_out(options["run"])
        except NotWaiting as error:
            raise CommandError(str(error)) from error
        if run.state != PublishRun.State.PUBLISHED:
            for row in run.refusals:
                place = " ".join(part for part in (row["concept"], row["key"], row["code"]) if part)
                self.stderr.write(f"  {place}: {row['message']}")
            raise CommandError(f"{state_in_words(run)}.")
        self.stdout.write(f"Release {run.release_id} is live.")
        measure_and_tell(self)
