"""The coverage strip: a document drawn as lines of words, its claims as marks that are links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WORDS = 250  # in one line: a mark of ten words is eleven pixels wide on the smallest phone
PITCH, TALL, GAP = 30, 24, 2  # pixels from line to line, of a mark, and between marks over the same words
_NARROWEST = 4  # words a mark is drawn wide at least
_ABOVE = (PITCH - TALL) / 2
STRIPED = "reported"  # the kind of mark that is drawn with stripes
_BOX = Markup('<rect class="strip-{}" x="{}" y="{}" width="{}" height="{}"/>')
# The pattern is named in an attribute: a style sheet would look for it in its own file.
_STRIPED = Markup('<rect class="strip-{}" fill="url(#strip-stripes)" x="{}" y="{}" width="{}" height="{}"/>')
_MARK = Markup('<a href="{}" tabindex="-1"><title>{}</title>{}</a>')
# Stripes are told apart from a full and from a hollow mark without any colour.
_STRIPES = Markup(
    '<pattern id="strip-stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)">'
    '<rect class="strip-stripe" width="2.5" height="5"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words [start, end) that links to `href` under the name `title`, in the style of `kind`."""

    start: int
    end: int
    href: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
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
    lines = max(1, -(-of // WORDS))
    ground = [_ground(number, min(WORDS, of - number * WORDS)) for number in range(lines)]
    drawn = [
        Markup('<g class="strip-blank"><title>{}</title>{}</g>').format(
            f"{blank.title} ({_words(blank)})",
            Markup("").join(_dots(number, start, end) for number, start, end in _pieces(blank)),
        )
        for blank in blanks
    ]
    rows, depths = _rows(marks)
    for mark, row, deep in zip(marks, rows, depths, strict=True):
        height = (TALL - GAP * (deep - 1)) / deep
        boxes = [
            (_STRIPED if mark.kind == STRIPED else _BOX).format(
                mark.kind,
                _x(start),
                _n(number * PITCH + _ABOVE + row * (height + GAP)),
                _x(max(_NARROWEST, end - start)),
                _n(height),
            )
            for number, start, end in _pieces(mark)
        ]
        drawn.append(_MARK.format(mark.href, f"{mark.title} ({_words(mark)})", Markup("").join(boxes)))
    return Markup('<svg class="strip" height="{}" role="group" aria-label="{}">{}{}{}</svg>').format(
        lines * PITCH, label, _STRIPES, Markup("").join(ground), Markup("").join(drawn)
    )


def _ground(number: int, words: int) -> Markup:
    return _BOX.format("ground", "0%", _n(number * PITCH + _ABOVE), _x(words), TALL)


def _dots(number: int, start: int, end: int) -> Markup:
    y = number * PITCH + PITCH / 2
    box = _BOX.format("ground", _x(start), _n(number * PITCH + _ABOVE), _x(end - start), TALL)
    return box + Markup('<line x1="{}" x2="{}" y1="{}" y2="{}"/>').format(_x(start), _x(end), _n(y), _n(y))


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
    for mark in marks:
        if ends and mark.start >= max(ends):
            depths += [len(ends)] * (len(rows) - len(depths))
            ends = []
        row = next((i for i, end in enumerate(ends) if end <= mark.start), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = mark.end
        rows.append(row)
    return rows, depths + [len(ends)] * (len(rows) - len(depths))


def _words(stretch: Mark | Blank) -> str:
    return f"words {stretch.start + 1}–{stretch.end}"


def _x(words: float) -> str:
    return _n(100 * words / WORDS) + "%"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
