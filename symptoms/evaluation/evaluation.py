"""A whole evaluation: every case every way, the figures, the noise, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.content import KnowledgeBase
from knowledge.interchange import canonical_json
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.engine.version import ENGINE_VERSION
from symptoms.evaluation.bars import Bar, bars
from symptoms.evaluation.cases import NamedCase
from symptoms.evaluation.danger import danger_signs, kind_pages, neighbours
from symptoms.evaluation.figures import Figures, figures
from symptoms.evaluation.judging import Verdict, place, verdict
from symptoms.evaluation.lost import LostEmergencies, lost_emergencies
from symptoms.evaluation.misses import Miss, misses
from symptoms.evaluation.noise import Curve, noise_curves
from symptoms.evaluation.report import FORMAT
from symptoms.evaluation.running import CaseRun, Way, run, takes_part
from symptoms.plain import as_plain


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What came of one case one way. Places count from 1; pages are None without an interview."""

    case: str
    way: Way
    level: Level
    verdict: Verdict
    cause_place: int | None
    category_place: int | None
    pages: int | None
    fewest: int | None
    by_emergency: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation of a release on a set of cases.

    `unfinished` are the keys of cases judged as they stand, the rest not asked. `own` says that the cases are
    the release's own vignettes. `danger_signs` are the findings that noise never flips. `seed` is that of the
    noise.
    """

    format: int
    release: str
    engine: str
    own: bool
    cases: int
    unfinished: tuple[str, ...]
    danger_signs: tuple[str, ...]
    ways: tuple[Figures, ...]
    bars: tuple[Bar, ...]
    lost: LostEmergencies
    noise: tuple[Curve, ...]
    seed: int
    misses: tuple[Miss, ...]
    rows: tuple[CaseRow, ...]


def evaluate(
    release: CompiledRelease,
    knowledge: KnowledgeBase,
    cases: Sequence[NamedCase],
    *,
    own: bool,
    draws: int,
    seed: int,
) -> Evaluation:
    """Runs every case every way it can be run. `draws` is how often the noise is drawn for each case; 0 leaves
    the noise out. `knowledge` is the one that `release` was made from. Equal arguments give equal results.
    """
    runs = {way: [run(release, named, way) for named in cases if takes_part(named, way)] for way in Way}
    ways = tuple(figures(release, way, runs[way]) for way in Way)
    near = neighbours(release, knowledge)
    lost = lost_emergencies(release, cases, near, kind_pages(release, knowledge))
    return Evaluation(
        format=FORMAT,
        release=release.identity.hash,
        engine=ENGINE_VERSION,
        own=own,
        cases=len(cases),
        unfinished=tuple(named.key for named in cases if not named.finished),
        danger_signs=release.keys(danger_signs(release)),
        ways=ways,
        bars=bars(ways, lost),
        lost=lost,
        noise=noise_curves(release, runs[Way.DENIES], near, draws=draws, seed=seed) if draws else (),
        seed=seed,
        misses=tuple(miss for way in Way for miss in misses(release, way, runs[way])),
        rows=tuple(_row(way, one) for way in Way for one in runs[way]),
    )


def _row(way: Way, one: CaseRun) -> CaseRow:
    case, walk = one.named.case, one.walk
    return CaseRow(
        case=one.named.key,
        way=way,
        level=one.end.level,
        verdict=verdict(case, one.end.level),
        cause_place=place(one.end.causes, case.causes),
        category_place=place(one.end.categories, case.categories),
        pages=walk.pages if walk else None,
        fewest=walk.fewest if walk else None,
        by_emergency=walk is not None and walk.by_emergency,
    )


def plain_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON values, named as the fields are."""
    plain: dict[str, Any] = as_plain(evaluation)
    return plain


def evaluation_json(evaluation: Evaluation) -> bytes:
    """Canonical JSON: equal evaluations have equal bytes."""
    return canonical_json(plain_evaluation(evaluation))
