"""The words with which an evaluation is told, in plain text and on a page. All of them read its JSON values.

This room knows no Django: who shows an evaluation brings the language along. The tables hold the texts as they are
written here, which are looked up where they are told; `Words.gettext` and `gettext_noop` are the names by which
`tools.messages` finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: JSON values of one object.
Plain = Mapping[str, Any]


def gettext_noop(text: str) -> str:
    """The text as it is, marked for the catalogue."""
    return text


LEVELS = {
    "emergency_now": gettext_noop("emergency now"),
    "same_day": gettext_noop("same day"),
    "could_not_assess": gettext_noop("could not assess"),
    "within_days": gettext_noop("within days"),
    "routine": gettext_noop("routine"),
    "self_care": gettext_noop("self-care"),
}

WAYS = {
    "direct": gettext_noop("Findings given at once"),
    "denies": gettext_noop("Interview, the rest denied"),
    "not_sure": gettext_noop("Interview, the rest not sure"),
}

WAYS_EXPLAINED = {
    "direct": gettext_noop(
        "The findings of the case are given as they stand, after a finished screening: what the case does not "
        "name of the danger pages and of the pages with one answer was asked and denied."
    ),
    "denies": gettext_noop("A simulated man goes through the interview. He denies what the case does not name."),
    "not_sure": gettext_noop(
        "A simulated man goes through the interview. He is not sure of what the case does not name."
    ),
}

NOISE = {
    "one_tick": gettext_noop("One tick of a page is wrong"),
    "every_tick": gettext_noop("A tick box is wrong, each on its own"),
    "not_sure": gettext_noop("A page is answered not sure"),
    "neighbour": gettext_noop("The answer next to the true one is chosen"),
}

CHANGES = {
    "one_not_sure": gettext_noop("One of his findings is not sure"),
    "danger_not_sure": gettext_noop("All his danger signs are not sure"),
    "rules_not_sure": gettext_noop("All his findings that an emergency rule speaks of are not sure"),
    "kind": gettext_noop("Another kind of weakness"),
    "pattern": gettext_noop("The option next to the true one: onset, duration, course, side"),
}

FITS = {
    "strong": gettext_noop("Strong fit"),
    "possible": gettext_noop("Possible fit"),
    "weak": gettext_noop("Weak fit"),
}

#: What is said of a fit in each way to run the cases.
FITS_BY_WAY = {
    "direct": {
        "strong": gettext_noop("Strong fit, findings given at once"),
        "possible": gettext_noop("Possible fit, findings given at once"),
        "weak": gettext_noop("Weak fit, findings given at once"),
    },
    "denies": {
        "strong": gettext_noop("Strong fit, interview, the rest denied"),
        "possible": gettext_noop("Possible fit, interview, the rest denied"),
        "weak": gettext_noop("Weak fit, interview, the rest denied"),
    },
    "not_sure": {
        "strong": gettext_noop("Strong fit, interview, the rest not sure"),
        "possible": gettext_noop("Possible fit, interview, the rest not sure"),
        "weak": gettext_noop("Weak fit, interview, the rest not sure"),
    },
}

OWN_CASES = gettext_noop(
    "These cases are those of the project. They were written by the same authors from the same tables as the "
    "knowledge they test. Good figures show that the data hang together; they do not show that the tool is right "
    "about real men."
)

OTHER_CASES = gettext_noop(
    "These cases were brought from outside. What the figures mean depends on who wrote them, and from what."
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language.

    `gettext` gives a text in it, `ngettext` one of two forms for a number, and `number` a number as it is written
    there, with the digits it needs.
    """

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    number: Callable[[float], str]

    def named(self, names: Mapping[str, str], key: str) -> str:
        """The words that a table has for a key."""
        return self.gettext(names[key])

    def percent(self, share: float | None) -> str:
        """A share as a percentage with one decimal, without a decimal that says nothing."""
        if share is None:
            return self.gettext("none")
        return self.gettext("{number} %").format(number=self.number(round(share * 100, 1)))

    def of_all(self, proportion: Plain) -> str:
        """A proportion as a share, a count and an interval."""
        if not proportion["of"]:
            return self.gettext("no case")
        share, low, high = (self.percent(proportion[name]) for name in ("share", "low", "high"))
        return self.gettext("{share} ({count} of {all}; {low} to {high})").format(
            share=share, count=proportion["count"], all=proportion["of"], low=low, high=high
        )

    def counted(self, proportion: Plain) -> str:
        """A proportion as two counts."""
        return self.gettext("{count} of {all}").format(count=proportion["count"], all=proportion["of"])

    def spread(self, values: Plain) -> str:
        """The middle and upper values of counts of pages."""
        if not values["of"]:
            return self.gettext("none")
        return self.gettext("median {median}, 90th percentile {ninetieth}, most {most}").format(
            median=self.number(values["median"]), ninetieth=values["ninetieth"], most=values["most"]
        )

    def cause_within(self, places: int) -> str:
        """That a cause was looked for so far down the order."""
        if places == 1:
            return self.gettext("Cause in first place")
        words = self.ngettext("Cause in the first {number}", "Cause in the first {number}", places)
        return words.format(number=places)

    def category_within(self, places: int) -> str:
        """That a category was looked for so far down the order."""
        if places == 1:
            return self.gettext("Category in first place")
        words = self.ngettext("Category in the first {number}", "Category in the first {number}", places)
        return words.format(number=places)

    def times(self, ratio: float | None) -> str:
        """How many pages were asked for each that was needed."""
        return self.gettext("not measured") if ratio is None else self.number(round(ratio, 2))

    def level_why(self, row: Plain) -> str:
        """A level with the rules behind it."""
        level = self.named(LEVELS, row["level"])
        if not row["reasons"]:
            return self.gettext("{level}, no rule fired").format(level=level)
        return self.gettext("{level}, by {rules}").format(level=level, rules=_rules(row))

    def why(self, miss: Plain) -> str:
        """Why a case did not come out as expected."""
        if miss["missed"] in ("level_under", "level_over"):
            return self._why_level(miss)
        told = self._why_cause(miss) if miss["missed"] == "cause" else self._why_category(miss)
        if miss["continued"]:
            return self.gettext("{what} (after going on past the emergency)").format(what=told)
        if miss["level"] == "emergency_now" and miss["way"] != "direct":
            return self.gettext("{what} (the emergency ended the interview)").format(what=told)
        return told

    def _why_level(self, miss: Plain) -> str:
        level, expected = self.named(LEVELS, miss["level"]), self._expected(miss)
        if not miss["reasons"]:
            return self.gettext("given {level}, expected {expected}; no rule fired").format(
                level=level, expected=expected
            )
        return self.gettext("given {level}, expected {expected}; by {rules}").format(
            level=level, expected=expected, rules=_rules(miss)
        )

    def _expected(self, miss: Plain) -> str:
        least, most = self.named(LEVELS, miss["at_least"]), self.named(LEVELS, miss["at_most"])
        return least if least == most else self.gettext("{least} to {most}").format(least=least, most=most)

    def _why_cause(self, miss: Plain) -> str:
        standing, first = self._standing(miss["right"]), self._first(miss["first"])
        return self.gettext("expected cause: {standing}; first are {first}").format(standing=standing, first=first)

    def _why_category(self, miss: Plain) -> str:
        standing, first = self._standing(miss["right"]), self._first(miss["first"])
        return self.gettext("expected category: {standing}; first are {first}").format(standing=standing, first=first)

    def _standing(self, right: Sequence[Plain]) -> str:
        return ", ".join(
            self.gettext("{name} is number {place} with {share}").format(
                name=row["name"], place=row["place"], share=self.percent(row["share"])
            )
            for row in right
        )

    def _first(self, first: Sequence[Plain]) -> str:
        return ", ".join(f"{row['name']} {self.percent(row['share'])}" for row in first)

    def measured(self, bar: Plain) -> str:
        """What was measured for a bar, in the unit of its limit."""
        return self._in_unit(bar, bar["value"])

    def wanted(self, bar: Plain) -> str:
        """The limit of a bar."""
        if bar["at_least"] is not None:
            return self.gettext("at least {limit}").format(limit=self._in_unit(bar, bar["at_least"]))
        return self.gettext("at most {limit}").format(limit=self._in_unit(bar, bar["at_most"]))

    def _in_unit(self, bar: Plain, value: float | None) -> str:
        if value is None:
            return self.gettext("not measured")
        return self.percent(value) if bar["is_share"] else self.number(round(value, 2))


def _rules(row: Plain) -> str:
    return ", ".join(reason["rule"] for reason in row["reasons"])


def _written(text: str) -> str:
    return text


def _form(one: str, several: str, number: int) -> str:
    return one if number == 1 else several


def _digits(value: float) -> str:
    return f"{value:g}"


#: The words as they are written here: those of the command line, and of what it writes.
ENGLISH = Words(_written, _form, _digits)
