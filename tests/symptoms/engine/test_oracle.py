"""Where the model is plain naive Bayes, a general program for Bayesian networks finds the same posterior."""

import random
from dataclasses import replace

import pytest

from bench.naive_bayes import DENIED, UNTICKED, YES, network, plain, said
from bench.with_pyagrum import PyAgrum
from knowledge.content import AGE_BANDS, Background, Evidence, Frequency, PriorBand
from knowledge.documents import build_document, read_document
from symptoms.engine.answers import states_of_evidence
from symptoms.engine.compile import compile_release
from symptoms.engine.compiled import ReleaseIdentity
from symptoms.engine.likelihood import differential

EQUAL = 1e-9
AGES = (25, 50, 68, 90)


def compiled(knowledge):
    document = read_document(build_document(knowledge))
    return compile_release(document, ReleaseIdentity(1, document.hash, "2026-01-01"), "GB")


def made_up(knowledge, seed):
    """A few causes and findings with any words, priors and backgrounds; without what speaks of other causes."""
    chance = random.Random(seed)
    askable = [row for row in knowledge.findings if not row.kind.worked_out]
    chosen = {row.key for row in chance.sample(askable, chance.randint(5, 40))}

    def background():
        return Background(*(round(chance.uniform(0.016, 0.14), 3) for _ in AGE_BANDS))

    def evidence():
        return tuple(
            Evidence(
                finding=key, frequency=chance.choice(list(Frequency)), likelihood_ratio=None, sources=(), note=None
            )
            for key in sorted(chosen)
            if chance.random() < 0.6
        )

    def prior(old):
        return replace(old, **{band: chance.choice(list(PriorBand)) for band in AGE_BANDS})

    return plain(
        replace(
            knowledge,
            findings=tuple(
                replace(row, background=background()) if row.key in chosen else row for row in knowledge.findings
            ),
            causes=tuple(
                replace(row, prior=prior(row.prior), evidence=evidence(), treatment=(), show_with=())
                for row in chance.sample(knowledge.causes, chance.randint(1, 9))
            ),
            red_flags=(),
            self_care=(),
            advice=(),
            vignettes=(),
        )
    ), sorted(chosen)


def greatest_difference(release, network_of_band, age, states):
    ranking = differential(release, states, age)
    own = [*ranking.shares, ranking.something_else]
    other = network_of_band.posterior(said(release, states))
    return max(abs(one - two) for one, two in zip(own, other, strict=True))


@pytest.mark.parametrize("seed", range(6))
def test_a_made_up_knowledge_has_the_posterior_of_pyagrum(knowledge, seed):
    small, asked = made_up(knowledge, seed)
    release, chance, band = compiled(small), random.Random(seed), seed % len(AGE_BANDS)
    oracle = PyAgrum(network(small, band))
    for _ in range(10):
        words = [(key, chance.choice(["present", "absent", "unticked", "not_sure"])) for key in asked]
        assert greatest_difference(release, oracle, AGES[band], states_of_evidence(release, words)) <= EQUAL


def test_the_shipped_knowledge_reduced_to_naive_bayes_has_the_posterior_of_pyagrum(knowledge):
    reduced = plain(knowledge)
    release = compiled(reduced)
    oracle = PyAgrum(network(reduced, band=2))
    links = sum(len(cause.evidence) for cause in reduced.causes)
    worst, seen = 0.0, set()
    for vignette in knowledge.vignettes[::6]:
        words = [(key, "present") for key in vignette.present]
        words += [(key, ("absent", "unticked")[place % 2]) for place, key in enumerate(vignette.absent)]
        states = states_of_evidence(release, words)
        seen |= set(said(release, states).values())
        worst = max(worst, greatest_difference(release, oracle, 68, states))

    assert links > 3000
    assert seen == {YES, DENIED, UNTICKED}
    assert 0 < worst <= EQUAL


def test_clusters_and_risk_facts_are_more_than_naive_bayes(knowledge, release):
    oracle = PyAgrum(network(plain(knowledge), band=1))
    states = states_of_evidence(release, [("unsteady_walk", "present"), ("unsteady_dark", "present")])

    assert greatest_difference(release, oracle, 50, states) > 0.01
