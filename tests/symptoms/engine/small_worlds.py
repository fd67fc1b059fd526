"""Small knowledge bases that are drawn anew each time, with every kind of page, rule and gap a clinician may write."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence

from knowledge.content import (
    DERIVED_FINDINGS,
    AllOf,
    FindingKind,
    KnowledgeBase,
    Option,
    Question,
    QuestionKind,
    Stage,
    Urgency,
)
from knowledge.documents import build_document, read_document
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import CompiledRelease, ReleaseIdentity
from symptoms.engine.states import States, with_siblings_denied

#: Key, kind, stage and number of findings of the pages.
PAGES = (
    ("danger", QuestionKind.MULTIPLE, Stage.EMERGENCY, 3),
    ("more_danger", QuestionKind.MULTIPLE, Stage.EMERGENCY, 2),
    ("how_fast", QuestionKind.SINGLE, Stage.PATTERN, 3),
    ("side", QuestionKind.SINGLE, Stage.PATTERN, 2),
    ("detail", QuestionKind.MULTIPLE, Stage.DETAIL, 3),
    ("feeling_ok", QuestionKind.YES_NO, Stage.DETAIL, 1),
)


def release_with(
    shipped: KnowledgeBase,
    rules: Sequence[tuple[Urgency, AllOf]],
    pictures: Sequence[AllOf] = (),
    conditions: Mapping[str, AllOf] | None = None,
) -> CompiledRelease:
    """A compiled release with these pages, rules by level, self-care pictures, and conditions of pages."""
    model = next(row for row in shipped.findings if row.kind is FindingKind.SYMPTOM)
    pages = [
        _page(key, kind, stage, [f"{key}_{number}" for number in range(size)], (conditions or {}).get(key, ()))
        for key, kind, stage, size in PAGES
    ]
    knowledge = dataclasses.replace(
        shipped,
        findings=(
            *(dataclasses.replace(model, key=key) for page in pages for key in page.findings),
            *(row for row in shipped.findings if row.kind.worked_out),
        ),
        questions=tuple(pages),
        red_flags=tuple(
            dataclasses.replace(
                shipped.red_flags[0], key=f"rule_{number}", urgency=urgency, all_of=all_of, suspects=(), sources=()
            )
            for number, (urgency, all_of) in enumerate(rules)
        ),
        self_care=tuple(
            dataclasses.replace(shipped.self_care[0], key=f"picture_{number}", all_of=all_of, advice=())
            for number, all_of in enumerate(pictures)
        ),
        causes=(),
        advice=(),
        sources=(),
        vignettes=(),
    )
    document = read_document(build_document(knowledge))
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "GB")


def drawn_release(shipped: KnowledgeBase, seed: int) -> CompiledRelease:
    """A release with about as many rules as findings, any of which may rest on a derived finding or the age."""
    chance = random.Random(seed)
    conditions, asked = {}, []
    for key, _, _, size in PAGES:
        if asked and chance.random() < 0.25:
            conditions[key] = (_clause(chance, asked),)
        asked += [f"{key}_{number}" for number in range(size)]
    levels = [level for level in Urgency if level is not Urgency.SELF_CARE]
    # What he was asked stands in most rules, as in real ones.
    keys = [*asked, *asked, "age_50_plus", *DERIVED_FINDINGS]
    rules = [(chance.choice(levels), _all_of(chance, keys)) for _ in range(chance.randrange(3, 12))]
    return release_with(shipped, rules, [_all_of(chance, asked) for _ in range(chance.randrange(3))], conditions)


def drawn_states(release: CompiledRelease, seed: int) -> States:
    """States of all findings: mostly no, with some yes, not sure, left open and never asked."""
    chance = random.Random(seed)
    usual = chance.choice(("absent", "absent", "not_sure", None))
    masks = dict.fromkeys(("present", "absent", "unticked", "not_sure", "declined"), 0)
    for index, finding in enumerate(release.findings):
        if finding.question is None:
            continue
        state = chance.choice((usual, usual, "present", "absent", "unticked", "not_sure", "declined", None))
        if state:
            masks[state] |= 1 << index
    states = States(**masks)
    # Two options of one page are a conflict that only a partner can send: rarely.
    for question in release.questions:
        present = question.mask & states.present
        if question.single_choice and present.bit_count() > 1 and chance.random() < 0.8:
            states = dataclasses.replace(states, present=states.present & ~present | present & -present)
    return with_siblings_denied(release, states)


def _clause(chance: random.Random, keys: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(chance.choices(keys, k=chance.choice((1, 1, 2, 3))))))


def _all_of(chance: random.Random, keys: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(_clause(chance, keys) for _ in range(chance.choice((1, 1, 2, 2, 3))))


def _page(
    key: str, kind: QuestionKind, stage: Stage, findings: list[str], ask_if: tuple[tuple[str, ...], ...]
) -> Question:
    single, yes_no = kind is QuestionKind.SINGLE, kind is QuestionKind.YES_NO
    options = [
        Option(
            key=name,
            label=name,
            present=(name,),
            absent=tuple(other for other in findings if other != name) if single else (),
            ends=None,
        )
        for name in findings
    ]
    if yes_no:
        options.append(Option(key="no", label="No", present=(), absent=tuple(findings), ends=None))
    return Question(key=key, text=key, hint="", why="", kind=kind, stage=stage, options=tuple(options), ask_if=ask_if)
