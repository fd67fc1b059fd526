"""Every text a man may read: of the knowledge, of the templates and of the code."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.content import KnowledgeBase

ROOT = Path(__file__).parents[2]


class Reader(StrEnum):
    """Who reads a text: a man; clinicians and developers; programs; or it is the name of somebody else's work."""

    MAN = "man"
    DOCTORS_WORDS = "doctors' words"
    CLINICIAN = "clinician"
    PROGRAM = "program"
    NAME = "name"


class Text(NamedTuple):
    place: str
    text: str


#: Who reads each field of the knowledge that holds text. The pages say that tests go by the names doctors use, and
#: show the medical name and the usual course of a cause under "For a doctor".
READERS = {
    "advice.cautions": Reader.MAN,
    "advice.text": Reader.MAN,
    "advice.title": Reader.MAN,
    "categories.name": Reader.MAN,
    "categories.summary": Reader.MAN,
    "causes.clinical_name": Reader.CLINICIAN,
    "causes.evidence.note": Reader.CLINICIAN,
    "causes.name": Reader.MAN,
    "causes.summary": Reader.MAN,
    "causes.tests": Reader.DOCTORS_WORDS,
    "causes.typical_course": Reader.CLINICIAN,
    "findings.label": Reader.MAN,
    "questions.hint": Reader.MAN,
    "questions.hint_for_another": Reader.MAN,
    "questions.options.explain": Reader.MAN,
    "questions.options.label": Reader.MAN,
    "questions.options.label_for_another": Reader.MAN,
    "questions.text": Reader.MAN,
    "questions.text_for_another": Reader.MAN,
    "questions.why": Reader.MAN,
    "questions.why_for_another": Reader.MAN,
    "red_flags.accuracy": Reader.CLINICIAN,
    "red_flags.because": Reader.MAN,
    "red_flags.because_for_another": Reader.MAN,
    "red_flags.note": Reader.CLINICIAN,
    "red_flags.tell": Reader.MAN,
    "red_flags.tell_for_another": Reader.MAN,
    "red_flags.title": Reader.MAN,
    "regions.crisis_line.label": Reader.NAME,
    "regions.crisis_line.number": Reader.PROGRAM,
    "regions.emergency_also": Reader.MAN,
    "regions.emergency_dial": Reader.PROGRAM,
    "regions.emergency_number": Reader.MAN,
    "regions.name": Reader.NAME,
    "regions.note": Reader.CLINICIAN,
    "regions.recall": Reader.CLINICIAN,
    "regions.sources.name": Reader.NAME,
    "regions.sources.url": Reader.PROGRAM,
    "regions.urgent_line.if_none": Reader.MAN,
    "regions.urgent_line.if_none_for_another": Reader.MAN,
    "regions.urgent_line.label": Reader.MAN,
    "regions.urgent_line.label_for_another": Reader.MAN,
    "regions.urgent_line.number": Reader.PROGRAM,
    "self_care.review_after": Reader.PROGRAM,
    "self_care.title": Reader.MAN,
    "settings.language": Reader.PROGRAM,
    "sources.publisher": Reader.NAME,
    "sources.title": Reader.NAME,
    "sources.url": Reader.PROGRAM,
    "texts.note": Reader.CLINICIAN,
    "texts.text": Reader.MAN,
    "texts.text_for_another": Reader.MAN,
    "vignettes.story": Reader.CLINICIAN,
}

#: Fields that hold keys and codes.
CODES = re.compile(
    r"\.(key|article|sources|requires|theme|treatment|finding|cause|category|cluster|show_with\.\w+|codes\.\w+|present"
    r"|absent|unsure|all_of|ask_if|suspects|advice|suppressed_by|always_when|expect\.\w+)$"
)
#: Texts of the release that say what an app has to show.
FOR_APPS = "texts.must_display_"


def fields_with_text(knowledge: KnowledgeBase) -> set[str]:
    """Every field of the knowledge that holds a text, as "concept.field"; keys and codes left out."""
    return {
        field
        for concept in dataclasses.fields(knowledge)
        for _, field, _ in _strings(getattr(knowledge, concept.name), concept.name, concept.name)
        if not CODES.search(field)
    }


