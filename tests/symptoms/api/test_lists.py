"""The lists of the API, its releases, its problem types, and how every address takes odd requests."""

from __future__ import annotations

import pytest
from django.test import Client

from knowledge.content import QuestionKind, Stage
from symptoms.api.problems import PROBLEMS
from symptoms.engine.version import ENGINE_VERSION
from symptoms.serving import holder
from tests.symptoms.api.bodies import read, read_problem

pytestmark = pytest.mark.django_db

LISTS = ["questions", "findings", "causes", "red-flag-rules", "sources"]
#: Every address that is read with GET.
READ = [*LISTS, "releases", "releases/current", "openapi.json", "problems/not_found"]
#: Every address that is written to with POST.
WRITTEN = ["assessments", "interviews/next"]


@pytest.fixture
def rows(api):
    """The items of a list by their key."""

    def items(name):
        return {row["key"]: row for row in read(api(name))["items"]}

    return items


# What the lists hold


def test_lists_hold_the_whole_release_in_its_order(api, knowledge):
    shipped = {
        "questions": knowledge.questions,
        "findings": knowledge.findings,
        "causes": knowledge.causes,
        "red-flag-rules": knowledge.red_flags,
        "sources": knowledge.sources,
    }
    for name, concept in shipped.items():
        body = read(api(name))
        assert [row["key"] for row in body["items"]] == [row.key for row in concept], name
        assert body["count"] == len(concept)
        assert body["release"]["number"] == 1


def test_question_offers_its_own_options_and_the_reserved_ones_of_its_kind(rows, knowledge):
    shown = rows("questions")
    sensitive = {finding.key for finding in knowledge.findings if finding.sensitive}
    for page in knowledge.questions:
        reserved = [option["key"] for option in shown[page.key]["options"] if option["reserved"]]
        expected = ["none", "not_sure", "rest_not_sure"] if page.kind is QuestionKind.MULTIPLE else ["not_sure"]
        if not sensitive.isdisjoint(page.findings):
            expected.append("prefer_not_to_say")
        assert reserved == ([] if page.stage is Stage.SCOPE else expected), page.key
        assert shown[page.key]["sensitive"] == (not sensitive.isdisjoint(page.findings))
        own = [option["key"] for option in shown[page.key]["options"] if not option["reserved"]]
        assert own == [option.key for option in page.options]


def test_finding_names_the_question_that_asks_about_it(rows):
    questions = rows("questions")
    unasked = []
    for key, finding in rows("findings").items():
        if finding["question"] is None:
            unasked.append(key)
        else:
            assert key in questions[finding["question"]]["findings"]
    assert unasked == ["age_50_plus", "age_65_plus", "unsure_red_flag", "screening_incomplete"]


def test_causes_and_rules_name_only_findings_and_sources_that_are_listed(rows):
    findings, causes, sources = rows("findings"), rows("causes"), rows("sources")
    for cause in causes.values():
        for row in cause["evidence"]:
            assert row["finding"] in findings
            assert row["sources"]
            assert sources.keys() >= set(row["sources"])
    for rule in rows("red-flag-rules").values():
        assert findings.keys() >= {finding for clause in rule["all_of"] for finding in clause}
        assert causes.keys() >= set(rule["suspects"])


def test_rules_have_the_numbers_of_the_region(rows, settings):
    assert rows("red-flag-rules")["stroke_signs"]["tell"].startswith("Call 112 or your local emergency number now.")
    settings.LEGCHECK_REGION = "GB"
    holder.forget()
    try:
        assert rows("red-flag-rules")["stroke_signs"]["tell"].startswith("Call 999 now.")
    finally:
        holder.forget()


def test_current_release_tells_what_assessments_are_made_from(api, document):
    body = read(api("releases/current"))
    assert (body["release"]["number"], body["release"]["hash"]) == (1, document.hash)
    assert (body["engine"], body["region"]) == (ENGINE_VERSION, "ZZ")
    assert body["counts"] == {name: read(api(name))["count"] for name in LISTS}
    assert read(api("assessments", {"age": 50, "evidence": []}))["release"] == body["release"]


