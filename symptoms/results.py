"""An outcome in the order and words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symptoms.engine.levels import Level
from symptoms.engine.outcome import AdviceShown, Assessment, CauseFit, ContributionShown
from symptoms.engine.states import State
from symptoms.serving import Served


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a line: its title, who published it, and its address if it has one."""

    title: str
    publisher: str
    url: str | None


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding for or against a cause. `size` is 1 to 3, for the bar beside the words."""

    label: str
    said: str
    strength: str
    size: int
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CauseCard:
    name: str
    summary: str
    fit: str | None
    fit_key: str | None
    fit_meaning: str | None
    fits: tuple[FindingLine, ...]
    does_not_fit: tuple[FindingLine, ...]
    not_known: tuple[str, ...]
    tests: tuple[str, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A group of causes; `fit` is the word for the whole group."""

    name: str
    summary: str
    fit: str | None
    fit_key: str | None
    causes: tuple[CauseCard, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What could change the advice: a sign that is not known, and the level it would bring with others."""

    label: str
    would_be: str


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A rule that fired, with the labels of what matched."""

    title: str
    matched: str
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the outcome page shows, in its order. Texts are ready to be shown."""

    flags: tuple[FlagLine, ...]
    signs: tuple[str, ...]
    incomplete: tuple[str, ...]
    unsure: tuple[str, ...]
    groups: tuple[CategoryGroup, ...]
    serious: tuple[CauseCard, ...]
    changes: tuple[Change, ...]
    you_can_do: tuple[AdviceShown, ...]
    doctor_may_do: tuple[AdviceShown, ...]
    doctor_may_check: tuple[str, ...]


_SIZES = {"slight": 1, "moderate": 2, "strong": 3}
_SAID = {State.PRESENT: "You said yes", State.ABSENT: "You said no", State.UNTICKED: "You did not tick this"}
#: How many lines of each list a page shows; the API has them all.
_MOST_LINES = 6
_MOST_CHANGES = 6
_MOST_TESTS = 10


def result_page(outcome: Assessment, served: Served) -> ResultPage:
    """The page of an outcome of the served release."""
    page = _Page(outcome, served)
    numbers = served.release.numbers
    return ResultPage(
        flags=page.flags(),
        signs=page.signs_of_level(),
        incomplete=tuple(question.text for question in outcome.screening.questions),
        unsure=page.unsure(),
        groups=page.groups(numbers.shown_causes, numbers.shown_categories),
        serious=tuple(page.card(cause) for cause in outcome.serious[: numbers.shown_serious]),
        changes=page.changes(),
        you_can_do=tuple(advice for advice in outcome.advice if advice.group == "you_can_do"),
        doctor_may_do=tuple(advice for advice in outcome.advice if advice.group == "doctor_may_do"),
        doctor_may_check=page.tests(numbers.shown_causes),
    )


class _Page:
    def __init__(self, outcome: Assessment, served: Served) -> None:
        self.outcome = outcome
        self.texts: Mapping[str, str] = served.release.texts
        self.sources = {row["key"]: row for row in served.catalogue["sources"]}
        self.labels = {finding.key: finding.label for finding in served.release.findings}
        self.asked = {finding.key for finding in served.release.findings if finding.question is not None}
        self.rules = {rule.key: rule for rule in served.release.rules}

    def flags(self) -> tuple[FlagLine, ...]:
        """The rules that fired, most urgent first."""
        return tuple(
            FlagLine(
                title=flag.title,
                matched="; ".join(dict.fromkeys(self.labels[key] for clause in flag.matched for key in clause)),
                sources=self._source_lines(flag.sources),
            )
            for flag in self.outcome.red_flags
        )

    def signs_of_level(self) -> tuple[str, ...]:
        """What he said yes to in the rules of the outcome's level: what to read out on the phone."""
        matched = (
            key
            for flag in self.outcome.red_flags
            if flag.level is self.outcome.urgency.level
            for clause in flag.matched
            for key in clause
        )
        return tuple(dict.fromkeys(self.labels[key] for key in matched if key in self.asked))

    def unsure(self) -> tuple[str, ...]:
        """Labels of the danger signs he was not sure about, when that raised the urgency."""
        if not any(text.key == "not_sure_title" for text in self.outcome.must_display):
            return ()
        return tuple(
            row.label
            for row in self.outcome.unknown
            if row.state in (State.NOT_SURE, State.PREFER_NOT_TO_SAY) and self._most_urgent(row.rules) is not None
        )

    def groups(self, most_causes: int, most_groups: int) -> tuple[CategoryGroup, ...]:
        """The first causes by group, groups in the order of their sums."""
        serious = {cause.key for cause in self.outcome.serious}
        ranked = [cause for cause in self.outcome.causes if cause.key not in serious][:most_causes]
        groups: list[CategoryGroup] = []
        for category in self.outcome.categories:
            cards = tuple(self.card(cause) for cause in ranked if cause.category == category.key)
            if cards and len(groups) < most_groups:
                fit = self.texts[f"fit_{category.fit}"] if category.fit else None
                groups.append(CategoryGroup(category.name, category.summary, fit, category.fit, cards))
        return tuple(groups)

    def card(self, cause: CauseFit) -> CauseCard:
        """A cause with what speaks for it, what against, and what is not known."""
        lines = [(item, self._line(item)) for item in cause.contributions]
        unknown = [row.label for row in self.outcome.unknown if cause.key in row.causes]
        return CauseCard(
            name=cause.name,
            summary=cause.summary,
            fit=self.texts[f"fit_{cause.fit}"] if cause.fit else None,
            fit_key=cause.fit,
            fit_meaning=self.texts[f"fit_{cause.fit}_meaning"] if cause.fit else None,
            fits=tuple(line for item, line in lines if item.strength.endswith("_for"))[:_MOST_LINES],
            does_not_fit=tuple(line for item, line in lines if item.strength.endswith("_against"))[:_MOST_LINES],
            not_known=tuple(unknown[:_MOST_LINES]),
            tests=cause.tests,
            sources=self._source_lines(cause.sources),
        )

    def changes(self) -> tuple[Change, ...]:
        """Signs that are not known and lack nothing else to raise the urgency, the most urgent first."""
        level = self.outcome.urgency.level
        found = []
        for row in self.outcome.unknown:
            higher = self._most_urgent(row.rules)
            if higher is not None and higher.rank > level.rank:
                found.append((-higher.rank, Change(row.label, self.texts[f"level_{higher.value}_title"])))
        return tuple(change for _, change in sorted(found, key=lambda pair: pair[0])[:_MOST_CHANGES])

    def tests(self, most_causes: int) -> tuple[str, ...]:
        """Tests a doctor may do for the causes that fit, each once."""
        fitting = [cause for cause in self.outcome.causes[:most_causes] if cause.fit in ("strong", "possible")]
        return tuple(dict.fromkeys(test for cause in fitting for test in cause.tests))[:_MOST_TESTS]

    def _most_urgent(self, rules: tuple[str, ...]) -> Level | None:
        levels = [self.rules[key].level for key in rules if key in self.rules]
        return max(levels, key=lambda level: level.rank, default=None)

    def _line(self, item: ContributionShown) -> FindingLine:
        word = item.strength.split("_")[0]
        return FindingLine(
            label=item.label,
            said=_SAID[item.state],
            strength=self.texts[f"strength_{item.strength}"],
            size=_SIZES[word],
            sources=self._source_lines(item.sources),
        )

    def _source_lines(self, keys: tuple[str, ...]) -> tuple[SourceLine, ...]:
        rows = [self.sources[key] for key in keys if key in self.sources]
        return tuple(SourceLine(row["title"], row["publisher"], row["url"]) for row in rows)
