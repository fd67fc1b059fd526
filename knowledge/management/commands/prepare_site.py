from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from knowledge.drafts import draft_is_empty
from knowledge.releases import draft_was_edited, live


class Command(BaseCommand):
    help = (
        "Makes the site ready to serve: database tables, the shipped knowledge if the draft is empty, and a first "
        "release if none is live. What is there already stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Database: bringing the tables up to date ...")
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        if draft_is_empty():
            self.stdout.write("Knowledge: loading the shipped files into the draft ...")
            call_command("load_knowledge", stdout=self.stdout)
        else:
            edits = ", with the edits made since it was loaded" if draft_was_edited() else ""
            self.stdout.write(f"Knowledge: the draft is kept as it is{edits}.")
        pointer = live()
        if pointer.release_id is None:
            self.stdout.write("Release: running the gate and publishing the first release ...")
            call_command("publish_knowledge", note="First release", author="prepare_site", stdout=self.stdout)
        else:
            self.stdout.write(f"Release: number {pointer.release_id} is live.")
