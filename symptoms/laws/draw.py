"""Draws findings and answers that come near to what matters: rules almost complete, conditions, ages at limits."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.content import NOT_SURE, REST_NOT_SURE, AllOf, KnowledgeBase
from symptoms.engine.answers import options_problem, reserved_options
from symptoms.engine.compiled import CompiledRelease, Question
from symptoms.engine.states import State
from symptoms.laws.chance import Chance
from symptoms.laws.subject import Subject
from symptoms.laws.trials import AnswersTrial, FindingsTrial, Rest

#: In a hundred: clauses of a rule in mind that are met; trials in which all else is denied, in which a scope
#: answer may end the check, in which he goes on after an emergency; pages without a plain answer.
_MET, _ALL_DENIED, _ENDS, _GOES_ON, _ODD_PAGE = 75, 60, 8, 85, 30
#: At most so many things beside the rule in mind.
_OTHER_FINDINGS, _OTHER_PAGES = 8, 5
#: What a clause of the rule in mind is that is not met.
_UNMET = (State.ABSENT, State.UNTICKED, State.NOT_SURE, State.NOT_SURE, State.NOT_ASKED)
_ANY = (State.PRESENT, State.ABSENT, State.UNTICKED, State.NOT_SURE, State.PREFER_NOT_TO_SAY)


class Draw:
    """Draws trials for one subject; the same draws for the same seed."""

    def __init__(self, subject: Subject, seed: str) -> None:
        self.release = subject.release
        self.chance = Chance(seed)
        content = subject.content
        self.ages = _ages(content, subject.release)
        self.askable = [finding for page in content.questions for finding in page.findings]
        self.in_mind: list[AllOf] = [
            *(rule.all_of for rule in content.red_flags),
            *(picture.all_of for picture in content.self_care),
            *(page.ask_if for page in content.questions if page.ask_if),
        ]
        self.can_be_asked = set(self.askable)
        self.clinical = [page for page in self.release.questions if not page.is_scope]
        self.scope = [page for page in self.release.questions if page.is_scope]

    def findings(self) -> FindingsTrial:
        """Findings with states, and one of them to change."""
        states, probes = self._states()
        rest = Rest.DENIED if self.chance.happens(_ALL_DENIED) else Rest.NOT_ASKED
        probe = self.chance.one_of(probes if probes and self.chance.happens(_MET) else self.askable)
        return FindingsTrial(self.chance.one_of(self.ages), tuple(states.items()), rest, probe)

    def answers(self) -> AnswersTrial:
        """Answers to pages."""
        states, _ = self._states()
        present = {key for key, state in states.items() if state is State.PRESENT}
        unsure = {key for key, state in states.items() if state in (State.NOT_SURE, State.PREFER_NOT_TO_SAY)}
        said: dict[str, tuple[str, ...]] = {}
        for page in self.release.questions:
            options = self._page(page, present, unsure)
            if options:
                said[page.key] = options
        for page in self.chance.some_of(self.clinical, _OTHER_PAGES):
            said[page.key] = self._any_answer(page)
        if self.scope and self.chance.happens(_ENDS):
            page = self.chance.one_of(self.scope)
            said[page.key] = (self.chance.one_of([option.key for option in page.options]),)
        rest = Rest.DENIED if self.chance.happens(_ALL_DENIED) else Rest.NOT_ASKED
        ordered = tuple((page.key, said[page.key]) for page in self.release.questions if page.key in said)
        return AnswersTrial(self.chance.one_of(self.ages), ordered, rest, self.chance.happens(_GOES_ON))

    def _states(self) -> tuple[dict[str, State], list[str]]:
        """States around one or two rules, pictures or conditions, and the findings in those."""
        states: dict[str, State] = {}
        probes = []
        for all_of in [self.chance.one_of(self.in_mind) for _ in range(1 + self.chance.below(2))]:
            for clause in all_of:
                choices = [key for key in clause if key in self.can_be_asked]
                if not choices:
                    continue
                key = self.chance.one_of(choices)
                states[key] = State.PRESENT if self.chance.happens(_MET) else self.chance.one_of(_UNMET)
                probes.append(key)
        for key in self.chance.some_of(self.askable, _OTHER_FINDINGS):
            states.setdefault(key, self.chance.one_of(_ANY))
        return {key: state for key, state in states.items() if state is not State.NOT_ASKED}, probes

    def _page(self, page: Question, present: set[str], unsure: set[str]) -> tuple[str, ...]:
        """The answer that says these findings; empty when the page has none of them."""
        if page.is_scope:
            return ()
        keys = self.release.keys
        ticks = tuple(option.key for option in page.options if present & set(keys(option.present)))
        doubt = bool(unsure & set(keys(page.mask)))
        if page.kind == "multiple":
            return (*ticks, REST_NOT_SURE) if ticks and doubt else ticks or ((NOT_SURE,) if doubt else ())
        return ticks[:1] or ((NOT_SURE,) if doubt else ())

    def _any_answer(self, page: Question) -> tuple[str, ...]:
        """Any answer that the page takes."""
        own = [option.key for option in page.options]
        if page.kind == "multiple" and not self.chance.happens(_ODD_PAGE):
            ticks = self.chance.some_of(own, len(own)) or own[:1]
            return (*ticks, REST_NOT_SURE) if self.chance.happens(_ODD_PAGE) else tuple(ticks)
        alone = [key for key in reserved_options(page) if options_problem(page, (key,)) is None]
        return (self.chance.one_of([*own, *alone]),)


def _ages(content: KnowledgeBase, release: CompiledRelease) -> Sequence[int]:
    """The ages at which something changes, and those just before."""
    numbers = release.numbers
    changes = {first for first, _ in release.age_bands}
    changes |= {finding.age_at_least for finding in content.findings if finding.age_at_least is not None}
    around = {age + step for age in changes for step in (-1, 0)} | {numbers.age_least, numbers.age_most}
    return sorted(age for age in around if numbers.age_least <= age <= numbers.age_most)
