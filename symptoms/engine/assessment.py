"""From states of findings to the outcome. What would change it is found by `in_full`, which takes longer."""

from __future__ import annotations

from symptoms.engine import outcome as o
from symptoms.engine.answers import Answers, InputProblem, InvalidInput, check_age, speaking_to, states_of_answers
from symptoms.engine.compiled import CompiledRelease
from symptoms.engine.levels import Level
from symptoms.engine.likelihood import CauseScore, Differential, differential
from symptoms.engine.red_flags import Triage, emergency_fires, triage
from symptoms.engine.remembered import remembered
from symptoms.engine.rows import Rows
from symptoms.engine.selection import (
    ShownCauses,
    chosen_advice,
    fit_of,
    share_shown,
    shown_causes,
)
from symptoms.engine.states import States, UnaskedPage, conflicts, unasked_screening
from symptoms.engine.version import ENGINE_VERSION

_NANO = 1_000_000_000

#: The advice whose presence makes the crisis texts part of the outcome.
_CRISIS_ADVICE = "crisis_support"

_LEVEL_OF_END = {"stop_emergency": Level.EMERGENCY_NOW}


def assess_answers(release: CompiledRelease, age: int | None, answers: Answers, *, continued: bool) -> o.CoreAssessment:
    """The outcome for answered pages. `age` in years may be missing only when the check has ended without it:
    by a scope answer, or by an emergency; then there are no causes. It speaks to him who answers.

    Raises InvalidInput without an age that is needed, or with one the check is not made for.
    """
    read = states_of_answers(release, answers, age)
    if age is None and read.ended_by is None and not emergency_fires(release, read.states.present):
        raise InvalidInput([InputProblem(("age",), "missing", "The age is needed.")])
    spoken = speaking_to(release, answers)
    return _assess(spoken, age, read.states, ended_by=read.ended_by, set_aside=read.set_aside, continued=continued)


def assess_states(release: CompiledRelease, age: int, states: States, *, continued: bool) -> o.CoreAssessment:
    """The outcome for findings sent as evidence. Raises InvalidInput for an age the check is not made for."""
    return _assess(release, age, states, ended_by=None, set_aside=(), continued=continued)


def _assess(
    release: CompiledRelease,
    age: int | None,
    states: States,
    *,
    ended_by: str | None,
    set_aside: tuple[str, ...],
    continued: bool,
) -> o.CoreAssessment:
    if age is not None:
        check_age(release, age)
    age_facts = release.age_mask(age) if age is not None else 0
    unasked = unasked_screening(release, states, states.present | age_facts)
    # A scope answer ends the check before its questions, so nothing is called incomplete then.
    result = triage(release, states, age_facts, screening_complete=not unasked or ended_by is not None)
    level, ending = result.level, None
    if ended_by is not None:
        level = _LEVEL_OF_END.get(ended_by, Level.COULD_NOT_ASSESS)
        ending = ended_by
        # A rule that fires sets a floor, whatever else is answered.
        if result.fired and result.level.rank > level.rank:
            level, ending = result.level, None
    ranking: Differential | None
    if ended_by is not None or age is None:
        ranking = None
        shown = ShownCauses((), ())
    else:
        ranking = differential(release, states, age)
        shown = shown_causes(release, ranking, result)
    advice = chosen_advice(release, ranking, shown, result, level)
    crisis = _crisis(release) if any(release.advice[row.advice].key == _CRISIS_ADVICE for row in advice) else None
    urgency = _urgency(release, result, level, ending)
    parts = remembered(release)
    rows = parts.rows
    no_better = urgency.limit_days is not None
    incomplete = bool(unasked) and ended_by is None
    must_display = (
        level is Level.EMERGENCY_NOW,
        incomplete,
        bool(result.facts & release.unsure_red_flag),
        bool(crisis),
    )
    return o.CoreAssessment(
        urgency=urgency,
        worsening=parts.once(("worsening",), lambda: _worsening(release)),
        come_back=parts.once(("come_back", no_better), lambda: _come_back(release, no_better)),
        red_flags=tuple(
            [rows.red_flag(rule.index, parts.findings_of_rule[rule.index] & result.facts) for rule in result.fired]
        ),
        self_care=tuple(o.Picture(picture.key, picture.title) for picture in result.pictures),
        categories=_categories(release, ranking) if ranking else (),
        causes=tuple([_cause(release, rows, score) for score in shown.ranked]),
        serious=tuple([_cause(release, rows, score) for score in shown.serious]),
        something_else=_something_else(release, ranking, shown) if ranking and ranking.shares else None,
        advice=tuple([rows.advice(*row) for row in advice]),
        unknown=parts.unknown.rows(shown.causes, result.facts, states) if ranking and ranking.shares else (),
        conflicts=tuple(o.Conflict(_page_of(release, group[0]), group) for group in conflicts(release, states)),
        screening=_screening(release, () if ended_by is not None else unasked),
        set_aside=set_aside,
        ended_by=ended_by,
        continued=continued,
        crisis=crisis,
        must_display=parts.once(("must_display", *must_display), lambda: _must_display(release, *must_display)),
        disclaimer=_text(release, "disclaimer_full"),
        region=parts.once(("region",), lambda: _region(release)),
        release=release.identity,
        engine=ENGINE_VERSION,
    )


def _text(release: CompiledRelease, key: str) -> str:
    return release.texts[key]


def _numbered(release: CompiledRelease, stem: str) -> tuple[str, ...]:
    """The texts stem_1, stem_2 and so on."""
    found: list[str] = []
    while (key := f"{stem}_{len(found) + 1}") in release.texts:
        found.append(release.texts[key])
    return tuple(found)


