from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.checks.problem import KnowledgeProblems
from knowledge.drafts import BrokenDraft, EmptyDraft
from knowledge.gate import configured_gate
from knowledge.management.accuracy import add_skip_accuracy, measure_and_tell
from knowledge.management.listing import list_problems
from knowledge.management.person import add_author, author
from knowledge.releases import GateRefused, Refusal, publish


class Command(BaseCommand):
    help = (
        "Publishes the draft: all checks, the gate with every vignette and the safety laws, then an immutable release "
        "that goes live."
    )

    # For callers inside the program alone: whoever publishes by hand has the draft examined thoroughly.
    stealth_options = ("thorough",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--note", required=True, help="what is new, for the release list")
        add_author(parser)
        add_skip_accuracy(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            release = publish(
                gate=configured_gate(),
                author=author(options),
                note=options["note"],
                thorough=options.get("thorough", True),
            )
        except EmptyDraft as error:
            raise CommandError("The draft is empty. Run: python manage.py load_knowledge") from error
        except BrokenDraft as error:
            raise CommandError(f"The draft cannot be read: {error}") from error
        except KnowledgeProblems as error:
            list_problems(self.stderr, error.problems)
            raise CommandError(f"Nothing was published: {len(error.problems)} problems.") from error
        except GateRefused as error:
            for finding in error.findings:
                self.stderr.write(f"  {finding.message}")
            raise CommandError(f"Nothing was published: the gate objects in {len(error.findings)} places.") from error
        except Refusal as refusal:
            raise CommandError(f"Nothing was published. {refusal}") from refusal
        self.stdout.write(f"Release {release.number} is live. SHA-256 {release.hash}")
        if not options["skip_accuracy"]:
            measure_and_tell(self)
