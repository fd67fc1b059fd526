"""What `make bench` compares: the textbook, made-up releases, the men, and the table. Nothing is timed here."""

import pytest

from bench.generated import Size, generated, men_of, size_of
from bench.measuring import Row, at_least, at_most, ratios, table, with_no_bar
from bench.men import interviewed, open_pages, others_like
from bench.textbook import Textbook
from symptoms.engine.assessment import assess_states
from symptoms.engine.gain import page_gains
from symptoms.engine.likelihood import differential


@pytest.fixture(scope="module")
def men(knowledge, release):
    return interviewed(knowledge, release, step=44)


def test_the_textbook_chooses_the_page_the_interview_chooses(release, men):
    for man in others_like(men, release, seed=1):
        band, pages = release.age_band(man.age), list(open_pages(release, man.halfway))
        ranking = differential(release, man.halfway, man.age)
        gains = page_gains(release, ranking, band, pages)
        assert len(pages) > 10
        assert Textbook(release, band).best_page(ranking, pages) == max(gains, key=lambda page: (gains[page], -page))


def test_other_men_answer_a_little_otherwise_and_the_same_for_every_run(release, men):
    others = others_like(men, release, seed=1)

    assert others == others_like(men, release, seed=1)
    assert others != others_like(men, release, seed=2)
    for man, other in zip(men, others, strict=True):
        assert man.states.asked == other.states.asked
        assert (man.states.present ^ other.states.present).bit_count() < 12


def test_a_made_up_release_has_the_size_it_should_and_can_be_used(release):
    size = Size(causes=40, findings=60, links=400, rules=20)
    made_up = generated(release, size)
    ((age, states),) = men_of(made_up, count=1, pages=3, seed=1)
    outcome = assess_states(made_up, age, states, continued=False)

    assert size_of(made_up) == size
    assert generated(made_up, size).weights == made_up.weights
    assert sum(category.probability for category in outcome.categories) == pytest.approx(
        1 - outcome.something_else.probability, abs=1e-4
    )
    assert max(page_gains(made_up, differential(made_up, states, age), 0, open_pages(made_up, states)).values()) > 0


def test_a_bar_is_met_by_the_median():
    assert at_least("fast", 6, [1, 7, 9]).met
    assert not at_least("fast", 6, [5, 5.9, 9]).met
    assert at_most("small", 0.2, [0.1, 0.2, 3]).met
    assert not at_most("small", 0.2, [0.1, 0.21, 0.3]).met


def test_rounds_that_warm_up_are_not_counted():
    done = []
    rounds = [(lambda: done.append("one"), lambda: done.append("two"))] * 3

    assert len(ratios(rounds, warming=1)) == 2
    assert done == ["one", "two"] * 3


def test_the_table_says_which_bars_are_missed():
    told = with_no_bar("ccc", [3, 1, 2])
    head, first, second, third = table(
        [Row("a", "at most 1", "0.5", met=True), Row("bb", "at least 2", "1", met=False), told]
    )

    assert head.split() == ["what", "bar", "measured"]
    assert first.endswith("  met")
    assert second.endswith("  MISSED")
    assert third.split() == ["ccc", "2", "(1", "to", "3)"]
