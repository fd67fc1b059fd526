"""Small generated knowledge bases that pass every check: a few pages of all kinds, and rules of every shape."""

from __future__ import annotations

import dataclasses

from hypothesis import strategies as st

from knowledge import content as c
from knowledge.checks.texts import REQUIRED_TEXTS
from tests.knowledge.small import SETTINGS, SMALL

_SOURCES = ("study",)
_AGES = ("age_50_plus", "age_65_plus")
_STAGE_SIZES = ((c.Stage.EMERGENCY, 1, 2), (c.Stage.PATTERN, 0, 3), (c.Stage.DETAIL, 0, 3))
_URGENT = (c.Urgency.EMERGENCY_NOW, c.Urgency.SAME_DAY)
_LOWER = (c.Urgency.WITHIN_DAYS, c.Urgency.ROUTINE)


def finding(key, kind=c.FindingKind.SYMPTOM, share=0.2, cluster=None, sensitive=False):
    return c.Finding(
        key=key,
        label=f"Label of {key}",
        kind=kind,
        cluster=cluster,
        background=c.Background(share, share, share, share),
        sensitive=sensitive,
        codes=c.FindingCodes(None, None, False),
        sources=_SOURCES,
        article=(),
    )


WORKED_OUT = (
    *(finding(key, c.FindingKind.DEMOGRAPHIC, 0.5) for key in _AGES),
    *(finding(key, c.FindingKind.DERIVED, 0.5) for key in c.DERIVED_FINDINGS),
)


def page(key, kind, stage, findings, ask_if=()):
    """A page whose options each stand for one finding, as the kind of page wants them."""
    if kind is c.QuestionKind.YES_NO:
        options = (c.Option("yes", "Yes", tuple(findings), ()), c.Option("no", "No", (), tuple(findings)))
    else:
        single = kind is c.QuestionKind.SINGLE
        options = tuple(
            c.Option(name, f"Option {name}", (name,), tuple(set(findings) - {name}) if single else ())
            for name in findings
        )
    return c.Question(key, f"Page {key}?", "Choose.", "It helps.", kind, stage, options, tuple(ask_if))


def scope(ends=c.ScopeEnd.SEE_DOCTOR):
    options = (c.Option("me", "Me", (), ()), c.Option("other", "Another", (), (), ends))
    return c.Question("scope", "Who?", "Choose.", "It helps.", c.QuestionKind.SINGLE, c.Stage.SCOPE, options)


def rule(key, urgency, *all_of):
    return c.Rule(key, f"Rule {key}", urgency, tuple(map(tuple, all_of)), "Go.", "It may be bad.", (), _SOURCES, ())


#: Without these two rules doubt and gaps could reassure.
DOUBT = rule("doubt", c.Urgency.WITHIN_DAYS, (c.UNSURE_RED_FLAG,))
GAPS = rule("gaps", c.Urgency.WITHIN_DAYS, (c.SCREENING_INCOMPLETE,))


def picture(key, *all_of):
    return c.SelfCarePicture(key, f"Picture {key}", tuple(map(tuple, all_of)), "7 days", (), _SOURCES)


def cause(key, evidence=(), prior=c.PriorBand.COMMON, urgency=c.Urgency.ROUTINE, requires=(), category="nerves"):
    rows = tuple(c.Evidence(finding=name, frequency=c.Frequency(word), sources=_SOURCES) for name, word in evidence)
    return c.Cause(
        key=key,
        name=f"Cause {key}",
        clinical_name=key,
        category=category,
        summary="A cause.",
        urgency=urgency,
        prior=c.Prior(prior, prior, prior, prior),
        requires=tuple(requires),
        codes=c.CauseCodes("X", None, False),
        article=(),
        typical_course="It stays.",
        tests=(),
        treatment=(),
        sources=_SOURCES,
        evidence=rows,
    )


