"""The outcome in the words and order of the page: what is shown, how much of it, and what stays apart."""

from __future__ import annotations

import dataclasses

import pytest
from django.template.loader import render_to_string

from symptoms import safe_texts
from symptoms import walk as door
from symptoms.engine.levels import Level
from symptoms.engine.states import State
from symptoms.results import UnclearSign, result_page
from symptoms.serving import holder
from tests.symptoms.api.bodies import CALM
from tests.symptoms.stories import CLEAR, STORIES, cards, groups, outcome_of, page_of

pytestmark = pytest.mark.django_db

#: Between findings that would have to change together.
TOGETHER = ", together with: "


def test_no_more_is_shown_than_the_settings_say(page, release):
    numbers = release.numbers
    assert sum(len(group.causes) for group in groups(page)) <= numbers.shown_causes
    assert len(groups(page)) <= numbers.shown_categories
    assert len(page.serious) <= numbers.shown_serious


def test_fewer_are_shown_when_the_settings_say_so(outcome, page, given):
    served = holder.current()
    numbers = dataclasses.replace(served.release.numbers, shown_causes=2, shown_categories=1, shown_serious=1)
    fewer = dataclasses.replace(served, release=dataclasses.replace(served.release, numbers=numbers))
    few = result_page(outcome, fewer, 60, CLEAR, door.walk(**given).known, {})
    first = [card.name for group in groups(page) for card in group.causes]
    shown = [card.name for group in groups(few) for card in group.causes]
    assert len(shown) <= 2
    assert len(groups(few)) <= 1
    assert set(shown) <= set(first)
    assert few.serious == page.serious[:1]


def test_groups_stand_by_their_sums_and_causes_by_their_rank(outcome, page):
    names = [category.name for category in outcome.categories]
    for part in (page.groups, page.weaker):
        assert [group.name for group in part] == sorted((group.name for group in part), key=names.index)
    ranks = {cause.name: place for place, cause in enumerate(outcome.causes)}
    for group in groups(page):
        places = [ranks[card.name] for card in group.causes]
        assert places == sorted(places)


def test_serious_causes_stand_apart_and_never_in_the_groups_too(outcome, page):
    serious = {cause.name for cause in outcome.serious if cause.urgency.rank >= Level.WITHIN_DAYS.rank}
    shown = {card.name for group in groups(page) for card in group.causes}
    assert not shown & (serious | {card.name for card in page.serious})
    assert [card.name for card in page.serious] == [cause.name for cause in outcome.serious][: len(page.serious)]


def test_a_mild_suspect_with_a_weak_fit_stands_in_its_group_when_the_box_is_full(knowledge):
    """Nerve damage, which a rule suspects beside more than four that are serious."""
    story = {"danger_now": "breathless_rest", "how_fast": "days", "feeling": "numb_feet"}
    outcome, page = outcome_of(story, knowledge), page_of(story, knowledge)
    (mild,) = [cause for cause in outcome.serious if cause.fit and cause.urgency.rank < Level.WITHIN_DAYS.rank]
    assert mild not in outcome.serious[: len(page.serious)]
    assert mild.name not in {card.name for card in page.serious}
    assert mild.name in {card.name for group in groups(page) for card in group.causes}


def test_rules_of_the_level_name_their_sources(outcome, page):
    titles = {row["key"]: row["title"] for row in holder.current().catalogue["sources"]}
    named = [(flag.title, {page.flag_sources[number - 1].title for number in flag.numbers}) for flag in page.flags]
    made = [flag for flag in outcome.red_flags if flag.level is outcome.urgency.level]
    assert named == [(flag.title, {titles[key] for key in flag.sources}) for flag in made]
    assert named
    assert all(sources for _, sources in named)


def test_groups_with_weak_fits_alone_stand_apart(page):
    def fits(group):
        return {group.fit_key, *(card.fit_key for card in group.causes)}

    assert all(fits(group) & {"strong", "possible"} for group in page.groups)
    assert all(fits(group) <= {"weak", None} for group in page.weaker)


def test_a_doctor_may_ask_what_is_not_known_of_the_causes_that_fit(outcome, page):
    fitting = {cause.key for cause in outcome.causes if cause.fit in ("strong", "possible")}
    unknown = {row.label for row in outcome.unknown if fitting.intersection(row.causes)}
    assert set(page.doctor_may_ask) <= unknown
    assert len(page.doctor_may_ask) == min(len(unknown), 8)


