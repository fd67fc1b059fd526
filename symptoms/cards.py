"""A cause of an outcome as a card: what speaks for it, what against it, and what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from symptoms.engine.outcome import CauseFit, ContributionShown
from symptoms.engine.states import State
from symptoms.not_known import AllNotKnown, NotKnown
from symptoms.numbered_sources import NumberedSources, SourceLine
from symptoms.serving import Served


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding for or against a cause. `said` names it and what he said of it; `size`, 1 to 3, is for a bar beside it.

    One that is not known is named with what a yes, or an option, would mean; without a weight its `strength` is empty
    and its `size` 0. `direction` is for or against. `numbers` are the places of its sources, from 1, in the list of
    sources of its cause.
    """

    label: str
    said: str
    strength: str
    size: int
    direction: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CauseCard:
    """A cause with what speaks for it, what against it, and what is not known, the most telling first.

    `sources` has those of its findings first.
    """

    name: str
    summary: str
    fit: str | None
    fit_key: str | None
    fit_meaning: str | None
    fits: tuple[FindingLine, ...]
    does_not_fit: tuple[FindingLine, ...]
    not_known: tuple[FindingLine, ...]
    sources: tuple[SourceLine, ...]


_SIZES = {"slight": 1, "moderate": 2, "strong": 3}
_SAID = {
    State.PRESENT: gettext_noop("%(sign)s. You said yes."),
    State.ABSENT: gettext_noop("You said no to: %(sign)s."),
    State.UNTICKED: gettext_noop("You did not tick: %(sign)s."),
}
#: How many lines of each list a card shows; the API has them all.
_MOST_LINES = 6


class Cards:
    """Cards in the words of the served release; `not_known` is what this man was not asked or left open."""

    def __init__(self, served: Served, not_known: AllNotKnown) -> None:
        self._texts: Mapping[str, str] = served.release.texts
        self._sources = {row["key"]: row for row in served.catalogue["sources"]}
        self._not_known = not_known

    def card(self, cause: CauseFit) -> CauseCard:
        """A cause with what speaks for it, what against, and what is not known."""
        fits = [item for item in cause.contributions if item.strength.endswith("_for")][:_MOST_LINES]
        against = [item for item in cause.contributions if item.strength.endswith("_against")][:_MOST_LINES]
        not_known = self._not_known.of_cause(cause.key)[:_MOST_LINES]
        telling = [*fits, *against, *(item.at_most for item in not_known if item.at_most)]
        sources = NumberedSources(self._sources, [*(key for item in telling for key in item.sources), *cause.sources])
        return CauseCard(
            name=cause.name,
            summary=cause.summary,
            fit=self._texts[f"fit_{cause.fit}"] if cause.fit else None,
            fit_key=cause.fit,
            fit_meaning=self._texts[f"fit_{cause.fit}_meaning"] if cause.fit else None,
            fits=tuple(self._line(item, sources) for item in fits),
            does_not_fit=tuple(self._line(item, sources) for item in against),
            not_known=tuple(self._open_line(item, sources) for item in not_known),
            sources=sources.lines,
        )

    def _line(self, item: ContributionShown, sources: NumberedSources) -> FindingLine:
        return self._weighed_line(item, item.label, gettext(_SAID[item.state]) % {"sign": item.label}, sources)

    def _open_line(self, item: NotKnown, sources: NumberedSources) -> FindingLine:
        if item.at_most is None:
            return FindingLine(item.words, item.words, "", 0, "", ())
        said = (
            gettext("{question} If “{option}”:").format(question=item.words, option=item.option)
            if item.option
            else gettext("{sign}. If yes:").format(sign=item.words)
        )
        return self._weighed_line(item.at_most, item.words, said, sources)

    def _weighed_line(self, item: ContributionShown, label: str, said: str, sources: NumberedSources) -> FindingLine:
        word, direction = item.strength.split("_")
        return FindingLine(
            label=label,
            said=said,
            strength=self._texts[f"strength_{item.strength}"],
            size=_SIZES[word],
            direction=direction,
            numbers=sources.numbers(item.sources),
        )