def knowledge_of(pages, rules, causes=(), pictures=(), *, max_pages=40, min_gain_bits=0.03, sensitive=(), clusters=()):
    """A whole knowledge base around these rows; the findings follow from the pages."""
    kinds = {name: (question.kind, len(question.findings)) for question in pages for name in question.findings}
    asked = tuple(
        finding(
            name,
            share=1 / size if kind is c.QuestionKind.SINGLE else 0.2,
            sensitive=name in sensitive,
            cluster="one" if name in clusters else None,
        )
        for name, (kind, size) in kinds.items()
    )
    limits = dataclasses.replace(SETTINGS.interview, max_pages=max_pages, min_gain_bits=min_gain_bits)
    expected = tuple(
        c.Vignette(f"v_{level}", 50, "A story.", (), (), (), c.Expectation(level, level, ("nerves",), ("first",)))
        for level in c.Urgency
    )
    region = dataclasses.replace(SMALL.regions[0], recall=())
    return c.KnowledgeBase(
        categories=SMALL.categories,
        causes=(cause("first"), *causes),
        findings=(*asked, *WORKED_OUT),
        questions=tuple(pages),
        red_flags=(DOUBT, GAPS, *rules),
        self_care=tuple(pictures),
        advice=(),
        vignettes=expected,
        sources=SMALL.sources[:1],
        settings=dataclasses.replace(SETTINGS, interview=limits),
        texts=tuple(c.Text(key, f"Text of {key}.") for key in REQUIRED_TEXTS),
        regions=(region, dataclasses.replace(region, key="ZZ", name="Elsewhere")),
    )


@st.composite
def knowledge_bases(draw):
    """Any small knowledge base that passes the checks."""
    pages = [scope(draw(st.sampled_from(c.ScopeEnd)))]
    asked: list[str] = []
    early: list[str] = []
    not_emergency: list[str] = []
    for stage, fewest, most in _STAGE_SIZES:
        for _ in range(draw(st.integers(fewest, most))):
            made = draw(_page(f"p{len(pages)}", stage, asked))
            pages.append(made)
            asked += made.findings
            early += made.findings if stage is not c.Stage.DETAIL else ()
            not_emergency += made.findings if stage is not c.Stage.EMERGENCY else ()
    worked_out = [*_AGES, *c.DERIVED_FINDINGS]
    rules = []
    for number in range(draw(st.integers(1, 5))):
        urgency = draw(st.sampled_from((*_URGENT, *_URGENT, *_LOWER)))
        among = [*early, *_AGES] if urgency is c.Urgency.EMERGENCY_NOW else [*asked, *worked_out]
        rules.append(rule(f"r{number}", urgency, *draw(_clauses(among, most=3))))
    pictures = [
        picture(f"s{number}", *draw(_clauses(not_emergency, most=2)))
        for number in range(draw(st.integers(0, 2)) if not_emergency else 0)
    ]
    causes = [draw(_cause(f"c{number}", asked)) for number in range(draw(st.integers(0, 3)))]
    return knowledge_of(
        pages,
        rules,
        causes,
        pictures,
        max_pages=draw(st.sampled_from((1, 5, 40))),
        min_gain_bits=draw(st.sampled_from((0.0, 0.03, 10.0))),
        sensitive=draw(st.sets(st.sampled_from(asked), max_size=2)),
        clusters=draw(st.sets(st.sampled_from(asked), max_size=3)),
    )


@st.composite
def _page(draw, key, stage, asked):
    kind = draw(st.sampled_from(c.QuestionKind))
    fewest = 2 if kind is c.QuestionKind.SINGLE else 1
    findings = [f"{key}{letter}" for letter in "abcd"[: draw(st.integers(fewest, 3))]]
    ask_if = ()
    if asked and stage in (c.Stage.PATTERN, c.Stage.DETAIL) and draw(st.booleans()):
        ask_if = draw(_clauses([*asked, *_AGES], most=2))
    return page(key, kind, stage, findings, ask_if)


def _clauses(among, most):
    clause = st.lists(st.sampled_from(among), min_size=1, max_size=3, unique=True).map(tuple)
    return st.lists(clause, min_size=1, max_size=most)


@st.composite
def _cause(draw, key, asked):
    words = st.sampled_from(c.Frequency)
    evidence = draw(st.lists(st.tuples(st.sampled_from(asked), words), max_size=5, unique_by=lambda row: row[0]))
    return cause(
        key,
        evidence,
        prior=draw(st.sampled_from(c.PriorBand)),
        urgency=draw(st.sampled_from(c.Urgency)),
        requires=draw(st.lists(st.sampled_from(asked), max_size=1)),
        category=draw(st.sampled_from(("nerves", "blood_flow"))),
    )
