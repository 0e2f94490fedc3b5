"""Large files in pieces.

Owns: how much of a file is held and written at once, so that no export holds a whole book's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PIECE = 1 << 18  # bytes


def gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    """`parts` joined to pieces of `PIECE` bytes or a little more, the last one less."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
