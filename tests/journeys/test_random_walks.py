"""Men who wander: whatever they do, what counts at the end is what they sent last, and the outcome is that of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser

from symptoms.catalogue import QuestionShown, question_shown
from tests.journeys import chromium
from tests.journeys.chromium import PHONE
from tests.journeys.wandering import RELEASE, Wanderer

#: Browsers at once: one more than most machines of CI have cores, as each waits for the site half of its time.
_AT_ONCE = 3
_MEN = 300
#: What a man does by chance before he goes on to the end.
_STEPS = 3


@pytest.fixture(scope="module")
def asked(release, served_here) -> Mapping[str, QuestionShown]:
    """The questions of the release, by key."""
    assert release.identity.number == RELEASE
    return {question.key: question_shown(release, question) for question in release.questions}


def wandered(browser: Browser, url: str, men: list[int], asked: Mapping[str, QuestionShown]) -> Counter[str]:
    """Lets men wander one after the other; counts what they did and where they came out."""
    counts: Counter[str] = Counter()
    # The policy forbids pages to ask for anything by script; what a man sends undrawn is sent so.
    context = browser.new_context(viewport=PHONE, bypass_csp=True)
    faults: list[str] = []
    context.on("console", lambda message: faults.append(message.text))
    for number in men:
        context.clear_cookies()
        man = Wanderer(context, url, number, asked)
        counts[man.wander(_STEPS)] += 1
        counts.update(man.did)
        man.leave()
    context.close()
    assert faults == []
    return counts


def test_what_a_few_men_sent_last_counts(browser, server, asked):
    counts = wandered(browser, server.url, list(range(4)), asked)
    assert counts["answer"] > 30


@pytest.mark.slow
def test_what_each_of_300_men_sent_last_counts(server, asked):
    """WALKS names men to wander alone, such as WALKS=17,203 after a failure."""
    chosen = [int(number) for number in os.environ.get("WALKS", "").split(",") if number] or list(range(_MEN))
    try:
        program = chromium.find_chromium()
    except chromium.NoChromium as reason:
        pytest.skip(f"Chromium: {reason}")

    def part(first: int) -> Counter[str]:
        # Playwright is of one thread.
        with chromium.started(program) as browser:
            return wandered(browser, server.url, chosen[first::_AT_ONCE], asked)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        counts = sum(pool.map(part, range(_AT_ONCE)), Counter())
    if len(chosen) == _MEN:
        # They came everywhere and did everything.
        assert {"emergency_now", "same_day", "within_days", "routine"} <= set(counts), counts
        done = ("answer", "empty", "back", "Back", "forward", "reload", "other", "open", "change", "go")
        assert [what for what in done if counts[what] < 20] == [], counts
