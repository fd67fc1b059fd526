"""How hard a text is to read: the Flesch-Kincaid grade.

Kincaid and others, 1975, "Derivation of new readability formulas": 0.39 words per sentence + 11.8 syllables per
word - 15.59. It is a school year of the United States; the reading age is about five years more. So ages 9 to 11
are grades 4 to 6.
"""

from __future__ import annotations

import re

#: An "e" that is not heard: at the end, or before an ending.
_SILENT = re.compile(
    r"(?<![td])ed$|(?<![scxzhg])es$|(?<!l)e$|(?<=[aeiouy])le$|(?<=[^aeiouy])e(?=(ly|ment|ful|less|ness)s?$)"
)
_VOWELS = re.compile(r"[aeiouy]+")
#: Two vowels that are heard one after the other.
_APART = re.compile(r"ia(?!n$|ns$|l$|ge)|iu|ios(?!i)|ea(?=te|$)|sci(?=e)|oea|ua(?!r|l)|[aeio]ing$|ier$")


def syllables(word: str) -> int:
    """Syllables of an English word, counted by groups of vowels; at least one."""
    word = re.sub(r"[^a-z]", "", word.lower())
    heard = _SILENT.sub("", word)
    return max(1, len(_VOWELS.findall(heard)) + len(_APART.findall(heard)))


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade of texts; each ends its last sentence, with a full stop or without."""
    sentences = [part for text in texts for part in re.split(r"[.!?]+(?=\s|$|”)", text) if re.search("[a-zA-Z]", part)]
    words = [word for sentence in sentences for word in re.findall(r"[a-zA-Z][a-zA-Z'-]*", sentence)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
