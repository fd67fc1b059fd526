"""Each law shown broken: by an engine that was tampered with, or by content that no interview reaches."""

import dataclasses

import pytest

from knowledge.content import QuestionKind, Stage, Urgency
from symptoms.engine import assessment, flow, red_flags
from symptoms.engine.levels import Level
from symptoms.laws.check import Budget, check_subject
from symptoms.laws.subject import Subject
from symptoms.laws.trials import FindingsTrial
from tests.symptoms.laws.generated import cause, knowledge_of, page, picture, rule, scope

MULTIPLE, SINGLE, YES_NO = QuestionKind.MULTIPLE, QuestionKind.SINGLE, QuestionKind.YES_NO

PAGES = (
    scope(),
    page("danger", MULTIPLE, Stage.EMERGENCY, ["chest", "faint"]),
    page("speed", SINGLE, Stage.PATTERN, ["sudden", "slow", "resting"]),
    page("numb", YES_NO, Stage.PATTERN, ["numb_seat"]),
    page("signs", MULTIPLE, Stage.DETAIL, ["fever", "tired", "swollen"]),
    page("more", MULTIPLE, Stage.DETAIL, ["pain", "stiff"], [["fever", "age_65_plus"]]),
)
RULES = (
    rule("heart", Urgency.EMERGENCY_NOW, ["chest"]),
    rule("stroke", Urgency.EMERGENCY_NOW, ["sudden"], ["faint", "numb_seat"]),
    rule("infection", Urgency.SAME_DAY, ["fever"], ["stiff", "swollen"]),
    rule("old_and_tired", Urgency.WITHIN_DAYS, ["age_65_plus"], ["tired"]),
)
CAUSES = (cause("flu", [("fever", "very_frequent"), ("tired", "frequent")]), cause("ache", [("pain", "obligate")]))
PICTURES = (picture("passing", ["resting"], ["tired"]),)

BUDGET = Budget(answer_sets=150, men_each=20)


def knowledge(**changes):
    parts = {"pages": PAGES, "rules": RULES, "causes": CAUSES, "pictures": PICTURES} | changes
    return knowledge_of(**parts)


@pytest.fixture(scope="module")
def subject():
    return Subject.of(knowledge())


def shown(subject, law):
    """The counterexamples to one law, as (what was said, age, rest)."""
    found = [row for row in check_subject(subject, BUDGET) if row.law == law]
    assert found, f"law {law} was not found broken"
    return found


def test_knowledge_that_is_as_it_should_be_breaks_no_law(subject):
    assert check_subject(subject, BUDGET) == ()


def test_the_same_knowledge_gives_the_same_counterexamples(subject, monkeypatch):
    lower_the_level(monkeypatch)
    assert check_subject(subject, BUDGET) == check_subject(Subject.of(knowledge()), BUDGET) != ()


# Engines that were tampered with


def lower_the_level(monkeypatch):
    """Who is tired is never told to hurry."""
    real = assessment.triage

    def triage(release, states, age_facts, **more):
        result = real(release, states, age_facts, **more)
        tired = 1 << release.finding_index["tired"]
        return dataclasses.replace(result, level=Level.ROUTINE) if states.present & tired else result

    monkeypatch.setattr(assessment, "triage", triage)


def never_in_doubt(monkeypatch):
    """What he is not sure of counts as no."""
    monkeypatch.setattr(red_flags, "unsure_about_an_emergency", lambda *given: False)


def doubt_calms(monkeypatch):
    """Being unsure of anything switches the same-day rules off."""
    real = assessment.triage

    def triage(release, states, age_facts, **more):
        result = real(release, states, age_facts, **more)
        calm = states.unsure and result.level is Level.SAME_DAY
        return dataclasses.replace(result, level=Level.ROUTINE, fired=()) if calm else result

    monkeypatch.setattr(assessment, "triage", triage)


def first_answer_is_lost(monkeypatch):
    """The page that was answered first counts for nothing."""
    real = assessment.states_of_answers

    def states_of_answers(release, given, age):
        return real(release, dict(list(given.items())[1:]), age)

    monkeypatch.setattr(assessment, "states_of_answers", states_of_answers)


def ends_sooner_for_those_ahead(monkeypatch):
    """Who has answered a page ahead is asked nothing about the causes."""
    real = flow.Walk._page_for_the_ranking

    def page_for_the_ranking(self, among):
        return None if self.given & ~self.passed else real(self, among)

    monkeypatch.setattr(flow.Walk, "_page_for_the_ranking", page_for_the_ranking)


def causes_decide(monkeypatch):
    """With causes to choose from, routine becomes the same day."""
    real = assessment._urgency

    def urgency(release, result, level, ending):
        hurry = release.causes and level is Level.ROUTINE
        return real(release, result, Level.SAME_DAY if hurry else level, ending)

    monkeypatch.setattr(assessment, "_urgency", urgency)


def same_day_rules_are_forgotten(monkeypatch):
    """The interview follows emergency rules alone."""
    real = flow.open_rules
    monkeypatch.setattr(flow, "open_rules", lambda *given: [row for row in real(*given) if row.emergency])


