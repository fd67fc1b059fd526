"""The visit in its cookie: what comes back is what went in, and nothing else ever does."""

from __future__ import annotations

import dataclasses
import json
import random
import time
import zlib

import pytest
from cryptography.fernet import Fernet

from knowledge.documents import build_document
from symptoms.cookie_size import longest_cookie, longest_visit
from symptoms.engine.answers import options_problem, reserved_options
from symptoms.gate import QUICK, Gate
from symptoms.visit import FORMAT, TYPED_MOST, NoVisit, Refused, Visit, VisitBox, key_from_secret, new_visit

KEY = Fernet.generate_key()
TIE = "a-token"
HOURS = 24


@pytest.fixture
def box():
    return VisitBox([KEY])


@pytest.fixture
def visit():
    """A visit of an hour ago, with everything a visit can hold."""
    return Visit(
        token=TIE,
        release=7,
        begun=int(time.time()) - 3600,
        age=58,
        answers={"danger_now": ("none",), "area": ("foot_drop", "rest_not_sure")},
        continued=True,
        asked_again=("side",),
        refused=Refused("side", ("left", "both")),
    )


def sealed(packed: object, *, begun: int | None = None) -> str:
    """A cookie with any content, under the right key."""
    data = packed if isinstance(packed, bytes) else zlib.compress(json.dumps(packed).encode())
    return Fernet(KEY).encrypt_at_time(data, int(time.time()) if begun is None else begun).decode()


def packed(**changes: object) -> dict[str, object]:
    return {"f": FORMAT, "t": TIE, "r": 7, "a": 58, "q": {}, "c": False, "n": [], **changes}


def test_what_was_put_in_comes_out(box, visit):
    assert box.open(box.close(visit), hours=HOURS) == visit


def test_a_new_visit_comes_out_empty_and_under_its_release(box):
    visit = new_visit(3)
    assert box.open(box.close(visit), hours=HOURS) == visit
    assert (visit.release, visit.age, visit.answers, visit.continued, visit.asked_again) == (3, None, {}, False, ())


def test_every_visit_has_a_token_of_its_own():
    assert len({new_visit(1).token for _ in range(50)}) == 50


def test_the_cookie_does_not_show_what_was_answered(box, visit):
    assert not any(word in box.close(visit) for word in ("danger_now", "foot_drop", TIE))


def test_the_same_visit_never_looks_the_same(box, visit):
    assert box.close(visit) != box.close(visit)


def test_an_answered_page_leaves_the_others_and_is_not_asked_again(visit):
    after = visit.answered("side", ("both",))
    assert after.answers == {**visit.answers, "side": ("both",)}
    assert (visit.asked_again, after.asked_again) == (("side",), ())


@pytest.mark.parametrize("place", [0, 1, 9, 25, 60, -30, -9])
def test_a_cookie_with_one_letter_changed_is_no_visit(box, visit, place):
    text = box.close(visit)
    letter = "A" if text[place] != "A" else "B"
    place %= len(text)
    with pytest.raises(NoVisit):
        box.open(text[:place] + letter + text[place + 1 :], hours=HOURS)


@pytest.mark.parametrize("length", [1, 10, 43, 100, -1, -4])
def test_a_cookie_cut_short_is_no_visit(box, visit, length):
    with pytest.raises(NoVisit):
        box.open(box.close(visit)[:length], hours=HOURS)


@pytest.mark.parametrize("text", ["x", "gAAAA", "\u00e9", "{}", "=" * 200, " ", "a.b.c", "\x00"])
def test_other_text_is_no_visit(box, text):
    with pytest.raises(NoVisit):
        box.open(text, hours=HOURS)


@pytest.mark.parametrize(("age", "opens"), [(0, True), (23.9, True), (24.1, False), (24 * 365, False)])
def test_a_visit_is_gone_a_day_after_it_began(box, visit, age, opens):
    text = box.close(dataclasses.replace(visit, begun=int(time.time() - age * 3600)))
    if opens:
        assert box.open(text, hours=HOURS).answers == visit.answers
    else:
        with pytest.raises(NoVisit):
            box.open(text, hours=HOURS)


def test_packing_a_visit_anew_does_not_make_it_younger(box, visit):
    old = dataclasses.replace(visit, begun=int(time.time()) - 23 * 3600)
    again = box.open(box.close(old), hours=HOURS).answered("side", ("both",))
    with pytest.raises(NoVisit):
        box.open(box.close(again), hours=22)


