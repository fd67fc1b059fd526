"""A whole evaluation: the same bytes each time, everything the page needs in them, and the bars."""

import json

import pytest
from django.template.loader import render_to_string

from symptoms.evaluation.bars import bars
from symptoms.evaluation.evaluation import evaluate, evaluation_json, plain_evaluation
from symptoms.evaluation.figures import figures
from symptoms.evaluation.lost import Change, ChangeFigures, LostEmergencies
from symptoms.evaluation.page import page_of
from symptoms.evaluation.running import Way, run
from symptoms.evaluation.summary import summary
from symptoms.evaluation.words import ENGLISH
from symptoms.proportions import proportion
from tests.symptoms.evaluation.page_reading import PageReader

#: An emergency at once, one that can be lost, a miss, one that did not finish, and a man with nothing serious.
KEYS = ["v12_ripping_pain", "v24_puffed_and_swollen", "v67_tick_and_night_pain", "v103_almost_nothing_said"]


@pytest.fixture(scope="module")
def evaluation(release, knowledge, cases):
    return evaluate(release, knowledge, [cases[key] for key in KEYS], own=True, draws=1, seed=1)


@pytest.fixture(scope="module")
def page(evaluation):
    return render_to_string(
        "symptoms/evaluation/figures.html", page_of(json.loads(evaluation_json(evaluation)), ENGLISH)
    )


def test_equal_cases_give_equal_bytes(release, knowledge, cases, evaluation):
    again = evaluate(release, knowledge, [cases[key] for key in KEYS], own=True, draws=1, seed=1)
    assert evaluation_json(again) == evaluation_json(evaluation)


def test_the_page_is_made_from_the_json_alone(evaluation, page):
    assert page == render_to_string("symptoms/evaluation/figures.html", page_of(plain_evaluation(evaluation), ENGLISH))


def test_every_float_of_the_json_is_rounded(evaluation):
    floats = []
    json.loads(evaluation_json(evaluation), parse_float=lambda text: floats.append(text))
    assert len(floats) > 100
    assert [text for text in floats if len(text.partition(".")[2]) > 6] == []


def test_the_json_says_what_was_run(evaluation, release):
    plain = json.loads(evaluation_json(evaluation))
    assert (plain["release"], plain["own"], plain["cases"]) == (release.identity.hash, True, 4)
    assert plain["unfinished"] == ["v103_almost_nothing_said"]
    assert [way["cases"] for way in plain["ways"]] == [4, 3, 4]
    assert len(plain["rows"]) == 11
    row = next(row for row in plain["rows"] if row["way"] == "denies" and row["case"] == KEYS[2])
    assert (row["verdict"], row["by_emergency"], row["cause_place"]) == ("in_range", False, 10)


def test_every_miss_is_told_with_its_story_in_lines_and_on_the_page(evaluation, cases, page):
    plain = plain_evaluation(evaluation)
    text = "\n".join(summary(plain))
    told = [cell for table in PageReader.of(page).tables for row in table for cell in row]
    assert plain["misses"] and plain["lost"]["lost"]
    for row in (*plain["misses"], *plain["lost"]["lost"]):
        story = f"{row['age']}: {cases[row['case']].story}"
        assert row["case"] in text
        assert {row["case"], story} <= set(told)
    for miss in plain["misses"]:
        assert f"{miss['age']}: {miss['story']}" in text
    assert "is number 10 with 0.1 %; first are" in text


def test_every_plot_has_a_caption_and_its_table(page):
    reader = PageReader.of(page)
    assert len(reader.plots) == 1 + 3 + 2 + 1 + 4
    assert len(set(reader.plots)) == len(reader.plots)
    assert reader.plots_without_table == []
    assert len(reader.ids) == len(set(reader.ids))


def test_sections_and_tables_have_names_of_their_own(evaluation):
    sections = page_of(plain_evaluation(evaluation), ENGLISH)["sections"]
    names = [section.title for section in sections]
    names += [part.table.caption for section in sections for part in section.parts]
    assert len(names) == len(set(names))


def test_the_part_of_a_page_brings_no_style_and_no_script(page):
    reader = PageReader.of(page)
    assert not {"script", "style", "link"} & reader.tags
    assert not [name for name in reader.attributes if name == "style" or name.startswith("on")]


def test_without_draws_there_is_no_noise_and_no_section_for_it(release, knowledge, cases):
    quiet = evaluate(release, knowledge, [cases["v98_new_baby"]], own=False, draws=0, seed=1)
    plain = plain_evaluation(quiet)
    assert plain["noise"] == []
    assert "noise" not in [section.key for section in page_of(plain, ENGLISH)["sections"]]
    assert plain["misses"] == [] or all(miss["way"] == "not_sure" for miss in plain["misses"])
    assert "These cases were brought from outside." in "\n".join(summary(plain))


def test_bars_are_met_at_their_limit_and_not_beyond(release, cases):
    runs = {way: [run(release, cases["v98_new_baby"], way)] for way in Way}
    ways = [figures(release, way, runs[way]) for way in Way]

    def met(lost):
        changes = tuple(ChangeFigures(change, proportion(lost, 5)) for change in Change)
        return {bar.key: bar.met for bar in bars(ways, LostEmergencies(5, changes, ()))}

    assert met(0)["lost_kind"] and not met(1)["lost_kind"]
    assert met(0)["direct_in_range"] and met(0)["median_pages"] and not met(0)["goal_median_pages"]
    assert "lost_rules_not_sure" not in met(0)


def test_what_no_case_measures_is_not_met(release):
    empty = [figures(release, way, []) for way in Way]
    found = {bar.key: (bar.value, bar.met) for bar in bars(empty, LostEmergencies(0, (), ()))}
    assert found["direct_in_range"] == found["denies_cause"] == found["median_pages"] == (None, False)
