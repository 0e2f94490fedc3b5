"""The argument map of a claim: which claims it shows, the nearest first, and what it leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.content import page_addresses
from claimbook.pages import Desk, argument
from claimbook.pages.argument import ArgumentMap, Step, argument_map
from tests.support import SETTINGS, Change, small_book

Shown = tuple[str, str, str, tuple[tuple[str, str, str], ...], int]


# An answer to the captain's claim, so that the mayor's has a second step.
SECOND_STEP = (
    "  mentions: [edda-lund, town-council]\n",
    "  mentions: [edda-lund, town-council]\n"
    "  counter_statements:\n  - {claim: magazine-crowd-450, relation: qualifies, linked_by: editor}\n",
)


def made(tmp_path: Path, claim: str, **changes: Change) -> ArgumentMap | None:
    """The map of a claim of the small book with `changes`."""
    root = small_book(tmp_path, **changes)
    return argument_map(Desk(check(root, SETTINGS), SETTINGS, page_addresses(root)), claim)


def shown(found: ArgumentMap | None) -> list[Shown]:
    """Every claim of the first step with those below it."""
    assert found is not None

    def one(step: Step) -> tuple[str, str, str]:
        return step.row.id, step.arrow, step.words

    return [(*one(step), tuple(one(below) for below in step.steps), step.more) for step in found.steps]


def test_the_second_step_hangs_on_the_first(tmp_path: Path) -> None:
    """Of the claim this one answers, whoever else speaks to it; this claim itself is not told again."""
    assert shown(made(tmp_path, "hale-no-cable-snapped")) == [
        ("lund-cables-snapped", "→", "contradicts", (("harbour-master-rust", "←", "supported by"),), 0)
    ]


def test_answers_come_before_support(tmp_path: Path) -> None:
    """Both are there, and what hangs below them."""
    assert shown(made(tmp_path, "lund-cables-snapped", second=SECOND_STEP)) == [
        ("hale-no-cable-snapped", "←", "contradicted by", (("magazine-crowd-450", "←", "qualified by"),), 0),
        ("harbour-master-rust", "←", "supported by", (), 0),
    ]


def test_two_that_answer_each_other_are_told_once(tmp_path: Path) -> None:
    """With an arrow both ways, under the words of the answer to this claim."""
    links = "  - {claim: lund-cables-snapped, relation: undercuts, linked_by: editor}\n"
    back = (SECOND_STEP[0], f"{SECOND_STEP[1]}{links}")
    assert shown(made(tmp_path, "lund-cables-snapped", second=back)) == [
        ("hale-no-cable-snapped", "↔", "contradicted by", (("magazine-crowd-450", "←", "qualified by"),), 0),
        ("harbour-master-rust", "←", "supported by", (), 0),
    ]


@pytest.mark.parametrize("claim", ["lund-cables-snapped", "telegraph-crowd-300", "vik-inspection-late"])
def test_one_step_alone_is_no_map(tmp_path: Path, claim: str) -> None:
    """The lists of the page have said it already."""
    assert made(tmp_path, claim) is None


def test_a_second_step_is_dealt_out_evenly() -> None:
    """In turn, at most six below one claim, until there is no more room."""
    assert argument._shared([1, 9, 0, 3], 6) == [1, 3, 0, 2]
    assert argument._shared([9], 20) == [6]
    assert argument._shared([2, 2], 0) == [0, 0]


def test_a_claim_of_many_ties_has_a_small_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out is counted; a third of the places is kept for the second step."""
    monkeypatch.setattr(argument, "MOST", 1)
    monkeypatch.setattr(argument, "FEWEST", 2)
    found = made(tmp_path, "lund-cables-snapped", second=SECOND_STEP)
    assert found is not None
    assert [step.row.id for step in found.steps] == ["hale-no-cable-snapped"]
    assert found.left_out == 1


def test_links_lead_from_one_claim_s_page_to_the_next(tmp_path: Path) -> None:
    """The whole statement names the link; what hangs below and has no room is a link to its list."""
    found = made(tmp_path, "lund-cables-snapped", second=SECOND_STEP)
    assert found is not None
    assert (
        '<a href="hale-no-cable-snapped.html"><title>Jon Hale: No cable of the bridge broke.</title>'
        in found.chart
    )
    assert "← contradicted by <tspan>Jon Hale</tspan>" in found.chart


def test_a_map_is_the_same_whichever_were_made_before(tmp_path: Path) -> None:
    """What the maps of a book have in common is kept, and no map leaves a trace in it."""
    root = small_book(tmp_path, second=SECOND_STEP)
    book = check(root, SETTINGS)

    def desk() -> Desk:
        return Desk(book, SETTINGS, page_addresses(root))

    names = [claim.id for claim in book.live]
    alone = [argument_map(desk(), name) for name in names]
    one = desk()
    assert [argument_map(one, name) for name in reversed(names)] == alone[::-1]
    assert sum(found is not None for found in alone) == 3
