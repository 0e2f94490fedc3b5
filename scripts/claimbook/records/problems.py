"""Problems: what is wrong, where, and what to do about it.

Owns: the one form in which every layer reports bad input, and the search for the nearest valid value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

_COMPARED = 500  # values compared with one word at most
_COMPARING = 50  # looks at a value that comparing it with a word takes as long as
_LONGEST_GUESS = 200  # comparing costs as much as both words are long; no id or key is near this length


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the book's files.

    Reads `path:line:column: where: what. Hint.`; lines and columns count from 1 and are 0 where a whole file
    is meant. Problems sort by place.
    """

    path: str
    line: int
    column: int
    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        path = self.path if self.path.isprintable() else ascii(self.path)[1:-1]
        place = f"{path}:{self.line}:{self.column}" if self.line else path
        where = f"{self.where}: " if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        stop = "" if self.what.endswith((".", "?", "!")) else "."
        return f"{place}: {where}{self.what}{stop}{hint}"


class BookError(Exception):
    """The book has problems; nothing may be published. `problems` is sorted and never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join([*map(str, self.problems), counted(len(self.problems))]))


def counted(number: int) -> str:
    """`1 problem` or `N problems`."""
    return f"{number} problem" + ("" if number == 1 else "s")


def nearest(word: str, known: Collection[str], budget: list[int] | None = None) -> str:
    """A hint naming up to three of the known values nearest to `word`, or an empty text.

    Among many values only those are compared that begin or end with half of the word: one slip leaves one of
    the two whole. `budget` holds how many values may still be looked at; where that is too few there is no
    hint.
    """
    if len(word) > _LONGEST_GUESS:
        return ""
    word = word.casefold()
    near: Collection[str] = known
    if len(known) > _COMPARED:
        if not _paid(budget, len(known)):
            return ""
        first, last = word[: len(word) // 2], word[len(word) // 2 :]
        near = sorted(k for k in known if k.startswith(first) or k.endswith(last))[:_COMPARED]
    if not _paid(budget, _COMPARING * len(near)):
        return ""
    import difflib  # no sound book needs it

    close = difflib.get_close_matches(word, sorted(near), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(value) for value in close)}?" if close else ""


def _paid(budget: list[int] | None, looks: int) -> bool:
    if budget is not None:
        budget[0] -= looks
    return budget is None or budget[0] >= 0


def excerpt(value: str, limit: int = 60) -> str:
    """`value` quoted for a message, with control characters escaped, cut to `limit` characters."""
    short = value if len(value) <= limit else value[: limit - 1] + "…"
    return repr(short)
