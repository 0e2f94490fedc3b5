"""Long lists cut into pages."""

from __future__ import annotations

import pytest

from claimbook.pages.cut import Jump, Part, begins, cut, evenly, jump, numbered


def test_lists_follow_one_another() -> None:
    """A page is filled before the next begins, with the rest of one list and the first of another."""
    assert cut([[1] * 6, [], [1] * 7], 5) == [
        (Part(0, 0, 5),),
        (Part(0, 5, 6), Part(1, 0, 0), Part(2, 0, 4)),
        (Part(2, 4, 7),),
    ]


def test_a_list_that_begins_a_page_leaves_nothing_on_the_one_before() -> None:
    """No heading stands alone at the end of a page."""
    assert cut([[1] * 5, [1] * 5], 5) == [(Part(0, 0, 5),), (Part(1, 0, 5),)]


@pytest.mark.parametrize(("number", "pages"), [(0, [0]), (50, [50]), (60, [60]), (61, [50, 11])])
def test_a_little_rest_gets_no_page_of_its_own(number: int, pages: list[int]) -> None:
    """Up to a fifth of a page stays on the last one; nothing at all is still a page."""
    assert [part.stop - part.start for (part,) in evenly(number, 50)] == pages


def test_an_item_is_never_parted() -> None:
    """What weighs more than is left goes to the next page; what weighs more than a page has one alone."""
    assert cut([[3, 3, 9, 2, 2]], 5) == [
        (Part(0, 0, 1),),
        (Part(0, 1, 2),),
        (Part(0, 2, 3),),
        (Part(0, 3, 5),),
    ]


def test_every_item_stands_on_one_page() -> None:
    """In order, none left out, none twice."""
    lists = [[1, 4, 2] * 9, [1] * 3, [5] * 4]
    found = [(part.of, at) for page in cut(lists, 7) for part in page for at in range(part.start, part.stop)]
    assert found == [(of, at) for of, items in enumerate(lists) for at in range(len(items))]


def test_a_jump_leads_to_the_page_where_a_list_begins() -> None:
    """On the page itself it is known to be here."""
    pages = cut([[1] * 8, [1] * 8], 5)
    assert [begins(pages, of) for of in (0, 1)] == [1, 2]
    assert jump(pages, 0, "actors/x", ("said", "Said", 8), 1) == Jump(
        "said", "Said", 8, "actors/x.html#said", True
    )
    assert jump(pages, 1, "actors/x", ("about", "About", 8), 1) == Jump(
        "about", "About", 8, "actors/x.2.html#about", False
    )
    assert (numbered("Actors", 1), numbered("Actors", 2)) == ("Actors", "Actors, page 2")
