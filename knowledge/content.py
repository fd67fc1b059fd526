"""A whole knowledge base as plain frozen values: what the clinicians' rows and a release both mean.

Field for field the shape of the YAML files in `knowledge/data/`. Lists are tuples, words are enums,
and concepts point to each other by `key`. Nothing here reads a file, a clock or a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

#: The age bands, youngest first. Their limits in years stand in `Settings.age_bands`.
AGE_BANDS = ("a18_39", "a40_59", "a60_74", "a75_plus")

#: Option keys with a fixed meaning on every page; content never uses them as its own.
NONE, NOT_SURE, REST_NOT_SURE, PREFER_NOT_TO_SAY = RESERVED_OPTION_KEYS = (
    "none",
    "not_sure",
    "rest_not_sure",
    "prefer_not_to_say",
)

#: The two findings that the engine works out from how the questions were answered.
UNSURE_RED_FLAG = "unsure_red_flag"
SCREENING_INCOMPLETE = "screening_incomplete"
DERIVED_FINDINGS = (UNSURE_RED_FLAG, SCREENING_INCOMPLETE)

#: Mark of a field that canonical JSON leaves out while it holds its default; see `_later`.
LEFT_OUT = "left_out"

_Default = TypeVar("_Default")


def _later(default: _Default) -> _Default:
    """A field that content which was released before does not have.

    While it says nothing it is not written, so that such content keeps its bytes and its hash.
    """
    value: _Default = field(default=default, metadata={LEFT_OUT: True})
    return value


class Urgency(StrEnum):
    """How soon to get help. `rank` orders them, the most urgent highest."""

    EMERGENCY_NOW = "emergency_now"
    SAME_DAY = "same_day"
    WITHIN_DAYS = "within_days"
    ROUTINE = "routine"
    SELF_CARE = "self_care"

    @property
    def rank(self) -> int:
        return _URGENCY_RANK[self]


_URGENCY_RANK = {level: rank for rank, level in enumerate(reversed(Urgency))}


class Frequency(StrEnum):
    """Share of men with a cause who have a finding, in the words of the HPO frequency terms."""

    OBLIGATE = "obligate"
    VERY_FREQUENT = "very_frequent"
    FREQUENT = "frequent"
    OCCASIONAL = "occasional"
    VERY_RARE = "very_rare"
    EXCLUDED = "excluded"


class PriorBand(StrEnum):
    """Share of men with weak legs whose main cause it is."""

    VERY_COMMON = "very_common"
    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"
    VERY_RARE = "very_rare"


class FindingKind(StrEnum):
    SYMPTOM = "symptom"
    SIGN = "sign"
    AREA = "area"
    ONSET = "onset"
    DURATION = "duration"
    COURSE = "course"
    SIDE = "side"
    HISTORY = "history"
    MEDICINE = "medicine"
    LIFESTYLE = "lifestyle"
    DEMOGRAPHIC = "demographic"
    DERIVED = "derived"

    @property
    def worked_out(self) -> bool:
        """True for findings no page asks: they follow from the age or from the answers as a whole."""
        return self in (FindingKind.DEMOGRAPHIC, FindingKind.DERIVED)


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"


class Stage(StrEnum):
    """Where in the interview a page stands; the order here is the order of asking."""

    SCOPE = "scope"
    EMERGENCY = "emergency"
    PATTERN = "pattern"
    DETAIL = "detail"


class ScopeEnd(StrEnum):
    """How a scope answer ends the check."""

    EMERGENCY = "stop_emergency"
    SEE_DOCTOR = "stop_see_doctor"
    OWN_TEAM = "stop_own_team"


class AdviceKind(StrEnum):
    ACTIVITY = "activity"
    DIET = "diet"
    HYDRATION = "hydration"
    MEDICAL_TREATMENT = "medical_treatment"
    MEDICINE_REVIEW = "medicine_review"
    PHYSIOTHERAPY = "physiotherapy"
    SAFETY = "safety"
    SLEEP = "sleep"
    STRESS = "stress"
    SUPPLEMENT = "supplement"
    SURGERY = "surgery"
    WHEN_TO_SEEK_HELP = "when_to_seek_help"

    @property
    def for_doctor(self) -> bool:
        """True for what a doctor may do, false for what a man can do himself."""
        return self in (AdviceKind.MEDICAL_TREATMENT, AdviceKind.SURGERY, AdviceKind.MEDICINE_REVIEW)


class SourceKind(StrEnum):
    ARTICLE = "article"
    ESTIMATE = "estimate"
    GUIDELINE = "guideline"
    ONTOLOGY = "ontology"
    REVIEW = "review"
    STUDY = "study"
    TEXTBOOK = "textbook"


class Reliability(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class HowMuchRead(StrEnum):
    FULL = "full"
    EXCERPT = "excerpt"
    SECONDARY = "secondary"
    NOT_READ = "not_read"


class Spelling(StrEnum):
    BRITISH = "british"
    AMERICAN = "american"


class Checked(StrEnum):
    READ = "read"
    RECALL = "recall"


#: Clauses of a rule: it holds when every inner list has at least one finding present.
AllOf = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Category:
    key: str
    name: str
    summary: str
    article: bool


@dataclass(frozen=True, slots=True)
class Source:
    key: str
    title: str
    publisher: str
    year: int | None
    url: str | None
    kind: SourceKind
    reliability: Reliability
    read: HowMuchRead


@dataclass(frozen=True, slots=True)
class Background:
    """Share of men with weak legs who would say yes, by age band, 0 to 1."""

    a18_39: float
    a40_59: float
    a60_74: float
    a75_plus: float


@dataclass(frozen=True, slots=True)
class FindingCodes:
    hpo: str | None
    snomed: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class Finding:
    key: str
    label: str
    kind: FindingKind
    cluster: str | None
    background: Background
    sensitive: bool
    codes: FindingCodes
    sources: tuple[str, ...]
    article: tuple[str, ...]

    @property
    def age_at_least(self) -> int | None:
        """Years from which a demographic finding is present: its key says so, `age_<years>_plus`."""
        if self.kind is not FindingKind.DEMOGRAPHIC:
            return None
        years = self.key.removeprefix("age_").removesuffix("_plus")
        return int(years) if years.isascii() and years.isdigit() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The link cause x finding: a frequency word or a risk multiplier, exactly one of the two."""

    finding: str
    frequency: Frequency | None = None
    likelihood_ratio: float | None = None
    sources: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Prior:
    a18_39: PriorBand
    a40_59: PriorBand
    a60_74: PriorBand
    a75_plus: PriorBand


