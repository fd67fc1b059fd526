"""What clinicians call the concepts, their fields and their values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class ConceptWords(NamedTuple):
    """What one entry and several entries of a concept are called."""

    singular: str
    plural: str


CONCEPT_WORDS: Mapping[str, ConceptWords] = {
    "sources": ConceptWords("source", "sources"),
    "categories": ConceptWords("category", "categories"),
    "findings": ConceptWords("finding", "findings"),
    "advice": ConceptWords("piece of advice", "advice"),
    "causes": ConceptWords("cause", "causes"),
    "questions": ConceptWords("question", "questions"),
    "red_flags": ConceptWords("red-flag rule", "red-flag rules"),
    "self_care": ConceptWords("self-care picture", "self-care pictures"),
    "vignettes": ConceptWords("vignette", "vignettes"),
    "texts": ConceptWords("fixed text", "fixed texts"),
    "regions": ConceptWords("region", "regions"),
    "settings": ConceptWords("settings", "settings"),
}

#: The field that names an entry. Vignettes and texts are known by their key: their texts are too long for a name.
NAME_FIELDS: Mapping[str, str] = {
    "sources": "title",
    "categories": "name",
    "findings": "label",
    "advice": "title",
    "causes": "name",
    "questions": "text",
    "red_flags": "title",
    "self_care": "title",
    "regions": "name",
}

#: Fields that hold keys, and the concept those keys belong to.
REFERENCES: Mapping[str, str] = {
    "category": "categories",
    "sources": "sources",
    "suspects": "causes",
    "requires": "findings",
    "treatment": "advice",
    "evidence.finding": "findings",
    "evidence.sources": "sources",
    "options.present": "findings",
    "options.absent": "findings",
    "advice": "advice",
    "present": "findings",
    "absent": "findings",
    "unsure": "findings",
    "suppressed_by": "causes",
    "always_when": "findings",
    "expect.categories_top3": "categories",
    "expect.causes_top5": "causes",
}

#: Last parts of the paths of fields whose texts are words of a list, such as emergency_now.
WORD_FIELDS = frozenset(
    {
        "urgency",
        "kind",
        "stage",
        "ends",
        "frequency",
        "reliability",
        "read",
        "spelling",
        "checked",
        "hide_from_urgency",
        "only_from_urgency",
        "urgency_at_least",
        "urgency_at_most",
        "a18_39",
        "a40_59",
        "a60_74",
        "a75_plus",
    }
)

_BANDS = {"a18_39": "18\N{EN DASH}39", "a40_59": "40\N{EN DASH}59", "a60_74": "60\N{EN DASH}74", "a75_plus": "75+"}

#: Fields of every concept but the settings, by their path.
FIELD_WORDS: Mapping[str, str] = {
    "key": "Key",
    "place": "Place in the list",
    "retired": "Retired",
    "name": "Name",
    "title": "Title",
    "label": "Label",
    "text": "Text",
    "summary": "Summary",
    "note": "Note",
    "kind": "Kind",
    "urgency": "Urgency",
    "sources": "Sources",
    "article": "Places in the article",
    "publisher": "Publisher",
    "year": "Year",
    "url": "Web address",
    "reliability": "Reliability",
    "read": "How much was read",
    "cluster": "Cluster",
    **{f"background.{band}": f"Background at {years}" for band, years in _BANDS.items()},
    "sensitive": "Sensitive",
    "codes.hpo": "HPO code",
    "codes.icd10": "ICD-10 code",
    "codes.snomed": "SNOMED CT code",
    "codes.verified": "Codes looked up",
    "clinical_name": "Clinical name",
    "category": "Category",
    **{f"prior.{band}": f"Prior at {years}" for band, years in _BANDS.items()},
    "requires": "Requires",
    "typical_course": "Typical course",
    "tests": "Tests",
    "treatment": "Treatment",
    "evidence": "Evidence",
    "evidence.finding": "Finding",
    "evidence.frequency": "Frequency",
    "evidence.likelihood_ratio": "Likelihood ratio",
    "evidence.sources": "Sources",
    "evidence.note": "Note",
    "hide_from_urgency": "Hidden from urgency",
    "never_alone": "Shown only beside another cause",
    "show_with": "Shown with",
    "hint": "Hint",
    "why": "Why we ask",
    "stage": "Stage",
    "options": "Options",
    "options.key": "Key",
    "options.label": "Label",
    "options.present": "Present",
    "options.absent": "Absent",
    "options.ends": "Ends the check",
    "options.explain": "Line under the label",
    "options.label_for_another": "Label, for another man",
    "options.explain_for_another": "Line under the label, for another man",
    "options.for_another_man": "Answers for another man",
    "ask_if": "Condition for asking",
    "theme": "Theme in the list of answers",
    "text_for_another": "Text, for another man",
    "hint_for_another": "Hint, for another man",
    "why_for_another": "Why we ask, for another man",
    "all_of": "Clauses",
    "tell": "What to tell him",
    "because": "Reason",
    "tell_for_another": "What to tell who answers for him",
    "because_for_another": "Reason, for another man",
    "suspects": "Suspected causes",
    "accuracy": "Published accuracy",
    "review_after": "Check again after",
    "advice": "Advice",
    "cautions": "Cautions",
    "suppressed_by": "Not shown with these causes",
    "always_when": "Always shown with these findings",
    "only_from_urgency": "Shown only from urgency",
    "age": "Age",
    "story": "Story",
    "present": "Present",
    "absent": "Absent",
    "unsure": "Not sure",
    "expect.urgency_at_least": "Expected urgency at least",
    "expect.urgency_at_most": "Expected urgency at most",
    "expect.categories_top3": "Expected among the first three categories",
    "expect.causes_top5": "Expected among the first five causes",
    "emergency_number": "Emergency number",
    "emergency_dial": "Emergency number as dialled",
    "emergency_also": "Also about the emergency number",
    "urgent_line.label": "Urgent line",
    "urgent_line.number": "Number of the urgent line",
    "urgent_line.if_none": "What to do without the urgent line",
    "urgent_line.label_for_another": "Urgent line, for another man",
    "urgent_line.if_none_for_another": "What to do without the urgent line, for another man",
    "crisis_line.label": "Crisis line",
    "crisis_line.number": "Number of the crisis line",
    "spelling": "Spelling",
    "checked": "How it was checked",
    "recall": "Parts from memory",
}

#: Fields that mean something else in one concept than in the others.
OWN_FIELD_WORDS: Mapping[tuple[str, str], str] = {("categories", "article"): "Named in the article"}

#: Settings by their dotted key.
SETTING_WORDS: Mapping[str, str] = {
    "format": "Format number",
    **{f"age_bands.{band}": f"Age band {years}" for band, years in _BANDS.items()},
    "frequency.obligate": "Share meant by obligate",
    "frequency.very_frequent": "Share meant by very frequent",
    "frequency.frequent": "Share meant by frequent",
    "frequency.occasional": "Share meant by occasional",
    "frequency.very_rare": "Share meant by very rare evidence",
    "frequency.excluded": "Share meant by excluded",
    "prior.very_common": "Prior of a very common cause",
    "prior.common": "Prior of a common cause",
    "prior.uncommon": "Prior of an uncommon cause",
    "prior.rare": "Prior of a rare cause",
    "prior.very_rare": "Prior of a very rare cause",
    "something_else_prior": "Prior of “something else”",
    "requires_missing": "Factor when a required finding is missing",
    "soft_veto.present": "Ratio of a present finding that is excluded",
    "soft_veto.single_choice_floor": "Least ratio of an excluded single choice",
    "leak_of_background": "Part of the background beside the cause",
    "ratio.min": "Least ratio",
    "ratio.max": "Greatest ratio",
    "ratio.max_absent": "Greatest ratio of an absent finding",
    "risk_product_max": "Greatest product of risk facts",
    "cluster_decay": "Weight of each further finding in a cluster",
    "report_sensitivity.absent": "Trust in a finding that was denied",
    "report_sensitivity.unticked": "Trust in a finding left unticked",
    "fit.strong": "Strong fit from",
    "fit.possible": "Possible fit from",
    "fit.weak": "Weak fit from",
    "shown.causes": "Most causes shown",
    "shown.categories": "Most categories shown",
    "shown.serious_apart": "Most serious causes shown apart",
    "serious_apart.urgency_at_least": "Least urgency of a serious cause shown apart",
    "serious_apart.share_at_least": "Least share of a serious cause shown apart",
    "interview.max_pages": "Most pages of an interview",
    "interview.min_gain_bits": "Least information that makes a page worth asking",
    "interview.category_gain_weight": "Weight of information on the top category",
    "interview.serious_gain_weight": "Weight of information on serious causes",
    "visit.answers_hours": "Hours that answers are kept",
    "visit.cookie_bytes_max": "Most bytes of a visit's cookie",
    "strength.strong": "Strong evidence from",
    "strength.moderate": "Moderate evidence from",
    "time_limit_days.within_days": "Days allowed when within days",
    "time_limit_days.routine": "Days allowed when routine",
    "language": "Language of the texts",
}

_LIKE_A_KEY = re.compile(r"[a-z0-9_.]+")


def readable(word: str) -> str:
    """A word of a list or a field's name for people: emergency_now is "Emergency now". Other texts stay as they are."""
    if not _LIKE_A_KEY.fullmatch(word):
        return word
    spaced = word.replace("_", " ").replace(".", ", ")
    return spaced[:1].upper() + spaced[1:]


def singular_of(concept: str) -> str:
    """What one entry of the concept is called, with a capital: "Red-flag rule"."""
    words = CONCEPT_WORDS.get(concept)
    return words.singular[:1].upper() + words.singular[1:] if words else readable(concept)


def plural_of(concept: str) -> str:
    """What the entries of the concept are called, with a capital: "Red-flag rules"."""
    words = CONCEPT_WORDS.get(concept)
    return words.plural[:1].upper() + words.plural[1:] if words else readable(concept)


def name_and_key(key: str, name: str | None) -> str:
    """The name with its key, "Numb feet (numb_feet)", or the key alone when there is no other name."""
    return f"{name} ({key})" if name and name != key else key


def inside(words: str) -> str:
    """The words as they read inside a sentence: "Treatment" is "treatment", "ICD-10 code" stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
