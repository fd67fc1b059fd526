"""Every error of the API has one shape, says nothing of what was sent, and comes whatever the client accepts."""

import io
import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.test import Client, RequestFactory
from django.urls import path
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from symptoms.api import problems
from symptoms.api.parsers import StrictJSONParser
from symptoms.api.problems import FIELD_CODES, PROBLEMS, FieldError, ProblemError

MUST_DISPLAY = [{"key": "must_display_general", "audience": "person", "text": "This app could not check “you”."}]
ANSWER = "saddle_numbness"


@pytest.fixture(autouse=True)
def must_display(monkeypatch):
    monkeypatch.setattr(problems.safe_texts, "must_display_texts", lambda code, for_another: MUST_DISPLAY)


class EchoView(APIView):
    """Sends back what it read; a GET is refused by the throttle."""

    class SevenSeconds(BaseThrottle):
        def allow_request(self, request, view):
            return request.method != "GET"

        def wait(self):
            return 6.2

    throttle_classes = [SevenSeconds]

    def get(self, request):
        raise AssertionError("the throttle lets no GET pass")

    def post(self, request):
        return Response({"read": request.data})


def send(method="post", body=b"{}", view=EchoView, **headers):
    headers = {"content_type": "application/json", **headers}
    return view.as_view()(APIRequestFactory().generic(method.upper(), "/api/v1/echo", body, **headers))


def raised_in_view(exc):
    class FailingView(APIView):
        def post(self, request):
            raise exc

    return send(view=FailingView)