@pytest.mark.parametrize(
    "content",
    [
        packed(f=FORMAT + 1),
        packed(f=None),
        {},
        [],
        "text",
        packed(q=None),
        packed(q=[]),
        packed(q={"side": 3}),
        packed(r="many"),
        packed(a="old"),
        packed(n=None),
        packed(w=["side"]),
        packed(w=3),
        packed(w=["side", 3]),
        {name: value for name, value in packed().items() if name != "t"},
        b"not packed at all",
        zlib.compress(b'{"f":1'),
        zlib.compress(b"\xff\xfe"),
    ],
)
def test_a_shape_that_is_not_known_is_no_visit(box, content):
    with pytest.raises(NoVisit):
        box.open(sealed(content), hours=HOURS)


def test_a_cookie_that_unfolds_to_very_much_is_no_visit(box):
    bomb = zlib.compress(json.dumps(packed(t="a" * 50_000_000)).encode(), 9)
    assert len(bomb) < 60_000
    with pytest.raises(NoVisit):
        box.open(sealed(bomb), hours=HOURS)


def test_the_shape_of_these_tests_is_the_real_one(box):
    assert box.open(sealed(packed(q={"side": ["both"]})), hours=HOURS).answers == {"side": ("both",)}


def test_a_newer_key_packs_and_the_older_one_still_opens(visit):
    older, newer = Fernet.generate_key(), Fernet.generate_key()
    before = VisitBox([older]).close(visit)
    both = VisitBox([newer, older])
    assert both.open(before, hours=HOURS) == visit
    assert VisitBox([newer]).open(both.close(visit), hours=HOURS) == visit
    with pytest.raises(NoVisit):
        VisitBox([newer]).open(before, hours=HOURS)


def test_a_key_made_from_a_secret_is_a_key_of_that_secret_alone(visit):
    one, other = key_from_secret("one secret"), key_from_secret("other secret")
    assert one == key_from_secret("one secret")
    assert one != other
    assert VisitBox([one]).open(VisitBox([one]).close(visit), hours=HOURS) == visit


# How large it gets


def test_the_longest_visit_of_the_shipped_release_fits_in_its_cookie(release):
    assert 1000 < longest_cookie(release) <= release.numbers.cookie_bytes_max == 3000


def test_the_longest_visit_answers_every_page_as_a_man_could(release):
    answers = longest_visit(release).answers
    assert list(answers) == [question.key for question in release.questions]
    assert [options_problem(question, answers[question.key]) for question in release.questions] == [None] * len(answers)


@pytest.mark.parametrize("seed", range(8))
def test_no_other_way_to_answer_makes_a_larger_cookie(release, box, seed):
    chance = random.Random(seed)
    visit = new_visit(1)
    for question in release.questions:
        own = [option.key for option in question.options]
        if question.kind == "multiple":
            chosen = chance.sample(own, chance.randint(1, len(own)))
            rest = [key for key in reserved_options(question) if options_problem(question, (*chosen, key)) is None]
            chosen += [chance.choice(rest)] if chance.random() < 0.5 else []
        else:
            chosen = [chance.choice([*own, *reserved_options(question)])]
        visit = visit.answered(question.key, tuple(chosen))
    asked = dataclasses.replace(visit, age=118, continued=True)
    assert len(box.close(asked)) <= longest_cookie(release)
    # A page he sent in vain, on top of it: options in any order, or whatever he typed.
    question = chance.choice([question for question in release.questions if question.kind == "multiple"])
    options = [*(option.key for option in question.options), *reserved_options(question)]
    in_vain = [
        Refused(question.key, (*chance.sample(options, len(options)), chance.choice(options))),
        Refused(None, ("".join(chr(chance.randint(32, 0xD7FF)) for _ in range(TYPED_MOST)),)),
    ]
    for refused in in_vain:
        assert len(box.close(dataclasses.replace(asked, refused=refused))) <= longest_cookie(release)


def test_the_gate_lets_no_release_through_whose_cookie_gets_too_large(knowledge, release):
    size = longest_cookie(release)
    visit = dataclasses.replace(knowledge.settings.visit, cookie_bytes_max=size - 1)
    tight = dataclasses.replace(knowledge, settings=dataclasses.replace(knowledge.settings, visit=visit), vignettes=())
    result = Gate().examine(build_document(tight), thorough=False)
    (finding,) = result.findings
    assert (finding.test, finding.key, result.passed) == ("cookie", "", False)
    assert f"{size} bytes" in finding.message
    assert str(size - 1) in finding.message


def test_the_gate_finds_nothing_wrong_with_a_cookie_that_just_fits(knowledge, release):
    visit = dataclasses.replace(knowledge.settings.visit, cookie_bytes_max=longest_cookie(release))
    fitting = dataclasses.replace(
        knowledge, settings=dataclasses.replace(knowledge.settings, visit=visit), vignettes=()
    )
    result = Gate().examine(build_document(fitting), thorough=False)
    assert result.passed
    assert result.examined == {
        "vignettes": 0,
        "answer sets": QUICK.answer_sets,
        "region": 1,
        "language": 1,
        "cookie": 1,
    }
