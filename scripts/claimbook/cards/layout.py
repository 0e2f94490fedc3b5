"""Where everything on a card stands: a card becomes lines of text and boxes, in pixels.

Owns: the design. The book's name in italics above a double rule, as on the pages; what the card is about set
large; below it numbers, each with what it is taken from. No colour says good or bad.
"""

from __future__ import annotations

from claimbook.cards.card import Bar, Card, Figure
from claimbook.cards.faces import Face, drawable, width
from claimbook.cards.lines import Block, cut, fit
from claimbook.frozen import frozen

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
ACROSS = WIDTH - 2 * MARGIN
INK, SOFT, LINE, GROUND = 255, 182, 146, 36  # how much ink, 255 being all of it
RULE = 98  # the upper line of the double rule; small pictures are cut to a square, so nothing hugs an edge
_KICKER = 160  # the baseline of the line above the title
_FOOT = 566  # the lowest baseline
_LEADING = 1.16
_TITLE = (92, 80, 70, 60, 52, 46, 42, 38, 34)  # sizes
_ROWS = 330  # the most height that bars may take
BARS = 9  # more would be too small to read


@frozen
class Run:
    """One line of text that begins at `x` on the baseline `y`."""

    text: str
    face: Face
    size: int
    x: float
    y: float
    tone: int = INK


@frozen
class Box:
    """A filled rectangle; `accent` sets it in the one colour, otherwise it is `tone` of ink."""

    x: float
    y: float
    width: float
    height: float
    accent: bool = False
    tone: int = LINE


@frozen
class Sheet:
    """A card laid out."""

    runs: tuple[Run, ...]
    boxes: tuple[Box, ...]


def layout(card: Card) -> Sheet:
    """The card with a place for everything; what the faces cannot draw is left out."""
    if card.cover:
        return _cover(card)
    bars = _drawable(card.bars)
    if bars:
        tall = _ROWS if _lines(card.title) == 1 else _ROWS - 46
        rows, boxes, start = _bars(bars, card.note, tall)
    else:
        rows, start = _figures(card.figures)
        strip, boxes, start = _strip(card.marks, card.note, start)
        rows += strip
    runs = [
        *_one(card.book, Face.ITALIC, (36, 32, 28), 66),
        *_one(card.kicker, Face.SANS, (29, 26), _KICKER, tone=SOFT),
        *_titled(card.title, "" if bars else card.line, _KICKER + 16, start - 16),
        *rows,
    ]
    return Sheet(tuple(runs), (*_double_rule(RULE), *boxes))


def _titled(title: str, below: str, top: float, bottom: float) -> list[Run]:
    """The title and the line below it, in the space between two heights."""
    line = drawable(below)
    block = _block(title, Face.SERIF, bottom - top - (58 if line else 0))
    runs = _stacked(block, Face.SERIF, top)
    if line and runs:
        runs += _one(line, Face.SANS, (31, 28, 25), runs[-1].y + 0.3 * block.size + 38, tone=SOFT)
    return runs


def _lines(title: str) -> int:
    return len(_block(title, Face.SERIF, 400, sizes=(42,)).lines)


def _cover(card: Card) -> Sheet:
    """The book's own card: its name above the rule, its question below."""
    title = _block(card.title, Face.ITALIC, 200, sizes=(92, 80, 70, 60, 50))
    runs = _stacked(title, Face.ITALIC, 52)
    rule = (runs[-1].y if runs else 52) + 44
    rows, start = _figures(card.figures)
    line = _block(card.line, Face.SERIF, start - rule - 50, sizes=(46, 42, 38, 34, 30))
    return Sheet((*runs, *_stacked(line, Face.SERIF, rule + 30), *rows), _double_rule(rule))


def _double_rule(y: float) -> tuple[Box, ...]:
    return Box(0, y, WIDTH, 2), Box(0, y + 5, WIDTH, 2)


def _one(text: str, face: Face, sizes: tuple[int, ...], y: float, *, tone: int = INK) -> list[Run]:
    words = drawable(text)
    if not words:
        return []
    size = next((size for size in sizes if width(words, face, size) <= ACROSS), sizes[-1])
    return [Run(cut(words, face, size, ACROSS), face, size, MARGIN, y, tone)]