def assert_problem(response, status, code):
    """The one shape; returns the body for what is particular to a case."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    body = json.loads(response.content)
    members = {"type", "title", "status", "detail", "code", "errors"}
    assert set(body) == (members | {"must_display"} if status >= 500 else members)
    assert body["type"] == f"/api/v1/problems/{code}"
    assert (body["status"], body["code"], body["title"]) == (status, code, PROBLEMS[code].title)
    assert body["detail"].endswith(".")
    for error in body["errors"]:
        assert set(error) == {"pointer", "code", "detail"}
        assert error["code"] in FIELD_CODES
    if status >= 500:
        assert body["must_display"] == MUST_DISPLAY
    return body


@pytest.mark.parametrize("first", ["symptoms.api.problems", "symptoms.api.parsers", "rest_framework.views"])
def test_modules_can_be_imported_in_any_order(first):
    code = f"import django; django.setup(); import {first}; import symptoms.api.problems, rest_framework.views"
    done = subprocess.run([sys.executable, "-c", code], cwd=site.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# Reading the body


def test_body_in_strict_json_reaches_the_view():
    response = send(body=b'{"age": 40}')
    assert response.status_code == 200
    assert response.data == {"read": {"age": 40}}


def test_request_without_a_body_is_taken_as_an_empty_object():
    assert send(body=b"").data == {"read": {}}


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "APPLICATION/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; charset=utf8",
        "application/json; profile=x",
    ],
)
def test_json_in_utf_8_is_read(content_type):
    assert send(body='{"a": "é"}'.encode(), content_type=content_type).data == {"read": {"a": "é"}}


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "application/json; charset=",
        "application/json; charset*=utf-16''utf-16",
        "application/*",
        "*/*",
        "application/problem+json",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "nonsense",
        "application/json; x=" + "y" * 300,
    ],
)
def test_other_media_type_or_charset_is_415(content_type):
    body = assert_problem(send(content_type=content_type), 415, "unsupported_media_type")
    assert "latin" not in body["detail"]


def test_media_type_that_cannot_be_read_is_415():
    with pytest.raises(ProblemError) as caught:
        StrictJSONParser().parse(io.BytesIO(b"{}"), "application/json; charset*=odd''utf-8")
    assert (caught.value.status, caught.value.code) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("sent", "code", "errors"),
    [
        (b'{"a": "\xff"}', "json_not_utf8", []),
        (b'{"a": ', "json_malformed", []),
        (b"[" * 2_000, "json_too_deep", []),
        (b"[" + b"1," * 5_000 + b"1]", "json_too_many_values", []),
        (b'{"a": {"b/c": 1, "b/c": 2}}', "json_duplicate_key", ["/a/b~1c"]),
        (b'{"a": [NaN]}', "json_bad_number", ["/a/0"]),
        (rb'{"a": "\ud800"}', "json_bad_text", ["/a"]),
    ],
)
def test_json_that_is_refused_is_400_with_its_place(sent, code, errors):
    body = assert_problem(send(body=sent), 400, code)
    assert [error["pointer"] for error in body["errors"]] == errors
    assert {error["code"] for error in body["errors"]} <= {code}


class CountingStream(io.BytesIO):
    """Remembers how many bytes it was asked for."""

    def __init__(self, content):
        super().__init__(content)
        self.asked = []

    def read(self, size=-1):
        self.asked.append(size)
        return super().read(size)


class Declares:
    """A request of which only the Content-Length is of interest."""

    def __init__(self, length):
        self.META = {"CONTENT_LENGTH": length}


def test_body_of_the_largest_size_is_read(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert send(body=b'{"a": "b"}').data == {"read": {"a": "b"}}


def test_body_over_the_limit_is_413():
    body = assert_problem(send(body=b" " * 65_535 + b"{}"), 413, "body_too_large")
    assert body["detail"] == "The body is larger than 65536 bytes."


@pytest.mark.parametrize(
    ("length", "asked"),
    [("65537", []), ("9" * 30, []), ("12", [65_537]), ("-1", [65_537]), ("many", [65_537]), (None, [65_537])],
)
def test_body_over_the_limit_is_read_one_byte_too_far_and_not_at_all_when_it_says_so(length, asked):
    stream = CountingStream(b" " * 200_000)
    with pytest.raises(ProblemError) as caught:
        StrictJSONParser().parse(stream, "application/json", {"request": Declares(length)})
    assert (caught.value.status, caught.value.code) == (413, "body_too_large")
    assert stream.asked == asked


@pytest.mark.parametrize("lifted", [None, 200_000])
def test_json_has_its_own_limit_when_the_site_allows_more(settings, lifted):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = lifted
    response = send(body=b" " * 70_000 + b"{}")
    if lifted is None:
        assert_problem(response, 413, "body_too_large")
    else:
        assert_problem(response, 400, "json_too_large")


def test_connection_that_breaks_while_sending_is_400():
    class BrokenStream(io.BytesIO):
        def read(self, size=-1):
            raise OSError("connection reset")

    request = APIRequestFactory().generic("POST", "/api/v1/echo", b"{}", content_type="application/json")
    request._stream = BrokenStream()
    assert_problem(EchoView.as_view()(request), 400, "bad_request")


# Every exception of a view


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (drf.ParseError(ANSWER), 400, "bad_request"),
        (drf.ValidationError({"answers": [ANSWER]}), 422, "invalid_request"),
        (drf.NotAuthenticated(ANSWER), 403, "forbidden"),
        (drf.AuthenticationFailed(ANSWER), 403, "forbidden"),
        (drf.PermissionDenied(ANSWER), 403, "forbidden"),
        (drf.NotFound(ANSWER), 404, "not_found"),
        (drf.MethodNotAllowed(ANSWER), 405, "method_not_allowed"),
        (drf.NotAcceptable(ANSWER), 406, "not_acceptable"),
        (drf.UnsupportedMediaType(ANSWER), 415, "unsupported_media_type"),
        (drf.Throttled(detail=ANSWER), 429, "too_many_requests"),
        (drf.APIException(ANSWER), 500, "server_error"),
        (Http404(ANSWER), 404, "not_found"),
        (PermissionDenied(ANSWER), 403, "forbidden"),
        (RequestDataTooBig(ANSWER), 413, "body_too_large"),
        (SuspiciousOperation(ANSWER), 400, "bad_request"),
        (BadRequest(ANSWER), 400, "bad_request"),
        (MultiPartParserError(ANSWER), 400, "bad_request"),
        (UnreadablePostError(ANSWER), 400, "bad_request"),
        (KeyError(ANSWER), 500, "server_error"),
        (RecursionError(ANSWER), 500, "server_error"),
        (OSError(ANSWER), 500, "server_error"),
    ],
    ids=lambda value: type(value).__module__ + "." + type(value).__name__ if isinstance(value, Exception) else None,
)
def test_exception_of_a_view_becomes_its_problem_without_its_words(caplog, exc, status, code):
    with caplog.at_level(logging.DEBUG):
        response = raised_in_view(exc)
    body = assert_problem(response, status, code)
    assert body["detail"] == PROBLEMS[code].meaning
    assert ANSWER not in response.content.decode()
    assert ANSWER not in caplog.text


def test_fault_is_logged_by_type_and_place_and_nothing_else_is(caplog):
    with caplog.at_level(logging.DEBUG):
        raised_in_view(KeyError(ANSWER))
        raised_in_view(Http404(ANSWER))
    (record,) = [record for record in caplog.records if record.name == "symptoms.faults"]
    assert re.search(r"Fault: KeyError at \S.*test_problems\.py:\d+ in \S+FailingView\.post < ", record.getMessage())
    assert record.exc_info is None


@pytest.mark.parametrize(
    "error",
    [
        ProblemError(503, "could_not_assess", "The assessment failed."),
        ProblemError(503, "no_published_release", "There is no release yet."),
    ],
    ids=lambda error: error.code,
)
def test_problem_of_ours_brings_the_texts_that_must_be_shown(error):
    assert_problem(raised_in_view(error), 503, error.code)


def test_problem_raised_in_a_view_keeps_its_errors_extra_members_and_headers():
    errors = [FieldError("/age", "out_of_range", "The age must be 18 to 120."), FieldError("/x", "missing", "No x.")]
    error = ProblemError(
        422,
        "invalid_request",
        "Two things are wrong.",
        errors,
        {"release": 7},
        {"Link": "<x>", "Cache-Control": "public"},
    )
    response = raised_in_view(error)
    body = json.loads(response.content)
    assert body.pop("release") == 7
    response.content = json.dumps(body)
    assert_problem(response, 422, "invalid_request")
    assert body["detail"] == "Two things are wrong."
    assert body["errors"] == [
        {"pointer": "/age", "code": "out_of_range", "detail": "The age must be 18 to 120."},
        {"pointer": "/x", "code": "missing", "detail": "No x."},
    ]
    assert response["Link"] == "<x>"


def test_method_not_allowed_keeps_the_allow_header():
    response = send("delete")
    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_throttled_request_is_told_when_to_come_back():
    response = send("get")
    assert_problem(response, 429, "too_many_requests")
    assert response["Retry-After"] == "7"


def test_throttle_that_does_not_know_gives_no_time():
    assert "Retry-After" not in raised_in_view(drf.Throttled())


def test_accept_header_that_nothing_satisfies_is_406_and_still_a_problem():
    assert_problem(send(HTTP_ACCEPT="text/html"), 406, "not_acceptable")


@pytest.mark.parametrize("accept", ["application/json", "application/xml, */*;q=0.1", "*/*"])
def test_problem_has_its_content_type_whatever_is_accepted(accept):
    assert_problem(send(body=b"{", HTTP_ACCEPT=accept), 400, "json_malformed")


def test_problem_marks_an_open_transaction_for_rollback(monkeypatch):
    marked = []
    monkeypatch.setattr("rest_framework.views.set_rollback", lambda: marked.append(True))
    raised_in_view(ProblemError(404, "not_found", "No such release."))
    assert marked == [True]


# Django's own handlers

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error


def _host(request):
    return HttpResponse(request.get_host())


def _body(request):
    return HttpResponse(request.body)


def _forbidden(request):
    raise PermissionDenied(ANSWER)


def _fault(request):
    raise KeyError(ANSWER)


urlpatterns = [
    path("api/host", _host),
    path("api/body", _body),
    path("api/forbidden", _forbidden),
    path("api/fault", _fault),
]


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    return Client(raise_request_exception=False)


def test_plain_handler_400_is_a_problem(client):
    assert_problem(client.get("/api/host", HTTP_HOST="other.example"), 400, "bad_request")


def test_plain_handler_400_tells_a_body_that_was_too_large_for_django(client):
    response = client.post("/api/body", b" " * 65_537, content_type="application/json")
    assert_problem(response, 413, "body_too_large")


def test_plain_handler_403_is_a_problem(client):
    assert_problem(client.get("/api/forbidden"), 403, "forbidden")


def test_plain_handler_404_is_a_problem(client):
    assert_problem(client.get("/api/nothing"), 404, "not_found")


def test_plain_handler_500_is_a_problem(client):
    assert_problem(client.get("/api/fault"), 500, "server_error")


@pytest.mark.parametrize(
    ("handler", "status", "code"),
    [(handler400, 400, "bad_request"), (handler403, 403, "forbidden"), (handler404, 404, "not_found")],
)
def test_plain_handler_needs_no_exception(handler, status, code):
    assert_problem(handler(RequestFactory().get("/api/x")), status, code)


# The registries


@pytest.mark.parametrize(
    "make",
    [
        lambda: FieldError("/age", "age_below_18", "Too young."),
        lambda: ProblemError(400, "odd", "Odd."),
        lambda: ProblemError(400, "not_found", "Nothing here."),
        lambda: ProblemError(404, "not_found", "Nothing here.", extra={"status": 200}),
        lambda: ProblemError(404, "not_found", "Nothing here.", extra={"must_display": []}),
    ],
    ids=["field code", "problem code", "other status", "extra status", "extra must_display"],
)
def test_what_is_not_registered_cannot_be_made(make):
    with pytest.raises(ValueError, match=r"is not in|has the status|would hide"):
        make()


def test_text_of_a_problem_for_logs_leaves_out_detail_and_errors():
    error = ProblemError(422, "invalid_request", ANSWER, [FieldError("/" + ANSWER, "missing", ANSWER)])
    assert str(error) == "422 invalid_request"
    assert ANSWER not in repr(error)


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_registered_problem_can_be_sent(code):
    problem = PROBLEMS[code]
    response = problems.problem_response(None, ProblemError(problem.status, code, problem.meaning))
    assert_problem(response, problem.status, code)


@pytest.mark.parametrize("sentence", [*(p.meaning for p in PROBLEMS.values()), *FIELD_CODES.values()])
def test_every_meaning_is_one_sentence(sentence):
    assert re.fullmatch(r"[A-Z][^.]+\.", sentence)


def test_the_page_of_error_codes_says_what_the_registries_say():
    page = (Path(site.BASE_DIR) / "docs" / "api-errors.md").read_text(encoding="utf-8")
    problem_rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    assert problem_rows == [(code, str(p.status), p.title, p.meaning) for code, p in PROBLEMS.items()]
    field_rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", page, re.MULTILINE)
    assert field_rows == list(FIELD_CODES.items())
