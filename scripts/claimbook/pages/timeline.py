"""The timeline: events and sayings on one axis, each as precise as its source."""

from __future__ import annotations

from dataclasses import dataclass

from claimbook import dates
from claimbook.pages.parts import Chain, Desk, Head, Row, When, when


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
class TimelinePage:
    """All dates in order; `undated` counts claims without a date of saying."""

    head: Head
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
    for claim in (c for group in book.by_source.values() for c in group):
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
    return TimelinePage(
        head,
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


def _chain(rows: list[Row]) -> Chain:
    assert rows[0].chain is not None
    return rows[0].chain
