"""The page of numbers: what several voices give for the same quantity, plotted together, never merged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from claimbook import charts, text
from claimbook.pages.desk import Desk
from claimbook.pages.parts import Head, Row
from claimbook.records import Figure

DRAWN = 40  # numbers of one quantity in its chart, the smallest first; the table has all


@dataclass(frozen=True, slots=True)
class Given:
    """One number given by one claim."""

    row: Row
    value: str


@dataclass(frozen=True, slots=True)
class QuantityView:
    """A quantity with every number given for it; `differ` when not all are equal. `chart` is None for one
    number, and leaves out `undrawn` numbers.
    """

    id: str
    label: str
    unit: str
    given: tuple[Given, ...]
    differ: bool
    chart: Markup | None
    undrawn: int
    note: Markup | None


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """All quantities, those in dispute first."""

    head: Head
    disputed: tuple[QuantityView, ...]
    others: tuple[QuantityView, ...]


def figures_page(desk: Desk) -> FiguresPage:
    """The view of the page of numbers."""
    head = Head(
        "Figures",
        "Numbers that the documents give, side by side where they count the same.",
        "figures.html",
        "figures",
    )
    views = [view for name in desk.book.quantities if (view := _quantity(desk, name, head))]
    return FiguresPage(head, tuple(v for v in views if v.differ), tuple(v for v in views if not v.differ))


def _quantity(desk: Desk, name: str, head: Head) -> QuantityView | None:
    quantity = desk.book.quantities[name]
    found = [(c, f) for c in desk.book.figured.get(name, ()) for f in c.figures if f.quantity == name]
    given, bars = [], []
    for claim, figure in sorted(found, key=lambda pair: _size(pair[1])):
        row = desk.row(claim.id)
        value = amount(figure.low, figure.high, figure.approximate)
        given.append(((figure.low, figure.high), Given(row, value)))
        speakers = ", ".join(desk.book.actors[s].name for s in claim.speaker)
        bars.append(
            charts.Bar(
                speakers,
                value,
                _float(figure.low),
                _float(figure.high),
                row.href,
                row.statement,
                figure.approximate,
            )
        )
    if not given:
        return None
    return QuantityView(
        id=name,
        label=text.curly(quantity.label),
        unit=quantity.unit,
        given=tuple(g for _, g in given),
        differ=len({ends for ends, _ in given}) > 1,
        chart=charts.ranges(bars[:DRAWN]) if len(given) > 1 else None,
        undrawn=max(0, len(given) - DRAWN),
        note=desk.note(quantity.note, head.path),
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
