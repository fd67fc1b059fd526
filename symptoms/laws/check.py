"""The safety laws of a knowledge base: tried on answers near what matters, and shown broken by the smallest ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from knowledge.content import KnowledgeBase
from symptoms.engine.compiled import CompiledRelease
from symptoms.laws import on_answers, on_findings
from symptoms.laws.breach import Breach
from symptoms.laws.draw import Draw
from symptoms.laws.subject import Subject
from symptoms.laws.trials import AnswersTrial, FindingsTrial, Rest, Trial
from symptoms.laws.witnesses import reach

#: The laws that take long are tried on one in so many answer sets.
_WHOLE_EVERY = 20


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is tried: answer sets for the laws, and at most so many men like causes to reach one rule or page.

    Without men the search for rules and pages that no interview comes to is left out.
    """

    answer_sets: int
    men_each: int


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A law that does not hold. `shown_by` are the smallest answers found that show it; None where no interview
    comes to a rule or page, which no single set of answers can show."""

    breach: Breach
    shown_by: Trial | None

    @property
    def law(self) -> int:
        return self.breach.law

    def words(self, release: CompiledRelease) -> str:
        """What went wrong, and with which answers."""
        if self.shown_by is None:
            return self.breach.message
        return f"{self.breach.message} Shown by: {self.shown_by.words(release)}."


def check(content: KnowledgeBase, budget: Budget) -> tuple[Counterexample, ...]:
    """Counterexamples to the laws 1 to 4 and 6 to 9, at most one for each way to try a law; none when all hold.

    The same content and budget give the same result. `content` must have passed every check: raises KeyError
    where a key points nowhere.
    """
    return check_subject(Subject.of(content), budget)


def check_subject(subject: Subject, budget: Budget) -> tuple[Counterexample, ...]:
    """As `check`, of what is compiled already."""
    found = [*_tried(subject, budget.answer_sets)]
    if budget.men_each:
        found += [Counterexample(breach, None) for breach in _unreached(subject, budget.men_each)]
    return tuple(found)


def _unreached(subject: Subject, men_each: int) -> tuple[Breach, ...]:
    try:
        return reach(subject, men_each).breaches
    except Exception as error:
        return (_breaks_off(error),)


def _tried(subject: Subject, answer_sets: int) -> list[Counterexample]:
    found: dict[Callable[..., Breach | None], Counterexample] = {}
    draw = Draw(subject, subject.release.identity.hash)
    for count in range(answer_sets):
        findings, answers = draw.findings(), draw.answers()
        whole = count % _WHOLE_EVERY == 0
        _try_all(subject, on_findings.FAST, findings, found)
        _try_all(subject, on_answers.FAST_OF_ANSWERS, answers, found)
        _try_all(subject, on_answers.FAST_OF_INTERVIEWS, replace(answers, rest=Rest.DENIED), found)
        if whole:
            _try_all(subject, on_findings.WHOLE, findings, found)
            _try_all(subject, on_answers.OF_ANSWERS, answers, found)
            _try_all(subject, on_answers.OF_INTERVIEWS, replace(answers, rest=Rest.DENIED), found)
    return list(found.values())


AnyTrial = TypeVar("AnyTrial", FindingsTrial, AnswersTrial)
Law = Callable[[Subject, AnyTrial], Breach | None]


def _try_all(
    subject: Subject,
    laws: tuple[Law[AnyTrial], ...],
    trial: AnyTrial,
    found: dict[Callable[..., Breach | None], Counterexample],
) -> None:
    for law in laws:
        if law not in found and (breach := broken(law, subject, trial)):
            found[law] = smallest(law, subject, trial, breach)


def broken(law: Law[AnyTrial], subject: Subject, trial: AnyTrial) -> Breach | None:
    """What the law says of the trial. An error inside the engine breaks law 8: there the interview comes to nothing."""
    try:
        return law(subject, trial)
    except Exception as error:
        return _breaks_off(error)


def _breaks_off(error: Exception) -> Breach:
    return Breach(8, f"The check breaks off with an error in the program ({type(error).__name__}).")


def smallest(law: Law[AnyTrial], subject: Subject, trial: AnyTrial, breach: Breach) -> Counterexample:
    """The breach with nothing left that can be dropped: greedily, the largest parts first."""
    smaller = True
    while smaller:
        smaller = False
        for other in trial.smaller():
            still = broken(law, subject, other)
            if still and still.law == breach.law:
                trial, breach, smaller = other, still, True
                break
    return Counterexample(breach, trial)
