"""What a man or a partner sends, checked against the release and turned into states of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.content import NONE, NOT_SURE, PREFER_NOT_TO_SAY, REST_NOT_SURE
from symptoms.engine.compiled import CompiledRelease, Mask, Question, holds
from symptoms.engine.states import State, States, with_siblings_denied

#: States that may be sent as evidence.
EVIDENCE_STATES = (State.PRESENT, State.ABSENT, State.UNTICKED, State.NOT_SURE)

EVIDENCE_STATE_WORDS = tuple(state.value for state in EVIDENCE_STATES)

#: A checked set of answers: option keys by question key.
Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing wrong with what was sent: where (steps into the request), a stable code, a sentence."""

    path: tuple[str | int, ...]
    code: str
    detail: str


class InvalidInput(Exception):
    """What was sent cannot be used. `problems` names every fault."""

    def __init__(self, problems: Sequence[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(sorted({problem.code for problem in problems})))


def check_age(release: CompiledRelease, age: int) -> None:
    """Raises InvalidInput when the check is not made for this age in years."""
    least, most = release.numbers.age_least, release.numbers.age_most
    if not least <= age <= most:
        detail = f"The check is made for men aged {least} to {most}."
        raise InvalidInput([InputProblem(("age",), "out_of_range", detail)])


def reserved_options(question: Question) -> tuple[str, ...]:
    """The option keys with a fixed meaning that this page offers beside its own."""
    if question.is_scope:
        return ()
    offered: tuple[str, ...] = (NONE, NOT_SURE, REST_NOT_SURE) if question.kind == "multiple" else (NOT_SURE,)
    return (*offered, PREFER_NOT_TO_SAY) if question.sensitive else offered


def options_problem(question: Question, options: Sequence[str]) -> tuple[str, str] | None:
    """Code and sentence of what is wrong with the options chosen on a page, or None."""
    reserved = reserved_options(question)
    known = {option.key for option in question.options} | set(reserved)
    if not options:
        return "no_options", "A page is answered with at least one option; an empty page is never a no."
    if not known.issuperset(options):
        return "unknown_option", "This page has no such option."
    if len(set(options)) != len(options):
        return "duplicate_option", "An option stands twice."
    if question.kind != "multiple":
        if len(options) > 1:
            return "wrong_combination", "This page takes one option."
        return None
    special = [key for key in options if key in reserved]
    ticks = len(options) - len(special)
    if special == [REST_NOT_SURE]:
        return None if ticks else ("wrong_combination", "rest_not_sure stands beside at least one ticked option.")
    if special == [PREFER_NOT_TO_SAY]:
        return None
    if special and len(options) > 1:
        return "wrong_combination", f"{special[0]} stands alone."
    return None


def read_answers(release: CompiledRelease, sent: Sequence[tuple[str, Sequence[str]]]) -> Answers:
    """The answers as a mapping in page order. Raises InvalidInput with the place of every fault."""
    problems = []
    answers: dict[str, tuple[str, ...]] = {}
    for position, (key, options) in enumerate(sent):
        index = release.question_index.get(key)
        if index is None:
            problems.append(
                InputProblem(("answers", position, "question"), "unknown_question", "There is no such question.")
            )
        elif key in answers:
            problems.append(
                InputProblem(("answers", position, "question"), "duplicate_question", "A question is answered twice.")
            )
        else:
            fault = options_problem(release.questions[index], options)
            if fault:
                problems.append(InputProblem(("answers", position, "options"), *fault))
            answers[key] = tuple(options)
    if problems:
        raise InvalidInput(problems)
    order = release.question_index
    return {key: answers[key] for key in sorted(answers, key=lambda key: order[key])}


def page_states(question: Question, options: Sequence[str]) -> States:
    """States of a page's findings after it was answered with `options`."""
    chosen = set(options)
    if NOT_SURE in chosen and not question.is_scope:
        return States(not_sure=question.mask)
    if NONE in chosen and not question.is_scope:
        return States(absent=question.mask)
    present: Mask = 0
    absent: Mask = 0
    for option in question.options:
        if option.key in chosen:
            present |= option.present
            absent |= option.absent
    rest = question.mask & ~present & ~absent
    if PREFER_NOT_TO_SAY in chosen:
        return States(present=present, absent=absent & ~present, declined=rest)
    if REST_NOT_SURE in chosen:
        return States(present=present, absent=absent & ~present, not_sure=rest)
    return States(present=present, absent=absent & ~present, unticked=rest)


def scope_end(question: Question, options: Sequence[str]) -> str | None:
    """How a scope answer ends the check, or None."""
    return next((option.ends for option in question.options if option.key in options and option.ends), None)


def for_another_man(release: CompiledRelease, answers: Answers) -> bool:
    """Whether he who answers said on a page of the scope that he answers for another man."""
    return any(
        option.for_another_man and option.key in answers.get(question.key, ())
        for question in release.questions
        if question.is_scope
        for option in question.options
    )


def speaking_to(release: CompiledRelease, answers: Answers) -> CompiledRelease:
    """The release in the words for him who gave these answers."""
    return release.speaking(for_another=for_another_man(release, answers))


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """Answers as states. `unmet` are questions whose condition no longer holds; they count for nothing.

    `set_aside` are those and, once a scope answer has ended the check, all that do not lead to it: they are for no
    cause, but a danger sign among them still sets the level.
    """

    states: States
    ended_by: str | None
    unmet: tuple[str, ...]
    set_aside: tuple[str, ...]


def states_of_answers(release: CompiledRelease, answers: Answers, age: int | None) -> ReadAnswers:
    """All answers together. Conditions of pages are read in file order, so the order of answering is free."""
    states = States()
    facts = release.age_mask(age) if age is not None else 0
    ended_by = None
    unmet = []
    for question in release.questions:
        options = answers.get(question.key)
        if options is None:
            continue
        if not holds(question.ask_if, facts | states.present):
            unmet.append(question.key)
            continue
        ended_by = ended_by or scope_end(question, options)
        states = states.merged(page_states(question, options))
    off = tuple(unmet)
    return ReadAnswers(states, ended_by, off, _set_aside_at_the_end(release, answers, off) if ended_by else off)


def _set_aside_at_the_end(release: CompiledRelease, answers: Answers, unmet: tuple[str, ...]) -> tuple[str, ...]:
    """All answered questions but those of the scope up to the one whose answer ends the check."""
    on_the_way = set()
    for question in release.questions:
        options = answers.get(question.key)
        if question.is_scope and options is not None and question.key not in unmet:
            on_the_way.add(question.key)
            if scope_end(question, options):
                break
    return tuple(row.key for row in release.questions if row.key in answers and row.key not in on_the_way)


def states_of_evidence(release: CompiledRelease, sent: Sequence[tuple[str, str]]) -> States:
    """Pairs of finding key and state as states. Raises InvalidInput with the place of every fault."""
    problems = []
    masks = dict.fromkeys(EVIDENCE_STATES, 0)
    seen: Mask = 0
    for position, (key, word) in enumerate(sent):
        index = release.finding_index.get(key)
        state = next((state for state in EVIDENCE_STATES if state == word), None)
        if index is None:
            problems.append(
                InputProblem(("evidence", position, "finding"), "unknown_finding", "There is no such finding.")
            )
        elif release.worked_out >> index & 1:
            detail = "This finding is worked out by the engine and cannot be sent."
            problems.append(InputProblem(("evidence", position, "finding"), "derived_finding", detail))
        elif seen >> index & 1:
            problems.append(
                InputProblem(("evidence", position, "finding"), "duplicate_finding", "A finding stands twice.")
            )
        if state is None:
            words = ", ".join(EVIDENCE_STATES)
            problems.append(
                InputProblem(("evidence", position, "state"), "unknown_state", f"A state is one of {words}.")
            )
        if index is not None and state is not None:
            seen |= 1 << index
            masks[state] |= 1 << index
    if problems:
        raise InvalidInput(problems)
    states = States(
        present=masks[State.PRESENT],
        absent=masks[State.ABSENT],
        unticked=masks[State.UNTICKED],
        not_sure=masks[State.NOT_SURE],
    )
    return with_siblings_denied(release, states)
