"""The lines of a record file, taken apart by patterns.

Owns: the part of YAML in which nearly all records are written: block mappings and lists, each value in one
line, plain, in quotation marks, or a list or mapping in brackets. What is not of that part is marked as such,
never guessed at. Refuses: knowing any record, or what the lines are to mean together (see `quick`).
"""

from __future__ import annotations

import re

# Indentation, dash, key; then the value: plain, in double or in single quotation marks, or in brackets; and
# last, alone, what is none of all that.
Line = tuple[str, str, str, str, str, str, str, str]
INDENT, DASH, KEY, BRACKETS = 0, 1, 2, 6  # places in a line

# No sign of YAML's begins a plain value, a colon before a space ends it, and so does a space before a number
# sign (YAML 1.2, 7.3.3). A space means just that here: patterns know more kinds of white space than parsers.
_START = r"[^\x20\n\t\-?:,\[\]{}#&*!|>'\"%@`]"
_REST = r"[^:#\n\t]*+(?:(?::(?=[^\x20\n])|(?<!\x20)#)[^:#\n\t]*+)*+(?<!\x20)"
_REST_IN_BRACKETS = _REST.replace("[^:#", r"[^,?\[\]{}:#").replace(r"(?=[^", r"(?=[^,\[\]{}")
_DOUBLE = r'"([^"\\\n\t]++)"'
_SINGLE = r"'(?!'(?!'))([^'\n\t]*+(?:''[^'\n\t]*+)*+)'"
_KEY = r"([a-z_]++):"
_ENTRY = rf"(?:({_START}{_REST_IN_BRACKETS})|{_DOUBLE}|{_SINGLE})"
_SEPARATOR = r"(?:,\x20?|$)"


def _bare(pattern: str) -> str:
    """The pattern, of which nothing is kept apart."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern)


def _row(pattern: str) -> str:
    """The pattern any number of times, with commas between, before a closing bracket."""
    return rf"(?:{pattern}(?:,\x20?|(?=\x20?[\]}}])))*+"


_LIST = _bare(rf"\[\x20?{_row(_ENTRY)}\x20?\]")
_FLAT_PAIR = rf"{_KEY}\x20(?:{_ENTRY}|{_LIST})"
_FLAT = _bare(rf"\{{\x20?{_row(_FLAT_PAIR)}\x20?\}}")  # a mapping without a mapping in it
_LINE = re.compile(
    rf"^(?:\x20*+(?:\#.*)?$|(\x20*+)(-\x20)?+(?:{_KEY}(?:\x20|$))?+"
    rf"(?:({_START}{_REST})|{_DOUBLE}|{_SINGLE}|(\[.*\]|\{{.*\}}))?+$|(.++)$)",
    re.MULTILINE,
)
# Of each entry: plain, in double or in single quotation marks; or a sign that cannot stand there.
ENTRIES = re.compile(rf"{_ENTRY}{_SEPARATOR}|(.)")
# Of each pair: key, and the value as in a line; or the sign.
PAIRS = re.compile(rf"{_KEY}\x20(?:{_ENTRY}|({_LIST}|{_FLAT}|\[{_row(_FLAT)}\])){_SEPARATOR}|(.)")
# Of each mapping in a list: itself; or the sign.
MAPPINGS = re.compile(rf"({_FLAT}){_SEPARATOR}|(.)")

_NOTHING: Line = ("",) * 8
END: Line = ("",) * 7 + ("end",)  # behind the last line


class Lines:
    """The lines of a file, taken apart; `line` is the one to be read next, `number` its number from 1."""

    __slots__ = ("_left", "line", "number")

    def __init__(self, source: str) -> None:
        if "\r" in source:
            source = source.replace("\r\n", "\n")
        if source.startswith("---\n"):
            source = f"#{source}"
        self._left = iter(_LINE.findall(source))
        self.number = 0
        self.line = _NOTHING
        self.next()

    def next(self) -> Line:
        """Step to the next line that is neither empty nor a comment."""
        number = self.number + 1
        line = next(self._left, END)
        while line == _NOTHING:
            number += 1
            line = next(self._left, END)
        self.number = number
        self.line = line
        return line
