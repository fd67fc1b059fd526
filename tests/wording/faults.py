"""What no text that a man reads may say or look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.reading_age import hard_alone, syllables
from tests.wording.words import DOCTORS_WORDS, EVERYDAY, HARD_WORDS, UNKIND

#: Names in capitals, and why they stay. Any other word in capitals shouts.
CAPITALS = {
    "A": "what stands behind “vitamin”, or the first word of a sentence",
    "AA": "the level of a standard, on the page about accessibility",
    "ACE": "a group of tablets; it stands on the leaflet",
    "ALS": "the other name of an illness, after the first",
    "API": "for apps, on pages that say so",
    "C": "what stands behind “vitamin”",
    "CFS": "the short name by which men know the illness",
    "CIDP": "the short name by which doctors will name it to him",
    "CMT": "the short name by which men with it know it",
    "COPD": "the short name by which men with it know it",
    "COVID": "what everybody calls it",
    "D": "what stands behind “vitamin”",
    "E": "what stands behind “vitamin”",
    "GP": "what men in Great Britain and Ireland call their doctor",
    "HIV": "what everybody calls it",
    "I": "the man himself",
    "ICD": "a list of codes, in the part for a doctor",
    "JSON": "the kind of a file, for programs",
    "ME": "the short name by which men know the illness",
    "MOGAD": "the short name by which doctors will name it to him",
    "MS": "the short name by which men with it know it",
    "MSA": "the short name by which doctors will name it to him",
    "NHS": "the name of the health service",
    "NMOSD": "the short name by which doctors will name it to him",
    "NPH": "the short name by which doctors will name it to him",
    "PSP": "the short name by which doctors will name it to him",
    "TIA": "the other name of a mini-stroke, after the first",
    "WCAG": "a standard, on the page about accessibility",
    "X": "what stands before “ray”",
}

#: Doctors' and sellers' ways of speaking, by the name of the fault.
_PHRASES = {
    # “Do you have pain?” and “if you have pain” ask; “you have a stroke” is what no check can know.
    "says what he has": r"(?<!\bdo )(?<!\bif )(?<!\bwhen )(?<!\bthat )\byou (?:\w+ )?(?:have|suffer|are suffering)\b",
    "rules out": r"\brul(?:e|es|ed|ing)[ -](?:(?:it|this|that|them) )?out\b",
    "calls him a patient": r"\bpatients?\b",
    "calls him a user": r"\busers?\b",
    "percentage": r"\d\s?%|\bper ?cent\b",
    "shouts": r"!",
    "is not for men": r"\b(?:she|her|hers|woman|women|girls?)\b",
    "promises": r"\b(?:guaranteed?|certainly|definitely|nothing to worry about|harmless for you|you are fine)\b",
}
_UNKIND = re.compile(rf"\b(?:{'|'.join(UNKIND)})\b", re.IGNORECASE)
_DOCTORS = re.compile(rf"\b({'|'.join(DOCTORS_WORDS)})(?:s|es|d|ed)?\b", re.IGNORECASE)
_LONG = 3


def wrong_phrases(text: str) -> Iterator[str]:
    """Names of what a text may not say, in whatever words it is written."""
    for fault, pattern in _PHRASES.items():
        if re.search(pattern, text, re.IGNORECASE):
            yield fault
    if _UNKIND.search(text):
        yield "is unkind"


def faults(text: str) -> Iterator[str]:
    """Names of what is wrong with a text: with what it says, with its words, and whether it is hard to read."""
    text = re.sub(r"\{\w+\}", "it", text)
    yield from wrong_phrases(text)
    for word in sorted(set(re.findall(r"\b[A-Z]+\b", text)) - CAPITALS.keys()):
        yield f"shouts {word}"
    for found in sorted({match.lower() for match in _DOCTORS.findall(text)}):
        yield f"says {found} for {DOCTORS_WORDS[found]}"
    for word in sorted(long_words(text) - EVERYDAY - HARD_WORDS.keys()):
        yield f"new long word {word}"
    if hard_alone(text):
        yield "is hard to read"


def long_words(text: str) -> set[str]:
    """Words of three syllables or more, without their endings of one's own ('s). Placeholders are no words."""
    words = re.findall(r"[A-Za-z][a-z]*", re.sub(r"\{\w+\}", "", text))
    return {word.lower() for word in words if syllables(word) >= _LONG}


_THE_MAN = re.compile(
    r"\byour (?:own )?(?:saved )?(?:answers?|health|legs?|weakness|results?)\b|\byou (?:feel|were)\b", re.IGNORECASE
)


def taken_for_the_man(text: str) -> list[str]:
    """Words that take whoever reads them for the man whom the check was about."""
    return _THE_MAN.findall(text)
