"""Why a row cannot be saved, told at the place in its form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from knowledge.checks.problem import Problem

_STEP = re.compile(r"(\w+)\[(\d+)\]")
#: Lists of a row whose entries have a name of their own, with the field that holds it.
_NAMED = {"evidence": ("Evidence on", "finding"), "options": ("Option", "key"), "show_with": ("Shown with", "cause")}
_CLAUSES = {"all_of", "ask_if"}


class Refused(Exception):
    """The row cannot be saved. `errors` are pairs of a path inside the row ("" for the row) and a sentence."""

    def __init__(self, errors: Iterable[tuple[str, str]]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(sentence for _, sentence in self.errors))


def refusal_for(problems: Iterable[Problem], row: object) -> Refused:
    """The problems of a row of content, with the code of each and the place in words."""
    return Refused(
        (problem.path, f"{problem.code} {place_in_words(row, problem.path)}{problem.message}") for problem in problems
    )


def place_in_words(row: Any, path: str) -> str:
    """The place of a problem that is not a field of the form by itself, ending in a colon; "" for other places."""
    step = _STEP.match(path)
    if step is None:
        return ""
    name, place = step[1], int(step[2])
    if name in _CLAUSES:
        return f"Clause {place + 1}: "
    if name in _NAMED:
        words, field = _NAMED[name]
        return f"{words} {getattr(getattr(row, name)[place], field)}: "
    return f"{name.replace('_', ' ').capitalize()}, entry {place + 1}: "


def add_errors(form: forms.BaseForm, refused: Refused) -> None:
    """Puts each error at its field of the form, or at the top where the form has no such field."""
    for path, sentence in refused.errors:
        name = path.partition("[")[0].replace(".", "_")
        fields = [field for field in (name, name.partition("_")[2]) if field in form.fields]
        form.add_error(fields[0] if fields else None, sentence)
