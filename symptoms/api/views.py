"""The endpoints of the API, version 1.

Within version 1 changes only add: new members, new endpoints, new codes. No member is removed, renamed
or given another meaning. Nothing is stored, and no request but the list of releases reads the database
once a release is being served.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from symptoms import assess as door
from symptoms.api import schema
from symptoms.api.problems import PROBLEMS, ProblemError
from symptoms.api.requests import invalid_request, read_assessment_request, read_interview_request
from symptoms.plain import as_plain
from symptoms.published import current_release, lists, releases


class ApiView(APIView):
    """Turns the door's errors into problems, and keeps answers out of every cache."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Django reads no body of unknown length: without this it would count as empty.
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise ProblemError(411, "length_required", "Send the body with a Content-Length.")
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, door.InvalidInput):
            exc = invalid_request(exc)
        elif isinstance(exc, door.NoRelease):
            exc = ProblemError(
                503, "no_published_release", "No knowledge is published here at the moment. Try again later."
            )
        elif isinstance(exc, door.CouldNotAssess):
            detail = "No advice could be worked out. Show the texts in must_display."
            exc = ProblemError(503, "could_not_assess", detail, for_another=exc.for_another)
        return super().handle_exception(exc)


class AssessmentsView(ApiView):
    """From answers or findings to the whole outcome."""

    @extend_schema(
        operation_id="create_assessment",
        summary="Assess answers or findings",
        request=schema.AssessmentRequest,
        responses={200: schema.Assessment, **schema.PROBLEMS_OF_POST},
        tags=["assessment"],
    )
    def post(self, request: Request) -> Response:
        """Send the age and either `answers` (pages) or `evidence` (findings). Nothing is stored."""
        sent = read_assessment_request(request.data)
        outcome = door.assess(
            age=sent.age,
            answers=sent.answers,
            evidence=sent.evidence,
            continued=sent.continued,
            today=timezone.localdate(),
        )
        return _private(as_plain(outcome))


class NextStepView(ApiView):
    """The interview, one step at a time."""

    @extend_schema(
        operation_id="next_interview_step",
        summary="Ask what comes next",
        request=schema.InterviewRequest,
        responses={200: schema.InterviewStep, **schema.PROBLEMS_OF_POST},
        tags=["assessment"],
    )
    def post(self, request: Request) -> Response:
        """Send all answers so far; the reply is the age, the next question or the outcome. Nothing is stored."""
        sent = read_interview_request(request.data)
        step = door.next_step(age=sent.age, answers=sent.answers, continued=sent.continued, today=timezone.localdate())
        return _private(as_plain(step))


def _private(body: Any) -> Response:
    return Response(body, headers={"Cache-Control": "no-store"})


def _tagged(request: HttpRequest | Request, body: Any) -> HttpResponse:
    """`body` with an ETag of its bytes; 304 where the client holds just these bytes."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    held = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if "*" in held or tag in (entry.removeprefix("W/") for entry in held):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(data, content_type="application/json", headers=headers)


class ListView(ApiView):
    """One list of the served release. `name` is its address."""

    name = ""

    def get_list(self, request: Request) -> HttpResponse:
        return _tagged(request, lists(self.name))


def _list_view(name: str, item: Any, summary: str) -> type[ListView]:
    title = name.title().replace("-", "")

    class View(ListView):
        @extend_schema(
            operation_id=f"list_{name.replace('-', '_')}",
            summary=summary,
            parameters=[schema.IF_NONE_MATCH],
            responses={200: schema.listing(title, item), **schema.NOT_MODIFIED, **schema.PROBLEMS_OF_GET},
            tags=["knowledge"],
        )
        def get(self, request: Request) -> HttpResponse:
            """What the published release holds, with an ETag that changes only when it does."""
            return self.get_list(request)

    View.name = name
    View.__name__ = f"{title}View"
    return View


QuestionsView = _list_view("questions", schema.Question, "The pages of the interview")
FindingsView = _list_view("findings", schema.Finding, "Everything a man can report")
CausesView = _list_view("causes", schema.Cause, "Causes with their evidence")
RulesView = _list_view("red-flag-rules", schema.Rule, "The rules that set the urgency")
SourcesView = _list_view("sources", schema.Source, "Where each fact comes from")


class ReleasesView(ApiView):
    """Every release that was published, newest first."""

    @extend_schema(
        operation_id="list_releases",
        summary="Published releases",
        parameters=[schema.IF_NONE_MATCH],
        responses={
            200: schema.listing("Releases", schema.ReleaseEntry),
            **schema.NOT_MODIFIED,
            **schema.PROBLEMS_OF_GET,
        },
        tags=["knowledge"],
    )
    def get(self, request: Request) -> HttpResponse:
        """Number, hash, date and note of each release, and which one is live."""
        return _tagged(request, releases())


class CurrentReleaseView(ApiView):
    """The release that is served."""

    @extend_schema(
        operation_id="get_current_release",
        summary="The release being served",
        parameters=[schema.IF_NONE_MATCH],
        responses={200: schema.CurrentRelease, **schema.NOT_MODIFIED, **schema.PROBLEMS_OF_GET},
        tags=["knowledge"],
    )
    def get(self, request: Request) -> HttpResponse:
        """What assessments are made from now: release, engine, region and how much the release holds."""
        return _tagged(request, current_release())


@cache
def _schema() -> dict[str, Any]:
    # The schema says what the code can do, so it stays the same while the process runs.
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


@extend_schema(exclude=True)
class SchemaView(ApiView):
    """The OpenAPI 3.1 description of this API."""

    def get(self, request: Request) -> HttpResponse:
        """The description as JSON."""
        return _tagged(request, _schema())


@extend_schema(exclude=True)
class ProblemTypeView(ApiView):
    """What the code of a problem means: the address in a problem's `type`."""

    def get(self, request: Request, code: str) -> HttpResponse:
        """Title, status and meaning of a code."""
        kind = PROBLEMS.get(code)
        if kind is None:
            raise ProblemError(404, "not_found", "No problem has this code.")
        return _tagged(request, {"code": code, "title": kind.title, "status": kind.status, "meaning": kind.meaning})


@extend_schema(exclude=True)
class UnknownAddressView(ApiView):
    """Any other address below the API."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise ProblemError(404, "not_found", f"There is no such address; {reverse('api:schema')} lists them all.")