def test_releases_tell_which_one_is_live_and_not_who_published_it(api, document):
    body = read(api("releases"))
    assert body["count"] == 1
    (entry,) = body["items"]
    assert set(entry) == {"number", "hash", "published", "note", "live", "status"}
    assert (entry["number"], entry["hash"], entry["live"], entry["status"]) == (1, document.hash, True, "live")
    assert entry["note"] == "The shipped knowledge"


@pytest.mark.parametrize("code", PROBLEMS)
def test_type_of_every_problem_leads_to_its_meaning(client, code):
    body = read(client.get(f"/api/v1/problems/{code}"))
    assert body == {
        "code": code,
        "title": PROBLEMS[code].title,
        "status": PROBLEMS[code].status,
        "meaning": PROBLEMS[code].meaning,
    }


def test_code_that_no_problem_has_is_not_found(api):
    read_problem(api("problems/no_such_code"), 404, "not_found")


# Copies that the client holds


@pytest.mark.parametrize("address", READ)
def test_copy_that_is_still_current_is_not_sent_again(api, address):
    first = api(address)
    tag = first["ETag"]
    assert first["Cache-Control"] == "no-cache"
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api(address, **{"If-None-Match": held})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("held", ['"other"', "nonsense", ""])
def test_other_copy_is_sent_anew(api, held):
    assert len(read(api("questions", **{"If-None-Match": held}))["items"]) == 34


def test_tags_tell_the_lists_apart_and_follow_the_region(api, settings):
    tags = [api(address)["ETag"] for address in READ]
    assert len(set(tags)) == len(READ)
    settings.LEGCHECK_REGION = "GB"
    holder.forget()
    try:
        assert api("red-flag-rules")["ETag"] not in tags
        assert api("sources")["ETag"] in tags
    finally:
        holder.forget()


# Odd requests


@pytest.mark.parametrize("address", READ)
def test_head_has_the_headers_of_get_and_no_body(client, address):
    got, head = client.get(f"/api/v1/{address}"), client.head(f"/api/v1/{address}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers


@pytest.mark.parametrize(
    ("address", "allowed"),
    [*((address, "GET, HEAD, OPTIONS") for address in READ), *((address, "POST, OPTIONS") for address in WRITTEN)],
)
def test_every_address_names_its_methods_and_refuses_others(client, address, allowed):
    options = client.options(f"/api/v1/{address}")
    assert (options.status_code, options["Allow"]) == (200, allowed)
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(allowed.split(", ")):
        response = client.generic(method, f"/api/v1/{address}")
        read_problem(response, 405, "method_not_allowed")
        assert response["Allow"] == allowed


@pytest.mark.parametrize("address", [*READ, *WRITTEN])
def test_accept_header_that_names_no_json_is_406(client, address):
    call = client.post if address in WRITTEN else client.get
    response = call(f"/api/v1/{address}", content_type="application/json", headers={"Accept": "text/html"})
    read_problem(response, 406, "not_acceptable")


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "application/*", "text/html, */*;q=0.8", "application/json; charset=utf-8"]
)
def test_accept_header_that_leaves_room_for_json_gets_it(api, accept):
    read(api("questions", Accept=accept))


@pytest.mark.parametrize("query", ["format=xml", "format=json", "format=api", "page=2", "region=GB", "%00=%ff"])
def test_query_is_not_looked_at(api, query):
    assert api(f"questions?{query}").content == api("questions").content


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/questions",
        "/api/v1/questions/",
        "/api/v1//questions",
        "/api/v1/Questions",
        "/api/v1/questions/how_fast",
        "/api/v1/problems/",
        "/api/v1/%ff",
        "/api/v1/%00",
        "/api/v1/../../etc/passwd",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_address_is_a_problem(client, method, path):
    problem = read_problem(client.generic(method, path), 404, "not_found")
    assert "passwd" not in problem["detail"]


@pytest.mark.parametrize("path", ["/no-such-page", "/apix", "/API/v1/questions"])
def test_unknown_address_outside_the_api_is_a_page_with_safe_advice(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert "112 or your local emergency number" in response.content.decode()


def test_host_that_is_not_ours_is_a_problem():
    response = Client(raise_request_exception=False).get("/api/v1/questions", headers={"Host": "other.example"})
    read_problem(response, 400, "bad_request")


@pytest.mark.parametrize("address", READ)
def test_reading_sets_no_cookie_and_asks_for_none(api, address):
    response = api(address)
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
