"""Clauses of findings as a sentence that a clinician can check a rule by.

Labels often hold commas, colons or "or" themselves. When a label could be misread as more than one, every
label of the sentence stands in quotes; otherwise none does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

#: The label of a finding by its key, or None when it has none: `labels.get` of a dict does.
LabelOf = Callable[[str], str | None]

#: What a level is called among clinicians.
LEVEL_WORDS = {
    "emergency_now": "Emergency",
    "same_day": "Same day",
    "within_days": "Within days",
    "routine": "Routine",
    "self_care": "Self-care",
}

#: Stands for a clause, or a whole condition, without any finding.
NO_FINDING = "no finding chosen yet"

_CURLY_QUOTE = re.compile("[“”]")
_MISREADABLE = re.compile(r'[,;:"“”]|\b(AND|any of|no finding chosen yet)\b')


def condition_words(all_of: Sequence[Sequence[str]], label_of: LabelOf) -> str:
    """The clauses joined by AND, each as its label or as "any of: …"; a key without a label shows as the key."""
    quote = any(_MISREADABLE.search(_label(key, label_of)) for clause in all_of for key in clause)
    return " AND ".join(_clause(clause, label_of, quote) for clause in all_of) or NO_FINDING


def rule_sentence(urgency: str, all_of: Sequence[Sequence[str]], label_of: LabelOf) -> str:
    """When a red-flag rule fires and how urgent it is then: "Emergency if: came on suddenly AND any of: …"."""
    level = LEVEL_WORDS.get(urgency) or urgency.replace("_", " ").capitalize()
    return f"{level} if: {condition_words(all_of, label_of)}"


def picture_sentence(all_of: Sequence[Sequence[str]], label_of: LabelOf) -> str:
    """When a self-care picture holds: "Self-care may fit if: …"."""
    return f"Self-care may fit if: {condition_words(all_of, label_of)}"


def question_sentence(ask_if: Sequence[Sequence[str]], label_of: LabelOf) -> str:
    """When a page is asked: "Asked only if: …", or that it has no condition."""
    return f"Asked only if: {condition_words(ask_if, label_of)}" if ask_if else "Asked without a condition"


def _label(key: str, label_of: LabelOf) -> str:
    return label_of(key) or key


def _clause(keys: Sequence[str], label_of: LabelOf, quote: bool) -> str:
    labels = [_label(key, label_of) for key in keys]
    if quote:
        labels = ["“" + _CURLY_QUOTE.sub('"', label) + "”" for label in labels]
    if len(labels) > 1:
        return f"any of: {', '.join(labels)}"
    return labels[0] if labels else NO_FINDING
