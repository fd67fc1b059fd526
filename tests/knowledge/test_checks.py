"""The codes of the checks, how a problem reads, and the page that explains them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge.checks.codes import CODES
from knowledge.checks.problem import Problem
from tests.knowledge.test_row_checks import BAD_ROWS
from tests.knowledge.test_whole_checks import BAD_SETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def _moment(code: str) -> str:
    if code < "K010":
        return "reading a file"
    return "saving a row" if code < "K101" else "publishing"


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("causes", "cold_leg", "K102", "There is none.", "evidence[3].finding"),
            "causes.yaml: cold_leg.evidence[3].finding: K102 There is none.",
        ),
        (Problem("causes", "cold_leg", "K101", "Twice."), "causes.yaml: cold_leg: K101 Twice."),
        (Problem("settings", "", "K085", "Too small.", "ratio.min"), "settings.yaml: ratio.min: K085 Too small."),
        (Problem("texts", "", "K006", "Missing."), "texts.yaml: K006 Missing."),
    ],
)
def test_problem_reads_from_file_to_place(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_every_code_of_a_check_has_a_bad_example() -> None:
    examples = {example.code for example in (*BAD_ROWS, *BAD_SETS)}

    assert examples == {code for code in CODES if code >= "K010"}


def test_page_lists_every_code_with_its_demand_and_its_moment() -> None:
    rows = re.findall(r"^\| (K\d{3}) \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert rows == [(code, demand, _moment(code)) for code, demand in CODES.items()]
