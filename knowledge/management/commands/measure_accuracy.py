from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.accuracy import measure_live


class Command(BaseCommand):
    help = (
        "Measures what the engine achieves on the test cases of the live release, for the page about accuracy. "
        "Publishing does it by itself; after an update of the program it is done anew. Takes about half a minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        report = measure_live()
        if report is None:
            raise CommandError("No release is live. Publish one first.")
        self.stdout.write(f"Accuracy: measured with engine {report.engine} at {report.created_at:%Y-%m-%d %H:%M} UTC.")
