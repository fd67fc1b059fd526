from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.documents import read_document
from knowledge.drafts import BrokenDraft, EmptyDraft, read_draft
from knowledge.interchange import content_hash, write_folder
from knowledge.models import Release


class Command(BaseCommand):
    help = "Writes the draft, or a release, as YAML files that load_knowledge reads back to the same content."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="made if it is not there; files in it are overwritten")
        parser.add_argument("--release", type=int, help="number of a release instead of the draft")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["release"]
        if number is None:
            try:
                knowledge = read_draft()
            except EmptyDraft as error:
                raise CommandError("The draft is empty. Run: python manage.py load_knowledge") from error
            except BrokenDraft as error:
                raise CommandError(f"The draft cannot be read: {error}") from error
        else:
            release = Release.objects.filter(number=number).first()
            if release is None:
                raise CommandError(f"There is no release {number}.")
            knowledge = read_document(release.document.encode("utf-8")).knowledge
        folder: Path = options["folder"]
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is a file.")
        write_folder(knowledge, folder)
        self.stdout.write(f"Wrote the knowledge with content hash {content_hash(knowledge)} to {folder}.")
