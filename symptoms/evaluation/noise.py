"""What becomes of the outcomes when answers are wrong: a little, then more and more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.content import NONE, NOT_SURE, REST_NOT_SURE
from symptoms.engine.answers import Answers, states_of_answers
from symptoms.engine.compiled import CompiledRelease, Mask, Question
from symptoms.engine.levels import Level
from symptoms.engine.simulated import all_answers, interview, man_of
from symptoms.evaluation.danger import Neighbours, danger_signs
from symptoms.evaluation.figures import CATEGORY_PLACES, CAUSE_PLACES
from symptoms.evaluation.judging import Judgement, Verdict, judge, place, verdict
from symptoms.evaluation.running import CaseRun
from symptoms.proportions import Proportion, proportion

#: How often each case is drawn, and the seed, where nothing else is asked for.
DRAWS = 3
SEED = 1

#: How likely it is that an answer is changed.
STRENGTHS = (0.0, 0.05, 0.1, 0.2, 0.3)

_SPECIAL = (NONE, NOT_SURE, REST_NOT_SURE)


class Noise(StrEnum):
    """What goes wrong. The strength is how likely it is to happen, independently each time: on a page one tick is
    wrong; a tick box is wrong; a page is answered "I'm not sure"; the option next to the true one is chosen.
    Ticks of danger signs are never flipped.
    """

    ONE_TICK = "one_tick"
    EVERY_TICK = "every_tick"
    NOT_SURE = "not_sure"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True)
class Point:
    """What came of all draws at one strength. `lost` are emergencies below same_day, of all that were expected.

    The intervals take the draws of one case for so many cases, so they are too narrow.
    """

    strength: float
    first: Proportion
    first_five: Proportion
    category: Proportion
    in_range: Proportion
    under: Proportion
    over: Proportion
    lost: Proportion


@dataclass(frozen=True, slots=True)
class Curve:
    """One kind of noise at growing strength. Each case is drawn `draws` times; stronger noise adds to weaker."""

    noise: Noise
    draws: int
    points: tuple[Point, ...]


def noise_curves(
    release: CompiledRelease, runs: Sequence[CaseRun], near: Neighbours, *, draws: int, seed: int
) -> tuple[Curve, ...]:
    """Walks each man through an interview to its very end, with noise on his answers: a wrong answer opens and
    closes pages as it would on the site. What the case does not name he denies.

    The chance comes from a hash of seed, case, page and option, so equal arguments give equal figures, and a
    stronger noise changes all that a weaker one does. Raises ValueError for a run without an interview.
    """
    tools = _Tools(release, near, danger_signs(release))
    return tuple(Curve(noise, draws, tuple(_points(tools, noise, runs, draws=draws, seed=seed))) for noise in Noise)


@dataclass(frozen=True, slots=True)
class _NoisyMan:
    """What he says on every page, right or wrong."""

    age: int
    answers: Answers

    def answer(self, question: Question) -> tuple[str, ...]:
        return tuple(self.answers[question.key])


@dataclass(frozen=True, slots=True)
class _Tools:
    release: CompiledRelease
    near: Neighbours
    danger: Mask


def _points(tools: _Tools, noise: Noise, runs: Sequence[CaseRun], *, draws: int, seed: int) -> list[Point]:
    given: list[list[tuple[CaseRun, Judgement]]] = [[] for _ in STRENGTHS]
    for run in runs:
        if run.walk is None:
            raise ValueError("noise needs an interview")
        case = run.named.case
        true = all_answers(tools.release, man_of(tools.release, case.age, case.present, case.absent, case.unsure))
        for draw in range(draws):
            chance = _chance(f"{seed}/{noise}/{run.named.key}/{draw}")
            seen = {tuple(true.items()): run.walk.whole}
            for strength, rows in zip(STRENGTHS, given, strict=True):
                man = _NoisyMan(case.age, _noisy(tools, noise, true, strength, chance))
                said = tuple(man.answers.items())
                if said not in seen:
                    walk = interview(tools.release, man, continued=True)
                    states = states_of_answers(tools.release, walk.answers, case.age).states
                    seen[said] = judge(tools.release, states, case.age)
                rows.append((run, seen[said]))
    return [_point(strength, rows) for strength, rows in zip(STRENGTHS, given, strict=True)]


def _point(strength: float, rows: Sequence[tuple[CaseRun, Judgement]]) -> Point:
    cases = [(run.named.case, judgement) for run, judgement in rows]
    causes = [place(judgement.causes, case.causes) for case, judgement in cases]
    categories = [place(judgement.categories, case.categories) for case, judgement in cases]
    verdicts = [verdict(case, judgement.level) for case, judgement in cases]
    emergencies = [judgement.level for case, judgement in cases if case.at_least is Level.EMERGENCY_NOW]

    def within(found: Sequence[int | None], most: int) -> Proportion:
        return proportion(sum(number is not None and number <= most for number in found), len(found))

    def share(wanted: Verdict) -> Proportion:
        return proportion(verdicts.count(wanted), len(verdicts))

    return Point(
        strength=strength,
        first=within(causes, CAUSE_PLACES[0]),
        first_five=within(causes, CAUSE_PLACES[-1]),
        category=within(categories, CATEGORY_PLACES[-1]),
        in_range=share(Verdict.IN_RANGE),
        under=share(Verdict.UNDER),
        over=share(Verdict.OVER),
        lost=proportion(sum(level.rank < Level.SAME_DAY.rank for level in emergencies), len(emergencies)),
    )


#: From a name to a number from 0 up to 1, always the same.
_Chance = Callable[[str], float]


def _chance(prefix: str) -> _Chance:
    def number(name: str) -> float:
        digest = hashlib.sha256(f"{prefix}/{name}".encode()).digest()
        return int.from_bytes(digest[:6], "big") / (1 << 48)

    return number


def _noisy(tools: _Tools, noise: Noise, answers: Answers, strength: float, chance: _Chance) -> Answers:
    """The answers with noise; the same chance and a greater strength change at least as much."""
    found = {}
    for key, options in answers.items():
        question = tools.release.questions[tools.release.question_index[key]]
        found[key] = options if question.is_scope else _on_page(tools, noise, question, options, strength, chance)
    return found


def _on_page(
    tools: _Tools, noise: Noise, question: Question, options: tuple[str, ...], strength: float, chance: _Chance
) -> tuple[str, ...]:
    if noise is Noise.EVERY_TICK:
        boxes = _boxes(tools, question)
        return _flipped(question, options, [key for key in boxes if chance(f"{question.key}/{key}") < strength])
    if chance(question.key) >= strength:
        return options
    if noise is Noise.NOT_SURE:
        return (NOT_SURE,)
    if noise is Noise.ONE_TICK:
        boxes = _boxes(tools, question)
        return _flipped(question, options, [_pick(boxes, chance(f"{question.key}/which"))] if boxes else [])
    beside = tools.near.get(question.key, {}).get(options[0], ())
    return (_pick(beside, chance(f"{question.key}/which")),) if beside else options


def _boxes(tools: _Tools, question: Question) -> list[str]:
    """The options that can be flipped: single-choice pages have none, nor have danger signs."""
    if question.single_choice:
        return []
    return [option.key for option in question.options if option.present and not option.present & tools.danger]


def _flipped(question: Question, options: tuple[str, ...], boxes: Sequence[str]) -> tuple[str, ...]:
    """The page with these ticks turned round. On a page of which he is not sure as a whole, a wrong tick is one
    more; a yes/no page turns from yes to no and back.
    """
    if not boxes:
        return options
    ticked = {key for key in options if key not in _SPECIAL} ^ set(boxes)
    if question.kind == "yes_no":
        return tuple(option.key for option in question.options if bool(option.present) is bool(ticked & set(boxes)))
    kept = tuple(option.key for option in question.options if option.key in ticked)
    if NOT_SURE in options or REST_NOT_SURE in options:
        return (*kept, REST_NOT_SURE) if kept else (NOT_SURE,)
    return kept or (NONE,)


def _pick(among: Sequence[str], chance: float) -> str:
    return among[int(chance * len(among))]
