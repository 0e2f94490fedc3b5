"""The three faces of the cards: what they can draw, and how wide it comes out.

Owns: the fonts in `fonts/`. Nothing of the machine is asked for: neither its fonts nor a shaping library that
may or may not be there, so text is set letter by letter with the fonts' own kerning.
"""

from __future__ import annotations

import struct
import unicodedata
from enum import Enum
from functools import cache, lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

_SPACES = dict.fromkeys(map(ord, "\t\n\u2028\u2029"), " ") | {0x202F: "\u00a0", 0x2060: ""}
_NEEDED = "LN"  # letters and digits: a text that lost one of them would say something else


class Face(Enum):
    """A face, by the name of its file."""

    SERIF = "serif-regular"
    ITALIC = "serif-italic"
    SANS = "sans-regular"


@cache
def _file(face: Face) -> bytes:
    from importlib.resources import files  # many builds draw no card

    return files("claimbook.cards").joinpath("fonts", f"{face.value}.otf").read_bytes()


@cache
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """The face at `size` pixels."""
    from PIL import ImageFont  # builds without cards start without it

    return ImageFont.truetype(BytesIO(_file(face)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def width(text: str, face: Face, size: int) -> float:
    """How far `text` leads along its line, in pixels."""
    return font(face, size).getlength(text)


@cache
def characters(face: Face) -> frozenset[int]:
    """The code points that the face has a glyph for, read from its `cmap` table (OpenType, format 4)."""
    data = _file(face)
    tables = {data[at : at + 4]: data[at + 8 : at + 12] for at in range(12, 12 + 16 * _u16(data, 4)[0], 16)}
    start = struct.unpack(">I", tables[b"cmap"])[0]
    for number in range(_u16(data, start + 2)[0]):
        at = start + struct.unpack_from(">I", data, start + 4 + 8 * number + 4)[0]
        if _u16(data, at)[0] == 4:
            return frozenset(_format_4(data, at))
    raise ValueError(f"{face.value}.otf has no character map of format 4")


def _u16(data: bytes, at: int, count: int = 1) -> tuple[int, ...]:
    return struct.unpack_from(f">{count}H", data, at)


def _format_4(data: bytes, at: int) -> list[int]:
    count = _u16(data, at + 6)[0] // 2
    ends = _u16(data, at + 14, count)
    starts, deltas, offsets = (_u16(data, at + 16 + 2 * count * part, count) for part in (1, 2, 3))
    found = []
    for part, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offset:
                glyph = _u16(data, at + 16 + 2 * (count * 3 + part) + offset + 2 * (code - first))[0]
            if glyph and (glyph + delta) & 0xFFFF and code != 0xFFFF:
                found.append(code)
    return found


@cache
def _drawn() -> frozenset[int]:
    return frozenset.intersection(*(characters(face) for face in Face))


def drawable(text: str) -> str | None:
    """`text` as every face can draw it; None where that would leave out a letter or digit, or leave none.

    Other characters without a glyph, such as pictures and ornaments, are left out; runs of spaces become one.
    """
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", text).translate(_SPACES):
        kind = unicodedata.category(char)[0]
        if ord(char) in _drawn():
            kept.append(char)
        elif kind in _NEEDED:
            return None
        elif kind == "Z":
            kept.append(" ")
    words = " ".join(word for word in "".join(kept).split(" ") if word)
    return words if any(unicodedata.category(char)[0] in _NEEDED for char in words) else None
