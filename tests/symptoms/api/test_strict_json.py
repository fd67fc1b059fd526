"""The strict reader takes all of JSON that means one thing, and refuses the rest with a stable code."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symptoms.api.strict_json import Limits, StrictJSONError, parse, pointer_to


def refused(body: bytes, *limits: Limits) -> StrictJSONError:
    with pytest.raises(StrictJSONError) as caught:
        parse(body, *limits)
    return caught.value


HOSTILE = [
    # name, body, code
    ("latin-1 text", '{"a": "é"}'.encode("latin-1"), "json_not_utf8"),
    ("utf-16 with its mark", '{"a": 1}'.encode("utf-16"), "json_not_utf8"),
    ("utf-16 without a mark", '{"a": 1}'.encode("utf-16-le"), "json_bad_text"),
    ("cut off inside a character", '{"a": "é'.encode()[:-1], "json_not_utf8"),
    ("overlong form of a slash", b'{"a": "\xc0\xaf"}', "json_not_utf8"),
    ("overlong form of NUL", b'{"a": "\xc0\x80"}', "json_not_utf8"),
    ("surrogate as raw bytes", b'{"a": "\xed\xa0\x80"}', "json_not_utf8"),
    ("beyond the last code point", b'{"a": "\xf4\x90\x80\x80"}', "json_not_utf8"),
    ("byte-order mark", b'\xef\xbb\xbf{"a": 1}', "json_malformed"),
    ("nothing", b"", "json_malformed"),
    ("white space alone", b" \t\r\n", "json_malformed"),
    ("unknown white space", b'{"a":\x0c1}', "json_malformed"),
    ("no-break space", '{"a":\u00a01}'.encode(), "json_malformed"),
    ("open object", b'{"a": 1', "json_malformed"),
    ("open array", b"[1, 2", "json_malformed"),
    ("open text", b'{"a": "b', "json_malformed"),
    ("open text with brackets", b'["' + b"[" * 2_000, "json_malformed"),
    ("text that ends in a backslash", b'"a\\', "json_malformed"),
    ("closing bracket first", b"]" * 50 + b"[" * 20, "json_malformed"),
    ("brackets crossed", b'{"a": [1}]', "json_malformed"),
    ("comma at the end of an array", b"[1, 2,]", "json_malformed"),
    ("comma at the end of an object", b'{"a": 1,}', "json_malformed"),
    ("commas alone", b"[,,,]", "json_malformed"),
    ("no colon", b'{"a" 1}', "json_malformed"),
    ("name without quotes", b"{a: 1}", "json_malformed"),
    ("name that is a number", b"{1: 1}", "json_malformed"),
    ("single quotes", b"{'a': 1}", "json_malformed"),
    ("comment", b'{"a": 1} // note', "json_malformed"),
    ("two values", b'{"a": 1} {"a": 2}', "json_malformed"),
    ("json lines", b"1\n2\n", "json_malformed"),
    ("form fields", b"age=40&answers=none", "json_malformed"),
    ("xml", b"<age>40</age>", "json_malformed"),
    ("True of Python", b'{"a": True}', "json_malformed"),
    ("undefined of JavaScript", b'{"a": undefined}', "json_malformed"),
    ("number with a plus", b"+1", "json_malformed"),
    ("number with a leading zero", b'{"age": 040}', "json_malformed"),
    ("number that starts with a point", b".5", "json_malformed"),
    ("number that ends with a point", b"5.", "json_malformed"),
    ("number that ends with e", b"5e", "json_malformed"),
    ("hexadecimal number", b"0x28", "json_malformed"),
    ("number with underscores", b"1_000", "json_malformed"),
    ("digits of another script", "٤٠".encode(), "json_malformed"),
    ("unknown escape", rb'"\x41"', "json_malformed"),
    ("short unicode escape", rb'"\u41"', "json_malformed"),
    ("unescaped line break in text", b'"a\nb"', "json_malformed"),
    ("unescaped tab in text", b'"a\tb"', "json_malformed"),
    ("unescaped escape character in a name", b'{"a\x1b": 1}', "json_malformed"),
    ("raw NUL in text", b'{"a": "b\x00"}', "json_bad_text"),
    ("raw NUL in a name", b'{"a\x00": 1}', "json_bad_text"),
    ("raw NUL after the value", b'{"a": 1}\x00', "json_bad_text"),
    ("escaped NUL in text", rb'{"a": "b\u0000"}', "json_bad_text"),
    ("escaped NUL in a name", rb'{"a\u0000": 1}', "json_bad_text"),
    ("high surrogate alone", rb'"\ud800"', "json_bad_text"),
    ("low surrogate alone", rb'["\uDFFF"]', "json_bad_text"),
    ("surrogates in the wrong order", rb'"\udc00\ud800"', "json_bad_text"),
    ("surrogate in a name", rb'{"\ud83d": 1}', "json_bad_text"),
    ("text too long", b'{"a": "' + b"b" * 1_001 + b'"}', "json_bad_text"),
    ("name too long", b'{"' + b"a" * 1_001 + b'": 1}', "json_bad_text"),
    ("twenty-one arrays", b"[" * 21 + b"]" * 21, "json_too_deep"),
    ("twenty-one objects", b'{"a":' * 21 + b"1" + b"}" * 21, "json_too_deep"),
    ("2,000 arrays", b"[" * 2_000 + b"]" * 2_000, "json_too_deep"),
    ("2,000 open arrays", b"[" * 2_000, "json_too_deep"),
    ("2,000 open objects", b'{"a":' * 2_000, "json_too_deep"),
    ("deep after an escaped quote", b'["\\"",' + b"[" * 2_000, "json_too_deep"),
    ("deep after an escaped backslash", b'["\\\\",' + b"[" * 2_000, "json_too_deep"),
    ("2,000,000 arrays", b"[" * 2_000_000, "json_too_large"),
    ("white space without end", b" " * 65_537, "json_too_large"),
    ("many numbers", b"[" + b"1," * 5_000 + b"1]", "json_too_many_values"),
    ("many empty arrays", b"[" + b"[]," * 5_000 + b"[]]", "json_too_many_values"),
    ("name twice", b'{"age": 40, "age": 41}', "json_duplicate_key"),
    ("name twice with one value", b'{"age": 40, "age": 40}', "json_duplicate_key"),
    ("name twice, once escaped", rb'{"\u0061ge": 40, "age": 40}', "json_duplicate_key"),
    ("name twice, far below", b'{"a": [[{"b": {"c": 1, "d": 2, "c": 3}}]]}', "json_duplicate_key"),
    ("empty name twice", b'{"": 1, "": 2}', "json_duplicate_key"),
    ("name twice as a surrogate pair", '{"😀": 1, "\\ud83d\\ude00": 2}'.encode(), "json_duplicate_key"),
    ("NaN", b'{"age": NaN}', "json_bad_number"),
    ("Infinity", b"[Infinity]", "json_bad_number"),
    ("minus Infinity", b"-Infinity", "json_bad_number"),
    ("exponent that gives infinity", b"1e999", "json_bad_number"),
    ("exponent that gives minus infinity", b"-1E+400", "json_bad_number"),
    ("21 digits", b"1" * 21, "json_bad_number"),
    ("21 digits behind the point", b"0." + b"1" * 21, "json_bad_number"),
    ("21 digits on both sides", b"1234567890.12345678901", "json_bad_number"),
    ("exponent of 21 digits", b"1e" + b"0" * 20 + b"1", "json_bad_number"),
    ("60,000 digits", b"9" * 60_000, "json_bad_number"),
    ("60,000 zeros behind the point", b"0." + b"0" * 60_000, "json_bad_number"),
]


@pytest.mark.parametrize(("body", "code"), [pytest.param(body, code, id=name) for name, body, code in HOSTILE])
def test_hostile_body_is_refused_with_its_code(body, code):
    assert refused(body).code == code


def test_the_corpus_meets_every_code():
    documented = {
        "json_not_utf8",
        "json_malformed",
        "json_too_large",
        "json_too_deep",
        "json_too_many_values",
        "json_duplicate_key",
        "json_bad_number",
        "json_bad_text",
    }
    assert {code for _name, _body, code in HOSTILE} == documented


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"null", None),
        (b" true\n", True),
        (b"false", False),
        (b"40", 40),
        (b"-0", 0),
        (b"1e2", 100.0),
        (b"0.00012345678901234567", 0.00012345678901234567),
        (b"1.7976931348623157e+308", 1.7976931348623157e308),
        (b"1e-999", 0.0),
        (b"99999999999999999999", 99999999999999999999),
        (b'""', ""),
        (rb'"\ud83d\ude00 \u00e9 \n \/"', "😀 é \n /"),
        (b'"[[[[[[[[[[[[[[[[[[[[[[[[[["', "[" * 26),
        (b"[]", []),
        (b"{}", {}),
        (b'{"a": {"a": 1}, "b": [{"a": 2}, {"a": 3}]}', {"a": {"a": 1}, "b": [{"a": 2}, {"a": 3}]}),
        (b'{"a": 1, "A": 2}', {"a": 1, "A": 2}),
    ],
)
def test_plain_json_is_read(body, value):
    result = parse(body)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("limits", "fits", "too_much", "code"),
    [
        (Limits(bytes=4), b"[10]", b"[100]", "json_too_large"),
        (Limits(depth=2), b"[[], [1], {}]", b"[[[]]]", "json_too_deep"),
        (Limits(values=4), b'{"a": [1, []]}', b'{"a": [1, [], 2]}', "json_too_many_values"),
        (Limits(string_length=3), '"äöü"'.encode(), b'"abcd"', "json_bad_text"),
        (Limits(string_length=3), b'{"abc": 1}', b'{"abcd": 1}', "json_bad_text"),
        (Limits(number_digits=3), b"-123", b"1234", "json_bad_number"),
        (Limits(number_digits=3), b"0.012", b"1.2e10", "json_bad_number"),
    ],
)
def test_a_limit_takes_what_fits_and_refuses_one_more(limits, fits, too_much, code):
    parse(fits, limits)
    assert refused(too_much, limits).code == code


def test_two_million_brackets_are_too_deep_when_the_body_may_be_that_large():
    assert refused(b"[" * 2_000_000, Limits(bytes=5_000_000)).code == "json_too_deep"


def test_two_million_brackets_inside_a_text_are_no_depth():
    body = b'"' + b"[" * 2_000_000 + b'"'
    assert parse(body, Limits(bytes=5_000_000, string_length=5_000_000)) == "[" * 2_000_000


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"age": 1, "age": 2}', "/age"),
        (b'{"answers": [{}, {"q/1~": {"x": 1, "x": 2}}]}', "/answers/1/q~11~0/x"),
        (b'{"answers": {"q": [1, NaN]}}', "/answers/q/1"),
        (b"NaN", ""),
        (rb'{"answers": ["a", "\ud800"]}', "/answers/1"),
        # The name cannot be written, so its object is pointed at.
        (rb'{"answers": {"\ud800": 1}}', "/answers"),
        (b'{"": {"": 1e999}}', "//"),
    ],
)
def test_pointer_says_where_the_fault_stands(body, pointer):
    assert refused(body).pointer == pointer


@pytest.mark.parametrize(
    ("steps", "pointer"),
    [((), ""), (("a", 0, "b"), "/a/0/b"), (("a/b", "m~n", "~1"), "/a~1b/m~0n/~01"), (("",), "/")],
)
def test_pointer_is_written_as_rfc_6901_says(steps, pointer):
    assert pointer_to(*steps) == pointer


@pytest.mark.parametrize(
    "body",
    [
        b'{"saddle_numbness": "yes',
        b'{"saddle_numbness": 1, "saddle_numbness": "yes"}',
        rb'{"saddle_numbness": "yes\u0000"}',
        b'{"saddle_numbness": "yes\xff"}',
        b'{"saddle_numbness": 8888888888888888888888}',
        b'{"saddle_numbness": "' + b"yes" * 400 + b'"}',
        rb'{"saddle_numbness": "yes\q"}',
    ],
)
def test_no_message_and_no_context_holds_what_was_sent(body):
    error = refused(body)
    words = f"{error} {error.detail} {error.args}"
    assert not any(sent in words for sent in ("saddle", "yes", "888"))
    assert error.__context__ is None


def test_malformed_json_names_the_place():
    assert refused(b'{\n  "a": tru\n}').detail == "The body is not valid JSON: see line 2, column 8."


SAFE_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20) + 1, 10**20 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | SAFE_TEXT,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(SAFE_TEXT, inner, max_size=6),
    max_leaves=30,
)


@settings(deadline=None)
@given(JSON_VALUES, st.booleans())
def test_every_safe_value_comes_back_as_it_was_written(value, ascii_only):
    result = parse(json.dumps(value, ensure_ascii=ascii_only).encode())
    assert result == value
    assert repr(result) == repr(
        value
    )  # tells 1 from 1.0 and True, 0.0 from -0.0, and one order of members from another


JSON_PIECES = [
    "[",
    "]",
    "{",
    "}",
    '"',
    ",",
    ":",
    "\\",
    "\\u00",
    "\\ud800",
    '"a"',
    '"a":',
    "null",
    "NaN",
    "1",
    "e9",
    ".",
]


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(JSON_PIECES), max_size=30).map(lambda p: "".join(p).encode()))
def test_any_bytes_are_refused_properly_or_read_as_the_plain_reader_does(body):
    try:
        result = parse(body)
    except StrictJSONError as error:
        assert error.code.startswith("json_")
        return
    assert repr(result) == repr(json.loads(body))


@settings(deadline=None)
@given(st.dictionaries(SAFE_TEXT, JSON_VALUES, min_size=1, max_size=5), st.data())
def test_a_member_written_twice_is_refused_wherever_it_stands(members, data):
    name = data.draw(st.sampled_from(sorted(members)))
    written = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in members.items()]
    second = json.dumps(name, ensure_ascii=False) + ": null"
    written.insert(data.draw(st.integers(0, len(written))), second)
    error = refused(("[{" + ", ".join(written) + "}]").encode())
    assert (error.code, error.pointer) == ("json_duplicate_key", pointer_to(0, name))


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_within_the_limit_of_digits(number):
    result = parse(json.dumps(number).encode())
    assert isinstance(result, float)
    assert math.copysign(1, result) == math.copysign(1, number)
    assert result == number