def test_no_figure_of_the_engine_is_shown(page):
    lines = [line for card in cards(page) for line in (*card.fits, *card.does_not_fit)]
    words = [text for card in cards(page) for text in (card.name, card.summary, card.fit or "", card.fit_meaning or "")]
    words += [text for line in lines for text in (line.label, line.said, line.strength)]
    words += [text for group in groups(page) for text in (group.name, group.summary, group.fit or "")]
    words += [text for group in page.more_urgent for text in (group.action, *(line.label for line in group.lines))]
    words += [text for part in page.open_pages for text in (part.text, *part.signs)]
    assert [text for text in words if "%" in text or "0." in text or "probab" in text.lower()] == []


def test_what_would_make_it_more_urgent_stands_by_level_the_most_urgent_first(outcome, page, release):
    levels = ("emergency_now", "same_day", "within_days", "routine", "self_care")
    titles = [release.texts[f"level_{level}_title"] for level in levels]
    places = [titles.index(group.action) for group in page.more_urgent]
    assert places == sorted(set(places))
    assert all(place < levels.index(outcome.urgency.level) for place in places)
    assert all(1 <= len(group.lines) <= 3 for group in page.more_urgent)
    raising = [change for change in outcome.what_would_change if change.direction == "raise"]
    labels = {row.label for change in raising for row in change.findings}
    named = {label for group in page.more_urgent for line in group.lines for label in line.label.split(TOGETHER)}
    assert named <= labels


def test_nothing_takes_an_emergency_away(knowledge):
    outcome = outcome_of({"danger_now": "chest_pain", "danger_spine": "not_sure"}, knowledge)
    page = with_numbers(outcome)
    assert [change.direction for change in outcome.what_would_change] == ["lower"]
    assert (page.more_urgent, page.open_pages, page.if_all_no) == ((), (), None)


def test_what_he_told_is_never_offered_for_taking_back(outcome, page):
    told = {row.label for change in outcome.what_would_change for row in change.findings if row.state == "present"}
    shown = {label for group in page.more_urgent for line in group.lines for label in line.label.split(TOGETHER)}
    shown |= {sign for part in page.open_pages for sign in part.signs}
    assert not shown & told


def test_advice_is_parted_by_who_does_it(outcome, page):
    assert {advice.key for advice in (*page.you_can_do, *page.doctor_may_do)} == {row.key for row in outcome.advice}
    assert all(advice.group == "you_can_do" for advice in page.you_can_do)


def test_tests_are_those_of_the_causes_that_fit_each_once(outcome, page):
    fitting = {test for cause in outcome.causes if cause.fit in ("strong", "possible") for test in cause.tests}
    assert set(page.doctor_may_check) <= fitting
    assert len(page.doctor_may_check) == len(set(page.doctor_may_check)) <= 10


def test_a_finished_check_leaves_nothing_out(page):
    assert page.incomplete == ()


NUMBERS = {"danger_now": 3, "danger_spine": 4, "how_fast": 6, "signs": 9}


def with_numbers(outcome):
    """The page of an outcome in whose visit the pages of NUMBERS were asked."""
    return result_page(outcome, holder.current(), 60, CLEAR, frozenset(), NUMBERS)


def test_what_he_was_not_sure_about_can_be_answered_again_and_what_a_no_would_mean_is_told(knowledge):
    page = with_numbers(outcome_of({"danger_now": "not_sure", "danger_spine": "not_sure"}, knowledge))
    assert page.if_all_no == "See a doctor in the next few weeks"
    denied = outcome_of({"danger_now": "none", "danger_spine": "none"}, knowledge)
    assert denied.urgency.title == page.if_all_no
    assert [part.number for part in page.open_pages] == [3, 4]
    assert all(1 <= len(part.signs) <= 2 for part in page.open_pages)
    first = page.more_urgent[0]
    assert (first.action, first.lines[0].known) == ("Get emergency help now", "You were not sure about this.")


def test_a_page_of_options_is_named_without_the_option_that_would_help(knowledge):
    page = with_numbers(outcome_of({"danger_now": "not_sure", "how_fast": "not_sure"}, knowledge))
    assert [(part.number, part.signs == ()) for part in page.open_pages] == [(3, False), (6, True)]


def test_while_a_danger_sign_he_told_of_makes_it_urgent_he_is_not_asked_to_answer_again(knowledge):
    outcome = outcome_of({"danger_spine": "numb_band", "danger_now": "not_sure"}, knowledge)
    page = with_numbers(outcome)
    assert outcome.urgency.level == "same_day"
    assert page.more_urgent[0].lines[0].known == "You were not sure about this."
    assert (page.open_pages, page.if_all_no) == ((), None)


