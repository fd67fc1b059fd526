"""Rows of outcomes that take few forms, or parts of them that are the same for every man: made once for a release.

Nothing here depends on what is remembered but the time it takes.
"""

from __future__ import annotations

from functools import lru_cache

from symptoms.engine.compiled import CompiledRelease, Mask, bits
from symptoms.engine.outcome import AdviceShown, FindingChange, LevelMaker, RedFlag
from symptoms.engine.states import State

#: How many rows of a kind are remembered for a release; each takes about half a kilobyte.
_ROWS = 4096


class Rows:
    """What is remembered of the rows of one release.

    `changed` is asked for one finding of a change, `advice` for one advice with the causes that brought it in,
    `red_flag` for one rule with those present findings that are its own. `cause_heads` has what comes first in the row
    of each cause, and `cause_tails` what comes last.
    `rule_makers` and `picture_makers` name what makes a level.
    """

    def __init__(self, release: CompiledRelease) -> None:
        # Kept apart from the release, which lives as long as anything refers to it.
        self._findings = release.findings
        self._questions = release.questions
        self._rules = release.rules
        self._advice = release.advice
        self._cause_keys = [cause.key for cause in release.causes]
        self.cause_heads = [
            (cause.key, cause.name, release.categories[cause.category].key, cause.summary, cause.level)
            for cause in release.causes
        ]
        self.cause_tails = [(cause.tests, cause.sources) for cause in release.causes]
        self.changed = lru_cache(maxsize=_ROWS)(self._made_changed)
        self.advice = lru_cache(maxsize=_ROWS)(self._made_advice)
        self.red_flag = lru_cache(maxsize=_ROWS)(self._made_red_flag)
        self.rule_makers = [LevelMaker("rule", rule.key, rule.title) for rule in release.rules]
        self.picture_makers = [LevelMaker("picture", picture.key, picture.title) for picture in release.pictures]

    def _made_advice(self, index: int, causes: tuple[int, ...]) -> AdviceShown:
        advice = self._advice[index]
        return AdviceShown(
            key=advice.key,
            title=advice.title,
            kind=advice.kind,
            group="doctor_may_do" if advice.for_doctor else "you_can_do",
            text=advice.text,
            cautions=advice.cautions,
            for_causes=tuple(self._cause_keys[cause] for cause in causes),
            sources=advice.sources,
        )

    def _made_red_flag(self, index: int, present: Mask) -> RedFlag:
        rule = self._rules[index]
        return RedFlag(
            rule=rule.key,
            level=rule.level,
            title=rule.title,
            tell=rule.tell,
            because=rule.because,
            matched=tuple(
                tuple(self._findings[finding].key for finding in bits(clause & present)) for clause in rule.clauses
            ),
            suspects=tuple(self._cause_keys[cause] for cause in rule.suspects),
            sources=rule.sources,
        )

    def _made_changed(self, index: int, state: State, present: bool) -> FindingChange:
        """What a finding of a change is now, and whether it would be present."""
        finding = self._findings[index]
        if finding.question is None:
            raise ValueError("a finding that no page asks about cannot be changed")
        would_be = State.PRESENT if present else State.ABSENT
        return FindingChange(finding.key, finding.label, self._questions[finding.question].key, state, would_be)
