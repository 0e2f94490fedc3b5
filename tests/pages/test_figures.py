"""Figures in large books: pages of quantities, and a quantity of many numbers on pages of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.pages import Desk, figures
from claimbook.pages.figures import figure_href, figures_pages
from tests.support import SETTINGS, small_book


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The desk of the small book, with two numbers for one quantity."""
    return Desk(check(small_book(tmp_path), SETTINGS), SETTINGS, {})


def test_a_quantity_of_many_numbers_has_pages_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page has the smallest and leads there; all numbers stand there, the smallest first."""
    monkeypatch.setattr(figures, "TABLE", 1)
    monkeypatch.setattr(figures, "PAGE", 1)
    made = {page.head.path: page for page in figures_pages(desk)}
    (name,) = [view.id for view in made["figures.html"].disputed]
    view = made["figures.html"].disputed[0]
    assert (view.count, [g.value for g in view.given], view.every) == (
        2,
        ["about 300"],
        f"figures/{name}.html",
    )
    own = [made[f"figures/{name}.html"], made[f"figures/{name}.2.html"]]
    assert [[g.value for g in page.disputed[0].given] for page in own] == [["about 300"], ["about 450"]]
    assert own[0].up is not None
    assert own[0].up.href == figure_href(desk, name)


def test_the_address_of_a_quantity_is_where_it_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On whichever page that is; one without numbers leads to the first."""
    monkeypatch.setattr(figures, "PAGE", 1)
    monkeypatch.setattr(figures, "LEAST", 1)
    for page in figures_pages(desk):
        for view in (*page.disputed, *page.others):
            assert figure_href(desk, view.id) == f"{page.head.path}#{view.id}"
    assert figure_href(desk, "unknown") == "figures.html"