def asks_all_there_is(monkeypatch):
    """Every page counts as needed by a rule."""
    real = flow.Walk._adaptive_step

    def adaptive_step(self, pages):
        for question in pages:
            return flow.Step(flow.StepKind.QUESTION, flow.WhyNow.OPEN_RULE, question.index)
        return real(self, pages)

    monkeypatch.setattr(flow.Walk, "_adaptive_step", adaptive_step)


def breaks_off(monkeypatch):
    """An error while the next page is chosen."""

    def page_gains(*given):
        raise ZeroDivisionError

    monkeypatch.setattr(flow, "page_gains", page_gains)


def says_no_worsening_signs(monkeypatch):
    monkeypatch.setattr(assessment, "_numbered", lambda release, stem: ())


#: What was tampered with, the limit of pages, the law that shows it, part of the message, and how many findings or
#: pages are enough to show it.
TAMPERED = [
    (lower_the_level, 40, 1, "the outcome is routine", 1),
    (lower_the_level, 40, 2, 'One more yes, to "Label of tired", lowers the outcome from', 1),
    (never_in_doubt, 40, 3, 'On the page speed "Option sudden" would be an emergency', 1),
    (doubt_calms, 40, 3, "only routine", 3),
    (first_answer_is_lost, 40, 4, "in another order give another outcome", 2),
    (ends_sooner_for_those_ahead, 40, 4, "answers to pages it does not ask are known", 0),
    (causes_decide, 40, 6, "Without causes the same findings give routine rather than same_day", 0),
    (same_day_rules_are_forgotten, 40, 7, 'the rule "Rule infection" could still fire: it did not ask', 0),
    (asks_all_there_is, 4, 8, "above the limit of 4, and no rule needs it", 1),
    (breaks_off, 40, 8, "breaks off with an error in the program (ZeroDivisionError)", 0),
    (says_no_worsening_signs, 40, 9, "lacks the worsening signs", 0),
]


@pytest.mark.parametrize(("tamper", "max_pages", "law", "words", "size"), TAMPERED)
def test_an_engine_that_breaks_a_law_is_shown_by_the_smallest_answers(monkeypatch, tamper, max_pages, law, words, size):
    subject = Subject.of(knowledge(max_pages=max_pages))
    tamper(monkeypatch)
    told = [row for row in shown(subject, law) if words in row.breach.message]
    assert told, [row.breach.message for row in shown(subject, law)]
    assert min(size_of(row.shown_by) for row in told) <= size, [row.words(subject.release) for row in told]
    assert all("tell whoever runs the site" in row.breach.advice for row in told)


def size_of(trial):
    """How many findings or pages a trial names."""
    return len(trial.states if isinstance(trial, FindingsTrial) else trial.said)


# Content that no interview reaches


def without(rows, key):
    return tuple(row for row in rows if row.key != key)


UNREACHED = [
    (
        knowledge(rules=(*RULES, rule("both", Urgency.SAME_DAY, ["sudden"], ["slow"]))),
        ("red_flags", "both"),
        "its lists ask for answers that exclude each other",
    ),
    (
        knowledge(
            pages=(*PAGES, page("skin", YES_NO, Stage.DETAIL, ["itch"])),
            rules=(*RULES, rule("itchy", Urgency.WITHIN_DAYS, ["itch"])),
            max_pages=1,
        ),
        ("red_flags", "itchy"),
        "the interview does not come to skin",
    ),
    (
        knowledge(
            pages=(*PAGES, page("odd", YES_NO, Stage.DETAIL, ["odd"], [["sudden"], ["slow"]])),
            causes=(*CAUSES, cause("oddity", [("odd", "obligate")])),
        ),
        ("questions", "odd"),
        "the answers that its condition asks for exclude each other",
    ),
    (
        knowledge(pages=(*PAGES, page("idle", MULTIPLE, Stage.DETAIL, ["idle"]))),
        ("questions", "idle"),
        "no urgent rule needs it, and it tells too little about the causes",
    ),
]


@pytest.mark.parametrize(("content", "row", "why"), UNREACHED)
def test_a_rule_or_page_that_no_interview_comes_to_is_named_with_the_reason(content, row, why):
    found = [item for item in check_subject(Subject.of(content), BUDGET) if item.law == 7]
    assert row in [(item.breach.concept, item.breach.key) for item in found]
    (breach,) = [item.breach for item in found if (item.breach.concept, item.breach.key) == row]
    assert why in breach.message
    assert breach.advice.startswith(("Change its lists", "Put its findings"))


# Content that the checks would refuse, and the laws see too


def test_a_picture_with_a_danger_sign_breaks_law_2():
    subject = Subject.of(knowledge(pictures=(picture("faint", ["faint"]),)))
    (found,) = shown(subject, 2)
    assert (found.breach.concept, found.breach.key) == ("findings", "faint")
    assert size_of(found.shown_by) == 0


def test_knowledge_without_a_rule_for_doubt_breaks_law_3():
    content = knowledge()
    subject = Subject.of(dataclasses.replace(content, red_flags=without(content.red_flags, "doubt")))
    assert ("questions", "speed") in [(item.breach.concept, item.breach.key) for item in shown(subject, 3)]


def test_knowledge_without_worsening_signs_breaks_law_9():
    content = knowledge()
    subject = Subject.of(dataclasses.replace(content, texts=without(content.texts, "worsening_1")))
    assert "lacks the worsening signs" in shown(subject, 9)[0].breach.message
