"""The search index's words, kept from one build to the next: to gather them takes longer than the rest of it.

Owns: of which state of the book the kept words are. Where they are kept, and the trust in it, is `private`'s.
"""

from __future__ import annotations

from collections.abc import Mapping

from claimbook.exports import Words
from claimbook.private import Keep, digest


class WordLists:
    """The words of one site: as they were in the state `last` of its book, to be kept as they are `now`."""

    def __init__(self, keep: Keep, last: bytes, now: bytes) -> None:
        self._keep, self._last, self._now = keep, last, now

    def read(self) -> Words | None:
        """The words as the last build left them, if they are known."""
        kept = self._keep.read()
        return Words(*kept[1:]) if isinstance(kept, tuple) and kept[0] == self._last else None

    def write(self, words: Words) -> None:
        """Keep the words for the next build; one that is not published leaves a state nobody asks for."""
        self._keep.write((self._now, words.lists, words.lengths))


def state_of(world: bytes, sums: Mapping[str, bytes]) -> bytes:
    """What tells one state of a book from all others: its world, and the digests of its record files."""
    names = ((name.encode("utf-8", "surrogatepass"), made) for name, made in sorted(sums.items()))
    return digest(b"".join([world, *(name + made for name, made in names)]))
