"""manage.py evaluate: a case file in, lines out, and a JSON file and a page where they are wanted."""

import dataclasses
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string

from knowledge.interchange import write_folder
from symptoms.evaluation.page import page_of
from symptoms.evaluation.words import ENGLISH

CASES = """
- key: tired_father
  age: 33
  present: [side_both]
  expect:
    urgency_at_least: within_days
    urgency_at_most: same_day
    categories_top3: [lifestyle_ageing]
    causes_top5: [deconditioning]
"""


def printed(*arguments):
    out = StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


def test_a_case_file_is_evaluated_and_written_as_json_and_as_a_page(tmp_path, file):
    folder = tmp_path / "new" / "out"
    text = printed("--file", file, "--draws", 0, "--folder", folder)
    assert text.startswith("1 cases, release ")
    assert "Judged as they stand, the rest not asked, and left out where the rest is denied: tired_father." in text
    data = (folder / "evaluation.json").read_bytes()
    plain = json.loads(data)
    assert (plain["own"], plain["cases"], plain["noise"]) == (False, 1, [])
    page = (folder / "evaluation.html").read_text(encoding="utf-8")
    assert render_to_string("symptoms/evaluation/figures.html", page_of(plain, ENGLISH)) in page
    assert page.startswith("<!doctype html>")
    assert not [part for part in ("<script", "http:", "https:", "url(", "@import") if part in page]


def test_without_a_file_the_vignettes_of_the_knowledge_are_run(tmp_path, knowledge):
    some = [row for row in knowledge.vignettes if row.key in ("v98_new_baby", "v12_ripping_pain")]
    write_folder(dataclasses.replace(knowledge, vignettes=tuple(some)), tmp_path)
    text = printed("--knowledge", tmp_path, "--draws", 1, "--seed", 5)
    assert text.startswith("2 cases, release ")
    assert "they do not show that the tool is right" in text
    assert "Noise: A page is answered not sure (1 draws of each case)" in text
    assert "met: Level in its range, findings given at once: 100 %, wanted at least 100 %" in text


def test_faults_of_a_case_file_are_told(file):
    file.write_text(CASES.replace("side_both", "side_bot"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"mine\.yaml: tired_father: present: there is no finding .*did you mean"):
        printed("--file", file)


@pytest.mark.parametrize("data", [None, b"\xff\xfe"], ids=["missing", "not text"])
def test_a_file_that_cannot_be_read_is_an_error(file, data):
    file.unlink() if data is None else file.write_bytes(data)
    with pytest.raises(CommandError, match="the file cannot be read"):
        printed("--file", file)


def test_a_folder_that_cannot_be_made_is_an_error(file):
    with pytest.raises(CommandError, match="the folder cannot be made"):
        printed("--folder", file / "inside")


def test_knowledge_that_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="The files cannot be read"):
        printed("--knowledge", tmp_path)


@pytest.mark.parametrize("option", ["--draws", "--seed"])
def test_numbers_are_whole_and_not_below_0(option):
    with pytest.raises(CommandError, match="whole number from 0"):
        printed(option, "-1")
