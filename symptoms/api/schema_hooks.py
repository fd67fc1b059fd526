"""What serializers cannot say of a request: no other members, and exactly one of two."""

from __future__ import annotations

from typing import Any

#: Components of request bodies.
_CLOSED = ("AssessmentRequestRequest", "InterviewRequestRequest", "AnswerRequest", "EvidenceItemRequest")


def describe_requests_fully(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular. Raises KeyError when a component has another name now."""
    schemas = result["components"]["schemas"]
    for name in _CLOSED:
        schemas[name]["additionalProperties"] = False
    schemas["AssessmentRequestRequest"]["oneOf"] = [{"required": ["answers"]}, {"required": ["evidence"]}]
    return result
