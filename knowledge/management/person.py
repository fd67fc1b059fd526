"""Who runs a command that is written down with a name."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from getpass import getuser
from typing import Any


def add_author(parser: ArgumentParser) -> None:
    """Gives a command the option --author."""
    parser.add_argument("--author", default="", help="who does it; default: the user of this machine")


def author(options: Mapping[str, Any]) -> str:
    """The name that was given, or that of the user of this machine."""
    return options["author"] or _user()


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):
        return "unknown"