def _urgency(release: CompiledRelease, result: Triage, level: Level, ending: str | None) -> o.UrgencyAdvice:
    of_level = [rule for rule in result.fired if rule.level is level]
    if of_level:
        reasons = tuple(dict.fromkeys(rule.because for rule in of_level))
    elif ending is not None:
        reasons = ()
    elif level is Level.SELF_CARE:
        reasons = (_text(release, "reason_self_care"),)
    else:
        reasons = (_text(release, "reason_no_rule"),)
    stem = f"level_{level.value}"
    limit = (
        min(picture.review_days for picture in result.pictures)
        if level is Level.SELF_CARE
        else release.numbers.limit_days.get(level)
    )
    scope = f"scope_{ending}" if ending else None
    # At a scope stop that is no emergency the stop's own text says whom to ask.
    silent = ending is not None and level is Level.COULD_NOT_ASSESS
    return o.UrgencyAdvice(
        level=level,
        title=_text(release, f"{scope}_title" if scope else f"{stem}_title"),
        action=_text(release, f"{scope}_text" if scope else f"{stem}_action"),
        tell=tuple(dict.fromkeys(rule.tell for rule in of_level)),
        reasons=reasons,
        where=None if silent else _text(release, f"{stem}_where"),
        say=None if silent else _text(release, f"{stem}_say"),
        time_limit=_text(release, f"{stem}_time_limit"),
        come_back=_text(release, f"{stem}_come_back"),
        limit_days=limit,
        limit_date=None,
    )


def _categories(release: CompiledRelease, ranking: Differential) -> tuple[o.CategoryFit, ...]:
    numbers, shares = release.numbers, map(share_shown, ranking.category_shares)
    best_first = sorted(
        [(-share, category.key, category) for category, share in zip(release.categories, shares, strict=True)]
    )
    return tuple(
        [
            o.CategoryFit(key, category.name, category.summary, fit_of(numbers, -share), -share)
            for share, key, category in best_first
        ]
    )


def _cause(release: CompiledRelease, rows: Rows, score: CauseScore) -> o.CauseFit:
    share = share_shown(score.share)
    # By place, as names take longer than the whole row.
    return o.CauseFit(
        *rows.cause_heads[score.cause],
        fit_of(release.numbers, share),
        share,
        score.log_prior / _NANO,
        score.sum_evidence / _NANO,
        score.sum_risk / _NANO,
        score.reasons.shown,
        *rows.cause_tails[score.cause],
    )


def _something_else(release: CompiledRelease, ranking: Differential, shown: ShownCauses) -> o.SomethingElse:
    largest = ranking.something_else >= max(ranking.shares)
    return o.SomethingElse(
        probability=share_shown(ranking.something_else),
        largest=largest,
        note=_text(release, "fit_none") if largest or not shown.ranked else None,
    )


def _page_of(release: CompiledRelease, finding: str) -> str:
    """Key of the page that asks about a finding in conflict."""
    page = release.findings[release.finding_index[finding]].question
    if page is None:
        raise ValueError("a finding that no page asks about cannot be in conflict")
    return release.questions[page].key


def _screening(release: CompiledRelease, unasked: tuple[UnaskedPage, ...]) -> o.Screening:
    questions = tuple(
        o.UnaskedQuestion(
            question=release.questions[page.question].key,
            text=release.questions[page.question].text,
            findings=tuple(release.findings[index].key for index in page.findings),
        )
        for page in unasked
    )
    return o.Screening(
        status="incomplete" if unasked else "complete",
        not_asked=tuple(key for question in questions for key in question.findings),
        questions=questions,
    )


def _crisis(release: CompiledRelease) -> o.CrisisSupport:
    line = release.region.crisis_line
    return o.CrisisSupport(
        title=_text(release, "crisis_title"),
        texts=tuple(_text(release, key) for key in ("crisis_text", "crisis_with_you", "crisis_gentle")),
        line_label=line.label,
        line_number=line.number,
    )


def _worsening(release: CompiledRelease) -> o.Worsening:
    return o.Worsening(_text(release, "worsening_intro"), _numbered(release, "worsening"))


def _come_back(release: CompiledRelease, no_better: bool) -> o.ComeBack:
    return o.ComeBack(
        title=_text(release, "come_back_title"),
        advice=_text(release, "come_back_advice"),
        no_better=_text(release, "come_back_no_better") if no_better else None,
    )


def _must_display(
    release: CompiledRelease, emergency: bool, incomplete: bool, unsure: bool, crisis: bool
) -> tuple[o.DisplayText, ...]:
    """The rules for whoever shows this outcome, and after them the texts they speak of."""
    rules = ["must_display_emergency"] if emergency else []
    person: list[str] = []
    if incomplete:
        rules.append("must_display_incomplete")
        person += [f"incomplete_screening_{part}" for part in ("title", "text", "who_asks")]
    if unsure:
        person += ["not_sure_title", "not_sure_text"]
    if crisis:
        rules.append("must_display_crisis")
        person += ["crisis_title", "crisis_text"]
    rules.append("must_display_general")
    person += ["worsening_intro"]
    person += [f"worsening_{number}" for number in range(1, len(_numbered(release, "worsening")) + 1)]
    person += ["come_back_title", "come_back_advice", "disclaimer_short", "release_line"]
    return tuple(
        o.DisplayText(key, audience, _text(release, key))
        for audience, keys in (("app", rules), ("person", person))
        for key in keys
    )


def _region(release: CompiledRelease) -> o.RegionShown:
    region = release.region
    return o.RegionShown(
        key=region.key,
        name=region.name,
        emergency_number=region.emergency_number,
        emergency_dial=region.emergency_dial,
        emergency_also=region.emergency_also,
        urgent_line=region.urgent_line,
        urgent_number=region.urgent_number,
        urgent_if_none=region.urgent_if_none,
    )
