"""An outcome in the order and words of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from knowledge.content import FindingKind
from symptoms.cards import Cards, CauseCard
from symptoms.engine.levels import Level, is_mild
from symptoms.engine.outcome import AdviceShown, Assessment, Basis, CauseFit, Direction, WouldChange
from symptoms.engine.states import State
from symptoms.not_known import AllNotKnown
from symptoms.numbered_sources import NumberedSources, SourceLine
from symptoms.serving import Served
from symptoms.told import DangerSigns


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A group of causes; `fit` is the word for the whole group."""

    name: str
    summary: str
    fit: str | None
    fit_key: str | None
    causes: tuple[CauseCard, ...]


@dataclass(frozen=True, slots=True)
class UnclearSign:
    """A danger sign he was not sure about, or, with `not_said`, preferred not to talk about."""

    label: str
    not_said: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Findings that together would raise the urgency. `known` says why they are not known, None for what he denied."""

    label: str
    known: str | None


@dataclass(frozen=True, slots=True)
class MoreUrgent:
    """What would lead to a more urgent level: `action` is what to do then."""

    action: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page with an answer that is not known; `number` is its place in the visit.

    `signs` are some of what is not known on it, where he can answer one by one: several pages ask in the same words.
    """

    text: str
    number: int
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A rule of the outcome's level. `numbers` are the places of its sources, from 1, among those of all such rules."""

    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything the outcome page shows, in its order. Texts are ready to be shown.

    `tell` is what the rules of the outcome's level ask for beside its action, in an emergency the first of it; `flags`
    are these rules, `flag_sources` theirs, and `signs` what he said yes to in them. `unsure` are the signs he was not
    sure about; where they are many, `more_unsure` has those that are no sign of an emergency. `groups` fit more than
    weakly, as a whole or by a cause; `weaker` ones do not; together they are all that is shown.
    """

    tell: tuple[str, ...]
    flags: tuple[FlagLine, ...]
    flag_sources: tuple[SourceLine, ...]
    signs: tuple[str, ...]
    incomplete: tuple[str, ...]
    unsure: tuple[UnclearSign, ...]
    more_unsure: tuple[UnclearSign, ...]
    groups: tuple[CategoryGroup, ...]
    weaker: tuple[CategoryGroup, ...]
    serious: tuple[CauseCard, ...]
    more_urgent: tuple[MoreUrgent, ...]
    open_pages: tuple[OpenPage, ...]
    if_all_no: str | None
    you_can_do: tuple[AdviceShown, ...]
    doctor_may_do: tuple[AdviceShown, ...]
    doctor_may_check: tuple[str, ...]
    doctor_may_ask: tuple[str, ...]


_MOST_TESTS = 10
#: What stands below the one order of an emergency: he is to call, not to read.
_MOST_TELL = 3
_MOST_ASKED = 8
#: How many signs he was not sure about are shown as one list; a man who is sure of nothing has dozens.
_MOST_UNSURE = 12
#: Words for a fit that is more than weak.
_FITTING = {"strong", "possible"}
#: How many signs are named for each more urgent level: the list of worsening signs above them is the whole one.
_MOST_CHANGES = 3
#: How many signs tell which page is meant.
_MOST_SIGNS = 2
_WHY_NOT_KNOWN = {
    State.NOT_SURE: gettext_noop("You were not sure about this."),
    State.PREFER_NOT_TO_SAY: gettext_noop("You chose not to say."),
    State.NOT_ASKED: gettext_noop("We did not ask about this."),
}
#: What he told of his past and his ways does not start from one day to the next.
_CAN_START = {FindingKind.SYMPTOM, FindingKind.SIGN, FindingKind.AREA, FindingKind.COURSE, FindingKind.SIDE}


def result_page(
    outcome: Assessment,
    served: Served,
    age: int | None,
    danger: DangerSigns,
    known: Set[str],
    numbers_of_pages: Mapping[str, int],
) -> ResultPage:
    """The page of an outcome of the served release, for a man of `age` years; without an age there are no causes.

    `danger` is what he said of the danger signs, `known` are the findings with a clear answer, and
    `numbers_of_pages` the places of questions in the visit.
    """
    page = _Page(outcome, served, age, known)
    may_be_clearer = page.may_be_clearer()
    numbers = page.numbers
    flags, flag_sources = page.flags()
    unsure, more_unsure = page.unsure(danger)
    groups = page.groups(numbers.shown_causes, numbers.shown_categories)
    fitting = tuple(group for group in groups if {group.fit_key, *(card.fit_key for card in group.causes)} & _FITTING)
    return ResultPage(
        tell=page.tell(),
        flags=flags,
        flag_sources=flag_sources,
        signs=page.signs_of_level(),
        incomplete=tuple(question.text for question in outcome.screening.questions),
        unsure=unsure,
        more_unsure=more_unsure,
        groups=fitting,
        weaker=tuple(group for group in groups if group not in fitting),
        serious=tuple(page.cards.card(cause) for cause in page.serious),
        more_urgent=page.more_urgent(),
        open_pages=page.open_pages(numbers_of_pages) if may_be_clearer else (),
        if_all_no=page.if_all_no() if may_be_clearer else None,
        you_can_do=tuple(advice for advice in outcome.advice if advice.group == "you_can_do"),
        doctor_may_do=tuple(advice for advice in outcome.advice if advice.group == "doctor_may_do"),
        doctor_may_check=page.tests(numbers.shown_causes),
        doctor_may_ask=page.asked_by_a_doctor(numbers.shown_causes),
    )


class _Page:
    def __init__(self, outcome: Assessment, served: Served, age: int | None, known: Set[str]) -> None:
        self.outcome = outcome
        self.numbers = served.release.numbers
        self.serious = outcome.serious[: self.numbers.shown_serious]
        self.of_level = [flag for flag in outcome.red_flags if flag.level is outcome.urgency.level]
        self.texts: Mapping[str, str] = served.release.texts
        self.sources = {row["key"]: row for row in served.catalogue["sources"]}
        self.labels = {finding.key: finding.label for finding in served.release.findings}
        self.asked = {finding.key for finding in served.release.findings if finding.question is not None}
        self.kinds = {row["key"]: row["kind"] for row in served.catalogue["findings"]}
        self.questions = {question.key: question for question in served.release.questions}
        self.not_known = AllNotKnown(served.release, age, known)
        self.cards = Cards(served, self.not_known)
        self.rules = {rule.key: rule for rule in served.release.rules}

    def tell(self) -> tuple[str, ...]:
        """What the rules of the outcome's level ask for beside its action; in an emergency the first lines."""
        urgency = self.outcome.urgency
        added = tuple(line for line in urgency.tell if line not in urgency.action)
        return added[:_MOST_TELL] if urgency.level is Level.EMERGENCY_NOW else added

    def flags(self) -> tuple[tuple[FlagLine, ...], tuple[SourceLine, ...]]:
        """The rules of the level and their sources: a title of a less urgent one may say what he never told."""
        sources = NumberedSources(self.sources, (key for flag in self.of_level for key in flag.sources))
        return tuple(FlagLine(flag.title, sources.numbers(flag.sources)) for flag in self.of_level), sources.lines

    def signs_of_level(self) -> tuple[str, ...]:
        """What he said yes to in the rules of the outcome's level."""
        matched = (key for flag in self.of_level for clause in flag.matched for key in clause)
        return tuple(dict.fromkeys(self.labels[key] for key in matched if key in self.asked))

    def unsure(self, danger: DangerSigns) -> tuple[tuple[UnclearSign, ...], tuple[UnclearSign, ...]]:
        """The signs he was not sure about or did not say, when that raised the urgency: those to show, those to fold.

        Everything from a page of danger signs is named and never folded, whether a rule lacks it alone or not; so is
        what would complete an emergency. Of the rest, what would complete another rule is named.
        """
        if not any(text.key == "not_sure_title" for text in self.outcome.must_display):
            return (), ()
        urgent = [UnclearSign(label, not_said=False) for label in danger.not_sure]
        urgent += [UnclearSign(label, not_said=True) for label in danger.not_said]
        others: list[UnclearSign] = []
        for row in self.outcome.unknown:
            level = self._most_urgent(row.rules)
            of_danger = row.question is not None and self.questions[row.question].stage == "emergency"
            if row.state in (State.NOT_SURE, State.PREFER_NOT_TO_SAY) and level is not None and not of_danger:
                place = urgent if level is Level.EMERGENCY_NOW else others
                place.append(UnclearSign(row.label, row.state is State.PREFER_NOT_TO_SAY))
        if len(urgent) + len(others) <= _MOST_UNSURE:
            return (*urgent, *others), ()
        return tuple(urgent), tuple(others)

    def groups(self, most_causes: int, most_groups: int) -> tuple[CategoryGroup, ...]:
        """The first causes by group, groups in the order of their sums.

        None that stands apart: in the box of serious ones, or too serious for a group where the box is full.
        """
        apart = {cause.key for cause in self.serious}
        apart |= {cause.key for cause in self.outcome.serious if not is_mild(cause.urgency, self.numbers.serious_level)}
        ranked = [cause for cause in self.outcome.causes if cause.key not in apart][:most_causes]
        groups: list[CategoryGroup] = []
        for category in self.outcome.categories:
            cards = tuple(self.cards.card(cause) for cause in ranked if cause.category == category.key)
            if cards and len(groups) < most_groups:
                fit = self.texts[f"fit_{category.fit}"] if category.fit else None
                groups.append(CategoryGroup(category.name, category.summary, fit, category.fit, cards))
        return tuple(groups)

    def more_urgent(self) -> tuple[MoreUrgent, ...]:
        """What would make it more urgent, the highest level first: what is not known, then what could start."""
        lines: dict[Level, list[ChangeLine]] = {}
        for change in self._changes(Direction.RAISE):
            if self._can_come_true(change):
                label = gettext(", together with: ").join(row.label for row in change.findings)
                lines.setdefault(change.level, []).append(ChangeLine(label, self._why_not_known(change)))
        return tuple(
            MoreUrgent(self.texts[f"level_{level.value}_title"], tuple(lines[level][:_MOST_CHANGES]))
            for level in sorted(lines, key=lambda level: -level.rank)
        )

    def _can_come_true(self, change: WouldChange) -> bool:
        """Whether every finding of a change may be true after all, or start: a "no" is nothing to look out for."""
        return all(
            row.would_be is State.PRESENT and (change.basis is Basis.NOT_KNOWN or self.kinds[row.finding] in _CAN_START)
            for row in change.findings
        )

    def may_be_clearer(self) -> bool:
        """Whether he may be asked to answer again: not while a danger sign that he told of makes it urgent.

        Then no answer that is missing takes the urgency away, and he should act, not answer.
        """
        level = self.outcome.urgency.level
        if level is Level.EMERGENCY_NOW:
            return False
        return level.rank < Level.SAME_DAY.rank or any(self._lowering())

    def open_pages(self, numbers: Mapping[str, int]) -> tuple[OpenPage, ...]:
        """The pages that he was asked and whose missing answers could change the level, in the order of the visit."""
        signs: dict[str, dict[str, None]] = {}
        for change in self.outcome.what_would_change:
            if change.basis is Basis.NOT_KNOWN:
                for row in change.findings:
                    signs.setdefault(row.question, {})[row.label] = None
        return tuple(
            OpenPage(
                self.questions[key].text,
                numbers[key],
                () if self.questions[key].single_choice else tuple(signs[key])[:_MOST_SIGNS],
            )
            for key in sorted(signs.keys() & numbers.keys(), key=lambda key: numbers[key])
        )

    def if_all_no(self) -> str | None:
        """What to do then, where denying all that is not known would make it less urgent; the furthest such step.

        The step itself denies no more than it must. The page speaks of all that is not known, so that no sign he
        doubts is left out; denying more than the step never gives a higher level.
        """
        steps = [change for change in self._lowering() if all(row.would_be is State.ABSENT for row in change.findings)]
        if not steps:
            return None
        step = min(steps, key=lambda change: change.level.rank)
        return self.texts[f"level_{step.level.value}_title"]

    def _changes(self, direction: Direction) -> Iterator[WouldChange]:
        return (change for change in self.outcome.what_would_change if change.direction is direction)

    def _lowering(self) -> Iterator[WouldChange]:
        """What would make it less urgent without taking back anything that he told."""
        return (change for change in self._changes(Direction.LOWER) if change.basis is Basis.NOT_KNOWN)

    def _why_not_known(self, change: WouldChange) -> str | None:
        why = next((_WHY_NOT_KNOWN[row.state] for row in change.findings if row.state in _WHY_NOT_KNOWN), None)
        return gettext(why) if why else None

    def tests(self, most_causes: int) -> tuple[str, ...]:
        """Tests a doctor may do for the causes that fit, each once."""
        return tuple(dict.fromkeys(test for cause in self._fitting(most_causes) for test in cause.tests))[:_MOST_TESTS]

    def asked_by_a_doctor(self, most_causes: int) -> tuple[str, ...]:
        """What is not known and would help to tell the causes that fit apart."""
        return self.not_known.of_causes({cause.key for cause in self._fitting(most_causes)})[:_MOST_ASKED]

    def _fitting(self, most_causes: int) -> list[CauseFit]:
        return [cause for cause in self.outcome.causes[:most_causes] if cause.fit in _FITTING]

    def _most_urgent(self, rules: tuple[str, ...]) -> Level | None:
        levels = [self.rules[key].level for key in rules if key in self.rules]
        return max(levels, key=lambda level: level.rank, default=None)
