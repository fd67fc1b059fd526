"""The shipped vignettes: the bars they meet and do not meet, and the figures that the docs tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symptoms.evaluation.casefile import read_cases
from symptoms.evaluation.evaluation import evaluate, plain_evaluation
from symptoms.evaluation.figures import figures
from symptoms.evaluation.judging import Verdict, place, verdict
from symptoms.evaluation.noise import DRAWS, SEED
from symptoms.evaluation.page import page_of
from symptoms.evaluation.running import Way, run, takes_part
from symptoms.evaluation.words import ENGLISH

DOCS = Path(__file__).parents[3] / "docs" / "accuracy.md"
TEXT = DOCS.read_text(encoding="utf-8")

#: Bars that are not met, and why, stand in docs/accuracy.md.
NOT_MET = {
    "goal_median_pages",
    "lost_one_not_sure",
    "lost_danger_not_sure",
    "lost_kind",
}


def tables_below(heading: str) -> list[list[tuple[str, ...]]]:
    """The tables of a section of the docs, each as its head and rows."""
    _, below = TEXT.split(f"\n## {heading}\n", 1)
    part = below.split("\n## ", 1)[0]
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", part, flags=re.MULTILINE):
        lines = [line for line in table.splitlines() if not line.startswith("|--")]
        found.append([tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines])
    return found


def test_direct_figures_of_the_docs_are_true(release, cases):
    runs = [run(release, named, Way.DIRECT) for named in cases.values()]
    found = figures(release, Way.DIRECT, runs)
    assert (found.in_range.count, found.cases) == (132, 132)
    rows = next(table for table in tables_below("The figures") if "Cause in the first 5" in (row[0] for row in table))
    told = {row[0]: row[1] for row in rows}
    tops = {f"Cause in the first {top.places}": top.right for top in found.end.causes if top.places > 1}
    tops["Category in the first 3"] = found.end.categories[0].right
    tops["Level in its range"] = found.in_range
    assert {name: told[name] for name in tops} == {
        name: ENGLISH.of_all(as_read(figure)) for name, figure in tops.items()
    }


def as_read(figure):
    return {name: getattr(figure, name) for name in ("count", "of", "share", "low", "high")}


def test_the_case_file_of_the_docs_is_one_and_comes_out_right(release):
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
    found = read_cases(release, DOCS.name, text)
    assert [named.finished for named in found] == [True, False]
    for named in found:
        for way in (way for way in Way if takes_part(named, way)):
            end = run(release, named, way).end
            assert verdict(named.case, end.level) is Verdict.IN_RANGE
            assert place(end.causes, named.case.causes) == 1


@pytest.fixture(scope="module")
def evaluation(release, knowledge, cases):
    """All vignettes, as `manage.py evaluate` runs them."""
    return plain_evaluation(evaluate(release, knowledge, list(cases.values()), own=True, draws=DRAWS, seed=SEED))


@pytest.mark.slow
def test_bars_are_met_but_for_those_the_docs_explain(evaluation):
    assert {bar["key"] for bar in evaluation["bars"] if not bar["met"]} == NOT_MET


@pytest.mark.slow
def test_misses_that_the_docs_explain_are_those_there_are(evaluation):
    def missed(way, what):
        return {
            miss["case"]
            for miss in evaluation["misses"]
            if miss["way"] == way and miss["missed"] == what and (miss["continued"] or miss["level"] != "emergency_now")
        }

    causes = missed("denies", "cause")
    assert len(causes) == 3
    assert all(f"`{key}`" in TEXT for key in causes)
    categories = missed("not_sure", "category")
    assert len(categories) == 3
    assert all(f"`{key}`" in TEXT for key in categories)
    lost = {(row["change"], row["case"]) for row in evaluation["lost"]["lost"] if row["change"] != "rules_not_sure"}
    assert lost == {
        ("kind", "v02_leg_only_on_waking"),
        ("one_not_sure", "v24_puffed_and_swollen"),
        ("danger_not_sure", "v24_puffed_and_swollen"),
    }


@pytest.mark.slow
def test_every_table_of_figures_in_the_docs_is_one_of_the_page(evaluation):
    page = [part.table for section in page_of(evaluation, ENGLISH)["sections"] for part in section.parts]
    told = tables_below("The figures")
    assert len(told) == 12
    for head, *rows in told:
        likely = [table for table in page if table.head == head]
        # Of the emergencies that are lost, the docs leave out those that say nothing about anything.
        kept = [[row for row in table.rows if "All his findings" not in row[1] or len(row) < 6] for table in likely]
        assert rows in kept, head
