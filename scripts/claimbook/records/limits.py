"""How much one file may hold."""

from __future__ import annotations

SIZE_LIMIT = 8_000_000  # bytes in one file
EVENT_LIMIT = 200_000  # events of one file: some 2,500 claims
DEPTH_LIMIT = 50  # levels of nesting; records have fewer than ten, and parsers slow down with every level


def may_be_endless(source: str) -> bool:
    """Whether a file may hold more events than are read.

    Every value begins behind one of a few characters, and has two events at most.
    """
    return 2 * len(source) >= EVENT_LIMIT and 2 * sum(map(source.count, ",:?-[{\n")) + 4 > EVENT_LIMIT
