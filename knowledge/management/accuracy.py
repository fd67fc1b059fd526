"""Measuring the accuracy as part of a command that makes a release live."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from knowledge.accuracy import measure_live


def add_skip_accuracy(parser: ArgumentParser) -> None:
    """Lets a command do without measuring; `measure_accuracy` can do it later."""
    parser.add_argument(
        "--skip-accuracy",
        action="store_true",
        help="do not measure the accuracy now; the page about it says so until measure_accuracy has run",
    )


def measure_and_tell(command: BaseCommand) -> None:
    """Measures the live release if that was not done yet. A fault is told and stops nothing: the release is live."""
    command.stdout.write("Accuracy: measuring it on the test cases of the live release, unless that was done ...")
    try:
        measure_live()
    except Exception as error:
        command.stderr.write(
            f"Accuracy: it could not be measured ({type(error).__name__}). The release is live all the same. "
            "Tell whoever runs the site to run: python manage.py measure_accuracy"
        )
