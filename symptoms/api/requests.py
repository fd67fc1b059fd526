"""Checks the shape of request bodies and gives every fault its place and code.

Written by hand because serializers cost more than the assessment itself; what is accepted here is
documented by the request serializers, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from symptoms import safe_texts
from symptoms.api.problems import FieldError, ProblemError
from symptoms.api.strict_json import pointer_to
from symptoms.assess import InvalidInput, SentAnswers, SentEvidence

_Entry = TypeVar("_Entry")

#: More entries than any knowledge base has findings or pages.
MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class AssessmentRequest:
    """Exactly one of `answers` and `evidence` is there."""

    age: int
    answers: SentAnswers | None
    evidence: SentEvidence | None
    continued: bool


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """`age` is None until it is known."""

    age: int | None
    answers: SentAnswers
    continued: bool


def read_assessment_request(body: object) -> AssessmentRequest:
    """The request of POST assessments. Raises ProblemError 422 with every fault of its shape."""
    reader = _Reader(body, known=("age", "answers", "evidence", "continued"))
    age = reader.age(needed=True)
    answers = reader.entries("answers", reader.answer)
    evidence = reader.entries("evidence", reader.evidence)
    if ("answers" in reader.members) == ("evidence" in reader.members):
        reader.fault((), "one_of_two", "Give either answers or evidence, one of the two.")
    continued = reader.flag("continued")
    reader.finish()
    return AssessmentRequest(age or 0, answers, evidence, continued)


def read_interview_request(body: object) -> InterviewRequest:
    """The request of POST interviews/next. Raises ProblemError 422 with every fault of its shape."""
    reader = _Reader(body, known=("age", "answers", "continued"))
    age = reader.age(needed=False)
    answers = reader.entries("answers", reader.answer)
    if "answers" not in reader.members:
        reader.fault(("answers",), "missing", "Give the answers so far; an empty list at the start.")
    continued = reader.flag("continued")
    reader.finish()
    return InterviewRequest(age, answers or (), continued)


def invalid_request(error: InvalidInput) -> ProblemError:
    """What the engine objects to, as a problem. An age the check is not made for brings texts to show."""
    errors = [FieldError(pointer_to(*problem.path), problem.code, problem.detail) for problem in error.problems]
    wrong_age = any(problem.path == ("age",) and problem.code == "out_of_range" for problem in error.problems)
    return _refusal(errors, wrong_age)


def _refusal(errors: Sequence[FieldError], wrong_age: bool) -> ProblemError:
    return ProblemError(
        422,
        "invalid_request",
        "The request was read, but cannot be assessed. See errors.",
        errors=errors,
        extra={"show": safe_texts.scope_stop_texts()} if wrong_age else {},
    )


class _Reader:
    """Reads members of one body and collects what is wrong."""

    def __init__(self, body: object, known: Sequence[str]) -> None:
        self.faults: list[FieldError] = []
        self.members: dict[str, object] = body if isinstance(body, dict) else {}
        if not isinstance(body, dict):
            self.fault((), "wrong_type", "The body must be an object.")
            self.finish()
        self._no_others((), self.members, known)

    def fault(self, path: Sequence[str | int], code: str, detail: str) -> None:
        self.faults.append(FieldError(pointer_to(*path), code, detail))

    def finish(self) -> None:
        """Raises ProblemError when anything was wrong."""
        if self.faults:
            raise _refusal(self.faults, wrong_age=False)

    def _no_others(self, path: tuple[str | int, ...], members: dict[str, object], known: Sequence[str]) -> None:
        for name in members:
            if name not in known:
                self.fault((*path, name), "unknown_member", f"Known members are: {', '.join(known)}.")

    def age(self, *, needed: bool) -> int | None:
        """A whole number of years; whether it is in range is for the release to say."""
        value = self.members.get("age")
        if value is None:
            if needed:
                code = "wrong_type" if "age" in self.members else "missing"
                self.fault(("age",), code, "The age in whole years is needed.")
            return None
        if isinstance(value, float) and value.is_integer():
            # JSON Schema knows one kind of number: 58.0 is a whole one.
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(("age",), "wrong_type", "The age is a whole number of years.")
            return None
        return value

    def flag(self, name: str) -> bool:
        value = self.members.get(name, False)
        if not isinstance(value, bool):
            self.fault((name,), "wrong_type", f"{name} is true or false.")
            return False
        return value

    def entries(self, name: str, read: Callable[[str, int, object], _Entry | None]) -> list[_Entry] | None:
        """The entries of a list, or None when it is not there."""
        if name not in self.members:
            return None
        value = self.members[name]
        if not isinstance(value, list):
            self.fault((name,), "wrong_type", f"{name} is a list.")
            return None
        if len(value) > MOST_ENTRIES:
            self.fault((name,), "out_of_range", f"{name} has at most {MOST_ENTRIES} entries.")
            return None
        found = [read(name, position, entry) for position, entry in enumerate(value)]
        return [entry for entry in found if entry is not None]

    def answer(self, name: str, position: int, entry: object) -> tuple[str, list[str]] | None:
        members = self._entry(name, position, entry, ("question", "options"))
        if members is None:
            return None
        question = self._text((name, position, "question"), members.get("question"))
        options = members["options"]
        if not isinstance(options, list):
            self.fault((name, position, "options"), "wrong_type", "options is a list of option keys.")
            return None
        keys = [self._text((name, position, "options", place), key) for place, key in enumerate(options)]
        if question is None or None in keys:
            return None
        return question, [key for key in keys if key is not None]

    def evidence(self, name: str, position: int, entry: object) -> tuple[str, str] | None:
        members = self._entry(name, position, entry, ("finding", "state"))
        if members is None:
            return None
        finding = self._text((name, position, "finding"), members["finding"])
        state = self._text((name, position, "state"), members["state"])
        return None if finding is None or state is None else (finding, state)

    def _entry(self, name: str, position: int, entry: object, known: Sequence[str]) -> dict[str, object] | None:
        """The members of one entry, all of `known` and no others."""
        if not isinstance(entry, dict):
            self.fault((name, position), "wrong_type", f"Each entry has the members {' and '.join(known)}.")
            return None
        self._no_others((name, position), entry, known)
        missing = [member for member in known if member not in entry]
        for member in missing:
            self.fault((name, position, member), "missing", f"{member} is needed.")
        return None if missing else entry

    def _text(self, path: Sequence[str | int], value: object) -> str | None:
        if isinstance(value, str):
            return value
        self.fault(path, "wrong_type", "This is a text.")
        return None
