"""The timeline: events and sayings on one axis, each as precise as its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from claimbook import dates
from claimbook.pages.chronology import Dated, Picture, picture
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Chain, Head, Link, Row, When, reading_order, when

_MANY = 12  # dates of one year or month beyond which its parts are offered


@dataclass(frozen=True, slots=True)
class Moment:
    """One date with what was said on it and what is said to have happened on it."""

    id: str
    when: When
    precision: str
    events: tuple[Row, ...]
    sayings: tuple[Row, ...]
    documents: tuple[tuple[Chain, int], ...]


@dataclass(frozen=True, slots=True)
class Jump:
    """A way into the timeline: a year or a month, with its days where it holds many dates."""

    to: Link
    days: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """All dates in order, with their picture where there are any; `undated` counts claims without a date of
    saying.
    """

    head: Head
    picture: Picture | None
    jumps: tuple[Jump, ...]
    moments: tuple[Moment, ...]
    undated: int


def timeline_page(desk: Desk) -> TimelinePage:
    """The view of the timeline. Claims in a document's own voice stand together under the document."""
    head = Head(
        "Timeline", "What is said to have happened, and when it was said.", "timeline.html", "timeline"
    )
    book = desk.book
    moments: dict[str, dates.Moment] = {}
    events: dict[str, list[Row]] = {}
    sayings: dict[str, list[Row]] = {}
    documents: dict[str, dict[str, list[Row]]] = {}
    undated = 0
    for claim in reading_order(book):
        row = desk.row(claim.id)
        if claim.about and claim.about.date:
            moments[claim.about.date] = dates.parse(claim.about.date)
            events.setdefault(claim.about.date, []).append(row)
        moment = book.said(claim)
        if moment is None:
            undated += 1
            continue
        moments[moment.edtf] = moment
        if claim.voice == "author":
            documents.setdefault(moment.edtf, {}).setdefault(claim.source, []).append(row)
        else:
            sayings.setdefault(moment.edtf, []).append(row)
    ordered = sorted(moments.values(), key=lambda m: m.sort_key)
    drawn = [
        Dated(
            moment,
            f"#date-{number}",
            len(events.get(moment.edtf, ())),
            len(sayings.get(moment.edtf, ())),
            sum(len(rows) for rows in documents.get(moment.edtf, {}).values()),
        )
        for number, moment in enumerate(ordered, start=1)
    ]
    return TimelinePage(
        head,
        picture(drawn),
        tuple(_jumps(ordered)),
        tuple(
            Moment(
                f"date-{number}",
                when(moment),
                moment.precision,
                tuple(events.get(moment.edtf, ())),
                tuple(sayings.get(moment.edtf, ())),
                tuple((_chain(rows), len(rows)) for rows in documents.get(moment.edtf, {}).values()),
            )
            for number, moment in enumerate(ordered, start=1)
        ),
        undated,
    )


def _jumps(ordered: list[dates.Moment]) -> Iterable[Jump]:
    """By year; a year of many dates by month; a month of many dates with its days."""
    numbered = [(f"#date-{number}", moment) for number, moment in enumerate(ordered, start=1)]
    for year, within in groupby(numbered, key=lambda one: one[1].sort_key[0].year):
        found = list(within)
        if len(found) <= _MANY:
            yield Jump(Link(found[0][0], str(year)), ())
            continue
        for month, part in groupby(found, key=lambda one: one[1].sort_key[0].month):
            held = list(part)
            days = [
                Link(at, moment.words.removesuffix(f" {year}"))
                for at, moment in held
                if moment.precision == "day" and moment.machine
            ]
            name = dates.parse(f"{year:04}-{month:02}").words
            yield Jump(Link(held[0][0], name), tuple(days) if len(held) > _MANY else ())


def _chain(rows: list[Row]) -> Chain:
    assert rows[0].chain is not None
    return rows[0].chain
