"""manage.py simulate: what it prints, what it writes, what it refuses."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledge.interchange import write_folder
from tests.symptoms.simulation.tiny import TINY


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "knowledge"
    place.mkdir()
    write_folder(TINY, place)
    return place


def printed(*arguments):
    out, told = StringIO(), StringIO()
    call_command("simulate", "--jobs", "1", *arguments, stdout=out, stderr=told)
    return out.getvalue(), told.getvalue()


def test_men_are_drawn_walked_and_reported(folder):
    text, told = printed("--n", "30", "--seed", "4", "--folder", str(folder))
    assert text.startswith("Simulated men: 30, seed 4, draw correlated, overlap 0.7, interview.\n")
    for title in (
        "How urgent, against the urgency of his true cause",
        "By age",
        "Told emergency_now, true cause routine and self_care: ",
        "Pages asked, scope and age included",
        "The true cause in the ranking at the end",
        "Danger signs as drawn, and as the background has them",
    ):
        assert f"\n{title}" in text
    assert told == "30 of 30 men\n"


def test_the_same_seed_prints_the_same_and_another_does_not(folder):
    arguments = ("--n", "30", "--every-page", "--folder", str(folder))
    assert printed(*arguments) == printed(*arguments, "--seed", "1")
    assert printed(*arguments) != printed(*arguments, "--seed", "2")


@pytest.mark.parametrize(
    ("arguments", "draw", "overlap"),
    [((), "correlated", 0.7), (("--overlap", "0.25"), "correlated", 0.25), (("--draw", "crude"), "crude", None)],
)
def test_figures_are_written_as_json(folder, tmp_path, arguments, draw, overlap):
    file = tmp_path / "figures.json"
    printed("--n", "25", "--every-page", "--folder", str(folder), "--file", str(file), *arguments)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert (written["format"], written["men"], written["every_page"]) == (1, 25, True)
    assert (written["draw"], written["overlap"]) == (draw, overlap)
    assert len(written["release"]) == 64
    assert written["levels"][0]["exact"]["of"] == 25
    assert {row["triage"]["group"] for row in written["causes"]} == {cause.key for cause in TINY.causes}


@pytest.mark.parametrize(
    "arguments",
    [("--n", "0"), ("--n", "some"), ("--overlap", "1.5"), ("--jobs", "0"), ("--draw", "wild")],
)
def test_options_that_make_no_sense_are_refused(folder, arguments):
    with pytest.raises(CommandError, match=arguments[0]):
        printed("--folder", str(folder), *arguments)


def test_files_that_cannot_be_read_are_an_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        printed("--folder", str(tmp_path))


def test_a_place_for_the_file_that_is_not_there_is_named_before_any_man_is_drawn(folder, tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        printed("--n", "1000000000", "--folder", str(folder), "--file", str(tmp_path / "nowhere" / "figures.json"))


def test_a_file_that_cannot_be_written_is_named(folder, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        printed("--n", "5", "--every-page", "--folder", str(folder), "--file", str(tmp_path))
