"""Every row check, by the smallest change to a real row that it must notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan
from typing import Any, NamedTuple

import pytest

from knowledge.checks.rows import row_problems
from knowledge.content import (
    CONCEPTS,
    AgeBands,
    FindingKind,
    Frequency,
    QuestionKind,
    ScopeEnd,
    Stage,
    TimeLimitDays,
    Urgency,
)
from tests.knowledge.changes import changed, first, knowledge


class BadRow(NamedTuple):
    """A row of `concept` whose value at `path` is set to `value` must give `code` there, or at `told_at`."""

    code: str
    concept: str
    path: str
    value: Any
    suits: Callable[[Any], bool] = lambda row: True
    told_at: str | None = None


def _kind(kind: FindingKind) -> Callable[[Any], bool]:
    return lambda finding: finding.kind is kind


def _stage(stage: Stage) -> Callable[[Any], bool]:
    return lambda page: page.stage is stage


def _clinical(kind: QuestionKind) -> Callable[[Any], bool]:
    return lambda page: page.kind is kind and page.stage is not Stage.SCOPE


def _shows_with(cause: Any) -> bool:
    return bool(cause.show_with)


def _calls(rule: Any) -> bool:
    return "{emergency_number}" in rule.tell


def _explained(page: Any) -> bool:
    return page.options[0].explain is not None


def _first_twice(entries: Any) -> Any:
    return (*entries, entries[0])


def _copies_of_first_option(count: int) -> Callable[[Any], Any]:
    return lambda options: tuple(replace(options[0], key=f"option_{number}") for number in range(count))


SINGLE, MULTIPLE, YES_NO = (_clinical(kind) for kind in QuestionKind)
SCOPE, EMERGENCY, DETAIL = (_stage(stage) for stage in (Stage.SCOPE, Stage.EMERGENCY, Stage.DETAIL))

ANY_ROW = [
    BadRow("K010", "causes", "key", "Cause"),
    BadRow("K010", "causes", "key", "2_legs"),
    BadRow("K010", "causes", "key", "leg-pain"),
    BadRow("K010", "causes", "key", "leg_pain\n"),
    BadRow("K010", "causes", "key", ""),
    BadRow("K010", "causes", "key", "a" * 41),
    BadRow("K010", "regions", "key", "gb"),
    BadRow("K010", "regions", "key", "GBR"),
    BadRow("K010", "questions", "options[0].key", "Yes", MULTIPLE),
    BadRow("K011", "questions", "options[0].key", "none", MULTIPLE),
    BadRow("K011", "questions", "options[0].key", "not_sure", MULTIPLE),
    BadRow("K011", "questions", "options[0].key", "rest_not_sure", MULTIPLE),
    BadRow("K011", "questions", "options[0].key", "prefer_not_to_say", MULTIPLE),
    BadRow("K012", "questions", "options", lambda old: (*old[:2], replace(old[2], key=old[0].key), *old[3:]), MULTIPLE),
    BadRow("K013", "categories", "name", ""),
    BadRow("K013", "questions", "options[1].label", " \n"),
    BadRow("K013", "causes", "tests[0]", ""),
    BadRow("K013", "regions", "emergency_number", ""),
    BadRow("K013", "regions", "emergency_dial", ""),
    BadRow("K013", "red_flags", "note", ""),
    BadRow("K013", "sources", "url", "", lambda source: source.url is not None),
    BadRow("K014", "red_flags", "tell", "Call {number} now."),
    BadRow("K014", "red_flags", "because", "By {weekday} it may be worse."),
    BadRow("K014", "questions", "hint", "Call {emergency_number now."),
    BadRow("K014", "questions", "options[0].label", "I called {}"),
    BadRow("K014", "advice", "text", "Come back on {date}."),
    BadRow("K014", "causes", "summary", "It fits release {release_number}."),
    BadRow("K014", "self_care", "title", "Sore until {date}"),
    BadRow("K014", "texts", "text", "Call {Emergency_Number}."),
    BadRow("K014", "findings", "label", "Call {emergency_number}"),
    BadRow("K014", "regions", "urgent_line.if_none", "Call {emergency_number}."),
    BadRow("K015", "causes", "treatment", _first_twice),
    BadRow("K015", "findings", "sources", _first_twice),
    BadRow("K015", "red_flags", "suspects", _first_twice),
    BadRow("K015", "vignettes", "present", _first_twice),
    BadRow("K015", "questions", "options[0].present", _first_twice, MULTIPLE),
    BadRow("K015", "causes", "show_with", _first_twice, _shows_with),
    BadRow("K016", "findings", "sources", ()),
    BadRow("K016", "causes", "sources", ()),
    BadRow("K016", "causes", "evidence[1].sources", ()),
    BadRow("K016", "red_flags", "sources", ()),
    BadRow("K016", "self_care", "sources", ()),
    BadRow("K016", "advice", "sources", ()),
    BadRow("K017", "sources", "url", "www.example.org"),
    BadRow("K017", "sources", "url", "ftp://example.org/paper"),
    BadRow("K017", "regions", "sources[0].url", "javascript:alert(1)"),
    BadRow("K013", "questions", "text_for_another", " "),
    BadRow("K013", "questions", "options[0].explain", ""),
    BadRow("K014", "red_flags", "tell_for_another", "Call {number} for him.", _calls),
    BadRow("K014", "questions", "options[0].explain", "By {weekday}"),
    BadRow("K018", "red_flags", "tell_for_another", "Call for him now.", _calls),
    BadRow("K018", "red_flags", "tell_for_another", "Call {urgent_line} for him.", _calls),
    BadRow("K018", "texts", "text_for_another", "Call {emergency_number} for him.", lambda text: "{" not in text.text),
    BadRow("K018", "questions", "options[0].label_for_another", "I called {urgent_line} for him", MULTIPLE),
    BadRow("K019", "questions", "options[0].explain_for_another", "Where he sits.", lambda page: not _explained(page)),
    BadRow("K019", "regions", "urgent_line.label_for_another", "his GP", lambda region: not region.urgent_line.label),
]

FINDINGS_AND_CAUSES = [
    BadRow("K020", "findings", "background.a18_39", 0, _kind(FindingKind.SYMPTOM)),
    BadRow("K020", "findings", "background.a75_plus", 1, _kind(FindingKind.SYMPTOM)),
    BadRow("K020", "findings", "background.a40_59", nan, _kind(FindingKind.SYMPTOM)),
    BadRow("K020", "findings", "background.a40_59", 1.01, _kind(FindingKind.DEMOGRAPHIC)),
    BadRow("K020", "findings", "background.a40_59", -0.01, _kind(FindingKind.DERIVED)),
    BadRow("K021", "findings", "key", "aged_50_plus", _kind(FindingKind.DEMOGRAPHIC)),
    BadRow("K021", "findings", "key", "age_050_plus", _kind(FindingKind.DEMOGRAPHIC)),
    BadRow("K021", "findings", "key", "age_17_plus", _kind(FindingKind.DEMOGRAPHIC)),
    BadRow("K021", "findings", "key", "age_121_plus", _kind(FindingKind.DEMOGRAPHIC)),
    BadRow("K022", "findings", "kind", FindingKind.SYMPTOM, _kind(FindingKind.DERIVED)),
    BadRow("K022", "findings", "kind", FindingKind.DERIVED, _kind(FindingKind.SYMPTOM)),
    BadRow("K030", "causes", "evidence[0]", lambda old: replace(old, frequency=None, likelihood_ratio=None)),
    BadRow(
        "K030",
        "causes",
        "evidence[0]",
        lambda old: replace(old, frequency=Frequency.FREQUENT, likelihood_ratio=2.0),
    ),
    *(
        BadRow(
            "K031",
            "causes",
            "evidence[0]",
            lambda old, ratio=ratio: replace(old, frequency=None, likelihood_ratio=ratio),
            told_at="evidence[0].likelihood_ratio",
        )
        for ratio in (0, -2.0, inf, nan)
    ),
    BadRow("K032", "causes", "evidence", lambda old: (*old, replace(old[0], note="Seen twice"))),
]

QUESTIONS = [
    BadRow("K040", "questions", "options[0].present", ("side_both",), SCOPE, told_at="options[0]"),
    BadRow("K040", "questions", "options[1].absent", ("side_both",), SCOPE, told_at="options[1]"),
    BadRow("K040", "questions", "kind", QuestionKind.MULTIPLE, SCOPE),
    BadRow("K041", "questions", "options[0].ends", ScopeEnd.EMERGENCY, EMERGENCY),
    BadRow("K042", "questions", "options[0].present", (), SINGLE),
    BadRow("K042", "questions", "options[0].present", lambda old: (*old, "another"), SINGLE),
    BadRow("K042", "questions", "options[0].absent", lambda old: old[1:], SINGLE),
    BadRow("K042", "questions", "options[0].absent", lambda old: (*old, "another"), SINGLE),
    BadRow("K043", "questions", "options[0].present", (), MULTIPLE),
    BadRow("K043", "questions", "options[0].absent", ("another",), MULTIPLE),
    BadRow("K044", "questions", "options[0].key", "yeah", YES_NO, told_at="options"),
    BadRow("K044", "questions", "options", lambda old: old[:1], YES_NO),
    BadRow("K044", "questions", "options[0].present", (), YES_NO, told_at="options"),
    BadRow("K044", "questions", "options[0].absent", ("another",), YES_NO, told_at="options"),
    BadRow("K044", "questions", "options[1].present", ("another",), YES_NO, told_at="options"),
    BadRow("K044", "questions", "options[1].absent", (), YES_NO, told_at="options"),
    BadRow("K045", "questions", "options", (), MULTIPLE),
    BadRow("K045", "questions", "options", lambda old: old[:1], SCOPE),
    BadRow("K046", "questions", "options", _copies_of_first_option(9), MULTIPLE),
    BadRow("K046", "questions", "options", _copies_of_first_option(9), SCOPE),
    BadRow("K047", "questions", "ask_if", (("age_50_plus",),), SCOPE),
    BadRow("K047", "questions", "ask_if", (("age_50_plus",),), EMERGENCY),
    BadRow("K048", "questions", "options[0].for_another_man", True, EMERGENCY),
    BadRow("K010", "questions", "theme", "The start"),
]

RULES_VIGNETTES_REGIONS = [
    BadRow("K050", "red_flags", "all_of", ()),
    BadRow("K050", "self_care", "all_of", ()),
    BadRow("K051", "red_flags", "all_of[0]", ()),
    BadRow("K051", "self_care", "all_of[1]", ()),
    BadRow("K051", "questions", "ask_if", ((),), DETAIL, told_at="ask_if[0]"),
    BadRow("K052", "red_flags", "all_of[0]", _first_twice),
    BadRow("K052", "self_care", "all_of[0]", _first_twice),
    BadRow("K052", "questions", "ask_if", (("a", "b", "a"),), DETAIL, told_at="ask_if[0]"),
    BadRow("K053", "red_flags", "urgency", Urgency.SELF_CARE),
    *(
        BadRow("K054", "self_care", "review_after", text)
        for text in ("0 days", "seven days", "7", "7 weeks", "-7 days")
    ),
    BadRow("K060", "vignettes", "age", 17),
    BadRow("K060", "vignettes", "age", 121),
    BadRow("K061", "vignettes", "unsure", lambda old: (*old, first("vignettes").present[0]), told_at=""),
    BadRow("K061", "vignettes", "absent", lambda old: (*old, first("vignettes").present[0]), told_at=""),
    BadRow(
        "K062",
        "vignettes",
        "expect",
        lambda old: replace(old, urgency_at_least=Urgency.SAME_DAY, urgency_at_most=Urgency.ROUTINE),
    ),
    BadRow("K063", "vignettes", "expect.categories_top3", ()),
    BadRow("K063", "vignettes", "expect.causes_top5", ()),
    BadRow("K070", "regions", "emergency_dial", "+112"),
    BadRow("K070", "regions", "emergency_dial", "11 2"),
]


def _bad(code: str, path: str, *values: Any, told_at: str | None = None) -> list[BadRow]:
    return [BadRow(code, "settings", path, value, told_at=told_at) for value in values]


SETTINGS = [
    *_bad("K080", "format", 0, 2),
    *_bad("K081", "age_bands.a18_39", (17, 39), (19, 39), told_at="age_bands"),
    *_bad("K081", "age_bands.a75_plus", (75, 119), (75, 121), told_at="age_bands"),
    *_bad("K081", "age_bands.a40_59", (41, 59), (39, 59)),
    *_bad("K081", "age_bands.a40_59", (40, 30)),
    *_bad("K082", "frequency.excluded", 0, 0.025, nan, told_at="frequency"),
    *_bad("K082", "frequency.obligate", 1.01, 0.9, told_at="frequency"),
    *_bad("K083", "prior.very_rare", 0, 0.5, told_at="prior"),
    *_bad("K083", "prior.very_common", 1.01, told_at="prior"),
    *_bad("K084", "something_else_prior", 0, 1.01, nan),
    *_bad("K084", "requires_missing", 0, 1.01),
    *_bad("K084", "soft_veto.present", 0, 1.01),
    *_bad("K084", "soft_veto.single_choice_floor", 0, 1.01),
    *_bad("K084", "leak_of_background", 0, 1.01),
    *_bad("K084", "cluster_decay", 0, 1.01),
    *_bad("K084", "report_sensitivity.absent", 0, 1.01),
    *_bad("K084", "report_sensitivity.unticked", 0, 1.01),
    *_bad("K084", "serious_apart.share_at_least", 0, 1.01),
    *_bad("K085", "ratio.min", 0, 1, told_at="ratio"),
    *_bad("K085", "ratio.max", 1, inf, told_at="ratio"),
    *_bad("K085", "ratio.max_absent", 0.9, 1000),
    *_bad("K085", "risk_product_max", 0.9, inf),
    *_bad("K086", "fit.weak", 0, 0.9, told_at="fit"),
    *_bad("K086", "fit.strong", 1.01, told_at="fit"),
    *_bad("K087", "strength.moderate", 0, 1000, told_at="strength"),
    *_bad("K087", "strength.strong", inf, told_at="strength"),
    *_bad("K088", "shown.causes", 0),
    *_bad("K088", "shown.categories", 0),
    *_bad("K088", "shown.serious_apart", 0),
    *_bad("K088", "interview.max_pages", 0),
    *_bad("K089", "interview.min_gain_bits", -0.01, nan),
    *_bad("K089", "interview.category_gain_weight", -1, inf),
    *_bad("K089", "interview.serious_gain_weight", -1),
    *_bad("K090", "time_limit_days.within_days", 0, 1000, told_at="time_limit_days"),
    *_bad("K091", "visit.answers_hours", 0, 169),
    *_bad("K091", "visit.cookie_bytes_max", 499, 4001),
    *_bad("K092", "language", "", "EN", "english", "de_AT", "en-", "de-at", "pt-BR\n"),
]

BAD_ROWS = [*ANY_ROW, *FINDINGS_AND_CAUSES, *QUESTIONS, *RULES_VIGNETTES_REGIONS, *SETTINGS]


@pytest.mark.parametrize("bad", BAD_ROWS, ids=lambda bad: f"{bad.code}-{bad.concept}-{bad.path}")
def test_row_check_tells_a_bad_row_and_nothing_else(bad: BadRow) -> None:
    row = changed(first(bad.concept, bad.suits), bad.path, bad.value)

    problems = row_problems(bad.concept, row)

    assert {problem.code for problem in problems} == {bad.code}
    assert (bad.path if bad.told_at is None else bad.told_at) in {problem.path for problem in problems}
    assert {(problem.concept, problem.key) for problem in problems} == {(bad.concept, getattr(row, "key", ""))}
    assert problems == sorted(problems)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_row_checks_pass_every_real_row(concept: str) -> None:
    rows = [knowledge().settings] if concept == "settings" else getattr(knowledge(), concept)

    assert [str(problem) for row in rows for problem in row_problems(concept, row)] == []


@pytest.mark.parametrize(
    ("concept", "path", "value", "suits"),
    [
        ("causes", "key", "a" * 40, lambda row: True),
        ("sources", "url", None, lambda row: True),
        ("sources", "url", "http://example.org", lambda row: True),
        ("findings", "background.a18_39", 0, _kind(FindingKind.DEMOGRAPHIC)),
        ("findings", "background.a75_plus", 1, _kind(FindingKind.DEMOGRAPHIC)),
        ("findings", "key", "age_18_plus", _kind(FindingKind.DEMOGRAPHIC)),
        ("findings", "key", "age_120_plus", _kind(FindingKind.DEMOGRAPHIC)),
        ("questions", "options", _copies_of_first_option(8), MULTIPLE),
        ("questions", "options", lambda old: old[:1], MULTIPLE),
        ("questions", "options", lambda old: old[::-1], YES_NO),
        ("questions", "ask_if", (("age_50_plus", "side_both"),), DETAIL),
        ("advice", "text", "Call {urgent_line}, or {emergency_number}.", lambda row: True),
        ("texts", "text", "{release_number} {release_date} {reason} {weekday} {date}", lambda row: True),
        ("vignettes", "story", "I wrote {this} down", lambda row: True),
        ("red_flags", "note", "Fired {3 of 4}", lambda row: True),
        ("self_care", "review_after", "1 days", lambda row: True),
        ("self_care", "review_after", "1 day", lambda row: True),
        ("vignettes", "age", 18, lambda row: True),
        ("vignettes", "age", 120, lambda row: True),
        ("regions", "sources", (), lambda row: True),
        ("settings", "requires_missing", 1, lambda row: True),
        ("settings", "interview.min_gain_bits", 0, lambda row: True),
        ("settings", "interview.category_gain_weight", 0, lambda row: True),
        ("settings", "shown.causes", 1, lambda row: True),
        ("settings", "frequency.obligate", 1, lambda row: True),
        ("settings", "ratio.max_absent", 1, lambda row: True),
        ("settings", "ratio.max_absent", lambda old: knowledge().settings.ratio.max, lambda row: True),
        ("settings", "risk_product_max", 1, lambda row: True),
        ("settings", "age_bands", AgeBands((18, 18), (19, 59), (60, 74), (75, 120)), lambda row: True),
        ("settings", "time_limit_days", TimeLimitDays(within_days=1, routine=1), lambda row: True),
        ("settings", "visit.answers_hours", 1, lambda row: True),
        ("settings", "visit.answers_hours", 168, lambda row: True),
        ("settings", "visit.cookie_bytes_max", 500, lambda row: True),
        ("settings", "visit.cookie_bytes_max", 4000, lambda row: True),
    ],
)
def test_row_check_lets_a_row_at_the_edge_pass(
    concept: str, path: str, value: Any, suits: Callable[[Any], bool]
) -> None:
    assert row_problems(concept, changed(first(concept, suits), path, value)) == []
