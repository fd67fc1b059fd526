"""A release in the form the engine works on: findings are bits, rules are masks, weights are integers.

Sets of findings are whole numbers in which bit `i` stands for the finding with index `i`. Texts have
the region's numbers filled in; only dates are left open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count
from typing import NamedTuple

from symptoms.engine.levels import Level

#: A set of findings, one bit each.
Mask = int
#: A set of pages, one bit each by their index.
Pages = int
#: Clauses: all of them must share at least one finding with what is present.
Clauses = tuple[Mask, ...]

#: The digits of a binary number as what they select.
_SELECTED = bytes.maketrans(b"01", b"\x00\x01")


def bits(mask: Mask) -> Iterator[int]:
    """Indexes of the findings in `mask`, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def all_bits(mask: Mask) -> list[int]:
    """The same as a list, in less time where many are set."""
    return list(compress(count(), f"{mask:b}"[::-1].encode().translate(_SELECTED)))


def holds(clauses: Clauses, present: Mask) -> bool:
    """True when every clause has at least one finding that is present."""
    # This runs thousands of times in one assessment, and all() with a generator takes twice as long.
    for clause in clauses:
        if not clause & present:
            break
    else:
        return True
    return False


@dataclass(frozen=True, slots=True)
class ReleaseIdentity:
    """Which release this is. `published` is an ISO date."""

    number: int
    hash: str
    published: str


@dataclass(frozen=True, slots=True)
class Finding:
    index: int
    key: str
    label: str
    cluster: str | None
    question: int | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: str
    present: Mask
    absent: Mask
    ends: str | None
    explain: str | None
    for_another_man: bool


@dataclass(frozen=True, slots=True)
class Question:
    index: int
    key: str
    text: str
    hint: str
    why: str
    kind: str
    stage: str
    options: tuple[Option, ...]
    ask_if: Clauses
    mask: Mask
    sensitive: bool
    theme: str | None

    @property
    def is_scope(self) -> bool:
        return self.stage == "scope"

    @property
    def single_choice(self) -> bool:
        """A clinical page on which one option denies the others."""
        return self.kind == "single" and not self.is_scope

    @property
    def screens(self) -> bool:
        """True when an outcome without this page's answer is incomplete."""
        return self.stage == "emergency" or self.single_choice


