"""Shares and reasons of any answers are those of a computation straight from the tables."""

import dataclasses
import math
import random

import pytest

from knowledge.documents import build_document, read_document
from symptoms.engine.answers import states_of_evidence
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.likelihood import differential
from symptoms.engine.remembered import remembered
from symptoms.engine.states import States
from tests.symptoms.by_hand import Score, Tables

NANO = 1_000_000_000
AGE_OF_BAND = {"a18_39": 30, "a40_59": 50, "a60_74": 68, "a75_plus": 90}


def any_answers(release, seed):
    """One option of each single-choice page, and any states of the other findings."""
    chance = random.Random(seed)
    denser = chance.choice([0.05, 0.3, 0.9])
    said = {}
    for question in release.questions:
        keys = release.keys(question.mask)
        if question.single_choice:
            said |= dict.fromkeys(keys, "absent") | {chance.choice(keys): "present"}
        else:
            said |= {
                key: chance.choice(["present", "absent", "absent", "unticked", "not_sure"])
                for key in keys
                if chance.random() < denser
            }
    return said


@pytest.mark.parametrize("band", AGE_OF_BAND)
def test_every_share_and_reason_is_that_of_the_tables(release, band):
    tables = Tables(band)
    for seed in range(3):
        said = any_answers(release, seed)
        score = Score(tables, said)
        ranking = differential(release, states_of_evidence(release, list(said.items())), AGE_OF_BAND[band])
        for row in ranking.scores:
            key = release.causes[row.cause].key
            assert row.share == pytest.approx(score.shares[key], abs=1e-8)
            assert math.exp(row.log_prior / NANO) == pytest.approx(score.prior(key), rel=1e-8)
            assert math.exp(row.sum_risk / NANO) == pytest.approx(score.risk(key), rel=1e-7)
            found = {release.findings[item.finding].key: item for item in row.contributions}
            factors = {item.finding: item for item in score.factors(key)}
            assert found.keys() == factors.keys()
            for finding, item in found.items():
                assert (item.state, item.place) == (factors[finding].state, factors[finding].place)
                assert math.exp(item.weighted / NANO) == pytest.approx(factors[finding].counts_as, rel=1e-7)
            assert row.sum_evidence == sum(item.weighted for item in found.values() if item.cluster != "risk")


@pytest.mark.parametrize("only", AGE_OF_BAND)
def test_a_denial_that_weighs_at_one_age_alone_counts_there(knowledge, only):
    document = read_document(build_document(knowledge))
    cause, finding = "peripheral_neuropathy", "numb_feet"
    place = list(AGE_OF_BAND).index(only)
    weights = document.log_ratios.evidence[cause][finding]
    at_one_age = tuple(-400_000_000 if band == place else 0 for band in range(len(AGE_OF_BAND)))
    changed = dataclasses.replace(weights, absent=at_one_age, unticked=(0,) * len(AGE_OF_BAND))
    evidence = {key: dict(rows) for key, rows in document.log_ratios.evidence.items()}
    for rows in evidence.values():
        rows.pop(finding, None)
    evidence[cause][finding] = changed
    document = dataclasses.replace(document, log_ratios=dataclasses.replace(document.log_ratios, evidence=evidence))
    release = compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "GB")
    denied = states_of_evidence(release, [(finding, "absent")])

    for band, age in AGE_OF_BAND.items():
        row = next(row for row in differential(release, denied, age).scores if release.causes[row.cause].key == cause)
        assert row.sum_evidence == (-400_000_000 if band == only else 0)
        assert [item.weighted for item in row.contributions] == ([-400_000_000] if band == only else [])


def test_scores_are_ranked_by_share_and_then_by_key(release):
    ranking = differential(release, States(), 50)
    order = [(-row.share, release.causes[row.cause].key) for row in ranking.scores]

    assert order == sorted(order)
    assert [row.share for row in ranking.scores_of([3, 1, 2])] == sorted(ranking.shares[1:4], reverse=True)


def test_what_is_remembered_for_a_release_changes_no_answer_and_is_not_shared(release):
    said = list(any_answers(release, 5).items())
    states = states_of_evidence(release, said)
    first = differential(release, states, 50)
    again = differential(release, states, 50)
    hits = remembered(release).clusters.sums.cache_info().hits
    other = dataclasses.replace(release)

    assert again == first
    assert again.scores == first.scores
    assert hits > 0
    assert remembered(other) is not remembered(release)
    assert differential(other, states, 50) == first
