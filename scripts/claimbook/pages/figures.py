"""The page of numbers: what several voices give for the same quantity, plotted together, never merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from claimbook import charts, text
from claimbook.book import Book
from claimbook.frozen import frozen
from claimbook.pages.cut import Part, cut, numbered
from claimbook.pages.desk import Desk, outline
from claimbook.pages.parts import Head, Link, Pager, Row, page_name, pager
from claimbook.records import Claim, Figure

DRAWN = 40  # numbers of one quantity in its chart, the smallest first
TABLE = 100  # numbers of one quantity in its table; of more it has pages of its own with all
PAGE, LEAST = 200, 10  # numbers on one page; a quantity in dispute takes room for at least so many
JUMPS = 100  # quantities named at the top of the first page
_STEM = "figures"


@frozen
class Given:
    """One number given by one claim."""

    row: Row
    value: str


@frozen
class QuantityView:
    """A quantity with the numbers given for it, of `count` in all; `differ` when not all are equal. `chart`
    is None for one number, and leaves out `undrawn` numbers. `every` leads to all numbers, where some are
    left out of `given`.
    """

    id: str
    label: str
    unit: str
    given: tuple[Given, ...]
    count: int
    differ: bool
    chart: Markup | None
    undrawn: int
    note: Markup | None
    every: str | None


@frozen
class QuantityJump:
    """The way to a quantity in dispute, with how many numbers it has."""

    href: str
    label: str
    count: int


@frozen
class FiguresPage:
    """One page of all quantities, those in dispute first; `further` of them are not named in `jumps`, `alike`
    are not in dispute, and `others_at` is where these begin.

    `up` leads back from a page of one quantity with many numbers.
    """

    head: Head
    title: str
    description: str
    jumps: tuple[QuantityJump, ...]
    further: int
    alike: int
    others_at: str
    disputed: tuple[QuantityView, ...]
    others: tuple[QuantityView, ...]
    pager: Pager
    up: Link | None = None


@frozen
class _Layout:
    """The quantities with their numbers by size, those in dispute and the others, and the parts of both on
    each page.
    """

    numbers: dict[str, list[tuple[Claim, Figure]]]
    lists: tuple[list[str], list[str]]
    pages: list[tuple[Part, ...]]


def figure_href(desk: Desk, quantity: str) -> str:
    """The address of a quantity on the pages of numbers."""
    return desk.once(figure_addresses).get(quantity, f"{_STEM}.html")


@outline
def figure_addresses(book: Book) -> dict[str, str]:
    """The addresses of all quantities for which there is a number."""
    layout = _lay_out(book)
    return {
        name: f"{page_name(_STEM, number)}#{name}"
        for number, parts in enumerate(layout.pages, start=1)
        for part in parts
        for name in layout.lists[part.of][part.start : part.stop]
    }


def _lay_out(book: Book) -> _Layout:
    numbers: dict[str, list[tuple[Claim, Figure]]] = {}
    for name in book.quantities:
        found = [(c, f) for c in book.figured.get(name, ()) for f in c.figures if f.quantity == name]
        if found:
            numbers[name] = sorted(found, key=lambda pair: _size(pair[1]))
    differ = {name: len({(f.low, f.high) for _, f in found}) > 1 for name, found in numbers.items()}
    lists = [name for name in numbers if differ[name]], [name for name in numbers if not differ[name]]
    weights = [
        [max(LEAST, min(TABLE, len(numbers[name]))) for name in lists[0]],
        [min(TABLE, len(numbers[name])) for name in lists[1]],
    ]
    return _Layout(numbers, lists, cut(weights, PAGE))


def figures_pages(desk: Desk) -> Iterator[FiguresPage]:
    """The views of the pages of numbers, and those of quantities with very many."""
    layout = desk.once(_lay_out)
    disputed, others = layout.lists
    jumps = tuple(
        QuantityJump(figure_href(desk, name), _label(desk, name), len(layout.numbers[name]))
        for name in disputed[:JUMPS]
    )
    for number, parts in enumerate(layout.pages, start=1):
        held: dict[int, tuple[QuantityView, ...]] = {}
        for part in parts:
            names = layout.lists[part.of][part.start : part.stop]
            held[part.of] = tuple(_quantity(desk, name, layout.numbers[name], part.of == 0) for name in names)
        yield FiguresPage(
            _head(numbered("Figures", number), page_name(_STEM, number)),
            "Figures",
            _DESCRIPTION,
            jumps if number == 1 else (),
            len(disputed) - len(jumps),
            len(others),
            figure_href(desk, others[0]).partition("#")[0] if others else "",
            held.get(0, ()),
            held.get(1, ()),
            pager(_STEM, number, len(layout.pages)),
        )
    for name, found in layout.numbers.items():
        if len(found) > TABLE:
            yield from _whole(desk, name, found)


_DESCRIPTION = "Numbers that the documents give, side by side where they count the same."


def _head(title: str, path: str) -> Head:
    return Head(title, _DESCRIPTION, path, "figures")


def _label(desk: Desk, name: str) -> str:
    return text.curly(desk.book.quantities[name].label)


def _whole(desk: Desk, name: str, found: Sequence[tuple[Claim, Figure]]) -> Iterator[FiguresPage]:
    """The pages of one quantity with all its numbers."""
    stem, label = f"{_STEM}/{name}", _label(desk, name)
    pages = -(-len(found) // PAGE)
    for number in range(1, pages + 1):
        part = found[(number - 1) * PAGE : number * PAGE]
        unit = desk.book.quantities[name].unit
        given = tuple(_given(desk, *one) for one in part)
        view = QuantityView(name, label, unit, given, len(found), True, None, 0, None, None)
        yield FiguresPage(
            _head(numbered(f"Figures: {label}", number), page_name(stem, number)),
            label,
            f"All {len(found)} numbers, the smallest first.",
            (),
            0,
            0,
            "",
            (view,),
            (),
            pager(stem, number, pages),
            Link(figure_href(desk, name), "Figures"),
        )


def _given(desk: Desk, claim: Claim, figure: Figure) -> Given:
    return Given(desk.row(claim.id), amount(figure.low, figure.high, figure.approximate))


def _quantity(desk: Desk, name: str, found: Sequence[tuple[Claim, Figure]], differ: bool) -> QuantityView:
    quantity = desk.book.quantities[name]
    drawn = [_bar(desk, *one) for one in found[:DRAWN]] if len(found) > 1 and differ else []
    return QuantityView(
        id=name,
        label=text.curly(quantity.label),
        unit=quantity.unit,
        given=tuple(_given(desk, *one) for one in found[:TABLE]),
        count=len(found),
        differ=differ,
        chart=charts.ranges(drawn) if drawn else None,
        undrawn=max(0, len(found) - DRAWN),
        note=desk.note(quantity.note, f"{_STEM}.html"),
        every=f"{_STEM}/{name}.html" if len(found) > TABLE else None,
    )


def _bar(desk: Desk, claim: Claim, figure: Figure) -> charts.Bar:
    row = desk.row(claim.id)
    return charts.Bar(
        ", ".join(desk.book.actors[name].name for name in claim.speaker),
        amount(figure.low, figure.high, figure.approximate),
        _float(figure.low),
        _float(figure.high),
        row.href,
        row.statement,
        figure.approximate,
    )


def _size(figure: Figure) -> tuple[Decimal, Decimal]:
    """Smaller numbers first; an open end sorts by the other one."""
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return ends[0], ends[-1]


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def grouped(value: Decimal) -> str:
    """A number with thin spaces between thousands, as the ISO writes it."""
    whole = f"{value:,f}".replace(",", "\u202f")
    return whole.replace("-", "\u2212")


def amount(low: Decimal | None, high: Decimal | None, approximate: bool) -> str:
    """A figure in words: `2 030`, `5 000 to 7 000`, `at least 100`, `about 10 000`."""
    words = _ends(low, high)
    return f"about {words}" if words and approximate else words or "not given"


def _ends(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return "" if high is None else f"at most {grouped(high)}"
    if high is None:
        return f"at least {grouped(low)}"
    return grouped(low) if low == high else f"{grouped(low)} to {grouped(high)}"
