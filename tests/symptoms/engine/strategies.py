"""Generated answers and states for the shipped release."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from symptoms.engine.answers import reserved_options, states_of_evidence
from symptoms.engine.compiled import CompiledRelease, Question, bits
from symptoms.engine.states import States

AGES = st.integers(min_value=18, max_value=120)

#: States a finding can be sent in, and None for not asked; a no is the commonest.
_STATES = (None, "absent", "absent", "absent", "unticked", "not_sure", "present")


def evidence(release: CompiledRelease, *, likely: tuple[str, ...] = ()) -> st.SearchStrategy[list[tuple[str, str]]]:
    """Evidence about any of the askable findings; those in `likely` are more often present."""
    keys = [finding.key for finding in release.findings if not release.worked_out >> finding.index & 1]

    def build(seed: int, density: int) -> list[tuple[str, str]]:

        chance = random.Random(seed)
        sent = []
        for key in keys:
            state = chance.choice(_STATES)
            if state == "present" and chance.randrange(100) >= density and key not in likely:
                state = "absent"
            if key in likely and chance.random() < 0.6:
                state = "present"
            if state:
                sent.append((key, state))
        return sent

    return st.builds(build, st.integers(0, 2**32), st.sampled_from((3, 15, 60)))


def states(release: CompiledRelease, *, likely: tuple[str, ...] = ()) -> st.SearchStrategy[States]:
    """States of all findings as evidence gives them."""
    return evidence(release, likely=likely).map(lambda sent: states_of_evidence(release, sent))


def page_answer(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    """Any allowed way to answer a page."""
    own = [option.key for option in question.options]
    reserved = reserved_options(question)
    alone = [key for key in reserved if key != "rest_not_sure"]
    if question.kind != "multiple":
        return st.sampled_from(own + alone).map(lambda key: (key,))
    ticks = st.lists(st.sampled_from(own), min_size=1, max_size=3, unique=True).map(tuple)
    with_rest = ticks.map(lambda keys: (*keys, "rest_not_sure"))
    return st.one_of(st.sampled_from(alone).map(lambda key: (key,)), st.just(("none",)), ticks, with_rest)


def answers(release: CompiledRelease) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Answers to any set of pages."""
    optional = {question.key: page_answer(question) for question in release.questions}
    return st.fixed_dictionaries({}, optional=optional)


def changeable(release: CompiledRelease) -> list[int]:
    """Indexes of the findings of multiple and yes/no pages."""
    return [
        index
        for question in release.questions
        if not question.is_scope and not question.single_choice
        for index in bits(question.mask)
    ]


def in_state(states: States, index: int, word: str) -> States:
    """The same states with one finding in another one."""
    bit = 1 << index
    parts = {name: getattr(states, name) & ~bit for name in ("present", "absent", "unticked", "not_sure", "declined")}
    parts[word] |= bit
    return States(**parts)
