"""manage.py interview: one man page by page, and all of them beside the fewest pages possible."""

import dataclasses
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledge.interchange import write_folder


def printed(*arguments, **options):
    out = StringIO()
    call_command("interview", *arguments, stdout=out, **options)
    return out.getvalue()


def test_one_vignette_is_told_page_by_page():
    text = printed("--vignette", "v98_new_baby")
    assert text.startswith(
        "1. scope: Who is this check for?\n   why now: is the check made for him\n   answer:  me_man\n"
    )
    assert "3. danger_now: " in text
    assert "why now: it settles most of the open emergency and same-day rules" in text
    assert "causes:  " in text and "categories: " in text
    assert "Level: self_care (expected self_care); rules: none" in text.splitlines()[-1]


def test_an_emergency_ends_the_telling():
    lines = printed("--vignette", "v23_swollen_calf_breathless").splitlines()
    assert lines[-2] == "End: an emergency rule fired."
    assert lines[-1].startswith("Level: emergency_now")


def test_all_vignettes_stay_within_their_levels_and_near_the_fewest_pages(tmp_path, knowledge):
    some = dataclasses.replace(knowledge, vignettes=knowledge.vignettes[::6])
    write_folder(some, tmp_path)
    lines = printed("--all", "--folder", str(tmp_path)).splitlines()
    assert lines[-1] == f"Level in range: {len(some.vignettes)} of {len(some.vignettes)}; not: none."
    assert sum(line.startswith("v") for line in lines) == len(some.vignettes)
    assert any(line.startswith("Fewest possible: ") for line in lines)
    assert any(line.startswith("Ended by an emergency: ") for line in lines)


def test_not_sure_is_said_of_what_is_not_named():
    assert "answer:  not_sure" in printed("--vignette", "v98_new_baby", "--not-sure")


def test_a_vignette_that_is_not_there_is_named():
    with pytest.raises(CommandError, match="There is no vignette nobody"):
        printed("--vignette", "nobody")


def test_files_that_cannot_be_read_are_an_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        printed("--all", "--folder", str(tmp_path))
