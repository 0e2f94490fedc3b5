"""The coverage strip: a document drawn as lines of words, its claims as marks that are links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from claimbook.frozen import frozen

WORDS = 250  # in one line: a mark of ten words is eleven pixels wide on the smallest phone
PITCH, TALL, GAP = 30, 24, 2  # pixels from line to line, of a mark, and between marks over the same words
LINES, CELLS, STEPS = (
    40,
    20,
    4,
)  # of a picture of lines: at most so many, each of so many cells; a cell's steps
_NARROWEST = 4  # words a mark is drawn wide at least
_ABOVE = (PITCH - TALL) / 2
STRIPED = "reported"  # the kind of mark that is drawn with stripes
# The pattern is named in an attribute: a style sheet would look for it in its own file. Stripes are told
# apart from a full and from a hollow mark without any colour.
_STRIPES = (
    '<pattern id="strip-stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect class="strip-stripe" width="2.5" height="5"/></pattern>'
)


@frozen
class Mark:
    """A stretch of words [start, end) that links to `href` under the name `title`, in the style of `kind`."""

    start: int
    end: int
    href: str
    title: str
    kind: str


@frozen
class Blank:
    """A stretch of words [start, end) without marks, and why."""

    start: int
    end: int
    title: str


def strip(marks: Sequence[Mark], blanks: Sequence[Blank], of: int, *, label: str) -> Markup:
    """An SVG of `of` words in lines of `WORDS`, wrapped as text is; `label` names it to screen readers.

    Marks over the same words share the line's height. They stay out of the tab order: hundreds of them would
    stand between a keyboard and the list of the same claims.
    """
    drawn = [
        f'<g class="strip-blank"><title>{escape(blank.title)} ({_words(blank)})</title>'
        f"{''.join(_dots(number, start, end) for number, start, end in _pieces(blank))}</g>"
        for blank in blanks
    ]
    rows, depths = _rows(marks)
    for mark, row, deep in zip(marks, rows, depths, strict=True):
        height = (TALL - GAP * (deep - 1)) / deep
        boxes = [
            _box(
                mark.kind,
                start,
                number * PITCH + _ABOVE + row * (height + GAP),
                max(_NARROWEST, end - start),
                height,
            )
            for number, start, end in _pieces(mark)
        ]
        drawn.append(_link(mark.href, f"{mark.title} ({_words(mark)})", boxes))
    return _svg(max(1, -(-of // WORDS)), of, WORDS, drawn, label)


def line_of(words: int) -> int:
    """The words to a line of a picture that has at most `LINES` lines: whole lines of a strip."""
    return WORDS * max(1, -(-words // (WORDS * LINES)))


def band(spans: Iterable[tuple[int, int]], ways: Sequence[Mark], of: int, *, label: str) -> Markup:
    """An SVG of `of` words in lines of `line_of`, for more claims than a strip can show one by one.

    Each cell of a line is filled from below, in steps, as far as its words lie in any of the `spans`
    [start, end), which come in order. `ways` are the lines' links, one for each line; a line whose address is
    "" has none. Its size has a limit, whatever the document's.
    """
    line = line_of(of)
    lines = max(1, -(-of // line))
    wide = line / CELLS
    steps = [-(-words * STEPS // wide) for words in _filled(spans, wide, lines * CELLS)]
    drawn = []
    for number, way in enumerate(ways):
        boxes = []
        for step, first, last in _runs(steps[number * CELLS : (number + 1) * CELLS]):
            height = TALL * step / STEPS
            y = number * PITCH + _ABOVE + TALL - height
            boxes.append(_box(way.kind, first * wide, y, (last - first) * wide, height, line))
        drawn.append(_link(way.href, way.title, boxes) if way.href else "".join(boxes))
    return _svg(lines, of, line, drawn, label)


def _filled(spans: Iterable[tuple[int, int]], wide: float, cells: int) -> list[float]:
    """The words of each cell that lie in a span; words in several count once."""
    found = [0.0] * cells
    done = 0
    for start, end in spans:
        at = max(start, done)
        done = max(end, done)
        for cell in range(int(at / wide), min(cells, int(done / wide) + 1)):
            found[cell] += max(0.0, min(done, (cell + 1) * wide) - max(at, cell * wide))
    return found


def _runs(steps: Sequence[float]) -> Iterator[tuple[float, int, int]]:
    """Neighbouring cells that are filled alike, as (step, first, last); empty ones are left out."""
    for step, run in groupby(range(len(steps)), lambda cell: steps[cell]):
        places = list(run)
        if step:
            yield step, places[0], places[-1] + 1


def _svg(lines: int, of: int, line: int, drawn: Iterable[str], label: str) -> Markup:
    ground = "".join(
        _box("ground", 0, number * PITCH + _ABOVE, min(line, of - number * line), TALL, line)
        for number in range(lines)
    )
    return Markup(
        f'<svg class="strip" height="{lines * PITCH}" role="group" aria-label="{escape(label)}">'
        f"{_STRIPES}{ground}{''.join(drawn)}</svg>"
    )


def _link(href: str, title: str, boxes: Iterable[str]) -> str:
    return f'<a href="{escape(href)}" tabindex="-1"><title>{escape(title)}</title>{"".join(boxes)}</a>'


def _box(kind: str, start: float, y: float, words: float, height: float, line: int = WORDS) -> str:
    fill = ' fill="url(#strip-stripes)"' if kind == STRIPED else ""
    return (
        f'<rect class="strip-{escape(kind)}"{fill} x="{_x(start, line)}" y="{_n(y)}" '
        f'width="{_x(words, line)}" height="{_n(height)}"/>'
    )


def _dots(number: int, start: int, end: int) -> str:
    y = _n(number * PITCH + PITCH / 2)
    box = _box("ground", start, number * PITCH + _ABOVE, end - start, TALL)
    return f'{box}<line x1="{_x(start)}" x2="{_x(end)}" y1="{y}" y2="{y}"/>'


def _pieces(stretch: Mark | Blank) -> Iterator[tuple[int, int, int]]:
    """The lines a stretch lies on: the line's number, and first and last word within it."""
    for number in range(stretch.start // WORDS, -(-stretch.end // WORDS)):
        begin = number * WORDS
        yield number, max(stretch.start - begin, 0), min(stretch.end - begin, WORDS)


def _rows(marks: Sequence[Mark]) -> tuple[list[int], list[int]]:
    """For each mark its row among the marks it overlaps, and how many rows that group has; marks in order."""
    rows: list[int] = []
    depths: list[int] = []
    ends: list[int] = []
    last = 0
    for mark in marks:
        if mark.start >= last:
            depths += [len(ends)] * (len(rows) - len(depths))
            ends = []
        row = next((i for i, end in enumerate(ends) if end <= mark.start), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = mark.end
        last = max(last, mark.end)
        rows.append(row)
    return rows, depths + [len(ends)] * (len(rows) - len(depths))


def _words(stretch: Mark | Blank) -> str:
    return f"words {stretch.start + 1}–{stretch.end}"


def _x(words: float, line: int = WORDS) -> str:
    return _n(100 * words / line) + "%"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
