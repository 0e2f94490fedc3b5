"""The timeline's picture: the whole span of the book, and the weeks that hold most of it enlarged.

Both axes are linear: nothing is bent to fit. On the whole span a column is a year (a decade or a century in
long books); enlarged, it is a day. Dates less precise than a column are bars over all the time they may mean.
"""

from __future__ import annotations

import bisect
import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence

from markupsafe import Markup

from claimbook import charts, dates
from claimbook.frozen import frozen
from claimbook.pages.parts import count_of

WEEKS = 62  # days that may be enlarged
_SHORT = 31  # a date of at most so many days counts as near
_BARS = 24  # bars drawn in one lane
_WORDED = 6  # dates with the same bounds that a mark names
_YEARS = 60  # columns beyond which a coarser unit is taken
_LANES = ("Said to have happened", "Said or written")
_DAYS = ("day", "month", "year", "decade", "century", "season", "range", "set")

Cell = tuple[float | None, float | None]  # the first column of a date and the one after its last
Place = Callable[[datetime.date], int]  # the column a day lies in


@frozen
class Dated:
    """A date of the book: where its section is, and how many claims are of it, said on it, written on it."""

    moment: dates.Moment
    href: str
    events: int
    said: int
    written: int

    @property
    def weight(self) -> int:
        """All claims at the date."""
        return self.events + self.said + self.written


@frozen
class Panel:
    """One chart with its caption; `left_out` counts bars for which there was no room."""

    caption: str
    chart: Markup
    left_out: int


@frozen
class Picture:
    """The charts, from the whole to the enlarged part, with the lines that lead from one to the other."""

    panels: tuple[Panel, ...]
    zoom: Markup | None


