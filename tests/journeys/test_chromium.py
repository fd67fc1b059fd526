"""Which Chromium the journeys take, and what is said without one."""

from __future__ import annotations

import pytest

from tests.journeys.chromium import NoChromium, find_chromium


def program(folder, name: str) -> str:
    """A program of that name in a folder."""
    file = folder / name
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return str(file)


def test_the_chromium_that_was_named_is_taken(tmp_path):
    program(tmp_path, "chromium")
    named = program(tmp_path, "another")
    assert find_chromium({"PATH": str(tmp_path), "CHROMIUM": named}) == named


def test_without_a_name_the_first_program_that_is_there_is_taken(tmp_path):
    other = program(tmp_path, "google-chrome")
    assert find_chromium({"PATH": str(tmp_path)}) == other
    usual = program(tmp_path, "chromium")
    assert find_chromium({"PATH": str(tmp_path)}) == usual


@pytest.mark.parametrize(
    ("named", "told"), [({}, "apt-get install chromium"), ({"CHROMIUM": "/nowhere/chromium"}, "/nowhere/chromium")]
)
def test_without_chromium_it_is_said_what_to_do(tmp_path, named, told):
    with pytest.raises(NoChromium, match=told):
        find_chromium({"PATH": str(tmp_path), **named})
