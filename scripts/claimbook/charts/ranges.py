"""The ranges chart: numbers that several voices give for one quantity, on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup, escape

from claimbook.frozen import frozen

ROW, AXIS = 20, 24  # pixels: a number's line, the axis
_PARTS = 5  # the axis ends at 1, 2, 2.5 or 5 times a power of ten, so fifths of it are round
_HEADROOM = 1.1  # an open end needs room for its arrow to the right of every number


@frozen
class Bar:
    """One number or range with who gives it; an open end is None. `title` tells the claim at `href`."""

    label: str
    value: str
    low: float | None
    high: float | None
    href: str
    title: str
    approximate: bool = False


def ranges(bars: Sequence[Bar]) -> Markup:
    """A list with one number an entry, in words and on a common axis that begins at zero.

    The words are HTML, so that they wrap; the drawing beside them says nothing more and is hidden from screen
    readers. An exact number is a full dot, "about" a hollow dot or a dashed bar, an open end an arrow.
    """
    top = _ceiling(max((end for bar in bars for end in _ends(bar)), default=0.0) * _HEADROOM)
    rows = "".join([_row(bar, top) for bar in bars])
    return Markup(f'<ol class="ranges">{rows}</ol>{_axis(top)}')


def _ends(bar: Bar) -> list[float]:
    return [end for end in (bar.low, bar.high) if end is not None]


def _ceiling(value: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


def _row(bar: Bar, top: float) -> str:
    words = f"<b>{escape(bar.value)}</b> {escape(bar.label)}"
    drawing = f'<svg height="{ROW}" aria-hidden="true">{_grid()}{_shape(bar, top)}</svg>'
    return f'<li><a href="{escape(bar.href)}" title="{escape(bar.title)}">{words}</a>{drawing}</li>'


@cache
def _grid() -> str:
    places = [_n(100 * i / _PARTS) for i in range(_PARTS + 1)]
    return "".join([f'<line class="range-grid" x1="{x}%" x2="{x}%" y2="{ROW}"/>' for x in places])


def _shape(bar: Bar, top: float) -> str:
    """What stands for the number: a dot, a bar with an end mark at each known end, or an arrow."""
    about = " range-about" if bar.approximate else ""
    low, high = (None if end is None else _x(end, top) for end in (bar.low, bar.high))
    y = ROW // 2
    if low == high and low is not None:
        return f'<circle class="range-dot{about}" cx="{low}" cy="{y}" r="5"/>'
    drawn = f'<line class="range-bar{about}" x1="{low or "0%"}" x2="{high or "100%"}" y1="{y}" y2="{y}"/>'
    for end in filter(None, (low, high)):
        drawn += f'<line class="range-end" x1="{end}" x2="{end}" y1="{y - 6}" y2="{y + 6}"/>'
    if low is None or high is None:
        at, way = ("100%", 1) if high is None else ("0%", -1)
        arrow = f'<path d="M{-8 * way} -5L{-way} 0l{-7 * way} 5"/>'
        drawn += f'<svg class="range-open" x="{at}" y="{y}">{arrow}</svg>'
    return drawn


def _axis(top: float) -> str:
    ticks = []
    for i in range(_PARTS + 1):
        anchor = "start" if i == 0 else "end" if i == _PARTS else "middle"
        number = f"{top * i / _PARTS:,.10g}".replace(",", "\u202f")
        ticks.append(f'<text x="{_n(100 * i / _PARTS)}%" y="17" text-anchor="{anchor}">{number}</text>')
    line = '<line x1="0" x2="100%" y1=".5" y2=".5"/>'
    return f'<svg class="range-axis" height="{AXIS}" aria-hidden="true">{line}{"".join(ticks)}</svg>'


def _x(value: float, top: float) -> str:
    return _n(100 * max(0.0, value) / top) + "%"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
