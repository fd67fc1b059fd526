"""An interview of a simulated man in plain lines: what was asked, why, what he said, how the causes moved."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symptoms.engine.answers import states_of_answers
from symptoms.engine.assessment import assess_answers
from symptoms.engine.cases import Case
from symptoms.engine.clairvoyant import fewest_pages
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.flow import Step, StepKind, WhyNow
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import differential
from symptoms.engine.simulated import Interview, SimulatedMan, Unnamed, all_answers, interview, man_of

#: Why a step comes, for whoever reads the report.
REASONS = {
    WhyNow.SCOPE: "is the check made for him",
    WhyNow.AGE: "the rules and the causes depend on it",
    WhyNow.DANGER_SIGNS: "danger signs come first",
    WhyNow.PATTERN: "no outcome is complete without it",
    WhyNow.OPEN_RULE: "it settles most of the open emergency and same-day rules",
    WhyNow.SELF_CARE: "it alone can tell self-care from routine",
    WhyNow.MORE_DETAIL: "it tells the causes apart best",
    WhyNow.ENDED: "a scope answer ended the check",
    WhyNow.EMERGENCY: "an emergency rule fired",
    WhyNow.FINISHED: "no rule is open and no page is worth asking",
}

_CAUSES_SHOWN = 3
_CATEGORIES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Walked:
    """A case after its interview. `fewest` is the clairvoyant minimum, None where an emergency ended it."""

    key: str
    case: Case
    level: Level
    pages: int
    ending: WhyNow
    fewest: int | None

    @property
    def in_range(self) -> bool:
        return self.case.at_least.rank <= self.level.rank <= self.case.at_most.rank


def man_of_case(release: CompiledRelease, case: Case, unnamed: Unnamed = Unnamed.DENIES) -> SimulatedMan:
    """The man a case tells of. Raises KeyError for a finding the release does not have."""
    return man_of(release, case.age, case.present, case.absent, case.unsure, unnamed)


def walked(release: CompiledRelease, key: str, case: Case, unnamed: Unnamed = Unnamed.DENIES) -> Walked:
    """Walks the man of a case through the interview, and finds the fewest pages he could have been asked."""
    man = man_of_case(release, case, unnamed)
    walk = interview(release, man)
    outcome = assess_answers(release, case.age, walk.answers, continued=False)
    ending = walk.end.next.why_now
    fewest = None if ending is WhyNow.EMERGENCY else fewest_pages(release, case.age, all_answers(release, man))
    return Walked(key, case, outcome.urgency.level, len(walk.end.done), ending, fewest)


def page_by_page(release: CompiledRelease, case: Case, unnamed: Unnamed = Unnamed.DENIES) -> Iterator[str]:
    """Lines about one interview: each page with the reason for it, his answer, and the causes after it."""
    walk = interview(release, man_of_case(release, case, unnamed))
    for number, stop in enumerate(walk.stops[:-1], start=1):
        yield f"{number}. {_asked(release, stop.next)}"
        yield f"   why now: {REASONS[stop.next.why_now]}"
        yield f"   answer:  {_said(release, stop.next, walk, case.age)}"
        yield from _ranking_after(release, walk, number, case.age)
    outcome = assess_answers(release, case.age, walk.answers, continued=False)
    yield f"End: {REASONS[walk.end.next.why_now]}."
    expected = case.at_least if case.at_least is case.at_most else f"{case.at_least} to {case.at_most}"
    rules = _listed(flag.rule for flag in outcome.red_flags)
    yield f"Level: {outcome.urgency.level} (expected {expected}); rules: {rules}"


def _asked(release: CompiledRelease, step: Step) -> str:
    if step.question is None:
        return "age"
    question = release.questions[step.question]
    return f"{question.key}: {question.text}"


def _said(release: CompiledRelease, step: Step, walk: Interview, age: int) -> str:
    if step.question is None:
        return str(age)
    return ", ".join(walk.answers[release.questions[step.question].key])


def _ranking_after(release: CompiledRelease, walk: Interview, number: int, age: int) -> Iterator[str]:
    """The leading causes and categories, once the age is known."""
    answered = (*walk.stops[number - 1].done, walk.stops[number - 1].next)
    if not any(step.kind is StepKind.AGE for step in answered):
        return
    keys = {release.questions[step.question].key for step in answered if step.question is not None}
    answers = {key: options for key, options in walk.answers.items() if key in keys}
    ranking = differential(release, states_of_answers(release, answers, age).states, age)
    causes = [(release.causes[score.cause].key, score.share) for score in ranking.scores[:_CAUSES_SHOWN]]
    categories = sorted(
        zip((category.key for category in release.categories), ranking.category_shares, strict=True),
        key=lambda row: (-row[1], row[0]),
    )[:_CATEGORIES_SHOWN]
    yield f"   causes:  {_shares(causes)}; categories: {_shares(categories)}"


def _shares(rows: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{key} {share:.2f}" for key, share in rows)


def _listed(keys: Iterator[str]) -> str:
    return ", ".join(keys) or "none"


def summary(rows: Sequence[Walked]) -> Iterator[str]:
    """Lines about many interviews: each with its pages and the fewest that were possible, then the figures."""
    for row in rows:
        against = "emergency" if row.fewest is None else f"at least {row.fewest}"
        verdict = "" if row.in_range else f"; expected {row.case.at_least} to {row.case.at_most}"
        yield f"{row.key}: {row.pages} pages ({against}), {row.level}{verdict}"
    whole = [row for row in rows if row.fewest is not None]
    if whole:
        pages = [row.pages for row in whole]
        fewest = [row.fewest for row in whole if row.fewest is not None]
        ratio = statistics.median(asked / least for asked, least in zip(pages, fewest, strict=True))
        yield f"To the end: {len(whole)} interviews; {_figures(pages)}."
        yield f"Fewest possible: {_figures(fewest)}. Asked for each that was needed: median {ratio:.2f}."
    stopped = [row.pages for row in rows if row.fewest is None]
    if stopped:
        yield f"Ended by an emergency: {len(stopped)} interviews; {_figures(stopped)}."
    for level in Level:
        of_level = [row.pages for row in whole if row.level is level]
        if of_level:
            yield f"{level}: {len(of_level)} interviews; {_figures(of_level)}."
    missed = [row.key for row in rows if not row.in_range]
    yield f"Level in range: {len(rows) - len(missed)} of {len(rows)}; not: {_listed(iter(missed))}."


def _figures(pages: Sequence[int]) -> str:
    ordered = sorted(pages)
    ninetieth = ordered[max(0, -(-len(ordered) * 9 // 10) - 1)]
    return f"median {statistics.median(ordered):g}, 90th percentile {ninetieth}, most {ordered[-1]} pages"
