"""Where a fixed text stands, as far as its key tells, and which words in curly brackets are filled in there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.words.vocabulary import inside, readable

_NUMBERED = re.compile(r"(.+)_([0-9]+)")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A part of the site whose texts have keys that start alike. `shown` is false for parts not built yet."""

    start: str
    words: str
    shown: bool = True


#: The first that fits a key counts.
PLACES = (
    TextPlace("level_could_not_assess_", "Outcome “could not assess”"),
    TextPlace("level_emergency_now_", "Outcome “emergency now”"),
    TextPlace("level_same_day_", "Outcome “same day”"),
    TextPlace("level_within_days_", "Outcome “within days”"),
    TextPlace("level_routine_", "Outcome “routine”"),
    TextPlace("level_self_care_", "Outcome “self care”"),
    TextPlace("worsening_", "Worsening signs, on the outcome and on error pages"),
    TextPlace("come_back_after_visit", "Outcome, when to come back", shown=False),
    TextPlace("come_back_", "Outcome, when to come back"),
    TextPlace("disclaimer_", "Disclaimer of every outcome"),
    TextPlace("start_danger_none", "Start page, danger signs", shown=False),
    TextPlace("start_danger_", "Start page, danger signs"),
    TextPlace("start_", "Start page"),
    TextPlace("answering_for_other", "Start page"),
    TextPlace("scope_stop_", "Pages that end the check at its first questions"),
    TextPlace("incomplete_screening_", "Outcome, when emergency questions were not asked"),
    TextPlace("not_sure_", "Outcome, when a danger sign is not sure"),
    TextPlace("conflict_", "Outcome, when answers contradict each other", shown=False),
    TextPlace("ended_early_", "Outcome of a check that ended early", shown=False),
    TextPlace("emergency_stop_", "Page that stops the check for an emergency"),
    TextPlace("crisis_", "Outcome, help for a low mood"),
    TextPlace("privacy_", "Pages of the check, on privacy"),
    TextPlace("clear_answers_", "Clearing the answers"),
    TextPlace("saved_", "Saved outcomes"),
    TextPlace("must_display_", "API, rules for apps that show an outcome"),
    TextPlace("fit_", "Outcome, words for how well a cause fits"),
    TextPlace("strength_", "Outcome, words for how much a finding counts"),
    TextPlace("release_line", "Foot of every outcome"),
    TextPlace("something_new_", "Outcome, when something new has happened"),
    TextPlace("withdrawn_", "Saved outcomes of a withdrawn release"),
    TextPlace("feedback_", "Feedback", shown=False),
    TextPlace("error_", "Error pages"),
    TextPlace("fault_", "Error page and API, when answers could not be assessed for a fault of ours"),
    TextPlace("theme_", "List of answers, headings"),
    TextPlace("reason_", "Outcome, reason when no rule fired"),
    *(
        TextPlace(key, "Outcome, opening words of a part")
        for key in (
            *("rule_out_box_intro", "what_would_change_intro", "doctor_may_check_intro", "self_care_intro"),
            *("self_care_with_visit_intro", "reasons_intro", "take_with_you_intro"),
        )
    ),
)

#: What each word in curly brackets becomes.
PLACEHOLDER_WORDS: Mapping[str, str] = {
    "emergency_number": "The emergency number of the region, such as 999.",
    "urgent_line": "The urgent line of the region, such as “the NHS 111 helpline on 111”. Never starts a sentence.",
    "release_number": "The number of the release that the outcome was made with, such as 12.",
    "release_date": "The day that release came out, such as 2026-03-01.",
    "weekday": "The day of the week until which he should be seen, such as Monday.",
    "date": "The day until which he should be seen, such as 29 November 2026; for a saved outcome the day it was made "
    "or the day it is deleted.",
    "reason": "Why a release was withdrawn.",
}

_LIMITED = ("level_within_days_", "level_routine_", "level_self_care_", "come_back_no_better")
#: Words that are filled in only where the key starts like one of these; the others are filled in everywhere.
_ONLY_IN: Mapping[str, tuple[str, ...]] = {
    "weekday": _LIMITED,
    "date": (*_LIMITED, "saved_"),
    "reason": ("withdrawn_",),
}


def place_of(key: str) -> TextPlace | None:
    """The part of the site a key belongs to; None when its beginning is not known."""
    return next((place for place in PLACES if key.startswith(place.start)), None)


def place_in_words(key: str) -> str:
    """Where the text with this key stands: "Outcome “same day”: time limit"."""
    place = place_of(key)
    if place is None:
        return "The key does not tell. No page of the site asks for this text by itself."
    part = inside(readable(key.removeprefix(place.start).strip("_")))
    words = f"{place.words}: {part}" if part and part != "intro" else place.words
    return f"{words}." if place.shown else f"{words}. No page shows it yet."


def filled_in(key: str) -> dict[str, str]:
    """The words in curly brackets that are filled in in the text with this key, with their meaning."""
    return {
        word: meaning
        for word, meaning in PLACEHOLDER_WORDS.items()
        if word not in _ONLY_IN or key.startswith(_ONLY_IN[word])
    }


def next_in_row(key: str) -> str:
    """The key that follows a numbered one: worsening_4 after worsening_3; "" for keys without a number."""
    found = _NUMBERED.fullmatch(key)
    return f"{found[1]}_{int(found[2]) + 1}" if found else ""
