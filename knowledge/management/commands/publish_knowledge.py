from __future__ import annotations

from argparse import ArgumentParser
from getpass import getuser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.drafts import BrokenDraft, EmptyDraft
from knowledge.gate import configured_gate
from knowledge.management.listing import list_problems
from knowledge.releases import (
    AnotherWasFaster,
    GateRefused,
    KnowledgeProblems,
    NothingNew,
    UnprotectedReleases,
    publish,
)


class Command(BaseCommand):
    help = "Publishes the draft: all checks, the gate with every vignette, then an immutable release that goes live."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", required=True, help="what is new, for the release list")
        parser.add_argument("--author", default="", help="who publishes; default: the user of this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            release = publish(gate=configured_gate(), author=options["author"] or _user(), note=options["note"])
        except EmptyDraft as error:
            raise CommandError("The draft is empty. Run: python manage.py load_knowledge") from error
        except BrokenDraft as error:
            raise CommandError(f"The draft cannot be read: {error}") from error
        except KnowledgeProblems as error:
            list_problems(self.stderr, error.problems)
            raise CommandError(f"Nothing was published: {len(error.problems)} problems.") from error
        except GateRefused as error:
            for finding in error.findings:
                self.stderr.write(f"  {finding.test} {finding.key}: {finding.message}")
            raise CommandError(f"Nothing was published: the gate objects in {len(error.findings)} places.") from error
        except (NothingNew, AnotherWasFaster, UnprotectedReleases) as error:
            raise CommandError(f"Nothing was published: {error}.") from error
        self.stdout.write(f"Release {release.number} is live. SHA-256 {release.hash}")


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"
