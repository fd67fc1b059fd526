"""Plots as SVG: bars with intervals, pairs of columns, lines.

No script, no style and no colour of their own: everything is drawn in the colour of the text around it, told
apart by shade, dash and mark, so that the plots fit a page with a strict content policy, in light and in dark.
Each has a title and a description; the figures themselves stand in a table beside it. All words, and how a share
is written, come from who draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 640
_TEXT = 14

#: The room for labels beside the plot, for figures at its other side, and for the shares of an upright axis.
_LABELS = 210
_FIGURES = 60
_SHARES = 50

#: The height of one row of bars.
_ROW = 24

#: What a letter may take, and what stands between the plot and the name of a line, or the figure of a bar.
_LETTER = 8
_GAP = 18
_SMALL_GAP = 8

_DASHES = ("", "6 3", "2 3", "9 3 2 3", "12 4", "1 5")
_SHADES = ("0.85", "0.35")


@dataclass(frozen=True, slots=True)
class Bar:
    """One share from 0 to 1 with its interval; all None where nothing was measured. `told` is written beside it."""

    label: str
    told: str
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars below a heading."""

    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A share from 0 to 1 at each place of the horizontal axis; None where nothing was measured."""

    label: str
    values: tuple[float | None, ...]


#: How a share from 0 to 1 is written.
Percent = Callable[[float], str]


def bar_plot(key: str, title: str, description: str, groups: Sequence[BarGroup], percent: Percent) -> str:
    """Horizontal bars of shares, each with a thin line for its interval. `key` is part of the ids in the page."""
    bars = [bar for group in groups for bar in group.bars]
    left = _room((bar.label for bar in bars), _LABELS, _GAP)
    right = left + _WIDTH - _LABELS - _FIGURES
    width = right + _room((bar.told for bar in bars if bar.share is not None), _FIGURES, _SMALL_GAP)
    parts = []
    y = 8
    for group in groups:
        parts.append(_text(0, y + 15, group.heading, weight="bold"))
        y += _ROW
        for bar in group.bars:
            parts.append(_text(left - _SMALL_GAP, y + 15, bar.label, anchor="end"))
            parts += _bar(bar, left, right, y)
            y += _ROW
        y += 6
    parts += _share_axis(left, right, 8, y, percent)
    return _svg(key, title, description, width, y + 28, parts)


def _bar(bar: Bar, left: int, right: int, y: int) -> list[str]:
    if bar.share is None or bar.low is None or bar.high is None:
        return [_text(left + 6, y + 15, bar.told)]
    start, end = left + bar.low * (right - left), left + bar.high * (right - left)
    middle = y + 10
    return [
        _box(left, y + 3, bar.share * (right - left), 14, _SHADES[1]),
        _path(f"M{_n(start)} {middle}H{_n(end)}M{_n(start)} {middle - 4}v8M{_n(end)} {middle - 4}v8", "2"),
        _text(right + _SMALL_GAP, y + 15, bar.told),
    ]


#: Shares at which the axis has a line.
_MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def _room(labels: Iterable[str], least: int, gap: int) -> int:
    """The room for labels, with more for those that would be cut off."""
    return max([least, *(len(label) * _LETTER + gap for label in labels)])


def _share_axis(left: int, right: int, top: int, bottom: int, percent: Percent) -> list[str]:
    parts = []
    for mark in _MARKS:
        x = left + (right - left) * mark
        parts.append(_path(f"M{_n(x)} {top}V{bottom}", "0.5"))
        parts.append(_text(x, bottom + 18, percent(mark), anchor="middle"))
    return parts


def column_plot(
    key: str, title: str, description: str, names: tuple[str, str], columns: Sequence[tuple[str, int, int]]
) -> str:
    """Pairs of columns: for each label two counts, the first dark and the second light."""
    left, right, top, bottom = 40, _WIDTH - 10, 40, 240
    most = max((max(first, second) for _, first, second in columns), default=0) or 1
    step = (right - left) / max(len(columns), 1)
    width = min(step / 2 - 2, 24)
    parts = [
        _box(left, 8, 14, 14, _SHADES[0]),
        _text(left + 20, 20, names[0]),
        _box(left + 260, 8, 14, 14, _SHADES[1]),
        _text(left + 280, 20, names[1]),
        _path(f"M{left} {bottom}H{right}", "1"),
    ]
    for number, (label, *counts) in enumerate(columns):
        centre = left + step * (number + 0.5)
        parts.append(_text(centre, bottom + 18, label, anchor="middle"))
        for side, count in enumerate(counts):
            height = count / most * (bottom - top)
            x = centre - width - 1 if side == 0 else centre + 1
            if count:
                parts.append(_box(x, bottom - height, width, height, _SHADES[side]))
                parts.append(_text(x + width / 2, bottom - height - 4, str(count), anchor="middle", size=11))
    return _svg(key, title, description, _WIDTH, bottom + 28, parts)


def line_plot(
    key: str,
    title: str,
    description: str,
    places: Sequence[tuple[str, float]],
    lines: Sequence[Line],
    percent: Percent,
) -> str:
    """Lines of shares over `places`, each a label and its position from 0 to 1; every line ends at its name."""
    left, top, bottom = _room(map(percent, _MARKS), _SHARES, _SMALL_GAP), 16, 276
    right = left + _WIDTH - _LABELS - _SHARES
    width = right + _room((line.label for line in lines), _LABELS, _GAP)
    parts = []
    for mark in _MARKS:
        y = bottom - (bottom - top) * mark
        parts.append(_path(f"M{left} {_n(y)}H{right}", "0.5"))
        parts.append(_text(left - 6, y + 5, percent(mark), anchor="end"))
    xs = [left + position * (right - left) for _, position in places]
    parts += [_text(x, bottom + 20, label, anchor="middle") for x, (label, _) in zip(xs, places, strict=True)]
    ends = []
    for number, line in enumerate(lines):
        points = [
            (x, bottom - value * (bottom - top)) for x, value in zip(xs, line.values, strict=True) if value is not None
        ]
        if not points:
            continue
        way = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        parts.append(_path(f"M{way}", "2", _DASHES[number % len(_DASHES)]))
        parts += [_dot(x, y) for x, y in points]
        ends.append((points[-1][1], points[-1][0], line.label))
    parts += _names(ends, right)
    return _svg(key, title, description, width, bottom + 32, parts)


def _names(ends: Sequence[tuple[float, float, str]], right: int) -> list[str]:
    """The names of the lines from top to bottom, pushed apart where they would cover each other."""
    parts = []
    free = 0.0
    for y, x, label in sorted(ends):
        at = max(y, free)
        free = at + _TEXT + 3
        parts.append(_path(f"M{_n(x + 5)} {_n(y)}L{_n(right + 14)} {_n(at)}", "0.5"))
        parts.append(_text(right + _GAP, at + 5, label))
    return parts


def _svg(key: str, title: str, description: str, width: int, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg class="lc-plot" role="img" aria-labelledby="{key}-title {key}-text" '
        f'viewBox="0 0 {width} {height}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-text">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _n(value: float) -> str:
    """A coordinate to a tenth of a pixel."""
    return f"{round(value, 1):g}"


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = _TEXT, weight: str = "normal") -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="currentColor">{escape(words)}</text>'
    )


def _box(x: float, y: float, width: float, height: float, shade: str) -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="currentColor" fill-opacity="{shade}"/>'
    )


def _path(way: str, width: str, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{way}" fill="none" stroke="currentColor" stroke-width="{width}"{dashed}/>'


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="3" fill="currentColor"/>'
