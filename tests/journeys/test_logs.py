"""What stays behind on the server: the log of a whole journey tells nothing of what was answered."""

from __future__ import annotations

from tests.journeys.visitor import CALM, saying

WORDS = "Flappingfoot on the staircase"


def test_a_journey_leaves_no_answer_in_the_log(visitor, server, told_nowhere):
    before = server.log.stat().st_size
    visitor.stand_at("danger_now")
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
    assert [line for line in lines if "flappingfoot" in line.lower() or "58" in line.split('"')[0]] == []
