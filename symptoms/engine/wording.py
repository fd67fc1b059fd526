"""Fills the region's lines and the release's number into texts."""

from __future__ import annotations

from collections.abc import Mapping

#: The urgent line named together with the doctor, to the man and about another man, in the English of the texts.
#: Where the line is the doctor, he is named once.
_LINE_OR_DOCTOR = ("{urgent_line} or your doctor", "{urgent_line} or his doctor")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `{name}` of `values` replaced; other placeholders stay."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def fill_region(text: str, emergency_number: str, urgent_line: str, urgent_number: str | None) -> str:
    """`text` with the region's emergency number and urgent line."""
    if urgent_number is None:
        for both in _LINE_OR_DOCTOR:
            text = text.replace(both, "{urgent_line}")
    return fill(text, {"emergency_number": emergency_number, "urgent_line": urgent_line})
