"""The timeline of a book of many dates: an overview, and pages that hold every entry once."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.pages import Desk, periods, timeline
from claimbook.pages.parts import Link
from claimbook.pages.timeline import TimelinePage, timeline_pages
from tests.support import SETTINGS, small_book


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of the small book, whose dates lie in March and April 2021."""
    return Desk(check(small_book(tmp_path), SETTINGS), SETTINGS, {})


def cut(desk: Desk, monkeypatch: pytest.MonkeyPatch, heavy: int) -> dict[str, TimelinePage]:
    """The timeline by address, with pages of at most `heavy` entries."""
    monkeypatch.setattr(timeline, "WHOLE", 1)
    monkeypatch.setattr(timeline, "HEAVY", heavy)
    monkeypatch.setattr(periods, "HEAVY", heavy)
    return {page.head.path: page for page in timeline_pages(desk)}


def entries(page: TimelinePage) -> list[tuple[str, str, str]]:
    """What stands on a page: the date, the kind of entry, the claim or the document."""
    return [
        (moment.when.words, kind, one)
        for moment in page.moments
        for kind, held in (
            ("event", [row.id for row in moment.events]),
            ("saying", [row.id for row in moment.sayings]),
            ("document", [chain.source.href for chain, _ in moment.documents]),
        )
        for one in held
    ]


def test_a_book_of_few_dates_has_one_page(desk: Desk) -> None:
    """As far as the limit goes."""
    (page,) = timeline_pages(desk)
    assert (page.lines, page.no_date, page.pager, page.undated) == ((), None, None, 4)
    assert len(page.jumps) == 1


def test_the_overview_leads_to_periods(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its counts; periods lead to one another and back."""
    made = cut(desk, monkeypatch, 5)
    overview = made["timeline.html"]
    (whole,) = timeline_pages_of(desk, monkeypatch)
    assert (overview.moments, overview.no_date) == ((), Link("timeline.undated.html", "No date"))
    assert [(line.link, line.part) for line in overview.lines] == [
        (Link("timeline.2021.html", "2021"), False),
        (Link("timeline.2021-03.html", "March 2021"), True),
        (Link("timeline.2021-04.html", "April 2021"), True),
    ]
    year, march, april = overview.lines
    assert (year.events, year.said) == (march.events + april.events, march.said + april.said)
    assert year.events == sum(len(moment.events) for moment in whole.moments)
    assert year.written == sum(n for moment in whole.moments for _, n in moment.documents)
    assert [line.link.text for line in made["timeline.2021.html"].lines] == ["March 2021", "April 2021"]
    assert (made["timeline.2021-03.html"].before, made["timeline.2021-03.html"].after) == (
        Link("timeline.2021.html", "2021"),
        Link("timeline.2021-04.html", "April 2021"),
    )
    assert made["timeline.2021-04.html"].up == (
        Link("timeline.html", "Timeline"),
        Link("timeline.2021.html", "2021"),
    )


def timeline_pages_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[TimelinePage]:
    """The timeline in one page."""
    with monkeypatch.context() as patch:
        patch.setattr(timeline, "WHOLE", 1000)
        return list(timeline_pages(desk))


@pytest.mark.parametrize("heavy", [1, 2, 3, 100])
def test_every_entry_stands_on_one_page(desk: Desk, monkeypatch: pytest.MonkeyPatch, heavy: int) -> None:
    """None left out, none twice, none on too long a page; a date that goes on says so."""
    (whole,) = timeline_pages_of(desk, monkeypatch)
    made = cut(desk, monkeypatch, heavy)
    assert sorted(entry for page in made.values() for entry in entries(page)) == sorted(entries(whole))
    assert all(len(entries(page)) <= heavy for page in made.values())
    seen: set[str] = set()
    for page in made.values():
        for moment in page.moments:
            assert moment.continued == (moment.id in seen)
            seen.add(moment.id)


def test_counts_of_a_parted_date_are_the_whole_date_s(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of the page."""
    made = cut(desk, monkeypatch, 1)
    parts = [m for page in made.values() for m in page.moments if m.when.words == "9 March 2021"]
    assert len(parts) > 1
    assert {part.told for part in parts} == {(1, len(parts) - 1)}


def test_marks_of_the_picture_lead_to_the_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the page on which the date begins."""
    made = cut(desk, monkeypatch, 2)
    picture = made["timeline.html"].picture
    assert picture is not None
    begins = {m.id: path for path, page in made.items() for m in page.moments if not m.continued}
    for name, path in begins.items():
        if "2021-03" in path:
            assert any(f'href="{path}#{name}"' in panel.chart for panel in picture.panels)


def test_undated_claims_have_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them, in document order."""
    made = cut(desk, monkeypatch, 3)
    pages = [made["timeline.undated.html"], made["timeline.undated.2.html"]]
    assert [len(page.rows) for page in pages] == [3, 1]
    assert pages[0].pager is not None
    assert pages[0].pager.next == "timeline.undated.2.html"
    undated = {row.id for page in pages for row in page.rows}
    assert undated == {claim.id for claim in desk.book.live if desk.book.said(claim) is None}
