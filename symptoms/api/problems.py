"""The one error format of the API: RFC 9457 problem details, in JSON whatever the client says it accepts.

Every error has the same members: type, title, status, detail, code, errors. Those that stand for a failure of
ours (500, 503) also have `must_display`: texts that the partner's app shows instead of an assessment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf

from symptoms import safe_texts
from symptoms.faults import log_fault

CONTENT_TYPE = "application/problem+json"
#: Below this address each code has its own: the problem's `type`.
TYPE_BASE = "/api/v1/problems/"
STANDARD_MEMBERS = frozenset({"type", "title", "status", "detail", "code", "errors", "must_display"})


@dataclass(frozen=True)
class ProblemType:
    """What a code stands for. `meaning` is one sentence, sent as the detail where nothing closer is known."""

    title: str
    status: int
    meaning: str


#: Every code a problem can have. docs/api-errors.md lists the same.
PROBLEMS: dict[str, ProblemType] = {
    "json_not_utf8": ProblemType("Body is not UTF-8", 400, "The body is not UTF-8 text."),
    "json_malformed": ProblemType("Body is not JSON", 400, "The body is empty or is not valid JSON."),
    "json_too_large": ProblemType("JSON is too large", 400, "The JSON text has more bytes than the API reads."),
    "json_too_deep": ProblemType("JSON is too deep", 400, "Arrays and objects stand inside each other too often."),
    "json_too_many_values": ProblemType("Too many JSON values", 400, "The body holds more values than the API reads."),
    "json_duplicate_key": ProblemType("Member given twice", 400, "An object has two members with the same name."),
    "json_bad_number": ProblemType(
        "Number not readable", 400, "A number is NaN, infinite, too large or has too many digits."
    ),
    "json_bad_text": ProblemType(
        "Text not readable", 400, "A text holds a NUL character or half of a surrogate pair, or is too long."
    ),
    "bad_request": ProblemType("Bad request", 400, "The request could not be read."),
    "forbidden": ProblemType("Not allowed", 403, "The request is not allowed."),
    "not_found": ProblemType("Not found", 404, "There is nothing at this address."),
    "method_not_allowed": ProblemType(
        "Method not allowed", 405, "This address does not take this method; the Allow header names those it takes."
    ),
    "not_acceptable": ProblemType(
        "Not acceptable", 406, "The API cannot answer in any media type that the Accept header names."
    ),
    "length_required": ProblemType(
        "Length required", 411, "The body came without a Content-Length, so it was not read."
    ),
    "body_too_large": ProblemType("Body is too large", 413, "The body has more bytes than the site allows."),
    "unsupported_media_type": ProblemType(
        "Unsupported media type", 415, "The body must be sent as application/json in UTF-8."
    ),
    "invalid_request": ProblemType(
        "Invalid request", 422, "The JSON was read, but its content is not valid; errors says what and where."
    ),
    "too_many_requests": ProblemType(
        "Too many requests",
        429,
        "Too many requests came in a short time; the Retry-After header says when to come back.",
    ),
    "server_error": ProblemType("Server error", 500, "Something went wrong here, and no assessment was made."),
    "could_not_assess": ProblemType("Could not assess", 503, "The answers were valid but could not be assessed."),
    "no_published_release": ProblemType(
        "No published release", 503, "No release of the knowledge base is published, so nothing can be assessed."
    ),
}

#: Every code an entry of `errors` can have. docs/api-errors.md lists the same.
FIELD_CODES: dict[str, str] = {
    "missing": "A member that is needed is not there.",
    "unknown_member": "The object has a member the API does not know.",
    "wrong_type": "The value has another JSON type than this place takes.",
    "out_of_range": "The number is below the least or above the most allowed.",
    "unknown_finding": "The release has no finding with this key.",
    "derived_finding": "The finding is worked out from the others and cannot be sent.",
    "duplicate_finding": "The finding is given more than once.",
    "unknown_state": "This is not one of the states a finding can be sent with.",
    "unknown_question": "The release has no question with this key.",
    "duplicate_question": "The question is answered more than once.",
    "unknown_option": "The question has no option with this key.",
    "no_options": "The question is answered without any option, which is never a no.",
    "duplicate_option": "The option is given more than once.",
    "wrong_combination": "These options cannot be chosen together.",
    "one_of_two": "Exactly one of two members must be given, and here are both or neither.",
    "json_duplicate_key": "The object has two members with this name.",
    "json_bad_number": "The number is NaN, infinite, too large or has too many digits.",
    "json_bad_text": "The text holds a NUL character or half of a surrogate pair, or is too long.",
}


@dataclass(frozen=True)
class FieldError:
    """One fault in the body: `pointer` (RFC 6901) says where, `detail` is a sentence that repeats no value.

    Raises ValueError for a code that is not in FIELD_CODES.
    """

    pointer: str
    code: str
    detail: str

    def __post_init__(self) -> None:
        if self.code not in FIELD_CODES:
            raise ValueError(f"{self.code} is not in FIELD_CODES")


class ProblemError(Exception):
    """Ends a request of the API with a problem; may be raised anywhere below a view of the API.

    `extra` adds members to the body, `headers` adds headers to the answer; with `for_another` the texts to show are for
    somebody who answers for a man. Raises ValueError for a code that is not in PROBLEMS, for another status than the
    registered one, and for extra members that would hide a standard one.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        errors: Sequence[FieldError] = (),
        extra: Mapping[str, object] = {},
        headers: Mapping[str, str] = {},
        *,
        for_another: bool = False,
    ) -> None:
        if code not in PROBLEMS:
            raise ValueError(f"{code} is not in PROBLEMS")
        if status != PROBLEMS[code].status:
            raise ValueError(f"{code} has the status {PROBLEMS[code].status}, not {status}")
        if hidden := STANDARD_MEMBERS & extra.keys():
            raise ValueError(f"extra would hide {', '.join(sorted(hidden))}")
        # The detail and the errors stay out of str(), which ends up in logs.
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.extra = dict(extra)
        self.headers = dict(headers)
        self.for_another = for_another


