"""What changed between two states of one concept, told in sentences.

States are JSON-plain, as `interchange.to_plain` gives them. Stored ones may be years old, so members
that nobody knows any more, missing ones and values of another type are told as they stand.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from knowledge.words.clauses import Clauses, paired, same_order
from knowledge.words.conditions import condition_words
from knowledge.words.vocabulary import (
    FIELD_WORDS,
    NAME_FIELDS,
    OWN_FIELD_WORDS,
    REFERENCES,
    SETTING_WORDS,
    WORD_FIELDS,
    inside,
    name_and_key,
    readable,
    singular_of,
)

NOT_SET = "not set"
EMPTY = "empty"
NOTHING = "none"

_UNQUOTED = frozenset({NOT_SET, EMPTY, NOTHING})
_SEPARATORS = frozenset(',;“”"')
_MISSING: Final = object()
_CLAUSE_WORDS = {"all_of": "Clause", "ask_if": "Condition for asking, clause"}
_MATCHED_BY = {"evidence": "finding", "options": "key"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change in words. `before` is empty for what was added, `after` for what was removed.

    Both are empty when `field` says it all, as "Retired" does.
    """

    field: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before and not self.after:
            return _ended(self.field)
        if not self.before:
            return _ended(f"{self.field}: added: {self.after}")
        if not self.after:
            return _ended(f"{self.field}: took out {self.before}")
        return f"{self.field}: was {_quoted(self.before)}, now {_quoted(self.after)}."


