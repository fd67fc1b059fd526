"""How the API reads a request's body: strict JSON in UTF-8, never more bytes than the site allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.http import parse_header_parameters
from rest_framework.parsers import BaseParser

from symptoms.api import strict_json
from symptoms.api.problems import FIELD_CODES, FieldError, ProblemError


class StrictJSONParser(BaseParser):
    """Reads application/json with `strict_json.parse`.

    Raises ProblemError: 415 for another media type or charset, 413 for a body over DATA_UPLOAD_MAX_MEMORY_SIZE,
    400 with one of the json_ codes for anything else that is not read.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value in `stream`, of which at most one byte beyond the limit is read."""
        _check_media_type(media_type or self.media_type)
        limits = strict_json.Limits()
        # The setting may lift Django's limit altogether; this parser's own then holds.
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        most = limits.bytes if most is None else most
        if _declared_length(parser_context) > most:
            raise _too_large(most)
        body = stream.read(most + 1)
        if len(body) > most:
            raise _too_large(most)
        try:
            return strict_json.parse(body, limits)
        except strict_json.StrictJSONError as error:
            raise _unreadable(error) from None


def _check_media_type(header: str) -> None:
    try:
        name, parameters = parse_header_parameters(header)
    except ValueError:
        name, parameters = "", {}
    # DRF picks this parser for application/* and */* too, which say nothing of what was sent.
    if name != StrictJSONParser.media_type:
        raise ProblemError(415, "unsupported_media_type", "Send the body as application/json.")
    if parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise ProblemError(415, "unsupported_media_type", "Send the body as application/json in UTF-8.")


def _declared_length(parser_context: Mapping[str, Any] | None) -> int:
    """The Content-Length, or 0 where there is none or it is no number: the count of bytes read decides then."""
    if not parser_context or "request" not in parser_context:
        return 0
    try:
        return int(parser_context["request"].META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _too_large(most: int) -> ProblemError:
    return ProblemError(413, "body_too_large", f"The body is larger than {most} bytes.")


def _unreadable(error: strict_json.StrictJSONError) -> ProblemError:
    """The same fault as a problem, with its place where the code has one."""
    located = error.code in FIELD_CODES
    errors = [FieldError(error.pointer, error.code, error.detail)] if located else []
    return ProblemError(400, error.code, error.detail, errors=errors)
