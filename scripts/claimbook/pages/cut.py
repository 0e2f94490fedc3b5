"""Long lists cut into pages: several lists in sequence, and which part of which stands on which page."""

from __future__ import annotations

from collections.abc import Sequence

from claimbook.frozen import frozen
from claimbook.pages.desk import Desk
from claimbook.pages.parts import page_name

_REST = 5  # what is left gets no page of its own below a fifth of a page


@frozen
class Part:
    """The items from `start` up to `stop` of the list with the number `of`."""

    of: int
    start: int
    stop: int


@frozen
class Jump:
    """The way to a section that may begin on a later page: `href` is its address, with the anchor; `here`
    says whether it begins on the page that shows the way.
    """

    id: str
    title: str
    count: int
    href: str
    here: bool


def cut(weights: Sequence[Sequence[int]], size: int) -> list[tuple[Part, ...]]:
    """The parts of the lists on each page, at least one page; an empty list stands where it would begin.

    Each list is given as what its items weigh; a page holds about `size`: an item is never parted, and a
    little rest stays on the last page.
    """
    pages: list[list[Part]] = [[]]
    left, room = sum(map(sum, weights)), size
    for number, items in enumerate(weights):
        start = 0
        for place, weight in enumerate(items):
            if weight > room and room < size and left * _REST > size:
                if place > start:
                    pages[-1].append(Part(number, start, place))
                pages.append([])
                room, start = size, place
            room -= weight
            left -= weight
        pages[-1].append(Part(number, start, len(items)))
    return [tuple(page) for page in pages]


def size_of(desk: Desk) -> int:
    """The claims on a page: twice as many where a claim takes no more than a line."""
    return desk.settings.page_size * (2 if desk.short else 1)


def evenly(number: int, size: int) -> list[tuple[Part, ...]]:
    """The parts of one list of `number` items that weigh the same."""
    return cut([[1] * number], size)


def begins(pages: Sequence[tuple[Part, ...]], of: int) -> int:
    """The number of the page, from 1, on which a list begins."""
    return next(n for n, page in enumerate(pages, start=1) for part in page if part.of == of)


def jump(pages: Sequence[tuple[Part, ...]], of: int, stem: str, to: tuple[str, str, int], here: int) -> Jump:
    """The way from page number `here` to the beginning of a list; `to` is its anchor, title and count."""
    page = begins(pages, of)
    anchor, title, count = to
    return Jump(anchor, title, count, f"{page_name(stem, page)}#{anchor}", page == here)


def numbered(title: str, page: int) -> str:
    """A title that tells the pages of one list apart."""
    return title if page == 1 else f"{title}, page {page}"
