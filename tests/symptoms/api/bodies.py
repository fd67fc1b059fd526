"""What the tests of the API share: requests written shortly, and what holds for every answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from symptoms.api.problems import FIELD_CODES, PROBLEMS

#: A man with old, steady weakness and nothing else: every page of the shipped knowledge, most answered "none".
CALM = {
    "scope": "me_man",
    "how_fast": "months",
    "how_long": "over_year",
    "course": "same",
    "side": "both",
    "kind": "heavy",
    "feeling_ok": "yes",
}


def answers(pages: Mapping[str, str | list[str]]) -> list[dict[str, Any]]:
    """Answers by page, one option or several, as the API takes them."""
    return [
        {"question": page, "options": [options] if isinstance(options, str) else options}
        for page, options in pages.items()
    ]


def evidence(findings: Mapping[str, str]) -> list[dict[str, str]]:
    """States by finding as the API takes them."""
    return [{"finding": finding, "state": state} for finding, state in findings.items()]


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON value with its place, names of members left out."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from texts(member, f"{place}/{name}")
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from texts(entry, f"{place}/{position}")


def read(response: Any) -> Any:
    """The body of a good answer: JSON in which no placeholder is left to fill."""
    assert response.status_code == 200, response.content[:500]
    assert response["Content-Type"] == "application/json"
    body = response.json()
    assert {place: text for place, text in texts(body) if re.search(r"[{}]", text)} == {}
    return body


def read_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The body of an answer that is the problem `code`, in the one shape that problems have."""
    assert response["Content-Type"] == "application/problem+json", response.content[:500]
    assert response["Cache-Control"] == "no-store"
    problem: dict[str, Any] = response.json()
    assert (response.status_code, problem["code"]) == (status, code), problem
    assert (problem["status"], problem["title"]) == (status, PROBLEMS[code].title)
    assert problem["type"] == f"/api/v1/problems/{code}"
    for fault in problem["errors"]:
        assert set(fault) == {"pointer", "code", "detail"}
        assert fault["code"] in FIELD_CODES
    assert ("must_display" in problem) == (status >= 500)
    # Pointers may hold any name that was sent.
    assert not re.search(r"[{}]", " ".join(text for place, text in texts(problem) if not place.endswith("/pointer")))
    return problem


def faults(problem: dict[str, Any]) -> list[tuple[str, str]]:
    """Place and code of every fault of a problem."""
    return [(fault["pointer"], fault["code"]) for fault in problem["errors"]]
