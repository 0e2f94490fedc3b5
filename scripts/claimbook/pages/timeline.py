"""The timeline: events and sayings on one axis, each as precise as its source.

A book of many dates has an overview and a page for each period (`pages/periods.py`), and one for what has no
date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from claimbook import dates
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.chronology import Dated, Picture, picture
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Chain, Head, Link, Pager, Rows, When, page_name, pager, reading_order, when
from claimbook.pages.periods import HEAVY, Period, periods
from claimbook.records import Claim

WHOLE = 1000  # entries up to which all dates stand on one page
_MANY = 12  # dates of one year or month beyond which its parts are offered
_ROWS = 150  # lines of the overview beyond which the parts of its periods are left to their own pages
_STEM, _UNDATED = "timeline", "timeline.undated"  # the dots keep all pages of it apart from pages of prose


@frozen
class Moment:
    """One date with what was said on it and what is said to have happened on it.

    `told` counts events and sayings of the date where a page holds only a part of them; `continued` is true
    where others stand on the page before.
    """

    id: str
    when: When
    precision: str
    events: Rows
    sayings: Rows
    documents: tuple[tuple[Chain, int], ...]
    told: tuple[int, int]
    continued: bool


@frozen
class Jump:
    """A way into the timeline: a year or a month, with its days where it holds many dates."""

    to: Link
    days: tuple[Link, ...]


@frozen
class Line:
    """A period in a table: claims of what happened in it, said and written in it; `part` of the one above."""

    link: Link
    events: int
    said: int
    written: int
    part: bool


@frozen
class TimelinePage:
    """All dates in order, or the dates of a period, with a picture where there are any; `undated` counts
    claims without a date of saying, and `no_date` leads to them.

    In a book of many dates the first page has no `moments`, but `lines` for its periods; so has the page of a
    period that is split. `rows` are the undated claims on their own pages. `up` leads to the overview, or to
    the period that holds this one, `before` and `after` to its neighbours.
    """

    head: Head
    title: str
    picture: Picture | None
    jumps: tuple[Jump, ...]
    moments: tuple[Moment, ...]
    undated: int
    no_date: Link | None = None
    lines: tuple[Line, ...] = ()
    rows: Rows | tuple[()] = ()
    up: tuple[Link, ...] = ()
    pager: Pager | None = None
    before: Link | None = None
    after: Link | None = None


@dataclass(slots=True)
class _Date:
    """A date with its claims; those in a document's own voice stand together under the document."""

    moment: dates.Moment
    number: int = 0
    events: list[Claim] = field(default_factory=list)
    sayings: list[Claim] = field(default_factory=list)
    documents: dict[str, list[Claim]] = field(default_factory=dict)

    @property
    def entries(self) -> int:
        """The number of its entries on a page."""
        return len(self.events) + len(self.sayings) + len(self.documents)

    @property
    def written(self) -> int:
        return sum(map(len, self.documents.values()))


def timeline_pages(desk: Desk) -> Iterator[TimelinePage]:
    """The views of the timeline: one page, or the overview and those of its periods."""
    found, undated = _dates(desk.book)
    if sum(date.entries for date in found) <= WHOLE:
        yield TimelinePage(
            _head("Timeline", _STEM),
            "Timeline",
            picture([_dated(date, _STEM) for date in found]),
            tuple(_jumps(found)),
            tuple(_moment(desk, date, 0, date.entries) for date in found),
            len(undated),
        )
        return
    made = periods([date.moment for date in found], [date.entries for date in found])
    pages = list(_period_pages(desk, made, found))
    begins: dict[int, str] = {}
    for page in pages:
        for moment in page.moments:
            begins.setdefault(int(moment.id.removeprefix("date-")), page.head.path)
    nothing = Link(f"{_UNDATED}.html", "No date")
    yield TimelinePage(
        _head("Timeline", _STEM),
        "Timeline",
        picture([_dated(date, begins[date.number]) for date in found]),
        (),
        (),
        len(undated),
        nothing if undated else None,
        tuple(_lines(made, found, parts=sum(1 + len(one.parts) for one in made) <= _ROWS)),
    )
    yield from pages
    yield from _undated_pages(desk, undated)


def _head(title: str, stem: str, number: int = 1) -> Head:
    numbered = title if number == 1 else f"{title}, page {number}"
    what = "What is said to have happened, and when it was said."
    return Head(numbered, what, page_name(stem, number), "timeline")


def _dates(book: Book) -> tuple[list[_Date], list[Claim]]:
    """Every date in order, numbered from 1, and the claims without a date of saying."""
    found: dict[str, _Date] = {}
    undated = []
    for claim in reading_order(book):
        if claim.about and claim.about.date:
            at = found.get(claim.about.date) or found.setdefault(
                claim.about.date, _Date(dates.parse(claim.about.date))
            )
            at.events.append(claim)
        moment = book.said(claim)
        if moment is None:
            undated.append(claim)
            continue
        at = found.get(moment.edtf) or found.setdefault(moment.edtf, _Date(moment))
        if claim.voice == "author":
            at.documents.setdefault(claim.source, []).append(claim)
        else:
            at.sayings.append(claim)
    ordered = sorted(found.values(), key=lambda date: date.moment.sort_key)
    for number, date in enumerate(ordered, start=1):
        date.number = number
    return ordered, undated


