"""What a card says: strings and numbers, without a place on the picture."""

from __future__ import annotations

from claimbook.frozen import frozen


@frozen
class Figure:
    """A number with what it counts; `of` is its denominator, where it has one."""

    value: int
    label: str
    of: int | None = None


@frozen
class Bar:
    """One of several numbers of the same unit, set one below the other."""

    label: str
    value: int


@frozen
class Card:
    """A picture for link previews.

    `title` stands large below the book's name; with `cover` it is the book's name, and `book` is empty.
    Below it stand `bars`, or else `line` in small type and the row of `figures`, with the strip of `marks`
    above it: stretches from start to end, both as shares of the whole (0 to 1). `note` goes with the bars or
    the strip.
    """

    book: str
    kicker: str
    title: str
    line: str = ""
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bar, ...] = ()
    marks: tuple[tuple[float, float], ...] = ()
    note: str = ""
    cover: bool = False
