"""How a region's urgent line reads inside a sentence."""

from __future__ import annotations

from knowledge.content import Spelling, UrgentLine

_NO_LINE = {
    Spelling.BRITISH: "your doctor or an urgent care centre",
    Spelling.AMERICAN: "your doctor or an urgent care center",
}
_NO_LINE_FOR_ANOTHER = {
    Spelling.BRITISH: "his doctor or an urgent care centre",
    Spelling.AMERICAN: "his doctor or an urgent care center",
}


def urgent_line_words(line: UrgentLine, spelling: Spelling) -> str:
    """How the urgent line reads after "call": its label, with the number where the label lacks it."""
    label, number = line.label, line.number
    if label is None:
        return _NO_LINE[spelling] if number is None else number
    if number is None or holds_number(label, number):
        return label
    return f"{label} on {number}"


def no_line_for_another(spelling: Spelling) -> str:
    """What stands for the urgent line of a region that has none, said to somebody who answers for a man."""
    return _NO_LINE_FOR_ANOTHER[spelling]


def holds_number(text: str, number: str) -> bool:
    """Whether a phone number stands in a text, however it is spaced."""
    return number.replace(" ", "") in text.replace(" ", "")
