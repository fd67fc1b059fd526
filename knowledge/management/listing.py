"""How commands list problems for a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management.base import OutputWrapper

from knowledge.checks.problem import Problem


def list_problems(out: OutputWrapper, problems: Iterable[Problem]) -> None:
    """One line a problem: file, key, place, code, sentence."""
    for problem in problems:
        out.write(f"  {problem}")