@dataclass(frozen=True, slots=True)
class CauseCodes:
    icd10: str
    snomed: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class ShowWith:
    """Show the cause that carries this when `finding` is present and `cause` is shown."""

    finding: str
    cause: str


@dataclass(frozen=True, slots=True)
class Cause:
    key: str
    name: str
    clinical_name: str
    category: str
    summary: str
    urgency: Urgency
    prior: Prior
    requires: tuple[str, ...]
    codes: CauseCodes
    article: tuple[str, ...]
    typical_course: str
    tests: tuple[str, ...]
    treatment: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    hide_from_urgency: Urgency | None = None
    never_alone: bool = False
    show_with: tuple[ShowWith, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    ends: ScopeEnd | None = None
    #: One plain line under the label, where a word of it needs one.
    explain: str | None = _later(None)
    label_for_another: str | None = _later(None)
    explain_for_another: str | None = _later(None)
    #: True for a scope option that says: I answer for another man.
    for_another_man: bool = _later(False)


@dataclass(frozen=True, slots=True)
class Question:
    """A page. Its words `..._for_another` are read by somebody who answers for a man; without them the others stand."""

    key: str
    text: str
    hint: str
    why: str
    kind: QuestionKind
    stage: Stage
    options: tuple[Option, ...]
    ask_if: AllOf = ()
    #: The list of a man's answers puts this page under the text `theme_<theme>`.
    theme: str | None = _later(None)
    text_for_another: str | None = _later(None)
    hint_for_another: str | None = _later(None)
    why_for_another: str | None = _later(None)

    @property
    def findings(self) -> tuple[str, ...]:
        """The findings this page asks about, in the order of its options."""
        return tuple(finding for option in self.options for finding in option.present)


@dataclass(frozen=True, slots=True)
class Rule:
    key: str
    title: str
    urgency: Urgency
    all_of: AllOf
    tell: str
    because: str
    suspects: tuple[str, ...]
    sources: tuple[str, ...]
    article: tuple[str, ...]
    accuracy: str | None = None
    note: str | None = None
    tell_for_another: str | None = _later(None)
    because_for_another: str | None = _later(None)


@dataclass(frozen=True, slots=True)
class SelfCarePicture:
    """A picture that may end in self-care when no rule fires."""

    key: str
    title: str
    all_of: AllOf
    review_after: str
    advice: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def review_days(self) -> int:
        """Days until the man should check again; `review_after` reads like "7 days"."""
        return int(self.review_after.split()[0])


@dataclass(frozen=True, slots=True)
class Advice:
    key: str
    title: str
    kind: AdviceKind
    text: str
    cautions: tuple[str, ...]
    article: tuple[str, ...]
    sources: tuple[str, ...]
    suppressed_by: tuple[str, ...] = ()
    always_when: tuple[str, ...] = ()
    only_from_urgency: Urgency | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    urgency_at_least: Urgency
    urgency_at_most: Urgency
    categories_top3: tuple[str, ...]
    causes_top5: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vignette:
    """A test case. What it does not name was not asked."""

    key: str
    age: int
    story: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    unsure: tuple[str, ...]
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Text:
    key: str
    text: str
    note: str | None = None
    text_for_another: str | None = _later(None)


def theme_text(theme: str) -> str:
    """The key of the text that is the heading of a theme."""
    return f"theme_{theme}"


@dataclass(frozen=True, slots=True)
class UrgentLine:
    label: str | None
    number: str | None
    if_none: str
    label_for_another: str | None = _later(None)
    if_none_for_another: str | None = _later(None)


#: Words for somebody who answers for a man, and the words they stand in for, by class. Without them those stand.
WORDS_FOR_ANOTHER: Mapping[type, Mapping[str, str]] = {
    Option: {"label_for_another": "label", "explain_for_another": "explain"},
    Question: {"text_for_another": "text", "hint_for_another": "hint", "why_for_another": "why"},
    Rule: {"tell_for_another": "tell", "because_for_another": "because"},
    Text: {"text_for_another": "text"},
    UrgentLine: {"label_for_another": "label", "if_none_for_another": "if_none"},
}


@dataclass(frozen=True, slots=True)
class CrisisLine:
    label: str
    number: str | None


@dataclass(frozen=True, slots=True)
class RegionSource:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Region:
    """The phone lines of one country; `ZZ` is the fallback."""

    key: str
    name: str
    emergency_number: str
    emergency_dial: str
    emergency_also: tuple[str, ...]
    urgent_line: UrgentLine
    crisis_line: CrisisLine
    spelling: Spelling
    sources: tuple[RegionSource, ...]
    checked: Checked
    recall: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AgeBands:
    """First and last year of each age band, both included."""

    a18_39: tuple[int, int]
    a40_59: tuple[int, int]
    a60_74: tuple[int, int]
    a75_plus: tuple[int, int]


@dataclass(frozen=True, slots=True)
class FrequencyShares:
    obligate: float
    very_frequent: float
    frequent: float
    occasional: float
    very_rare: float
    excluded: float


@dataclass(frozen=True, slots=True)
class PriorWeights:
    very_common: float
    common: float
    uncommon: float
    rare: float
    very_rare: float


@dataclass(frozen=True, slots=True)
class SoftVeto:
    present: float
    single_choice_floor: float


@dataclass(frozen=True, slots=True)
class RatioLimits:
    min: float
    max: float
    max_absent: float


@dataclass(frozen=True, slots=True)
class ReportSensitivity:
    absent: float
    unticked: float


@dataclass(frozen=True, slots=True)
class FitThresholds:
    strong: float
    possible: float
    weak: float


@dataclass(frozen=True, slots=True)
class Shown:
    causes: int
    categories: int
    serious_apart: int


@dataclass(frozen=True, slots=True)
class SeriousApart:
    urgency_at_least: Urgency
    share_at_least: float


@dataclass(frozen=True, slots=True)
class InterviewLimits:
    max_pages: int
    min_gain_bits: float
    category_gain_weight: float
    serious_gain_weight: float


@dataclass(frozen=True, slots=True)
class Visit:
    answers_hours: int
    cookie_bytes_max: int


@dataclass(frozen=True, slots=True)
class StrengthThresholds:
    strong: float
    moderate: float


@dataclass(frozen=True, slots=True)
class TimeLimitDays:
    within_days: int
    routine: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Every number of the engine that is not on a cause, a finding or a rule, and the language of all texts."""

    format: int
    age_bands: AgeBands
    frequency: FrequencyShares
    prior: PriorWeights
    something_else_prior: float
    requires_missing: float
    soft_veto: SoftVeto
    leak_of_background: float
    ratio: RatioLimits
    risk_product_max: float
    cluster_decay: float
    report_sensitivity: ReportSensitivity
    fit: FitThresholds
    shown: Shown
    serious_apart: SeriousApart
    interview: InterviewLimits
    visit: Visit
    strength: StrengthThresholds
    time_limit_days: TimeLimitDays
    #: BCP 47 tag of the language that the texts of this content are written in.
    language: str = _later("en")


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything legcheck knows. Order of the tuples is the order of the files."""

    categories: tuple[Category, ...]
    causes: tuple[Cause, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    red_flags: tuple[Rule, ...]
    self_care: tuple[SelfCarePicture, ...]
    advice: tuple[Advice, ...]
    vignettes: tuple[Vignette, ...]
    sources: tuple[Source, ...]
    settings: Settings
    texts: tuple[Text, ...]
    regions: tuple[Region, ...]


#: The files of a knowledge base, which are also the fields of `KnowledgeBase`.
CONCEPTS = (
    "sources",
    "categories",
    "findings",
    "advice",
    "causes",
    "questions",
    "red_flags",
    "self_care",
    "vignettes",
    "texts",
    "regions",
    "settings",
)
