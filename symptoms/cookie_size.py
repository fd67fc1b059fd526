"""How large the cookie of a visit can get under a release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cryptography.fernet import Fernet

from knowledge.content import PREFER_NOT_TO_SAY, REST_NOT_SURE
from symptoms.engine.answers import reserved_options
from symptoms.engine.compiled import CompiledRelease, Question
from symptoms.visit import TYPED_MOST, Refused, Visit, VisitBox

#: As long as a real token, of letters that no key of the knowledge has, so that it packs as badly as any.
_LETTERS = "QWERTZUIOPAS"
#: A release number with more digits than any to come.
_RELEASE = 99_999
_BEGUN = 0


def longest_visit(release: CompiledRelease) -> Visit:
    """A visit in which every page of the release is answered in the longest way."""
    return Visit(
        token=_LETTERS,
        release=_RELEASE,
        begun=_BEGUN,
        age=release.numbers.age_most,
        answers={question.key: _longest(question) for question in release.questions},
        continued=True,
    )


def longest_cookie(release: CompiledRelease) -> int:
    """Bytes of the cookie's value for that visit, with the page whose refused answer packs worst.

    Every key gives the same length.
    """
    box, visit = VisitBox([Fernet.generate_key()]), longest_visit(release)
    return max(len(box.close(replace(visit, refused=refused))) for refused in _longest_refused(release))


def _longest_refused(release: CompiledRelease) -> Iterator[Refused]:
    """What can be sent in vain from each page: a text without a pattern, or more than all its options."""
    # Each of these is written as two escapes of six letters.
    yield Refused(None, ("".join(chr(0x1F300 + 53 * place % 997) for place in range(TYPED_MOST)),))
    for question in release.questions:
        options = [*reserved_options(question), *(option.key for option in question.options)]
        # Not in the order in which they were answered, for that would pack well.
        yield Refused(question.key, (max(options, key=len), *reversed(options)))


def _longest(question: Question) -> tuple[str, ...]:
    own = tuple(option.key for option in question.options)
    if question.kind == "multiple":
        return (*own, PREFER_NOT_TO_SAY if question.sensitive else REST_NOT_SURE)
    return (max((*own, *reserved_options(question)), key=len),)
