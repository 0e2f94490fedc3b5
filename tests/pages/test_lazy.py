"""Parts of views that are made when a template names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claimbook.checks import check
from claimbook.pages import Desk
from claimbook.pages.lazy import Later, made
from claimbook.pages.naming import Naming
from claimbook.pages.parts import Chain
from claimbook.records import Claim
from tests.support import SETTINGS, small_book


class _View:
    def __init__(self) -> None:
        self.calls = 0

    @made
    def part(self) -> list[int]:
        """A part."""
        self.calls += 1
        return [self.calls]


def test_a_part_is_made_when_it_is_named_and_kept() -> None:
    """Once for each view, and not before."""
    view = _View()
    assert view.calls == 0
    assert view.part == [1]
    assert view.part is view.part
    assert (view.calls, _View().part) == (1, [1])


def test_a_part_is_described_on_its_class() -> None:
    """The class gives the property itself."""
    assert isinstance(_View.__dict__["part"], made)
    assert (_View.part, _View.part.__doc__) == (_View.__dict__["part"], "A part.")


def test_a_row_is_attributed_once(tmp_path: Path) -> None:
    """When its chain is asked for; what it shows makes two of them equal, not whose desk they come from."""
    book = check(small_book(tmp_path), SETTINGS)
    calls: list[str] = []
    naming = Naming(book, SETTINGS)

    def attribute(claim: Claim) -> Chain:
        calls.append(claim.id)
        return naming.chain(claim)

    row = replace(Desk(book, SETTINGS, {}).row("lund-cables-snapped"), attribute=attribute)
    assert calls == []
    assert row.chain is row.chain
    assert calls == [row.id]
    other = Desk(book, SETTINGS, {})
    assert row == other.row(row.id)
    assert len({row, other.row(row.id)}) == 1
    assert row != replace(row, answered=7)
    assert row != other.row("lund-cables-repeated")


def test_a_later_part_is_made_once() -> None:
    """Even where it is nothing."""
    calls: list[int] = []
    later: Later[None] = Later(lambda: calls.append(1))
    assert calls == []
    assert (later(), later(), calls) == (None, None, [1])
