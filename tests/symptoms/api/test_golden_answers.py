"""What the API answers, in files that people can read: tests/symptoms/api/golden, one for each kind of answer.

Whoever changes an answer on purpose writes the files anew and reads the difference:
`UPDATE_GOLDEN=1 make test ARGS=tests/symptoms/api/test_golden_answers.py`.
Long lists are shortened to their first entry and the count of the others.
"""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

import pytest

from knowledge.models import LiveRelease, Release
from symptoms.catalogue import build_catalogue
from symptoms.serving import Served, holder
from tests.symptoms.api.bodies import CALM, answers, evidence

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "golden"

#: Lists that are longer are shortened.
LONGEST_LIST = 4

SCOPE = {page: option for page, option in CALM.items() if page.startswith("scope_")}

#: Address and body by the name of the file; no body to get.
REQUESTS = {
    "assessment_nothing_asked": ("assessments", {"age": 50, "evidence": []}),
    "assessment_emergency": (
        "assessments",
        {
            "age": 71,
            "evidence": evidence(
                dict.fromkeys(["onset_sudden", "face_droop", "duration_under_week", "course_stable"], "present")
            ),
        },
    ),
    "assessment_by_answers": (
        "assessments",
        {
            "age": 58,
            "answers": answers(
                CALM
                | dict.fromkeys(["danger_now", "danger_spine", "danger_leg", "key_facts"], "none")
                | {"feeling": ["numb_feet", "numb_hands", "rest_not_sure"], "mood": ["low_mood"]}
            ),
        },
    ),
    "assessment_ended_by_scope": ("assessments", {"age": 50, "answers": answers({"scope": "known_cause"})}),
    "next_step_question": ("interviews/next", {"age": 50, "answers": answers(SCOPE)}),
    "next_step_age": ("interviews/next", {"answers": answers(SCOPE)}),
    "next_step_outcome": ("interviews/next", {"age": 50, "answers": answers({"danger_now": ["breathless_rest"]})}),
    "questions": ("questions", None),
    "findings": ("findings", None),
    "causes": ("causes", None),
    "red_flag_rules": ("red-flag-rules", None),
    "sources": ("sources", None),
    "current_release": ("releases/current", None),
    "releases": ("releases", None),
    "problem_type": ("problems/could_not_assess", None),
    "problem_not_found": ("no-such-address", None),
    "problem_json": ("assessments", '{"age": 50, "age": 51}'),
    "problem_request": (
        "assessments",
        {"age": 50, "evidence": [{"finding": "no_such", "state": "present"}, {"finding": "age_65_plus", "state": "x"}]},
    ),
    "problem_age": ("assessments", {"age": 17, "evidence": []}),
}


@pytest.fixture(autouse=True)
def one_day_in_january(db, release, knowledge, monkeypatch):
    """Serves the shipped knowledge as published on 1 January 2026, in Great Britain, on 5 January 2026."""
    monkeypatch.setattr("symptoms.api.views.timezone.localdate", lambda: datetime.date(2026, 1, 5))
    # It has the number and the hash of the live release, so it is not taken for an old one.
    monkeypatch.setattr(holder, "_served", Served(release, build_catalogue(knowledge, release)))
    # What the holder notes while it looks is taken back too, for the tests that follow.
    monkeypatch.setattr(holder, "_looked_at", None)


def shortened(value):
    """A JSON value with its long lists cut."""
    if isinstance(value, dict):
        return {name: shortened(member) for name, member in value.items()}
    if isinstance(value, list):
        if len(value) > LONGEST_LIST:
            return [shortened(value[0]), f"... and {len(value) - 1} more"]
        return [shortened(entry) for entry in value]
    return value


def compare(name, answer):
    """Fails unless `answer` is what the file says; with UPDATE_GOLDEN=1 the file is written first."""
    file = FOLDER / f"{name}.json"
    text = json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), f"{file.name} says something else"


def told(request, response):
    return {"request": request, "status": response.status_code, "answer": shortened(response.json())}


@pytest.mark.parametrize("name", REQUESTS)
def test_answer_is_the_golden_one(api, name):
    address, body = REQUESTS[name]
    response = api(address, body)
    # Where pages are regrouped, an outcome must not turn into a refusal unseen.
    assert response.status_code == 200 or name.startswith("problem_")
    answer = told({"post" if body is not None else "get": address, "body": body}, response)
    if name == "releases":
        (entry,) = answer["answer"]["items"]
        assert entry["published"] == Release.objects.get().created_at.date().isoformat()
        entry["published"] = "the day on which the test database was made"
    compare(name, answer)


def test_answer_without_a_release_is_the_golden_one(api, monkeypatch):
    monkeypatch.setattr(holder, "_served", None)
    monkeypatch.setattr(holder, "_looked_at", None)
    LiveRelease.objects.update(release_id=None)
    body = {"age": 50, "evidence": []}
    compare("problem_no_release", told({"post": "assessments", "body": body}, api("assessments", body)))


def test_outline_of_the_description_is_the_golden_one(api):
    served = api("openapi.json").json()
    outline = {
        "paths": {
            path: {
                f"{method} ({operation['operationId']})": " ".join(operation["responses"])
                for method, operation in operations.items()
            }
            for path, operations in served["paths"].items()
        },
        "schemas": {
            name: {member: _kind(shape) for member, shape in schema["properties"].items()}
            if "properties" in schema
            else _kind(schema)
            for name, schema in served["components"]["schemas"].items()
        },
    }
    compare("openapi_outline", outline)


def _kind(shape):
    """A schema in a few words."""
    if "$ref" in shape:
        return shape["$ref"].rpartition("/")[2]
    if "oneOf" in shape:
        return " or ".join(_kind(one) for one in shape["oneOf"])
    if "enum" in shape:
        return " | ".join(map(str, shape["enum"]))
    if shape.get("type") == "array":
        return f"list of {_kind(shape['items'])}"
    kind = shape.get("type", "anything")
    return kind if isinstance(kind, str) else " or ".join(kind)


def test_every_golden_file_is_compared():
    names = {file.stem for file in FOLDER.iterdir()}
    assert names == {*REQUESTS, "problem_no_release", "openapi_outline"}