def knowledge_texts(knowledge: KnowledgeBase, *readers: Reader) -> list[Text]:
    """Every text that these readers read; its place is "concept.key.field"."""
    return [
        Text(place, text)
        for concept in dataclasses.fields(knowledge)
        for place, field, text in _strings(getattr(knowledge, concept.name), concept.name, concept.name)
        if READERS.get(field) in readers and not place.startswith(FOR_APPS)
    ]


def _strings(value: Any, place: str, field: str) -> Iterator[tuple[str, str, str]]:
    """Place, field and value of every string inside."""
    if isinstance(value, str):
        if not isinstance(value, Enum):
            yield place, field, value
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _strings(entry, f"{place}.{getattr(entry, 'key', number)}", field)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from _strings(getattr(value, part.name), f"{place}.{part.name}", f"{field}.{part.name}")


#: Templates of pages for men. The sheet for a doctor is in a doctor's words, the figures of the evaluation are for
#: those who judge the check, and the rest is for machines or clinicians.
_TEMPLATES = (
    *("templates/base.html", "templates/symptoms", "templates/saved", "templates/pages", "templates/errors"),
    "templates/legcheck",
)
_NOT_FOR_MEN = (
    *("templates/symptoms/doctor.html", "templates/symptoms/evaluation/", "templates/symptoms/preview.html"),
    "templates/legcheck/field/described_by.html",
)

_TAG = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>.*?)%\}", re.DOTALL)
_TRANSLATED = re.compile(r"""^\s*(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.DOTALL)
_READ_ATTRIBUTES = re.compile(r"""\b(?:alt|title|aria-label|content|placeholder)="([^"]*)\"""")
_INLINE = re.compile(r"</?(?:a|abbr|b|em|i|label|span|strong|kbd)\b[^>]*>")


def template_texts() -> list[Text]:
    """Every run of words in the templates of the pages for men; what is filled in stands as "it"."""
    paths = [
        path for start in _TEMPLATES for path in ([ROOT / start] if start.endswith("html") else _html(ROOT / start))
    ]
    names = {path: path.relative_to(ROOT).as_posix() for path in paths}
    return [
        Text(names[path], text)
        for path in paths
        if not names[path].startswith(_NOT_FOR_MEN)
        for text in runs_of_words(path.read_text(encoding="utf-8"))
    ]


def _html(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def runs_of_words(template: str) -> list[str]:
    """The texts of a template, one by one. Words that {% translate %} marks are texts as well."""
    html = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", template, flags=re.DOTALL)
    html = _TAG.sub(_words_of_tag, html)
    html = re.sub(r"\{\{.*?\}\}", "it", html, flags=re.DOTALL)
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    read = [text for text in _READ_ATTRIBUTES.findall(html) if " " in text and "=" not in text and "_" not in text]
    html = re.sub(r"<[^>]+>", "\n", _INLINE.sub("", html))
    runs = [" ".join(run.split()) for run in [*html.split("\n"), *read]]
    return [run for run in runs if re.search("[a-z]{2}", run)]


def _words_of_tag(tag: re.Match[str]) -> str:
    """What a tag leaves in a text: the words it marks, or the end of a run where the text may go on another way."""
    if tag["name"] in ("translate", "trans"):
        marked = _TRANSLATED.match(tag["rest"])
        return marked["text"] if marked else "it"
    return "it" if tag["name"] in ("url", "static") else "\n"


#: Code whose strings a man may read. The others speak to programs, clinicians or operators.
_CODE = (
    *(
        "answers_list",
        "calendar_file",
        "dates",
        "errors",
        "feedback",
        "drawings",
        "forms",
        "reserved",
        "results",
        "spoken",
        "takeaways",
    ),
    *("told", "views", "walk", "pages/library", "pages/places", "pages/questions", "pages/views"),
)


def code_texts() -> list[Text]:
    """Every string of more than one word in that code, docstrings left out; what is filled in stands as "it"."""
    return [
        Text(f"symptoms/{name}.py", text)
        for name in _CODE
        for text in strings_of(ROOT.joinpath("symptoms", f"{name}.py").read_text(encoding="utf-8"))
        if re.search(r"[a-z]{2} [“a-z]", text.replace(" it ", ""))
    ]


def strings_of(code: str) -> Iterator[str]:
    """Every string of a Python module that is no docstring."""
    tree = ast.parse(code)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else " it " for part in node.values)
            yield re.sub(r" +(?=[ .,;:”])|(?<=“) +", "", "".join(parts)).strip()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value
