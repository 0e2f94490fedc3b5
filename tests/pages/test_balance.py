"""The page of balance in large books: long tables end in one row for all that is left."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.pages import Desk, balance
from claimbook.pages.balance import BalanceTable, balance_page
from claimbook.pages.parts import Link
from tests.support import SETTINGS, small_book

CHANGE = ("speaker: tide-magazine", "speaker: [tide-magazine, coast-telegraph]")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of the small book, in which the magazine and the newspaper make a claim together."""
    return Desk(check(small_book(tmp_path, second=CHANGE), SETTINGS), SETTINGS, {})


def tables(desk: Desk, monkeypatch: pytest.MonkeyPatch, rows: int) -> dict[str, BalanceTable]:
    """The tables by anchor, with at most so many rows."""
    monkeypatch.setattr(balance, "WHOLE", rows)
    monkeypatch.setattr(balance, "ROWS", rows)
    return {table.id: table for table in balance_page(desk).tables}


def test_the_rest_of_the_documents_adds_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its own denominators: claims and words of those documents alone."""
    first, second = tables(desk, monkeypatch, 100)["documents"].rows
    cut = tables(desk, monkeypatch, 1)["documents"]
    assert (cut.count, cut.rows) == (2, (first,))
    assert cut.rest is not None
    assert (cut.rest.link.text, cut.rest.tally, cut.rest.share) == (
        *("1 further document together", second.tally, second.share),
    )


def test_a_claim_of_two_counts_once_in_the_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What several of the rest say together is one claim; a table that is not cut has no rest."""
    whole = tables(desk, monkeypatch, 100)["actors"]
    assert whole.rest is None
    cut = tables(desk, monkeypatch, 0)["actors"]
    assert (cut.rows, cut.count, cut.few) == ((), len(whole.rows), whole.few)
    rest = cut.rest
    assert rest is not None
    names = {row.link.href for row in whole.rows}
    said = {c.id for c in desk.book.live if {f"actors/{name}.html" for name in c.speaker} & names}
    assert rest.tally.claims == len(said)
    assert rest.link == Link("actors/index.html", f"{len(names)} further actors together")
    assert rest.unanswered == sum(not desk.book.answered(desk.book.claims[name]) for name in said)
