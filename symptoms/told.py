"""What a man told, in words for a doctor: sorted by what it is, and with what he denied or could not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.content import FindingKind
from symptoms.assess import guarded
from symptoms.catalogue import reserved_label
from symptoms.engine import answers as engine_answers
from symptoms.engine.compiled import CompiledRelease, Finding, Mask, Question, bits
from symptoms.engine.states import States
from symptoms.serving import holder

#: The kinds of findings that say how the weakness began and goes on.
_COURSE = (FindingKind.ONSET, FindingKind.DURATION, FindingKind.COURSE, FindingKind.SIDE)
_HIS_PAST_AND_WAYS = (FindingKind.HISTORY, FindingKind.MEDICINE, FindingKind.LIFESTYLE)


@dataclass(frozen=True, slots=True)
class AskedAndSaid:
    """A page on which one answer is chosen, and that answer; None when it was not asked."""

    question: str
    asked: str
    said: str | None


@dataclass(frozen=True, slots=True)
class DangerSigns:
    """The findings of the emergency pages by what he said of them.

    He left `open` ones unticked beside a tick, and preferred not to say the `not_said` ones.
    """

    present: tuple[str, ...]
    not_sure: tuple[str, ...]
    not_said: tuple[str, ...]
    denied: tuple[str, ...]
    open: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ticked:
    """What he ticked of one kind. `asked` says whether any of the kind was asked, `all_asked` whether each was."""

    labels: tuple[str, ...]
    asked: bool
    all_asked: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Labels of findings in the order of the pages. `course` is how the weakness began, goes on and where it is.

    `answers` are the pages with one choice. `signs`, `illnesses`, `medicines` and `habits` are what he ticked on the
    others, danger signs apart; `ticked` holds all four by key. `denied`, `not_sure` and `not_said` are of those pages
    too. `for_another` is true when somebody answered for the man.
    """

    for_another: bool
    answers: tuple[AskedAndSaid, ...]
    course: tuple[str, ...]
    danger: DangerSigns
    signs: Ticked
    illnesses: Ticked
    medicines: Ticked
    habits: Ticked
    denied: tuple[str, ...]
    not_sure: tuple[str, ...]
    not_said: tuple[str, ...]
    ticked: Mapping[str, str]


def told(*, age: int | None, answers: Mapping[str, Sequence[str]]) -> Told:
    """What the answers of a visit say, read under the live release. Raises NoRelease or CouldNotAssess."""

    def work(release: CompiledRelease) -> Told:
        given = {key: tuple(options) for key, options in answers.items()}
        read = engine_answers.states_of_answers(release, given, age)
        counted = {key: options for key, options in given.items() if key not in read.unmet}
        kinds = {row["key"]: row["kind"] for row in holder.current().catalogue["findings"]}
        return _read(engine_answers.speaking_to(release, given), read.states, counted, kinds)

    return guarded(work, answers=answers.items())


def _read(
    release: CompiledRelease, states: States, answers: Mapping[str, tuple[str, ...]], kinds: Mapping[str, str]
) -> Told:
    def in_order(mask: Mask) -> list[Finding]:
        found = (release.findings[index] for index in bits(mask))
        return sorted(found, key=lambda finding: -1 if finding.question is None else finding.question)

    def labels(mask: Mask, *kinds_of_it: FindingKind) -> tuple[str, ...]:
        return tuple(row.label for row in in_order(mask) if not kinds_of_it or kinds[row.key] in kinds_of_it)

    def of_kinds(*kinds_of_it: FindingKind) -> Ticked:
        mask = sum(1 << row.index for row in in_order(ticks) if kinds[row.key] in kinds_of_it)
        return Ticked(labels(mask & states.present), bool(mask & states.asked), not mask & ~states.asked)

    danger = _mask(question for question in release.questions if question.stage == "emergency")
    chosen = [question for question in release.questions if question.kind in ("single", "yes_no")]
    ticks = release.askable & ~danger & ~_mask(chosen)
    return Told(
        for_another=engine_answers.for_another_man(release, answers),
        answers=tuple(AskedAndSaid(row.key, row.text, _said(row, answers)) for row in chosen if not row.is_scope),
        course=labels(states.present, *_COURSE),
        danger=DangerSigns(
            present=labels(states.present & danger),
            not_sure=labels(states.not_sure & danger),
            not_said=labels(states.declined & danger),
            denied=labels(states.absent & danger),
            open=labels(states.unticked & danger),
            not_asked=labels(danger & ~states.asked),
        ),
        signs=of_kinds(*(kind for kind in FindingKind if kind not in _HIS_PAST_AND_WAYS)),
        illnesses=of_kinds(FindingKind.HISTORY),
        medicines=of_kinds(FindingKind.MEDICINE),
        habits=of_kinds(FindingKind.LIFESTYLE),
        denied=labels(states.absent & ticks),
        not_sure=labels(states.not_sure & ticks),
        not_said=labels(states.declined & ticks),
        ticked={row.key: row.label for row in in_order(states.present & ticks)},
    )


def _mask(questions: Iterable[Question]) -> Mask:
    mask = 0
    for question in questions:
        mask |= question.mask
    return mask


def _said(question: Question, answers: Mapping[str, tuple[str, ...]]) -> str | None:
    """The words of the one option that was chosen."""
    if question.key not in answers:
        return None
    (key,) = answers[question.key]
    own = {option.key: option.label for option in question.options}
    return own.get(key) or reserved_label(key)
