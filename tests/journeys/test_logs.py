"""What stays behind on the server: the log of a whole journey tells nothing of what was answered."""

from __future__ import annotations

import re

from tests.journeys.visitor import CALM, saying

WORDS = "Flappingfoot on the staircase"

AGE = 58
#: A clock may show his age, and so may a part of a length.
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(,\d{3})?")
_AGE = re.compile(rf"\b{AGE}\b")


def names_his_age(line):
    """Whether a line of the log does so, in what comes before addresses, browser and cookies, which are random."""
    return bool(_AGE.search(_TIME.sub("", line).split('"')[0]))


def test_an_age_in_a_line_is_told_from_a_time_and_a_length():
    assert names_his_age("2026-11-23 07:59:57,347 WARNING legcheck: age 58")
    assert names_his_age('POST /check/?age=58 HTTP/1.1 302 0 "-" "-"')
    assert not names_his_age("2026-11-23 07:59:58,358 WARNING django.security.csrf: Forbidden: /check/doctor/")
    assert not names_his_age('POST /check/3/ HTTP/1.1 200 5812 "http://127.0.0.1:58/" "-"')


def test_a_journey_leaves_no_answer_in_the_log(visitor, server, told_nowhere):
    before = server.log.stat().st_size
    visitor.stand_at("danger_now", age=AGE)
    visitor.press("Continue")
    visitor.answer("danger_now", "chest_pain")
    visitor.press("Continue anyway")
    visitor.answer_on(saying(CALM))
    visitor.follow("See what to do")
    visitor.follow("A page for the doctor, to print or show")
    visitor.page.get_by_label("Your own words, if you want to add some").fill(WORDS)
    visitor.press("Put my words on the page")
    assert visitor.page.locator(".lc-own-words").inner_text() == WORDS
    visitor.watch.expect(403)
    visitor.page.context.clear_cookies(name="csrftoken")
    visitor.press("Put my words on the page")

    with server.log.open("rb") as log:
        log.seek(before)
        lines = log.read().decode().splitlines()
    # Every request left its line, with the address it came from, and so did the refusal.
    assert sum("POST /check/" in line for line in lines) >= len(visitor.answers)
    assert any(f'"{server.url}/check/3/"' in line for line in lines)
    assert any("Forbidden" in line for line in lines)
    told = {line: found for line in lines if (found := told_nowhere.told_by(line))}
    assert told == {}
    assert [line for line in lines if "flappingfoot" in line.lower() or names_his_age(line)] == []
