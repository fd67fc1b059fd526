"""A cause as a card: what fits, what does not, what is not known, how strongly, and where that comes from."""

from __future__ import annotations

import dataclasses

import pytest
from django.template.loader import render_to_string

from symptoms.engine.answers import states_of_evidence
from symptoms.engine.likelihood import differential, if_present
from symptoms.serving import holder
from tests.symptoms.stories import cards, outcome_of, page_of

pytestmark = pytest.mark.django_db


def test_every_line_for_or_against_a_cause_has_a_source(outcome, page):
    lines = [line for card in cards(page) for line in (*card.fits, *card.does_not_fit)]
    assert bool(lines) == any(cause.contributions for cause in outcome.causes)
    assert [line.label for line in lines if not line.numbers] == []
    assert all(source.title and source.publisher for card in cards(page) for source in card.sources)


def test_the_numbers_of_a_line_name_its_own_sources(outcome, page):
    titles = {row["key"]: row["title"] for row in holder.current().catalogue["sources"]}
    causes = {cause.name: cause for cause in (*outcome.causes, *outcome.serious)}
    for card in cards(page):
        own = {item.label: item.sources for item in causes[card.name].contributions}
        for line in (*card.fits, *card.does_not_fit):
            named = {card.sources[number - 1].title for number in line.numbers}
            assert named == {titles[key] for key in own[line.label]}
        assert len(card.sources) == len(set(card.sources))


def test_every_line_says_what_he_said_and_how_strongly_it_points(page, release):
    strengths = {text for key, text in release.texts.items() if key.startswith("strength_")}
    for card in cards(page):
        for line in (*card.fits, *card.does_not_fit):
            assert line.said in (
                f"{line.label}. You said yes.",
                f"You said no to: {line.label}.",
                f"You did not tick: {line.label}.",
            )
            assert line.strength in strengths
            assert line.size in (1, 2, 3)
        assert all("away" not in line.strength for line in card.fits)
        assert all("away" in line.strength for line in card.does_not_fit)


def test_every_cause_names_its_sources_and_what_its_fit_means(page):
    for card in cards(page):
        assert card.sources
        assert card.summary
        assert (card.fit is None) == (card.fit_meaning is None) == (card.fit_key is None)


def test_what_is_not_known_of_one_question_is_named_once_by_the_question(page, outcome, knowledge):
    single = {row.key: row.text for row in knowledge.questions if row.kind == "single" and row.stage != "scope"}
    options = {row.label for row in outcome.unknown if row.question in single}
    asked = {single[row.question] for row in outcome.unknown if row.question in single}
    named = [line.label for card in cards(page) for line in card.not_known]
    assert not options & {*named, *page.doctor_may_ask}
    assert bool(asked) == bool(asked & set(named))
    assert all(len(card.not_known) == len({line.label for line in card.not_known}) for card in cards(page))


def test_what_is_not_known_of_any_cause_is_what_it_weighs_and_has_no_clear_answer(page, given, knowledge, release):
    """Of the serious ones too, whose findings the outcome itself may not name among what is not known."""
    pages = {row.key: row for row in knowledge.questions}
    unsure = {
        finding
        for key, options in given["answers"].items()
        if options == ("not_sure",)
        for finding in pages[key].findings
    }
    asks = {finding: row.text for row in knowledge.questions if row.kind == "single" for finding in row.findings}
    words = {finding.key: asks.get(finding.key, finding.label) for finding in knowledge.findings}
    weighed = {cause.name: set(release.keys(cause.evidence)) for cause in release.causes}
    assert cards(page)
    for card in cards(page):
        open_words = {words[finding] for finding in weighed[card.name] & unsure}
        assert {line.label for line in card.not_known} <= open_words
        assert len(card.not_known) == min(len(open_words), 6)


def test_what_is_not_known_comes_with_what_it_could_count_the_most_telling_first(knowledge, release):
    """A yes is weighed as the engine weighs it when nothing else is told."""
    story = {"side": "not_sure", "feeling": "not_sure"}
    seen = set()
    for card in cards(page_of(story, knowledge)):
        cause = next(row for row in release.causes if row.name == card.name)
        adds = {item.label: item for item in if_present(release, cause.key, 60)}
        sizes = [line.size for line in card.not_known]
        assert sizes == sorted(sizes, reverse=True)
        for line in card.not_known:
            if line.label in adds:
                item = adds[line.label]
                assert line.said == f"{line.label}. If yes:"
                assert line.strength == release.texts[f"strength_{item.strength}"]
                assert item.strength == f"{('slight', 'moderate', 'strong')[line.size - 1]}_{line.direction}"
                states = states_of_evidence(release, [(item.finding, "present")])
                (score,) = differential(release, states, 60).scores_of([cause.index])
                assert [one.shown for one in score.reasons.each] == [item]
                assert bool(line.numbers) == bool(item.sources)
                seen.add("finding")
            elif line.size:
                assert line.said.startswith(f"{line.label} If “")
                seen.add("page")
    assert seen == {"finding", "page"}


def test_a_serious_cause_names_what_only_it_weighs(knowledge):
    """What no ranked cause weighs and no rule lacks: page and API tell it of the serious cause."""
    story = {"side": "one", "danger_spine": "leg_pain_both", "how_fast": "weeks", "conditions": "not_sure"}
    worn = "Known neck or back wear, narrowing or disc trouble"
    outcome = outcome_of(story, knowledge)
    (row,) = [row for row in outcome.unknown if row.label == worn]
    assert not row.rules
    assert not set(row.causes) & {cause.key for cause in outcome.causes}
    assert set(row.causes) <= {cause.key for cause in outcome.serious}
    assert worn in {line.label for card in page_of(story, knowledge).serious for line in card.not_known}


#: What stands under a heading of a cause that has nothing under it.
EMPTY = {"fits": "None of the answers.", "does_not_fit": "None of the answers.", "not_known": "Nothing else that this"}


@pytest.mark.parametrize("parts", [(), ("fits",), ("fits", "does_not_fit"), tuple(EMPTY)])
def test_each_of_the_three_lists_of_a_cause_says_so_when_it_is_empty(parts, knowledge):
    story = {"danger_spine": "leg_pain_both", "how_fast": "weeks", "side": "not_sure"}
    card = next(card for card in cards(page_of(story, knowledge)) if card.fits and card.does_not_fit and card.not_known)
    shown = dataclasses.replace(card, **dict.fromkeys(parts, ()))
    words = render_to_string("symptoms/cause.html", {"card": shown, "heading": "h3"})
    for heading in ("What fits", "What does not fit", "What is not known"):
        assert f"<strong>{heading}</strong>" in words
    for empty in set(EMPTY.values()):
        assert words.count(empty) == sum(EMPTY[part] == empty for part in parts)


def test_what_fits_is_never_more_than_a_handful_of_lines(page):
    for card in cards(page):
        assert max(len(card.fits), len(card.does_not_fit), len(card.not_known)) <= 6
