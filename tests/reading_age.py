"""How hard a text is to read: the Flesch-Kincaid grade.

Kincaid and others, 1975, "Derivation of new readability formulas": 0.39 words per sentence + 11.8 syllables per
word - 15.59. It is a school year of the United States; the reading age is about five years more. So ages 9 to 11
are grades 4 to 6.

The formula is made for whole pages. Four things keep to the ages: whole pages; what a page of the library says in
sentences, without its many short labels, which would hide hard ones; all texts of one kind together; and each text
that is long enough to be measured alone. In a text of one or two sentences a single long name weighs much: those that
cannot be made easier stand in `tests.wording.exceptions`, each with its reason. A label of a few words cannot be
measured at all, so long words are looked at one by one, in `tests.wording.words`.
"""

from __future__ import annotations

import re
from typing import Any

#: The highest grade of a page or a text: ages 9 to 11.
HARDEST = 6.0
#: The fewest words with which a text is measured alone.
FEWEST_WORDS = 12

#: An "e" that is not heard: at the end, or before an ending. In "muscles" and "settled" it is.
_SILENT = re.compile(
    r"(?<![td])(?<![bcdfgkptz]l)ed$|(?<![scxzhg])(?<![bcdfgkptz]l)es$"
    r"|(?<!l)e$|(?<=[aeiouy])le$|(?<=[^aeiouy])e(?=(ly|ment|ful|less|ness)s?$)"
)
_VOWELS = re.compile(r"[aeiouy]+")
#: Two vowels that are heard one after the other; and one that is heard but not written (“spasm”).
_APART = re.compile(r"ia(?!n$|ns$|l$|ge)|iet|iu|ios(?!i)|ea(?=te|$)|sci(?=e)|oea|ua(?!r|l)|[aeioy]ing$|ier$|sms?$")


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


def hard_alone(text: str) -> bool:
    """Whether a text that stands alone is too hard. Words in curly brackets are filled in with short ones."""
    filled = re.sub(r"\{\w+\}", "it", text)
    return len(filled.split()) >= FEWEST_WORDS and grade([filled]) > HARDEST


#: What is made for others, by the class or the heading that the page gives it: sources, and parts for a doctor.
_FOR_OTHERS = ("lc-quiet", "lc-sheet")
_HEADINGS_FOR_OTHERS = ("Tests a doctor may do", "For a doctor", "Where the facts come from")
_READ = ("h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "label", "summary")
#: Shorter ones are names and buttons, and no sentences.
_FEWEST_OF_A_SENTENCE = 4


def texts_of(main: Any) -> list[str]:
    """The texts a man reads on a page that was drawn, each that is long enough for a sentence."""
    found: list[str] = []
    section = ""
    for part in main.all():
        if part.tag in ("h1", "h2"):
            section = part.text
        if part.tag in _READ and section not in _HEADINGS_FOR_OTHERS and not _is_for_others(part):
            found.append(part.text)
    return [text for text in found if len(text.split()) >= _FEWEST_OF_A_SENTENCE]


def _is_for_others(part: Any) -> bool:
    """Whether an element, or one around it, is for others."""
    while part is not None:
        if any(name in part.attributes.get("class", "").split() for name in _FOR_OTHERS):
            return True
        part = part.parent
    return False