def picture(found: Sequence[Dated]) -> Picture | None:
    """The charts of all dates that have a bound; None where the book has none."""
    found = [one for one in found if one.moment.earliest or one.moment.latest]
    ends = [day for one in found for day in (one.moment.earliest, one.moment.latest) if day]
    if not ends:
        return None
    first, last = min(ends), max(ends)
    window = _window(found)
    if window and window[0] <= first and last <= window[1]:
        return Picture((_days(found, first, last, "Every date"),), None)
    unit = next((u for u in (1, 10) if (last.year - first.year) // u < _YEARS), 100)
    whole, zoom = _years(found, first.year // unit, last.year // unit, unit), None
    panels = [whole]
    if window:
        begin, length = first.year // unit, last.year // unit - first.year // unit + 1
        zoom = charts.zoom(_year(window[0]) / unit - begin, _year(window[1]) / unit - begin, length)
        panels.append(_days([one for one in found if _inside(one.moment, window)], *window, "Enlarged"))
    return Picture(tuple(panels), zoom)


def _window(found: Sequence[Dated]) -> tuple[datetime.date, datetime.date] | None:
    """The at most `WEEKS` days that hold most claims, where that is at least half of all."""
    weights: dict[tuple[datetime.date, datetime.date], int] = {}
    for one in found:
        if _near(one.moment):
            bounds = _first(one.moment), _last(one.moment)
            weights[bounds] = weights.get(bounds, 0) + one.weight
    near = sorted(weights)
    best, held = 0, near[:0]
    for at, (first, _) in enumerate(near):
        if at and near[at - 1][0] == first:
            continue
        limit = first + datetime.timedelta(WEEKS - 1)
        behind = bisect.bisect_right(near, (limit, limit))
        within = [bounds for bounds in near[at:behind] if bounds[1] <= limit]
        weight = sum(weights[bounds] for bounds in within)
        if weight > best:
            best, held = weight, within
    if not held or 2 * best < sum(one.weight for one in found):
        return None
    return held[0][0], max(last for _, last in held)


def _near(moment: dates.Moment) -> bool:
    return bool(moment.earliest and moment.latest) and (_last(moment) - _first(moment)).days < _SHORT


def _first(moment: dates.Moment) -> datetime.date:
    return moment.earliest or datetime.date.min


def _last(moment: dates.Moment) -> datetime.date:
    return moment.latest or datetime.date.max


def _inside(moment: dates.Moment, window: tuple[datetime.date, datetime.date]) -> bool:
    known = [day for day in (moment.earliest, moment.latest) if day]
    return bool(known) and all(window[0] <= day <= window[1] for day in known)


def _days(found: Sequence[Dated], first: datetime.date, last: datetime.date, word: str) -> Panel:
    origin, length = first.toordinal(), (last - first).days + 1
    spread = dates.parse(f"{first}/{last}").words if first != last else dates.parse(str(first)).words
    caption = f"{word}: {spread}. A column is a day."
    ticks = _day_ticks(first, last)
    return _panel(found, caption, length, ticks, _DAYS, lambda day: day.toordinal() - origin, _one)


def _day_ticks(first: datetime.date, last: datetime.date) -> Iterator[charts.Tick]:
    """A tick a day; the 1st, 10th and 20th are named, the month where it begins and on the first of them."""
    named = False
    for at in range((last - first).days + 1):
        day = first + datetime.timedelta(at)
        label = ""
        if day.day in (1, 10, 20) or last - first < datetime.timedelta(10):
            month = dates.parse(day.isoformat()[:7]).words[:3]
            label = f"{day.day} {month}" if day.day == 1 or not named else str(day.day)
            named = True
        yield charts.Tick(at, label)


def _years(found: Sequence[Dated], first: int, last: int, unit: int) -> Panel:
    length = last - first + 1
    word = {1: "year", 10: "decade", 100: "century"}[unit]
    step = next(s for s in (1, 2, 5, 10, 20) if length <= 6 * s)
    ticks = [
        charts.Tick(at, str((first + at) * unit) if (first + at) % step == 0 else "") for at in range(length)
    ]
    spread = f"{first * unit} to {(last + 1) * unit - 1}" if length > 1 or unit > 1 else str(first)

    def named(cell: Cell) -> str:
        begin, end = ((None if x is None else int(x) + first) for x in cell)
        if begin is None:
            return f"{(end or 0) * unit - 1} or earlier"
        if end is None:
            return f"{begin * unit} or later"
        return f"{begin * unit}–{end * unit - 1}" if (end - begin) * unit > 1 else str(begin)

    def merged(cell: Cell, held: Sequence[Dated]) -> str:
        return _one(cell, held) if len(held) == 1 else f"{named(cell)}, {len(held)} dates"

    caption = f"Every date, {spread}. A column is a {word}."
    coarse = ("year", "decade", "century")
    return _panel(found, caption, length, ticks, coarse, lambda day: day.year // unit - first, merged)


def _one(cell: Cell, held: Sequence[Dated]) -> str:
    """The words of a mark that stands for one date, or for several with the same bounds."""
    words = [one.moment.words for one in held]
    return "; ".join(words if len(words) <= _WORDED else [*words[:_WORDED], "…"])


def _panel(
    found: Sequence[Dated],
    caption: str,
    length: int,
    ticks: Iterable[charts.Tick],
    doubtful: Sequence[str],
    place: Place,
    name: Callable[[Cell, Sequence[Dated]], str],
) -> Panel:
    lanes, left_out = [], 0
    for title, events in zip(_LANES, (True, False), strict=True):
        cells: dict[tuple[Cell, bool], list[Dated]] = {}
        for one in found:
            if one.events if events else one.said + one.written:
                cells.setdefault(_cell(one.moment, place, doubtful), []).append(one)
        spans = [_span(cell, vague, held, events, name) for (cell, vague), held in cells.items()]
        bars = sorted((at for at, s in enumerate(spans) if not s.column), key=lambda at: -spans[at].count)
        left_out += len(bars[_BARS:])
        skipped = {*bars[_BARS:]}
        lanes.append(charts.Lane(title, [s for at, s in enumerate(spans) if at not in skipped]))
    return Panel(caption, charts.timeline(lanes, length, ticks, label=caption), left_out)


def _cell(moment: dates.Moment, place: Place, doubtful: Sequence[str]) -> tuple[Cell, bool]:
    """The columns a date covers, and whether it is vague: dates with the same ones make one mark.

    Doubt counts only for the precisions `doubtful`: an uncertain day lies in its year all the same.
    """
    start = None if moment.earliest is None else place(moment.earliest)
    end = None if moment.latest is None else place(moment.latest) + 1
    if start is None or end is None:
        return (start, end), False
    unsure = (moment.approximate or moment.uncertain) and moment.precision in doubtful
    return (start, end), unsure or (moment.precision == "set" and end - start > 1)


def _span(
    cell: Cell,
    vague: bool,
    held: Sequence[Dated],
    events: bool,
    name: Callable[[Cell, Sequence[Dated]], str],
) -> charts.Span:
    count = sum(one.events if events else one.said + one.written for one in held)
    own = 0 if events else sum(one.written for one in held)
    words = count_of(count, "claim")
    if events:
        words += " of what happened"
    elif own:
        words += (
            ", in a document’s own voice" if own == count else f", {own} of them in a document’s own voice"
        )
    return charts.Span(*cell, vague, count, own, held[0].href, f"{name(cell, held)}: {words}")


def _year(day: datetime.date) -> float:
    """A day as a fraction of its year, such as 2022.5."""
    begin, end = datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)
    return day.year + (day - begin).days / ((end - begin).days + 1)
