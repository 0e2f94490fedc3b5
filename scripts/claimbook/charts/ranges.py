"""The ranges chart: numbers that several voices give for one quantity, on one axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, ROW, LEFT, RIGHT, TOP = 640, 34, 12, 12, 6
_AXIS = 30
_PARTS = 5  # the axis ends at 1, 2, 2.5 or 5 times a power of ten, so fifths of it are round


@dataclass(frozen=True, slots=True)
class Bar:
    """One number or range with who gives it; an open end is None. `href` leads to the claim."""

    label: str
    value: str
    low: float | None
    high: float | None
    href: str


def ranges(bars: Sequence[Bar], *, label: str) -> Markup:
    """An SVG with one row a bar on a common axis that begins at zero; `label` names it to screen readers.

    An open end is drawn as an arrow to the chart's edge.
    """
    top = _ceiling(max(_ends(bars), default=1.0) * 1.02)
    height = TOP + ROW * len(bars) + _AXIS
    body = Markup("").join(_row(bar, number, top) for number, bar in enumerate(bars))
    return Markup('<svg class="ranges" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>').format(
        WIDTH, height, label, _axis(top, height - _AXIS), body
    )


def _ends(bars: Sequence[Bar]) -> list[float]:
    return [end for bar in bars for end in (bar.low, bar.high) if end is not None]


def _ceiling(value: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value)


def _x(value: float, top: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * max(0.0, value) / top


def _axis(top: float, y: float) -> Markup:
    line = Markup('<line class="range-axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        LEFT, _n(y), WIDTH - RIGHT, _n(y)
    )
    ticks = []
    for i in range(_PARTS + 1):
        value = top * i / _PARTS
        anchor = "start" if i == 0 else "end" if i == _PARTS else "middle"
        ticks.append(
            Markup('<text class="range-tick" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                _n(_x(value, top)), _n(y + 18), anchor, f"{value:,.10g}".replace(",", "\u202f")
            )
        )
    return line + Markup("").join(ticks)


def _row(bar: Bar, number: int, top: float) -> Markup:
    y = TOP + ROW * number + ROW * 0.68
    low = _x(bar.low, top) if bar.low is not None else float(LEFT)
    high = _x(bar.high, top) if bar.high is not None else float(WIDTH - RIGHT)
    open_end = bar.low is None or bar.high is None
    if high - low < 1 and not open_end:
        shape = Markup('<circle class="range-dot" cx="{}" cy="{}" r="4.5"/>').format(_n(low), _n(y))
    else:
        name = "range-bar range-open" if open_end else "range-bar"
        shape = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
            name, _n(low), _n(y), _n(high), _n(y)
        )
    middle = (low + high) / 2
    anchor = "start" if middle < WIDTH * 0.25 else "end" if middle > WIDTH * 0.75 else "middle"
    at = low if anchor == "start" else high if anchor == "end" else middle
    text = Markup('<text class="range-label" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        _n(at), _n(y - 9), anchor, f"{bar.label}: {bar.value}"
    )
    return Markup('<a href="{}">{}{}</a>').format(bar.href, text, shape)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
