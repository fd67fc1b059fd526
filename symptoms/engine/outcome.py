"""The parts of an assessment. Field for field this is what the API sends and what the page shows.

Texts hold the region's numbers; `{weekday}` and `{date}` are filled outside the engine.
Shares are probabilities from 0 to 1 with 6 decimals; logarithms are natural, in nats.

Most parts that outcomes share are frozen. What is made anew for each man is not, nor are contributions, which are made
by the thousand, for that takes five times as long; nothing changes them either.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.levels import Level
from symptoms.engine.states import State


class Direction(StrEnum):
    """Whether the advice would be more urgent or less."""

    RAISE = "raise"
    LOWER = "lower"


class Basis(StrEnum):
    """Whether a change only fills in what is not known (not asked, not sure, not told), or takes back what was told."""

    NOT_KNOWN = "not_known"
    TOLD = "told"


@dataclass(slots=True)
class UrgencyAdvice:
    """How soon, and what to do. `limit_days` counts the days to `limit_date`, both null without a time limit."""

    level: Level
    title: str
    action: str
    tell: tuple[str, ...]
    reasons: tuple[str, ...]
    where: str | None
    say: str | None
    time_limit: str
    come_back: str
    limit_days: int | None
    limit_date: str | None


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A rule that fired. `matched` holds the present findings of each of its lists."""

    rule: str
    level: Level
    title: str
    tell: str
    because: str
    matched: tuple[tuple[str, ...], ...]
    suspects: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class CategoryFit:
    key: str
    name: str
    summary: str
    fit: str | None
    probability: float


@dataclass(slots=True)
class ContributionShown:
    """One finding's part in a cause. `strength` is a key of the strength texts; `weight` its place in the cluster."""

    finding: str
    label: str
    state: State
    likelihood_ratio: float
    weight: float
    cluster: str | None
    strength: str
    sources: tuple[str, ...]


@dataclass(slots=True)
class CauseFit:
    """A cause with every figure behind its share."""

    key: str
    name: str
    category: str
    summary: str
    urgency: Level
    fit: str | None
    probability: float
    log_prior: float
    sum_evidence: float
    sum_risk: float
    contributions: tuple[ContributionShown, ...]
    tests: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class SomethingElse:
    """The share of what is not on the list. `note` is set when no listed cause fits well."""

    probability: float
    largest: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """`group` is you_can_do or doctor_may_do; `for_causes` are the shown causes that brought it in."""

    key: str
    title: str
    kind: str
    group: str
    text: str
    cautions: tuple[str, ...]
    for_causes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(slots=True)
class UnknownFinding:
    """A finding that could matter: for a shown cause, or because a rule lacks just one list."""

    finding: str
    label: str
    question: str | None
    state: State
    causes: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelMaker:
    """A red-flag rule or a self-care picture that makes a level. `kind` is rule or picture."""

    kind: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding in another state. On a single-choice page the other findings of the page become absent with it."""

    finding: str
    label: str
    question: str
    state: State
    would_be: State


@dataclass(slots=True)
class WouldChange:
    """A smallest set of findings that would raise or lower the urgency, all of them together and nothing else.

    `made_by` makes the level that would follow; it is empty for routine without a rule. `no_longer` makes the
    present level and would not hold any more.
    """

    direction: Direction
    basis: Basis
    level: Level
    made_by: tuple[LevelMaker, ...]
    no_longer: tuple[LevelMaker, ...]
    findings: tuple[FindingChange, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Findings that cannot all be true. They counted for rules and weighed nothing for causes."""

    question: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnaskedQuestion:
    question: str
    text: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """`complete` when every finding of the emergency pages and every basic pattern was asked."""

    status: str
    not_asked: tuple[str, ...]
    questions: tuple[UnaskedQuestion, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A self-care picture that holds."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Worsening:
    """Signs any of which means call the emergency number at once."""

    intro: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComeBack:
    """When to get help again. `no_better` is null where the level itself says today or now."""

    title: str
    advice: str
    no_better: str | None


@dataclass(frozen=True, slots=True)
class CrisisSupport:
    title: str
    texts: tuple[str, ...]
    line_label: str
    line_number: str | None


@dataclass(frozen=True, slots=True)
class DisplayText:
    """A text that must be shown (`audience` person) or a rule for the app that shows it (`audience` app)."""

    key: str
    audience: str
    text: str


@dataclass(frozen=True, slots=True)
class RegionShown:
    key: str
    name: str
    emergency_number: str
    emergency_dial: str
    emergency_also: tuple[str, ...]
    urgent_line: str
    urgent_number: str | None
    urgent_if_none: str


@dataclass(slots=True)
class CoreAssessment:
    """The outcome. `ended_by` names how a scope answer ended the check; then there are no causes."""

    urgency: UrgencyAdvice
    worsening: Worsening
    come_back: ComeBack
    red_flags: tuple[RedFlag, ...]
    self_care: tuple[Picture, ...]
    categories: tuple[CategoryFit, ...]
    causes: tuple[CauseFit, ...]
    serious: tuple[CauseFit, ...]
    something_else: SomethingElse | None
    advice: tuple[AdviceShown, ...]
    unknown: tuple[UnknownFinding, ...]
    conflicts: tuple[Conflict, ...]
    screening: Screening
    set_aside: tuple[str, ...]
    ended_by: str | None
    continued: bool
    crisis: CrisisSupport | None
    must_display: tuple[DisplayText, ...]
    disclaimer: str
    region: RegionShown
    release: ReleaseIdentity
    engine: str


@dataclass(slots=True)
class Assessment(CoreAssessment):
    """The outcome with what would change its urgency: what the page and the API give."""

    what_would_change: tuple[WouldChange, ...]
