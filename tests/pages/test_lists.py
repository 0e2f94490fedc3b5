"""The lists of facets in large books: they end, say how much is left, and lead on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimbook.checks import check
from claimbook.pages import Desk, lists
from claimbook.pages.explore import explore_page
from claimbook.pages.lists import ListPage, facet_groups, facet_pages, index_numbers, index_page
from tests.support import SETTINGS, small_book


def made(tmp_path: Path, **changes: object) -> tuple[Desk, dict[str, ListPage]]:
    """The desk of the small book with other settings, and its lists by address."""
    settings = replace(SETTINGS, **changes)  # type: ignore[arg-type]
    desk = Desk(check(small_book(tmp_path), SETTINGS), settings, {})
    index = [index_page(desk, number) for number in index_numbers(desk)]
    return desk, {page.head.path: page for page in (*index, *facet_pages(desk))}


def test_a_facet_s_list_ends_and_leads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last page counts what is left; the index of all claims goes on to the end."""
    monkeypatch.setattr(lists, "PAGES", 2)
    desk, found = made(tmp_path, page_size=2)
    none = [page for path, page in found.items() if path.startswith("claims/evidence.none.")]
    assert [(page.total, len(page.rows), page.beyond) for page in none] == [(6, 2, 0), (6, 2, 2)]
    assert (none[1].pager.pages, none[1].pager.next) == (2, None)
    assert none[1].search == "explore.html?evidence=none"
    index = [page for path, page in found.items() if path.startswith("claims/index.")]
    assert sum(len(page.rows) for page in index) == len(desk.book.live)
    assert [page.beyond for page in index] == [0] * 5


def test_short_books_have_fewer_pages_and_facets_on_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lists are the same otherwise."""
    monkeypatch.setattr(lists, "PAGES_SHORT", 3)
    _, found = made(tmp_path, page_size=1, detail="short")
    none = [page for path, page in found.items() if path.startswith("claims/evidence.none.")]
    assert [page.beyond for page in none] == [0, 0, 3]
    assert [bool(page.facets()) for page in none] == [True, False, False]


def test_a_list_s_choice_is_one_that_the_search_knows(tmp_path: Path) -> None:
    """By the names of its form: `explore.html?voice=quoted`."""
    desk, found = made(tmp_path)
    known = {(group.name, value.name) for group in explore_page(desk).choices for value in group.values}
    asked = {page.search.partition("?")[2] for page in found.values()} - {""}
    assert {tuple(query.split("=")) for query in asked} <= known
    assert len(asked) == sum(len(group.values) for group in facet_groups(desk))
