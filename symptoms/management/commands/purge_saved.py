"""Deletes saved results whose day has come, and the keys that open them."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseProblem
from django.utils import timezone

from symptoms.faults import log_fault
from symptoms.saved.keeping import purge


class Command(BaseCommand):
    help = (
        "Deletes saved results whose day has come: first their keys, which makes copies in backups unreadable too, "
        "then their rows. Run it several times a day."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            purged = purge(timezone.localdate())
        except (DatabaseProblem, OSError) as error:
            log_fault(error)
            raise CommandError(
                "Not all that has ended could be deleted. The line above says where it failed."
            ) from None
        self.stdout.write(f"Deleted {purged.results} saved results and {purged.keys} keys of days.")