def problem_response(request: object, error: ProblemError) -> HttpResponse:
    """The answer that tells `error`, ready as bytes: no renderer and no Accept header has a say in it.

    `request` is there for callers that hold one, as Django's handlers do; no problem depends on it.
    """
    body: dict[str, object] = {
        "type": TYPE_BASE + error.code,
        "title": PROBLEMS[error.code].title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "errors": [asdict(field_error) for field_error in error.errors],
        **error.extra,
    }
    if error.status >= 500:
        body["must_display"] = safe_texts.must_display_texts(error.code, for_another=error.for_another)
    return HttpResponse(
        json.dumps(body),
        status=error.status,
        content_type=CONTENT_TYPE,
        headers={**error.headers, "Cache-Control": "no-store"},
    )


# The first class that fits counts. An exception that is not here is a fault of ours.
_CODE_OF_EXCEPTION: tuple[tuple[type[BaseException], str], ...] = (
    (drf.ParseError, "bad_request"),
    (drf.ValidationError, "invalid_request"),
    (drf.NotAuthenticated, "forbidden"),
    (drf.AuthenticationFailed, "forbidden"),
    (drf.PermissionDenied, "forbidden"),
    (drf.NotFound, "not_found"),
    (drf.MethodNotAllowed, "method_not_allowed"),
    (drf.NotAcceptable, "not_acceptable"),
    (drf.UnsupportedMediaType, "unsupported_media_type"),
    (drf.Throttled, "too_many_requests"),
    (Http404, "not_found"),
    (PermissionDenied, "forbidden"),
    (RequestDataTooBig, "body_too_large"),
    (SuspiciousOperation, "bad_request"),
    (BadRequest, "bad_request"),
    (MultiPartParserError, "bad_request"),
    (UnreadablePostError, "bad_request"),
)


def problem_for_exception(exc: Exception, context: Mapping[str, object]) -> HttpResponse:
    """DRF's EXCEPTION_HANDLER: every exception of a view becomes a problem, a fault of ours is logged.

    The words are those of the registry: messages of exceptions can quote what was sent. DRF adds the Allow header
    of the view afterwards, as to every response.
    """
    # Here because that module loads the parser of the settings, which needs this module.
    from rest_framework.views import set_rollback

    set_rollback()
    if isinstance(exc, ProblemError):
        error = exc
    else:
        code = _code_of(exc)
        if code == "server_error":
            log_fault(exc)
        wait = getattr(exc, "wait", None)
        error = _plain(code, {} if wait is None else {"Retry-After": str(wait)})
    return problem_response(context.get("request"), error)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400 for addresses of the API; a body that was too large for Django gets 413."""
    code = "body_too_large" if isinstance(exception, RequestDataTooBig) else "bad_request"
    return problem_response(request, _plain(code))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403 for addresses of the API."""
    return problem_response(request, _plain("forbidden"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404 for addresses of the API."""
    return problem_response(request, _plain("not_found"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500 for addresses of the API."""
    return problem_response(request, _plain("server_error"))


def _code_of(exc: Exception) -> str:
    return next((code for kind, code in _CODE_OF_EXCEPTION if isinstance(exc, kind)), "server_error")


def _plain(code: str, headers: Mapping[str, str] = {}) -> ProblemError:
    """The problem of this code in the words of the registry."""
    return ProblemError(PROBLEMS[code].status, code, PROBLEMS[code].meaning, headers=headers)