def test_at_an_emergency_he_is_not_asked_to_answer_again_whatever_it_rests_on(knowledge):
    unsure = outcome_of({"danger_now": "not_sure"}, knowledge)
    assert with_numbers(unsure).open_pages
    urgency = dataclasses.replace(unsure.urgency, level=Level.EMERGENCY_NOW)
    page = with_numbers(dataclasses.replace(unsure, urgency=urgency))
    assert (page.open_pages, page.if_all_no) == ((), None)


def test_what_does_not_start_from_one_day_to_the_next_is_not_named_as_a_sign(knowledge):
    kinds = {finding.key: finding.kind for finding in knowledge.findings}
    calm = outcome_of({}, knowledge)
    past = [
        change
        for change in calm.what_would_change
        if change.basis == "told" and {kinds[row.finding] for row in change.findings} & {"history", "medicine"}
    ]
    assert past
    assert page_of({}, knowledge).more_urgent
    assert with_numbers(dataclasses.replace(calm, what_would_change=tuple(past))).more_urgent == ()


def test_no_danger_sign_that_would_start_is_kept_back_and_the_worsening_signs_come_first(knowledge):
    """A sign may stand in both lists, where the rule for it alone gives less than an emergency."""
    page = page_of({}, knowledge)
    same_day = next(group for group in page.more_urgent if group.action == "Get medical advice today")
    assert {line.label for line in same_day.lines} & {row.label for row in knowledge.findings if row.key == "numb_band"}
    words = safe_texts.words()
    shown = " ".join(render_to_string("symptoms/outcome/changes.html", {"page": page, "words": words}).split())
    number = words.region.emergency_number
    call = f"Above are signs to call {number} for at once. They come first, even if one is here too."
    assert 0 < shown.index(call) < shown.index(same_day.action)


def test_a_sign_of_self_care_that_would_be_gone_is_nothing_to_look_out_for(knowledge):
    calm = outcome_of({}, knowledge)
    change = next(change for change in calm.what_would_change if change.level == "emergency_now")
    gone = tuple(dataclasses.replace(row, would_be=State.ABSENT) for row in change.findings)
    for findings, named in ((change.findings, True), (gone, False)):
        changed = dataclasses.replace(change, findings=findings)
        page = with_numbers(dataclasses.replace(calm, what_would_change=(changed,)))
        assert bool(page.more_urgent) is named


def test_danger_signs_he_was_not_sure_about_are_named(knowledge):
    page = page_of(STORIES["unsure"], knowledge)
    assert UnclearSign("Chest pain", not_said=False) in page.unsure
    assert page_of({}, knowledge).unsure == ()


def test_danger_signs_he_did_not_say_are_named_as_such(knowledge):
    page = page_of({"danger_spine": "prefer_not_to_say"}, knowledge)
    assert {sign.not_said for sign in page.unsure} == {True}
    assert "New loss of bowel control or feeling" in {sign.label for sign in page.unsure}


@pytest.mark.parametrize("answer", ["not_sure", "prefer_not_to_say"])
@pytest.mark.parametrize("rest", ["none", "not_sure"])
def test_every_danger_sign_that_is_not_clear_is_named_and_never_folded(answer, rest, knowledge):
    """Whatever its rules: some complete no rule alone, and one that no rule lacks is in no row of what is not known."""
    danger = [page for page in knowledge.questions if page.stage == "emergency"]
    story = {page.key: rest for page in knowledge.questions if page.key not in CALM} if rest == "not_sure" else {}
    page = page_of(story | {row.key: answer for row in danger}, knowledge)
    labels = {finding.key: finding.label for finding in knowledge.findings}
    signs = {labels[key] for row in danger for option in row.options for key in option.present}
    assert {"Fever, shivers or drenching night sweats", "New loss of bowel control or feeling"} <= signs
    unclear = [sign for sign in page.unsure if sign.label in signs]
    assert {sign.label for sign in unclear} == signs
    assert {sign.not_said for sign in unclear} == {answer == "prefer_not_to_say"}
    assert len({sign.label for sign in page.unsure}) == len(page.unsure)
    assert not signs & {sign.label for sign in page.more_unsure}


def test_pages_that_were_never_asked_are_named(knowledge):
    answers = {key: (option,) for key, option in CALM.items()}
    page = page_of({}, knowledge, answers=answers)
    assert "Do you have any of these now, or did they start with the weakness?" in page.incomplete


def test_signs_behind_the_level_are_what_he_said_yes_to_in_the_rules_of_the_level(outcome, page, release):
    level = outcome.urgency.level
    matched = {key for flag in outcome.red_flags if flag.level is level for clause in flag.matched for key in clause}
    labels = {finding.label for finding in release.findings if finding.key in matched and finding.question is not None}
    assert set(page.signs) == labels
    assert len(page.signs) == len(set(page.signs))
