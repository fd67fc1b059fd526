"""manage.py check_laws: counterexamples, and an interview for each rule and page."""

import dataclasses
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledge.content import QuestionKind, Stage, Urgency
from knowledge.interchange import write_folder
from tests.symptoms.laws.generated import knowledge_of, page, rule, scope

PAGES = (
    scope(),
    page("danger", QuestionKind.MULTIPLE, Stage.EMERGENCY, ["chest", "faint"]),
    page("speed", QuestionKind.SINGLE, Stage.PATTERN, ["sudden", "slow"]),
)
HEART = rule("heart", Urgency.EMERGENCY_NOW, ["chest"])
SOUND = knowledge_of(PAGES, (HEART,))
UNREACHED = knowledge_of(PAGES, (HEART, rule("both", Urgency.SAME_DAY, ["sudden"], ["slow"])))


def printed(folder, content, *arguments):
    """What the command prints about this content, and its refusal or None."""
    write_folder(content, folder)
    out = StringIO()
    try:
        call_command("check_laws", *arguments, folder=folder, stdout=out)
    except CommandError as refusal:
        return out.getvalue(), str(refusal)
    return out.getvalue(), None


def test_sound_knowledge_has_no_counterexample(tmp_path):
    words = "No counterexample in 20 answer sets; every rule and page can be reached by an interview.\n"
    assert printed(tmp_path, SOUND, "--answers", "20") == (words, None)


@pytest.mark.parametrize("number", ["0", "-3", "1.5", "many"])
def test_less_than_one_answer_set_is_refused(tmp_path, number):
    assert "write a whole number from 1" in printed(tmp_path, SOUND, f"--answers={number}")[1]


def test_a_counterexample_is_told_with_what_to_do(tmp_path):
    text, refusal = printed(tmp_path, UNREACHED, "--answers", "20")
    assert text.splitlines() == [
        "Law 7: Every rule and page can be reached, and no interview leaves an urgent rule open.",
        '  No interview was found in which the rule "Rule both" fires: its lists ask for answers that exclude each '
        "other, or for a page that is never opened.",
        "  Change its lists, or move its findings to pages that are asked earlier.",
    ]
    assert refusal == "1 counterexamples."


def test_each_rule_and_page_is_told_with_its_witness(tmp_path):
    text, refusal = printed(tmp_path, SOUND, "--witnesses")
    assert refusal is None
    assert 'rule heart: after 3 steps; age 18; danger: "Option chest"' in text.splitlines()
    assert "page speed: after 4 steps; age 18" in text.splitlines()
    assert len(text.splitlines()) == len(SOUND.red_flags) + len(SOUND.questions)


def test_a_rule_without_a_witness_is_told_too(tmp_path):
    text, refusal = printed(tmp_path, UNREACHED, "--witnesses")
    assert 'No interview was found in which the rule "Rule both" fires' in text
    assert refusal == "1 rules and pages without a witness."


def test_knowledge_with_problems_is_refused(tmp_path):
    broken = dataclasses.replace(SOUND, vignettes=())
    assert printed(tmp_path, broken)[1] == "5 problems: run check_knowledge first."


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_laws", folder=tmp_path)
