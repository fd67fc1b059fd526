"""Row checks of a question: what its options may carry, by kind of page."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.common import Flaw, clause_flaws, key_flaws, repeated
from knowledge.content import RESERVED_OPTION_KEYS, Option, Question, QuestionKind, Stage

MAX_OPTIONS = 8


def question_flaws(page: Question) -> Iterator[Flaw]:
    """Flaws of one page by itself."""
    yield from _option_key_flaws(page)
    yield from _option_count_flaws(page)
    yield from clause_flaws(page.ask_if, "ask_if")
    # An empty one is told as an empty text.
    if page.theme is not None and page.theme.strip():
        yield from key_flaws(page.theme, "theme")
    if page.ask_if and page.stage in (Stage.SCOPE, Stage.EMERGENCY):
        yield Flaw("K047", "ask_if", f"A page of the stage {page.stage} is always asked: remove its condition.")
    if page.stage is Stage.SCOPE:
        yield from _scope_flaws(page)
        return
    for place, option in enumerate(page.options):
        if option.ends is not None:
            yield Flaw("K041", f"options[{place}].ends", "Only options of scope pages end the check: remove it.")
        if option.for_another_man:
            path = f"options[{place}].for_another_man"
            yield Flaw("K048", path, "Whom the check is for is asked on a scope page: remove it.")
    match page.kind:
        case QuestionKind.SINGLE:
            yield from _single_flaws(page)
        case QuestionKind.MULTIPLE:
            yield from _multiple_flaws(page)
        case QuestionKind.YES_NO:
            yield from _yes_no_flaws(page)


def _option_key_flaws(page: Question) -> Iterator[Flaw]:
    for place, option in enumerate(page.options):
        path = f"options[{place}].key"
        if option.key in RESERVED_OPTION_KEYS:
            yield Flaw("K011", path, f'"{option.key}" is added to pages by itself: choose another key.')
        yield from key_flaws(option.key, path)
    for key in repeated(option.key for option in page.options):
        yield Flaw("K012", "options", f'Two options have the key "{key}": give each its own.')


def _option_count_flaws(page: Question) -> Iterator[Flaw]:
    fewest = 2 if page.kind is QuestionKind.SINGLE else 1
    count = len(page.options)
    if count < fewest:
        yield Flaw("K045", "options", f"This page has too few options ({count}): it needs at least {fewest}.")
    if count > MAX_OPTIONS:
        yield Flaw("K046", "options", f"This page has {count} options: split it so that none has above {MAX_OPTIONS}.")


def _scope_flaws(page: Question) -> Iterator[Flaw]:
    # The options none and not_sure are never added to a scope page, so several choices could not be answered.
    if page.kind is not QuestionKind.SINGLE:
        yield Flaw("K040", "kind", "A scope page has one answer: make it single.")
    for place, option in enumerate(page.options):
        if option.present or option.absent:
            yield Flaw(
                "K040", f"options[{place}]", "Options of a scope page carry no findings: move them to a clinical page."
            )


def _single_flaws(page: Question) -> Iterator[Flaw]:
    for place, option in enumerate(page.options):
        if len(option.present) != 1:
            yield Flaw(
                "K042", f"options[{place}].present", "An option of a single-choice page has exactly one finding."
            )
        others = {finding for other in page.options if other is not option for finding in other.present}
        if set(option.absent) != others:
            wanted = ", ".join(sorted(others)) or "nothing"
            yield Flaw(
                "K042",
                f"options[{place}].absent",
                f"Choosing this option rules out all others: absent must be {wanted}.",
            )


def _multiple_flaws(page: Question) -> Iterator[Flaw]:
    for place, option in enumerate(page.options):
        if not option.present:
            yield Flaw("K043", f"options[{place}].present", "This option says nothing: name the finding it stands for.")
        if option.absent:
            yield Flaw(
                "K043",
                f"options[{place}].absent",
                "A tick on a page with several choices rules nothing out: leave absent empty.",
            )


def _yes_no_flaws(page: Question) -> Iterator[Flaw]:
    by_key: dict[str, Option] = {option.key: option for option in page.options}
    if set(by_key) != {"yes", "no"}:
        yield Flaw("K044", "options", "A yes/no page has exactly the options yes and no.")
        return
    yes, no = by_key["yes"], by_key["no"]
    if not yes.present or yes.absent or no.present or set(no.absent) != set(yes.present):
        yield Flaw(
            "K044", "options", "Yes must make the findings of this page present, and no must make the same ones absent."
        )
