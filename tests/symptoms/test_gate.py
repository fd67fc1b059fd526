"""What the gate makes of the safety laws; its vignettes and its cookie are tested elsewhere."""

import dataclasses

import pytest

from knowledge.content import QuestionKind, Stage, Urgency
from knowledge.documents import build_document
from symptoms.gate import QUICK, THOROUGH, Gate
from symptoms.laws.check import check
from tests.symptoms.laws.generated import knowledge_of, page, picture, rule, scope

PAGES = (
    scope(),
    page("danger", QuestionKind.MULTIPLE, Stage.EMERGENCY, ["chest", "faint"]),
    page("speed", QuestionKind.SINGLE, Stage.PATTERN, ["sudden", "slow"]),
)
HEART = rule("heart", Urgency.EMERGENCY_NOW, ["chest"])


def examined(rules, pictures=(), *, thorough):
    content = dataclasses.replace(knowledge_of(PAGES, rules, (), pictures), vignettes=())
    return Gate().examine(build_document(content), thorough=thorough)


@pytest.mark.parametrize("thorough", [True, False])
def test_the_gate_says_how_much_it_tried(thorough):
    result = examined((HEART,), thorough=thorough)
    assert result.findings == ()
    assert result.examined["answer sets"] == (THOROUGH if thorough else QUICK).answer_sets
    assert result.examined.get("rules and pages") == (3 + 3 if thorough else None)


@pytest.mark.parametrize(
    ("written", "spoken", "fits"),
    [("en", "en-gb", True), ("pt-BR", "pt", True), ("de", "en-gb", False), ("en", "de", False)],
)
def test_texts_in_another_language_than_that_of_the_site_are_an_objection(settings, written, spoken, fits):
    settings.LANGUAGE_CODE = spoken
    content = dataclasses.replace(knowledge_of(PAGES, (HEART,), (), ()), vignettes=())
    content = dataclasses.replace(content, settings=dataclasses.replace(content.settings, language=written))
    findings = Gate().examine(build_document(content), thorough=False).findings
    assert [(row.test, row.key, row.concept) for row in findings] == (
        [] if fits else [("language", written, "settings")]
    )


def test_a_rule_that_no_interview_comes_to_is_an_objection_when_examined_thoroughly():
    rules = (
        HEART,
        rule("both", Urgency.SAME_DAY, ["sudden"], ["slow"]),
    )
    (finding,) = examined(rules, thorough=True).findings
    assert (finding.test, finding.concept, finding.key) == ("law_7", "red_flags", "both")
    assert finding.message == (
        "Safety law 7 (Every rule and page can be reached, and no interview leaves an urgent rule open.) "
        'No interview was found in which the rule "Rule both" fires: its lists ask for answers that exclude each '
        "other, or for a page that is never opened. "
        "Change its lists, or move its findings to pages that are asked earlier."
    )
    assert examined(rules, thorough=False).findings == ()


def test_a_page_that_tells_too_little_to_be_asked_is_worth_knowing_and_no_objection():
    """Otherwise one more finding on a cause could stop a release, where some page is hardly ever asked."""
    pages = (*PAGES, page("shoes", QuestionKind.MULTIPLE, Stage.DETAIL, ["tight", "worn"]))
    content = dataclasses.replace(knowledge_of(pages, (HEART,), (), ()), vignettes=())
    (found,) = check(content, THOROUGH)
    assert "No interview was found that asks the page shoes" in found.breach.message
    assert Gate().examine(build_document(content), thorough=True).findings == ()


def test_an_objection_to_a_law_carries_the_answers_that_show_it():
    pictures = (picture("faint", ["faint"]),)
    (finding,) = examined((HEART,), pictures, thorough=True).findings
    assert (finding.test, finding.concept, finding.key) == ("law_2", "findings", "faint")
    assert 'One more yes, to "Label of faint", lowers the outcome from routine to self_care.' in finding.message
    assert "Shown by: age " in finding.message


def test_the_rule_for_doubt_that_every_release_must_have_is_no_objection_where_there_is_nothing_to_doubt():
    assert examined((), thorough=True).findings == ()