@dataclass(frozen=True, slots=True)
class Rule:
    index: int
    key: str
    level: Level
    title: str
    tell: str
    because: str
    clauses: Clauses
    suspects: tuple[int, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    index: int
    key: str
    title: str
    clauses: Clauses
    review_days: int
    advice: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Category:
    index: int
    key: str
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Cause:
    """`evidence` are the findings that speak of it, and `denied` those of them that do when they are denied."""

    index: int
    key: str
    name: str
    summary: str
    category: int
    level: Level
    log_priors: tuple[int, int, int, int]
    requires: Mask
    hide_from: Level | None
    never_alone: bool
    show_with: tuple[tuple[int, int], ...]
    treatment: tuple[int, ...]
    tests: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: Mask
    denied: Mask
    row_sources: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Advice:
    index: int
    key: str
    title: str
    kind: str
    for_doctor: bool
    text: str
    cautions: tuple[str, ...]
    sources: tuple[str, ...]
    suppressed_by: frozenset[int]
    always_when: Mask
    only_from: Level | None


class Weight(NamedTuple):
    """What one state of one finding adds to one cause, in nano-nats."""

    cause: int
    log_ratio: int


@dataclass(frozen=True, slots=True)
class FindingWeights:
    """Weights of a finding for one age band; causes it says nothing about are left out."""

    present: tuple[Weight, ...]
    absent: tuple[Weight, ...]
    unticked: tuple[Weight, ...]
    risk: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule or a self-care picture as the interview sees it: each clause with the pages that ask its findings."""

    emergency: bool
    clauses: tuple[tuple[Mask, Pages], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """What a finding tells about the causes at one age: shares of men who would say yes.

    `usual` is the share where no evidence speaks, `usual_own` its own term: that of a share q is
    q log2 q + (1 - q) log2(1 - q). For the `causes` with evidence, `more` holds how much their share is above the
    usual one, and `own_more` the same for the own term. All three are arrays: of many causes and findings
    these are by far the most numbers.
    """

    cluster: str | None
    usual: float
    usual_own: float
    causes: Sequence[int]
    more: Sequence[float]
    own_more: Sequence[float]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The engine's numbers; logarithms in nano-nats, shares from 0 to 1."""

    age_least: int
    age_most: int
    log_requires_missing: int
    log_something_else: int
    log_risk_product_max: int
    cluster_decay: float
    fit_strong: float
    fit_possible: float
    fit_weak: float
    serious_level: Level
    serious_share: float
    strength_strong: float
    strength_moderate: float
    max_pages: int
    min_gain_bits: float
    category_gain_weight: float
    serious_gain_weight: float
    limit_days: Mapping[Level, int]
    shown_causes: int
    shown_categories: int
    shown_serious: int
    answers_hours: int
    cookie_bytes_max: int


@dataclass(frozen=True, slots=True)
class CrisisLine:
    label: str
    number: str | None


@dataclass(frozen=True, slots=True)
class RegionLines:
    """The region's phone lines, for links that dial and for lines shown under the advice."""

    key: str
    name: str
    emergency_number: str
    emergency_dial: str
    emergency_also: tuple[str, ...]
    urgent_line: str
    urgent_number: str | None
    urgent_if_none: str
    crisis_line: CrisisLine

    @property
    def urgent_dial(self) -> str | None:
        """The urgent number as a phone dials it, without the spaces that make it easy to read; None without one."""
        return self.urgent_number and self.urgent_number.replace(" ", "")


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class CompiledRelease:
    """Everything an assessment needs, made once from a release and a region.

    `exclusive` holds the findings of each page with one choice, `screening` the pages whose answer an outcome needs,
    `emergencies` the rules of that level,
    `rules_above` for each rank of a level the rules that are more urgent, `rules_with` for each finding the
    rules it stands in, with the rank of their level and the most urgent first. `askable` are the findings that
    a man can be asked about. A release is equal to itself alone, so that what was worked out for it can be
    remembered.

    `for_another` is the same release in the words for somebody who answers for a man, and None where it has no such
    words. Who replaces a part of a release takes it away, or replaces the part there too.
    """

    identity: ReleaseIdentity
    region: RegionLines
    numbers: Numbers
    age_bands: tuple[tuple[int, int], ...]
    findings: tuple[Finding, ...]
    finding_index: Mapping[str, int]
    age_findings: tuple[tuple[int, Mask], ...]
    unsure_red_flag: Mask
    screening_incomplete: Mask
    worked_out: Mask
    questions: tuple[Question, ...]
    question_index: Mapping[str, int]
    exclusive: tuple[Mask, ...]
    screening: tuple[Question, ...]
    rules: tuple[Rule, ...]
    emergencies: tuple[Rule, ...]
    rules_above: tuple[tuple[Rule, ...], ...]
    rules_with: tuple[tuple[tuple[int, Rule], ...], ...]
    askable: Mask
    pictures: tuple[Picture, ...]
    categories: tuple[Category, ...]
    causes: tuple[Cause, ...]
    advice: tuple[Advice, ...]
    weights: tuple[tuple[FindingWeights, ...], ...]
    guards: tuple[Guard, ...]
    picture_guards: tuple[Guard, ...]
    conditional: Pages
    tellings: tuple[tuple[tuple[Telling, ...], ...], ...]
    texts: Mapping[str, str]
    for_another: CompiledRelease | None = None

    def speaking(self, *, for_another: bool) -> CompiledRelease:
        """The release in the words for who answers: the man himself, or somebody who answers for him."""
        return self.for_another if for_another and self.for_another is not None else self

    def age_mask(self, age: int) -> Mask:
        """The demographic findings that are present at `age` years."""
        return sum(mask for least, mask in self.age_findings if age >= least)

    def age_band(self, age: int) -> int:
        """Index of the band that holds `age`. Raises ValueError outside all bands."""
        for index, (first, last) in enumerate(self.age_bands):
            if first <= age <= last:
                return index
        raise ValueError("the age lies outside every band")

    def pages_asking(self, mask: Mask) -> Pages:
        """The pages that ask about any finding of `mask`; what is worked out stands on none."""
        pages = 0
        for index in bits(mask):
            page = self.findings[index].question
            if page is not None:
                pages |= 1 << page
        return pages

    def keys(self, mask: Mask) -> tuple[str, ...]:
        """Finding keys of a mask, in file order."""
        return tuple(self.findings[index].key for index in bits(mask))
