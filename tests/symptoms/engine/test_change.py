"""What would change the advice: exact, minimal, with nothing smaller missed, and always in the same order."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symptoms.engine.change import MOST_TOGETHER, Basis, Direction, what_would_change
from symptoms.engine.compiled import bits
from symptoms.engine.levels import Level
from symptoms.engine.red_flags import triage
from symptoms.engine.states import unasked_screening
from tests.symptoms.engine import strategies
from tests.symptoms.engine.small_worlds import drawn_release, drawn_states

examples = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def assessed(release, states, age_facts):
    """The triage of states, by the same way as an assessment, and what its screening lacks."""
    unasked = unasked_screening(release, states, states.present | age_facts)
    return triage(release, states, age_facts, screening_complete=not unasked), unasked


def changes_of(release, states, age):
    age_facts = release.age_mask(age)
    return what_would_change(release, states, age_facts, *assessed(release, states, age_facts))


def choice_of(release, finding):
    """The page of a finding if it is a single-choice page."""
    page = release.questions[release.findings[finding].question]
    return page if page.single_choice else None


def made(release, states, findings):
    """The states with these (finding, present) made true: on a single-choice page the siblings are denied with it."""
    for finding, present in findings:
        page = choice_of(release, finding)
        for sibling in bits(page.mask) if page and present else ():
            states = strategies.in_state(states, sibling, "absent")
        states = strategies.in_state(states, finding, "present" if present else "absent")
    return states


@dataclass(frozen=True)
class Found:
    """What brute force finds: a set of single changes, and what follows when it is made."""

    findings: tuple[tuple[int, bool], ...]
    direction: Direction
    basis: Basis
    level: Level
    makers: tuple[str, ...]


def single_changes(release, states):
    """Everything a man could say otherwise, one by one."""
    for finding in release.findings:
        if finding.question is None:
            continue
        index, bit = finding.index, 1 << finding.index
        page = choice_of(release, index)
        if not states.present & bit:
            yield index, True
            if page is None and not (states.absent | states.unticked) & bit:
                yield index, False
        elif page is None or (page.mask & states.present).bit_count() > 1:
            yield index, False


def basis_of(release, states, findings):
    told = states.present | states.absent | states.unticked
    for finding, present in findings:
        page = choice_of(release, finding)
        if told >> finding & 1 or (present and page and page.mask & states.present):
            return Basis.TOLD
    return Basis.NOT_KNOWN


def made_together(release, findings):
    """No two changes of one finding, nor of one single-choice page."""
    places = []
    for finding, _ in findings:
        page = choice_of(release, finding)
        places.append(page.key if page else finding)
    return len(set(places)) == len(places)


def by_brute_force(release, states, age):
    """Every minimal set of at most MOST_TOGETHER changes, by trying all of them."""
    age_facts = release.age_mask(age)
    now = assessed(release, states, age_facts)[0].level.rank
    results, found = {(): None}, []
    for size in range(1, MOST_TOGETHER + 1):
        for findings in itertools.combinations(sorted(single_changes(release, states)), size):
            if not made_together(release, findings):
                continue
            after, _ = assessed(release, made(release, states, findings), age_facts)
            results[findings] = after.level.rank
            parts = [results[part] for less in range(1, size) for part in itertools.combinations(findings, less)]
            if min([now, *parts]) <= after.level.rank <= max([now, *parts]):
                continue
            makers = tuple(rule.key for rule in after.fired if rule.level is after.level)
            direction = Direction.RAISE if after.level.rank > now else Direction.LOWER
            basis = basis_of(release, states, findings)
            makers = makers or tuple(picture.key for picture in after.pictures)
            found.append(Found(findings, direction, basis, after.level, makers))
    return found


def findings_of(change):
    return tuple((row.finding, row.present) for row in change.findings)


def kind_of(change):
    return change.direction, change.basis, change.level


seeds = st.integers(0, 2**32)
ages = st.sampled_from((40, 55))


@examples
@given(world=seeds, man=seeds, age=ages)
def test_nothing_smaller_is_missed_and_all_of_it_is_true_by_brute_force(knowledge, world, man, age):
    release = drawn_release(knowledge, world)
    states = drawn_states(release, man)
    told = changes_of(release, states, age)
    found = {one.findings: one for one in by_brute_force(release, states, age)}
    few = [change for change in told if len(change.findings) <= MOST_TOGETHER]

    for change in few:
        one = found[findings_of(change)]
        assert kind_of(change) == kind_of(one)
        assert tuple(maker.key for maker in change.makers) == one.makers

    smallest, brought = {}, {}
    for one in found.values():
        smallest[kind_of(one)] = min(len(one.findings), smallest.get(kind_of(one), MOST_TOGETHER))
    for one in found.values():
        if len(one.findings) == smallest[kind_of(one)]:
            brought.setdefault(kind_of(one), set()).update(one.makers or ("",))
    assert {kind_of(change): len(change.findings) for change in few} == smallest
    named = {}
    for change in few:
        named.setdefault(kind_of(change), set()).update([maker.key for maker in change.makers] or [""])
    assert named == brought
