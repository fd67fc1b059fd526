"""Reads the deployment files as the programs do that they are made for, as far as the tests need it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tools.commands import ROOT

#: ${NAME}, ${NAME:-instead}, ${NAME:?what to say}
_PLACE = re.compile(r"\$\{([A-Z_]+)(?:(:[-?])([^}]*))?\}")


def text_of(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def compose() -> dict[str, Any]:
    """docker-compose.yml with its anchors and merges carried out."""
    return yaml.safe_load(text_of("docker-compose.yml"))


def places() -> set[tuple[str, str, str]]:
    """Every variable that docker-compose.yml asks for, with its operator and what stands behind it."""
    return set(_PLACE.findall(text_of("docker-compose.yml")))


class Missing(Exception):
    """A variable that must be given is not; the text is what compose would say."""


def filled(value: str, variables: Mapping[str, str]) -> str:
    """A value of docker-compose.yml with its places filled. An empty variable counts as missing. Raises Missing."""

    def fill(place: re.Match[str]) -> str:
        name, operator, words = place.groups()
        if not variables.get(name) and operator == ":?":
            raise Missing(words)
        return variables.get(name) or (words if operator == ":-" else "") or ""

    return _PLACE.sub(fill, value)


def environment_of(service: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The variables a container of this service gets. Raises Missing."""
    given = compose()["services"][service]["environment"]
    return {name: filled(value, variables) for name, value in given.items()}


def example_lines() -> list[tuple[str, str, str]]:
    """Name, value and the line above of every setting in .env.example; of #NAME=value too, with no value."""
    lines = text_of(".env.example").splitlines()
    found = []
    for above, line in zip(["", *lines], lines, strict=False):
        if match := re.fullmatch(r"(#?)([A-Z][A-Z_]+)=(.*)", line):
            found.append((match[2], "" if match[1] else match[3], above))
    return found


def example(**needed: str) -> dict[str, str]:
    """The variables of .env.example, with those that are needed filled in."""
    return {name: value for name, value, _ in example_lines()} | needed


def instructions() -> list[tuple[str, str]]:
    """The steps of the Dockerfile in their order: the instruction and what stands behind it, on one line."""
    without_comments = re.sub(r"^#.*\n", "", text_of("Dockerfile"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", without_comments).splitlines()
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines if line.strip()]


def last(name: str) -> str:
    """What stands behind the last instruction of this name."""
    return [words for instruction, words in instructions() if instruction == name][-1]


def copies() -> list[tuple[list[str], str]]:
    """What each COPY takes, and where it puts it."""
    return [(shlex.split(words)[:-1], shlex.split(words)[-1]) for name, words in instructions() if name == "COPY"]


def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\[[^]]*\])", glob)
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return re.compile(
        "".join(meanings.get(part) or (part if part.startswith("[") else re.escape(part)) for part in parts)
    )


def reaches_the_image(path: str) -> bool:
    """Whether .dockerignore lets a file through: the last line that fits it or a folder above it decides."""
    above = [path, *(str(folder) for folder in Path(path).parents if str(folder) != ".")]
    through = True
    for line in text_of(".dockerignore").splitlines():
        if line and not line.startswith("#"):
            pattern = _pattern(line.removeprefix("!").strip("/"))
            if any(pattern.fullmatch(part) for part in above):
                through = line.startswith("!")
    return through


def caddyfile() -> str:
    """The proxy's configuration without its comments."""
    return re.sub(r"^\s*#.*\n", "", text_of("deploy/Caddyfile"), flags=re.MULTILINE)


def seconds(words: str) -> int:
    """A time such as 30s or 1m."""
    number, unit = re.fullmatch(r"(\d+)([sm])", words).groups()
    return int(number) * (60 if unit == "m" else 1)
