"""docs/how-it-scores.md: its worked example, the engine, and a computation straight from the tables agree."""

from __future__ import annotations

import ast
import math
import operator
import re
from itertools import pairwise

import pytest

from symptoms.engine.answers import states_of_evidence
from symptoms.engine.assessment import assess_states
from symptoms.engine.gain import page_gains
from symptoms.engine.likelihood import differential
from tests.symptoms.by_hand import Score, Tables
from tests.test_docs import rows_of, text_of

PAGE = "docs/how-it-scores.md"
AGE, BAND = 46, "a40_59"
HEADING_OF = {
    "vitamin_b12_deficiency": "Low vitamin B12",
    "peripheral_neuropathy": "Nerve damage in the feet and legs",
    "nitrous_oxide_myeloneuropathy": "Nerve and cord damage from laughing gas",
}
NANO = 1_000_000_000
TIMES, MINUS = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}"
SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def table(heading: str, first: str) -> list[list[str]]:
    """The rows of the table below a heading whose first column has this name."""
    _, below = re.split(rf"^#+ {re.escape(heading)}\n", text_of(PAGE), maxsplit=1, flags=re.MULTILINE)
    found = re.search(rf"^\| {re.escape(first)} \|.*\n(?:\|.*\n)+", below, flags=re.MULTILINE)
    assert found, f"no table of {first} below {heading}"
    return rows_of(found[0])


def key_in(cell: str) -> str:
    """The key in code marks, or the words where there is none."""
    match = re.search(r"`(\w+)`", cell)
    return match[1] if match else cell


def keyed(heading: str, first: str) -> dict[str, list[str]]:
    return {key_in(cells[0]): cells[1:] for cells in table(heading, first)}


def printed(figure: float, cell: str) -> bool:
    """Whether the cell shows the figure, rounded to as many decimals as it has."""
    decimals = len(cell.partition(".")[2])
    return abs(float(cell) - figure) <= 0.5 * 10**-decimals + 1e-12


def differing(shown: dict[str, list[str]], real: dict[str, list]) -> list[str]:
    """Rows and cells that do not show what they should; None stands for an empty cell."""
    wrong = [f"row {key}" for key in shown.keys() ^ real.keys()]
    for key in shown.keys() & real.keys():
        for cell, value in zip(shown[key], real[key], strict=True):
            right = printed(value, cell) if isinstance(value, int | float) else cell == (value or "")
            if not right:
                wrong.append(f"{key}: {cell}, not {value}")
    return wrong


@pytest.fixture(scope="module")
def said():
    return {key: cells[0] for key, cells in keyed("An example worked by hand", "finding").items()}


@pytest.fixture(scope="module")
def tables():
    return Tables(BAND)


@pytest.fixture(scope="module")
def score(tables, said):
    return Score(tables, said)


@pytest.fixture(scope="module")
def states(release, said):
    return states_of_evidence(release, list(said.items()))


@pytest.fixture(scope="module")
def ranking(release, states):
    return differential(release, states, AGE)


@pytest.fixture(scope="module")
def outcome(release, states):
    return assess_states(release, AGE, states, continued=False)


@pytest.mark.parametrize("cause", HEADING_OF)
def test_the_lines_of_each_cause_are_those_of_the_tables(score, tables, cause):
    real = {
        item.finding: [
            item.state,
            None if item.risk else tables.stated(cause, item.finding),
            None if item.risk else tables.share(cause, item.finding),
            None if item.risk else tables.background(item.finding),
            item.ratio,
            item.place,
            item.counts_as,
        ]
        for item in score.factors(cause)
    }

    assert differing(keyed(HEADING_OF[cause], "finding"), real) == []


@pytest.mark.parametrize("cause", HEADING_OF)
def test_the_engine_gives_the_same_lines(release, ranking, score, cause):
    found = next(row for row in ranking.scores if release.causes[row.cause].key == cause)
    engine = {
        release.findings[item.finding].key: (str(item.state), item.place, item.log_ratio, item.weighted)
        for item in found.contributions
    }
    by_hand = {item.finding: item for item in score.factors(cause)}

    assert engine.keys() == by_hand.keys()
    for key, (state, place, log_ratio, weighted) in engine.items():
        assert (state, place) == (by_hand[key].state, by_hand[key].place)
        assert math.exp(log_ratio / NANO) == pytest.approx(by_hand[key].ratio, rel=1e-8)
        assert math.exp(weighted / NANO) == pytest.approx(by_hand[key].counts_as, rel=1e-8)


def test_weights_and_shares_are_those_of_the_tables(score, tables):
    rest = [cause for cause in tables.causes if cause not in HEADING_OF]
    other = tables.settings["something_else_prior"]
    real = {
        cause: [
            score.prior(cause),
            score.evidence(cause),
            score.risk(cause),
            score.weight(cause),
            score.shares[cause],
        ]
        for cause in HEADING_OF
    }
    real["all other causes"] = [
        None,
        None,
        None,
        sum(map(score.weight, rest)),
        sum(score.shares[cause] for cause in rest),
    ]
    real["something else"] = [other, 1, 1, other, score.something_else]
    real["together"] = [None, None, None, score.whole, 1]

    assert differing(keyed("From weights to shares", "cause"), real) == []


def test_the_engine_gives_the_same_shares(release, ranking, score):
    assert {release.causes[row.cause].key: row.share for row in ranking.scores} == pytest.approx(score.shares, abs=1e-9)
    assert ranking.something_else == pytest.approx(score.something_else, abs=1e-9)
    assert dict(
        zip((category.key for category in release.categories), ranking.category_shares, strict=True)
    ) == pytest.approx(score.categories, abs=1e-9)


