"""A card as a PNG: 1200 × 630 pixels in nine colours.

Ink is mixed with paper in eight steps: enough for smooth letters, and a fifth smaller than with fifteen. The
file is written here, so that no other version of the imaging library packs it in another way.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from claimbook.cards.card import Card
from claimbook.cards.faces import font
from claimbook.cards.layout import HEIGHT, WIDTH, Sheet, layout

if TYPE_CHECKING:
    from PIL import Image

PAPER, INK_COLOUR, ACCENT = (253, 252, 249), (27, 27, 25), (35, 63, 148)  # as in the theme's stylesheet
_STEPS = 8  # from paper to ink; the accent comes after them
_EFFORT = 6  # the highest, 9, takes ten times as long to save two bytes in a hundred
_LEVELS = [round(value * (_STEPS - 1) / 255) for value in range(256)]


def draw(card: Card) -> bytes:
    """The card as the bytes of a PNG file."""
    return _png(paint(layout(card)))


def paint(sheet: Sheet) -> Image.Image:
    """The sheet as an image of palette indexes."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    for box in sheet.boxes:
        if not box.accent:
            pen.rectangle(_corners(box.x, box.y, box.width, box.height), fill=box.tone)
    for run in sheet.runs:
        pen.text((run.x, run.y), run.text, fill=run.tone, font=font(run.face, run.size), anchor="ls")
    indexes = image.point(_LEVELS)
    pen = ImageDraw.Draw(indexes)
    for box in sheet.boxes:
        if box.accent:
            pen.rectangle(_corners(box.x, box.y, box.width, box.height), fill=_STEPS)
    return indexes


def _corners(x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
    left, top = round(x), round(y)
    return left, top, max(left, round(x + width) - 1), max(top, round(y + height) - 1)


def _palette() -> bytes:
    steps = [index / (_STEPS - 1) for index in range(_STEPS)]
    mixed = [tuple(round(p + (i - p) * s) for p, i in zip(PAPER, INK_COLOUR, strict=True)) for s in steps]
    return b"".join(bytes(colour) for colour in [*mixed, ACCENT])


def _png(indexes: Image.Image) -> bytes:
    """A PNG with four bits for each pixel (W3C, Portable Network Graphics, third edition)."""
    indexes.putpalette(_palette())  # makes it an image that can be packed, two pixels in a byte
    packed, line = indexes.tobytes("raw", "P;4"), WIDTH // 2
    rows = b"".join(b"\0" + packed[at : at + line] for at in range(0, len(packed), line))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", _palette()), (b"IDAT", zlib.compress(rows, _EFFORT)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
