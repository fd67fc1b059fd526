"""What differs between two knowledge bases, concept by concept."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from knowledge.content import CONCEPTS, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Difference:
    """One concept that was added, removed or changed. `fields` names what changed."""

    concept: str
    key: str
    change: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        fields = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"{self.concept}: {self.key} {self.change}{fields}"


def differences(before: KnowledgeBase, after: KnowledgeBase) -> tuple[Difference, ...]:
    """Every concept that differs, in the order of the files; a different order of a file is one difference."""
    found: list[Difference] = []
    for concept in CONCEPTS:
        first, second = getattr(before, concept), getattr(after, concept)
        if not isinstance(first, tuple):
            fields = _changed_fields(first, second)
            if fields:
                found.append(Difference(concept, concept, "changed", fields))
            continue
        earlier, later = {row.key: row for row in first}, {row.key: row for row in second}
        found += [Difference(concept, key, "removed") for key in earlier if key not in later]
        for key, row in later.items():
            if key not in earlier:
                found.append(Difference(concept, key, "added"))
            elif row != earlier[key]:
                found.append(Difference(concept, key, "changed", _changed_fields(earlier[key], row)))
        if [key for key in earlier if key in later] != [key for key in later if key in earlier]:
            found.append(Difference(concept, "the order of the entries", "changed"))
    return tuple(found)


def _changed_fields(before: Any, after: Any) -> tuple[str, ...]:
    return tuple(
        field.name for field in dataclasses.fields(before) if getattr(before, field.name) != getattr(after, field.name)
    )
