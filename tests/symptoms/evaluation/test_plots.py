"""Plots are well-formed pictures with a text in place of them, and bring no style, script or colour."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from symptoms.evaluation.plots import Bar, BarGroup, Line, bar_plot, column_plot, line_plot


def parsed(plot):
    return ElementTree.fromstring(plot)  # noqa: S314 - the text is our own


def percent(share):
    return f"{share:.0%}"


ODD = '<b> & "x"'

PLOTS = {
    "bars": bar_plot(
        "k", ODD, ODD, [BarGroup(ODD, (Bar(ODD, ODD, 0.5, 0.4, 0.6), Bar("a", "none", None, None, None)))], percent
    ),
    "columns": column_plot("k", ODD, ODD, ("Asked", ODD), [(ODD, 3, 0), ("15", 1, 7)]),
    "no columns": column_plot("k", ODD, ODD, ("Asked", "Fewest"), []),
    "lines": line_plot(
        "k",
        ODD,
        ODD,
        [("0 %", 0.0), (ODD, 1.0)],
        [Line(ODD, (1.0, 0.5)), Line("n", (None, None)), Line("m", (0.9, 0.5))],
        percent,
    ),
}


@pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)
def test_a_plot_is_well_formed_and_has_a_text_in_its_place(plot):
    root = parsed(plot)
    assert root.get("role") == "img"
    ids = root.get("aria-labelledby").split()
    assert [root.find(name).get("id") for name in ("title", "desc")] == ids
    assert root.find("title").text == ODD


@pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)
def test_a_plot_fits_a_strict_policy_and_any_colour_scheme(plot):
    assert not re.search(r"style|script|href|on\w+=|#[0-9a-f]{3}|rgb", plot)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', plot)) <= {"currentColor", "none"}


def test_a_bar_is_as_long_as_its_share():
    bars = (Bar("b", "a quarter", 0.25, 0.2, 0.3), Bar("c", "all", 1, 1, 1), Bar("d", "nothing", None, None, None))
    root = parsed(bar_plot("k", "t", "d", [BarGroup("g", bars)], percent))
    first, second = [float(box.get("width")) for box in root.iter("rect")]
    assert first == second / 4
    words = [text.text for text in root.iter("text")]
    assert words[:7] == ["g", "b", "a quarter", "c", "all", "d", "nothing"]
    assert words[7:] == ["0%", "25%", "50%", "75%", "100%"]


def room_of(plot, words):
    """Where words begin or end, and how wide the whole picture is."""
    (place,) = [float(text.get("x")) for text in plot.iter("text") if text.text == words]
    return place, float(plot.get("viewBox").split()[2])


@pytest.mark.parametrize("letters", [10, 24, 40])
def test_a_plot_grows_with_the_longest_of_its_labels(letters):
    label = "m" * letters
    bars = parsed(bar_plot("k", "t", "d", [BarGroup("g", (Bar(label, "all", 1, 1, 1),))], percent))
    ends, width = room_of(bars, label)
    assert ends >= 8 * letters
    assert (width == 640) == (letters < 25)
    lines = parsed(line_plot("k", "t", "d", [("a", 0.0), ("b", 1.0)], [Line(label, (1.0, 0.5))], percent))
    begins, width = room_of(lines, label)
    assert width - begins >= 8 * letters
    assert (width == 640) == (letters < 25)


@pytest.mark.parametrize(("told", "wide"), [("97.7 %", False), ("[97.7 %]", True)])
def test_a_plot_grows_with_the_longest_of_its_figures_but_not_with_words_inside(told, wide):
    bars = (Bar("a", told, 0.977, 0.9, 1), Bar("b", "nothing was measured", None, None, None))
    begins, width = room_of(parsed(bar_plot("k", "t", "d", [BarGroup("g", bars)], percent)), told)
    assert width - begins >= 8 * len(told)
    assert (width > 640) == wide


def test_a_plot_of_lines_grows_with_what_its_axis_says():
    def said(share):
        return f"[{percent(share)} of all]"

    lines = parsed(line_plot("k", "t", "d", [("a", 0.0), ("b", 1.0)], [Line("x", (1.0, 0.5))], said))
    ends, width = room_of(lines, "[100% of all]")
    assert ends >= 8 * len("[100% of all]")
    assert width > 640


def test_a_column_is_as_high_as_its_count_and_none_is_drawn_for_0():
    root = parsed(column_plot("k", "t", "d", ("A", "B"), [("14", 4, 0), ("15", 2, 0)]))
    heights = [float(box.get("height")) for box in root.iter("rect")][2:]
    assert heights == [200.0, 100.0]


def test_names_of_lines_do_not_cover_each_other():
    lines = [Line(str(number), (0.5, 0.5)) for number in range(5)]
    root = parsed(line_plot("k", "t", "d", [("a", 0.0), ("b", 1.0)], lines, percent))
    heights = [float(text.get("y")) for text in root.iter("text") if text.text in "01234"]
    assert len(heights) == 5
    assert all(lower - upper >= 14 for upper, lower in pairwise(heights))


def test_a_line_that_was_not_measured_everywhere_has_points_where_it_was():
    places = [("a", 0.0), ("b", 0.5), ("c", 1.0)]
    root = parsed(line_plot("k", "t", "d", places, [Line("x", (1.0, None, 0.0))], percent))
    assert len(list(root.iter("circle"))) == 2
