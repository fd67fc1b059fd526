"""Reads YAML, and tells of keys that stand twice in one mapping: a plain reader keeps the last and says nothing."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Parsed:
    """A YAML text as plain values, with the line and name of every key that stands twice in its mapping."""

    raw: Any
    repeated: tuple[tuple[int, str], ...]


class _Loader(yaml.CSafeLoader):
    """The safe loader, which also notes repeated keys."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.repeated: list[tuple[int, str]] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                self.repeated.append((key_node.start_mark.line + 1, str(key_node.value)))
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def parse(text: str) -> Parsed:
    """The one document of a YAML text. Raises yaml.YAMLError for what is not YAML."""
    loader = _Loader(text)
    try:
        raw = loader.get_single_data()
    finally:
        loader.dispose()
    return Parsed(raw, tuple(loader.repeated))
