"""The library: a page for each cause and each advice of the served release, made once from what is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from symptoms.engine import compiled
from symptoms.engine.levels import Level
from symptoms.serving import Served

#: Frequency words of the knowledge, in words for everybody. The most typical come first.
_HOW_OFTEN = {
    "obligate": gettext_noop("Nearly always"),
    "very_frequent": gettext_noop("Nearly always"),
    "frequent": gettext_noop("Often"),
    "occasional": gettext_noop("Sometimes"),
    "very_rare": gettext_noop("Rarely"),
}
_MORE, _LESS = gettext_noop("Makes it more likely"), gettext_noop("Makes it less likely")
_NOT_TYPICAL = "excluded"
#: Groups that stand unfolded on a page.
_SHOWN_AT_ONCE = {"Nearly always", "Often", _MORE}

#: Kinds of findings that say how it began and went on, and those that were there before.
_COURSE = {"onset", "duration", "course", "side"}
_BEFORE = {"history", "medicine", "lifestyle", "demographic"}

#: Kinds of advice, in the order and the words of the library.
_KINDS = {
    "when_to_seek_help": gettext_noop("When to get help"),
    "safety": gettext_noop("Staying safe"),
    "activity": gettext_noop("Moving and training"),
    "physiotherapy": gettext_noop("Physiotherapy and aids"),
    "diet": gettext_noop("Food"),
    "hydration": gettext_noop("Drinking"),
    "supplement": gettext_noop("Vitamins and minerals"),
    "sleep": gettext_noop("Sleep"),
    "stress": gettext_noop("Stress and mood"),
    "medicine_review": gettext_noop("Checking medicines"),
    "medical_treatment": gettext_noop("Treatment by a doctor"),
    "surgery": gettext_noop("Operations"),
}

#: Sources of this kind mark facts that nobody looked up.
_NOT_LOOKED_UP = "estimate"

#: What stands behind a sign that may never wait, wherever it is not named apart.
_MARKS = {Level.EMERGENCY_NOW: gettext_noop("a danger sign"), Level.SAME_DAY: gettext_noop("get help today")}

#: How far a source can be trusted.
_RELIABILITY = {"high": gettext_noop("high"), "medium": gettext_noop("medium"), "low": gettext_noop("low")}

#: The advice that brings the crisis texts with it, as in an outcome.
_CRISIS_ADVICE = "crisis_support"


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from. `kind`, `reliability` and `read` are words of the knowledge."""

    key: str
    title: str
    publisher: str
    year: int | None
    url: str | None
    kind: str
    reliability: str
    read: str

    @property
    def how_reliable(self) -> str:
        """How far it can be trusted, in words."""
        return gettext(_RELIABILITY[self.reliability])


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the library, by its key."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A finding of a cause. `sources` are places in the page's list of sources, counted from 1.

    `mark` says that the finding needs help soon whatever the cause, and is empty for others.
    """

    label: str
    sources: tuple[int, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs that are equally typical; `folded` groups are opened by who wants them."""

    word: str
    folded: bool
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """What helps, with whom it suits, whom it does not, and where it comes from."""

    key: str
    title: str
    kind: str
    for_doctor: bool
    text: str
    cautions: tuple[str, ...]
    ask_first: tuple[Link, ...]
    causes: tuple[Link, ...]
    sources: tuple[Source, ...]
    crisis: bool


