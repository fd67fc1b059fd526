"""Which texts must exist, and which words in curly brackets are filled in where."""

from __future__ import annotations

from knowledge.content import ScopeEnd, Urgency

#: Filled in wherever a man reads advice: both come from the region.
REGION_PLACEHOLDERS = frozenset({"emergency_number", "urgent_line"})

#: What may stand in curly brackets, by concept. A concept that is not here is never shown with brackets filled
#: in and may hold any text (titles of sources, stories of vignettes).
PLACEHOLDERS: dict[str, frozenset[str]] = {
    "texts": REGION_PLACEHOLDERS | {"date", "weekday", "release_number", "release_date", "reason"},
    "red_flags": REGION_PLACEHOLDERS,
    "questions": REGION_PLACEHOLDERS,
    "advice": REGION_PLACEHOLDERS,
    "self_care": REGION_PLACEHOLDERS,
    "causes": REGION_PLACEHOLDERS,
    # Labels and phone lines are put into other sentences as they stand: nothing fills them in.
    "findings": frozenset(),
    "categories": frozenset(),
    "regions": frozenset(),
}

#: Fields that only clinicians and developers read.
UNSHOWN_FIELDS = frozenset({"note", "accuracy"})


def _with(template: str, *words: str) -> tuple[str, ...]:
    return tuple(template.format(word) for word in words)


_LEVEL_PARTS = ("title", "action", "where", "say", "time_limit", "come_back")

#: Keys of the texts without which an outcome, a stop page or an error page could not be shown.
REQUIRED_TEXTS: tuple[str, ...] = (
    *(key for level in (*Urgency, "could_not_assess") for key in _with(f"level_{level}_{{}}", *_LEVEL_PARTS)),
    *("worsening_intro", "worsening_1"),
    *_with("come_back_{}", "title", "advice", "no_better"),
    *_with("disclaimer_{}", "short", "full"),
    *(key for end in ScopeEnd for key in _with(f"scope_{end}_{{}}", "title", "text")),
    *_with("incomplete_screening_{}", "title", "text", "who_asks"),
    *_with("not_sure_{}", "title", "text"),
    *_with("conflict_{}", "title", "text"),
    *_with("emergency_stop_{}", "title", "text"),
    *_with("crisis_{}", "title", "text", "with_you", "gentle"),
    *_with("must_display_{}", "emergency", "incomplete", "general", "crisis"),
    *_with("fit_{}", "strong", "possible", "weak", "none"),
    *(key for word in ("strong", "moderate", "slight") for key in _with(f"strength_{word}_{{}}", "for", "against")),
    *("release_line", "rule_out_box_intro"),
    *_with("reason_{}", "no_rule", "self_care"),
    *_with("fault_{}", "action", "come_back"),
    *(key for status in (400, 403, 404, 429, 500, 503) for key in _with(f"error_{status}_{{}}", "title", "text")),
)