def _dated(date: _Date, path: str) -> Dated:
    page = "" if path == _STEM else path
    return Dated(date.moment, f"{page}#date-{date.number}", len(date.events), len(date.sayings), date.written)


def _moment(desk: Desk, date: _Date, start: int, stop: int) -> Moment:
    """The entries of a date from `start` up to `stop`: events, then sayings, then documents."""
    events, sayings = len(date.events), len(date.sayings)
    documents = list(date.documents.values())
    return Moment(
        f"date-{date.number}",
        when(date.moment),
        date.moment.precision,
        desk.listed(date.events[start:stop]),
        desk.listed(date.sayings[max(0, start - events) : max(0, stop - events)]),
        tuple(
            (_chain(desk, claims), len(claims))
            for claims in documents[max(0, start - events - sayings) : max(0, stop - events - sayings)]
        ),
        (events, sayings),
        start > 0,
    )


def _period_pages(desk: Desk, made: Sequence[Period], placed: Sequence[_Date]) -> Iterator[TimelinePage]:
    """The pages of all periods, in order of time."""
    walked = [one for period in made for one in period.walk()]
    inside = {part.name: one for one in walked for part in one.parts}
    for at, period in enumerate(walked):
        stem = _stem(period)
        title = f"Timeline: {period.words}"
        up = [Link(f"{_STEM}.html", "Timeline")]
        if period.name in inside:
            up.append(_link(inside[period.name]))
        cut = list(_cut([placed[place] for place in period.own]))
        for number, parts in enumerate(cut, start=1):
            yield TimelinePage(
                _head(title, stem, number),
                period.words[0].upper() + period.words[1:],
                None,
                (),
                tuple(_moment(desk, *part) for part in parts),
                0,
                lines=tuple(_lines(period.parts, placed, parts=False)) if number == 1 else (),
                up=tuple(up),
                pager=pager(stem, number, len(cut)),
                before=_link(walked[at - 1]) if at else None,
                after=_link(walked[at + 1]) if at + 1 < len(walked) else None,
            )


def _undated_pages(desk: Desk, undated: Sequence[Claim]) -> Iterator[TimelinePage]:
    """The claims without a date of saying."""
    pages = -(-len(undated) // HEAVY)
    for number in range(1, pages + 1):
        yield TimelinePage(
            _head("Timeline: no date", _UNDATED, number),
            "No date",
            None,
            (),
            (),
            len(undated),
            rows=desk.listed(undated[(number - 1) * HEAVY : number * HEAVY]),
            up=(Link(f"{_STEM}.html", "Timeline"),),
            pager=pager(_UNDATED, number, pages),
        )


def _cut(found: Iterable[_Date]) -> Iterator[list[tuple[_Date, int, int]]]:
    """Dates in runs of at most `HEAVY` entries, at least one run; only a date of more entries is parted."""
    run: list[tuple[_Date, int, int]] = []
    held = 0
    for date in found:
        for start in range(0, date.entries, HEAVY):
            stop = min(start + HEAVY, date.entries)
            if held + stop - start > HEAVY:
                yield run
                run, held = [], 0
            run.append((date, start, stop))
            held += stop - start
    yield run


def _stem(period: Period) -> str:
    return f"{_STEM}.{period.name.lower()}"


def _link(period: Period) -> Link:
    return Link(f"{_stem(period)}.html", period.words)


def _lines(made: Iterable[Period], placed: Sequence[_Date], *, parts: bool) -> Iterator[Line]:
    """A line for each period, and with `parts` for what it is split into."""
    for period in made:
        yield _line(period, placed, part=False)
        if parts:
            yield from (_line(one, placed, part=True) for one in period.parts)


def _line(period: Period, placed: Sequence[_Date], *, part: bool) -> Line:
    held = [placed[place] for place in period.every()]
    return Line(
        _link(period),
        sum(len(date.events) for date in held),
        sum(len(date.sayings) for date in held),
        sum(date.written for date in held),
        part,
    )


def _jumps(found: Iterable[_Date]) -> Iterator[Jump]:
    """By year; a year of many dates by month; a month of many dates with its days."""
    numbered = [(f"#date-{date.number}", date.moment) for date in found]
    for year, within in groupby(numbered, key=lambda one: one[1].sort_key[0].year):
        held_in_year = list(within)
        if len(held_in_year) <= _MANY:
            yield Jump(Link(held_in_year[0][0], str(year)), ())
            continue
        for month, part in groupby(held_in_year, key=lambda one: one[1].sort_key[0].month):
            held = list(part)
            days = [
                Link(at, moment.words.removesuffix(f" {year}"))
                for at, moment in held
                if moment.precision == "day" and moment.machine
            ]
            name = dates.parse(f"{year:04}-{month:02}").words
            yield Jump(Link(held[0][0], name), tuple(days) if len(held) > _MANY else ())


def _chain(desk: Desk, claims: Sequence[Claim]) -> Chain:
    chain = desk.row(claims[0].id).chain
    assert chain is not None
    return chain
