"""What the commands of translations share: the knowledge that is translated, and the file of its words."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from knowledge.content import KnowledgeBase
from knowledge.interchange import SHIPPED_FOLDER, Unreadable, read_folder
from knowledge.management.listing import list_problems
from knowledge.translation import Entry
from knowledge.translation_files import entries_of, language_of

_Read = TypeVar("_Read")


def add_source(parser: ArgumentParser) -> None:
    """The option for the knowledge that is translated."""
    parser.add_argument(
        "--source",
        type=Path,
        default=SHIPPED_FOLDER,
        help="folder of the knowledge in English; default: the shipped files",
    )


def read_source(command: BaseCommand, options: Mapping[str, Any]) -> KnowledgeBase:
    """That knowledge. Lists what is wrong with it and raises CommandError."""
    try:
        return read_folder(options["source"])
    except Unreadable as error:
        list_problems(command.stderr, error.problems)
        raise CommandError(f"The knowledge in {options['source']} cannot be read.") from error


def read_words(file: Path) -> dict[str, Entry]:
    """The entries of a file. Raises CommandError where it cannot be read."""
    return _read(file, entries_of)


def read_language(file: Path) -> str:
    """The language of a file as a BCP 47 tag. Raises CommandError where it cannot be read or names none."""
    return _read(file, language_of)


def _read(file: Path, read: Callable[[str], _Read]) -> _Read:
    try:
        return read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    except Unreadable as error:
        raise CommandError(f"{file} cannot be read: {error.problems[0].message}.") from error
