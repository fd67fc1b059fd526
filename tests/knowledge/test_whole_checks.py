"""Every whole-set check, by the smallest change to the real knowledge that it must notice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from knowledge.checks.references import Reference, references
from knowledge.checks.whole import all_problems, whole_problems
from knowledge.content import (
    CONCEPTS,
    DERIVED_FINDINGS,
    SCREENING_INCOMPLETE,
    UNSURE_RED_FLAG,
    FindingKind,
    KnowledgeBase,
    QuestionKind,
    Stage,
    Text,
    Urgency,
)
from tests.knowledge.changes import changed, first, knowledge, with_row, without_rows

KEYED_CONCEPTS = [concept for concept in CONCEPTS if concept != "settings"]


class BadSet(NamedTuple):
    """A whole knowledge base that must give `code`, told of the row `key` of `concept`."""

    code: str
    concept: str
    key: Callable[[], str]
    content: Callable[[], KnowledgeBase]
    #: Codes that cannot but come along.
    also: frozenset[str] = frozenset()


def _bad_row(code: str, concept: str, path: str, value: Any, suits: Callable[[Any], bool] = lambda row: True) -> BadSet:
    def content() -> KnowledgeBase:
        row = first(concept, suits)
        return with_row(concept, row, changed(row, path, value))

    return BadSet(code, concept, lambda: first(concept, suits).key, content)


def _missing(code: str, concept: str, key: str, also: frozenset[str] = frozenset()) -> BadSet:
    return BadSet(code, concept, lambda: key, lambda: without_rows(concept, lambda row: row.key == key), also)


def _twice(concept: str) -> BadSet:
    # In front, so that a page that is there twice keeps the order of the stages.
    return BadSet(
        "K101",
        concept,
        lambda: first(concept).key,
        lambda: replace(knowledge(), **{concept: (first(concept), *getattr(knowledge(), concept))}),
    )


def _page(stage: Stage, kind: QuestionKind = QuestionKind.MULTIPLE) -> Callable[[Any], bool]:
    return lambda page: page.stage is stage and page.kind is kind


def _asked_at(stage: Stage) -> str:
    return first("questions", _page(stage)).findings[0]


def _and(name: Callable[[], str]) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
    return lambda old: (*old, name())


def _demographic() -> str:
    return first("findings", lambda finding: finding.kind is FindingKind.DEMOGRAPHIC).key


def _emergency(rule: Any) -> bool:
    return rule.urgency is Urgency.EMERGENCY_NOW


def _no_guard(finding: str, path: str, value: Any) -> BadSet:
    """The rule that asks for a derived finding alone is changed, so that no rule does so any more."""
    bad = _bad_row("K112", "red_flags", path, value, lambda rule: rule.all_of == ((finding,),))
    return bad._replace(key=lambda: "")


def _first_single_choice_page() -> Any:
    return first("questions", _page(Stage.PATTERN, QuestionKind.SINGLE))


def _first_single_choice_finding(finding: Any) -> bool:
    return finding.key == _first_single_choice_page().findings[0]


def _background_off(by: float) -> BadSet:
    """The backgrounds of a single-choice page add up to 1 + `by`; the page is told, not the finding."""
    bad = _bad_row("K110", "findings", "background.a60_74", lambda old: old + by, _first_single_choice_finding)
    return bad._replace(concept="questions", key=lambda: _first_single_choice_page().key)


def _asked_once_removed() -> KnowledgeBase:
    page = first("questions", _page(Stage.DETAIL))
    return with_row("questions", page, replace(page, options=page.options[1:]))


def _last_page_first() -> KnowledgeBase:
    *pages, last = knowledge().questions
    return replace(knowledge(), questions=(pages[0], last, *pages[1:]))


def _no_emergency_page() -> KnowledgeBase:
    pages = (replace(page, stage=Stage.PATTERN) if page.stage is Stage.EMERGENCY else page for page in _pages())
    return replace(knowledge(), questions=tuple(pages))


def _pages() -> tuple[Any, ...]:
    return knowledge().questions


BAD_SETS = [
    *(_twice(concept) for concept in KEYED_CONCEPTS),
    _bad_row("K102", "causes", "category", "nowhere"),
    BadSet("K103", "findings", lambda: _asked_at(Stage.DETAIL), _asked_once_removed),
    _bad_row("K104", "causes", "evidence[0].finding", lambda old: _demographic()),
    _bad_row("K104", "causes", "requires", _and(_demographic)),
    _bad_row("K104", "vignettes", "present", _and(_demographic)),
    _bad_row("K104", "vignettes", "absent", _and(lambda: UNSURE_RED_FLAG)),
    _bad_row("K104", "vignettes", "unsure", _and(lambda: SCREENING_INCOMPLETE)),
    _bad_row("K104", "self_care", "all_of[0]", _and(_demographic)),
    _bad_row("K105", "self_care", "all_of[0]", _and(lambda: _asked_at(Stage.EMERGENCY))),
    _bad_row("K106", "red_flags", "all_of[0]", _and(lambda: _asked_at(Stage.DETAIL)), _emergency),
    _bad_row("K106", "red_flags", "all_of[0]", _and(lambda: UNSURE_RED_FLAG), _emergency),
    BadSet("K107", "questions", lambda: _pages()[1].key, _last_page_first),
    BadSet("K108", "questions", lambda: "", _no_emergency_page),
    _bad_row(
        "K109",
        "questions",
        "ask_if",
        lambda old: ((_asked_at(Stage.DETAIL),),),
        lambda page: page.stage is Stage.PATTERN,
    ),
    _bad_row("K109", "questions", "ask_if", lambda old: ((_asked_at(Stage.DETAIL),),), _page(Stage.DETAIL)),
    _bad_row("K109", "questions", "ask_if", lambda old: ((UNSURE_RED_FLAG,),), _page(Stage.DETAIL)),
    *(_background_off(by) for by in (0.021, -0.021)),
    # The rules that use a derived finding name it still.
    *(_missing("K111", "findings", key, also=frozenset({"K102"})) for key in DERIVED_FINDINGS),
    *(_no_guard(key, "urgency", Urgency.ROUTINE) for key in DERIVED_FINDINGS),
    *(_no_guard(key, "all_of", lambda old: (*old, (_asked_at(Stage.DETAIL),))) for key in DERIVED_FINDINGS),
    _missing("K113", "regions", "ZZ"),
    _missing("K114", "texts", "disclaimer_full"),
    *(
        BadSet(
            "K115",
            "vignettes",
            lambda: "",
            lambda level=level: without_rows("vignettes", lambda row: row.expect.urgency_at_least is level),
        )
        for level in Urgency
    ),
    _bad_row("K116", "questions", "theme", "nowhere"),
]


@pytest.mark.parametrize("bad", BAD_SETS, ids=lambda bad: f"{bad.code}-{bad.concept}")
def test_whole_check_tells_a_bad_set_and_nothing_else(bad: BadSet) -> None:
    problems = whole_problems(bad.content())

    assert {problem.code for problem in problems} == {bad.code} | bad.also
    assert (bad.concept, bad.key()) in {(p.concept, p.key) for p in problems if p.code == bad.code}
    assert problems == sorted(problems)


def test_whole_checks_pass_the_real_knowledge() -> None:
    assert [str(problem) for problem in all_problems(knowledge())] == []


def _one_reference_of_each_sort() -> dict[str, Reference]:
    """The first real reference at each sort of place, by concept and path without numbers."""
    sorts: dict[str, Reference] = {}
    for reference in references(_with_rare_fields()):
        path = re.sub(r"\[\d+\]", "", reference.path)
        sorts.setdefault(f"{reference.concept}.{path}", reference)
    return sorts


def _with_rare_fields() -> KnowledgeBase:
    """The real knowledge with a condition on its last page, which no real page has."""
    return with_row(
        "questions", _pages()[-1], replace(_pages()[-1], ask_if=((_demographic(), _asked_at(Stage.PATTERN)),))
    )


REFERENCE_SORTS = {
    *("findings.sources", "questions.options.present", "questions.options.absent", "questions.ask_if"),
    *("causes.category", "causes.requires", "causes.treatment", "causes.sources", "causes.evidence.finding"),
    *("causes.evidence.sources", "causes.show_with.finding", "causes.show_with.cause"),
    *("red_flags.all_of", "red_flags.suspects", "red_flags.sources"),
    *("self_care.all_of", "self_care.advice", "self_care.sources"),
    *("advice.sources", "advice.suppressed_by", "advice.always_when"),
    *("vignettes.present", "vignettes.absent", "vignettes.unsure"),
    *("vignettes.expect.categories_top3", "vignettes.expect.causes_top5"),
}


def test_references_cover_every_place_that_names_a_row() -> None:
    assert set(_one_reference_of_each_sort()) == REFERENCE_SORTS


@pytest.mark.parametrize("sort", sorted(REFERENCE_SORTS))
def test_name_that_does_not_exist_is_told_at_its_place(sort: str) -> None:
    reference = _one_reference_of_each_sort()[sort]
    content = _with_rare_fields()
    rows = tuple(
        changed(row, reference.path, "no_such_row") if row.key == reference.key else row
        for row in getattr(content, reference.concept)
    )

    problems = whole_problems(replace(content, **{reference.concept: rows}))

    told = [problem for problem in problems if problem.code == "K102"]
    assert [(p.concept, p.key, p.path) for p in told] == [(reference.concept, reference.key, reference.path)]
    assert '"no_such_row"' in told[0].message


def test_finding_on_two_options_is_told() -> None:
    page = first("questions", _page(Stage.DETAIL))
    content = with_row("questions", page, changed(page, "options[1].present", _and(lambda: page.findings[0])))

    assert [(p.code, p.key) for p in whole_problems(content)] == [("K103", page.findings[0])]


@pytest.mark.parametrize("finding", [*DERIVED_FINDINGS, "age_50_plus"])
def test_worked_out_finding_on_a_page_is_told(finding: str) -> None:
    page = first("questions", _page(Stage.DETAIL))
    content = with_row("questions", page, changed(page, "options[0].present", _and(lambda: finding)))

    assert [(p.code, p.key) for p in whole_problems(content)] == [("K103", finding)]


def test_condition_on_an_age_or_an_earlier_page_passes() -> None:
    assert whole_problems(_with_rare_fields()) == []


def test_backgrounds_within_the_tolerance_pass() -> None:
    finding = first("findings", _first_single_choice_finding)
    content = with_row("findings", finding, changed(finding, "background.a18_39", lambda old: old + 0.019))

    assert whole_problems(content) == []


def test_theme_with_its_heading_passes() -> None:
    page, heading = first("questions"), Text("theme_beginning", "How it began")
    content = with_row("questions", page, replace(page, theme="beginning"))

    assert whole_problems(replace(content, texts=(*content.texts, heading))) == []


def test_every_text_of_the_outcome_is_required() -> None:
    told = {problem.key for problem in whole_problems(replace(knowledge(), texts=())) if problem.code == "K114"}

    assert told >= {
        *("level_emergency_now_title", "level_could_not_assess_come_back", "level_self_care_time_limit"),
        *("worsening_intro", "worsening_1", "come_back_title", "come_back_advice", "come_back_no_better"),
        *("disclaimer_short", "disclaimer_full", "release_line", "rule_out_box_intro", "fit_none"),
        *("scope_stop_see_doctor_title", "scope_stop_emergency_text", "scope_stop_own_team_text"),
        *("incomplete_screening_who_asks", "not_sure_text", "conflict_title", "emergency_stop_text", "crisis_title"),
        *("crisis_text", "crisis_with_you", "crisis_gentle"),
        *("must_display_crisis", "fit_weak", "strength_slight_against", "reason_no_rule", "reason_self_care"),
        *("error_400_title", "error_503_text", "fault_action", "fault_come_back"),
    }
    assert len(told) == 94


def test_checks_of_an_empty_knowledge_tell_what_is_missing() -> None:
    empty = replace(knowledge(), **dict.fromkeys(KEYED_CONCEPTS, ()))

    assert {problem.code for problem in all_problems(empty)} == {"K108", "K111", "K112", "K113", "K114", "K115"}


def test_all_problems_tell_rows_and_set_together_in_order() -> None:
    cause = first("causes")
    content = with_row("causes", cause, replace(cause, name="", category="nowhere"))

    assert [(p.concept, p.key, p.code, p.path) for p in all_problems(content)] == [
        ("causes", cause.key, "K013", "name"),
        ("causes", cause.key, "K102", "category"),
    ]
