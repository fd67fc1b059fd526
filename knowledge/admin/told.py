"""Problems and differences as pages show them: grouped by concept, each with a link to the row it is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.admin.places import Place, Places, list_url, places_of
from knowledge.admin.refusals import place_in_words
from knowledge.checks.codes import CODES
from knowledge.checks.problem import Problem
from knowledge.checks.references import references
from knowledge.content import CONCEPTS, KnowledgeBase
from knowledge.documents import read_document
from knowledge.interchange import Unreadable
from knowledge.models import Release
from knowledge.words.changes import FieldChange
from knowledge.words.differences import ConceptChange
from knowledge.words.vocabulary import inside, plural_of, singular_of

_WORDS_OF_CHANGE = {"added": "new", "removed": "no longer there", "changed": "changed", "reordered": "in another order"}
#: More sentences than this stand folded.
_MOST_UNFOLDED = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to put right: where in the row, what it is, and the code of the check.

    Where a retired row is still named there is that row instead of a message, and `what` it is in words.
    """

    where: str
    message: str
    code: str
    what: str = ""
    retired: Place | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what is to be put right in it. `place` is None when it is not in the draft."""

    name: str
    key: str
    place: Place | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that differs, and how."""

    name: str
    key: str
    change: str
    place: Place | None
    sentences: tuple[FieldChange, ...]

    @property
    def folded(self) -> bool:
        """Whether there is too much to show at once."""
        return len(self.sentences) > _MOST_UNFOLDED


@dataclass(frozen=True, slots=True)
class Group:
    """The rows or entries of one concept; without a title, what is about no single concept."""

    title: str
    rows: Sequence[Row | Entry]


def problems_told(problems: Sequence[Problem], content: KnowledgeBase | None = None) -> list[Group]:
    """Problems in the order of the concepts, with links; one query.

    With `content`, in which they were found, also where in the row they are and which retired row is still named.
    """
    named = _named(problems, content)
    places = places_of([(row.concept, row.key) for row in problems] + list(named.values()))
    rows: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    contents = _rows_by_key(content, problems)
    for row in problems:
        where = place_in_words(contents[row.concept, row.key], row.path) if (row.concept, row.key) in contents else ""
        line = _line(row, where, named, places)
        if line not in rows[row.concept, row.key]:
            rows[row.concept, row.key].append(line)
    groups: defaultdict[str, list[Row | Entry]] = defaultdict(list)
    for (concept, key), lines in rows.items():
        groups[concept].append(_row(concept, key, places.get((concept, key)), tuple(lines)))
    return _in_order(groups)


def still_used(groups: Iterable[Group]) -> list[tuple[str, Place, int]]:
    """The retired rows that others still name: what each is, the row, and in how many places it is named."""
    counts = Counter(
        (line.what, line.retired)
        for group in groups
        for row in group.rows
        if isinstance(row, Row)
        for line in row.lines
        if line.retired is not None
    )
    return [(what, place, count) for (what, place), count in counts.items()]


def differences_told(changes: Sequence[ConceptChange]) -> list[Group]:
    """Differences in the order of the concepts, with links to the rows that are in the draft; one query."""
    places = places_of((change.concept, change.key) for change in changes)
    groups: defaultdict[str, list[Row | Entry]] = defaultdict(list)
    for change in changes:
        # That a row went away says everything.
        sentences = () if change.change == "removed" else change.fields
        words = _WORDS_OF_CHANGE[change.change]
        key = "" if change.key == change.name or change.concept == "settings" else change.key
        place = places.get((change.concept, change.key))
        groups[change.concept].append(Entry(change.name, key, words, place, sentences))
    return _in_order(groups)


def knowledge_of(release: Release | None) -> KnowledgeBase | None:
    """The knowledge in a release; None without a release, or when this version of the program cannot read it."""
    if release is None:
        return None
    try:
        return read_document(release.document.encode("utf-8")).knowledge
    except Unreadable:
        return None


def _line(problem: Problem, where: str, named: Mapping[Problem, tuple[str, str]], places: Places) -> Line:
    # Other codes, such as those of the gate, mean nothing to clinicians.
    code = problem.code if problem.code in CODES else ""
    target = named.get(problem)
    if target is not None and target in places and places[target].retired:
        return Line(where, "", code, inside(singular_of(target[0])), places[target])
    return Line(where, problem.message, code)


def _row(concept: str, key: str, place: Place | None, lines: tuple[Line, ...]) -> Row:
    if not concept:
        return Row("", "", None, lines)
    if not key and concept != "settings":
        return Row(f"{plural_of(concept)} as a whole", "", Place("", list_url(concept)), lines)
    name = place.name if place else key
    return Row(name, "" if name == key or concept == "settings" else key, place, lines)


def _named(problems: Sequence[Problem], content: KnowledgeBase | None) -> dict[Problem, tuple[str, str]]:
    """For each problem at a place that names another row, the concept and key it names."""
    if content is None or not problems:
        return {}
    named = {
        (reference.concept, reference.key, reference.path): (reference.target, reference.name)
        for reference in references(content)
    }
    found = ((problem, named.get((problem.concept, problem.key, problem.path))) for problem in problems)
    return {problem: target for problem, target in found if target is not None}


def _rows_by_key(content: KnowledgeBase | None, problems: Iterable[Problem]) -> dict[tuple[str, str], object]:
    if content is None:
        return {}
    concepts = {problem.concept for problem in problems} & set(CONCEPTS) - {"settings"}
    return {(concept, row.key): row for concept in concepts for row in getattr(content, concept)}


def _in_order(groups: Mapping[str, Sequence[Row | Entry]]) -> list[Group]:
    order = ("", *CONCEPTS)
    return [Group(plural_of(c) if c else "", groups[c]) for c in sorted(groups, key=order.index)]