def changes_in_words(
    concept: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[FieldChange, ...]:
    """Everything that differs between two states of one entry of `concept`; None stands for no entry.

    `labels` gives each concept's names by key. An added entry is told field by field, a removed one in one line.
    """
    teller = _Teller(concept, labels)
    if before == after:
        return ()
    if after is None:
        return (FieldChange(singular_of(concept), teller.name_of(before or {}), ""),)
    if before is None:
        return tuple(teller.added(after))
    return tuple(teller.members("", "", before, after))


class _Teller:
    """Tells the changes of one entry of a concept."""

    def __init__(self, concept: str, labels: Mapping[str, Mapping[str, str]]) -> None:
        self._concept = concept
        self._labels = labels

    def name_of(self, state: Mapping[str, Any]) -> str:
        """The entry's own name and key."""
        name = state.get(NAME_FIELDS.get(self._concept, ""))
        key = str(state.get("key") or "")
        return name_and_key(key, str(name)) if key and name else key or str(name or singular_of(self._concept))

    def added(self, state: Mapping[str, Any]) -> Iterator[FieldChange]:
        """What a new entry is, without the fields that hold nothing."""
        yield FieldChange(singular_of(self._concept), "", self.name_of(state))
        told = {"key", NAME_FIELDS.get(self._concept)} | ({"retired"} if state.get("retired") is False else set())
        rest = {name: value for name, value in state.items() if name not in told}
        yield from self.members("", "", {}, _without_empty(rest))

    def members(
        self, path: str, words: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[FieldChange]:
        """The changes of each member of an object; `words` is put before the members' own words."""
        for name in (*after, *(name for name in before if name not in after)):
            first, second = before.get(name, _MISSING), after.get(name, _MISSING)
            inner = f"{path}.{name}" if path else name
            if first is _MISSING or second is _MISSING or first != second:
                yield from self._changes(inner, self._field_words(inner, name, words), first, second)

    def _field_words(self, path: str, name: str, words: str) -> str:
        if self._concept == "settings":
            known = SETTING_WORDS.get(path)
            return f"{known or readable(path)} ({path})"
        own = OWN_FIELD_WORDS.get((self._concept, path)) or FIELD_WORDS.get(path)
        if path.split(".")[0] in _MATCHED_BY and words:
            return f"{words}, {inside(own or readable(name))}"
        return own or readable(path)

    def _changes(self, path: str, words: str, before: Any, after: Any) -> Iterator[FieldChange]:
        present = [value for value in (before, after) if value is not _MISSING]
        if path == "retired" and before is not True and after is True:
            yield FieldChange("Retired", "", "")
        elif path == "retired" and before is True and after is not True:
            yield FieldChange("Brought back", "", "")
        elif all(isinstance(value, dict) for value in present) and any(present):
            yield from self.members(path, words, *(({} if v is _MISSING else v) for v in (before, after)))
        elif self._concept == "settings" or not all(isinstance(value, list) for value in present) or not any(present):
            yield self._replaced(path, words, before, after)
        else:
            yield from self._list_changes(path, words, before, after)

    def _replaced(self, path: str, words: str, before: Any, after: Any) -> FieldChange:
        first, second = self._value(path, before), self._value(path, after)
        if first == second:  # the number 1 and the text "1" read alike, so their notation has to tell them apart
            first, second = (json.dumps(value, ensure_ascii=False) for value in (before, after))
        return FieldChange(words, first, second)

    def _list_changes(self, path: str, words: str, before: Any, after: Any) -> Iterator[FieldChange]:
        first, second = ([] if value is _MISSING else value for value in (before, after))
        if path in _CLAUSE_WORDS and _are_clauses(first) and _are_clauses(second):
            yield from self._clauses(path, first, second)
        elif path in _MATCHED_BY and _can_match(first, _MATCHED_BY[path]) and _can_match(second, _MATCHED_BY[path]):
            yield from self._matched(path, first, second)
        elif before is _MISSING or after is _MISSING:
            yield FieldChange(words, self._value(path, before), self._value(path, after))
        else:
            yield from self._items(path, words, first, second)

    def _items(self, path: str, words: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[FieldChange]:
        """Items that were added or taken out, and a new order of those that stayed."""
        earlier, later = ([json.dumps(item, sort_keys=True) for item in items] for items in (before, after))
        gone, new = Counter(earlier) - Counter(later), Counter(later) - Counter(earlier)
        stayed: list[list[Any]] = []
        for items, identities, apart, is_new in ((before, earlier, gone, False), (after, later, new, True)):
            kept = []
            for item, identity in zip(items, identities, strict=True):
                if apart[identity]:
                    apart[identity] -= 1
                    value = self._value(path, item)
                    yield FieldChange(words, "", value) if is_new else FieldChange(words, value, "")
                else:
                    kept.append(item)
            stayed.append(kept)
        if stayed[0] != stayed[1]:
            yield self._order(words, *([self._value(path, item) for item in items] for items in stayed))

    def _order(self, words: str, before: Sequence[str], after: Sequence[str]) -> FieldChange:
        return FieldChange(f"Order of {inside(words)}", _numbered(before), _numbered(after))

    def _clauses(self, path: str, before: Clauses, after: Clauses) -> Iterator[FieldChange]:
        word = _CLAUSE_WORDS[path]
        pairs = paired(before, after)
        stayed = {second: first for first, second in pairs}
        for place, clause in enumerate(before):
            if place not in stayed.values():
                yield FieldChange(f"{word} {place + 1}", self._clause(clause), "")
        for place, clause in enumerate(after):
            earlier = stayed.get(place)
            if earlier is None:
                yield FieldChange(f"{word} {place + 1}", "", self._clause(clause))
            elif before[earlier] != clause:
                moved = f" (was clause {earlier + 1})" if earlier != place else ""
                yield from self._items("clause", f"{word} {place + 1}{moved}", before[earlier], clause)
        if not same_order(pairs):
            plural = "clauses" if path == "all_of" else "clauses of the condition for asking"
            yield self._order(plural, [self._clause(c) for c in before], [self._clause(c) for c in after])

    def _clause(self, clause: Sequence[str]) -> str:
        return condition_words([clause], lambda key: self._named("findings", key))

    def _matched(
        self, path: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
    ) -> Iterator[FieldChange]:
        """Changes of evidence rows, matched by their finding, or of options, matched by their key."""
        by = _MATCHED_BY[path]
        earlier, later = ({row[by]: row for row in rows} for rows in (before, after))
        changed = False
        for key, row in earlier.items():
            if key not in later:
                changed = True
                yield FieldChange(self._row_words(path, row), self._row(path, row), "")
        for key, row in later.items():
            if key not in earlier:
                changed = True
                yield FieldChange(self._row_words(path, row), "", self._row(path, row))
            elif row != earlier[key]:
                changed = True
                yield from self.members(path, self._row_words(path, row), earlier[key], row)
        orders = [key for key in earlier if key in later], [key for key in later if key in earlier]
        # Evidence is sorted by its frequencies, so beside another change its order says nothing new.
        if orders[0] != orders[1] and not (path == "evidence" and changed):
            rows = [earlier[key] for key in orders[0]], [later[key] for key in orders[1]]
            yield self._order(FIELD_WORDS[path], *([self._row_name(path, row) for row in part] for part in rows))

    def _row_name(self, path: str, row: Mapping[str, Any]) -> str:
        if path == "evidence":
            return self._named("findings", row["finding"])
        return name_and_key(row["key"], str(row.get("label") or ""))

    def _row_words(self, path: str, row: Mapping[str, Any]) -> str:
        return f"{'Evidence on' if path == 'evidence' else 'Option'} {self._row_name(path, row)}"

    def _row(self, path: str, row: Mapping[str, Any]) -> str:
        """A whole evidence row or option in one line, without what its name already says."""
        parts = []
        for name, value in row.items():
            if name == _MATCHED_BY[path] or value in (None, "", []):
                continue
            words = inside(FIELD_WORDS.get(f"{path}.{name}") or readable(name))
            if (path, name) == ("evidence", "frequency"):
                parts.append(inside(readable(str(value))))
            elif (path, name) == ("evidence", "sources"):
                parts.append(f"sources {', '.join(map(str, value))}" if isinstance(value, list) else f"sources {value}")
            elif name in ("label", "note"):
                parts.append(_quoted(str(value)) if name == "label" else f"note {_quoted(str(value))}")
            elif path == "evidence":
                parts.append(f"{words} {self._value(f'{path}.{name}', value)}")
            else:
                parts.append(f"{words}: {self._value(f'{path}.{name}', value)}")
        return (", " if path == "evidence" else "; ").join(parts) or "nothing else"

    def _named(self, concept: str, key: str) -> str:
        return name_and_key(key, self._labels.get(concept, {}).get(key))

    def _value(self, path: str, value: Any) -> str:
        """A value in words; what is missing is an empty text, since that marks added and removed."""
        if value is _MISSING:
            return ""
        if value is None:
            return NOT_SET
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, str):
            return self._text(path, value) or EMPTY
        if isinstance(value, list):
            return self._listed(path, value)
        if isinstance(value, dict):
            return self._object(path, value)
        return repr(value).removesuffix(".0")

    def _text(self, path: str, text: str) -> str:
        concept = "findings" if path == "clause" else REFERENCES.get(path)
        if concept and text:
            return self._named(concept, text)
        return readable(text) if path.rpartition(".")[2] in WORD_FIELDS else text

    def _listed(self, path: str, items: Sequence[Any]) -> str:
        if self._concept == "settings" and path.startswith("age_bands.") and len(items) == 2:
            return " to ".join(map(str, items))
        words = [self._value(path, item) for item in items]
        if path in REFERENCES or not all(isinstance(item, str) for item in items):
            return "; ".join(words) or NOTHING
        several = len(words) > 1 and any(set(word) & _SEPARATORS for word in words)
        return ", ".join(map(_quoted, words) if several else words) or NOTHING

    def _object(self, path: str, members: Mapping[str, Any]) -> str:
        if path == "show_with" and set(members) == {"finding", "cause"}:
            cause, finding = str(members["cause"]), str(members["finding"])
            return f"{self._named('causes', cause)} when {self._named('findings', finding)}"
        if self._concept == "regions" and path == "sources" and set(members) == {"name", "url"}:
            return f"{members['name']} ({members['url']})"
        told = (f"{inside(readable(name))}: {self._value(f'{path}.{name}', v)}" for name, v in members.items())
        return "; ".join(told) or NOTHING


def _without_empty(members: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: _without_empty(value) if isinstance(value, dict) else value for name, value in members.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}


def _are_clauses(value: Sequence[Any]) -> bool:
    return all(isinstance(clause, list) and all(isinstance(key, str) for key in clause) for clause in value)


def _can_match(rows: Sequence[Any], by: str) -> bool:
    """True when every row is an object with a key of its own; odd old states are told row by row instead."""
    keys = [row.get(by) if isinstance(row, dict) else None for row in rows]
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys)


def _numbered(items: Sequence[str]) -> str:
    return "; ".join(f"{place}. {item}" for place, item in enumerate(items, start=1))


def _quoted(text: str) -> str:
    return text if text in _UNQUOTED else f"“{text}”"


def _ended(sentence: str) -> str:
    return sentence if sentence.rstrip("”").endswith((".", "!", "?")) else f"{sentence}."
