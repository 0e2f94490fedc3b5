"""The coverage strip: where a document's claims stand, each mark a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT, GAP = 1000, 40, 2
_NARROWEST = 2.5  # user units, so that a mark of four words can still be seen and met
_MARK = Markup(
    '<a href="{}"><title>{}</title><rect class="strip-mark" x="{}" y="{}" width="{}" height="{}"/></a>'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of words [start, end) that links to `href` under the name `title`."""

    start: int
    end: int
    href: str
    title: str


def strip(marks: Sequence[Mark], of: int, *, label: str) -> Markup:
    """An SVG strip of `of` words, marks in rows that do not overlap; `label` names it to screen readers."""
    rows = _rows(marks)
    deep = max(rows, default=0) + 1
    height = (HEIGHT - GAP * (deep - 1)) / deep
    drawn = [
        _MARK.format(
            mark.href,
            f"{mark.title} (words {mark.start + 1}–{mark.end})",
            _number(WIDTH * mark.start / of),
            _number(row * (height + GAP)),
            _number(max(_NARROWEST, WIDTH * (mark.end - mark.start) / of)),
            _number(height),
        )
        for mark, row in zip(marks, rows, strict=True)
    ]
    return Markup(
        '<svg class="strip" viewBox="0 0 {} {}" preserveAspectRatio="none" role="group" aria-label="{}">'
        '<rect class="strip-ground" width="{}" height="{}"/>{}</svg>'
    ).format(WIDTH, HEIGHT, escape(label), WIDTH, HEIGHT, Markup("").join(drawn))


def _rows(marks: Sequence[Mark]) -> list[int]:
    """For each mark the first row in which it overlaps no earlier one."""
    ends: list[int] = []
    rows: list[int] = []
    for mark in marks:
        row = next((i for i, end in enumerate(ends) if end <= mark.start), len(ends))
        if row == len(ends):
            ends.append(0)
        ends[row] = mark.end
        rows.append(row)
    return rows


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
