"""The OpenAPI description: valid, whole, and true of what the API does with good and bad requests."""

from __future__ import annotations

import copy
import os
import subprocess
import sys

import jsonschema
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from openapi_spec_validator import OpenAPIV31SpecValidator

from legcheck.wsgi import application
from symptoms.api.urls import urlpatterns
from tests.symptoms.api.bodies import CALM, answers, evidence, read
from tools.commands import ROOT

pytestmark = pytest.mark.django_db

#: What only the release can say of a request that has the right shape, and a description cannot.
SAID_BY_THE_RELEASE = {
    *("unknown_finding", "derived_finding", "duplicate_finding"),
    *("unknown_question", "duplicate_question", "unknown_option", "duplicate_option", "wrong_combination"),
}

described = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json",
    application,
    config=schemathesis.Config.from_dict(
        {
            "seed": 1,
            "generation": {"mode": "all", "max-examples": 100, "deterministic": True, "database": "none"},
            # The keys of questions and findings differ from release to release, so a request that is right by the
            # description may name what the release does not have. The test looks at such refusals itself.
            "checks": {
                "positive_data_acceptance": {"enabled": False},
                # Of a long list the bytes may be too many before its entries are counted: then it is 413.
                "negative_data_rejection": {"expected-statuses": [400, 405, 406, 411, 413, 415, 422]},
            },
        }
    ),
)


@pytest.fixture(autouse=True)
def kept_connection():
    """A request over WSGI closes the connection it used, and with it the transaction that this test stands in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@described.parametrize()
def test_operation_keeps_what_its_description_promises(case):
    response = case.call_and_validate()
    if case.meta.generation.mode.is_positive and response.status_code == 422:
        assert {fault["code"] for fault in response.json()["errors"]} <= SAID_BY_THE_RELEASE


@pytest.fixture
def description(api):
    """The description as it is served."""
    return read_description(api)


def read_description(api):
    response = api("openapi.json")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()


def test_description_is_valid_openapi_3_1(description):
    assert description["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_description_is_made_without_a_warning():
    done = subprocess.run(
        [sys.executable, "manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_address_but_those_about_the_api_itself_is_described(description):
    routes = {f"/api/v1/{entry.pattern}" for entry in urlpatterns}
    about_itself = {"/api/v1/openapi.json", "/api/v1/problems/<slug:code>", "/api/v1/"}
    assert about_itself <= routes
    assert set(description["paths"]) == routes - about_itself


def test_every_operation_has_a_name_a_summary_and_the_problems_it_can_have(description):
    names = []
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            assert operation["summary"], path
            problems = {"400", "406", "500", "503"} | ({"411", "413", "415", "422"} if method == "post" else set())
            described_problems = {
                status
                for status, response in operation["responses"].items()
                if set(response.get("content", ())) == {"application/problem+json"}
            }
            assert described_problems == problems, path
    assert len(set(names)) == len(names)


@pytest.fixture
def exactly(description):
    """Fails unless a value has the shape of a component, with no member that is not described."""
    closed = copy.deepcopy(description["components"])
    for schema in closed["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False

    def check(component, value):
        schema = {"$ref": f"#/components/schemas/{component}", "components": closed}
        jsonschema.Draft202012Validator(schema).validate(value)

    return check


@pytest.mark.parametrize(
    ("address", "component"),
    [
        ("questions", "QuestionsList"),
        ("findings", "FindingsList"),
        ("causes", "CausesList"),
        ("red-flag-rules", "RedFlagRulesList"),
        ("sources", "SourcesList"),
        ("releases", "ReleasesList"),
        ("releases/current", "CurrentRelease"),
    ],
)
def test_list_has_exactly_the_described_members(api, exactly, address, component):
    exactly(component, read(api(address)))


def test_outcomes_have_exactly_the_described_members(api, exactly, knowledge):
    for man in knowledge.vignettes[::6]:
        states = {"present": man.present, "absent": man.absent, "not_sure": man.unsure}
        known = {finding: state for state, findings in states.items() for finding in findings}
        exactly("Assessment", read(api("assessments", {"age": man.age, "evidence": evidence(known)})))
    conflict = evidence({"onset_days": "present", "onset_weeks": "present", "low_mood": "present"})
    exactly("Assessment", read(api("assessments", {"age": 50, "evidence": conflict})))
    ended = answers({"scope": "known_cause"})
    exactly("Assessment", read(api("assessments", {"age": 50, "answers": ended})))


def test_steps_have_exactly_the_described_members(api, exactly):
    scope = {page: option for page, option in CALM.items() if page.startswith("scope_")}
    for request in (
        {"answers": []},
        {"answers": answers(scope)},
        {"answers": answers(scope), "age": 50},
        {"answers": answers({"danger_now": ["chest_pain"]}), "age": 50},
    ):
        exactly("InterviewStep", read(api("interviews/next", request)))


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("assessments", {"age": 17, "evidence": []}),
        ("assessments", {"age": "x", "evidence": [{}]}),
        ("assessments", "{"),
        ("no-such-address", None),
    ],
)
def test_problems_have_exactly_the_described_members(api, exactly, address, body):
    exactly("Problem", api(address, body).json())
