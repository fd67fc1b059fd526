"""Reads JSON and refuses whatever two programs could read in two ways.

A plain JSON reader keeps the last of two members with the same name, and so can lose a danger sign. This one
refuses such a body, and also what could exhaust the reader or break a later program: deep nesting, very long
numbers, NaN, NUL characters, halves of surrogate pairs. No message holds anything of what was sent.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The largest body that is read. `depth` must stay well below Python's own limit on recursion."""

    bytes: int = 65_536
    #: Arrays and objects inside each other.
    depth: int = 20
    #: Arrays, objects, strings, numbers, true, false and null in the whole body; names of members do not count.
    values: int = 5_000
    #: Characters of a string or of a member's name.
    string_length: int = 1_000
    #: Significant digits and digits of the exponent. Every double as Python and JavaScript write it has 20 or fewer.
    number_digits: int = 20


class StrictJSONError(ValueError):
    """The body was refused.

    `code` is stable, `detail` is a sentence that repeats nothing of the body, `pointer` (RFC 6901) is where the
    fault stands, or "" where that is not known. The pointer holds member names, so it belongs in the response and
    not in a log: `str()` leaves it out.
    """

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.pointer = pointer


class _Members(list[tuple[str, object]]):
    """The members of an object as they were written, repeated ones included."""


class _Number(str):
    """A number, or NaN or an infinity, as it was written."""

    __slots__ = ()


_DECODER = json.JSONDecoder(object_pairs_hook=_Members, parse_int=_Number, parse_float=_Number, parse_constant=_Number)
# A string without an end runs to the end of the body, which the decoder then refuses.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_NUMBER = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?(?:[eE][-+]?([0-9]+))?")
_UNSAFE_CHARACTER = re.compile("[\0\ud800-\udfff]")


def parse(body: bytes, limits: Limits = Limits()) -> object:
    """The value that `body` holds: dict, list, str, int, float, bool or None.

    Raises StrictJSONError with the code json_too_large, json_not_utf8, json_malformed, json_too_deep,
    json_too_many_values, json_duplicate_key, json_bad_number or json_bad_text.
    """
    if len(body) > limits.bytes:
        raise StrictJSONError("json_too_large", f"The body is larger than {limits.bytes} bytes.")
    text = _decoded(body)
    _check_depth(text, limits.depth)
    try:
        raw = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
    else:
        return _Reader(limits).value(raw)
    # Raised here and not above: the decoder's error holds the whole body, and would hang on this one as its context.
    raise StrictJSONError("json_malformed", f"The body is not valid JSON: see {place}.")


def pointer_to(*steps: str | int) -> str:
    """The JSON pointer (RFC 6901) that goes down by these member names and positions; "" for none."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def _decoded(body: bytes) -> str:
    text = _utf8(body)
    if text is None:
        raise StrictJSONError("json_not_utf8", "The body is not UTF-8 text.")
    if text.startswith("\ufeff"):
        raise StrictJSONError("json_malformed", "The body starts with a byte-order mark. Leave it out.")
    if not text.strip(" \t\r\n"):
        raise StrictJSONError("json_malformed", "The body is empty.")
    if "\0" in text:
        raise StrictJSONError("json_bad_text", "The body holds a NUL character.")
    return text


def _utf8(body: bytes) -> str | None:
    """The text, or None: an error raised inside `except` would carry the body along as its context."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _check_depth(text: str, most: int) -> None:
    """Refuses deep nesting before the decoder, which recurses, can meet it."""
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        if bracket in "[{":
            depth += 1
            if depth > most:
                raise StrictJSONError("json_too_deep", f"Arrays and objects stand more than {most} deep.")
        else:
            depth -= 1


class _Reader:
    """Turns what the decoder found into plain values, and refuses what is not to be read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._values = 0
        #: Names and positions that lead to the value at hand; made into a pointer only when that value is refused.
        self._path: list[str | int] = []

    def value(self, raw: object) -> object:
        self._values += 1
        if self._values > self._limits.values:
            raise StrictJSONError("json_too_many_values", f"The body holds more than {self._limits.values} values.")
        if isinstance(raw, _Number):
            return self._number(raw)
        if isinstance(raw, str):
            return self._text(raw)
        if isinstance(raw, _Members):
            return self._object(raw)
        if isinstance(raw, list):
            return self._array(raw)
        return raw

    def _array(self, items: list[object]) -> list[object]:
        result = []
        for index, raw in enumerate(items):
            self._path.append(index)
            result.append(self.value(raw))
            self._path.pop()
        return result

    def _object(self, members: _Members) -> dict[str, object]:
        result: dict[str, object] = {}
        for name, raw in members:
            # Before the path grows: a bad name could not be written in the answer, so its object is pointed at.
            self._text(name)
            self._path.append(name)
            if name in result:
                raise self._refused("json_duplicate_key", "An object has two members with this name.")
            result[name] = self.value(raw)
            self._path.pop()
        return result

    def _text(self, text: str) -> str:
        most = self._limits.string_length
        if len(text) > most:
            raise self._refused("json_bad_text", f"A text is longer than {most} characters.")
        if _UNSAFE_CHARACTER.search(text):
            raise self._refused("json_bad_text", "A text holds a NUL character or half of a surrogate pair.")
        return text

    def _number(self, text: _Number) -> int | float:
        match = _NUMBER.fullmatch(text)
        if match is None:
            raise self._refused("json_bad_number", "NaN and Infinity are not numbers of JSON.")
        whole, fraction, exponent = match.groups(default="")
        most = self._limits.number_digits
        digits = len((whole + fraction).lstrip("0")) + len(exponent)
        # Zeros before the first digit that counts are free, up to a point: 0.0000012 is a number like any other.
        if digits > most or len(text) > 2 * most:
            raise self._refused("json_bad_number", f"A number has more than {most} digits.")
        if not fraction and not exponent:
            return int(text)
        number = float(text)
        if math.isinf(number):
            raise self._refused("json_bad_number", "A number is too large.")
        return number

    def _refused(self, code: str, detail: str) -> StrictJSONError:
        return StrictJSONError(code, detail, pointer_to(*self._path))
