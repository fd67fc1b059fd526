"""What a release holds, as lists that partner apps can read: made once when a release is served."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from knowledge.content import WORDS_FOR_ANOTHER, KnowledgeBase, theme_text
from knowledge.content import Rule as RuleContent
from symptoms.engine.answers import reserved_options
from symptoms.engine.compiled import CompiledRelease, Question
from symptoms.plain import as_plain
from symptoms.reserved import RESERVED_LABELS

#: Must be shown wherever the facts are shown; see NOTICE.
ATTRIBUTION = gettext_noop(
    "This product uses the Human Phenotype Ontology (release 2025-01-16), see https://hpo.jax.org. "
    "Its rows were changed to fit men with weak legs and are not HPO content. "
    "SNOMED CT and ICD-10 codes are references only."
)


def reserved_label(key: str) -> str:
    """The words of an option with a fixed meaning, in the language of the site."""
    return gettext(RESERVED_LABELS[key])


@dataclass(frozen=True, slots=True)
class OptionShown:
    """`reserved` options have a fixed meaning; the others map to findings. `explain` is a line under the label."""

    key: str
    label: str
    reserved: bool
    explain: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A page as a man sees it. `kind` is single, multiple or yes_no; `findings` are what it asks about.

    `theme` is the heading of a list of answers under which it belongs.
    """

    key: str
    text: str
    hint: str
    why: str
    kind: str
    stage: str
    sensitive: bool
    options: tuple[OptionShown, ...]
    findings: tuple[str, ...]
    theme: str | None = None


def question_shown(release: CompiledRelease, question: Question) -> QuestionShown:
    """A page of a compiled release with its own and its reserved options."""
    own = tuple(
        OptionShown(option.key, option.label, reserved=False, explain=option.explain) for option in question.options
    )
    reserved = tuple(OptionShown(key, reserved_label(key), reserved=True) for key in reserved_options(question))
    return QuestionShown(
        key=question.key,
        text=question.text,
        hint=question.hint,
        why=question.why,
        kind=question.kind,
        stage=question.stage,
        sensitive=question.sensitive,
        options=own + reserved,
        findings=release.keys(question.mask),
        theme=None if question.theme is None else release.texts[theme_text(question.theme)],
    )


#: Words that a rule says to another: an interview gives them in place of the ordinary ones, and a list holds those.
SAID_TO_ANOTHER = frozenset(WORDS_FOR_ANOTHER[RuleContent])


def build_catalogue(knowledge: KnowledgeBase, release: CompiledRelease) -> dict[str, list[dict[str, Any]]]:
    """The lists of the API by their address: questions, findings, causes, red-flag-rules, sources."""
    return {
        "questions": [as_plain(question_shown(release, question)) for question in release.questions],
        "findings": [
            as_plain(row) | {"question": _page_key(release, index)} for index, row in enumerate(knowledge.findings)
        ],
        "causes": [as_plain(row) for row in knowledge.causes],
        "red-flag-rules": [
            _without(as_plain(row), SAID_TO_ANOTHER) | {"title": rule.title, "tell": rule.tell, "because": rule.because}
            for row, rule in zip(knowledge.red_flags, release.rules, strict=True)
        ],
        "sources": [as_plain(row) for row in knowledge.sources],
    }


def _without(plain: dict[str, Any], names: Set[str]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name not in names}


def _page_key(release: CompiledRelease, finding: int) -> str | None:
    page = release.findings[finding].question
    return None if page is None else release.questions[page].key
