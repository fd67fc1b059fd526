"""The documented shapes of requests, responses and problems."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from knowledge import content
from knowledge.releases import Status
from symptoms import assess as door
from symptoms import catalogue
from symptoms.api.problems import CONTENT_TYPE, FIELD_CODES, PROBLEMS
from symptoms.api.requests import MOST_ENTRIES
from symptoms.api.serializer_of import serializer_of
from symptoms.engine import compiled, outcome
from symptoms.engine.answers import EVIDENCE_STATE_WORDS


class Answer(serializers.Serializer):
    """One answered page: its key and the keys of the options chosen on it, at least one."""

    question = serializers.CharField()
    options = serializers.ListField(child=serializers.CharField(), min_length=1)


class EvidenceItem(serializers.Serializer):
    """One finding and its state. A finding that is not sent was not asked."""

    finding = serializers.CharField()
    state = serializers.ChoiceField(choices=EVIDENCE_STATE_WORDS)


class AssessmentRequest(serializers.Serializer):
    """Give exactly one of `answers` and `evidence`; an empty list is valid and leaves the screening incomplete."""

    age = serializers.IntegerField(min_value=18, max_value=120, help_text="Whole years")
    answers = serializers.ListField(child=Answer(), required=False, max_length=MOST_ENTRIES)
    evidence = serializers.ListField(child=EvidenceItem(), required=False, max_length=MOST_ENTRIES)
    continued = serializers.BooleanField(
        required=False, help_text="True when he chose to go on after an emergency stop"
    )


class InterviewRequest(serializers.Serializer):
    """All answers so far, an empty list at the start. Leave the age out, or null, until it was asked."""

    age = serializers.IntegerField(min_value=18, max_value=120, required=False, allow_null=True)
    answers = serializers.ListField(child=Answer(), max_length=MOST_ENTRIES)
    continued = serializers.BooleanField(required=False)


class FieldError(serializers.Serializer):
    """One fault in the body: where (JSON pointer), a stable code, and a sentence."""

    pointer = serializers.CharField(allow_blank=True)
    code = serializers.ChoiceField(choices=list(FIELD_CODES))
    detail = serializers.CharField()


class ShownText(serializers.Serializer):
    """A text to show to the person."""

    key = serializers.CharField()
    audience = serializers.ChoiceField(choices=["app", "person"])
    text = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457 problem details. `must_display` is there when something failed here, `show` for a wrong age."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.ChoiceField(choices=list(PROBLEMS))
    # The name is that of RFC 9457's extension; REST framework takes fields out of the class.
    errors = serializers.ListField(child=FieldError())  # type: ignore[assignment]
    must_display = serializers.ListField(child=ShownText(), required=False)
    show = serializers.ListField(child=ShownText(), required=False)


class ReleaseEntry(serializers.Serializer):
    """A published release."""

    number = serializers.IntegerField(min_value=1)
    hash = serializers.CharField()
    published = serializers.DateField()
    note = serializers.CharField()
    live = serializers.BooleanField()
    status = serializers.ChoiceField(choices=[status.value for status in Status])


class CurrentRelease(serializers.Serializer):
    """The release that assessments are made from now."""

    release = serializer_of(compiled.ReleaseIdentity)()
    engine = serializers.CharField()
    region = serializers.CharField()
    attribution = serializers.CharField(help_text="To be shown wherever the facts are shown")
    counts = serializers.DictField(child=serializers.IntegerField())


Assessment = serializer_of(outcome.Assessment)
InterviewStep = serializer_of(door.InterviewStep)
Question = serializer_of(catalogue.QuestionShown, "Question")
Finding = serializer_of(content.Finding, extra={"question": serializers.CharField(allow_null=True)})
Cause = serializer_of(content.Cause)
Rule = serializer_of(content.Rule, without=catalogue.SAID_TO_ANOTHER)
Source = serializer_of(content.Source)

IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag of the copy that you hold"
)
NOT_MODIFIED = {304: OpenApiResponse(description="The copy with this ETag is still the current one.")}


def _problems(*statuses: int) -> dict[Any, Any]:
    return {(status, CONTENT_TYPE): Problem for status in statuses}


PROBLEMS_OF_POST = _problems(400, 406, 411, 413, 415, 422, 500, 503)
PROBLEMS_OF_GET = _problems(400, 406, 500, 503)


def listing(title: str, item: type[serializers.Serializer]) -> type[serializers.Serializer]:
    """The shape of a list: the release it was made from, how many items, the items."""
    fields: dict[str, Any] = {
        "count": serializers.IntegerField(min_value=0),
        "items": serializers.ListField(child=item()),
    }
    if item is not ReleaseEntry:
        fields["release"] = serializer_of(compiled.ReleaseIdentity)()
        fields["attribution"] = serializers.CharField()
    return type(f"{title}List", (serializers.Serializer,), fields)
