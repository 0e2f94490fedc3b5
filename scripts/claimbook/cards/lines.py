"""Setting text in a box: breaking it into lines of like length, and shrinking it until it fits.

Never overflows: at the smallest size a word too long for a line is broken, and what is left over is cut with
an ellipsis.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from claimbook.cards.faces import Face, width
from claimbook.frozen import frozen

_PIECES = re.compile(r"[^ \-–—/]*[\-–—/]+|[^ \-–—/]+|(?P<space> +)")
_ELLIPSIS = "…"


@frozen
class Piece:
    """What a line may not break inside; `space` says whether one stands before it."""

    text: str
    space: bool
    width: float


@frozen
class Block:
    """Text set in lines of one size, in pixels."""

    lines: tuple[str, ...]
    size: int


def fit(text: str, face: Face, sizes: Sequence[int], *, across: float, lines: Sequence[int]) -> Block:
    """`text` at the largest of `sizes` at which it stands in a box `across` pixels wide.

    `lines` says for each size how many lines the box holds.
    """
    for size, most in zip(sizes, lines, strict=True):
        pieces = _pieces(text, face, size)
        if most < 1 or any(piece.width > across for piece in pieces):
            continue
        space = width(" ", face, size)
        if len(_broken(pieces, space, across)) <= most:
            return Block(_even(pieces, space, across), size)
    size, most = sizes[-1], max(1, lines[-1])
    return Block(_forced(text, face, size, across, most), size)


def cut(text: str, face: Face, size: int, across: float) -> str:
    """`text` on one line of `across` pixels; where it is too long, an ellipsis stands for its last words."""
    if width(text, face, size) <= across:
        return text
    kept = text[: _prefix(text, face, size, across - width(_ELLIPSIS, face, size))]
    words = kept.rpartition(" ")[0]
    return (words if len(words) > len(kept) / 2 else kept).rstrip(" ,;:–—-") + _ELLIPSIS


def _prefix(text: str, face: Face, size: int, across: float) -> int:
    """How many characters of `text`, at least one, stand in `across` pixels, accents with their letter."""
    fits, over = 1, len(text) + 1
    while over - fits > 1:
        middle = (fits + over) // 2
        fits, over = (middle, over) if width(text[:middle], face, size) <= across else (fits, middle)
    while fits > 1 and fits < len(text) and unicodedata.combining(text[fits]):
        fits -= 1
    return fits


def _pieces(text: str, face: Face, size: int) -> list[Piece]:
    found: list[Piece] = []
    space = False
    for match in _PIECES.finditer(text):
        if match["space"]:
            space = True
            continue
        found.append(Piece(match[0], space and bool(found), width(match[0], face, size)))
        space = False
    return found


def _broken(pieces: Sequence[Piece], space: float, across: float) -> list[str]:
    """Lines as full as they get."""
    lines: list[str] = []
    used = 0.0
    for piece in pieces:
        ahead = used + space * piece.space + piece.width
        if lines and ahead <= across:
            lines[-1] += " " * piece.space + piece.text
            used = ahead
        else:
            lines.append(piece.text)
            used = piece.width
    return lines


def _even(pieces: Sequence[Piece], space: float, across: float) -> tuple[str, ...]:
    """As few lines as `across` allows, in the narrowest measure that takes no more of them."""
    lines = _broken(pieces, space, across)
    narrow, wide = max(piece.width for piece in pieces), across
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        tried = _broken(pieces, space, middle)
        if len(tried) == len(lines):
            lines, wide = tried, middle
        else:
            narrow = middle
    return tuple(lines)


def _forced(text: str, face: Face, size: int, across: float, most: int) -> tuple[str, ...]:
    """Lines as full as they get, a word too long for one broken where the line ends."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1:
        line = _broken(_pieces(rest, face, size), width(" ", face, size), across)[0]
        kept = _prefix(line, face, size, across)
        lines.append(rest[:kept])
        rest = rest[kept:].lstrip(" ")
    return (*lines, cut(rest, face, size, across)) if rest else tuple(lines)
