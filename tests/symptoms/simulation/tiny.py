"""A knowledge base small enough to reckon by hand what men drawn from it are like."""

import dataclasses

from knowledge import content
from knowledge.content import FindingKind, Frequency, PriorBand, QuestionKind, Stage, Urgency
from knowledge.documents import build_document
from tests.knowledge.small import SETTINGS, SMALL


def finding(key, kind, cluster, background):
    return dataclasses.replace(
        SMALL.findings[0],
        key=key,
        kind=kind,
        cluster=cluster,
        background=content.Background(*(background if isinstance(background, tuple) else (background,) * 4)),
    )


def brings(key, frequency):
    return content.Evidence(finding=key, frequency=frequency, sources=())


def cause(key, urgency, prior, *evidence, requires=()):
    return dataclasses.replace(
        SMALL.causes[1],
        key=key,
        urgency=urgency,
        prior=content.Prior(*[prior] * 4),
        requires=requires,
        evidence=evidence,
        category="blood_flow" if urgency is Urgency.EMERGENCY_NOW else "nerves",
    )


def page(key, kind, stage, *findings):
    if kind is QuestionKind.YES_NO:
        options = (content.Option("yes", "Yes", findings, ()), content.Option("no", "No", (), findings))
    else:
        single = kind is QuestionKind.SINGLE
        options = tuple(
            content.Option(name, name, (name,), tuple(other for other in findings if single and other != name))
            for name in findings
        )
    return dataclasses.replace(SMALL.questions[1], key=key, kind=kind, stage=stage, options=options, ask_if=())


def rule(key, urgency, *all_of):
    return dataclasses.replace(SMALL.red_flags[0], key=key, urgency=urgency, all_of=all_of, suspects=())


TINY = dataclasses.replace(
    SMALL,
    settings=dataclasses.replace(SETTINGS, interview=dataclasses.replace(SETTINGS.interview, min_gain_bits=0.0001)),
    findings=(
        finding("sudden", FindingKind.ONSET, "tempo", 0.2),
        finding("slow", FindingKind.ONSET, "tempo", 0.8),
        finding("new", FindingKind.DURATION, "tempo", 0.4),
        finding("old", FindingKind.DURATION, "tempo", 0.6),
        finding("chest_pain", FindingKind.SYMPTOM, "alarm", 0.2),
        finding("confusion", FindingKind.SYMPTOM, "alarm", 0.2),
        finding("fit", FindingKind.SYMPTOM, None, (0.2, 0.3, 0.4, 0.5)),
        finding("numb", FindingKind.SYMPTOM, "feeling", 0.4),
        finding("burning", FindingKind.SYMPTOM, "feeling", 0.4),
        finding("normal", FindingKind.SYMPTOM, "feeling", 0.5),
        finding("cancer", FindingKind.HISTORY, "history", 0.1),
        finding("age_50_plus", FindingKind.DEMOGRAPHIC, None, 0.5),
        *(finding(key, FindingKind.DERIVED, None, 0.1) for key in content.DERIVED_FINDINGS),
    ),
    causes=(
        cause(
            "stroke",
            Urgency.EMERGENCY_NOW,
            PriorBand.COMMON,
            brings("confusion", Frequency.FREQUENT),
            brings("sudden", Frequency.VERY_FREQUENT),
            brings("slow", Frequency.EXCLUDED),
        ),
        cause(
            "nerve",
            Urgency.ROUTINE,
            PriorBand.VERY_COMMON,
            brings("numb", Frequency.VERY_FREQUENT),
            brings("burning", Frequency.FREQUENT),
            brings("normal", Frequency.EXCLUDED),
            content.Evidence(finding="cancer", likelihood_ratio=3.0, sources=()),
        ),
        cause("tired", Urgency.SELF_CARE, PriorBand.VERY_COMMON, brings("normal", Frequency.VERY_FREQUENT)),
        cause(
            "growth",
            Urgency.SAME_DAY,
            PriorBand.VERY_COMMON,
            brings("cancer", Frequency.OCCASIONAL),
            requires=("cancer",),
        ),
    ),
    questions=(
        dataclasses.replace(
            SMALL.questions[0],
            key="who",
            stage=Stage.SCOPE,
            options=(
                content.Option("other", "Somebody else", (), (), content.ScopeEnd.SEE_DOCTOR),
                content.Option("me", "Me", (), ()),
            ),
        ),
        page("danger", QuestionKind.MULTIPLE, Stage.EMERGENCY, "chest_pain", "confusion", "fit"),
        page("how_fast", QuestionKind.SINGLE, Stage.PATTERN, "sudden", "slow"),
        page("how_long", QuestionKind.SINGLE, Stage.PATTERN, "new", "old"),
        page("feeling", QuestionKind.MULTIPLE, Stage.DETAIL, "numb", "burning"),
        page("all_well", QuestionKind.YES_NO, Stage.DETAIL, "normal"),
        page("illnesses", QuestionKind.MULTIPLE, Stage.DETAIL, "cancer"),
    ),
    red_flags=(
        rule("chest_pain", Urgency.EMERGENCY_NOW, ("chest_pain",)),
        rule("confused", Urgency.EMERGENCY_NOW, ("confusion",)),
        rule("fit_after_fifty", Urgency.SAME_DAY, ("fit",), ("age_50_plus",)),
        rule("cancer_and_numb", Urgency.SAME_DAY, ("cancer",), ("numb", "burning")),
        rule("numb_and_new", Urgency.WITHIN_DAYS, ("numb",), ("new",)),
    ),
    self_care=(dataclasses.replace(SMALL.self_care[0], all_of=(("normal",),), advice=()),),
    advice=(),
    vignettes=(),
)

DOCUMENT = build_document(TINY)

#: Bits of the findings.
BIT = {row.key: 1 << index for index, row in enumerate(TINY.findings)}

CAUSE = {row.key: index for index, row in enumerate(TINY.causes)}


def mask(*keys):
    return sum(BIT[key] for key in keys)


def names(present):
    return {key for key, bit in BIT.items() if present & bit}
