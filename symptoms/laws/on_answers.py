"""Laws 1, 4, 7, 8 and 9: what answered pages and whole interviews give.

An interview is walked in one go: all of the man's answers are given, and the replay says which pages it
would have asked. That it asks the same ones when the answers come page by page is part of law 4.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.content import Rule
from symptoms.engine.answers import Answers, states_of_answers
from symptoms.engine.assessment import assess_answers
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.flow import Position, StepKind, WhyNow, position, replay
from symptoms.engine.in_full import assess_answers_in_full
from symptoms.engine.levels import Level
from symptoms.engine.version import ENGINE_VERSION
from symptoms.laws.breach import Breach
from symptoms.laws.reading import screens
from symptoms.laws.subject import Subject
from symptoms.laws.trials import AnswersTrial, Rest
from symptoms.plain import as_plain


@dataclass(frozen=True, slots=True)
class Walk:
    """An interview that was walked: the pages it asked in their order, None for the age, and his answers to them."""

    age: int
    pages: tuple[str | None, ...]
    answers: Answers
    end: Position

    def first(self, count: int) -> Answers:
        """The answers to the first `count` steps."""
        return {page: self.answers[page] for page in self.pages[:count] if page is not None}


def walk(release: CompiledRelease, age: int, answers: Answers) -> Walk:
    """The interview of a man who would answer every page, and goes on after an emergency."""
    end = position(release, age, answers, continued=True)
    pages = tuple(None if step.question is None else release.questions[step.question].key for step in end.done)
    asked = set(pages)
    return Walk(age, pages, {key: options for key, options in answers.items() if key in asked}, end)


def rules_set_a_floor(subject: Subject, trial: AnswersTrial) -> Breach | None:
    """Law 1 for answered pages, also after a scope answer that ends the check."""
    answers = trial.answers(subject.release)
    level = assess_answers(subject.without_causes, trial.age, answers, continued=trial.continued).urgency.level
    for rule in subject.reading.fired(_facts(subject, trial.age, answers)):
        if Level(rule.urgency).rank > level.rank:
            message = f'The rule "{rule.title}" fires, which is {rule.urgency}; the outcome is {level}.'
            return Breach(1, message, "red_flags", rule.key)
    return None


def order_and_route_do_not_matter(subject: Subject, trial: AnswersTrial) -> Breach | None:
    """Law 4: the same outcome and next page for the same answers, whichever was given first."""
    release, age, continued = subject.release, trial.age, trial.continued
    answers = trial.answers(release)
    other = dict(reversed(list(answers.items())))
    if _bytes(release, age, answers, continued) != _bytes(release, age, other, continued):
        return Breach(4, "The same answers in another order give another outcome.")
    if replay(release, age, answers, continued=continued) != replay(release, age, other, continued=continued):
        return Breach(4, "The same answers in another order lead to another page.")
    return None


def the_way_is_the_same_page_by_page(subject: Subject, trial: AnswersTrial) -> Breach | None:
    """Laws 4 and 8: each step of an interview comes as well when only the steps before it are answered."""
    if trial.rest is not Rest.DENIED:
        return None
    release = subject.least_asking
    way = walk(release, trial.age, trial.answers(release))
    for count in range(len(way.pages)):
        age = trial.age if None in way.pages[:count] else None
        if position(release, age, way.first(count), continued=True).next != way.end.done[count]:
            return Breach(4, f"The page after step {count} is another one when later answers are known already.")
    way = walk(subject.release, trial.age, trial.answers(subject.release))
    if position(subject.release, trial.age, way.answers, continued=True) != way.end:
        return Breach(4, "The interview is another one when answers to pages it does not ask are known.")
    return None


def no_urgent_rule_stays_open(subject: Subject, trial: AnswersTrial) -> Breach | None:
    """Law 7, in the interview that asks least."""
    if trial.rest is not Rest.DENIED:
        return None
    release = subject.least_asking
    way = walk(release, trial.age, trial.answers(release))
    if way.end.next.why_now is not WhyNow.FINISHED:
        return None
    for rule, pages in _open_rules(subject, trial.age, way.answers):
        names = ", ".join(sorted(pages))
        message = f'The interview ends while the rule "{rule.title}" could still fire: it did not ask {names}.'
        return Breach(7, message, "red_flags", rule.key)
    return None


def interviews_end_within_the_limit(subject: Subject, trial: AnswersTrial) -> Breach | None:
    """Law 8: no page twice, an outcome at the end, and beyond the limit only pages that cannot be left out."""
    if trial.rest is not Rest.DENIED:
        return None
    release, reading = subject.release, subject.reading
    way = walk(release, trial.age, trial.answers(release))
    if way.end.next.kind is not StepKind.OUTCOME or len(set(way.pages)) < len(way.pages):
        return Breach(8, "The interview comes to no end: every page it asks is answered, and it has no outcome.")
    limit = release.numbers.max_pages
    for count, key in enumerate(way.pages[limit:], start=limit):
        if key is None or reading.pages[key].stage == "scope" or screens(reading.pages[key]):
            continue
        before = way.first(count)
        still_open = _open_rules(subject, trial.age, before)
        if not any(key in pages for _, pages in still_open):
            message = f"Page {key} is asked as number {count + 1}, above the limit of {limit}, and no rule needs it."
            return Breach(8, message, "questions", key)
    return None


def outcomes_are_whole(subject: Subject, trial: AnswersTrial) -> Breach | None:
    """Law 9."""
    release = subject.release
    outcome = assess_answers(release, trial.age, trial.answers(release), continued=trial.continued)
    there = {
        "how soon to get help as its first part": next(iter(as_plain(outcome))) == "urgency",
        "what to do": bool(outcome.urgency.title and outcome.urgency.action and outcome.urgency.time_limit),
        "the worsening signs": bool(outcome.worsening.intro and outcome.worsening.signs),
        "when to come back": bool(outcome.come_back.title and outcome.come_back.advice),
        "the disclaimer": bool(outcome.disclaimer),
        "the release and the version of the program": (outcome.release, outcome.engine)
        == (release.identity, ENGINE_VERSION),
    }
    for part, is_there in there.items():
        if not is_there:
            return Breach(9, f"The outcome lacks {part}.")
    return None


_Laws = tuple[Callable[[Subject, AnswersTrial], Breach | None], ...]

#: Laws about any answers, and laws about interviews, which are tried only on men who answer every page. The fast
#: ones need no causes.
FAST_OF_ANSWERS: _Laws = (rules_set_a_floor,)
FAST_OF_INTERVIEWS: _Laws = (no_urgent_rule_stays_open,)
OF_ANSWERS: _Laws = (order_and_route_do_not_matter, outcomes_are_whole)
OF_INTERVIEWS: _Laws = (interviews_end_within_the_limit, the_way_is_the_same_page_by_page)


def _facts(subject: Subject, age: int, answers: Answers) -> set[str]:
    """The facts of answers that all count, with those of the age and that of an unsure danger sign."""
    read = states_of_answers(subject.release, answers, age)
    keys = subject.release.keys
    facts = set(keys(read.states.present)) | subject.reading.of_age(age)
    return facts | subject.reading.unsure(facts, set(keys(read.states.unsure)))


def _open_rules(subject: Subject, age: int, answers: Answers) -> list[tuple[Rule, set[str]]]:
    """The urgent rules that these answers leave open, by the second reading."""
    not_sure = set(subject.release.keys(states_of_answers(subject.release, answers, age).states.unsure))
    return subject.reading.open_rules(_facts(subject, age, answers), not_sure, set(answers))


def _bytes(release: CompiledRelease, age: int, answers: Answers, continued: bool) -> bytes:
    outcome = assess_answers_in_full(release, age, answers, continued=continued)
    return json.dumps(as_plain(outcome), ensure_ascii=False).encode()