def _block(text: str, face: Face, height: float, sizes: tuple[int, ...] = _TITLE) -> Block:
    words = drawable(text)
    if not words:
        return Block((), sizes[0])
    room = [min(4, int(height / (size * _LEADING))) for size in sizes]
    return fit(words, face, sizes, across=ACROSS - 4, lines=room)


def _stacked(block: Block, face: Face, top: float) -> list[Run]:
    first = top + 0.92 * block.size
    step = round(block.size * _LEADING)
    return [
        Run(line, face, block.size, MARGIN, round(first) + step * number)
        for number, line in enumerate(block.lines)
    ]


def _figures(figures: tuple[Figure, ...]) -> tuple[list[Run], float]:
    """The row of numbers, and where it begins; at most four stand side by side."""
    shown = figures[:4]
    if not shown:
        return [], _FOOT
    column = ACROSS / max(3, len(shown))
    sizes = ((60, 34), (46, 30), (34, 26), (28, 22))
    fitting = (pair for pair in sizes if max(_measure(figure, *pair) for figure in shown) <= column - 24)
    large, small = next(fitting, sizes[-1])
    runs: list[Run] = []
    for place, figure in enumerate(shown):
        x = MARGIN + place * column
        value, of = _worded(figure)
        runs.append(Run(value, Face.SERIF, large, x, _FOOT - 44))
        if of:
            runs.append(Run(of, Face.SERIF, small, x + width(value, Face.SERIF, large), _FOOT - 44, SOFT))
        label = drawable(figure.label)
        if label:
            runs.append(Run(cut(label, Face.SANS, 28, column - 24), Face.SANS, 28, x, _FOOT, SOFT))
    return runs, _FOOT - 98


def _worded(figure: Figure) -> tuple[str, str]:
    return _number(figure.value), "" if figure.of is None else f" of {_number(figure.of)}"


def _measure(figure: Figure, large: int, small: int) -> float:
    value, of = _worded(figure)
    return width(value, Face.SERIF, large) + width(of, Face.SERIF, small)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")


def _strip(
    marks: tuple[tuple[float, float], ...], note: str, bottom: float
) -> tuple[list[Run], list[Box], float]:
    """The strip of a document, the stretches that hold claims filled, with its note, and where they begin."""
    if not marks:
        return [], [], bottom
    y = bottom - 34
    found = [Box(MARGIN + ACROSS * a, y, max(2.0, ACROSS * (b - a)), 16, accent=True) for a, b in marks]
    noted = _one(note, Face.SANS, (25,), y - 14, tone=SOFT)
    return noted, [Box(MARGIN, y, ACROSS, 16, tone=GROUND), *found], y - (44 if noted else 10)


def _drawable(bars: tuple[Bar, ...]) -> list[Bar]:
    named = ((drawable(bar.label), bar.value) for bar in bars[:BARS])
    return [Bar(label, value) for label, value in named if label]


def _bars(bars: list[Bar], note: str, tall: float) -> tuple[list[Run], list[Box], float]:
    """Rows of label, bar and number on one scale from zero, the note below them, and where they begin."""
    row = min(52, int(tall / (len(bars) + bool(note))))
    size = min(31, int(row * 0.72))
    across = max(width(bar.label, Face.SANS, size) for bar in bars)
    left = MARGIN + min(760.0, across + 32)
    numbers = max(width(_number(bar.value), Face.SANS, size) for bar in bars)
    scale = min(440.0, WIDTH - MARGIN - left - numbers - 12) / max(4, *(bar.value for bar in bars))
    start = _FOOT + 12 - row * (len(bars) + bool(note))
    runs: list[Run] = []
    boxes: list[Box] = []
    for place, bar in enumerate(bars):
        y = start + row * place + round(row * 0.66)
        label = cut(bar.label, Face.SANS, size, left - MARGIN - 24)
        length = max(3.0, scale * bar.value) if bar.value else 0.0
        thick = round(size * 0.52)
        boxes += [Box(left, y - thick - 2, length, thick, accent=True)] if bar.value else []
        after = left + length + (12 if bar.value else 0)
        runs.append(Run(label, Face.SANS, size, MARGIN, y))
        runs.append(Run(_number(bar.value), Face.SANS, size, after, y, SOFT))
    runs += _one(note, Face.SANS, (size,), start + row * len(bars) + round(row * 0.66), tone=SOFT)
    return runs, boxes, start
