"""tools/pseudo.py: what a text becomes, and what stays."""

from __future__ import annotations

import re

import pytest

from tools.messages import catalogue, forms
from tools.placeholders import differing, parts
from tools.pseudo import pseudo


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Leg", "[Ļééĝ]"),
        ("Call %(n)s", "[Çååļļ %(n)s]"),
        ("%%", "[%%]"),
        ("by {date}.", "[ƀý {date}.]"),
        ('<a href="x.html">go</a> &amp;', '[<a href="x.html">ĝöö</a> &amp;]'),
        ("see https://hpo.jax.org.", "[šéééé https://hpo.jax.org.]"),
        ("112", "[112]"),
    ],
)
def test_a_text_becomes(text, words):
    assert pseudo(text) == words


def test_every_text_of_the_site_keeps_its_parts_and_no_plain_letter():
    texts = [text for row in catalogue() if row.id for text in forms(row.id)]
    assert [text for text in texts if differing(text, pseudo(text))] == []
    left = [re.sub("|".join(map(re.escape, parts(text))) or "$^", "", pseudo(text)) for text in texts]
    assert [text for text in left if re.search("[A-Za-z]", text)] == []


def test_texts_grow_by_about_two_fifths():
    texts = [row.id for row in catalogue() if isinstance(row.id, str) and row.id]
    growth = sum(len(pseudo(text)) for text in texts) / sum(len(text) for text in texts)
    assert 1.25 < growth < 1.5
