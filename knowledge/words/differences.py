"""What differs between two knowledge bases, told entry by entry in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.compare import differences
from knowledge.content import CONCEPTS, KnowledgeBase
from knowledge.interchange import row_to_plain
from knowledge.words.changes import FieldChange, changes_in_words
from knowledge.words.vocabulary import CONCEPT_WORDS, NAME_FIELDS, name_and_key, plural_of

__all__ = ["CONCEPT_WORDS", "ConceptChange", "differences_in_words", "labels_of"]

Labels = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """One entry that was added, removed or changed; or, without a key, the entries of a concept in another order."""

    concept: str
    key: str
    name: str
    change: Literal["added", "removed", "changed", "reordered"]
    fields: tuple[FieldChange, ...]


def labels_of(knowledge: KnowledgeBase) -> Labels:
    """The name that people know each entry by, for each concept by key. Vignettes and texts go by their key."""
    return {
        concept: {row.key: getattr(row, NAME_FIELDS[concept], None) or row.key for row in getattr(knowledge, concept)}
        if concept in NAME_FIELDS
        else {row.key: row.key for row in getattr(knowledge, concept)}
        for concept in CONCEPTS
        if concept != "settings"
    }


def differences_in_words(before: KnowledgeBase, after: KnowledgeBase) -> tuple[ConceptChange, ...]:
    """Every entry that differs with all its changes, in the order of `compare.differences`.

    Names are those of `after`; what stands in `before` alone keeps its name from there.
    """
    earlier, later = labels_of(before), labels_of(after)
    labels = {concept: earlier.get(concept, {}) | later[concept] for concept in later}
    rows: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    found = []
    for difference in differences(before, after):
        concept, key = difference.concept, difference.key
        if concept not in rows:
            rows[concept] = _by_key(getattr(before, concept)), _by_key(getattr(after, concept))
        old, new = rows[concept]
        first, second = old.get(key), new.get(key)
        if first is None and second is None:
            moved = tuple(_moved(tuple(old), tuple(new), labels[concept]))
            found.append(ConceptChange(concept, "", plural_of(concept), "reordered", moved))
            continue
        fields = changes_in_words(concept, _plain(first), _plain(second), labels)
        name = labels[concept][key] if concept in labels else plural_of(concept)
        change: Literal["added", "removed", "changed"] = (
            "added" if first is None else "removed" if second is None else "changed"
        )
        found.append(ConceptChange(concept, key, name, change, fields))
    return tuple(found)


def _by_key(part: Any) -> dict[str, Any]:
    return {row.key: row for row in part} if isinstance(part, tuple) else {"settings": part}


def _plain(row: Any) -> Any:
    return None if row is None else row_to_plain(row)


def _moved(before: tuple[str, ...], after: tuple[str, ...], names: dict[str, str]) -> Iterator[FieldChange]:
    """The fewest entries whose moving explains the new order, with their places among the entries that stayed."""
    kept = set(before) & set(after)
    old = {key: place for place, key in enumerate((key for key in before if key in kept), start=1)}
    new = [key for key in after if key in kept]
    still = _longest_rising([old[key] for key in new])
    for place, key in enumerate(new, start=1):
        if old[key] not in still:
            yield FieldChange(f"Place of {name_and_key(key, names.get(key))}", str(old[key]), str(place))


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The members of a longest rising run inside `places`, which are all different."""
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        previous[place] = ends[at - 1] if at else None
        ends[at : at + 1] = [place]
    run: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        run.add(step)
        step = previous[step]
    return run
