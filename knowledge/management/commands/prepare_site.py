from __future__ import annotations

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.urls import reverse

from knowledge.drafts import BrokenDraft, draft_is_empty, read_settings
from knowledge.languages import same_language
from knowledge.loading import draft_was_edited
from knowledge.management.accuracy import add_skip_accuracy, measure_and_tell
from knowledge.models import Release
from knowledge.releases import live
from knowledge.snapshot import lock_draft, take_snapshot


class Command(BaseCommand):
    help = (
        "Makes the site ready to serve: database tables, the shipped knowledge if the draft is empty, and a first "
        "release if there is none. A local trial site also gets a first account. What is there already stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_skip_accuracy(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Database: bringing the tables up to date ...")
        call_command("migrate", interactive=False, verbosity=0, stdout=self.stdout)
        shipped = draft_is_empty()
        if shipped:
            self.stdout.write("Knowledge: loading the shipped files into the draft ...")
            call_command("load_knowledge", stdout=self.stdout)
        else:
            edits = ", with the edits made since it was loaded" if draft_was_edited() else ""
            self.stdout.write(f"Knowledge: the draft is kept as it is{edits}.")
            # By the checks and in the form of this version of the program.
            with transaction.atomic():
                lock_draft()
                take_snapshot()
        pointer = live()
        if pointer.release_id is not None:
            self.stdout.write(f"Release: number {pointer.release_id} is live.")
        elif Release.objects.exists():
            # Somebody took the last one away: that is not undone by a restart.
            self.stdout.write(
                "Release: none is live, so visitors get only safe advice. Publish one in the admin, or put one live "
                "again with: python manage.py roll_back_release"
            )
        elif (written := self._other_language()) is not None:
            # The site starts all the same, for whoever loads what it needs.
            self.stdout.write(
                f"Release: none is published, so visitors get only safe advice. The knowledge is written in {written}, "
                f"and LEGCHECK_LANGUAGE is {settings.LANGUAGE_CODE}: docs/translating.md says how to translate, load "
                "and publish it."
            )
        else:
            self.stdout.write("Release: running the gate and publishing the first release ...")
            # The shipped files as they are were examined thoroughly before they were shipped.
            call_command(
                "publish_knowledge",
                note="First release",
                author="prepare_site",
                thorough=not shipped,
                skip_accuracy=True,
                stdout=self.stdout,
            )
        if not options["skip_accuracy"] and live().release_id is not None:
            measure_and_tell(self)
        if not get_user_model().objects.exists():
            self._first_account()

    def _other_language(self) -> str | None:
        """The language of the draft where it is not that of the site; publishing tells what is wrong otherwise."""
        try:
            written = read_settings().language
        except BrokenDraft:
            return None
        return None if same_language(written, settings.LANGUAGE_CODE) else written

    def _first_account(self) -> None:
        """Makes a superuser on a local trial site, and says once what its password is. Elsewhere people make it."""
        address = reverse("admin:index")
        if not settings.DEBUG:
            self.stdout.write(
                f"Staff: nobody can sign in at {address} yet. Make the first account with: "
                "python manage.py createsuperuser"
            )
            return
        password = secrets.token_urlsafe(15)
        get_user_model().objects.create_superuser("admin", password=password)
        self.stdout.write(
            f"Staff: sign in at {address} with the name admin and the password {password} - "
            "keep it, it is not shown again."
        )
