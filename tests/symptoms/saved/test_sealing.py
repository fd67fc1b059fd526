"""The lock and what is locked: it opens with exactly the token, the key and the day, and gives what went in."""

from __future__ import annotations

import json
import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from symptoms.saved.kept import FORMAT, Kept, NotKept, pack, unpack
from symptoms.saved.sealing import Unreadable, is_token, link_of, new_token, seal, unseal

DAY = date(2026, 12, 22)
KEY = bytes(range(32))
TOKEN = "a" * 32
PLAIN = b"what he told"

words = some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
kept = some.builds(
    Kept,
    release=some.integers(1, 99_999),
    engine=words,
    level=words,
    made=some.dates(),
    age=some.none() | some.integers(0, 118),
    answers=some.dictionaries(words, some.lists(words, max_size=5).map(tuple), max_size=12),
    continued=some.booleans(),
)


@given(kept, some.dates(), some.binary(min_size=32, max_size=32))
def test_what_is_saved_opens_equal(told, ends, key):
    token = new_token()
    sealed = seal(pack(told), token=token, day_key=key, ends=ends)
    assert unpack(unseal(sealed, token=token, day_key=key, ends=ends)) == told


@pytest.mark.parametrize(
    "other",
    [{"token": "b" * 32}, {"token": new_token()}, {"day_key": bytes(32)}, {"ends": date(2027, 1, 1)}],
    ids=["token", "new token", "key of the day", "day"],
)
def test_it_opens_with_nothing_else(other):
    sealed = seal(PLAIN, token=TOKEN, day_key=KEY, ends=DAY)
    assert unseal(sealed, token=TOKEN, day_key=KEY, ends=DAY) == PLAIN
    with pytest.raises(Unreadable):
        unseal(sealed, **{"token": TOKEN, "day_key": KEY, "ends": DAY} | other)


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_a_bent_row_does_not_open(place):
    sealed = bytearray(seal(PLAIN, token=TOKEN, day_key=KEY, ends=DAY))
    sealed[place] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(sealed), token=TOKEN, day_key=KEY, ends=DAY)


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_row_cut_short_does_not_open(length):
    sealed = seal(PLAIN, token=TOKEN, day_key=KEY, ends=DAY)
    with pytest.raises(Unreadable):
        unseal(sealed[:length], token=TOKEN, day_key=KEY, ends=DAY)


def test_the_same_never_looks_the_same_and_shows_nothing():
    one, other = (seal(PLAIN, token=TOKEN, day_key=KEY, ends=DAY) for _ in range(2))
    assert one != other
    assert PLAIN not in one


def test_tokens_have_many_bits_and_fit_in_an_address():
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(is_token(token) and len(token) * 6 >= 128 for token in tokens)
    assert len({link_of(token) for token in tokens}) == 200
    assert link_of(TOKEN) == "3ba3f5f43b92602683c19aee62a20342b084dd5971ddd33808d81a328879a547"


@pytest.mark.parametrize("text", ["", "a" * 31, "a" * 33, "a" * 31 + "/", "ä" * 32, "a" * 31 + "\n", "link"])
def test_other_text_is_no_token(text):
    assert not is_token(text)


# What is kept


def packed(**changes: object) -> bytes:
    told = {"f": FORMAT, "r": 1, "e": "1", "l": "routine", "d": "2026-11-22", "a": 58, "q": {}, "c": False}
    return zlib.compress(json.dumps(told | changes).encode())


def test_the_shape_of_these_tests_is_the_real_one():
    assert unpack(packed(q={"side": ["both"]})).answers == {"side": ("both",)}


@pytest.mark.parametrize(
    "data",
    [b"", b"no zlib", zlib.compress(b"[]"), zlib.compress(b"{"), zlib.compress(b'"' + b"a" * 9_000_000 + b'"')]
    + [packed(**{name: value}) for name, value in {"f": 2, "d": "today", "r": "x", "a": "old", "q": []}.items()],
)
def test_a_shape_that_is_not_known_is_nothing_kept(data):
    with pytest.raises(NotKept):
        unpack(data)


def test_the_length_hardly_tells_how_much_was_answered(release):
    many = {question.key: tuple(option.key for option in question.options) for question in release.questions}
    sizes = set()
    for count in range(0, len(many), 3):
        answers = dict(list(many.items())[:count])
        told = Kept(1, "1", "routine", DAY, 58, answers, False)
        assert unpack(pack(told)) == told
        sizes.add(len(pack(told)))
    assert sizes <= {1024, 2048, 3072}
