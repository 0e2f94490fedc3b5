"""The timeline chart: lanes of dates on one linear axis, each date as wide as it is precise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from claimbook.frozen import frozen

NARROWEST = 252  # pixels the axis has on the smallest screen; marks are kept apart for that width
TALLEST, LEAST = 64, 2  # pixels of the tallest column and of the lowest
# Pixels: a lane's name, a row of bars, the axis, the lines between two charts.
HEAD, ROW, AXIS, ZOOM = 22, 18, 28, 22
TAIL = 20  # pixels an open end is drawn; it stands for any length
_THICK, _THIN = 12.0, 4.0
_FIGURE = 7.0  # pixels of one digit


@frozen
class Span:
    """A date between two points of the axis, in its units; None is an open end.

    One unit is drawn as a column, with `own` of its `count` claims hollow; `vague` dates (uncertain, about,
    one of several) are dashed bars.
    """

    start: float | None
    end: float | None
    vague: bool
    count: int
    own: int
    href: str
    title: str

    @property
    def column(self) -> bool:
        """Whether the date is as precise as the axis."""
        return (
            not self.vague and self.start is not None and self.end is not None and self.end - self.start <= 1
        )


@frozen
class Lane:
    """One row of the chart, with its name."""

    name: str
    spans: Sequence[Span]


@frozen
class Tick:
    """A unit of the axis marked below it, with a grid line where it has a label."""

    at: float
    label: str = ""


def timeline(lanes: Sequence[Lane], length: float, ticks: Iterable[Tick], *, label: str) -> Markup:
    """An SVG of an axis of `length` units; columns stand on their lane's line, bars hang below it.

    Columns of all lanes share one scale that begins at zero. Marks are links outside the tab order: whoever
    goes by keyboard has the same dates as a list, without passing every mark on the way to it.
    """
    most = max((span.count for lane in lanes for span in lane.spans if span.column), default=1)
    widest = max((span.count for lane in lanes for span in lane.spans if not span.column), default=1)
    y, drawn = 0.0, []
    for lane in lanes:
        body, y = _lane(lane, length, y, most, widest)
        drawn.append(body)
    return Markup(
        f'<svg class="dates" height="{_n(y + AXIS)}" role="group" aria-label="{escape(label)}">'
        f"{_axis(ticks, length, y)}{''.join(drawn)}</svg>"
    )


def zoom(start: float, end: float, length: float) -> Markup:
    """Two lines from a stretch of the chart above to the whole width of the chart below."""
    line = Markup('<line x1="{}" y1="0" x2="{}" y2="{}"/>')
    return Markup('<svg class="dates dates-zoom" height="{}" aria-hidden="true">{}{}</svg>').format(
        ZOOM, line.format(_x(start, length), "0%", ZOOM), line.format(_x(end, length), "100%", ZOOM)
    )


def _axis(ticks: Iterable[Tick], length: float, y: float) -> str:
    drawn = []
    for tick in ticks:
        x = _x(tick.at + 0.5, length)
        top = 0 if tick.label else y
        name = ' class="dates-grid"' if tick.label else ""
        drawn.append(f'<line{name} x1="{x}" y1="{_n(top)}" x2="{x}" y2="{_n(y + 5)}"/>')
        if tick.label:
            drawn.append(f'<text x="{x}" y="{_n(y + 19)}">{escape(tick.label)}</text>')
    return f'<g class="dates-axis" aria-hidden="true">{"".join(drawn)}</g>'


def _lane(lane: Lane, length: float, top: float, most: int, widest: int) -> tuple[str, float]:
    columns = [span for span in lane.spans if span.column]
    bars = [span for span in lane.spans if not span.column]
    deep = max((_height(span.count, most) for span in columns), default=0.0)
    base = top + HEAD + (deep + 14 if columns else 0)
    named = _named(columns, length)
    drawn = [
        _column(span, length, top + HEAD, base, most, number in named) for number, span in enumerate(columns)
    ]
    rows, below = _rows(bars, length)
    drawn += [
        _bar(span, length, base + 4 + ROW * row + ROW / 2, widest)
        for span, row in zip(bars, rows, strict=True)
    ]
    head = (
        f'<text class="dates-lane" x="0" y="{_n(top + 14)}">{escape(lane.name)}</text>'
        f'<line class="dates-base" x1="0" y1="{_n(base)}" x2="100%" y2="{_n(base)}"/>'
    )
    end = base + (4 + ROW * below if below else 0) + 10
    return head + "".join(drawn), end


def _height(count: int, most: int) -> float:
    return max(LEAST, TALLEST * count / most)


def _named(columns: Sequence[Span], length: float) -> set[int]:
    """Which columns have their number written: the greatest first, where the numbers do not meet."""
    taken: list[tuple[float, float]] = []
    found = set()
    for number in sorted(range(len(columns)), key=lambda i: (-columns[i].count, i)):
        span = columns[number]
        middle = ((span.start or 0) + 0.5) * NARROWEST / length
        half = _FIGURE * len(str(span.count)) / 2 + 1
        if all(middle + half <= start or end <= middle - half for start, end in taken):
            taken.append((middle - half, middle + half))
            found.add(number)
    return found


def _column(span: Span, length: float, top: float, base: float, most: int, named: bool) -> str:
    start = span.start or 0.0
    height = _height(span.count, most)
    own = height * span.own / span.count
    x, width = _x(start + 0.15, length), _x(0.7, length)
    parts = [_box("dates-hit", _x(start, length), top, _x(1, length), base - top)]
    if height - own > 0:
        parts.append(_box("dates-mark", x, base - height + own, width, height - own))
    if own:
        parts.append(_box("dates-own", x, base - height, width, own))
    if named:
        at, y = _x(start + 0.5, length), _n(base - height - 3)
        parts.append(f'<text class="dates-count" x="{at}" y="{y}">{span.count}</text>')
    return _link(span, parts)


def _bar(span: Span, length: float, y: float, widest: int) -> str:
    """A bar between two points, or a tail with an arrow from one point to the open side; then its number.

    A nested picture's place is a share of the axis, what stands in it is measured in pixels.
    """
    if span.start is None or span.end is None:
        at, way = (span.end or 0.0, -1) if span.start is None else (span.start, 1)
        shape = (
            f'<svg class="dates-open" x="{_x(at, length)}" y="{_n(y)}">'
            f'<rect class="dates-hit" x="{min(0, way * TAIL)}" y="-9" width="20" height="18"/>'
            f'<path d="M0-6v12M0 0h{way * TAIL}M{way * (TAIL - 4)} -4l{way * 4} 4l{-way * 4} 4"/></svg>'
        )
        aside, anchor = (5 if span.start is None else TAIL + 5), "start"
    else:
        thick = max(_THIN, _THICK * span.count / widest)
        name = "dates-vague" if span.vague else "dates-mark"
        width = _x(span.end - span.start, length)
        left, top = _x(span.start, length), y - ROW / 2
        shape = _box("dates-hit", left, top, width, ROW) + _box(name, left, y - thick / 2, width, thick)
        before = _before(span, length)
        at, aside, anchor = (span.start, -4, "end") if before else (span.end, 4, "start")
    number = (
        f'<svg class="dates-open" x="{_x(at, length)}" y="{_n(y)}">'
        f'<text class="dates-count" x="{aside}" y="4" text-anchor="{anchor}">{span.count}</text></svg>'
    )
    return _link(span, [shape, number])


def _box(name: str, x: str, y: float, width: str, height: float) -> str:
    return f'<rect class="{name}" x="{x}" y="{_n(y)}" width="{width}" height="{_n(height)}"/>'


def _link(span: Span, parts: Iterable[str]) -> str:
    title = f"<title>{escape(span.title)}</title>"
    return f'<a href="{escape(span.href)}" tabindex="-1">{title}{"".join(parts)}</a>'


def _room(span: Span) -> float:
    """Pixels of the bar's number and the white around it."""
    return _FIGURE * len(str(span.count)) + 9


