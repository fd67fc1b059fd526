"""Tells how often each question was called clear or unclear."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from symptoms.feedback import counted


class Command(BaseCommand):
    help = "Tells how often visitors called each question clear or not clear. The counts are hints, not votes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="how many days back, today among them (default 30)")

    def handle(self, *args: object, days: int, **options: object) -> None:
        if not 1 <= days <= 36_500:
            raise CommandError("--days is a number of days from 1 to 36500.")
        rows = counted(days=days, today=timezone.localdate())
        if not rows:
            self.stdout.write(f"Nothing was counted in the last {days} days.")
            return
        self.stdout.write("not clear  clear  question")
        for row in rows:
            self.stdout.write(f"{row.unclear:>9}  {row.clear:>5}  {row.question}")
