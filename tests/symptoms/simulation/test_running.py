"""Many men: as many processes as one likes, and the first men stay the first."""

import pytest

from knowledge.interchange import Unreadable
from symptoms.simulation.counting import Counts
from symptoms.simulation.drawing import Plan, draw_man
from symptoms.simulation.running import bench, simulate
from symptoms.simulation.shares import Draw
from symptoms.simulation.walking import walk
from tests.symptoms.simulation.tiny import DOCUMENT

PLAN = Plan(3, Draw.CORRELATED, 0.7, every_page=True)


def test_result_does_not_depend_on_the_number_of_processes():
    told = []
    alone = simulate(DOCUMENT, PLAN, 450, 1, told.append)
    together = simulate(DOCUMENT, PLAN, 450, 2, told.append)
    assert alone == together
    assert alone.men.total() == 450
    assert told == [200, 400, 450] * 2


def test_men_are_counted_one_by_one_from_the_first():
    here = bench(DOCUMENT, PLAN)
    expected = Counts()
    for index in range(5):
        man = draw_man(here.world, PLAN, index)
        expected.add(walk(here.release, here.world, man, every_page=True), here.danger)
    assert simulate(DOCUMENT, PLAN, 5, 4, lambda done: None) == expected


def test_bytes_that_are_no_release_are_refused():
    with pytest.raises(Unreadable):
        simulate(b"{}", PLAN, 5, 1, lambda done: None)