def test_what_is_shown_is_what_the_engine_shows(score, outcome):
    categories = table("From weights to shares", "category")

    assert [(key_in(key), fit) for key, _, fit in categories] == [
        (row.key, row.fit) for row in outcome.categories[: len(categories)]
    ]
    assert [key for key, share, _ in categories if not printed(score.categories[key_in(key)], share)] == []
    assert [(key_in(key), fit) for key, fit in table("From weights to shares", "cause shown")] == [
        (row.key, row.fit) for row in outcome.causes
    ]
    assert [(key_in(key), level) for key, level in table("From weights to shares", "rule that fires")] == [
        (flag.rule, flag.level) for flag in outcome.red_flags
    ]


def test_the_pages_that_tell_most_are_those_of_the_engine(release, ranking, score, tables, said):
    untold = [key for key, options in tables.options.items() if not said.keys() & set(options)]
    gains = page_gains(release, ranking, release.age_band(AGE), [release.question_index[key] for key in untold])
    best = sorted(untold, key=lambda key: -gains[release.question_index[key]])
    shown = keyed("The example goes on", "page")
    by_hand = {key: sum(gain * place for _, gain, place in score.page_gains(key)) for key in shown}

    assert list(shown) == best[: len(shown)]
    assert differing(shown, {key: [gain] for key, gain in by_hand.items()}) == []
    assert by_hand == pytest.approx({key: gains[release.question_index[key]] for key in shown}, abs=1e-6)


def test_the_findings_of_the_page_that_tells_most_are_those_of_the_tables(score):
    page = key_in(table("The example goes on", "page")[0][0])
    shown = keyed("The example goes on", "finding")
    real = {
        finding: [score.all_say_yes(finding), gain, place, gain * place]
        for finding, gain, place in score.page_gains(page)
    }

    assert differing(shown, real) == []
    assert all(float(first[1]) >= float(second[1]) for first, second in pairwise(shown.values()))


def test_one_gain_in_full_is_that_of_the_tables(score, tables):
    finding = "brain_fog"
    shown = keyed("The example goes on", "cause")
    named = [key for key in shown if key in tables.causes]
    real = {
        cause: [
            score.shares[cause],
            score.gain_weight(cause),
            score.says_yes(cause, finding),
            score.term(cause, finding),
        ]
        for cause in named
    }
    rest = [
        1 - sum(score.shares[cause] for cause in named),
        None,
        None,
        score.gain(finding) - sum(score.term(cause, finding) for cause in named),
    ]
    real |= {"all others and something else": rest, "together": [1, None, None, score.gain(finding)]}

    assert differing(shown, real) == []


def test_calculations_in_the_text_come_out():
    """Every calculation of the page that stands before "= result", with brackets, powers and logarithms."""
    found = re.findall(rf"(?<![\w.])([\d(1][\d.()\[\] {TIMES}/{MINUS}^+log]*?[\d)\]]) = (\d[\d.]*\d)", text_of(PAGE))
    as_python = str.maketrans({TIMES: "*", MINUS: "-", "^": "**", "[": "(", "]": ")"})
    wrong = [
        f"{formula} is not {result}"
        for formula, result in found
        if abs(_value(formula.translate(as_python)) - float(result)) > 2e-4
    ]

    assert wrong == []
    assert len(found) == 9


def _value(formula: str) -> float:
    def of(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](of(node.left), of(node.right))
        if isinstance(node, ast.Call):
            return math.log2(of(node.args[0]))
        assert isinstance(node, ast.Constant)
        return node.value

    return of(ast.parse(formula, mode="eval").body)


def test_numbers_of_the_method_are_those_of_the_settings(tables):
    text, numbers = text_of(PAGE), tables.settings
    words = {key: [share] for key, share in numbers["frequency"].items()}
    decay = numbers["cluster_decay"]
    r, veto, interview = numbers["report_sensitivity"], numbers["soft_veto"], numbers["interview"]
    floor, ratio, fit = veto["single_choice_floor"], numbers["ratio"], numbers["fit"]
    sentences = [
        f"{MINUS} background / 2)",
        f"place = 1, {decay}, {decay**2}, ...",
        ", ".join(f"{band} {weight}" for band, weight in numbers["prior"].items()),
        f"the first weight is multiplied by {numbers['requires_missing']}",
        f"It starts with {numbers['something_else_prior']} ",
        f"{r['absent']} where he denied it, {r['unticked']} where he left it",
        f"Present, it multiplies by {veto['present']};",
        f"it is {numbers['frequency']['excluded']} / background, but not below {floor}",
        f"below {ratio['min']} or above {ratio['max']}, ",
        f"not above {ratio['max_absent']}. So",
        f"together count at most {numbers['risk_product_max']}.",
        f"strong from {fit['strong']}, possible from {fit['possible']}, weak from {fit['weak']};",
        f"with a share from {numbers['serious_apart']['share_at_least']}, ",
        f"({interview['min_gain_bits']} bits) or {interview['max_pages']} pages",
        f"The importance is {interview['category_gain_weight']} for causes of the leading",
        f"{interview['serious_gain_weight']} for causes that need care the same day",
        f"at most {numbers['frequency']['obligate']} (or the background",
        f"strong when it counts as {math.exp(numbers['strength']['strong']):.1f} or more, "
        f"or {math.exp(-numbers['strength']['strong']):.2f} or less",
        f"moderate from {math.exp(numbers['strength']['moderate']):.1f}, "
        f"or {math.exp(-numbers['strength']['moderate']):.2f} down",
    ]

    assert differing(keyed("One finding, one cause", "word"), words) == []
    assert [sentence for sentence in sentences if sentence not in text] == []
    assert numbers["leak_of_background"] == 1 / 2