@dataclass(frozen=True, slots=True)
class CausePage:
    """A cause. `level` is how soon men with it are usually seen; the last four fields are written for doctors.

    Where men with the cause can wait longer than a day, `call` and `today` hold those of its findings that cannot:
    what to call an ambulance about, and what to get help for the same day. Those that do not
    fit the cause stand marked in `not_typical`.
    """

    key: str
    name: str
    category: str
    summary: str
    level: str
    call: tuple[Sign, ...]
    today: tuple[Sign, ...]
    signs: tuple[SignGroup, ...]
    course: tuple[SignGroup, ...]
    before: tuple[SignGroup, ...]
    not_typical: tuple[Sign, ...]
    you_can_do: tuple[AdvicePage, ...]
    doctor_may_do: tuple[AdvicePage, ...]
    sources: tuple[Source, ...]
    crisis: bool
    clinical_name: str
    icd10: str
    typical_course: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pages that stand together in the index."""

    name: str
    summary: str
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """All pages by key, their index, all sources by key, and how many of the facts on causes were looked up."""

    causes: Mapping[str, CausePage]
    advice: Mapping[str, AdvicePage]
    cause_shelves: tuple[Shelf, ...]
    advice_shelves: tuple[Shelf, ...]
    sources: Mapping[str, Source]
    evidence: int
    evidence_looked_up: int


def build_library(served: Served) -> Library:
    """The library of a served release."""
    builder = _Builder(served)
    advice = {item.key: builder.advice(item) for item in served.release.advice}
    causes = {
        cause.key: builder.cause(cause, row, advice)
        for cause, row in zip(served.release.causes, served.catalogue["causes"], strict=True)
    }
    rows = [evidence for row in served.catalogue["causes"] for evidence in row["evidence"]]
    return Library(
        causes=causes,
        advice=advice,
        cause_shelves=builder.cause_shelves(),
        advice_shelves=builder.advice_shelves(),
        sources=builder.sources,
        evidence=len(rows),
        evidence_looked_up=sum(1 for row in rows if builder.looked_up(row["sources"])),
    )


class _Kept:
    """The library made last, and the release it was made from: both are replaced at once."""

    last: tuple[Served, Library] | None = None


def library_of(served: Served) -> Library:
    """The library of what is served, made when it is first asked for and kept for as long as that is served."""
    last = _Kept.last
    if last is None or last[0].catalogue is not served.catalogue or last[0].release is not served.release:
        last = (served, build_library(served))
        _Kept.last = last
    return last[1]


class _Builder:
    def __init__(self, served: Served) -> None:
        self.release = served.release
        self.sources = {row["key"]: _source(row) for row in served.catalogue["sources"]}
        self.kinds = {row["key"]: row["kind"] for row in served.catalogue["findings"]}
        self.labels = {finding.key: finding.label for finding in served.release.findings}
        self.soon = _help_soon(served.release)

    def looked_up(self, keys: Iterable[str]) -> bool:
        """True when any of these sources is more than an estimate or a memory."""
        return any(self.sources[key].kind != _NOT_LOOKED_UP for key in keys)

    def advice(self, item: compiled.Advice) -> AdvicePage:
        causes = self.release.causes
        return AdvicePage(
            key=item.key,
            title=item.title,
            kind=gettext(_KINDS[item.kind]),
            for_doctor=item.for_doctor,
            text=item.text,
            cautions=item.cautions,
            ask_first=tuple(_link(causes[index]) for index in sorted(item.suppressed_by)),
            causes=tuple(_link(cause) for cause in causes if item.index in cause.treatment and _suits(item, cause)),
            sources=tuple(self.sources[key] for key in item.sources),
            crisis=item.key == _CRISIS_ADVICE,
        )

    def cause(self, cause: compiled.Cause, row: dict[str, Any], advice: Mapping[str, AdvicePage]) -> CausePage:
        """A page from the compiled cause, whose texts are filled in, and its row with the evidence."""
        places = {key: place for place, key in enumerate(cause.sources, start=1)}
        helps = [
            advice[item.key]
            for item in (self.release.advice[index] for index in cause.treatment)
            if _suits(item, cause)
        ]
        apart = {} if cause.level.rank >= Level.SAME_DAY.rank else self.soon
        typical = [evidence for evidence in row["evidence"] if evidence["frequency"] != _NOT_TYPICAL]
        listed = [evidence for evidence in typical if evidence["finding"] not in apart]
        return CausePage(
            key=cause.key,
            name=cause.name,
            category=self.release.categories[cause.category].name,
            summary=cause.summary,
            level=cause.level.value,
            call=self._named_apart(typical, places, apart, Level.EMERGENCY_NOW),
            today=self._named_apart(typical, places, apart, Level.SAME_DAY),
            signs=self._groups(listed, places, lambda kind: kind not in _COURSE | _BEFORE),
            course=self._groups(listed, places, lambda kind: kind in _COURSE),
            before=self._groups(listed, places, lambda kind: kind in _BEFORE),
            not_typical=tuple(
                self._sign(evidence, places) for evidence in row["evidence"] if evidence["frequency"] == _NOT_TYPICAL
            ),
            you_can_do=tuple(item for item in helps if not item.for_doctor),
            doctor_may_do=tuple(item for item in helps if item.for_doctor),
            sources=tuple(self.sources[key] for key in cause.sources),
            crisis=self._brings_crisis_texts(row),
            clinical_name=row["clinical_name"],
            icd10=row["codes"]["icd10"],
            typical_course=row["typical_course"],
            tests=cause.tests,
        )

    def cause_shelves(self) -> tuple[Shelf, ...]:
        """Causes by group, both in the order of the knowledge."""
        return tuple(
            Shelf(
                group.name,
                group.summary,
                tuple(_link(cause) for cause in self.release.causes if cause.category == group.index),
            )
            for group in self.release.categories
        )

    def advice_shelves(self) -> tuple[Shelf, ...]:
        """Advice by kind; kinds without any are left out."""
        shelves = [
            Shelf(
                gettext(name),
                "",
                tuple(Link(item.key, item.title) for item in self.release.advice if item.kind == kind),
            )
            for kind, name in _KINDS.items()
        ]
        return tuple(shelf for shelf in shelves if shelf.pages)

    def _groups(
        self, rows: Iterable[dict[str, Any]], places: Mapping[str, int], wanted: Callable[[str], bool]
    ) -> tuple[SignGroup, ...]:
        """Findings of the wanted kinds by how typical they are; the most typical first, empty groups left out."""
        found: dict[str, list[Sign]] = {word: [] for word in (*_HOW_OFTEN.values(), _MORE, _LESS)}
        for evidence in rows:
            if wanted(self.kinds[evidence["finding"]]):
                found[_word(evidence)].append(self._sign(evidence, places))
        return tuple(
            SignGroup(gettext(word), word not in _SHOWN_AT_ONCE, tuple(signs)) for word, signs in found.items() if signs
        )

    def _named_apart(
        self, rows: Iterable[dict[str, Any]], places: Mapping[str, int], apart: Mapping[str, Level], level: Level
    ) -> tuple[Sign, ...]:
        """Signs of the findings that `apart` gives this level."""
        return tuple(self._sign(evidence, places) for evidence in rows if apart.get(evidence["finding"]) is level)

    def _sign(self, evidence: dict[str, Any], places: Mapping[str, int]) -> Sign:
        key = evidence["finding"]
        mark = gettext(_MARKS[self.soon[key]]) if key in self.soon else ""
        return Sign(self.labels[key], tuple(sorted(places[source] for source in evidence["sources"])), mark)

    def _brings_crisis_texts(self, row: dict[str, Any]) -> bool:
        """True when nearly all men with the cause have a finding that always brings the crisis texts."""
        always = next((item.always_when for item in self.release.advice if item.key == _CRISIS_ADVICE), 0)
        typical = [
            evidence["finding"]
            for evidence in row["evidence"]
            if _HOW_OFTEN.get(evidence["frequency"]) == "Nearly always"
        ]
        return not set(self.release.keys(always)).isdisjoint(typical)


def _help_soon(release: compiled.CompiledRelease) -> dict[str, Level]:
    """Findings that need help soon whatever the cause, and how soon.

    The pages of danger signs ask for what may need an ambulance. A rule that asks for one finding alone adds it.
    """
    soon: dict[str, Level] = {}
    for level in (Level.SAME_DAY, Level.EMERGENCY_NOW):
        for rule in release.rules:
            if rule.level is level and len(rule.clauses) == 1:
                soon |= dict.fromkeys(release.keys(rule.clauses[0]), level)
    for question in release.questions:
        if question.stage == "emergency":
            soon |= dict.fromkeys(release.keys(question.mask), Level.EMERGENCY_NOW)
    return soon


def _suits(item: compiled.Advice, cause: compiled.Cause) -> bool:
    """False for advice that harms with this cause, or is for men who need help sooner than men with it do."""
    soon_enough = item.only_from is None or cause.level.rank >= item.only_from.rank
    return soon_enough and cause.index not in item.suppressed_by


def _source(row: dict[str, Any]) -> Source:
    return Source(**{name: row[name] for name in Source.__dataclass_fields__})


def _link(cause: compiled.Cause) -> Link:
    return Link(cause.key, cause.name)


def _word(evidence: dict[str, Any]) -> str:
    """How typical a finding is, in words; rows that are not "excluded" alone."""
    if evidence["frequency"] is not None:
        return _HOW_OFTEN[evidence["frequency"]]
    return _MORE if evidence["likelihood_ratio"] >= 1 else _LESS