def _before(span: Span, length: float) -> bool:
    """Whether a bar's number stands before it, because there is no room behind it."""
    return span.end is not None and span.end * NARROWEST / length + _room(span) > NARROWEST


def _taken(span: Span, length: float) -> tuple[float, float]:
    """Where a bar begins and ends on the smallest screen, its open end and its number included."""
    scale, room = NARROWEST / length, _room(span)
    if span.start is None or span.end is None:
        at = ((span.start or 0.0) if span.end is None else span.end) * scale
        return (at - TAIL, at + room) if span.start is None else (at, at + TAIL + room)
    left, right = span.start * scale, span.end * scale
    return (left - room, right) if _before(span, length) else (left, right + room)


def _rows(bars: Sequence[Span], length: float) -> tuple[list[int], int]:
    """For each bar the first row in which it meets no earlier one, and how many rows there are."""
    ends: list[list[tuple[float, float]]] = []
    rows = []
    for bar in bars:
        left, right = _taken(bar, length)
        row = next(
            (i for i, taken in enumerate(ends) if all(right <= a or b <= left for a, b in taken)), len(ends)
        )
        if row == len(ends):
            ends.append([])
        ends[row].append((left, right))
        rows.append(row)
    return rows, len(ends)


def _x(value: float, length: float) -> str:
    return f"{100 * value / length:.2f}".rstrip("0").rstrip(".") + "%"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
