"""Makes a release ready for assessing: the one place where the engine reads the knowledge base."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from knowledge.content import (
    AGE_BANDS,
    SCREENING_INCOMPLETE,
    UNSURE_RED_FLAG,
    AllOf,
    Finding,
    KnowledgeBase,
    QuestionKind,
    Region,
    Urgency,
)
from knowledge.documents import ReleaseDocument
from knowledge.for_another import (
    has_words_for_another,
    knowledge_for_another,
    said_to_another,
    with_marked_option,
)
from knowledge.ratios import NANO, LogRatios
from knowledge.region_words import urgent_line_words
from symptoms.engine import compiled as c
from symptoms.engine.levels import Level
from symptoms.engine.wording import fill, fill_region


class UnknownRegion(Exception):
    """The release has no such region. `known` lists the ones it has."""

    def __init__(self, key: str, known: Iterable[str]) -> None:
        self.known = tuple(known)
        super().__init__(f"no region {key} in the release; it has {', '.join(self.known)}")


def compile_release(document: ReleaseDocument, identity: c.ReleaseIdentity, region_key: str) -> c.CompiledRelease:
    """`document` with keys turned into integers and the lines of one region filled in.

    Raises UnknownRegion when the release has no such region, and KeyError when a key points nowhere,
    which the checks keep out of every published release.
    """
    knowledge = with_marked_option(document.knowledge)
    region = next((row for row in knowledge.regions if row.key == region_key), None)
    if region is None:
        raise UnknownRegion(region_key, (row.key for row in knowledge.regions))
    release = _Compiler(knowledge, document.log_ratios, identity, region).compile()
    somebody_may = any(option.for_another_man for page in knowledge.questions for option in page.options)
    if not somebody_may or not has_words_for_another(knowledge):
        return release
    another = _Compiler(knowledge_for_another(knowledge), document.log_ratios, identity, said_to_another(region))
    return replace(release, for_another=another.in_its_words(release))


class _Compiler:
    def __init__(self, knowledge: KnowledgeBase, logs: LogRatios, identity: c.ReleaseIdentity, region: Region) -> None:
        self.knowledge = knowledge
        self.logs = logs
        self.identity = identity
        self.region = region_lines(region)
        self.findings = {row.key: index for index, row in enumerate(knowledge.findings)}
        self.causes = {row.key: index for index, row in enumerate(knowledge.causes)}
        self.categories = {row.key: index for index, row in enumerate(knowledge.categories)}
        self.advice = {row.key: index for index, row in enumerate(knowledge.advice)}
        self.page_of = {key: index for index, question in enumerate(knowledge.questions) for key in question.findings}

    def compile(self) -> c.CompiledRelease:
        findings = self.knowledge.findings
        questions = self._questions()
        rules = self._rules()
        return c.CompiledRelease(
            identity=self.identity,
            region=self.region,
            numbers=self._numbers(),
            age_bands=tuple(getattr(self.knowledge.settings.age_bands, band) for band in AGE_BANDS),
            findings=tuple(self._finding(index, row) for index, row in enumerate(findings)),
            finding_index=self.findings,
            age_findings=tuple(
                (row.age_at_least, self._mask((row.key,))) for row in findings if row.age_at_least is not None
            ),
            unsure_red_flag=self._mask((UNSURE_RED_FLAG,)),
            screening_incomplete=self._mask((SCREENING_INCOMPLETE,)),
            worked_out=self._mask(row.key for row in findings if row.kind.worked_out),
            questions=questions,
            question_index={row.key: index for index, row in enumerate(self.knowledge.questions)},
            exclusive=tuple(question.mask for question in questions if question.single_choice),
            screening=_screening(questions),
            rules=rules,
            emergencies=_emergencies(rules),
            rules_above=rules_above(rules),
            rules_with=rules_with(rules, len(findings)),
            askable=self._mask(self.page_of),
            pictures=self._pictures(),
            categories=tuple(
                c.Category(index, row.key, row.name, row.summary) for index, row in enumerate(self.knowledge.categories)
            ),
            causes=self._causes(),
            advice=self._advice(),
            weights=tuple(self._weights(band) for band in range(len(AGE_BANDS))),
            guards=self._guards(),
            picture_guards=tuple(self._guard(row.all_of, emergency=False) for row in self.knowledge.self_care),
            conditional=sum(1 << index for index, row in enumerate(self.knowledge.questions) if row.ask_if),
            tellings=tuple(self._tellings(band) for band in range(len(AGE_BANDS))),
            texts=self._texts(),
        )

    def in_its_words(self, release: c.CompiledRelease) -> c.CompiledRelease:
        """A release made of the same knowledge in other words, in the words of this one."""
        questions, rules = self._questions(), self._rules()
        return replace(
            release,
            region=self.region,
            questions=questions,
            screening=_screening(questions),
            rules=rules,
            emergencies=_emergencies(rules),
            rules_above=rules_above(rules),
            rules_with=rules_with(rules, len(release.findings)),
            texts=self._texts(),
        )

    def _texts(self) -> dict[str, str]:
        return {row.key: self._text(row.text) for row in self.knowledge.texts}

    def _text(self, text: str) -> str:
        text = fill(
            text,
            {"release_number": str(self.identity.number), "release_date": self.identity.published},
        )
        region = self.region
        return fill_region(text, region.emergency_number, region.urgent_line, region.urgent_number)

    def _mask(self, keys: Iterable[str]) -> c.Mask:
        return sum(1 << self.findings[key] for key in set(keys))

    def _clauses(self, all_of: AllOf) -> c.Clauses:
        return tuple(self._mask(clause) for clause in all_of)

    def _finding(self, index: int, row: Finding) -> c.Finding:
        return c.Finding(index, row.key, row.label, row.cluster, self.page_of.get(row.key), row.sources)

    def _questions(self) -> tuple[c.Question, ...]:
        sensitive = {row.key for row in self.knowledge.findings if row.sensitive}
        return tuple(
            c.Question(
                index=index,
                key=row.key,
                text=self._text(row.text),
                hint=self._text(row.hint),
                why=self._text(row.why),
                kind=row.kind.value,
                stage=row.stage.value,
                options=tuple(
                    c.Option(
                        key=option.key,
                        label=self._text(option.label),
                        present=self._mask(option.present),
                        absent=self._mask(option.absent),
                        ends=option.ends.value if option.ends else None,
                        explain=None if option.explain is None else self._text(option.explain),
                        for_another_man=option.for_another_man,
                    )
                    for option in row.options
                ),
                ask_if=self._clauses(row.ask_if),
                mask=self._mask(row.findings),
                sensitive=bool(sensitive & set(row.findings)),
                theme=row.theme,
            )
            for index, row in enumerate(self.knowledge.questions)
        )

    def _rules(self) -> tuple[c.Rule, ...]:
        return tuple(
            c.Rule(
                index=index,
                key=row.key,
                level=Level(row.urgency.value),
                title=self._text(row.title),
                tell=self._text(row.tell),
                because=self._text(row.because),
                clauses=self._clauses(row.all_of),
                suspects=tuple(self.causes[key] for key in row.suspects),
                sources=row.sources,
            )
            for index, row in enumerate(self.knowledge.red_flags)
        )

    def _pictures(self) -> tuple[c.Picture, ...]:
        return tuple(
            c.Picture(
                index=index,
                key=row.key,
                title=self._text(row.title),
                clauses=self._clauses(row.all_of),
                review_days=row.review_days,
                advice=tuple(self.advice[key] for key in row.advice),
            )
            for index, row in enumerate(self.knowledge.self_care)
        )

    def _causes(self) -> tuple[c.Cause, ...]:
        prior = self.logs.prior
        return tuple(
            c.Cause(
                index=index,
                key=row.key,
                name=row.name,
                summary=self._text(row.summary),
                category=self.categories[row.category],
                level=Level(row.urgency.value),
                log_priors=(
                    prior[row.prior.a18_39.value],
                    prior[row.prior.a40_59.value],
                    prior[row.prior.a60_74.value],
                    prior[row.prior.a75_plus.value],
                ),
                requires=self._mask(row.requires),
                hide_from=Level(row.hide_from_urgency.value) if row.hide_from_urgency else None,
                never_alone=row.never_alone,
                show_with=tuple((self.findings[pair.finding], self.causes[pair.cause]) for pair in row.show_with),
                treatment=tuple(self.advice[key] for key in row.treatment),
                tests=row.tests,
                sources=_union(row.sources, *(evidence.sources for evidence in row.evidence)),
                evidence=self._mask(evidence.finding for evidence in row.evidence),
                denied=self._mask(
                    key for key, logs in self.logs.evidence[row.key].items() if any((*logs.absent, *logs.unticked))
                ),
                row_sources={self.findings[evidence.finding]: evidence.sources for evidence in row.evidence},
            )
            for index, row in enumerate(self.knowledge.causes)
        )

    def _advice(self) -> tuple[c.Advice, ...]:
        return tuple(
            c.Advice(
                index=index,
                key=row.key,
                title=self._text(row.title),
                kind=row.kind.value,
                for_doctor=row.kind.for_doctor,
                text=self._text(row.text),
                cautions=tuple(self._text(caution) for caution in row.cautions),
                sources=row.sources,
                suppressed_by=frozenset(self.causes[key] for key in row.suppressed_by),
                always_when=self._mask(row.always_when),
                only_from=Level(row.only_from_urgency.value) if row.only_from_urgency else None,
            )
            for index, row in enumerate(self.knowledge.advice)
        )

    def _weights(self, band: int) -> tuple[c.FindingWeights, ...]:
        columns: list[dict[str, list[c.Weight]]] = [
            {"present": [], "absent": [], "unticked": [], "risk": []} for _ in self.knowledge.findings
        ]
        for cause, rows in self.logs.evidence.items():
            for key, row in rows.items():
                finding = self.findings[key]
                states: Mapping[str, int] = (
                    {"risk": row.present[band]}
                    if row.risk
                    else {
                        "present": row.present[band],
                        "absent": row.absent[band],
                        "unticked": row.unticked[band],
                    }
                )
                for state, log_ratio in states.items():
                    if log_ratio:
                        columns[finding][state].append(c.Weight(self.causes[cause], log_ratio))
        return tuple(
            c.FindingWeights(**{state: tuple(weights) for state, weights in column.items()}) for column in columns
        )

    def _guards(self) -> tuple[c.Guard, ...]:
        """The emergency and same-day rules: the interview leaves none of them open."""
        return tuple(
            self._guard(row.all_of, emergency=row.urgency is Urgency.EMERGENCY_NOW)
            for row in self.knowledge.red_flags
            if row.urgency.rank >= Urgency.SAME_DAY.rank
        )

    def _guard(self, all_of: AllOf, *, emergency: bool) -> c.Guard:
        return c.Guard(emergency, tuple((self._mask(clause), self._pages(clause)) for clause in all_of))

    def _pages(self, findings: Iterable[str]) -> c.Pages:
        return sum(1 << page for page in {self.page_of[key] for key in findings if key in self.page_of})

    def _tellings(self, band: int) -> tuple[tuple[c.Telling, ...], ...]:
        """By page: what each finding tells, for pages on which options do not exclude each other."""
        most = self.knowledge.settings.frequency.obligate
        usual = {row.key: float(getattr(row.background, AGE_BANDS[band])) for row in self.knowledge.findings}
        shares: dict[str, dict[int, float]] = {key: {} for key in usual}
        for cause, rows in self.logs.evidence.items():
            for key, row in rows.items():
                share = min(usual[key] * math.exp(row.present[band] / NANO), max(most, usual[key]))
                shares[key][self.causes[cause]] = share
        return tuple(
            tuple(
                telling(self.knowledge.findings[self.findings[key]].cluster, usual[key], shares[key])
                for key in page.findings
            )
            if page.kind is not QuestionKind.SINGLE
            else ()
            for page in self.knowledge.questions
        )

    def _numbers(self) -> c.Numbers:
        settings = self.knowledge.settings
        return c.Numbers(
            age_least=settings.age_bands.a18_39[0],
            age_most=settings.age_bands.a75_plus[1],
            log_requires_missing=self.logs.requires_missing,
            log_something_else=self.logs.something_else,
            log_risk_product_max=self.logs.risk_product_max,
            cluster_decay=settings.cluster_decay,
            fit_strong=settings.fit.strong,
            fit_possible=settings.fit.possible,
            fit_weak=settings.fit.weak,
            serious_level=Level(settings.serious_apart.urgency_at_least.value),
            serious_share=settings.serious_apart.share_at_least,
            strength_strong=settings.strength.strong,
            strength_moderate=settings.strength.moderate,
            max_pages=settings.interview.max_pages,
            min_gain_bits=settings.interview.min_gain_bits,
            category_gain_weight=settings.interview.category_gain_weight,
            serious_gain_weight=settings.interview.serious_gain_weight,
            limit_days={
                Level.WITHIN_DAYS: settings.time_limit_days.within_days,
                Level.ROUTINE: settings.time_limit_days.routine,
            },
            shown_causes=settings.shown.causes,
            shown_categories=settings.shown.categories,
            shown_serious=settings.shown.serious_apart,
            answers_hours=settings.visit.answers_hours,
            cookie_bytes_max=settings.visit.cookie_bytes_max,
        )


def telling(cluster: str | None, usual: float, shares: Mapping[int, float]) -> c.Telling:
    """What a finding tells when `usual` men would say yes, and of those with one of the causes in `shares` so many."""
    own = _own_term(usual)
    return c.Telling(
        cluster,
        usual,
        own,
        array("L", shares.keys()),
        array("d", [share - usual for share in shares.values()]),
        array("d", [_own_term(share) - own for share in shares.values()]),
    )


def _screening(questions: tuple[c.Question, ...]) -> tuple[c.Question, ...]:
    """The pages whose answer an outcome needs."""
    return tuple(question for question in questions if question.screens)


def _emergencies(rules: Sequence[c.Rule]) -> tuple[c.Rule, ...]:
    return tuple(rule for rule in rules if rule.level is Level.EMERGENCY_NOW)


def rules_above(rules: Sequence[c.Rule]) -> tuple[tuple[c.Rule, ...], ...]:
    """For each rank of a level the rules that are more urgent."""
    ranks = range(Level.EMERGENCY_NOW.rank + 1)
    return tuple(tuple(rule for rule in rules if rule.level.rank > rank) for rank in ranks)


def rules_with(rules: Sequence[c.Rule], findings: int) -> tuple[tuple[tuple[int, c.Rule], ...], ...]:
    """For each of so many findings the rules it stands in, with the rank of their level, the most urgent first."""
    found: list[list[tuple[int, c.Rule]]] = [[] for _ in range(findings)]
    for rule in sorted(rules, key=lambda rule: (-rule.level.rank, rule.index)):
        mentioned = 0
        for clause in rule.clauses:
            mentioned |= clause
        for index in c.bits(mentioned):
            found[index].append((rule.level.rank, rule))
    return tuple(map(tuple, found))


def _own_term(share: float) -> float:
    return sum(part * math.log2(part) for part in (share, 1 - share) if part > 0)


def _union(*lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({key for keys in lists for key in keys}))


def region_lines(region: Region) -> c.RegionLines:
    """A region with its urgent line in words."""
    line = region.urgent_line
    return c.RegionLines(
        key=region.key,
        name=region.name,
        emergency_number=region.emergency_number,
        emergency_dial=region.emergency_dial,
        emergency_also=region.emergency_also,
        urgent_line=urgent_line_words(line, region.spelling),
        urgent_number=line.number,
        urgent_if_none=line.if_none,
        crisis_line=c.CrisisLine(region.crisis_line.label, region.crisis_line.number),
    )
