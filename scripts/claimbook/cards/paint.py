"""A card as a PNG: 1200 × 630 pixels in nine colours.

Ink is mixed with paper in eight steps: enough for smooth letters, and a fifth smaller than with fifteen. The
file is written here, so that no other version of the imaging library packs it in another way. What the cards
of a book have in common, its name on top and the words below the numbers, is kept from one to the next.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from claimbook.cards.card import Card
from claimbook.cards.faces import Face, font
from claimbook.cards.layout import HEIGHT, RULE, WIDTH, Box, Run, Sheet, layout

if TYPE_CHECKING:
    from PIL import Image

PAPER, INK_COLOUR, ACCENT = (253, 252, 249), (27, 27, 25), (35, 63, 148)  # as in the theme's stylesheet
_STEPS = 8  # from paper to ink; the accent comes after them
_EFFORT = 5  # the next, 6, takes half as long again to save two bytes in a hundred
_LEFT = 2  # pixels before a row: they become the byte that says how it is filtered, 0: not at all
_LEVELS = [round(value * (_STEPS - 1) / 255) for value in range(256)]


def draw(card: Card) -> bytes:
    """The card as the bytes of a PNG file."""
    return _png(paint(layout(card)))


def paint(sheet: Sheet) -> Image.Image:
    """The sheet as an image of palette indexes, with a pixel for each half of the byte that begins a row."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (_LEFT + WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    for box in sheet.boxes:
        pen.rectangle(_corners(box), fill=_STEPS if box.accent else _LEVELS[box.tone])
    for run in sheet.runs:
        _write(image, run)
    return image


def _write(image: Image.Image, run: Run) -> None:
    """Adds a line of text; where two meet, the darker pixel counts."""
    from PIL import ImageChops

    x, y = int(run.x), int(run.y)
    letters, left, top = _letters(run.text, run.face, run.size, run.tone, run.x - x, run.y - y)
    x, y = _LEFT + x + left, y + top
    below = image.crop((x, y, x + letters.width, y + letters.height))
    image.paste(ImageChops.lighter(below, letters), (x, y))


@lru_cache(maxsize=64)  # more lines than one card has; the largest takes 100 kB
def _letters(text: str, face: Face, size: int, tone: int, x: float, y: float) -> tuple[Image.Image, int, int]:
    """A line of text in palette indexes, and its corner as seen from the pixel in which the line begins.

    `x` and `y` are how far from the corner of that pixel, 0 to 1.
    """
    from PIL import Image, ImageDraw

    left, top, right, bottom = (round(edge) for edge in font(face, size).getbbox(text, anchor="ls"))
    drawn = Image.new("L", (right - left + 4, bottom - top + 4))  # beginning within a pixel takes more room
    at = (2 - left + x, 2 - top + y)
    ImageDraw.Draw(drawn).text(at, text, fill=tone, font=font(face, size), anchor="ls")
    return drawn.point(_LEVELS), left - 2, top - 2


def _corners(box: Box) -> tuple[int, int, int, int]:
    left, top = round(box.x), round(box.y)
    right, bottom = round(box.x + box.width) - 1, round(box.y + box.height) - 1
    return _LEFT + left, top, _LEFT + max(left, right), max(top, bottom)


def _palette() -> bytes:
    steps = [index / (_STEPS - 1) for index in range(_STEPS)]
    mixed = [tuple(round(p + (i - p) * s) for p, i in zip(PAPER, INK_COLOUR, strict=True)) for s in steps]
    return b"".join(bytes(colour) for colour in [*mixed, ACCENT])


def _png(indexes: Image.Image) -> bytes:
    """A PNG with four bits for each pixel (W3C, Portable Network Graphics, third edition)."""
    indexes.putpalette(_palette())  # makes it an image that can be packed, two pixels in a byte
    rows = memoryview(indexes.tobytes("raw", "P;4"))
    top = (_LEFT + WIDTH) // 2 * RULE
    begun, first = _begun(bytes(rows[:top]))
    packer = begun.copy()
    packed = first + packer.compress(rows[top:]) + packer.flush()
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", _palette()), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


@lru_cache(maxsize=2)
def _begun(rows: bytes) -> tuple[zlib._Compress, bytes]:
    """A packer that has taken in the first rows, to be copied for each card, and what it has put out."""
    packer = zlib.compressobj(_EFFORT, strategy=zlib.Z_FILTERED)  # this strategy saves a byte in a hundred
    return packer, packer.compress(rows)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
