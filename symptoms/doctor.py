"""One page for the doctor: what was advised and why, and what the man told, denied and was not asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symptoms.engine.outcome import Assessment
from symptoms.engine.states import State
from symptoms.results import ResultPage
from symptoms.told import Told

#: Labels of a list that could grow long; the file of the outcome has all of them.
_MOST = 8
#: Letters of labels that fit on a sheet of A4 in print of the usual size, with room for words of his own.
_MOST_LETTERS = 3300


@dataclass(frozen=True, slots=True)
class Some:
    """The first labels of a list, and how many more there are."""

    labels: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """Names of causes with the same word for the fit."""

    fit: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoctorPage:
    """What stands on the page, ready to be shown.

    `rules` are titles of those that made the outcome's level. `denied` speaks against the causes that were
    considered; `not_asked` could matter for them.
    """

    told: Told
    rules: Some
    denied: Some
    not_sure: Some
    not_said: Some
    not_asked: Some
    causes: tuple[Fitting, ...]
    serious: tuple[str, ...]
    stopped: bool

    @property
    def is_dense(self) -> bool:
        """Whether there is so much to say that one sheet holds it only in small print."""
        told = self.told
        ticked = (told.signs, told.illnesses, told.medicines, told.habits)
        lists = [
            *(told.danger.present, told.danger.not_sure, told.danger.denied, told.danger.open, told.danger.not_asked),
            *(some.labels for some in (self.rules, self.denied, self.not_sure, self.not_asked)),
            *(kind.labels for kind in ticked),
            *(group.names for group in self.causes),
            self.serious,
        ]
        return sum(len(label) for labels in lists for label in labels) > _MOST_LETTERS


def doctor_page(outcome: Assessment, page: ResultPage, told: Told, *, stopped: bool) -> DoctorPage:
    """The page of an outcome; `page` is the same outcome as the man sees it.

    A check that was `stopped` by an emergency names no causes: they would rest on next to nothing.
    """
    if stopped:
        nothing = Some((), 0)
        return DoctorPage(
            told, _rules(page), nothing, _some(told.not_sure), _some(told.not_said), nothing, (), (), stopped=True
        )
    cards = [card for group in (*page.groups, *page.weaker) for card in group.causes]
    against = dict.fromkeys(line.label for card in cards for line in card.does_not_fit)
    names: dict[str, list[str]] = {}
    for cause in outcome.causes:
        word = next((card.fit for card in cards if card.name == cause.name), None)
        if word:
            names.setdefault(word, []).append(cause.name)
    # Danger signs and the pages with one choice have lines of their own.
    elsewhere = {answer.question for answer in told.answers}
    never_asked = [
        row.label
        for row in outcome.unknown
        if row.state is State.NOT_ASKED and row.causes and row.question not in elsewhere
    ]
    return DoctorPage(
        told=told,
        rules=_rules(page),
        denied=_some(label for label in against if label in told.denied),
        not_sure=_some(told.not_sure),
        not_said=_some(told.not_said),
        not_asked=_some(label for label in never_asked if label not in told.danger.not_asked),
        causes=tuple(Fitting(word, tuple(of_it)) for word, of_it in names.items()),
        serious=tuple(card.name for card in page.serious),
        stopped=False,
    )


def _rules(page: ResultPage) -> Some:
    return _some(dict.fromkeys(flag.title for flag in page.flags))


def _some(labels: Iterable[str]) -> Some:
    every = tuple(labels)
    return Some(every[:_MOST], len(every[_MOST:]))
